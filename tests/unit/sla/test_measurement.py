"""Measurements at their boundaries (CONTRACT.md, section 1; docs/decisions, 11)."""

from fractions import Fraction
from random import Random

import pytest

from shared.sla.agreed.objectives import Measurement, RollingWindow
from shared.sla.figures import Figure, Verdict
from shared.sla.history import History
from shared.sla.samples.yardsticks import Tally, Yardstick
from shared.sla.spans import HOUR, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, figure, history

ENDED = "2026-01-06 00:00"


def taken(take: str, **bounds: int) -> Measurement:
    return Measurement("m", "ms", take=take, **{name: Fraction(bound) for name, bound in bounds.items()})


def each(target: str = "0.5", **bounds: int) -> Measurement:
    return Measurement(
        "m", "ms", target=Fraction(target), **{name: Fraction(bound) for name, bound in bounds.items()}
    )


def samples(*values: str) -> Story:
    story = Story()
    for minute, value in enumerate(values):
        story.measured(f"10:{minute:02}", value)
    return story


def judged(indicator: Measurement, story: Story, as_of: str = ENDED) -> Figure:
    return figure(agreement(indicator), story, as_of)


SIXTY = samples(*(str(n) for n in range(59, -1, -1)))
"""0 to 59, the last one 0."""


@pytest.mark.parametrize(
    ("take", "value"),
    [("max", 59), ("min", 0), ("mean", Fraction(59, 2)), ("last", 0), ("p50", 29), ("p95", 56), ("p99", 59)],
)
def test_one_value_is_taken_of_the_samples_percentiles_by_nearest_rank(take, value):
    found = judged(taken(take, at_most=100), SIXTY)
    assert (found.value, found.total, found.state) == (value, 60, Verdict.MET)


@pytest.mark.parametrize(("count", "value"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_p50_is_the_sample_at_half_of_the_number_rounded_up(count, value):
    story = samples(*(str(n) for n in range(1, count + 1)))
    assert judged(taken("p50", at_most=9), story).value == value


@pytest.mark.parametrize(("count", "value"), [(20, 19), (21, 20)])
def test_p95_of_twenty_is_the_nineteenth_of_twenty_one_the_twentieth(count, value):
    story = samples(*(str(n) for n in range(1, count + 1)))
    assert judged(taken("p95", at_most=99), story).value == value


@pytest.mark.parametrize(
    ("bounds", "state"),
    [
        ({"at_most": 5}, Verdict.MET),
        ({"at_most": 4}, Verdict.BREACHED),
        ({"at_least": 5}, Verdict.MET),
        ({"at_least": 6}, Verdict.BREACHED),
        ({"at_least": 5, "at_most": 5}, Verdict.MET),
    ],
)
@pytest.mark.parametrize("take", ["max", "min", "mean", "last", "p50", "p95", "p99"])
def test_a_value_that_equals_its_bound_is_within(take, bounds, state):
    assert judged(taken(take, **bounds), samples("5")).state is state


@pytest.mark.parametrize(
    ("take", "bounds"), [("max", {"at_most": 5}), ("min", {"at_least": 5})], ids=["max", "min"]
)
def test_what_no_further_sample_can_mend_is_breached_by_the_first_such_sample(take, bounds):
    worse = "6" if take == "max" else "4"
    found = judged(taken(take, **bounds), samples("5", worse, worse), "10:01")
    assert (found.state, found.breached_at) == (Verdict.BREACHED, at("10:01"))
    assert judged(taken(take, **bounds), samples("5", worse)).breached_at == at("10:01")


@pytest.mark.parametrize(
    ("take", "bounds", "value"),
    [
        ("max", {"at_least": 5}, "4"),
        ("min", {"at_most": 5}, "6"),
        ("mean", {"at_most": 5}, "6"),
        ("last", {"at_most": 5}, "6"),
        ("p95", {"at_most": 5}, "6"),
    ],
)
def test_what_can_come_back_is_at_risk_while_beyond_and_decided_at_the_end(take, bounds, value):
    indicator = taken(take, **bounds)
    assert judged(indicator, samples(value), "12:00").state is Verdict.AT_RISK
    assert judged(indicator, samples(value), "12:00").breached_at is None
    ended = judged(indicator, samples(value))
    assert (ended.state, ended.breached_at) == (Verdict.BREACHED, MONDAY.end)


def test_last_is_the_last_in_the_order_of_facts():
    story = samples("1").measured("09:00", "3")
    assert judged(taken("last", at_most=9), story).value == 1


def test_each_counts_the_samples_within_bounds_and_is_a_ratio_of_them():
    found = judged(each("0.75", at_least=2, at_most=4), samples("1", "2", "4", "5", "3"))
    assert (found.good, found.total, found.sli) == (3, 5, Fraction(3, 5))
    assert (found.state, found.breached_at) == (Verdict.BREACHED, MONDAY.end)
    assert found.budget is not None
    assert (found.budget.allowed, found.budget.spent) == (Fraction(5, 4), 2)
    assert found.value is None


def test_each_under_a_target_of_100_percent_is_breached_by_the_first_sample_beyond():
    found = judged(each("1", at_most=4), samples("4", "5"), "10:01")
    assert (found.state, found.breached_at) == (Verdict.BREACHED, at("10:01"))


def test_each_in_a_rolling_window_is_breached_since_the_sample_entered():
    terms = agreement(each("0.5", at_most=4), objective={"window": RollingWindow(HOUR)})
    found = figure(terms, samples("5"), "10:30", Span(at("09:30"), at("10:30")))
    assert (found.state, found.breached_at) == (Verdict.BREACHED, at("10:00"))


@pytest.mark.parametrize("indicator", [taken("mean", at_most=9), each(at_most=9)], ids=["take", "each"])
def test_hours_maintenance_excused_and_force_take_samples_out(indicator):
    story = Story().announced("2026-01-04", "11:00", "12:00")
    story.proposed("09:00", "13:00", "14:00", "excused").decided("09:30", "accepted")
    counted = ("09:00", "10:59:59.999999", "12:00", "12:59:59.999999", "14:00")
    aside = ("08:59:59.999999", "11:00", "11:59:59.999999", "13:00", "13:59:59.999999", "16:00", "17:00")
    for when in (*counted, *aside):
        story.measured(when, "1" if when in counted else "99")
    terms = agreement(indicator, objective={"hours": OFFICE}, force_until=at("16:00"))
    found = figure(terms, story, ENDED)
    assert (found.good, found.total) == (5, 5)


@pytest.mark.parametrize("indicator", [taken("mean", at_most=9), each(at_most=9)], ids=["take", "each"])
def test_a_sample_in_another_unit_or_in_none_is_set_aside_with_its_reason(indicator):
    story = samples("1").measured("11:00", "2", "s").measured("12:00", "3", None)
    story.measured("13:00", "4", "s", metric="other")
    found = history(agreement(indicator), story)
    assert found.figure("o", 1, MONDAY, at(ENDED)).total == 1
    assert [(fact.id, reason) for fact, reason in found.set_aside(at(ENDED))] == [
        ("e001", "'m' is told with the unit 's'; it is agreed in 'ms'"),
        ("e002", "'m' is told with no unit; it is agreed in 'ms'"),
    ]


def test_where_no_unit_is_agreed_every_sample_counts():
    story = samples("1").measured("11:00", "2", "s").measured("12:00", "3", None)
    assert judged(Measurement("m", at_most=Fraction(9), take="max"), story).total == 3


def test_no_sample_is_no_data():
    story = Story().told("10:00", "up")
    for indicator in (taken("max", at_most=1), each(at_most=1)):
        assert judged(indicator, story).state is Verdict.NO_DATA


@pytest.mark.parametrize(
    ("indicator", "named"), [(each(at_most=4), ["e001"]), (taken("max", at_most=4), ["e000", "e001"])]
)
def test_all_samples_are_the_evidence_and_verdicts_name_of_each_those_beyond_bounds(indicator, named):
    found = history(agreement(indicator), samples("1", "9"))
    assert [one.id for one in found.evidence("o", 1, MONDAY, at(ENDED))] == ["e000", "e001"]
    assert [one.id for one in found.transitions("o", 1, MONDAY, at(ENDED))] == named


@pytest.mark.parametrize("take", ["max", "mean", "last", "p50"])
def test_a_rolling_window_is_beyond_since_a_sample_entered_until_it_leaves(take):
    terms = agreement(taken(take, at_most=5), objective={"window": RollingWindow(HOUR)})
    found = history(terms, Story().measured("10:00", "9").measured("11:30", "1"))

    def rolled(as_of: str) -> Figure:
        return found.figure("o", 1, Span(at(as_of) - HOUR, at(as_of)), at(as_of))

    assert rolled("10:00").state is Verdict.NO_DATA
    assert rolled("10:00:00.000001").breached_at == at("10:00")
    assert rolled("11:00").breached_at == at("10:00")
    assert rolled("11:00:00.000001").state is Verdict.NO_DATA
    assert rolled("11:40").state is Verdict.MET


def test_a_breach_longer_than_the_window_is_followed_back_to_its_beginning():
    story = Story()
    for hour in range(10, 20):
        story.measured(f"{hour}:00", "9").measured(f"{hour}:30", "9")
    terms = agreement(taken("min", at_most=5), objective={"window": RollingWindow(HOUR)})
    found = figure(terms, story, "19:45", Span(at("18:45"), at("19:45")))
    assert found.breached_at == at("10:00")


@pytest.mark.parametrize("order", range(3))
def test_the_order_of_arrival_and_a_question_in_between_change_nothing(order):
    story = samples("5", "1", "9", "3", "7")
    for indicator in (taken("last", at_most=9), taken("p50", at_most=4), each(at_most=4)):
        shuffled = History([agreement(indicator)])
        for fact in Random(order).sample(story.facts, len(story.facts)):
            shuffled.add(fact)
            shuffled.figure("o", 1, MONDAY, at(ENDED))
        assert shuffled.figure("o", 1, MONDAY, at(ENDED)) == judged(indicator, story)


def test_a_figure_of_an_earlier_instant_knows_only_the_samples_until_then():
    found = history(agreement(taken("max", at_most=9)), samples("1", "2", "3"))
    assert found.figure("o", 1, MONDAY, at(ENDED)).value == 3
    assert found.figure("o", 1, MONDAY, at("10:01")).value == 2


@pytest.mark.parametrize("take", ["max", "min", "mean", "last", "p50", "p95", "p99"])
def test_a_window_that_moves_on_agrees_with_the_value_of_what_is_in_it(take):
    yardstick = Yardstick(take, Fraction(1), Fraction(-1), least=2)
    rnd, tally, kept, seen = Random(take), Tally(yardstick), [], set()
    for _ in range(300):
        if len(kept) > 4 or (kept and rnd.random() < 0.45):
            tally.leave()
            kept.pop(0)
        else:
            kept.append(Fraction(rnd.randint(-5, 5), rnd.randint(1, 3)))
            tally.enter(kept[-1])
        seen.add(tally.is_beyond())
        assert tally.is_beyond() == yardstick.is_beyond(yardstick.value(kept))
    assert seen == {False, True}


def test_a_sample_belongs_to_the_period_of_its_instant():
    story = Story().measured("2026-01-04 23:59:59.999999", "9").measured("00:00", "1")
    story.measured("2026-01-06 00:00", "9")
    assert figure(agreement(taken("max", at_most=9)), story, "2026-01-07").value == 1
