"""The face: repeats, what is set aside, late facts, versions, and what comes of an order of arrival."""

from dataclasses import replace

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import RollingWindow
from shared.sla.figures import Repeated, SetAside, Status, TimeClass, Used
from shared.sla.history import History
from shared.sla.spans import HOUR, MINUTE, Span
from shared.sla.told.told import TwoContentsError
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, history


def test_a_fact_that_was_there_already_is_a_repeat_whenever_it_arrives():
    [fact] = Story().told("10:00", "down").facts
    found = History([agreement()])
    assert found.add(fact) == Used(at("10:00"))
    assert found.add(replace(fact, recorded_at=at("11:00"))) == Repeated()


def test_one_pair_of_source_and_id_with_two_contents_is_refused_by_name():
    [fact] = Story().told("10:00", "down").facts
    found = History([agreement()])
    found.add(fact)
    with pytest.raises(TwoContentsError, match="'e000' of source 'p'"):
        found.add(replace(fact, at=at("10:01")))


@pytest.mark.parametrize(("arrived", "late"), [("11:00", False), ("11:00:00.000001", True)])
def test_what_arrives_more_than_older_than_after_its_time_is_evidence_only(arrived, late):
    [fact] = Story().told("10:00", "down", recorded_at=at(arrived)).facts
    placed = History([agreement(late_after=HOUR)]).add(fact)
    assert isinstance(placed, SetAside) == late


def test_a_service_that_no_version_names_is_set_aside_with_a_sentence():
    [fact] = Story().told("10:00", "down").facts
    placed = History([agreement()]).add(replace(fact, service="elsewhere"))
    assert placed == SetAside("service 'elsewhere' is not in the agreement")


@pytest.mark.parametrize(
    ("services", "placed"),
    [
        (("nowhere",), SetAside("service 'nowhere' is not in the agreement")),
        (("nowhere", "never"), SetAside("none of the services 'nowhere', 'never' is in the agreement")),
    ],
)
def test_the_reason_names_the_services_that_a_change_is_about_and_not_its_subject(services, placed):
    [fact] = Story().announced("10:00", "11:00", "12:00").facts
    assert History([agreement()]).add(replace(fact, services=services)) == placed


def test_the_reason_names_the_service_that_a_correction_is_about():
    [fact] = Story().proposed("10:00", "08:00", "09:00", "up", of_service="nowhere").facts
    assert History([agreement()]).add(fact) == SetAside("service 'nowhere' is not in the agreement")


def test_a_word_on_a_change_counts_where_it_names_the_services_of_the_announcement():
    told = Story().announced("09:00", "11:00", "12:00").change("10:00", "cancelled").facts
    announced, cancelled = (replace(fact, service="platform") for fact in told)
    found = History([agreement()])
    found.add(announced)
    assert found.add(cancelled) == SetAside("service 'platform' is not in the agreement")
    assert found.figure("o", 1, MONDAY, at("18:00")).ledger[TimeClass.MAINTENANCE] == HOUR
    found.add(replace(cancelled, id="again", services=("s",)))
    assert found.figure("o", 1, MONDAY, at("18:00")).ledger[TimeClass.MAINTENANCE] == 0


def test_a_fact_reaches_back_as_far_as_it_can_change_things():
    terms = agreement(availability(outages_shorter_than=5 * MINUTE))
    found = History([terms])
    story = Story().told("10:00", "down", first_failed_at="09:00").announced("11:00", "10:00", "12:00")
    story.change("13:00", "cancelled").proposed("14:00", "08:00", "09:00", "up").decided("15:00", "accepted")
    reached = [found.add(fact) for fact in story.facts]
    starts = [at("09:00") - 5 * MINUTE, at("10:00"), at("10:00"), *[at("08:00") - 5 * MINUTE] * 2]
    assert reached == [Used(start) for start in starts]


def test_a_late_up_reaches_back_to_where_a_later_word_dated_the_outage_it_ends():
    found = History([agreement()])
    dated, late = Story().told("10:10", "down", first_failed_at="10:00").told("10:05", "up").facts
    found.add(dated)
    assert found.figure("o", 1, MONDAY, at("10:10")).ledger[TimeClass.DOWN] == 10 * MINUTE
    assert found.add(late) == Used(at("09:55"))
    assert found.figure("o", 1, MONDAY, at("10:10")).ledger[TimeClass.DOWN] == 5 * MINUTE


def test_a_version_that_starts_inside_a_window_gives_the_window_twice():
    old = agreement()
    new = replace(agreement(availability("0.5")), version=2, force_from=at("12:00"))
    found = History([old, new])
    for fact in Story().told("2026-01-05 00:00", "up").facts:
        found.add(fact)
    periods = found.periods("o", at("18:00"))
    assert [(one.version, one.span) for one in periods] == [(1, MONDAY), (2, MONDAY)]
    shares = [found.figure("o", one.version, one.span, at("18:00")).ledger for one in periods]
    assert [share[TimeClass.NOT_IN_FORCE] for share in shares] == [6 * HOUR, 12 * HOUR]


def test_a_version_that_takes_effect_with_the_next_period_lets_the_old_one_run_on():
    new = replace(agreement(), version=2, force_from=at("12:00"), next_period=True)
    found = History([agreement(), new])
    found.add(Story().told("2026-01-05 00:00", "up").facts[0])
    tuesday = Span(MONDAY.end, at("2026-01-07"))
    periods = found.periods("o", at("2026-01-06 12:00"))
    assert [(one.version, one.span) for one in periods] == [(1, MONDAY), (2, tuesday)]


def test_a_further_version_takes_in_what_was_set_aside_before():
    other = agreement(services=(Service("t"),))
    found = History([other])
    [fact] = Story().told("10:00", "down").facts
    assert isinstance(found.add(fact), SetAside)
    found.put(replace(agreement(), version=2))
    assert found.set_aside(at("12:00")) == []
    assert found.figure("o", 2, MONDAY, at("12:00")).ledger[TimeClass.DOWN] == 2 * HOUR


def test_periods_begin_with_the_first_fact_where_the_service_is_unknown_before_it():
    found = history(agreement(), Story().told("10:00", "up"))
    assert [one.span for one in found.periods("o", at("12:00"))] == [MONDAY]
    up = agreement(services=(Service("s", up_before_first_fact=True),))
    assert len(history(up, Story().told("10:00", "up")).periods("o", at("12:00"))) == 5


def test_a_rolling_window_out_of_force_is_one_entry_of_the_version_that_rolls():
    rolling = agreement(objective={"window": RollingWindow(6 * HOUR)})
    found = history(rolling, Story())
    found.put(replace(rolling, version=2, force_from=at("2026-02-01")))
    found.put(replace(agreement(force_from=at("2026-01-05")), version=1))
    as_of = at("2026-01-01")
    [one] = found.periods("o", as_of)
    assert (one.version, one.span, one.status) == (2, Span(as_of - 6 * HOUR, as_of), Status.OPEN)


def test_a_span_that_was_asked_for_is_one_window_also_where_a_rolling_one_is_as_long():
    found = history(agreement(objective={"window": RollingWindow(24 * HOUR)}), Story().told("10:00", "up"))
    for asked, status in ((False, Status.OPEN), (True, Status.PROVISIONAL)):
        figure = found.figure("o", 1, MONDAY, MONDAY.end, asked=asked)
        assert figure.period.status is status


def test_the_facts_behind_a_figure_are_its_transitions_and_what_opened_it():
    story = Story().told("2026-01-01", "up").told("10:00", "down").told("10:30", "down").told("11:00", "up")
    found = history(agreement(), story).evidence("o", 1, MONDAY, at("12:00"))
    assert [one.id for one in found] == ["e000", "e001", "e003"]


def test_facts_ahead_of_the_instant_asked_about_wait_for_their_time():
    found = history(agreement(), Story().told("00:00", "up").told("10:00", "down"))
    assert found.figure("o", 1, MONDAY, at("09:00")).outages == ()
    assert found.figure("o", 1, MONDAY, at("11:00")).ledger[TimeClass.DOWN] == HOUR
    found.add(replace(Story().told("09:30", "down").facts[0], id="late"))
    assert found.figure("o", 1, MONDAY, at("11:00")).ledger[TimeClass.DOWN] == 90 * MINUTE
    assert found.figure("o", 1, MONDAY, at("09:00")).outages == ()
