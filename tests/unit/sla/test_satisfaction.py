"""Satisfaction at its boundaries (CONTRACT.md, section 1; docs/decisions, 11)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import RollingWindow, Satisfaction
from shared.sla.figures import Figure, SetAside, Verdict
from shared.sla.spans import HOUR, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, figure, history

ENDED = "2026-01-06 00:00"


def score(target: str = "4", scale: int = 5, **clauses) -> Satisfaction:
    return Satisfaction(Fraction(target), Fraction(scale), **clauses)


def answers(*scores: str, scale: tuple[int, int] = (1, 5), **more) -> Story:
    story = Story()
    for hour, one in enumerate(scores):
        story.answered(f"{10 + hour}:00", one, scale, **more)
    return story


def judged(indicator: Satisfaction, story: Story, as_of: str = ENDED) -> Figure:
    return figure(agreement(indicator), story, as_of)


@pytest.mark.parametrize("kind", ["csat", "ces"])
def test_a_score_is_the_mean_of_the_answers_exactly(kind):
    found = judged(score("4", kind=kind), answers("5", "4", "4"))
    assert (found.value, found.state) == (Fraction(13, 3), Verdict.MET)
    assert (found.good, found.total, found.sli, found.budget, found.ledger) == (3, 3, None, None, None)


@pytest.mark.parametrize(
    ("last", "state", "breached_at"),
    [("4", Verdict.MET, None), ("3.999999", Verdict.BREACHED, MONDAY.end)],
)
def test_a_score_that_equals_the_target_meets_it(last, state, breached_at):
    found = judged(score("4"), answers("4", last))
    assert (found.state, found.breached_at) == (state, breached_at)


def test_an_open_period_is_at_risk_while_its_score_is_below_and_is_decided_at_the_end():
    low, back = answers("5", "2"), answers("5", "2", "5")
    assert judged(score(), low, "11:30").state is Verdict.AT_RISK
    assert judged(score(), low, "11:30").breached_at is None
    assert judged(score(), back, "12:00").state is Verdict.MET
    assert judged(score(), low, "2026-01-05 23:59:59.999999").state is Verdict.AT_RISK
    assert judged(score(), low).state is Verdict.BREACHED


@pytest.mark.parametrize(
    ("given", "scale", "value"),
    [
        ("4", (1, 5), "4"),  # its scale ends where the target's does
        ("4", (0, 5), "4"),
        ("8", (0, 10), "4"),  # from nought to nought
        ("4", (1, 7), "3"),  # from one to one: the middle stays the middle
        ("1", (1, 10), "1"),
        ("10", (1, 10), "5"),
        ("0", (-2, 2), "5/2"),
        ("2", (1, 4), "7/3"),
    ],
)
def test_a_score_on_another_scale_is_mapped_linearly_and_exactly(given, scale, value):
    assert judged(score(), answers(given, scale=scale)).value == Fraction(value)


@pytest.mark.parametrize(
    ("scores", "value"),
    [
        (("9", "10", "0", "7"), 25),
        (("9",), 100),
        (("8.999",), 0),
        (("6.001",), 0),
        (("6",), -100),
        (("9", "9", "0"), Fraction(100, 3)),
    ],
)
def test_nps_is_promoters_from_9_on_minus_detractors_up_to_6(scores, value):
    found = judged(score("30", 100, kind="nps"), answers(*scores, scale=(0, 10)))
    assert (found.value, found.good) == (value, sum(Fraction(one) >= 9 for one in scores))


def test_nps_reads_answers_of_another_scale_on_0_to_10():
    story = answers("5", "4", "3", scale=(1, 5))  # 10, 7.5 and 5
    assert judged(score("0", 100, kind="nps"), story).value == 0
    assert judged(score("0", 100, kind="nps"), story).state is Verdict.MET


@pytest.mark.parametrize(
    ("least", "state", "value"), [(2, Verdict.BREACHED, Fraction(1)), (3, Verdict.NO_DATA, None)]
)
def test_fewer_answers_than_agreed_are_no_data_and_tell_no_value(least, state, value):
    found = judged(score(at_least_answers=least), answers("1", "1"))
    assert (found.state, found.value, found.total) == (state, value, 2)


def test_no_answer_is_no_data():
    assert judged(score(), Story().told("10:00", "up")).state is Verdict.NO_DATA


def test_an_answer_belongs_to_the_instant_it_was_given():
    story = Story().answered("2026-01-04 23:59:59.999999", "1").answered("00:00", "5")
    story.answered("2026-01-06 00:00", "1")
    assert judged(score(), story, "2026-01-07").value == 5


def test_answers_count_in_hours_and_force_and_maintenance_takes_none_away():
    story = Story().announced("2026-01-04", "10:00", "12:00")
    story.answered("08:59:59.999999", "1").answered("09:00", "5").answered("11:00", "4").answered(
        "17:00", "1"
    )
    terms = agreement(score(), objective={"hours": OFFICE})
    assert figure(terms, story, ENDED).value == Fraction(9, 2)
    until = agreement(score(), force_until=at("11:00"))
    assert figure(until, story, ENDED).value == 3


def test_any_of_several_services_is_answered_for():
    single = agreement(score(), services=(Service("s"), Service("t"), Service("u")))
    terms = replace(single, objectives=(replace(single.objectives[0], services=("s", "t")),))
    story = answers("5").answered("11:00", "4", service="t").answered("12:00", "1", service="u")
    assert figure(terms, story, ENDED).value == Fraction(9, 2)


def test_an_answer_of_a_kind_that_no_objective_asks_for_is_set_aside():
    story = answers("5").answered("11:00", "1", kind="nps").answered("12:00", "3", kind="csat")
    found = history(agreement(score()), story)
    assert found.figure("o", 1, MONDAY, at(ENDED)).value == 4
    ((fact, reason),) = found.set_aside(at(ENDED))
    assert (fact.id, reason) == ("e001", "the answer is of the kind nps; csat is agreed")
    placed = history(agreement(), Story()).add(story.facts[1])
    assert not isinstance(placed, SetAside)  # nobody asks for answers at all


def test_a_late_answer_is_set_aside():
    story = answers("1", recorded_at=at("2027-06-01")).answered("12:00", "5")
    assert judged(score(), story).value == 5


def test_the_answers_behind_a_score_are_its_evidence():
    found = history(agreement(score()), answers("5", "4"))
    assert [one.id for one in found.evidence("o", 1, MONDAY, at(ENDED))] == ["e000", "e001"]
    assert found.spans("o", 1, MONDAY, at(ENDED)) == []


def test_what_comes_by_time_alone_is_the_verdict_at_the_end():
    outlook = history(agreement(score()), answers("1")).outlook("o", 1, MONDAY, at("12:00"))
    assert (outlook.breached_at, outlook.breach_shown_from, outlook.due) == (MONDAY.end,) * 3
    good = history(agreement(score()), answers("5")).outlook("o", 1, MONDAY, at("12:00"))
    assert (good.breached_at, good.ends_at) == (None, MONDAY.end)


def test_answers_leave_a_rolling_window_and_a_breach_tells_since_when():
    terms = agreement(score(), objective={"window": RollingWindow(3 * HOUR)})
    story = answers("1", "5", "5")
    found = history(terms, story)

    def rolled(as_of: str) -> Figure:
        return found.figure("o", 1, Span(at(as_of) - 3 * HOUR, at(as_of)), at(as_of))

    assert rolled("10:00").state is Verdict.NO_DATA  # the window ends before the instant
    assert (rolled("12:30").state, rolled("12:30").breached_at) == (Verdict.BREACHED, at("10:00"))
    assert rolled("13:00").state is Verdict.BREACHED
    assert rolled("13:00:00.000001").state is Verdict.MET
    outlook = found.outlook("o", 1, Span(at("09:30"), at("12:30")), at("12:30"))
    assert (outlook.breached_at, outlook.recovered_at) == (at("10:00"), at("13:00:00.000001"))


def test_a_rolling_window_looks_ahead_to_the_breach_that_leaving_answers_bring():
    terms = agreement(score(), objective={"window": RollingWindow(3 * HOUR)})
    outlook = history(terms, answers("5", "3")).outlook("o", 1, Span(at("08:30"), at("11:30")), at("11:30"))
    assert (outlook.breached_at, outlook.breach_shown_from) == (at("13:00"), at("13:00:00.000001"))
    assert outlook.recovered_at == at("14:00:00.000001")
