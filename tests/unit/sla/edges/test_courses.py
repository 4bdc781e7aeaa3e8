"""The course of a period at its beginning, and the words behind what falls short of an announcement."""

import pytest

from shared.sla.agreed.clauses import CalendarUnit, MaintenanceClause, Quota
from shared.sla.changes.maintenance import judge_changes
from shared.sla.changes.quotas import apply_quota
from shared.sla.spans import HOUR, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, figure, history

TUESDAY = Span(MONDAY.end, at("2026-01-07"))


def test_what_was_bad_before_the_period_is_none_of_its_budget():
    story = Story().told("2026-01-01", "up").told("10:00", "down").told("11:00", "up")
    story.told("2026-01-06 10:00", "down")
    found = figure(agreement(), story, "2026-01-06 12:00", TUESDAY)
    assert found.breached_at == at("2026-01-06 10:14:24")


def test_an_outage_that_runs_from_the_first_microsecond_breaches_at_the_exact_one():
    # of a hundred minutes and a microsecond all but a thousandth may be bad
    window = Span(at("11:00"), at("12:40") + 1)
    story = Story().told("2026-01-01", "down")
    found = figure(agreement(availability("0.001")), story, "12:40:00.000001", window)
    assert found.breached_at == at("12:39:54")


def test_maintenance_that_is_announced_as_an_outage_begins_is_known_in_it_and_counted_once():
    # of a hundred minutes ten will be maintenance: of ninety a hundredth are 54 s
    window = Span(at("11:00"), at("12:40"))
    story = Story().told("2026-01-01", "up").told("12:00", "down").announced("12:00", "12:30", "12:40")
    assert figure(agreement(), story, "12:25", window).breached_at == at("12:00:54")


def test_a_change_that_was_cancelled_names_the_word_that_did():
    story = Story().told("2026-01-01", "up").announced("2026-01-02", "10:00", "11:00")
    story.change("2026-01-03", "cancelled")
    found = history(agreement(), story).explanation("o", 1, MONDAY, at("12:00"))
    [row] = [one for one in found.rows if one.why == "cancelled"]
    assert [[fact.id for fact in part.facts] for part in row.spans] == [["e000", "e001", "e002"]]


@pytest.mark.parametrize(("total", "short"), [(HOUR, []), (HOUR - 1, [1])])
def test_a_change_that_uses_up_its_quota_exactly_falls_short_of_nothing(total, short):
    facts = Story().announced("2026-01-02", "10:00", "11:00").facts
    changes = judge_changes(facts, MaintenanceClause(), lambda *_: ())
    [change] = apply_quota(changes, Quota(CalendarUnit.MONTH, total=total), "UTC")
    assert [part.length for part, _ in change.shortfalls] == short
