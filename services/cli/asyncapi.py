"""The AsyncAPI 3 document of the topics, made from the code: what stands in it is what is read and written."""

from typing import Any

import msgspec

from shared import __version__
from shared.contracts import topics
from shared.contracts.directory import AgreementEntry, KeyEntry, ReceiverEntry
from shared.contracts.envelope import STRUCTURED, TYPE_PREFIX
from shared.contracts.facts import DATA, data_schema
from shared.contracts.verdicts import VERDICT_TYPES, Delivery, Trend, Verdict

Document = dict[str, Any]

_SERVICES = ("ingest", "evaluator", "notifier", "portal")
_ENTRIES: dict[str, type[msgspec.Struct]] = {
    "agreement": AgreementEntry,
    "key": KeyEntry,
    "receiver": ReceiverEntry,
}
_REF = "#/components/schemas/{name}"

_EXTENSIONS = {
    "sequence": {"type": ["string", "integer"], "description": "Orders facts of one instant."},
    "recordedtime": {
        "type": "string",
        "format": "date-time",
        "description": "When it arrived; ingest stamps it.",
    },
}
_PUT = {
    "type": "object",
    "description": "A version of an agreement, as it was put.",
    "required": ["document", "hash", "version"],
    "properties": {
        "document": {"type": "string", "description": "The YAML document, whole."},
        "hash": {"type": "string", "description": "SHA-256 of the canonical document."},
        "version": {"type": "integer", "minimum": 1},
        "signed": {"type": "string", "description": "`outside`: signed outside the system."},
    },
}
_TICK = {"type": "object", "description": "Nothing but the time of the envelope."}
_REJECTED = {
    "type": "object",
    "description": "What could not be taken, whole, with the reason.",
    "properties": {"reason": {"type": "string"}, "sentence": {"type": "string"}, "field": {"type": "string"}},
}


def document() -> Document:
    """The whole document as plain values, in an order that stays."""
    messages, schemas = _messages()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Eyelevel's topics",
            "version": __version__,
            "description": "Facts in, verdicts out. Every message but a directory entry is a CloudEvent 1.0; "
            "a consumer drops repeats by (source, id).",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": STRUCTURED,
        "channels": {_channel_id(topic): _channel(topic) for topic in topics.ALL},
        "operations": dict(_operations()),
        "components": {"messages": messages, "schemas": schemas},
    }


def _holds() -> dict[str, list[str]]:
    """The messages of each topic, by name."""
    facts = [name.removeprefix(TYPE_PREFIX) for name in DATA]
    return {
        topics.RAW.name: facts,
        topics.FACTS.name: [*facts, "agreement.put", "clock.ticked"],
        topics.REJECTED.name: ["fact.rejected"],
        topics.VERDICTS.name: list(VERDICT_TYPES),
        topics.TRENDS.name: ["trend"],
        topics.DIRECTORY.name: [f"directory.{kind}" for kind in _ENTRIES],
        topics.DELIVERIES.name: ["delivery.recorded"],
    }


def _messages() -> tuple[Document, Document]:
    schemas: Document = {}
    messages: Document = {}

    def event(name: str, data: Document, summary: str) -> None:
        schemas[f"{name}.data"] = data
        schemas[name] = _envelope(name, _REF.format(name=f"{name}.data"))
        messages[name] = {
            "name": name,
            "title": name,
            "summary": summary,
            "contentType": STRUCTURED,
            "payload": {"$ref": _REF.format(name=name)},
        }

    for kind, struct in DATA.items():
        name = kind.removeprefix(TYPE_PREFIX)
        event(name, _flat(data_schema(kind), schemas), _first_line(struct))
    event("agreement.put", _PUT, "A version of an agreement, as it was put.")
    event("clock.ticked", _TICK, "Ingest has read everything up to this instant.")
    event("fact.rejected", _REJECTED, "A fact that could not be taken.")
    for name in VERDICT_TYPES:
        event(name, _schema(Verdict, schemas), "A verdict; the same bytes are the webhook's body.")
    event("trend", _schema(Trend, schemas), "The latest figures of a period.")
    event("delivery.recorded", _schema(Delivery, schemas), "One party was told, or was tried to be told.")
    for kind, entry in _ENTRIES.items():
        name = f"directory.{kind}"
        messages[name] = {
            "name": name,
            "title": name,
            "summary": _first_line(entry),
            "contentType": "application/json",
            "payload": _schema(entry, schemas),
        }
    return messages, schemas


def _envelope(name: str, data: str) -> Document:
    return {
        "type": "object",
        "required": ["specversion", "id", "source", "type"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "minLength": 1},
            "source": {"type": "string", "minLength": 1},
            "type": {"const": TYPE_PREFIX + name},
            "subject": {"type": "string"},
            "time": {"type": "string", "format": "date-time"},
            "data": {"$ref": data},
            **_EXTENSIONS,
        },
    }


def _channel_id(topic: topics.Topic) -> str:
    return topic.name.removeprefix("eyelevel.").removesuffix(".v1")


def _channel(topic: topics.Topic) -> Document:
    policy = {"topicConfiguration": {"cleanup.policy": ["compact"]}} if topic.compacted else {}
    names = _holds()[topic.name]
    return {
        "address": topic.name,
        "title": topic.name,
        "description": f"{topic.holds[0].upper()}{topic.holds[1:]}. Key: {topic.key}.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": {"topic": topic.name, **policy, "bindingVersion": "0.5.0"}},
    }


def _operations() -> list[tuple[str, Document]]:
    named = []
    for topic in topics.ALL:
        channel = {"$ref": f"#/channels/{_channel_id(topic)}"}
        for action, verb, services in (
            ("send", "writes", topic.written_by),
            ("receive", "reads", topic.read_by),
        ):
            for service in services:
                if service in _SERVICES:
                    title = f"{service} {verb} {topic.name}"
                    named.append(
                        (f"{service}.{action}.{_channel_id(topic)}", _operation(action, channel, title))
                    )
    return named


def _operation(action: str, channel: Document, title: str) -> Document:
    return {"action": action, "channel": channel, "title": title}


def _schema(struct: type[msgspec.Struct], schemas: Document) -> Document:
    return _flat(msgspec.json.schema(struct, ref_template=_REF), schemas)


def _flat(schema: Document, schemas: Document) -> Document:
    """Move a schema's own definitions to the document's components and point there."""
    schemas.update({name: _repoint(value) for name, value in schema.pop("$defs", {}).items()})
    pointed: Document = _repoint(schema)
    return pointed


def _repoint(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _pointer(item) if key == "$ref" else _repoint(item) for key, item in value.items()}
    return [_repoint(item) for item in value] if isinstance(value, list) else value


def _pointer(target: str) -> str:
    return target.replace("#/$defs/", "#/components/schemas/").replace("{name}", target.rsplit("/", 1)[-1])


def _first_line(documented: type) -> str:
    return (documented.__doc__ or "").strip().splitlines()[0]
