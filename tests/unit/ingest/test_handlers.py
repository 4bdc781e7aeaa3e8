"""What becomes of a batch: looked up once, written once, remembered when it is durable."""

from collections.abc import Sequence

import pytest

from services.ingest.acceptance import Accepted, arrived
from services.ingest.handlers import Incoming, Outcome, Taking
from services.ingest.refusals import Rejected
from services.ingest.repeats import Recent, Repeated
from shared.contracts.directory import AgreementEntry, encode_entry
from shared.eventlog.port import Entry, LogUnavailable
from tests.unit.ingest.world import NOON, OPERATOR, directory, event


class Known:
    """The world's directory, which learns of a new agreement when it is refreshed."""

    def __init__(self) -> None:
        self._directory = directory()
        self.loads = self.refreshes = 0

    def agreements_of_service(self, service: str) -> Sequence[AgreementEntry]:
        return self._directory.agreements_of_service(service)

    def agreements(self) -> Sequence[AgreementEntry]:
        return self._directory.agreements()

    async def loaded(self) -> None:
        self.loads += 1

    async def refresh(self) -> None:
        self.refreshes += 1
        new = AgreementEntry(id="new", title="New", provider="p", customer="c", services=("new",))
        self._directory.apply("agreement:new", encode_entry(new))


class Log:
    """Notes what is appended, in one list a call."""

    def __init__(self) -> None:
        self.appends: list[list[Entry]] = []
        self.away = False

    async def append(self, entries: Sequence[Entry]) -> None:
        if self.away:
            raise LogUnavailable("away")
        self.appends.append(list(entries))

    async def partitions(self, topic: str) -> int:
        return 1


class Counted:
    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def count(self, door: str, outcomes: Sequence[Outcome]) -> None:
        self.outcomes += outcomes


class Bench:
    def __init__(self) -> None:
        self.log, self.known, self.counted = Log(), Known(), Counted()
        self.taking = Taking(self.log, self.known, Recent(), self.counted, largest=64_000)

    async def take(self, *batch: Incoming) -> list[type]:
        decided = await self.taking.decide(batch, OPERATOR)
        await self.taking.write("http", decided)
        return [type(outcome) for outcome in decided.outcomes]


def incoming(identity: str, subject: str = "webshop", state: str = "down") -> Incoming:
    return Incoming(event(id=identity, subject=subject, data={"state": state}), arrived(NOON))


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_a_batch_is_written_with_one_append_in_its_order(bench: Bench) -> None:
    await bench.take(incoming("1"), incoming("2", "mail"), incoming("3"))
    (entries,) = bench.log.appends
    assert [entry.key for entry in entries] == ["acme-webshop", "acme-webshop", "globex-mail", "acme-webshop"]


async def test_an_unknown_service_is_looked_up_once_a_batch_and_then_known(bench: Bench) -> None:
    outcomes = await bench.take(incoming("1", "new"), incoming("2", "zzz"), incoming("3", "new"))
    assert outcomes == [Accepted, Rejected, Accepted]
    assert bench.known.refreshes == 1


async def test_what_is_known_is_not_looked_up(bench: Bench) -> None:
    await bench.take(incoming("1"))
    assert (bench.known.loads, bench.known.refreshes) == (1, 0)


async def test_a_batch_that_has_nothing_to_write_writes_nothing(bench: Bench) -> None:
    assert await bench.take(incoming("1", "zzz")) == [Rejected]
    assert bench.log.appends == []


async def test_what_was_not_written_is_not_remembered(bench: Bench) -> None:
    bench.log.away = True
    with pytest.raises(LogUnavailable):
        await bench.take(incoming("1"))
    bench.log.away = False
    assert await bench.take(incoming("1")) == [Accepted]
    assert await bench.take(incoming("1")) == [Repeated]


async def test_what_was_unreadable_goes_through_with_its_reason(bench: Bench) -> None:
    refusal = Rejected("malformed", "", "the event is not JSON")
    decided = await bench.taking.decide([Incoming(refusal, arrived(NOON))], None)
    assert decided.outcomes == [refusal]


async def test_only_what_is_durable_is_counted(bench: Bench) -> None:
    bench.log.away = True
    with pytest.raises(LogUnavailable):
        await bench.take(incoming("1"))
    assert bench.counted.outcomes == []
