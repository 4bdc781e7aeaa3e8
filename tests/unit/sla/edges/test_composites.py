"""A composite over time: the stretches of its parts merged, what changed it, and when its sources fall silent."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Composite, Quorum, Service
from shared.sla.agreed.objectives import Weights
from shared.sla.facts import AvailabilityTold, State
from shared.sla.figures import TimeClass as C
from shared.sla.history import History
from shared.sla.spans import HOUR, MINUTE
from shared.sla.states.composites import CompositeTimeline
from shared.sla.states.timeline import ServiceTimeline
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, history

ALL = Composite(Quorum.ALL, ("a", "b"))


def composed(composite: Composite, *told: tuple[str, str, str], **parts) -> History:
    """A composite `s` of parts `a` and `b`, whose states are told as (when, part, state)."""
    weights = Weights({}, Fraction(1, 2))
    services = (Service("s", made_of=composite), *(Service(name, **parts) for name in ("a", "b", "c")))
    found = history(agreement(availability(degraded=weights), services=services), Story())
    for number, (when, part, state) in enumerate(told):
        [fact] = Story().told(when, state, f"probe-{part}").facts
        found.add(replace(fact, id=f"e{number}", service=part))
    return found


def rows(found: History, as_of: str = "12:00") -> list[tuple]:
    return [(one.time_class, one.start, one.end) for one in found.spans("o", 1, MONDAY, at(as_of))]


def test_its_stretches_turn_where_a_part_turns_and_those_alike_are_one():
    told = [("00:00", "a", "up"), ("00:00", "b", "up"), ("09:00", "a", "down"), ("09:30", "b", "down")]
    told += [("10:00", "a", "up"), ("10:30", "b", "up"), ("11:00", "b", "degraded"), ("11:30", "a", "down")]
    assert rows(composed(ALL, *told)) == [
        (C.UP, at("00:00"), at("09:00")),
        (C.DOWN, at("09:00"), at("09:30")),
        (C.DOWN, at("09:30"), at("10:00")),
        (C.DOWN, at("10:00"), at("10:30")),
        (C.UP, at("10:30"), at("11:00")),
        (C.DEGRADED, at("11:00"), at("11:30")),
        (C.DOWN, at("11:30"), at("12:00")),
    ]


def test_where_parts_turn_and_it_does_not_it_is_one_stretch():
    told = [("00:00", "a", "up"), ("00:00", "b", "up")]
    for hour in range(1, 9, 2):
        told += [(f"0{hour}:00", "a", "down"), (f"0{hour + 1}:00", "a", "up")]
    assert rows(composed(Composite(Quorum.ANY, ("a", "b")), *told)) == [(C.UP, at("00:00"), at("12:00"))]


@pytest.mark.parametrize(
    ("states", "expected"), [("gg?", C.DEGRADED), ("gu?", C.UNKNOWN), ("dd?", C.DOWN), ("uu?", C.UP)]
)
def test_unknown_parts_do_not_matter_where_the_state_is_the_same_either_way(states, expected):
    names = {"d": "down", "u": "up", "g": "degraded", "?": "unknown"}
    two = Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2)
    told = [("00:00", part, names[state]) for part, state in zip("abc", states, strict=True)]
    assert rows(composed(two, *told))[0][0] is expected


def test_it_is_known_from_the_first_fact_of_a_part():
    found = composed(ALL, ("10:00", "b", "up"))
    assert found.burn("o", 1, MONDAY, at("12:00"))[0].long_rate is not None
    assert composed(ALL).figure("o", 1, MONDAY, at("12:00")).ledger[C.UNKNOWN] == 12 * HOUR


def test_the_facts_behind_it_are_the_changes_of_its_parts_in_order():
    told = [("00:00", "b", "up"), ("00:00", "a", "up"), ("09:00", "b", "down"), ("08:00", "a", "down")]
    found = composed(ALL, *told).transitions("o", 1, MONDAY, at("12:00"))
    assert [one.id for one in found] == ["e1", "e0", "e3", "e2"]


def test_its_sources_fall_silent_with_the_last_word_on_any_part():
    told = [("10:00", "a", "up"), ("10:02", "b", "up")]
    found = composed(ALL, *told, stale_after=5 * MINUTE)
    assert found.outlook("o", 1, MONDAY, at("10:03")).stale_at == at("10:05")
    assert found.outlook("o", 1, MONDAY, at("10:05")).stale_at == at("10:07")
    assert found.outlook("o", 1, MONDAY, at("10:07")).stale_at is None
    assert rows(found, "10:10")[-1] == (C.UNKNOWN, at("10:05"), at("10:10"))


def test_a_source_of_two_parts_falls_silent_after_its_last_word_on_either():
    both = composed(ALL, stale_after=5 * MINUTE)
    for number, (when, part) in enumerate((("10:02", "a"), ("10:00", "b"))):
        [fact] = Story().told(when, "up", "probe").facts
        both.add(replace(fact, id=f"e{number}", service=part))
    assert both.outlook("o", 1, MONDAY, at("10:03")).stale_at == at("10:07")


def test_changes_are_in_order_of_time_then_of_who_told_them_silence_first():
    parts = [
        ServiceTimeline(Service(name, stale_after), Weights())
        for name, stale_after in (("a", 10), ("b", None))
    ]
    told = (("A", "e0", 5, State.DOWN, 1), ("p", "e2", 5, State.UP, 0), ("A", "e1", 15, State.UP, 1))
    for source, name, moment, state, part in told:
        parts[part].add(AvailabilityTold(id=name, source=source, at=moment, service="x", state=state))
    parts[0].add(AvailabilityTold(id="e3", source="p", at=40, service="x", state=State.UP))
    whole = CompositeTimeline(ALL, parts, Weights())
    assert whole.changes(0, 50) == [
        (5, ("A", "e0")),
        (5, ("p", "e2")),
        (15, None),
        (15, ("A", "e1")),
        (40, ("p", "e3")),
    ]


def test_a_late_fact_of_a_part_changes_what_was_asked_before():
    told = [("00:00", "a", "up"), ("00:00", "b", "up"), ("11:00", "a", "down")]
    found = composed(ALL, *told)
    assert found.figure("o", 1, MONDAY, at("12:00")).ledger[C.DOWN] == HOUR
    [late] = Story().told("09:00", "down", "probe-b").facts
    found.add(replace(late, id="late", service="b"))
    assert found.figure("o", 1, MONDAY, at("12:00")).ledger[C.DOWN] == 3 * HOUR
