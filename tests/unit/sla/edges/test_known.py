"""What is known at an instant, whenever it was told and asked; what was first, and what is open."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Composite, Evidence, Quorum, Service
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    Ratio,
)
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.figures import Repeated, SetAside
from shared.sla.history import History
from shared.sla.spans import HOUR
from tests.unit.sla.answering import with_all
from tests.unit.sla.examples import MONDAY, Story, agreement, at, history

RATIO = Ratio("ok", "all", Fraction("0.9"))


def late(story: Story) -> list[Fact]:
    return [replace(fact, id=f"late{fact.id}") for fact in story.facts]


# as of an instant


def test_a_fact_of_the_very_instant_that_was_asked_about_is_known_when_it_is_asked_again():
    known = history(agreement(RATIO), Story().counted("09:00", 9, 10))
    assert known.figure("o", 1, MONDAY, at("10:00")).total == 10
    known.add(*late(Story().counted("10:00", 5, 5)))
    assert known.figure("o", 1, MONDAY, at("10:00")).total == 15
    assert known.figure("o", 1, MONDAY, at("09:59:59.999999")).total == 10


def test_facts_from_before_and_after_the_instant_asked_about_are_each_taken_once():
    known = history(
        agreement(RATIO), Story().counted("09:00", 1, 1).counted("10:00", 2, 2).counted("14:00", 4, 4)
    )
    assert known.figure("o", 1, MONDAY, at("12:00")).total == 3
    for fact in late(Story().counted("11:00", 8, 8).counted("08:00", 16, 16).counted("13:00", 32, 32)):
        known.add(fact)
    totals = [
        known.figure("o", 1, MONDAY, at(as_of)).total
        for as_of in ("12:00", "15:00", "13:30", "09:30", "15:00")
    ]
    assert totals == [27, 63, 59, 17, 63]


@pytest.mark.parametrize(("as_of", "aside"), [("09:59:59.999999", 0), ("10:00", 1)])
def test_what_was_set_aside_is_told_from_its_instant_on(as_of, aside):
    known = History([agreement()])
    [fact] = Story().told("10:00", "down").facts
    assert isinstance(known.add(replace(fact, service="elsewhere")), SetAside)
    assert len(known.set_aside(at(as_of))) == aside


def test_counts_of_another_service_are_none_of_this_one():
    first = replace(agreement(RATIO).objectives[0], id="o")
    other = replace(first, id="p", services=("t",))
    known = History([agreement(objectives=(first, other), services=(Service("s"), Service("t")))])
    for asked_before in (False, True):
        [fact] = Story().counted("10:00" if asked_before else "09:00", 1, 1).facts
        known.add(replace(fact, id=f"{asked_before}"))
        totals = [known.figure(name, 1, MONDAY, at("12:00")).total for name in ("o", "p")]
        assert totals == [1 + asked_before, 0]


@pytest.mark.parametrize(("first_at", "then_at"), [("11:00", None), (None, "11:00"), ("11:00", "12:00")])
def test_a_fact_is_the_same_whenever_it_arrived(first_at, then_at):
    [fact] = Story().told("10:00", "down").facts
    first_, then = (replace(fact, recorded_at=when and at(when)) for when in (first_at, then_at))
    known = with_all([agreement()], [first_])
    assert known.add(then) == Repeated()


def test_of_what_is_told_of_an_incident_at_one_instant_the_greatest_sequence_rules_and_none_comes_first():
    clock = Clock(ClockKind.RESOLUTION, Fraction(1), {"P1": HOUR, "P2": 2 * HOUR, "P3": 3 * HOUR})
    opened = Story().incident("09:00", "opened", priority="P1").facts

    def ruling(*told: tuple[str, int | None, str]) -> str | None:
        story = [
            replace(fact, id=id_)
            for id_, sequence, priority in told
            for fact in Story().incident("09:30", "updated", priority=priority, sequence=sequence).facts
        ]
        [found] = with_all([agreement(clock)], [*opened, *story]).figure("o", 1, MONDAY, at("09:40")).clocks
        return found.priority

    assert ruling(("f2", 0, "P2"), ("f1", None, "P3")) == "P2"
    assert ruling(("f1", 0, "P2"), ("f2", None, "P3")) == "P2"
    assert ruling(("f2", 0, "P2"), ("f1", 1, "P3")) == "P3"
    assert ruling(("f1", None, "P2"), ("f2", None, "P3")) == "P3"


# what was first


def first(*facts: Fact, terms: Terms | None = None, service: str = "s") -> int | None:
    told = terms or agreement()
    return with_all([told], facts).known(at("2026-01-06")).first_fact(told, service)


def test_the_earliest_fact_is_the_first_in_any_order():
    facts = Story().told("10:00", "up").told("09:00", "up").told("11:00", "up").facts
    assert first(*facts) == first(*reversed(facts)) == at("09:00")


def test_what_is_told_of_an_incident_counts_as_soon_as_that_is_opened():
    before = Story().incident("08:00", "updated", priority="P1")
    assert first(*before.facts) is None
    opened = before.incident("09:00", "opened").incident("10:00", "resolved")
    for facts in (opened.facts, opened.facts[::-1], [opened.facts[1], opened.facts[0]]):
        assert first(*facts) == at("08:00")
    assert first(*opened.facts[1:]) == at("09:00")
    known = with_all([agreement()], opened.facts[1:])
    assert known.known(at("12:00")).first_fact(agreement(), "s") == at("09:00")
    known.add(opened.facts[0])
    assert known.known(at("12:00")).first_fact(agreement(), "s") == at("08:00")


def test_what_was_announced_and_proposed_is_no_first_fact_and_what_was_answered_is():
    story = Story().announced("07:00", "12:00", "13:00").proposed("08:00", "07:00", "07:10", "up")
    assert first(*story.facts) is None
    assert first(*story.answered("09:00", "4").facts) == at("09:00")


MADE = (Service("s", made_of=Composite(Quorum.ALL, ("t", "u"))), Service("t"), Service("u"))


def of_service(service: str, story: Story) -> list[Fact]:
    return [replace(fact, id=f"{service}{fact.id}", service=service) for fact in story.facts]


def test_the_first_fact_of_a_composite_is_that_of_its_parts():
    told = of_service("u", Story().told("09:00", "up"))
    assert first(*told, terms=agreement(services=MADE)) == at("09:00")
    assert first(*told, terms=agreement(services=MADE), service="t") is None


# what is open


def open_at(known: History, as_of: str = "12:00") -> list[tuple[str, str | None, int]]:
    return [(one.service, one.condition, one.since) for one in known.open_conditions("o", 1, at(as_of))]


def test_the_open_conditions_of_an_objective_are_those_of_its_service_and_its_parts_alone():
    story = Story().told("10:00", "down", condition="disk")
    facts = [fact for service in "stuv" for fact in of_service(service, story)]
    terms = agreement(services=(*MADE, Service("v")))
    assert open_at(with_all([terms], facts)) == [(name, "disk", at("10:00")) for name in "stu"]
    assert with_all([terms], facts).open_conditions("elsewhere", 1, at("12:00")) == []


def test_late_words_and_those_of_sources_that_are_not_listed_open_nothing():
    terms = agreement(services=(Service("s", evidence=Evidence(frozenset("p"))),), late_after=HOUR)
    story = (
        Story()
        .told("10:00", "down", "q")
        .told("10:00", "down", condition="late", recorded_at=at("11:00") + 1)
    )
    story.told("10:00", "down", condition="disk", recorded_at=at("11:00"))
    assert open_at(history(terms, story)) == [("s", "disk", at("10:00"))]
    again = replace(terms, version=2, late_after=2 * HOUR)
    assert open_at(with_all([terms, again], story.facts)) == [("s", "disk", at("10:00"))]
