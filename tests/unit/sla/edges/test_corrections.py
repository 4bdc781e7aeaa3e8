"""What is known of a correction at each standing, and the stretches that several of them rule."""

import pytest

from shared.sla.agreed.clauses import CorrectionsClause
from shared.sla.changes.corrections import Corrected, Standing, judge, ruling
from shared.sla.spans import HOUR
from tests.unit.sla.examples import Story, agreement, at

TERMS = agreement(corrections=CorrectionsClause(HOUR))
SILENCE = agreement(corrections=CorrectionsClause(HOUR, silence_accepts=True))


@pytest.mark.parametrize(
    ("words", "terms", "as_of", "standing", "since"),
    [
        ([], TERMS, "12:59:59.999999", Standing.PROPOSED, "12:00"),
        ([], TERMS, "13:00", Standing.DECLINED, "13:00"),
        ([], SILENCE, "13:00", Standing.ACCEPTED, "13:00"),
        ([("12:10", "accepted", "cust")], TERMS, "12:10", Standing.ACCEPTED, "12:10"),
        ([("12:10", "declined", "cust")], TERMS, "12:10", Standing.DECLINED, "12:10"),
        ([("12:10", "withdrawn", "prov")], TERMS, "12:10", Standing.WITHDRAWN, "12:10"),
        (
            [("11:59", "accepted", "cust"), ("12:10", "accepted", "cust")],
            TERMS,
            "14:00",
            Standing.ACCEPTED,
            "12:10",
        ),
        ([("13:00", "accepted", "cust")], TERMS, "14:00", Standing.DECLINED, "13:00"),
    ],
)
def test_a_correction_says_where_it_stands_since_when_and_until_when_it_is_decided(
    words, terms, as_of, standing, since
):
    story = Story().proposed("12:00", "10:00", "11:00", "excused")
    for when, step, by in words:
        story.decided(when, step, by)
    [found] = judge(sorted(story.facts, key=lambda one: one.order), terms, at(as_of))
    assert (found.standing, found.since, found.decide_by) == (standing, at(since), at("13:00"))
    assert found.order[0] == at(since)
    assert found.order[1:] == (
        (1, 0, 0, "e000", "portal") if since in ("12:00", "13:00") else found.order[1:]
    )


def ruled(*told: tuple[str, str, str]) -> list[tuple[str, int, int]]:
    """Which of several corrections, accepted one after the other, rules from when to when."""
    story = Story()
    for minute, (name, start, end) in enumerate(told):
        story.proposed("12:00", start, end, "excused", correction=name)
        story.decided(f"12:{minute + 10}", "accepted", correction=name)
    found = ruling(judge(sorted(story.facts, key=lambda one: one.order), TERMS, at("14:00")))
    assert all(isinstance(one, Corrected) for one in found)
    return [(one.proposal.correction, one.start, one.end) for one in found]


def test_corrections_with_time_between_them_rule_each_its_own():
    assert ruled(("a", "08:00", "09:00"), ("b", "10:00", "11:00"), ("c", "12:00", "13:00")) == [
        ("a", at("08:00"), at("09:00")),
        ("b", at("10:00"), at("11:00")),
        ("c", at("12:00"), at("13:00")),
    ]


def test_one_that_covers_an_earlier_one_rules_as_one_stretch():
    assert ruled(("a", "09:00", "10:00"), ("b", "08:00", "11:00")) == [("b", at("08:00"), at("11:00"))]


def test_one_inside_an_earlier_one_leaves_it_on_both_sides():
    assert ruled(("a", "08:00", "11:00"), ("b", "09:00", "10:00")) == [
        ("a", at("08:00"), at("09:00")),
        ("b", at("09:00"), at("10:00")),
        ("a", at("10:00"), at("11:00")),
    ]


def test_two_that_touch_rule_each_up_to_the_other():
    assert ruled(("a", "08:00", "09:00"), ("b", "09:00", "10:00")) == [
        ("a", at("08:00"), at("09:00")),
        ("b", at("09:00"), at("10:00")),
    ]


def test_what_neither_party_proposed_is_passed_over_and_not_the_facts_after_it():
    story = Story().proposed("12:00", "10:00", "11:00", "excused", by="aud")
    story.proposed("12:05", "10:00", "10:30", "excused").decided("12:10", "accepted")
    [found] = judge(story.facts, TERMS, at("13:00"))
    assert (found.proposal.by, found.standing, found.span.length) == ("prov", Standing.ACCEPTED, HOUR // 2)
