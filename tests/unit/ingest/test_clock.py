"""The clock that a demonstration plays."""

import asyncio
import threading

import pytest

from services.ingest.clock import PlayedClock, RealClock


class Fixed(RealClock):
    def __init__(self, instant: int) -> None:
        self.instant = instant

    def now(self) -> int:
        return self.instant


def test_a_played_clock_stands_still_until_it_is_set() -> None:
    played = PlayedClock(1_000)
    assert (played.now(), played.now()) == (1_000, 1_000)
    played.set(2_000)
    assert played.now() == 2_000


def test_a_played_clock_never_goes_back() -> None:
    played = PlayedClock(1_000)
    with pytest.raises(ValueError, match="does not go back"):
        played.set(999)
    played.set(1_000)


def test_a_played_clock_let_go_follows_the_real_one_but_not_backwards() -> None:
    real = Fixed(500)
    played = PlayedClock(1_000, real)
    played.release()
    assert played.now() == 1_000
    real.instant = 1_500
    assert played.now() == 1_500
    real.instant = 1_200
    assert played.now() == 1_500


def test_what_comes_by_the_raw_topic_arrives_in_played_time() -> None:
    assert PlayedClock(1_000).arrival(7) == 1_000
    assert RealClock().arrival(7) == 7


async def test_an_advance_returns_when_every_tick_is_written() -> None:
    played = PlayedClock(1_000)
    written: list[int] = []

    async def tick() -> None:
        await asyncio.sleep(0)
        written.append(played.now())

    played.attach(tick)
    await played.advance(2_000)
    assert written == [2_000]
    played.detach(tick)
    await played.advance(3_000)
    assert written == [2_000]


async def test_an_advance_may_be_made_from_another_thread() -> None:
    played = PlayedClock(1_000)
    written: list[int] = []
    here = threading.get_ident()

    async def tick() -> None:
        written.append(threading.get_ident())

    played.attach(tick)
    await asyncio.to_thread(lambda: asyncio.run(played.advance(2_000)))
    assert written == [here]


async def test_what_goes_wrong_with_a_tick_is_raised_to_who_advances() -> None:
    played = PlayedClock(1_000)

    async def tick() -> None:
        raise OSError("no disk")

    played.attach(tick)
    with pytest.raises(OSError, match="no disk"):
        await played.advance(2_000)


def test_a_played_clock_goes_on_by_itself_only_once_it_is_let_go():
    played = PlayedClock(1_000)
    assert not played.goes_on()
    played.release()
    assert played.goes_on()
    assert RealClock().goes_on()
