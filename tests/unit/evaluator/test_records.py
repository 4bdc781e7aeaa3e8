"""A record of the facts topic is a tick, a version or a fact; what is none of them says where it stands."""

import pytest

from services.evaluator.records import Came, Tick, read_put, read_record
from shared.contracts.envelope import CloudEvent
from shared.contracts.errors import ContractError
from shared.eventlog.port import Record
from tests.unit.evaluator.builders import AGREEMENT, PARTITION, document, instant, put, records, tick, told


def test_a_tick_is_the_time():
    assert read_record(records([tick("2026-01-01T00:00:00Z")])[0]) == Tick(instant("2026-01-01T00:00:00Z"))


def test_a_fact_is_kept_as_it_stands_in_the_log():
    event = told("2026-01-01T00:00:00Z", "up", arrived="2026-01-01T00:00:02Z")
    came = read_record(records([event], first=7)[0])
    assert isinstance(came, Came)
    assert came.key == (AGREEMENT, "probe", event.id)
    assert (came.body, came.position) == (event.encode(), 7)
    assert came.fact is not None
    assert came.fact.recorded_at == instant("2026-01-01T00:00:02Z")


def test_a_version_carries_its_document():
    came = read_record(records([put(document(version=3))])[0])
    assert isinstance(came, Came)
    assert came.fact is None
    assert read_put(came.event).version == 3


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        (AGREEMENT, None, "has a value"),
        (AGREEMENT, b"{", "not JSON"),
        (AGREEMENT, b"[]", "an event is a JSON object"),
        (None, told("2026-01-01T00:00:00Z", "up").encode(), "keyed by its agreement"),
        (AGREEMENT, told("2026-01-01T00:00:00Z", "dwon").encode(), "data.state"),
    ],
    ids=["empty", "broken", "no object", "no key", "no such state"],
)
def test_what_cannot_be_read_says_where_it_stands(key: str | None, value: bytes | None, says: str):
    with pytest.raises(ContractError, match=rf"^eyelevel\.facts\.v1/0 at 5: .*{says}"):
        read_record(Record(PARTITION, 5, key, value, (), 0))


@pytest.mark.parametrize("missing", ["document", "hash", "version"])
def test_a_version_without_its_parts_is_refused(missing: str):
    event = put(document())
    data = {name: value for name, value in event.data.items() if name != missing}
    with pytest.raises(ContractError, match="document and hash"):
        read_put(
            CloudEvent(id="p", source="s", type=event.type, subject=AGREEMENT, time=event.time, data=data)
        )
