"""SEMANTICS.md, Maintenance, at its boundaries. Announced on Sunday the 4th for Monday the 5th unless told."""

from dataclasses import replace

import pytest

from shared.sla.agreed.clauses import CalendarUnit, MaintenanceClause, Quota
from shared.sla.agreed.objectives import MaintenanceCounts
from shared.sla.figures import TimeClass as C
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, figure, history, span

SUNDAY = "2026-01-04 12:00"
ENDED = "2026-01-06 00:00"
TUESDAY = span("2026-01-06", "2026-01-07")


def up() -> Story:
    return Story().told("2026-01-01", "up")


def planned(start: str = "10:00", end: str = "12:00", change: str = "c", announced: str = SUNDAY) -> Story:
    return up().announced(announced, start, end, change)


def time(story: Story, as_of: str = ENDED, **clause) -> int:
    """Monday's maintenance."""
    terms = agreement(maintenance=MaintenanceClause(**clause))
    return figure(terms, story, as_of).ledger[C.MAINTENANCE]


def reasons(story: Story, as_of: str = ENDED, **clause) -> list[tuple]:
    """The stretches of Monday that say something of a change: why, start and end."""
    terms = agreement(maintenance=MaintenanceClause(**clause))
    found = history(terms, story).spans("o", 1, MONDAY, at(as_of))
    return [(one.why, one.start, one.end) for one in found if one.of is not None]


@pytest.mark.parametrize(
    ("announced", "hours"),
    [("2026-01-04 10:00", 2), ("2026-01-04 09:59:59.999999", 2), ("2026-01-04 10:00:00.000001", 0)],
)
def test_notice_is_kept_if_exactly_so_long_lies_between_the_announcement_and_the_start(announced, hours):
    assert time(planned(announced=announced), notice=DAY) == hours * HOUR


def test_without_notice_an_announcement_at_the_very_start_is_in_time_and_one_after_it_is_not():
    assert time(planned(announced="10:00")) == 2 * HOUR
    assert time(planned(announced="10:00:00.000001")) == 0
    assert reasons(planned(announced="10:00:00.000001")) == [("notice", at("10:00"), at("12:00"))]


def test_the_last_announcement_rules_with_its_own_notice():
    story = planned().announced("09:00", "14:00", "15:00")
    assert time(story) == HOUR
    assert time(story, notice=5 * HOUR) == HOUR
    assert time(story, notice=5 * HOUR + 1) == 0


@pytest.mark.parametrize(
    ("told", "by", "hours"),
    [
        ((SUNDAY, "acknowledged"), "cust", 2),  # told after it at the same instant
        (("09:59:59.999999", "acknowledged"), "cust", 2),
        (("10:00", "acknowledged"), "cust", 0),
        (("09:00", "acknowledged"), "prov", 0),
        (("09:00", "declined"), "cust", 0),
    ],
)
def test_the_acknowledgement_comes_from_the_other_party_before_it_begins(told, by, hours):
    story = planned().change(*told, by)
    assert time(story, acknowledged_by="cust") == hours * HOUR


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ([("08:00", "acknowledged"), ("09:00", "declined")], 0),
        ([("08:00", "declined"), ("09:00", "acknowledged")], 2),
        ([("08:00", "acknowledged"), ("10:00", "declined")], 2),  # it has begun
        ([], 0),
    ],
)
def test_the_other_partys_last_word_before_it_begins_counts(words, hours):
    story = planned()
    for when, step in words:
        story.change(when, step, "cust")
    assert time(story, acknowledged_by="cust") == hours * HOUR
    if not hours:
        assert reasons(story, acknowledged_by="cust") == [("not_acknowledged", at("10:00"), at("12:00"))]


def test_an_acknowledgement_of_an_earlier_announcement_does_not_count():
    before = planned().change("08:00", "acknowledged", "cust").announced("08:30", "10:00", "12:00")
    assert time(before, acknowledged_by="cust") == 0
    same_instant = planned(announced="08:00").change("08:00", "acknowledged", "cust")
    assert time(same_instant, acknowledged_by="cust") == 2 * HOUR


def test_a_late_start_leaves_until_then_for_the_acknowledgement():
    story = planned().change("10:30", "acknowledged", "cust").change("11:00", "started")
    assert time(story, acknowledged_by="cust") == HOUR


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ([("started", "09:00")], ("10:00", "12:00")),  # not before what was announced
        ([("started", "10:00")], ("10:00", "12:00")),
        ([("started", "11:59:59.999999")], ("11:59:59.999999", "12:00")),
        ([("started", "12:00")], None),
        ([("finished", "12:00")], ("10:00", "12:00")),
        ([("finished", "12:00:00.000001")], ("10:00", "12:00")),
        ([("finished", "10:00:00.000001")], ("10:00", "10:00:00.000001")),
        ([("finished", "10:00")], None),
        ([("started", "10:30"), ("finished", "11:00")], ("10:30", "11:00")),
        ([("cancelled", "13:00")], None),
        ([("started", "10:30"), ("cancelled", "11:00")], None),
    ],
)
def test_its_part_between_start_and_finish_counts_and_none_where_it_was_cancelled(told, left):
    story = planned()
    for step, when in told:
        story.change(when, step)
    found = [(start, end) for why, start, end in reasons(story) if why == "maintenance"]
    assert found == ([(at(left[0]), at(left[1]))] if left else [])


def test_a_word_told_before_the_last_announcement_still_tells_when_it_was_done():
    story = planned().change("10:30", "started").change("11:00", "finished")
    assert reasons(story) == [
        ("not_started", at("10:00"), at("10:30")),
        ("maintenance", at("10:30"), at("11:00")),
        ("finished", at("11:00"), at("12:00")),
    ]


def test_overrun_is_not_maintenance_and_the_row_says_so():
    story = planned().change("12:30", "finished")
    assert reasons(story) == [
        ("maintenance", at("10:00"), at("12:00")),
        ("overrun", at("12:00"), at("12:30")),
    ]
    assert reasons(planned().change("12:00", "finished")) == [("maintenance", at("10:00"), at("12:00"))]


def test_what_was_cancelled_is_told_for_what_was_announced():
    assert reasons(planned().change("09:00", "cancelled")) == [("cancelled", at("10:00"), at("12:00"))]


def test_of_maintenance_the_part_inside_the_agreed_hours_counts_up_to_their_close():
    story = planned("16:00", "18:00")
    assert reasons(story, within=OFFICE) == [
        ("maintenance", at("16:00"), at("17:00")),
        ("outside_hours", at("17:00"), at("18:00")),
    ]
    assert time(planned("17:00", "18:00"), within=OFFICE) == 0


# quotas


def changes(*told: tuple[str, str, str]) -> Story:
    story = up()
    for name, start, end in told:
        story.announced("2026-01-01 12:00", start, end, name)
    return story


def kept(story: Story, quota: Quota, zone: str = "UTC", as_of: str = "2026-04-02") -> dict[str, int]:
    """What is left of each change in the first quarter (µs)."""
    terms = agreement(maintenance=MaintenanceClause(quota=quota), zone=zone)
    found = history(terms, story).spans("o", 1, span("2026-01-01", "2026-04-02"), at(as_of))
    sums: dict[str, int] = {}
    for one in found:
        if one.time_class is C.MAINTENANCE:
            sums[one.of] = sums.get(one.of, 0) + one.end - one.start
    return sums


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, {}), (1, {"b": HOUR}), (2, {"b": HOUR, "a": HOUR}), (3, {"b": HOUR, "a": HOUR})],
)
def test_a_quota_of_changes_is_used_up_by_exactly_so_many(count, expected):
    story = changes(("a", "12:00", "13:00"), ("b", "10:00", "11:00"))
    assert kept(story, Quota(CalendarUnit.MONTH, count=count)) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (HOUR, {"a": HOUR}),
        (HOUR + 1, {"a": HOUR, "b": 1}),
        (2 * HOUR, {"a": HOUR, "b": HOUR}),
        (HOUR - 1, {"a": HOUR - 1}),
        (0, {}),
    ],
)
def test_a_quota_of_time_exactly_used_leaves_nothing_and_the_excess_is_not_maintenance(total, expected):
    story = changes(("a", "10:00", "11:00"), ("b", "12:00", "13:00"))
    assert kept(story, Quota(CalendarUnit.MONTH, total=total)) == expected


def test_changes_of_one_start_use_the_quota_in_order_of_their_id():
    story = changes(("b", "10:00", "11:00"), ("a", "10:00", "12:00"))
    assert kept(story, Quota(CalendarUnit.MONTH, total=2 * HOUR)) == {"a": 2 * HOUR}


def test_a_change_that_is_not_valid_uses_no_quota():
    story = changes(("a", "10:00", "11:00"), ("b", "12:00", "13:00"))
    story.change("09:00", "cancelled", change="a")
    assert kept(story, Quota(CalendarUnit.MONTH, count=1)) == {"b": HOUR}


def test_a_change_beyond_the_count_uses_no_time():
    story = changes(("a", "10:00", "11:00"), ("b", "12:00", "13:00"), ("c", "14:00", "15:00"))
    assert kept(story, Quota(CalendarUnit.MONTH, count=2, total=90 * MINUTE)) == {"a": HOUR, "b": 30 * MINUTE}


@pytest.mark.parametrize(
    ("per", "start", "names"),
    [
        (CalendarUnit.MONTH, "2026-01-31 23:59:59.999999", ["a"]),
        (CalendarUnit.MONTH, "2026-02-01", ["a", "b"]),
        (CalendarUnit.QUARTER, "2026-03-31 12:00", ["a"]),
        (CalendarUnit.QUARTER, "2026-04-01", ["a", "b"]),
        (CalendarUnit.YEAR, "2026-04-01", ["a"]),
    ],
)
def test_a_quota_is_per_local_unit_of_the_start(per, start, names):
    end = at(start) + HOUR
    story = changes(("a", "10:00", "11:00"))
    story.announced("2026-01-01 12:00", start, start, "b")
    story.facts[-1] = replace(story.facts[-1], end=end)
    assert list(kept(story, Quota(per, count=1))) == names


def test_a_change_beyond_the_quota_leaves_that_of_the_next_unit():
    story = changes(("a", "10:00", "11:00"), ("b", "12:00", "13:00"), ("c", "2026-02-01", "2026-02-02"))
    assert kept(story, Quota(CalendarUnit.MONTH, count=1)) == {"a": HOUR, "c": DAY}


def test_a_quota_of_time_used_up_before_a_gap_leaves_nothing_after_it():
    terms = agreement(
        maintenance=MaintenanceClause(quota=Quota(CalendarUnit.MONTH, total=HOUR), within=OFFICE)
    )
    story = planned("16:00", "2026-01-06 10:00")
    found = [figure(terms, story, "2026-01-07", day).ledger[C.MAINTENANCE] for day in (MONDAY, TUESDAY)]
    assert found == [HOUR, 0]


def test_the_unit_is_local_to_the_agreements_zone():
    story = changes(("a", "10:00", "11:00"), ("b", "2026-01-31 23:30", "2026-02-01 00:30"))
    quota = Quota(CalendarUnit.MONTH, count=1)
    assert list(kept(story, quota)) == ["a"]
    assert list(kept(story, quota, zone="Europe/Berlin")) == ["a", "b"]


# how it counts


@pytest.mark.parametrize(
    ("how", "good", "total"),
    [
        (MaintenanceCounts.EXCLUDED, 22, 22),
        (MaintenanceCounts.COUNTS_AS_UP, 24, 24),
        (MaintenanceCounts.COUNTS_AS_IS, 22, 24),
    ],
)
def test_maintenance_is_excluded_or_good_or_counts_as_the_state_beneath(how, good, total):
    story = planned().told("10:00", "down").told("12:00", "up")
    found = figure(agreement(availability(maintenance=how)), story, ENDED)
    assert (found.good, found.total) == (good * HOUR, total * HOUR)
    assert (found.ledger[C.MAINTENANCE] == 0) == (how is MaintenanceCounts.COUNTS_AS_IS)


def test_where_two_changes_overlap_the_time_counts_once():
    assert time(changes(("a", "10:00", "12:00"), ("b", "11:00", "13:00"))) == 3 * HOUR


def test_maintenance_outside_service_hours_stays_outside_them():
    terms = agreement(objective={"hours": OFFICE})
    found = figure(terms, planned("16:00", "18:00"), ENDED).ledger
    assert (found[C.MAINTENANCE], found[C.OUTSIDE_SERVICE_HOURS]) == (HOUR, 16 * HOUR)


def test_planned_time_is_service_time_in_force_from_as_of_on_less_what_will_be_excluded():
    terms = agreement(force_until=at("20:00"))
    assert figure(terms, planned(), "10:30").planned == 8 * HOUR
    assert figure(terms, planned(), "09:00").planned == 9 * HOUR
    assert figure(terms, planned(), ENDED).planned == 0
    assert figure(agreement(), planned(), "09:00", Span(at("09:00"), at("09:00") + HOUR)).planned == HOUR
