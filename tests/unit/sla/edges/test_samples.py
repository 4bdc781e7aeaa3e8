"""Samples at their edges: whose they are, what is said of those that nobody asks for, scales, and what comes."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import Measurement, Objective, RollingWindow, Satisfaction
from shared.sla.agreed.terms import Terms
from shared.sla.figures import Figure, Outlook, PeriodOf, Status, Verdict
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, figure, history

ENDED = "2026-01-06 00:00"


def taken(take: str = "max", **bounds: Any) -> Measurement:
    return Measurement("m", "ms", take=take, **{name: Fraction(value) for name, value in bounds.items()})


def samples(*values: str) -> Story:
    story = Story()
    for hour, value in enumerate(values):
        story.measured(f"{10 + hour}:00", value)
    return story


def objectives(*indicators: Any) -> Terms:
    """An objective for each, `o0`, `o1` and so on."""
    terms = agreement()
    made = tuple(
        replace(terms.objectives[0], id=f"o{number}", indicator=one) for number, one in enumerate(indicators)
    )
    return replace(terms, objectives=made)


def test_a_figure_of_samples_says_all_of_it():
    assert figure(agreement(taken(at_most=4)), samples("3", "5", "4"), "13:00") == Figure(
        objective="o",
        version=1,
        period=PeriodOf(1, MONDAY, Status.OPEN),
        as_of=at("13:00"),
        state=Verdict.BREACHED,
        good=Fraction(2),
        total=Fraction(3),
        sli=None,
        target=None,
        value=Fraction(5),
        breached_at=at("11:00"),
    )


# what comes by time alone


@pytest.mark.parametrize(
    ("take", "values", "breached_at"),
    [("max", "35", "11:00"), ("max", "34", None), ("mean", "39", "2026-01-06"), ("mean", "35", None)],
)
def test_a_period_of_samples_is_breached_where_it_was_or_at_its_end(take, values, breached_at):
    instant = breached_at and at(breached_at if "-" not in breached_at else ENDED)
    terms = agreement(taken(take, at_most=4), grace=DAY)
    assert history(terms, samples(*values)).outlook("o", 1, MONDAY, at("12:00")) == Outlook(
        as_of=at("12:00"),
        breached_at=instant,
        breach_shown_from=instant,
        ends_at=MONDAY.end,
        closes_at=MONDAY.end + DAY,
    )


def rolling(take: str, story: Story, as_of: str) -> tuple[Figure, Outlook]:
    terms = agreement(taken(take, at_most=4), objective={"window": RollingWindow(3 * HOUR)})
    asked = "o", 1, Span(at(as_of) - 3 * HOUR, at(as_of)), at(as_of)
    known = history(terms, story)
    return known.figure(*asked), known.outlook(*asked)


def test_a_rolling_window_of_good_samples_has_nothing_ahead():
    assert rolling("max", samples("3", "4"), "12:00")[1] == Outlook(as_of=at("12:00"))


@pytest.mark.parametrize(
    ("as_of", "now", "breached_at", "recovered_at"),
    [
        ("12:00", None, "13:00", "14:00:00.000001"),  # five and three are four; then the three leaves
        ("13:00", None, "13:00", "14:00:00.000001"),
        ("13:00:00.000001", "13:00", "13:00", "14:00:00.000001"),
        ("14:00", "13:00", "13:00", "14:00:00.000001"),
        ("14:00:00.000001", None, None, None),
    ],
)
def test_samples_that_leave_break_a_rolling_mean_and_mend_it(as_of, now, breached_at, recovered_at):
    found, ahead = rolling("mean", samples("3", "5"), as_of)
    assert found.breached_at == (now and at(now))
    assert ahead == Outlook(
        as_of=at(as_of),
        breached_at=breached_at and at(breached_at),
        breach_shown_from=breached_at and at(breached_at) + 1,
        recovered_at=recovered_at and at(recovered_at),
    )


def test_without_a_sample_a_rolling_window_has_no_data_and_nothing_ahead():
    found, ahead = rolling("max", Story().told("09:00", "up"), "12:00")
    assert (found.state, found.breached_at, ahead) == (Verdict.NO_DATA, None, Outlook(as_of=at("12:00")))


# whose they are


def test_each_objective_has_its_own_samples():
    story = samples("1", "2").measured("12:00", "9", "s", metric="n")
    found = history(objectives(taken(at_most=9), Measurement("n", "s", Fraction(9), take="max")), story)
    assert [found.figure(f"o{n}", 1, MONDAY, at(ENDED)).value for n in (0, 1)] == [2, 9]


def test_each_objective_has_its_own_shares_of_samples():
    each = [Measurement("m", "ms", Fraction(bound), target=Fraction("0.5")) for bound in (1, 5)]
    found = history(objectives(*each), samples("1", "2", "3"))
    figures = [found.figure(f"o{n}", 1, MONDAY, at(ENDED)) for n in (0, 1)]
    assert [(one.good, one.total) for one in figures] == [(1, 3), (3, 3)]


@pytest.mark.parametrize(
    "indicator",
    [taken(at_most=9), Measurement("m", "ms", Fraction(9), target=Fraction("0.5"))],
    ids=["take", "each"],
)
def test_a_sample_that_is_late_under_one_version_counts_under_the_other_alone(indicator):
    old = agreement(indicator, late_after=HOUR)
    new = replace(old, version=2, force_from=at("10:30"), late_after=DAY)
    story = samples("1")
    story.measured("10:10", "5")
    story.facts[-1] = replace(story.facts[-1], recorded_at=at("12:00"))
    story.measured("11:00", "3")
    story.facts[-1] = replace(story.facts[-1], recorded_at=at("13:00"))
    found = History([old, new])
    for fact in story.facts:
        found.add(fact)
    totals = [found.figure("o", version, MONDAY, at(ENDED)).total for version in (1, 2)]
    assert totals == [1, 1]


# what nobody asks for


def refusals(terms: Terms, story: Story) -> list[str]:
    return [reason for _, reason in history(terms, story).set_aside(at(ENDED))]


def test_where_several_units_are_agreed_all_are_named():
    terms = objectives(*(Measurement("m", unit, Fraction(1), take="max") for unit in ("s", "ms")))
    assert refusals(terms, Story().measured("10:00", "1", "h")) == [
        "'m' is told with the unit 'h'; it is agreed in 'ms' or 's'"
    ]


def test_where_several_kinds_of_answers_are_agreed_all_are_named():
    terms = objectives(*(Satisfaction(Fraction(1), Fraction(5), kind) for kind in ("nps", "csat")))
    assert refusals(terms, Story().answered("10:00", "1", kind="ces")) == [
        "the answer is of the kind ces; csat or nps is agreed"
    ]


# scales


@pytest.mark.parametrize(
    ("end", "value"),
    [
        (1, Fraction(1, 2)),  # a scale that ends at one begins at nought
        (2, Fraction(3, 2)),  # one that ends at two begins at one, as theirs does
        (3, Fraction(2)),
    ],
)
def test_the_middle_of_a_scale_from_one_is_the_middle_of_ours(end, value):
    terms = agreement(Satisfaction(Fraction(1), Fraction(end)))
    assert figure(terms, Story().answered("10:00", "3", (1, 5)), ENDED).value == value


def test_of_an_objective_on_other_services_a_sample_is_none():
    terms = agreement(taken(at_most=9), services=(Service("s"), Service("t")))
    other: Objective = replace(terms.objectives[0], services=("t",))
    found = history(replace(terms, objectives=(other,)), samples("1"))
    assert found.figure("o", 1, MONDAY, at(ENDED)).total == 0


def test_a_sample_of_this_very_instant_is_in_the_window_from_the_next_microsecond_on_for_its_length():
    found, ahead = rolling("max", samples("5"), "10:00")
    assert (found.state, found.breached_at) == (Verdict.NO_DATA, None)
    assert (ahead.breached_at, ahead.recovered_at) == (at("10:00"), at("13:00:00.000001"))
