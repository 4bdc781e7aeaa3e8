"""What is known of a change: its parts that fall short, none of them empty, and since when it is known."""

import pytest

from shared.sla.agreed.clauses import MaintenanceClause
from shared.sla.changes.maintenance import Change, judge_changes
from shared.sla.spans import HOUR, Span
from tests.unit.sla.examples import Story, at, span


def judged(story: Story, **clause) -> Change:
    def no_hours(*_asked: object) -> tuple[Span, ...]:
        return ()

    facts = sorted(story.facts, key=lambda one: one.order)
    [change] = judge_changes(facts, MaintenanceClause(**clause), no_hours)
    return change


def announced() -> Story:
    return Story().announced("08:00", "10:00", "12:00")


@pytest.mark.parametrize(
    ("words", "valid", "shortfalls"),
    [
        ([], ("10:00", "12:00"), []),
        ([("10:00", "started")], ("10:00", "12:00"), []),
        ([("12:00", "finished")], ("10:00", "12:00"), []),
        ([("10:00", "started"), ("12:00", "finished")], ("10:00", "12:00"), []),
        ([("10:30", "started")], ("10:30", "12:00"), [("10:00", "10:30", "not_started")]),
        ([("11:30", "finished")], ("10:00", "11:30"), [("11:30", "12:00", "finished")]),
        ([("12:30", "finished")], ("10:00", "12:00"), [("12:00", "12:30", "overrun")]),
        ([("12:00", "started")], None, [("10:00", "12:00", "not_started")]),
        ([("13:00", "started")], None, [("10:00", "12:00", "not_started")]),
        ([("10:00", "finished")], None, [("10:00", "12:00", "finished")]),
        ([("09:00", "finished")], None, [("10:00", "12:00", "finished")]),
        ([("11:00", "cancelled")], None, [("10:00", "12:00", "cancelled")]),
    ],
)
def test_a_change_has_what_is_valid_of_it_and_what_falls_short_with_the_reason(words, valid, shortfalls):
    story = announced()
    for when, step in words:
        story.change(when, step)
    found = judged(story)
    assert found.valid == (() if valid is None else (span(*valid),))
    assert found.shortfalls == tuple((span(start, end), why) for start, end, why in shortfalls)
    assert found.name == "c"


def test_a_change_is_known_since_its_announcement_or_its_acknowledgement():
    assert judged(announced()).known_at == at("08:00")
    story = announced().change("09:00", "acknowledged", "cust")
    assert judged(story, acknowledged_by="cust").known_at == at("09:00")
    assert judged(story).known_at == at("08:00")


def test_what_is_not_in_time_is_not_asked_for_an_acknowledgement_or_its_hours():
    found = judged(announced(), notice=2 * HOUR + 1, acknowledged_by="cust")
    assert found.shortfalls == ((span("10:00", "12:00"), "notice"),)
    assert judged(announced(), notice=2 * HOUR).valid == (span("10:00", "12:00"),)
