"""The evidence of a figure, example by example: which facts are in it, and what each of them does there."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import (
    CalendarUnit,
    Composite,
    Evidence,
    EvidenceRule,
    MaintenanceClause,
    Quorum,
    Quota,
    Service,
)
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    MeanTimeToRestore,
    Measurement,
    Ratio,
    RollingWindow,
    Satisfaction,
)
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from shared.sla.told.before import Forgotten
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, counts, history

SUNDAY = Span(MONDAY.start - DAY, MONDAY.start)


def behind(terms: Terms, story: Story, as_of: str = "2026-01-06 00:00", period: Span = MONDAY) -> list[str]:
    """The facts in the order of the evidence, as `number role`."""
    found = history(terms, story).evidence("o", 1, period, at(as_of))
    return [f"{int(one.id[1:])} {one.role.value}" for one in found]


ANY, ALL = Evidence(None, EvidenceRule.ANY), Evidence(None, EvidenceRule.ALL)


@pytest.mark.parametrize(
    ("story", "service", "expected"),
    [
        (
            Story().told("2026-01-01", "up").told("10:00", "down").told("10:30", "down").told("11:00", "up"),
            Service("s"),
            ["0 opening", "1 state", "3 state"],
        ),
        (
            Story().told("10:00", "down", sequence=1).told("10:00", "up", sequence=2),
            Service("s"),
            ["0 overruled", "1 state"],
        ),
        (
            Story().told("09:00", "down").told("10:00", "down", sequence=1).told("10:00", "up", sequence=2),
            Service("s"),
            ["0 state", "1 overruled", "2 state"],
        ),
        (
            Story().told("09:00", "up").told("09:00", "up", "q").told("10:00", "down", "q"),
            Service("s", evidence=ALL),
            ["0 state", "1 state", "2 overruled"],
        ),
        (
            Story().told("09:00", "down").told("10:00", "down", "q"),
            Service("s"),
            ["0 state", "1 state"],
        ),
        (
            Story().told("09:00", "down", condition="disk").told("10:00", "degraded").told("11:00", "up"),
            Service("s"),
            ["0 state", "1 overruled", "2 overruled"],
        ),
        (
            Story().told("2026-01-01", "down", cause="third_party").told("2026-01-02", "degraded")
            .told("2026-01-03", "degraded", severity="major"),
            Service("s"),
            ["2 opening"],
        ),
        (
            Story().told("2026-01-01", "degraded", cause="third_party").told("2026-01-02", "degraded", severity="a")
            .told("2026-01-03", "degraded", severity="b"),
            Service("s"),
            ["0 opening", "2 opening"],
        ),
        (
            Story().told("09:00", "up").told("12:00", "down", first_failed_at="11:00"),
            Service("s"),
            ["0 state", "1 state"],
        ),
        (
            Story().told("09:00", "up").told("10:00", "up").told("12:00", "down", first_failed_at="09:30"),
            Service("s"),
            ["0 state", "1 dated_back", "2 state"],
        ),
        (
            Story().told("09:00", "up").told("2026-01-06 00:00", "down", first_failed_at="23:00"),
            Service("s"),
            ["0 state", "1 state"],
        ),
    ],
    ids=[
        "repeats are no evidence",
        "the last of an instant rules, and what it contradicts stays",
        "also where that only repeats what was",
        "another source that does not rule",
        "and one that says the same",
        "a better condition beside a worse",
        "what holds when the period begins",
        "with the cause that it has from before",
        "an outage that is dated back",
        "and the up that bounds how far",
        "also by a word after the period",
    ],
)  # fmt: skip
def test_words_about_a_service(story: Story, service: Service, expected: list[str]) -> None:
    assert behind(agreement(services=(service,)), story) == expected


def probing(*minutes: int) -> Story:
    told = Story()
    for minute in minutes:
        told.told(f"{minute // 60:02}:{minute % 60:02}", "up")
    return told


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ((0, 1, 2, 3, 4, 5), ["0 state", "5 sign_of_life"]),
        ((0, 1, 2, 3, 4, 5, 6), ["0 state", "5 sign_of_life", "6 sign_of_life"]),
        ((0, 5, 10), ["0 state", "1 sign_of_life", "2 sign_of_life"]),
        ((0, 4, 10), ["0 state", "1 sign_of_life", "2 state"]),
    ],
    ids=[
        "the last word within the time",
        "and the last before silence",
        "a word at the very end",
        "one too late",
    ],
)
def test_of_words_that_say_nothing_new_the_fewest_that_leave_no_gap(
    minutes: tuple[int, ...], expected: list[str]
) -> None:
    terms = agreement(services=(Service("s", 5 * MINUTE),))
    assert behind(terms, probing(*minutes)) == expected


def test_a_source_still_heard_when_the_period_begins_and_not_one_that_was_silent() -> None:
    terms = agreement(services=(Service("s", 5 * MINUTE),))
    story = Story().told("2026-01-01", "up").told("2026-01-04 23:56", "up").told("00:01", "up")
    assert behind(terms, story) == ["0 opening", "1 sign_of_life", "2 sign_of_life"]
    silent = Story().told("2026-01-01", "up").told("2026-01-04 23:55", "up").told("00:01", "up")
    assert behind(terms, silent) == ["0 opening", "2 state"]


def test_an_outage_is_in_it_whole_where_it_reaches_beyond_the_period_and_no_further() -> None:
    story = Story().told("2026-01-02", "up").told("2026-01-03", "degraded").told("2026-01-04 12:00", "down")
    story.told("2026-01-06 12:00", "up").told("2026-01-07", "down")
    found = behind(agreement(), story, "2026-01-08 00:00")
    assert found == ["1 opening", "2 state", "3 state"]


def test_words_outside_service_hours_are_not_in_it_but_what_holds_at_the_opening_is() -> None:
    story = Story().told("01:00", "down").told("02:00", "up").told("03:00", "down").told("04:00", "up")
    story.told("10:00", "down").told("11:00", "up").told("18:00", "down").told("19:00", "up")
    office = agreement(objective={"hours": OFFICE})
    assert behind(office, story) == ["3 opening", "4 state", "5 state"]
    restoring = agreement(MeanTimeToRestore(HOUR, counts()), objective={"hours": OFFICE})
    assert len(behind(restoring, story)) == 8


def test_the_words_about_the_parts_of_a_composite() -> None:
    both = (Service("s", made_of=Composite(Quorum.ANY, ("t", "u"))), Service("t"), Service("u"))
    story = Story()
    for when, service in (("09:00", "t"), ("10:00", "u"), ("11:00", "s")):
        story.told(when, "down")
        story.facts[-1] = replace(story.facts[-1], service=service)
    assert behind(agreement(services=both), story) == ["0 state", "1 state"]


def changes() -> Story:
    story = Story().announced("2026-01-01", "10:00", "11:00").change("2026-01-02", "acknowledged", "cust")
    return story.announced("2026-01-03", "2026-01-10 10:00", "2026-01-10 11:00").change("09:00", "cancelled")


def test_a_change_is_in_it_with_all_that_was_told_of_it_also_where_it_was_moved_away() -> None:
    assert behind(agreement(), changes()) == [f"{n} maintenance" for n in range(4)]
    assert behind(agreement(), changes(), period=SUNDAY) == []


@pytest.mark.parametrize(("start", "shares"), [("2026-01-31 10:00", True), ("2026-02-01 10:00", False)])
def test_with_a_quota_the_changes_of_its_unit_are_in_it_too(start: str, shares: bool) -> None:
    clause = MaintenanceClause(0, quota=Quota(CalendarUnit.MONTH, 2, None))
    story = Story().announced("2026-01-01", "10:00", "11:00")
    story.announced("2026-01-02", start, start.replace("10:00", "11:00"), change="other")
    assert ("1 maintenance" in behind(agreement(maintenance=clause), story)) is shares


@pytest.mark.parametrize("step", ["accepted", "declined"])
def test_a_correction_is_in_it_with_what_was_decided_whatever_that_was(step: str) -> None:
    story = (
        Story().told("2026-01-01", "up").proposed("10:00", "08:00", "09:00", "down").decided("11:00", step)
    )
    story.decided("12:00", "accepted").proposed("13:00", "2026-01-01", "2026-01-02", "up", correction="away")
    expected = ["0 opening", "1 correction", "2 correction", "3 correction"]
    assert behind(agreement(), story) == expected


def test_counts_that_count_with_the_maintenance_that_takes_others_out() -> None:
    story = Story().counted("09:00", 1, 2).counted("10:30", 1, 2).counted("12:00", 0, 0)
    story.announced("2026-01-01", "10:00", "11:00").told("12:00", "down")
    ratio = agreement(Ratio("ok", "all", Fraction(1, 2)))
    assert behind(ratio, story) == ["3 maintenance", "0 count"]


def test_answers_and_samples_of_the_period() -> None:
    story = Story().answered("2026-01-04 10:00", "1").answered("10:00", "4").measured("10:00", "7")
    assert behind(agreement(Satisfaction(Fraction(4), Fraction(5))), story) == ["1 sample"]
    assert behind(agreement(Measurement("m", "ms", take="max", at_most=Fraction(9))), story) == ["2 sample"]


def test_a_rolling_window_looks_back_to_where_its_breach_is_found() -> None:
    story = Story().told("2026-01-01", "up").told("01:00", "down").told("02:00", "up").told("03:00", "down")
    terms = agreement(availability("0.9"), objective={"window": RollingWindow(HOUR)})
    as_of = at("06:00")
    found = history(terms, story).evidence("o", 1, Span(as_of - HOUR, as_of), as_of)
    assert [one.id for one in found] == ["e002", "e003"]


def clock() -> Terms:
    return agreement(Clock(ClockKind.RESOLUTION, Fraction(1, 2), HOUR))


def test_the_facts_of_the_incidents_whose_clocks_it_counts_with_their_corrections() -> None:
    story = Story().incident("09:00", "opened").incident("09:30", "updated", priority="P1")
    story.incident("11:00", "resolved").incident("12:00", "opened", incident="running")
    story.proposed("13:00", "09:00", "10:30", "excused", incident="I").decided("14:00", "accepted")
    story.incident("2026-01-04 01:00", "opened", incident="old").incident(
        "2026-01-04 01:30", "resolved", "old"
    )
    expected = ["0 incident", "1 incident", "2 incident", "3 incident", "4 correction", "5 correction"]
    assert behind(clock(), story) == expected


def test_an_incident_that_was_called_off_is_in_the_period_in_which_it_would_have_come_due() -> None:
    story = Story().incident("2026-01-04 23:30", "opened").incident("2026-01-04 23:40", "cancelled")
    assert behind(clock(), story) == ["0 incident", "1 incident"]


def test_it_needs_the_words_themselves_where_transitions_do_not() -> None:
    found = history(agreement(), Story().told("09:00", "up").told("10:00", "down"))
    found.forget(at("11:00"))
    asked = "o", 1, MONDAY, at("12:00")
    assert [one.id for one in found.transitions(*asked)] == ["e000", "e001"]
    with pytest.raises(Forgotten):
        found.evidence(*asked)


def test_each_fact_says_of_what_incident_change_or_correction_it_tells() -> None:
    story = (
        Story()
        .told("09:00", "up")
        .announced("09:01", "10:00", "11:00")
        .proposed("09:02", "10:00", "11:00", "up")
    )
    found = history(agreement(), story).evidence("o", 1, MONDAY, at("12:00"))
    assert [one.of for one in found] == [None, "c", "k"]


def test_late_facts_and_those_of_other_versions_are_not_in_it() -> None:
    first, second = agreement(late_after=HOUR), agreement(version=2, force_from=at("2026-02-01"))
    told: list[Fact] = Story().told("09:00", "up").told("10:00", "down").facts
    found = History([first, second])
    found.add(told[0])
    found.add(replace(told[1], recorded_at=at("12:00")))
    assert [one.id for one in found.evidence("o", 1, MONDAY, at("13:00"))] == ["e000"]
