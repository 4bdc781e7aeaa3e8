"""The next and the last turn of a rolling window of time between any two instants, held against a look at each."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.objectives import RollingWindow, UnknownCounts, WarnAt, Weights
from shared.sla.availability.rolling import Rolling
from shared.sla.figures import Reached
from shared.sla.history import History
from shared.sla.spans import HOUR, MICROSECOND, Span
from tests.unit.sla.edges.microseconds import END, LENGTH, START, known, looked_at, moment, told
from tests.unit.sla.edges.test_turns import bad_and_total, states, story_of
from tests.unit.sla.examples import Story, agreement, at, availability, history

Beyond = Callable[[int], bool]


def with_marks(indicator: object, story: Story) -> History:
    """A mark after each span that no outage crosses."""
    terms = agreement(indicator, objective={"window": RollingWindow(LENGTH)}, force_from=START)
    found = History([terms], spans_a_block=1)
    for fact in story.facts:
        found.add(fact)
    return found


def window(of: History, until: int) -> Rolling:
    return of.case("o", 1, Span(START + until - LENGTH, START + until), START + until).window()


def after_ten(instant: int | None) -> int | None:
    return None if instant is None else instant - START


def next_of(beyond: Beyond, after: int, until: int, *, above: bool) -> int | None:
    return next((now for now in range(after + 1, until + 1) if beyond(now) is above), None)


def since_of(beyond: Beyond, until: int) -> int | None:
    stretches = looked_at(beyond, until)
    return stretches[-1][0] if stretches and stretches[-1][1] is None else None


def agrees(rolling: Rolling, beyond: Beyond, allowed: Fraction, last: int) -> None:
    for after in range(0, last, 3):
        assert after_ten(rolling.above_since(START + after, allowed)) == since_of(beyond, after)
        for until in {after + 1, after + 9, after + LENGTH, last}:
            if until > last:
                continue
            asked = START + after, START + until, allowed
            assert after_ten(rolling.next_above(*asked)) == next_of(beyond, after, until, above=True)
            assert after_ten(rolling.next_not_above(*asked)) == next_of(beyond, after, until, above=False)


@pytest.mark.parametrize("target", ["0.45", "0.6", "0.85"])
@pytest.mark.parametrize("seed", [1, 4])
def test_turns_between_any_two_instants_are_found(seed, target):
    down, allowed = states(seed)[:150], 1 - Fraction(target)

    def beyond(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > allowed * total

    of = with_marks(availability(target), story_of(down))
    agrees(window(of, 149), beyond, allowed, 149)


def test_a_long_time_in_which_nothing_is_bad_is_passed_over():
    story, down = Story(), [0] * 200 + [1] * 20 + [0] * 60
    for after in range(0, 200, 5):
        story.told(moment(after), "degraded" if after % 2 else "up")
    story.told(moment(200), "down").told(moment(220), "up")

    def beyond(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > Fraction(1, 10) * total

    of = with_marks(availability("0.9"), story)
    agrees(window(of, 279), beyond, Fraction(1, 10), 279)
    for until in (203, 204, 215, 230, 252, 253, 260):
        assert told(of, until)[0] == looked_at(beyond, until)


@pytest.mark.parametrize("first", [3, 20, 60])
def test_an_outage_over_the_beginning_counts_as_far_as_the_window_reaches(first):
    # unknown is down: from before force on, up to the first word
    down = [1] * first + [0] * 20 + [1, 0, 0, 0, 1, 1, 0, 0, 0, 0] * 30
    down = down[:END]
    story = Story()
    for after in range(first, END):
        if after == first or down[after] != down[after - 1]:
            story.told(moment(after), "down" if down[after] else "up")
    of = with_marks(availability("0.7", unknown=UnknownCounts.DOWN), story)

    def beyond(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > Fraction(3, 10) * total

    for until in (*range(1, LENGTH, 5), LENGTH, 90, 150):
        assert told(of, until)[0] == looked_at(beyond, until)
        agrees(window(of, until), beyond, Fraction(3, 10), until)


@pytest.mark.parametrize("until", range(21, 36, 2))
def test_an_outage_over_the_beginning_is_as_long_as_the_window_that_is_asked_for_makes_it(until):
    # unknown up to 5, down up to 20: of 25 microseconds or more only where the window begins early enough
    counts = 20 - (until - LENGTH) >= 25
    down = [int(counts)] * 20 + [0] * 8 + [1] * 30
    story = (
        Story().told(moment(5), "down").told(moment(20), "up").told(moment(28), "down").told(moment(31), "up")
    )
    of = with_marks(availability("0.7", unknown=UnknownCounts.DOWN, outages_shorter_than=25), story)
    of.figure("o", 1, Span(START + 100 - LENGTH, START + 100), START + 100)
    down[28:] = [0] * 30

    def beyond(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > Fraction(3, 10) * total

    agrees(window(of, until), beyond, Fraction(3, 10), until)


def test_an_outage_that_counts_for_an_early_window_alone_is_not_passed_over_in_it():
    # the outage up to 20 counts where it begins before ten; degraded time is bad from 26 on
    bad = Weights({"lame": Fraction(1)}, Fraction(0))
    indicator = availability("0.2", unknown=UnknownCounts.DOWN, outages_shorter_than=21, degraded=bad)
    story = (
        Story().told(moment(5), "down").told(moment(20), "up").told(moment(24), "degraded", severity="slow")
    )
    of = with_marks(indicator, story.told(moment(26), "degraded", severity="lame"))
    of.figure("o", 1, Span(START + 100 - LENGTH, START + 100), START + 100)
    # of six good ones 24 are allowed: twenty and the first five
    for until, found in ((30, None), (31, 31), (34, 31)):
        assert after_ten(window(of, 34).next_above(START + 26, START + until, Fraction(4, 5))) == found


def test_ahead_of_an_early_window_its_outage_is_not_weighed_as_later_windows_weigh_it():
    # the outage up to 28 is tolerated in windows from ten on; from five before ten it is 33 long and counts
    bad = Weights({"lame": Fraction(1)}, Fraction(0))
    indicator = availability("1/9", unknown=UnknownCounts.DOWN, outages_shorter_than=30, degraded=bad)
    story = Story().announced(moment(1), moment(38), moment(200)).told(moment(5), "down")
    story.told(moment(28), "up").told(moment(29), "degraded", severity="slow")
    of = with_marks(indicator, story.told(moment(32), "degraded", severity="lame"))
    as_of = START + 32
    ahead = of.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of)
    # four are good: a ninth of 36, and less than that at 37, when nothing has left yet
    assert ahead.breached_at == START + 37 - MICROSECOND


def test_bad_time_that_enters_turns_a_window_of_which_nothing_has_left():
    # at 32 seventeen of 31 that count are bad, and until then at most as many as are good
    story = Story()
    for after, state in ((0, "down"), (10, "up"), (11, "unknown"), (12, "up"), (26, "down"), (40, "up")):
        story.told(moment(after), state)
    rolling = window(with_marks(availability("0.5"), story), 60)
    half = Fraction(1, 2)
    for until, found in ((31, None), (32, 32), (33, 32), (60, 32)):
        assert after_ten(rolling.next_above(START + 25, START + until, half)) == found


def test_good_time_that_leaves_turns_a_window_long_after_the_last_that_counts():
    # six of sixteen that count are bad: more than half once five of the good have left
    story = Story().told(moment(0), "up").told(moment(10), "down").told(moment(16), "unknown")
    for number, start in enumerate(range(18, 130, 6)):
        story.announced("2026-01-02", moment(start), moment(start + 2), f"c{number}")
    rolling = window(with_marks(availability("0.5"), story), 130)
    for until, found in ((41, None), (42, 42), (100, 42), (130, 42)):
        assert after_ten(rolling.next_above(START + 20, START + until, Fraction(1, 2))) == found


# ahead


def test_shares_reached_in_an_outage_that_will_count_are_told_each_with_its_own_instant():
    half, most = Fraction(1, 2), Fraction(3, 4)
    shape = {"window": RollingWindow(12 * HOUR), "warn_at": WarnAt((half, most))}
    terms = agreement(availability("0.99", outages_shorter_than=HOUR // 6), objective=shape)
    story = (
        Story()
        .told("2026-01-01", "up")
        .proposed("11:00", "14:00", "15:00", "down")
        .decided("11:30", "accepted")
    )
    now = at("12:00")
    ahead = history(terms, story).outlook("o", 1, Span(now - 12 * HOUR, now), now)
    # of 7 min 12 s in twelve hours; it shows when ten minutes have passed
    shown = at("14:10")
    assert ahead.warned == (Reached(half, at("14:03:36"), shown), Reached(most, at("14:05:24"), shown))
    assert (ahead.breached_at, ahead.breach_shown_from) == (at("14:07:12"), shown)


@pytest.mark.parametrize("minimum", [0, 10])
@pytest.mark.parametrize("now", [100, 101, 105, 110, 115])
def test_a_share_that_is_named_twice_is_reached_at_one_instant(now, minimum):
    # an outage from 100 on: of 37 at 110, when it counts, 10 are 50 % of the 20 that may be bad
    share = Fraction(10, 37) / Fraction(20, 37)
    indicator = availability("0.5", outages_shorter_than=minimum)
    indicator = replace(indicator, target=Fraction(17, 37))
    of = known(
        indicator, Story().told(moment(0), "up").told(moment(100), "down"), warn_at=WarnAt((share, share))
    )
    as_of = START + now
    ahead = of.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of)
    assert [one.at - START for one in ahead.warned] == [110, 110]


def test_under_a_target_of_all_every_share_is_reached_with_the_first_bad_microsecond():
    shares = WarnAt((Fraction(1, 2), Fraction(3, 4)))
    of = known(availability("1"), Story().told(moment(0), "up").told(moment(100), "down"), warn_at=shares)
    for now in (100, 101, 102):
        as_of = START + now
        ahead = of.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of)
        assert [one.at - START for one in ahead.warned] == [101, 101]
        assert ahead.breached_at == START + 101 - MICROSECOND
