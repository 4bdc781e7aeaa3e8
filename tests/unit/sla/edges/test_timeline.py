"""A service's timeline at its edges: late facts among many, first words, causes that stand, and silence at the end."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Evidence, EvidenceRule, Service
from shared.sla.agreed.objectives import Weights
from shared.sla.facts import AvailabilityTold, State
from shared.sla.figures import TimeClass as C
from shared.sla.spans import HOUR, MINUTE
from shared.sla.states.timeline import ServiceTimeline
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, figure, history

STATES = (State.UP, State.DOWN, State.DEGRADED, State.UP, State.DOWN, State.UNKNOWN, State.UP)


def told(number: int) -> AvailabilityTold:
    """One of many facts of three sources, of their own and of two conditions, a minute or two apart."""
    state = STATES[number * 5 % 7]
    condition = (None, None, "disk", None, "cpu")[number % 5]
    back = number % 11 == 0 and state is State.DOWN and condition is None
    moment = number * 10 + number % 4
    return AvailabilityTold(
        id=f"f{number:05}",
        source="abc"[number * 3 % 7 % 3],
        at=moment,
        service="s",
        state=state,
        condition=condition,
        cause=(None, "x", "y")[number % 3],
        first_failed_at=moment - 25 if back else None,
    )


def timeline(numbers, stale_after: int | None) -> ServiceTimeline:
    made = ServiceTimeline(
        Service("s", stale_after, evidence=Evidence(None, EvidenceRule.MAJORITY)), Weights()
    )
    for number in numbers:
        made.add(told(number))
    return made


def everything(of: ServiceTimeline) -> tuple:
    return of.between(-100, 20_000), of.changes(-100, 20_000), of.stale_from(), of.first_known()


@pytest.mark.parametrize("late", [[1060, 650, 2], [512, 513, 511, 1023]])
def test_late_facts_among_many_give_what_the_same_facts_in_order_give(late):
    whole = timeline(range(1070), 40)
    with_gaps = timeline([number for number in range(1070) if number not in late], 40)
    for number in late:
        everything(with_gaps)
        with_gaps.add(told(number))
    assert everything(with_gaps) == everything(whole)


@pytest.mark.parametrize("stale_after", [None, 40])
def test_a_question_after_each_fact_changes_nothing(stale_after):
    asked = timeline([], stale_after)
    for number in range(200):
        asked.add(told(number))
        if number % 3 == 0:
            asked.between(number * 10 - 50, number * 10 + 50)
    assert everything(asked) == everything(timeline(range(200), stale_after))


def test_a_late_outage_dated_back_past_a_checkpoint_is_seen():
    facts = [
        replace(told(0), id=f"u{number}", at=number * 10, state=State.UP, condition=None)
        for number in range(1200)
    ]
    made = ServiceTimeline(Service("s"), Weights())
    for fact in facts:
        made.add(replace(fact, source="a"))
    made.between(0, 12_000)
    back = replace(
        told(0), id="back", source="b", at=11_995, state=State.DOWN, first_failed_at=3000, condition=None
    )
    made.add(back)
    assert [(one.start, one.reading.state) for one in made.between(0, 12_000)] == [
        (0, State.UP),
        (3000, State.DOWN),
    ]
    made.add(replace(back, id="up", at=2000, state=State.UP, first_failed_at=None))
    made.add(replace(back, id="up2", at=5000, state=State.UP, first_failed_at=None))
    assert [one.start for one in made.between(0, 12_000)] == [0, 5000]


def classes(story: Story, as_of: str = "12:00", **service) -> dict[C, int]:
    found = figure(agreement(services=(Service("s", **service),)), story, as_of).ledger
    return {kind: time for kind, time in found.items() if time}


def test_the_first_word_of_another_source_counts_though_it_opens_nothing():
    story = Story().told("10:00", "down", "a").told("11:00", "up", "b")
    assert classes(story, evidence=Evidence(None, EvidenceRule.ALL))[C.DOWN] == HOUR


def test_a_state_told_again_keeps_its_cause_and_another_state_does_not():
    story = Story().told("10:00", "down", cause="carrier").told("10:30", "down").told("11:00", "degraded")
    rows = history(agreement(), story).spans("o", 1, MONDAY, at("12:00"))
    assert [(one.time_class, one.cause) for one in rows[1:]] == [(C.DOWN, "carrier"), (C.DEGRADED, None)]


@pytest.mark.parametrize("first_failed_at", ["10:00", "10:30"])
def test_time_that_was_down_already_is_not_dated_back_again(first_failed_at):
    story = Story().told("09:00", "up").told("10:00", "down", cause="carrier")
    story.told("11:00", "down", cause="customer", first_failed_at=first_failed_at)
    rows = history(agreement(), story).spans("o", 1, MONDAY, at("12:00"))
    assert [(one.cause, one.start) for one in rows[-2:]] == [
        ("carrier", at("10:00")),
        ("customer", at("11:00")),
    ]


def test_silence_after_the_last_word_is_judged_for_each_source():
    story = Story().told("10:00", "down", "a").told("10:03", "up", "b")
    for rule, expected in (
        (EvidenceRule.ANY, {C.UNKNOWN: 10 * HOUR + 112 * MINUTE, C.DOWN: 5 * MINUTE, C.UP: 3 * MINUTE}),
        (EvidenceRule.ALL, {C.UNKNOWN: 10 * HOUR + 112 * MINUTE, C.DOWN: 3 * MINUTE, C.UP: 5 * MINUTE}),
    ):
        assert classes(story, stale_after=5 * MINUTE, evidence=Evidence(None, rule)) == expected


def test_the_next_silence_is_the_earliest_ahead():
    terms = agreement(services=(Service("s", stale_after=5 * MINUTE),))
    found = history(terms, Story().told("10:00", "up", "a").told("10:03", "up", "b"))
    for as_of, stale_at in (("10:04", "10:05"), ("10:05", "10:08"), ("10:08", None)):
        assert found.outlook("o", 1, MONDAY, at(as_of)).stale_at == (stale_at and at(stale_at))


def test_an_empty_stretch_is_none():
    assert timeline(range(5), None).between(20, 20) == []
    assert timeline(range(5), None).between(20, 10) == []
    assert timeline([], None).first_known() is None


def test_silence_begins_where_it_begins_also_for_a_question_from_there_on():
    made = ServiceTimeline(Service("s", 40), Weights())
    made.add(ups(1)[0])
    assert [(one.start, one.end, one.reading.state) for one in made.between(40, 100)] == [
        (40, 100, State.UNKNOWN)
    ]


def test_what_is_known_first_is_the_outage_that_the_first_fact_dates_back():
    made = ServiceTimeline(Service("s"), Weights())
    made.add(down("m", 100, 50, "x"))
    assert made.first_known() == 50


# what is dated back, late


def ups(count: int, source: str = "a") -> list[AvailabilityTold]:
    """One `up` each ten microseconds."""
    return [
        replace(told(0), id=f"u{number:05}", source=source, at=number * 10, state=State.UP, condition=None)
        for number in range(count)
    ]


def down(name: str, moment: int, since: int, cause: str) -> AvailabilityTold:
    return replace(
        told(0),
        id=name,
        source="b",
        at=moment,
        state=State.DOWN,
        condition=None,
        cause=cause,
        first_failed_at=since,
    )


def both_ways(facts: list[AvailabilityTold], late: list[AvailabilityTold], **service) -> tuple[tuple, tuple]:
    """What a timeline says that is told some facts late, and one that is told all in order."""
    asked = ServiceTimeline(Service("s", **service), Weights())
    for fact in facts:
        asked.add(fact)
    for fact in late:
        everything(asked)
        asked.add(fact)
    in_order = ServiceTimeline(Service("s", **service), Weights())
    for fact in sorted([*facts, *late], key=lambda one: one.order):
        in_order.add(fact)
    return everything(asked), everything(in_order)


def test_a_late_fact_after_an_outage_that_was_dated_back_past_a_checkpoint_leaves_it():
    facts = [*ups(1200), down("x", 8000, 3000, "x")]
    other = replace(ups(1)[0], id="other", source="c")
    facts += [replace(other, at=6005, state=State.DEGRADED), replace(other, id="back", at=7005)]
    late = [replace(ups(1)[0], id="late", source="c", at=9000)]
    asked, in_order = both_ways(sorted(facts, key=lambda one: one.order), late)
    assert asked == in_order
    assert next(one.start for one in asked[0] if one.reading.state is State.DOWN) == 3000


def test_an_outage_dated_back_late_leaves_the_cause_of_one_that_was_dated_back_before():
    facts = [*ups(1200), down("x", 8000, 3000, "x")]
    asked, in_order = both_ways(sorted(facts, key=lambda one: one.order), [down("y", 9000, 4000, "y")])
    assert asked == in_order
    assert [(one.start, one.reading.cause) for one in asked[0] if one.reading.cause] == [
        (3000, "x"),
        (9000, "y"),
    ]


@pytest.mark.parametrize("since", ["09:00", "09:30"])
def test_time_that_was_dated_back_already_keeps_its_cause(since):
    story = Story().told("08:00", "up").told("10:00", "down", cause="carrier", first_failed_at="09:00")
    story.told("11:00", "down", cause="customer", first_failed_at=since)
    rows = history(agreement(), story).spans("o", 1, MONDAY, at("12:00"))
    assert [(one.cause, one.start) for one in rows if one.cause] == [
        ("carrier", at("09:00")),
        ("customer", at("11:00")),
    ]


def test_a_late_up_at_the_very_instant_of_a_dating_back_undoes_it():
    made = ServiceTimeline(Service("s"), Weights())
    made.add(replace(ups(1)[0], source="b"))
    made.add(down("m", 100, 50, "x"))
    assert made.between(0, 120)[1].start == 50
    made.add(replace(ups(1)[0], id="a", source="b", at=100))
    assert [one.start for one in made.between(0, 120)] == [0, 100]
    assert made.changes(0, 120)[-1] == (100, ("b", "m"))


def test_the_fact_that_dates_back_is_behind_the_change():
    made = ServiceTimeline(Service("s"), Weights())
    for fact in (replace(ups(1)[0], source="b"), down("m", 100, 50, "x")):
        made.add(fact)
    assert made.changes(0, 120) == [(0, ("b", "u00000")), (50, ("b", "m"))]


def test_a_source_that_is_dated_back_before_its_first_word_is_not_silent_there():
    made = ServiceTimeline(Service("s", 40), Weights())
    for fact in (ups(1)[0], down("m", 100, 30, "x")):
        made.add(fact)
    assert [(one.start, one.reading.state) for one in made.between(0, 200)] == [
        (0, State.UP),
        (30, State.DOWN),
        (140, State.UNKNOWN),
    ]


@pytest.mark.parametrize("up_before", [False, True])
def test_silence_after_a_checkpoint_is_silence_and_not_the_time_before_the_first_fact(up_before):
    facts = [*ups(512), replace(ups(1)[0], id="last", at=9000)]
    late = [replace(ups(1)[0], id="late", at=8000)]
    asked, in_order = both_ways(facts, late, stale_after=40, up_before_first_fact=up_before)
    assert asked == in_order
    assert (5150, None) in asked[1]


def test_where_sources_fall_silent_one_after_the_other_the_heavier_of_the_rest_counts():
    weights = Weights({"minor": Fraction(1, 4), "major": Fraction(3, 4), "worst": Fraction(1)}, None)
    story = Story().told("10:00", "degraded", "a", severity="worst")
    story.told("10:02", "degraded", "b", severity="major").told("10:04", "degraded", "c", severity="minor")
    terms = agreement(availability(degraded=weights), services=(Service("s", 5 * MINUTE),))
    rows = history(terms, story).spans("o", 1, MONDAY, at("12:00"))
    assert [(one.severity, one.start) for one in rows if one.severity] == [
        ("worst", at("10:00")),
        ("major", at("10:05")),
        ("minor", at("10:07")),
    ]
