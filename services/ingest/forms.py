"""The forms in which events come: structured, batch or binary over HTTP, structured or binary on Kafka.

The content type decides, nothing is guessed. What cannot be told apart is a NotTaken with a sentence that says what
to send; an event that cannot be read is a Rejected in its place, so that it spoils no other of its batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.ingest.refusals import Rejected, from_contract
from shared.contracts.envelope import (
    BATCH,
    STRUCTURED,
    CloudEvent,
    read_batch,
    read_binary,
    read_json,
    read_mapping,
)
from shared.contracts.errors import ContractError
from shared.eventlog.port import Record

Read = CloudEvent | Rejected
_SEND: Final = (
    f"send one event as {STRUCTURED}, several as {BATCH}, "
    "or the data as application/json with the attributes in ce- headers"
)


@dataclass(frozen=True, slots=True)
class Form:
    """What a request holds, and whether it came as a batch."""

    events: Sequence[Read]
    batch: bool


class NotTaken(Exception):
    """The request as a whole cannot be read. `status` is 400, 413 or 415, `field` a header or empty."""

    def __init__(self, status: int, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.field = field
        self.sentence = sentence


def read_request(headers: Mapping[str, str], body: bytes, most: int) -> Form:
    """The events of a request; `headers` in lower case, `most` the most events of a batch."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        sentence = f"Content-Encoding is '{encoding}'; send the body as it is, without compression"
        raise NotTaken(415, "Content-Encoding", sentence)
    given = headers.get("content-type", "")
    media, _, parameters = given.partition(";")
    media = media.strip().lower()
    if media in {STRUCTURED, BATCH}:
        _check_charset(given, parameters)
        if not body:
            raise NotTaken(400, "", f"the body is empty; {_SEND}")
    if media == STRUCTURED:
        return Form([_one(body)], batch=False)
    if media == BATCH:
        return Form(_several(body, most), batch=True)
    if "ce-specversion" in headers:
        return Form([_binary(headers, body, "ce-")], batch=False)
    raise NotTaken(415, "Content-Type", _what_to_send(media, body))


def read_record(record: Record) -> Read:
    """The event of a record of the raw topic: by its content type, or by its `ce_` headers, else structured."""
    headers: dict[str, str] = {}
    for name, value in record.headers:
        try:
            headers[name.lower()] = value.decode()
        except UnicodeDecodeError:
            return Rejected("malformed", name, f"the header {name} is not UTF-8")
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == BATCH:
        sentence = "a record holds one event; batches are for HTTP, send a record for each event"
        return Rejected("malformed", "content-type", sentence)
    if "ce_specversion" in headers and media != STRUCTURED:
        return _binary(headers, record.value or b"", "ce_")
    if not record.value:
        return Rejected("malformed", "", f"the record is empty; {_KAFKA}")
    return _one(record.value)


_KAFKA: Final = (
    f"send the event as {STRUCTURED} in the value, or the data in the value and the attributes in ce_ headers"
)


def _one(body: bytes) -> Read:
    try:
        return _item(read_json(body, "the event"))
    except ContractError as error:
        return from_contract(error)


def _several(body: bytes, most: int) -> list[Read]:
    try:
        items = read_batch(body)
    except ContractError as error:
        raise NotTaken(400, error.field, error.sentence) from error
    if len(items) > most:
        raise NotTaken(413, "", f"the batch holds {len(items)} events; at most {most} are taken at once")
    return [_item(item) for item in items]


def _item(item: Any) -> Read:
    try:
        return read_mapping(item)
    except ContractError as error:
        names = (item.get("source"), item.get("id")) if isinstance(item, dict) else (None, None)
        source, identity = (name[:512] if isinstance(name, str) else "" for name in names)
        return from_contract(error, source, identity)


def _binary(headers: Mapping[str, str], body: bytes, prefix: str) -> Read:
    try:
        return read_binary(headers, body, prefix)
    except ContractError as error:
        source, identity = headers.get(prefix + "source", ""), headers.get(prefix + "id", "")
        return from_contract(error, source[:512], identity[:512])


def _check_charset(given: str, parameters: str) -> None:
    for name, value in _parameters(parameters):
        if name == "charset" and value not in {"utf-8", "utf8"}:
            raise NotTaken(415, "Content-Type", f"Content-Type is '{given}'; events are JSON in UTF-8")


def _parameters(text: str) -> Iterable[tuple[str, str]]:
    for part in text.split(";"):
        name, _, value = part.partition("=")
        yield name.strip().lower(), value.strip().strip('"').lower()


def _what_to_send(media: str, body: bytes) -> str:
    if not media:
        return f"Content-Type is missing; {_SEND}"
    if media == "application/json" and (better := _looks_like(body)):
        return f"Content-Type is 'application/json', but the body is {better}"
    return f"Content-Type is '{media}'; {_SEND}"


def _looks_like(body: bytes) -> str | None:
    try:
        value = read_json(body)
    except ContractError:
        return None
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict) or not {"specversion", "type", "source"} & first.keys():
        return None
    if isinstance(value, list):
        return f"a batch of CloudEvents: send it with Content-Type: {BATCH}"
    return f"a CloudEvent: send it with Content-Type: {STRUCTURED}"
