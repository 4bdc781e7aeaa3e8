"""Which version rules an objective that others have not, or have with another window."""

from dataclasses import replace

import pytest

from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.agreed.objectives import CalendarWindow, Objective, RollingWindow
from shared.sla.agreed.terms import Terms
from shared.sla.spans import DAY, NEVER, Span
from shared.sla.told.versions import force_of, objective_of
from tests.unit.sla.examples import agreement, at


def version(number: int, force_from: str, **shape) -> Terms:
    """A version that takes effect with the next period."""
    return replace(agreement(objective=shape), version=number, force_from=at(force_from), next_period=True)


def without(terms: Terms) -> Terms:
    other: Objective = replace(terms.objectives[0], id="other")
    return replace(terms, objectives=(other,))


def test_an_objective_is_found_by_its_id_in_the_versions_that_have_it():
    assert objective_of(agreement(), "o") == agreement().objectives[0]
    assert objective_of(without(agreement()), "o") is None


@pytest.mark.parametrize(
    ("old", "begins"),
    [
        (agreement(), "2026-01-08"),
        (agreement(objective={"window": CalendarWindow(CalendarUnit.WEEK)}), "2026-01-12"),
        (agreement(objective={"window": CalendarWindow(CalendarUnit.MONTH)}), "2026-02-01"),
        (agreement(objective={"window": RollingWindow(DAY)}), "2026-01-07 12:00"),
        (without(agreement()), "2026-01-07 12:00"),
    ],
)
def test_the_next_period_is_that_of_the_version_before(old, begins):
    new = version(2, "2026-01-07 12:00")
    assert force_of([old, new], 2, "o") == Span(at(begins), NEVER)
    assert force_of([old, new], 1, "o") == Span(old.force_from, at(begins))


def test_of_three_versions_each_begins_with_the_period_of_the_one_before_it():
    month = agreement(objective={"window": CalendarWindow(CalendarUnit.MONTH)})
    week = version(2, "2026-01-07", window=CalendarWindow(CalendarUnit.WEEK))
    day = version(3, "2026-02-04 12:00")
    found = [force_of([month, week, day], number, "o") for number in (1, 2, 3)]
    assert found == [
        Span(month.force_from, at("2026-02-01")),
        Span(at("2026-02-01"), at("2026-02-09")),
        Span(at("2026-02-09"), NEVER),
    ]


def test_the_first_version_begins_at_once_though_it_says_the_next_period():
    assert force_of([version(1, "2026-01-07 12:00")], 1, "o") == Span(at("2026-01-07 12:00"), NEVER)
