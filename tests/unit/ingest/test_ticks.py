"""When a tick is written, and with which instant."""

import asyncio
import time
from collections.abc import Callable, Sequence

import msgspec

from services.ingest.clock import PlayedClock, RealClock
from services.ingest.ticks import Ticker, tick_entries
from shared.contracts.instants import SECOND
from shared.eventlog.port import Entry, LogUnavailable


class Log:
    """A log that notes what is appended."""

    def __init__(self) -> None:
        self.appended: list[Entry] = []
        self.failures = 0

    async def append(self, entries: Sequence[Entry]) -> None:
        if self.failures:
            self.failures -= 1
            raise LogUnavailable("away")
        self.appended.extend(entries)

    async def partitions(self, topic: str) -> int:
        return 2

    def times(self) -> list[str]:
        return [
            msgspec.json.decode(entry.value or b"")["time"] for entry in self.appended if entry.partition == 0
        ]


class Clock:
    def __init__(self, instant: int = 0) -> None:
        self.instant = instant
        self.seconds = 1_000.0

    def now(self) -> int:
        return self.instant

    def arrival(self, appended_at: int) -> int:
        return appended_at

    def passed(self) -> float:
        return self.seconds

    def goes_on(self) -> bool:
        return True


class Machine(RealClock):
    """The machine, whose seconds a test lets pass."""

    def __init__(self, seconds: list[float]) -> None:
        self._seconds = seconds

    def passed(self) -> float:
        return self._seconds[0]


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.001)


def test_a_tick_goes_into_each_partition() -> None:
    entries = tick_entries(1_500_000, 3)
    assert [(entry.topic, entry.key, entry.partition) for entry in entries] == [
        ("eyelevel.facts.v1", None, number) for number in range(3)
    ]
    assert msgspec.json.decode(entries[0].value or b"") == {
        "specversion": "1.0",
        "id": "1970-01-01T00:00:01.5Z",
        "source": "eyelevel/ingest",
        "type": "dev.eyelevel.clock.ticked",
        "time": "1970-01-01T00:00:01.5Z",
    }


async def test_no_tick_is_written_while_the_raw_topic_is_not_read_to_its_end() -> None:
    log = Log()
    assert not await Ticker(log, no, Clock(1)).write()
    assert log.appended == []


async def test_a_tick_says_the_instant_before_it_was_asked_whether_all_is_read() -> None:
    log, clock = Log(), Clock(1_000_000)

    async def reading_takes_a_while() -> bool:
        clock.instant = 9_000_000
        return True

    await Ticker(log, reading_takes_a_while, clock).write()
    assert log.times() == ["1970-01-01T00:00:01Z"]


async def test_ticks_are_of_whole_seconds_and_never_go_back_nor_repeat() -> None:
    log, clock = Log(), Clock(2_000_000)
    ticker = Ticker(log, yes, clock)
    assert await ticker.write()
    later = [(1_000_000, False), (2_000_000, False), (2_999_999, False), (3_000_000, True), (4_700_000, True)]
    for instant, written in later:
        clock.instant = instant
        assert await ticker.write() == written
    assert log.times() == [f"1970-01-01T00:00:0{second}Z" for second in (2, 3, 4)]


async def test_a_tick_asked_for_is_there_when_the_answer_comes() -> None:
    log, behind = Log(), [False, False, True]

    async def caught_up() -> bool:
        return behind.pop(0)

    await Ticker(log, caught_up, Clock(1)).write_now()
    assert len(log.times()) == 1


async def test_a_tick_that_is_there_already_is_not_asked_for_again() -> None:
    log = Log()
    ticker = Ticker(log, yes, Clock(1))
    await ticker.write_now()
    await ticker.write_now()
    assert len(log.times()) == 1


async def test_a_log_that_is_away_stops_the_ticks_and_no_more() -> None:
    log, clock = Log(), Clock(1)
    log.failures = 3
    ticker = Ticker(log, yes, clock, every=0.001)
    running = asyncio.create_task(ticker.run())
    await until(lambda: len(log.times()) == 1)
    await ticker.stop()
    await running
    assert log.failures == 0


async def test_after_a_start_ticks_are_held_back_for_those_who_wait_to_send() -> None:
    log = Log()
    ticker = Ticker(log, yes, Clock(1), every=0.001, hold=3_600)
    running = asyncio.create_task(ticker.run())
    await ticker.write_now()
    assert len(log.times()) == 1, "one asked for is written all the same"
    await ticker.stop()
    await running
    assert len(log.times()) == 1


def test_the_age_of_the_last_tick_is_told_from_the_start_on() -> None:
    clock = Clock(1_000_000)
    ticker = Ticker(Log(), yes, clock)
    clock.instant = 4_000_000
    assert ticker.age() == 3_000_000


async def test_ticks_that_do_not_come_are_a_trouble_after_thirty_seconds_beyond_the_hold() -> None:
    clock = Clock(SECOND)
    ticker = Ticker(Log(), yes, clock, hold=5)
    clock.seconds += 35
    assert ticker.trouble() is None
    clock.seconds += 1
    said = ticker.trouble()
    assert said is not None
    assert said.startswith("no tick for 31 s: ")
    assert await ticker.write()
    assert ticker.trouble() is None


async def test_the_hold_does_not_count_once_a_tick_was_written() -> None:
    clock = Clock(SECOND)
    ticker = Ticker(Log(), yes, clock, hold=100)
    await ticker.write()
    clock.seconds += 30
    assert ticker.trouble() is None
    clock.seconds += 0.5
    assert ticker.trouble() is not None


async def test_a_clock_that_was_set_back_is_seen_by_the_ticks_that_do_not_come() -> None:
    clock = Clock(3_600 * SECOND)
    ticker = Ticker(Log(), yes, clock)
    await ticker.write()
    clock.instant = SECOND
    clock.seconds += 31
    assert not await ticker.write()
    assert ticker.trouble() is not None


def test_a_clock_that_stands_still_owes_no_ticks() -> None:
    seconds = [0.0]
    played = PlayedClock(SECOND, Machine(seconds))
    ticker = Ticker(Log(), yes, played)
    seconds[0] = 3_600
    assert ticker.trouble() is None
    played.release()
    assert ticker.trouble() is not None


def test_ticks_that_are_to_come_seldom_are_not_missed_between_two() -> None:
    clock = Clock(SECOND)
    ticker = Ticker(Log(), yes, clock, every=60)
    clock.seconds += 120
    assert ticker.trouble() is None
    clock.seconds += 1
    assert ticker.trouble() is not None
