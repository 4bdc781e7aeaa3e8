"""A fact that is late under one version and not under the next: it counts in the time of the next alone."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.objectives import Clock, ClockKind, Measurement, Ratio
from shared.sla.facts import Fact
from shared.sla.history import History
from shared.sla.spans import HOUR, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability

TUESDAY = Span(MONDAY.end, at("2026-01-07"))
AS_OF = at("2026-01-07")

KINDS: dict[str, tuple[Any, Story, Story]] = {
    "state": (availability("0.9"), Story().told("09:00", "up"), Story().told("10:00", "down")),
    "counts": (
        Ratio("ok", "all", Fraction("0.9")),
        Story().counted("09:00", 9, 10),
        Story().counted("10:00", 0, 10),
    ),
    "sample": (
        Measurement("m", "ms", Fraction(5), take="mean"),
        Story().measured("09:00", "3"),
        Story().measured("10:00", "9"),
    ),
    "each sample": (
        Measurement("m", "ms", Fraction(5), target=Fraction("0.9")),
        Story().measured("09:00", "3"),
        Story().measured("10:00", "9"),
    ),
    "incident": (
        Clock(ClockKind.RESOLUTION, Fraction("0.9"), HOUR),
        Story().incident("09:30", "opened").incident("11:30", "resolved"),
        Story().incident("10:00", "resolved"),
    ),
    "opening": (
        Clock(ClockKind.RESOLUTION, Fraction("0.9"), HOUR),
        Story().incident("09:30", "opened"),
        Story().incident("10:00", "opened", "J"),
    ),
    "change": (
        availability("0.9"),
        Story().told("09:00", "up").told("11:00", "down").told("12:00", "up"),
        Story().announced("10:00", "11:00", "12:00"),
    ),
    "correction": (
        availability("0.9"),
        Story().told("09:00", "up").told("11:00", "down").told("12:00", "up"),
        Story().proposed("10:00", "11:00", "12:00", "up").decided("10:00", "accepted"),
    ),
}


def versions(indicator: Any) -> list[Any]:
    first = agreement(indicator, late_after=HOUR, force_until=MONDAY.end)
    return [first, replace(first, version=2, force_from=MONDAY.end, force_until=None, late_after=10 * HOUR)]


def arrived(story: Story, recorded_at: str) -> list[Fact]:
    return [replace(fact, id=f"late{fact.id}", recorded_at=at(recorded_at)) for fact in story.facts]


def of_first(known: History) -> list[Any]:
    asked = "o", 1, MONDAY, AS_OF
    return [
        known.periods("o", AS_OF)[0],
        known.figure(*asked),
        known.spans(*asked),
        [one.id for one in known.evidence(*asked)],
        known.proposed(*asked),
    ]


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_in_the_time_of_the_version_it_is_late_under_it_changes_nothing(kind, asked_before):
    indicator, story, late = KINDS[kind]
    without, known = History(versions(indicator)), History(versions(indicator))
    for fact in story.facts:
        without.add(fact)
        known.add(fact)
    if asked_before:
        known.figure("o", 2, TUESDAY, AS_OF)
        of_first(known)
    for fact in arrived(late, "12:00"):
        known.add(fact)
    known.figure("o", 2, TUESDAY, AS_OF)
    assert of_first(known) == of_first(without)


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_what_arrives_exactly_at_the_bound_counts(kind, asked_before):
    indicator, story, late = KINDS[kind]
    told, known = History(versions(indicator)), History(versions(indicator))
    for fact in story.facts:
        told.add(fact)
        known.add(fact)
    if asked_before:
        of_first(known)
    without = of_first(told)
    for fact in arrived(late, "11:00"):
        known.add(fact)
        told.add(replace(fact, recorded_at=None))
    assert of_first(known) == of_first(told)
    assert of_first(known) != without


def test_a_late_word_opens_the_time_of_the_version_under_which_it_counts_alone():
    known = History(versions(availability("0.9")))
    for fact in (*arrived(Story().told("08:00", "up"), "10:00"), *Story().told("09:00", "up").facts):
        known.add(fact)
    book, terms = known.known(AS_OF), known.versions
    assert [book.first_fact(one, "s") for one in terms] == [at("09:00"), at("08:00")]
