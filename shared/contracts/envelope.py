"""CloudEvents 1.0: one event as a value, read from and written to the structured and the binary form.

Every attribute a sender gave is kept, extensions too. `data` is JSON already read. Reading raises ContractError
with the attribute and a sentence; it never guesses. Source: CloudEvents 1.0.2, its HTTP and Kafka bindings.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec

from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
TYPE_PREFIX = "dev.eyelevel."

_NAME = re.compile(r"[a-z0-9]+", re.ASCII)
_JSON_TYPE = re.compile(r"application/json|.*\+json|text/json")
_CORE = frozenset(
    {"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data"}
)
_LONGEST = 512


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event. `time` and extensions as the sender wrote them; `data` as read from JSON, None when absent."""

    id: str
    source: str
    type: str
    subject: str | None = None
    time: str | None = None
    data: Any = None
    datacontenttype: str | None = None
    dataschema: str | None = None
    extensions: dict[str, str | int | bool] = {}

    def mapping(self) -> dict[str, Any]:
        """The event as the JSON object of the structured form, absent attributes left out."""
        optional = {
            "subject": self.subject,
            "time": self.time,
            "datacontenttype": self.datacontenttype,
            "dataschema": self.dataschema,
            **self.extensions,
            "data": self.data,
        }
        given = {name: value for name, value in optional.items() if value is not None}
        return {"specversion": "1.0", "id": self.id, "source": self.source, "type": self.type, **given}

    def encode(self) -> bytes:
        """The structured form, JSON in UTF-8."""
        return msgspec.json.encode(self.mapping())

    def with_extensions(self, **values: str | int | None) -> "CloudEvent":
        """The same event with extensions set, or taken away where the value is None."""
        merged = {**self.extensions, **values}
        kept = {name: value for name, value in merged.items() if value is not None}
        return msgspec.structs.replace(self, extensions=kept)

    def content_digest(self) -> bytes:
        """SHA-256 of all that the sender said: two events of one (source, id) are repeats if these are equal.

        `recordedtime` is the arrival, not content, and is left out (docs/architecture.md).
        """
        said = self.mapping()
        said.pop("recordedtime", None)
        return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).digest()


def read_json(body: bytes, what: str = "the body") -> Any:
    """JSON in UTF-8, or a ContractError that names the fault."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ContractError("", f"{what} is not JSON in UTF-8: {error}") from error
    except RecursionError as error:
        raise ContractError("", f"{what} is nested too deeply") from error


def read_structured(body: bytes) -> CloudEvent:
    """One event in the structured form."""
    return read_mapping(read_json(body, "the event"))


def read_batch(body: bytes) -> Sequence[Any]:
    """The items of a batch, each still to be read by `read_mapping`, so that one bad item spoils no other."""
    items = read_json(body, "the batch")
    if not isinstance(items, list):
        raise ContractError("", "a batch is a JSON array of events: [{…}, {…}]")
    return items


def read_mapping(event: Any) -> CloudEvent:
    """One event from its JSON object."""
    if not isinstance(event, dict):
        raise ContractError(
            "", "an event is a JSON object with specversion, id, source, type, subject, time and data"
        )
    if "data_base64" in event:
        raise ContractError("data_base64", "data_base64 is not taken; give data as JSON")
    _specversion(event.get("specversion"))
    extensions = {
        name: _extension(name, event[name]) for name in event.keys() - _CORE if event[name] is not None
    }
    return CloudEvent(
        id=_text(event, "id"),
        source=_text(event, "source"),
        type=_text(event, "type"),
        subject=_optional(event, "subject"),
        time=_time(_optional(event, "time")),
        data=event.get("data"),
        datacontenttype=_content_type(_optional(event, "datacontenttype")),
        dataschema=_optional(event, "dataschema"),
        extensions={name: extensions[name] for name in sorted(extensions)},
    )


def read_binary(headers: Mapping[str, str], body: bytes, prefix: str) -> CloudEvent:
    """One event in the binary form; `headers` in lower case, `prefix` is `ce-` over HTTP and `ce_` on Kafka."""
    decode = unquote if prefix == "ce-" else str
    attributes: dict[str, Any] = {
        name.removeprefix(prefix): decode(value) for name, value in headers.items() if name.startswith(prefix)
    }
    content_type = headers.get("content-type")
    if content_type is not None:
        attributes["datacontenttype"] = content_type
    if body:
        _content_type(content_type)
        attributes["data"] = read_json(body, "the data")
    return read_mapping(attributes)


def _specversion(value: Any) -> None:
    if value != "1.0":
        raise ContractError("specversion", f"specversion is {_shown(value)}; it is the text '1.0'")


def _shown(value: Any) -> str:
    return "missing" if value is None else repr(value)


def _text(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ContractError(name, f"{name} is {_shown(value)}; it is required, a text that is not empty")
    return _short(name, value)


def _optional(event: Mapping[str, Any], name: str) -> str | None:
    value = event.get(name)
    return None if value is None else _text(event, name)


def _short(name: str, value: str) -> str:
    if len(value) > _LONGEST:
        raise ContractError(name, f"{name} has {len(value)} characters; at most {_LONGEST} are taken")
    if "\x00" in value:
        raise ContractError(name, f"{name} holds a NUL character, which is not taken")
    return value


def _time(value: str | None) -> str | None:
    if value is not None:
        parse_instant(value, "time")
    return value


def _content_type(value: str | None) -> str | None:
    if value is None:
        return None
    media, _, parameters = value.partition(";")
    if not _JSON_TYPE.fullmatch(media.strip().lower()):
        raise ContractError("datacontenttype", f"datacontenttype is {value!r}; data is application/json")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if "charset" in parameters.lower() and charset not in {"utf-8", "utf8"}:
        raise ContractError("datacontenttype", f"datacontenttype is {value!r}; JSON is sent in UTF-8")
    return value


def _extension(name: object, value: Any) -> str | int | bool:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ContractError(
            str(name), f"the attribute {name!r} is not allowed; names are lower-case letters and digits"
        )
    if isinstance(value, str):
        return _short(name, value)
    if isinstance(value, bool | int):
        return value
    raise ContractError(
        name, f"the attribute {name} is {value!r}; an extension is a text, an integer or true or false"
    )
