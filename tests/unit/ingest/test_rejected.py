"""How a refused record is kept."""

import pytest

from services.ingest.refusals import Rejected
from services.ingest.rejected import kept
from shared.eventlog.port import LARGEST, Partition, Record, check_size

REFUSAL = Rejected("malformed", "time", "time is 'x'; …", "probe-north", "1")


def record(value: bytes | None, *headers: tuple[str, bytes], key: str | None = "k") -> Record:
    return Record(Partition("eyelevel.raw", 2), 17, key, value, headers, 1_000_000)


def test_a_refused_record_is_kept_whole_with_its_reason() -> None:
    entry = kept(record(b"\xff not json", ("content-type", b"text/plain")), REFUSAL)
    headers = dict(entry.headers)
    assert (entry.topic, entry.key, entry.value) == ("eyelevel.rejected.v1", "probe-north", b"\xff not json")
    assert headers["content-type"] == b"text/plain"
    assert headers["eyelevel-reason"] == b"malformed"
    assert headers["eyelevel-field"] == b"time"
    assert headers["eyelevel-sentence"] == "time is 'x'; …".encode()
    assert headers["eyelevel-place"] == b"eyelevel.raw/2/17"
    assert headers["eyelevel-appended-at"] == b"1970-01-01T00:00:01Z"
    assert headers["eyelevel-key"] == b"k"


def test_a_producer_cannot_write_our_headers() -> None:
    entry = kept(record(b"{}", ("eyelevel-reason", b"none at all")), REFUSAL)
    assert [said for name, said in entry.headers if name == "eyelevel-reason"] == [b"malformed"]


def test_an_empty_record_is_kept_too() -> None:
    assert kept(record(None, key=None), REFUSAL).value is None


@pytest.mark.parametrize(
    "headers",
    [(), (("x", b"y" * 100_000),), (("x", b"y" * 600_000),)],
    ids=["no headers", "headers", "huge headers"],
)
def test_a_record_as_large_as_the_log_takes_is_kept_as_far_as_it_fits(
    headers: tuple[tuple[str, bytes], ...],
) -> None:
    entry = kept(record(b"x" * LARGEST, *headers), REFUSAL)
    check_size(entry)
    assert dict(entry.headers)["eyelevel-cut"] == str(LARGEST).encode()
    assert (entry.value or b"") == b"x" * len(entry.value or b"")
