"""The forms in which events come, and what is said to a form that is none."""

import msgspec
import pytest

from services.ingest.forms import NotTaken, read_record, read_request
from services.ingest.refusals import Rejected
from shared.contracts.envelope import BATCH, STRUCTURED, CloudEvent
from shared.eventlog.port import Partition, Record
from tests.unit.ingest.world import said

ONE = msgspec.json.encode(said())
BINARY = {
    "ce-specversion": "1.0",
    "ce-id": "1",
    "ce-source": "probe-north",
    "ce-type": "dev.eyelevel.availability.changed",
    "ce-subject": "webshop",
    "ce-time": "2026-03-10T12:00:00Z",
    "content-type": "application/json",
}


def record(value: bytes | None, headers: dict[str, bytes]) -> Record:
    return Record(Partition("eyelevel.raw", 0), 0, None, value, tuple(headers.items()), 0)


def test_the_three_forms_over_http_tell_the_same_event() -> None:
    structured = read_request({"content-type": STRUCTURED}, ONE, 10)
    batch = read_request({"content-type": f"{BATCH}; charset=UTF-8"}, b"[" + ONE + b"]", 10)
    binary = read_request(BINARY, b'{"state": "down"}', 10)
    assert (structured.batch, batch.batch, binary.batch) == (False, True, False)
    digests = {event.content_digest() for form in (structured, batch) for event in events(form.events)}
    assert len(digests) == 1
    (event,) = events(binary.events)
    assert (event.subject, event.data) == ("webshop", {"state": "down"})


def events(read: object) -> list[CloudEvent]:
    assert isinstance(read, list)
    assert all(isinstance(one, CloudEvent) for one in read)
    return read


def test_a_bad_event_of_a_batch_stands_in_its_place() -> None:
    good, bad = said(), said(id="2", time="noon")
    form = read_request({"content-type": BATCH}, msgspec.json.encode([good, bad, 7]), 10)
    assert [type(event) for event in form.events] == [CloudEvent, Rejected, Rejected]
    refusal = form.events[1]
    assert (refusal.source, refusal.id) == ("probe-north", "2")


def test_an_empty_batch_is_a_batch() -> None:
    assert read_request({"content-type": BATCH}, b"[]", 10).events == []


@pytest.mark.parametrize(
    ("headers", "body", "status", "remedy"),
    [
        ({}, ONE, 415, STRUCTURED),
        ({"content-type": "text/plain"}, ONE, 415, BATCH),
        ({"content-type": "application/json"}, ONE, 415, f"Content-Type: {STRUCTURED}"),
        ({"content-type": "application/json"}, b"[" + ONE + b"]", 415, f"Content-Type: {BATCH}"),
        ({"content-type": "application/json"}, b'{"a": 1}', 415, "ce- headers"),
        ({"content-type": "application/json"}, b"{", 415, "ce- headers"),
        ({"content-type": f"{STRUCTURED}; charset=latin1"}, ONE, 415, "UTF-8"),
        ({"content-type": STRUCTURED, "content-encoding": "gzip"}, ONE, 415, "without compression"),
        ({"content-type": BATCH}, ONE, 400, "JSON array"),
        ({"content-type": BATCH}, b"[1,", 400, "JSON"),
        ({"content-type": BATCH}, b"[1,2,3]", 413, "at most 2"),
    ],
)
def test_a_request_that_is_no_form_is_told_what_to_send(
    headers: dict[str, str], body: bytes, status: int, remedy: str
) -> None:
    with pytest.raises(NotTaken) as refusal:
        read_request(headers, body, 2)
    assert refusal.value.status == status
    assert remedy in refusal.value.sentence


@pytest.mark.parametrize("encoding", ["identity", ""])
def test_a_body_that_is_said_to_be_as_it_is_is_read(encoding: str) -> None:
    assert read_request({"content-type": STRUCTURED, "content-encoding": encoding}, ONE, 1).events


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        pytest.param(ONE, {"content-type": STRUCTURED.encode()}, id="structured"),
        pytest.param(ONE, {}, id="structured without a content type"),
        pytest.param(
            b'{"state":"down"}',
            {
                name.replace("-", "_", 1) if name.startswith("ce") else name: text.encode()
                for name, text in BINARY.items()
            },
            id="binary",
        ),
    ],
)
def test_the_forms_on_kafka_are_read(value: bytes, headers: dict[str, bytes]) -> None:
    event = read_record(record(value, headers))
    assert isinstance(event, CloudEvent)
    assert event.subject == "webshop"


@pytest.mark.parametrize(
    ("value", "headers", "remedy"),
    [
        (None, {}, "ce_ headers"),
        (b"\xff\xfe", {}, "UTF-8"),
        (b"[" + ONE + b"]", {"content-type": BATCH.encode()}, "a record for each event"),
        (b"{}", {"ce_specversion": b"1.0", "ce_id": b"\xff"}, "ce_id"),
        (
            b"{}",
            {"ce_specversion": b"1.0", "ce_source": b"s", "content-type": b"application/json"},
            "id is missing",
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_with_a_remedy(
    value: bytes | None, headers: dict[str, bytes], remedy: str
) -> None:
    refusal = read_record(record(value, headers))
    assert isinstance(refusal, Rejected)
    assert remedy in refusal.sentence


def test_a_refusal_does_not_repeat_a_megabyte() -> None:
    refusal = read_record(record(msgspec.json.encode(said(**{"x" * 900_000: 1, "y": "z"})), {}))
    assert isinstance(refusal, CloudEvent | Rejected)
    assert not isinstance(refusal, Rejected) or len(refusal.sentence) <= 1_000
    refusal = read_record(record(msgspec.json.encode(said(id="x" * 900_000)), {}))
    assert isinstance(refusal, Rejected)
    assert len(refusal.sentence) <= 1_000
