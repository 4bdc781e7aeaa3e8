"""Ahead of now a rolling window mostly loses what it holds: each share, the breach and the way back.

Held against a look at each microsecond, with windows of many blocks, and facts that come late.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from random import Random

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import Ratio, RollingWindow, WarnAt
from shared.sla.facts import Fact, RequestsCounted
from shared.sla.figures import Outlook
from shared.sla.history import History
from shared.sla.spans import Span
from tests.unit.sla.examples import Story, agreement, at, availability

START = at("10:00")
LENGTH, END = 600, 1_100
"""Microseconds after ten: the length of a window, and of the history."""
STALE_AFTER = 15
"""So long after the last word nothing enters any more."""

SHARES = Fraction(9, 10), Fraction(1, 2), Fraction(1), Fraction(3, 4)


def known(indicator: object) -> History:
    shape = {"window": RollingWindow(LENGTH), "warn_at": WarnAt(SHARES)}
    services = (Service("s", stale_after=STALE_AFTER),)
    terms = agreement(indicator, objective=shape, force_from=START, services=services)
    return History([terms], spans_a_block=1)


def ahead(of: History, now: int) -> Outlook:
    return of.outlook("o", 1, Span(START + now - LENGTH, START + now), START + now)


def late(facts: list[Fact], seed: int) -> list[Fact]:
    """The same, but the first, and some of them told after others that are later."""
    rnd = Random(seed)
    return [facts[0], *sorted(facts[1:], key=lambda fact: fact.at + rnd.choice([0, 0, 0, 60, 400]))]


Sums = tuple[list[int], list[int]]
"""What is bad, and what counts, before each microsecond."""


def holds(outlook: Outlook, sums: Sums, now: int, target: str, expected: int | None = None) -> None:
    """The outlook says what a look at each microsecond says, as far as the sums go."""
    allowed = 1 - Fraction(target)
    whole, part = allowed.denominator, allowed.numerator
    course: list[tuple[int, int]] = []
    """What is bad in the window before each instant, and what is allowed, in parts of one."""
    for instant in range(len(sums[0])):
        bad, total = (of[instant] - of[max(0, instant - LENGTH)] for of in sums)
        course.append((whole * bad, part * max(total, expected or 0)))

    def since_or_next(above: list[bool]) -> int | None:
        if above[now]:
            return next((at + 1 for at in range(now, -1, -1) if not above[at]), 0)
        return next((at for at in range(now + 1, now + LENGTH + 1) if above[at]), None)

    warned: list[tuple[Fraction, int]] = []
    for share in sorted(SHARES):
        whole, part = share.denominator, share.numerator
        at = since_or_next([bad > 0 and bad * whole >= part * of for bad, of in course])
        warned += [] if at is None else [(share, at)]
    assert [(one.share, one.at - START) for one in outlook.warned] == warned
    above = [bad > max(0, of) for bad, of in course]
    under = since_or_next(above)
    assert outlook.breached_at == (None if under is None else START + under - 1)
    if under is not None:
        after = max(now, under) + 1
        back = next((at for at in range(after, min(after + LENGTH + 1, len(above))) if not above[at]), None)
        assert outlook.recovered_at == (None if back is None else START + back)


# time


@pytest.mark.parametrize("target", ["0.45", "0.75"])
@pytest.mark.parametrize("seed", [5, 12])
def test_what_time_alone_brings_is_found_while_a_state_lasts(seed: int, target: str) -> None:
    rnd, turns, down = Random(seed), dict[int, int](), 0
    after = 0
    while after < END:
        turns[after], down = down, 1 - down
        after += rnd.randint(1, 6 if down else 9)
    story = Story()
    for after, state in turns.items():
        story.told(f"10:00:00.{after:06}", "down" if state else "up")
    of, told, now = known(availability(target)), dict[int, int](), 0
    for number, fact in enumerate(late(story.facts, seed), 1):
        of.add(fact)
        told[fact.at - START] = turns[fact.at - START]
        now = max(now, fact.at - START)
        if number % 3 == 0:
            holds(ahead(of, now), course_of(told, now + LENGTH), now, target)


def course_of(told: dict[int, int], until: int) -> Sums:
    """Down time and known time before each microsecond, as words tell it, each for so long."""
    bad, total, state, heard = [0], [0], 0, -STALE_AFTER
    for after in range(until):
        if after in told:
            state, heard = told[after], after
        knows = int(after < heard + STALE_AFTER)
        bad.append(bad[-1] + knows * state)
        total.append(total[-1] + knows)
    return bad, total


# counts


@pytest.mark.parametrize("expected_total", [None, 500])
@pytest.mark.parametrize("target", ["0.45", "0.6"])
def test_what_time_alone_brings_is_found_while_counts_leave(target: str, expected_total: int | None) -> None:
    rnd, story = Random(3), Story()
    for number in range(500):
        after = rnd.randrange(END) if number % 5 else rnd.randrange(END // 25) * 25
        all_told = rnd.randint(0, 4)
        story.counted(f"10:00:00.{after:06}", rnd.randint(0, all_told) + (number % 17 == 0), all_told)
    in_order = sorted(story.facts, key=lambda fact: fact.at)
    of = known(Ratio("ok", "all", Fraction(target), expected_total=expected_total))
    bad, total, now = [0] * (END + 2 * LENGTH), [0] * (END + 2 * LENGTH), 0
    for number, fact in enumerate(late(in_order, 5), 1):
        of.add(fact)
        now = max(now, fact.at - START)
        assert isinstance(fact, RequestsCounted)
        bad[fact.at - START] += fact.counters["all"] - fact.counters["ok"]
        total[fact.at - START] += fact.counters["all"]
        if number % 11 == 0:
            sums = [list(accumulate(each, initial=0)) for each in (bad, total)]
            holds(ahead(of, now), (sums[0], sums[1]), now, target, expected_total)
