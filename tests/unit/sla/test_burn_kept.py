"""How far back a burning pair goes is kept for settled time: as facts come in, like a history told in order."""

import os
from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from shared.sla.agreed.clauses import CalendarUnit, Service
from shared.sla.agreed.objectives import CalendarWindow, Ratio, RollingWindow, UnknownCounts
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.history import History
from shared.sla.live.burn_ahead import Burning, burning
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import START, moment
from tests.unit.sla.examples import Story, agreement, availability

LENGTH = 17_280
"""Of the period, in which the windows are 24 and 2, 144 and 12, 576 and 48, 1,728 and 144 microseconds."""
NO_MARK = 1 << 30
SEEDS = int(os.environ.get("EYELEVEL_BURN_SEEDS", "2"))

INDICATORS = {
    "time": availability("0.995"),
    "unknown is down": availability("0.999", unknown=UnknownCounts.DOWN),
    "short outages aside": availability("0.998", outages_shorter_than=3),
    "counts": Ratio("ok", "all", Fraction("0.99")),
    "counts expected": Ratio("ok", "all", Fraction("0.99"), expected_total=1_000),
}


class Asked:
    """A history that grows, asked beside one that is made for the question and keeps nothing."""

    def __init__(self, terms: Terms) -> None:
        self._terms, self._told = terms, list[Fact]()
        self._live = History([terms], spans_a_block=1)

    def add(self, fact: Fact) -> None:
        self._live.add(fact)
        self._told.append(fact)

    def at(self, period: Span, since: int, as_of: int) -> Burning:
        plain = History([self._terms], spans_a_block=NO_MARK)
        for fact in self._told:
            if fact.at <= as_of:
                plain.add(fact)
        found = burning(self._live, "o", 1, period, START + since, as_of)
        assert found == burning(plain, "o", 1, period, START + since, as_of)
        return found


def terms(name: str, *, rolling: bool) -> Terms:
    window = RollingWindow(LENGTH) if rolling else CalendarWindow(CalendarUnit.DAY)
    return agreement(INDICATORS[name], objective={"window": window}, force_from=START + 100)


def states(rnd: Random, story: Story) -> None:
    after = rnd.choice([0, 100, 130])
    while after < 900:
        for state in ("up", rnd.choice(["down", "down", "unknown"])):
            story.told(moment(after), state)
            after += rnd.choice([1, 2, 5, 9]) if rnd.random() < 0.995 else 60


def changes(rnd: Random, story: Story) -> None:
    for number in range(rnd.choice([0, 2, 4])):
        told, start = rnd.randint(50, 800), rnd.randint(110, 1_500)
        story.announced(moment(told), moment(start), moment(start + rnd.choice([5, 60])), f"c{number}")
        if rnd.random() < 0.5:
            story.change(moment(told + rnd.randint(1, 100)), "cancelled", change=f"c{number}")
    for number in range(rnd.choice([0, 1, 2])):
        told, start = rnd.randint(150, 800), rnd.randint(110, 700)
        to, name = rnd.choice(["maintenance", "up", "down", "excused"]), f"k{number}"
        story.proposed(moment(told), moment(start), moment(start + rnd.choice([5, 60])), to, correction=name)
        story.decided(moment(told + rnd.randint(0, 90)), "accepted", correction=name)


def counts(rnd: Random, story: Story) -> None:
    after = 100
    while after < 900:
        total = rnd.randint(0, 6)
        story.counted(moment(after), rnd.choice([total, rnd.randint(0, total), total + 1]), total)
        after += rnd.choice([0, 0, 1, 1, 4])


def arriving(rnd: Random, story: Story) -> Iterator[Fact]:
    """In order of time but for some, which come a while later."""
    yield from sorted(story.facts, key=lambda fact: fact.at + rnd.choice([0] * 30 + [3, 40, 400]))


@pytest.mark.parametrize("rolling", [False, True])
@pytest.mark.parametrize("name", INDICATORS)
def test_as_facts_come_in_it_is_told_like_from_nothing(name: str, rolling: bool) -> None:
    assert sum(lived_through(name, seed, rolling=rolling) for seed in range(SEEDS)) > SEEDS


def lived_through(name: str, seed: int, *, rolling: bool) -> int:
    """How often a run that had lasted for a while was told as from nothing."""
    rnd, story = Random(f"{name} {rolling} {seed}"), Story()
    states(rnd, story)
    changes(rnd, story)
    if name.startswith("counts"):
        counts(rnd, story)
    asked, clock, lasted = Asked(terms(name, rolling=rolling)), 100, 0
    begins = rnd.choice([100, 300])
    for number, fact in enumerate(arriving(rnd, story)):
        asked.add(fact)
        before, clock = clock, max(clock, fact.at - START + rnd.choice([0, 0, 1]))
        if number % 15:
            continue
        for end in [clock] if rolling else [begins + LENGTH, 300]:
            found = asked.at(Span(START + end - LENGTH, START + end), before, START + clock)
            lasted += any(run.start < START + before - 50 for run in found.runs)
    return lasted


def test_each_calendar_period_is_followed_back_by_itself() -> None:
    asked = Asked(agreement(availability("0.99"), force_from=START + 100, services=(Service("s"),)))
    story = Story().told(moment(50), "up")
    for after in range(300, 900, 6):
        story.told(moment(after), "down").told(moment(after + 3), "up")
    for fact in story.facts:
        asked.add(fact)
    for end in (700, 700 + LENGTH, 700, 700 + LENGTH):
        found = asked.at(Span(START + end - LENGTH, START + end), 650, START + 900)
        starts = {run.factor: run.start - START for run in found.runs}
        assert min(starts.values()) >= (300 if end == 700 else 700)


FASTER = Fraction(6)
"""Of 144 and 12 microseconds."""
YEAR = Span(START + 100, START + 100 + LENGTH)


def began(found: Burning) -> int | None:
    """When the run of that pair began, after ten."""
    return next((run.start - START for run in found.runs if run.factor == FASTER), None)


def test_what_is_told_of_a_change_later_moves_where_a_run_began_though_no_state_did() -> None:
    shape = {"window": CalendarWindow(CalendarUnit.DAY)}
    asked = Asked(agreement(availability("0.9"), objective=shape, force_from=START + 100))
    story = Story().told(moment(50), "up").announced(moment(320), moment(1_000), moment(17_000))
    for after in range(300, 450, 8):
        story.told(moment(after), "down").told(moment(after + 1), "up")
    for after in range(450, 900, 6):
        story.told(moment(after), "down").told(moment(after + 5), "up")
    story.change(moment(710), "cancelled")
    facts = sorted(story.facts, key=lambda fact: fact.at)
    for fact in facts:
        if fact.at <= START + 700:
            asked.add(fact)
    # with what is to be excluded the budget is a thirteenth of what it is when the change was cancelled
    assert began(asked.at(YEAR, 690, START + 700)) == 349
    for fact in facts:
        if fact.at > START + 700:
            asked.add(fact)
    assert began(asked.at(YEAR, 890, START + 899)) == 547


def test_a_late_count_of_the_last_instant_that_was_looked_at_breaks_the_run_there() -> None:
    shape = {"window": CalendarWindow(CalendarUnit.DAY)}
    asked = Asked(agreement(Ratio("ok", "all", Fraction("0.9")), objective=shape, force_from=START + 100))
    story = Story()
    for after in range(100, 500, 4):
        story.counted(moment(after), 59, 60)
    story.counted(moment(496), 0, 2_000)
    *early, late = story.facts
    for fact in early:
        asked.add(fact)
    assert began(asked.at(YEAR, 497, START + 498)) == 244
    asked.add(late)
    # it is in the budget's share at its instant, and spent a microsecond later
    assert began(asked.at(YEAR, 497, START + 500)) == 497
