"""What a member holds through rebalances."""

from shared.eventlog.kafka.holding import Hold, Holding
from shared.eventlog.port import Partition

A, B = Partition("facts", 0), Partition("facts", 1)


def test_an_assigned_partition_is_held_once_it_is_claimed() -> None:
    holding = Holding()
    holding.assign([A, B])
    assert (holding.open, holding.read()) == ({A, B}, [])
    holding.hold(A, 7)
    assert (holding.open, holding.read(), holding.held[A].noted) == ({B}, [A], 7)


def test_a_rebalance_takes_everything_away_until_it_is_over() -> None:
    holding = Holding()
    holding.assign([A])
    holding.hold(A, 0)
    holding.revoke()
    assert (holding.open, holding.held) == (set(), {})
    assert holding.rebalancing_since is not None
    holding.assign([B])
    assert holding.rebalancing_since is None


def test_what_was_polled_under_an_earlier_hold_is_stale() -> None:
    holding = Holding()
    holding.assign([A])
    holding.hold(A, 0)
    before = holding.held[A]
    assert holding.current(A, before)
    holding.hold(A, 0)
    assert not holding.current(A, before)
    assert holding.current(A, holding.held[A])
    assert not holding.current(A, None)
    assert not holding.current(B, Hold(0))


def test_a_paused_partition_gives_nothing() -> None:
    holding = Holding()
    holding.assign([A])
    holding.hold(A, 0)
    holding.held[A].paused = True
    assert holding.read() == []
    assert not holding.current(A, holding.held[A])


def test_each_rebalance_has_a_number_of_its_own() -> None:
    holding = Holding()
    numbers = [holding.assignment]
    for _ in range(2):
        holding.revoke()
        numbers.append(holding.assignment)
        holding.assign([A])
        numbers.append(holding.assignment)
    assert len(set(numbers)) == 5
