"""Figures of availability: all that they say, in a period and in a rolling window."""

from fractions import Fraction

from shared.sla.agreed.objectives import Credits, RollingWindow, Tier, WarnAt, Weights
from shared.sla.figures import Budget, Figure, Outage, PeriodOf, Status, TimeClass, Verdict
from shared.sla.spans import HOUR, MINUTE, SECOND, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, figure, history, span

WINDOW = span("11:00", "12:40")
"""A hundred minutes: a target of 99 % leaves a budget of 60 s."""

TIERS = Credits((Tier(Fraction("0.99"), Fraction(10)),))


def down(*pairs: tuple[str, str]) -> Story:
    story = Story().told("2026-01-01", "up")
    for since, until in pairs:
        story.told(since, "down").told(until, "up")
    return story


def test_a_figure_of_an_open_period_says_all_of_it():
    found = figure(agreement(objective={"credits": TIERS}), down(("12:00", "12:01:40")), "12:20", WINDOW)
    assert found == Figure(
        objective="o",
        version=1,
        period=PeriodOf(1, WINDOW, Status.OPEN),
        as_of=at("12:20"),
        state=Verdict.BREACHED,
        good=Fraction(4700 * SECOND),
        total=Fraction(80 * MINUTE),
        sli=Fraction(47, 48),
        target=Fraction("0.99"),
        ledger=found.ledger,
        planned=20 * MINUTE,
        budget=Budget(Fraction(60 * SECOND), Fraction(100 * SECOND)),
        breached_at=at("12:01"),
        outages=[Outage(at("12:00"), at("12:01:40"), 100 * SECOND, "open", ("p",))],
        credit=Fraction(10),
        unknown_share=Fraction(0),
    )
    assert {kind: time for kind, time in found.ledger.items() if time} == {
        TimeClass.UP: 4700 * SECOND,
        TimeClass.DOWN: 100 * SECOND,
    }


def test_a_period_does_not_recover_whatever_was_before_it():
    found = figure(agreement(), down(("10:30", "10:35")), "12:20", WINDOW)
    assert (found.state, found.breached_at, found.recovered_at) == (Verdict.MET, None, None)


def test_a_figure_of_a_rolling_window_says_all_of_it():
    terms = agreement(availability("0.9"), objective={"window": RollingWindow(HOUR), "credits": TIERS})
    window = Span(at("10:10"), at("11:10"))
    found = figure(terms, down(("10:00", "10:12")), "11:10", window)
    assert found == Figure(
        objective="o",
        version=1,
        period=PeriodOf(1, window, Status.OPEN),
        as_of=at("11:10"),
        state=Verdict.MET,
        good=Fraction(58 * MINUTE),
        total=Fraction(60 * MINUTE),
        sli=Fraction(58, 60),
        target=Fraction("0.9"),
        ledger=found.ledger,
        planned=0,
        budget=Budget(Fraction(6 * MINUTE), Fraction(2 * MINUTE)),
        breached_at=None,
        recovered_at=at("11:06"),
        outages=[Outage(at("10:00"), at("10:12"), 2 * MINUTE, "open", ("p",))],
        credit=Fraction(10),
        unknown_share=Fraction(0),
    )


def test_a_microsecond_is_something_spent():
    terms = agreement(objective={"warn_at": WarnAt((Fraction(0),))})
    assert figure(terms, down(("12:00", "12:00:00.000001")), "12:20", WINDOW).state is Verdict.AT_RISK
    assert figure(terms, down(), "12:20", WINDOW).state is Verdict.MET


def test_degraded_time_burns_by_its_weight():
    terms = agreement(availability("0.99", degraded=Weights(other=Fraction(1, 4))))
    story = Story().told("2026-01-01", "up").told("10:00", "degraded")
    [first, *_] = history(terms, story).burn("o", 1, MONDAY, at("10:01"))
    # of the two minutes before, one is a quarter bad; of a day 864 s are allowed
    assert first.long_rate == Fraction(15, 864) * 720


def test_what_is_told_after_the_instant_burns_nothing():
    [first, *_] = history(agreement(), down(("10:00", "11:00"))).burn("o", 1, MONDAY, at("10:01"))
    assert first.long_rate == Fraction(60, 864) * 720


def test_a_window_that_is_not_under_target_is_so_from_the_next_microsecond_on():
    terms = agreement(availability("0.9"), objective={"window": RollingWindow(HOUR)})
    case = history(terms, down()).case("o", 1, Span(at("10:00"), at("11:00")), at("11:00"))
    window = case.window()
    assert window.next_not_above(at("10:00"), at("11:00"), Fraction(1, 10)) == at("10:00:00.000001")
    assert window.next_above(at("10:00"), at("11:00"), Fraction(1, 10)) is None
