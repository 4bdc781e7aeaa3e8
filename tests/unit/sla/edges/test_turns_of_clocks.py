"""Every turn of a rolling window of clocks, and since when shares of a budget of clocks and counts have been spent.

A clock enters the window a microsecond after it is due and leaves a length later.
"""

from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import Any

import pytest

from shared.sla.agreed.clauses import ServiceHours
from shared.sla.agreed.objectives import Clock, ClockKind, OutageCount, Ratio, RollingWindow
from shared.sla.history import History
from shared.sla.live.shares_reached import clocks_reached, counts_reached, spent_shares
from tests.unit.sla.edges.microseconds import END, LENGTH, START, known, looked_at, moment, told
from tests.unit.sla.examples import MONDAY, Story, agreement, availability, history
from tests.unit.sla.examples import counts as some

WITHIN = 5


def clocks_told(seed: int) -> tuple[Story, list[tuple[int, int, bool]]]:
    """Incidents, and of each clock the instant that puts it into a period, when it is decided, and if breached."""
    rnd, story, told_ = Random(seed), Story(), []
    for number in range(24):
        opened, takes = rnd.randrange(END - 60), rnd.choice([2, 3, 4, 5, 6, 9])
        story.incident(moment(opened), "opened", f"i{number}").incident(
            moment(opened + takes), "resolved", f"i{number}"
        )
        breached = takes > WITHIN
        told_.append((opened + WITHIN, opened + (WITHIN + 1 if breached else takes), breached))
    return story, told_


def clocks(target: str, story: Story, **shape: Any) -> History:
    return known(Clock(ClockKind.RESOLUTION, Fraction(target), WITHIN), story, **shape)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("target", ["0.4", "0.6", "1"])
def test_every_turn_of_clocks_is_found_and_the_next_that_enters_or_leaves(target, seed):
    story, decided = clocks_told(seed)
    of = clocks(target, story)
    for until in (*range(LENGTH, END, 23), END):
        mine = [(due, breached) for due, at, breached in decided if at <= until]

        def beyond(now: int, mine: list[tuple[int, bool]] = mine) -> bool:
            inside = [breached for due, breached in mine if now - LENGTH <= due < now]
            return sum(inside) > (1 - Fraction(target)) * len(inside)

        steps = sorted(at for due, _ in mine for at in (due + 1, due + LENGTH + 1) if at > until)
        assert told(of, until) == (looked_at(beyond, until), steps[0] if steps else None)


def test_clocks_that_are_not_decided_and_those_of_no_period_of_the_version_turn_nothing():
    story = Story().incident(moment(10), "opened", "a").incident(moment(20), "opened", "b")
    story.incident(moment(22), "cancelled", "b").incident(moment(24), "opened", "c")
    story.incident(moment(26), "opened", "d").incident(moment(27), "resolved", "d")
    # a is breached at 15; b was cancelled, c runs, and d will enter when it is due
    assert told(clocks("0.5", story), 28) == ([(16, None)], 32)


@pytest.mark.parametrize(("until", "due"), [(31, []), (32, [(32, None)])])
def test_a_clock_that_is_due_when_force_has_ended_turns_nothing(until, due):
    story = Story().incident(moment(26), "opened", "d").incident(moment(33), "resolved", "d")
    indicator = Clock(ClockKind.RESOLUTION, Fraction(1), WITHIN)
    terms = agreement(indicator, objective={"window": RollingWindow(LENGTH)}, force_until=START + until)
    assert told(history(terms, story), 40)[0] == due


NEVER = ServiceHours("never", "UTC", ((),) * 7)


def test_a_clock_that_is_never_due_turns_nothing():
    story = Story().incident(moment(10), "opened", "a").incident(moment(11), "resolved", "a")
    assert told(clocks("1", story, hours=NEVER), 28) == ([], None)


# shares of a budget of clocks, and of counts, that have been spent


def spent_since(decided: list[tuple[int, bool]], share: Fraction, allowed: Fraction) -> int | None:
    """Since which decision a share has been spent without a break; those of one instant count together."""
    since = bad = total = 0
    for at, _ in groupby(decided, key=itemgetter(0)):
        mine = [breached for when, breached in decided if when <= at]
        bad, total = sum(mine), len(mine)
        if not bad or bad < share * allowed * total:
            since = 0
        elif not since:
            since = at
    return since or None


@pytest.mark.parametrize("seed", range(3))
def test_a_share_of_clocks_is_spent_since_the_decision_from_which_on_it_held(seed):
    story, told_ = clocks_told(seed)
    indicator = Clock(ClockKind.RESOLUTION, Fraction(1, 2), WITHIN)
    of = history(agreement(indicator, force_from=START), story)
    shares = [Fraction(n, 4) for n in range(1, 5)]
    for until in (*range(3, END, 17), END):
        found = clocks_reached(of.figure("o", 1, MONDAY, START + until), shares)
        # breached a microsecond before it is known
        decided = sorted((at - breached, breached) for _, at, breached in told_ if at <= until)
        expected = [(share, spent_since(decided, share, Fraction(1, 2))) for share in shares]
        now = sum(breached for _, breached in decided), len(decided)
        spent = [(share, at) for share, at in expected if now[0] and at is not None]
        assert [(one.share, one.at - START, one.shown_from - START) for one in found] == [
            (s, at, at) for s, at in spent
        ]


@pytest.mark.parametrize("expected_total", [None, 40])
def test_a_share_of_counts_is_spent_since_the_count_from_which_on_it_held(expected_total):
    rnd, story = Random(3), Story()
    counted = [(after, rnd.randint(0, 3)) for after in sorted(rnd.sample(range(1, END), 40))]
    for after, good in counted:
        story.counted(moment(after), good, 3)
    of = history(
        agreement(Ratio("ok", "all", Fraction(1, 4), expected_total=expected_total), force_from=START), story
    )
    shares = [Fraction(n, 8) for n in range(1, 9)]
    for until in (*range(3, END, 29), END):
        found = counts_reached(of, of.figure("o", 1, MONDAY, START + until), shares)
        expected = []
        for share in shares:
            since, bad, total = None, 0, 0
            for after, good in counted:
                if after > until:
                    break
                bad, total = bad + 3 - good, total + 3
                enough = bad > 0 and bad >= share * Fraction(3, 4) * max(total, expected_total or 0)
                since = (since or after) if enough else None
            expected += [] if since is None else [(share, since)]
        assert [(one.share, one.at - START, one.shown_from - START) for one in found] == [
            (s, at, at) for s, at in expected
        ]


def test_nothing_is_reached_where_nothing_is_spent_or_there_is_no_budget():
    share = [Fraction(0)]
    clocks_ = history(agreement(Clock(ClockKind.RESOLUTION, Fraction(1, 2), WITHIN)), Story())
    assert clocks_reached(clocks_.figure("o", 1, MONDAY, START), share) == ()
    time = history(agreement(availability("0.5")), Story().told("08:00", "down"))
    assert counts_reached(time, time.figure("o", 1, MONDAY, START), share) == ()
    outages = history(agreement(OutageCount(1, some())), Story().told("08:00", "down"))
    assert spent_shares(outages.figure("o", 1, MONDAY, START), share) == []
