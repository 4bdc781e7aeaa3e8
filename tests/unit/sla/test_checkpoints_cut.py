"""Checkpoints of sums are cut back to what a late word, a decision or silence changes, and no further."""

from dataclasses import replace

import pytest

from shared.sla.agreed.objectives import RollingWindow
from shared.sla.figures import TimeClass
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR, MICROSECOND, MINUTE, Span
from tests.unit.sla.examples import OFFICE, Story, agreement, answers, at, availability

NO_CHECKPOINT = 1 << 30


def flapping(days: int) -> Story:
    """Down for the last ten minutes of each hour."""
    told = Story()
    for hour in range(days * 24):
        day, clock = divmod(hour, 24)
        told.told(f"2026-01-{5 + day:02} {clock:02}:00", "up")
        told.told(f"2026-01-{5 + day:02} {clock:02}:50", "down")
    return told


WEEK = Span(at("00:00"), at("2026-01-12 00:00"))
AS_OF = at("2026-01-09 15:00")


@pytest.mark.parametrize("hours", [None, OFFICE])
@pytest.mark.parametrize(
    "late",
    [
        Story().told("2026-01-05 00:10", "down", id="late"),
        Story().told("2026-01-07 10:55", "up", id="late"),
        Story().told("2026-01-08 10:58", "down", id="late", source="q", first_failed_at="2026-01-06 03:20"),
        Story().told("2026-01-01 00:00", "down", id="late", source="q"),
        Story().announced("2026-01-04 00:00", "2026-01-06 09:00", "2026-01-06 12:00"),
        Story().proposed("2026-01-08", "2026-01-06 00:00", "2026-01-07 00:00", "up").decided("2026-01-08", "accepted"),
    ],
)  # fmt: skip
def test_a_late_word_cuts_checkpoints_back_to_what_it_changes(hours: object, late: Story) -> None:
    terms = agreement(availability("0.9", outages_shorter_than=12 * MINUTE), objective={"hours": hours})
    live, fresh = History([terms]), History([terms], spans_a_block=NO_CHECKPOINT)
    for fact in flapping(4).facts:
        live.add(fact)
        fresh.add(fact)
    answers(live, WEEK, AS_OF)
    for number, fact in enumerate(late.facts):
        told = replace(fact, id=f"late{number}")
        live.add(told)
        fresh.add(told)
    assert answers(live, WEEK, AS_OF) == answers(fresh, WEEK, AS_OF)


def test_a_word_at_the_very_instant_that_was_asked_about_ends_the_outage() -> None:
    live = History([agreement(availability("0.9"))])
    for fact in Story().told("10:00", "down").facts:
        live.add(fact)
    assert live.figure("o", 1, WEEK, at("11:00")).outages[0].end is None
    live.add(replace(Story().told("11:00", "up").facts[0], id="end"))
    assert live.figure("o", 1, WEEK, at("11:00")).outages[0].end == at("11:00")


@pytest.mark.parametrize("silent", [False, True])
def test_silence_that_decides_a_correction_moves_what_lies_behind_checkpoints(silent: bool) -> None:
    clause = {"corrections": replace(agreement().corrections, decide_within=DAY, silence_accepts=silent)}
    live = History([agreement(availability("0.9"), **clause)])
    for fact in [*flapping(4).facts, *Story().proposed("2026-01-08", "2026-01-05", "2026-01-07", "up").facts]:
        live.add(replace(fact, id=f"{fact.id}{fact.source}"))
    decided = at("2026-01-09 00:00")
    down = [
        live.figure("o", 1, WEEK, as_of).ledger[TimeClass.DOWN]
        for as_of in (decided - MICROSECOND, decided, decided - MICROSECOND)
    ]
    assert down[0] == down[2]
    assert down[0] - down[1] == (8 * HOUR if silent else 0) - MICROSECOND


def test_a_rolling_window_that_has_been_under_target_for_weeks_says_since_when() -> None:
    terms = agreement(availability("0.9"), objective={"window": RollingWindow(DAY)})
    found = History([terms], spans_a_block=4)
    for fact in flapping(20).facts:
        found.add(fact)
    as_of = at("2026-01-24 12:00")
    figure = found.figure("o", 1, Span(as_of - DAY, as_of), as_of)
    # After 01:50 the second outage brings what is bad of all time so far to 10 % again: 666.67 s of 6,666.67 s.
    assert figure.breached_at == at("01:51:06.666666")
