"""SEMANTICS.md, SLI, budget, breach, not assessable, at their boundaries.

The window has a hundred minutes, so a target of 99 % leaves 60 s.
"""

from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import MaintenanceClause
from shared.sla.agreed.objectives import RollingWindow, UnknownCounts, WarnAt, Weights
from shared.sla.figures import TimeClass as C
from shared.sla.figures import Verdict
from shared.sla.spans import HOUR, MICROSECOND, MINUTE, SECOND, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, figure, history, span

WINDOW = span("11:00", "12:40")
END = "12:40"
WARNED = {"warn_at": WarnAt((Fraction(1, 2), Fraction(3, 4)))}


def down(since: str, until: str | None = None) -> Story:
    story = Story().told("2026-01-01", "up").told(since, "down")
    return story if until is None else story.told(until, "up")


# met, at risk


@pytest.mark.parametrize(("back", "state"), [("12:01", Verdict.MET), ("12:01:00.000001", Verdict.BREACHED)])
def test_an_ended_period_is_met_if_sli_is_exactly_the_target(back, state):
    found = figure(agreement(), down("12:00", back), END, WINDOW)
    assert (found.state, found.sli >= Fraction(99, 100)) == (state, state is Verdict.MET)


@pytest.mark.parametrize(("as_of", "state"), [("12:01", Verdict.MET), ("12:01:00.000001", Verdict.BREACHED)])
def test_an_open_period_is_met_as_long_as_spent_is_at_most_allowed(as_of, state):
    found = figure(agreement(), down("12:00"), as_of, WINDOW)
    assert (found.state, found.budget.spent <= found.budget.allowed) == (state, state is Verdict.MET)


@pytest.mark.parametrize(
    ("back", "state"),
    [
        ("12:00:29.999999", Verdict.MET),
        ("12:00:30", Verdict.AT_RISK),
        ("12:01", Verdict.AT_RISK),
        ("12:01:00.000001", Verdict.BREACHED),
    ],
)
def test_at_risk_is_from_exactly_the_lowest_share_on_while_it_can_still_be_met(back, state):
    assert figure(agreement(objective=WARNED), down("12:00", back), "12:30", WINDOW).state is state


@pytest.mark.parametrize(("as_of", "state"), [("12:39:59.999999", Verdict.AT_RISK), ("12:40", Verdict.MET)])
def test_a_period_at_risk_that_ends_within_its_budget_is_met(as_of, state):
    assert figure(agreement(objective=WARNED), down("12:00", "12:01"), as_of, WINDOW).state is state


def test_with_nothing_spent_it_is_not_at_risk_though_nothing_is_allowed():
    terms = agreement(availability("1"), objective={"warn_at": WarnAt((Fraction(0),))})
    assert figure(terms, Story().told("2026-01-01", "up"), "12:00", WINDOW).state is Verdict.MET


def test_budget_is_allowed_less_spent_and_signed():
    found = figure(agreement(), down("12:00", "12:02"), "12:30", WINDOW).budget
    assert (found.allowed, found.spent, found.remaining) == (60 * SECOND, 120 * SECOND, -60 * SECOND)


def test_where_nothing_counts_there_is_no_data():
    terms = agreement(objective={"hours": OFFICE})
    found = figure(
        terms, down("2026-01-04", "2026-01-04 12:00"), "2026-01-05", span("2026-01-04", "2026-01-05")
    )
    assert (found.state, found.sli, found.credit) == (Verdict.NO_DATA, None, None)


# breached_at


def test_a_budget_of_60_s_and_an_outage_from_12_00_00_give_12_01_00():
    assert figure(agreement(), down("12:00"), "12:30", WINDOW).breached_at == at("12:01")


def test_a_target_of_100_percent_is_breached_at_the_instant_the_outage_starts():
    found = figure(agreement(availability("1")), down("12:00"), "12:00:00.000001", WINDOW)
    assert found.breached_at == at("12:00")
    assert figure(agreement(availability("1")), down("12:00"), "12:00", WINDOW).state is Verdict.MET


def test_an_outage_from_before_the_period_breaches_from_its_beginning():
    assert figure(agreement(), down("10:00"), "12:30", WINDOW).breached_at == at("11:01")


def test_a_breach_at_the_very_end_of_the_period_is_one_and_a_budget_used_up_there_is_none():
    assert figure(agreement(), down("12:38:59.999999"), END, WINDOW).breached_at == at(END) - MICROSECOND
    assert figure(agreement(), down("12:39"), END, WINDOW).breached_at is None


@pytest.mark.parametrize(
    ("announced", "breached_at"),
    [("12:00:59.999999", "12:00:59.999998"), ("12:01", "12:00:59.999999"), ("12:01:00.000001", "12:01")],
)
def test_what_is_announced_after_the_first_instant_of_the_breach_does_not_move_it(announced, breached_at):
    story = down("12:00").announced(announced, "12:30", "12:35")
    assert figure(agreement(), story, "12:20", WINDOW).breached_at == at(breached_at)


def test_an_announcement_counts_against_planned_from_its_own_instant_on():
    story = down("12:00", "12:00:57.000001").announced("12:10", "12:30", "12:35")
    assert figure(agreement(), story, "12:09:59.999999", WINDOW).breached_at is None
    assert figure(agreement(), story, "12:20", WINDOW).breached_at == at("12:10") - MICROSECOND
    exactly = down("12:00", "12:00:57").announced("12:10", "12:30", "12:35")
    assert figure(agreement(), exactly, "12:20", WINDOW).breached_at is None


def test_maintenance_that_has_passed_took_its_share_of_the_budget_once():
    story = down("12:31").announced("10:00", "12:00", "12:30")
    # of a hundred minutes seventy count: 42 s
    assert figure(agreement(), story, "12:32", WINDOW).breached_at == at("12:31:42")
    within = down("12:29:50").announced("10:00", "12:00", "12:30")
    assert figure(agreement(), within, "12:32", WINDOW).breached_at == at("12:30:42")


def test_where_acknowledgement_is_asked_for_planned_falls_when_it_is_given():
    terms = agreement(maintenance=MaintenanceClause(acknowledged_by="cust"))
    story = down("12:00", "12:00:58").announced("11:30", "12:30", "12:35")
    story.change("12:10", "acknowledged", "cust")
    assert figure(terms, story, "12:20", WINDOW).breached_at == at("12:10") - MICROSECOND


def test_excused_time_gives_no_budget_and_takes_none():
    story = down("12:00", "12:01").proposed("12:10", "12:10", "12:20", "excused").decided("12:11", "accepted")
    found = figure(agreement(), story, "12:30", WINDOW)
    # from 12:10 on ten minutes fewer count, a tenth of the budget
    assert found.breached_at == at("12:10")


def test_where_outages_have_a_minimum_length_the_verdict_comes_at_it_and_names_the_exact_instant():
    terms = agreement(availability(outages_shorter_than=5 * MINUTE))
    assert figure(terms, down("12:00"), "12:04:59.999999", WINDOW).breached_at is None
    assert figure(terms, down("12:00"), "12:05", WINDOW).breached_at == at("12:01")


def test_weights_make_the_budget_last_longer_to_the_microsecond():
    terms = agreement(availability(degraded=Weights({}, Fraction(1, 3))))
    story = Story().told("2026-01-01", "up").told("12:00", "degraded")
    assert figure(terms, story, "12:03", WINDOW).breached_at is None
    assert figure(terms, story, "12:03:00.000001", WINDOW).breached_at == at("12:03")


def test_a_budget_of_a_fraction_of_a_microsecond_is_not_rounded():
    window = Span(at("12:00"), at("12:00") + 150)  # 1.5 µs
    assert figure(agreement(), down("12:00"), "12:00:00.000001", window).breached_at is None
    assert figure(agreement(), down("12:00"), "12:00:00.000002", window).breached_at == at("12:00") + 1


# not assessable


@pytest.mark.parametrize(
    ("bound", "state"), [("1/10", Verdict.MET), ("0.0999999999", Verdict.NOT_ASSESSABLE)]
)
def test_an_unknown_share_of_exactly_the_agreed_is_assessable(bound, state):
    story = Story().told("11:10", "up")
    terms = agreement(availability(not_assessable_above=Fraction(bound)))
    found = figure(terms, story, END, WINDOW)
    assert (found.unknown_share, found.state) == (Fraction(1, 10), state)


def test_the_unknown_share_is_taken_of_all_but_out_of_force_and_outside_hours():
    terms = agreement(objective={"hours": OFFICE}, force_from=at("13:00"))
    story = Story().told("14:00", "up").announced("13:30", "15:00", "16:00")
    assert figure(terms, story, "2026-01-06").unknown_share == Fraction(1, 4)


def test_not_assessable_comes_before_breached_and_has_no_instant_and_no_credit():
    terms = agreement(availability(unknown=UnknownCounts.DOWN, not_assessable_above=Fraction(0)))
    found = figure(terms, Story().told("11:10", "down"), END, WINDOW)
    assert (found.state, found.breached_at, found.credit) == (Verdict.NOT_ASSESSABLE, None, None)


def test_the_outlook_tells_when_it_ceases_to_be_assessable_and_is_again():
    terms = agreement(availability(not_assessable_above=Fraction(1, 20)))
    story = Story().told("2026-01-01", "up").told("12:00", "unknown")
    # of an hour and t minutes t are unknown: above a twentieth from 3 min 9.47 s on
    turn = history(terms, story).outlook("o", 1, WINDOW, at("12:01")).revisit_at
    assert figure(terms, story, "12:01", WINDOW).state is Verdict.MET
    for as_of, state in ((turn - 1, Verdict.MET), (turn, Verdict.NOT_ASSESSABLE)):
        assert history(terms, story).figure("o", 1, WINDOW, as_of).state is state
    back = Story().told("2026-01-01", "up").told("12:00", "unknown").told("12:04", "up")
    turn = history(terms, back).outlook("o", 1, WINDOW, at("12:05")).revisit_at
    assert turn == at("12:20")  # four of eighty minutes
    assert history(terms, back).outlook("o", 1, WINDOW, at("12:20")).revisit_at is None
    assert figure(terms, back, "12:20", WINDOW).state is Verdict.MET
    assert figure(terms, back, "12:19:59.999999", WINDOW).state is Verdict.NOT_ASSESSABLE


# rolling


def rolled(story: Story, as_of: str, target: str = "0.9", **clauses):
    terms = agreement(availability(target, **clauses), objective={"window": RollingWindow(HOUR)})
    return figure(terms, story, as_of, Span(at(as_of) - HOUR, at(as_of)))


@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [("10:06", None), ("10:06:00.000001", "10:06"), ("11:23:59.999999", "10:06"), ("11:24", None)],
)
def test_a_rolling_window_is_breached_from_the_first_instant_under_target_until_it_is_back(
    as_of, breached_at
):
    found = rolled(down("10:00", "10:30"), as_of)
    assert (found.breached_at, found.state is Verdict.BREACHED) == (
        breached_at and at(breached_at),
        breached_at is not None,
    )


def test_a_rolling_window_holds_its_first_instant_and_not_its_last():
    story = down("10:00", "10:00:00.000001")
    assert rolled(story, "10:00").ledger[C.DOWN] == 0
    assert rolled(story, "10:00:00.000001").ledger[C.DOWN] == 1
    assert rolled(story, "11:00").ledger[C.DOWN] == 1
    assert rolled(story, "11:00:00.000001").ledger[C.DOWN] == 0


def test_recovered_is_the_first_instant_at_which_it_is_back():
    story = down("10:00", "10:30")
    assert rolled(story, "11:24").recovered_at == at("11:24")
    assert rolled(story, "11:23:59.999999").recovered_at is None
    terms = agreement(availability("0.9"), objective={"window": RollingWindow(HOUR)})
    ahead = history(terms, story).outlook("o", 1, Span(at("10:20"), at("11:20")), at("11:20"))
    assert ahead.recovered_at == at("11:24")


def test_in_a_rolling_window_no_data_is_not_under_target():
    terms = agreement(availability("1"), objective={"window": RollingWindow(HOUR), "hours": OFFICE})
    story = down("16:00", "18:00")

    def at_instant(as_of: str):
        return figure(terms, story, as_of, Span(at(as_of) - HOUR, at(as_of)))

    assert at_instant("17:59:59.999999").breached_at == at("16:00")
    assert at_instant("18:00").state is Verdict.NO_DATA


def test_in_a_rolling_window_nothing_is_planned():
    found = rolled(down("10:00", "10:05"), "10:30")
    assert (found.planned, found.budget.allowed) == (0, 6 * MINUTE)


def test_shares_are_reached_exactly_and_told_ahead():
    outlook = history(agreement(objective=WARNED), down("12:00")).outlook("o", 1, WINDOW, at("12:00"))
    assert [one.at for one in outlook.warned] == [at("12:00:30"), at("12:00:45")]
    assert outlook.breached_at == at("12:01")
    assert (
        history(agreement(), down("12:00", "12:01")).outlook("o", 1, WINDOW, at("12:01")).breached_at is None
    )


def test_the_period_of_monday_ends_where_tuesday_begins():
    story = down("2026-01-05 23:00", "2026-01-06 01:00")
    assert figure(agreement(), story, "2026-01-07", MONDAY).ledger[C.DOWN] == HOUR
    assert figure(agreement(), story, "2026-01-07", Span(MONDAY.end, at("2026-01-07"))).ledger[C.DOWN] == HOUR
