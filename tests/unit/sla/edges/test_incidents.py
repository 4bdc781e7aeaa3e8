"""The life of an incident: its moments with what it is after each."""

from shared.sla.facts import IncidentStep as S
from shared.sla.incidents.incidents import life
from tests.unit.sla.examples import Story, at


def moments(story: Story) -> list[tuple]:
    found = life("I", sorted(story.facts, key=lambda one: one.order))
    assert found is not None
    assert (found.name, found.service, found.opened_at) == ("I", "s", at("10:00"))
    return [(one.at, one.step, one.priority, one.status) for one in found.moments]


def test_what_was_never_opened_has_no_life():
    assert life("I", Story().incident("10:00", "resolved").facts) is None
    assert life("I", []) is None


def test_each_moment_says_what_the_incident_is_from_then_on():
    story = Story().incident("10:00", "opened", priority="P2").incident("11:00", "updated", status="waiting")
    story.incident("12:00", "updated", priority="P1").incident("13:00", "resolved").incident(
        "14:00", "reopened"
    )
    story.incident("15:00", "closed", status="done").incident("16:00", "reopened", status="again")
    assert moments(story) == [
        (at("10:00"), S.OPENED, "P2", "open"),
        (at("11:00"), S.UPDATED, "P2", "waiting"),
        (at("12:00"), S.UPDATED, "P1", "waiting"),
        (at("13:00"), S.RESOLVED, "P1", "waiting"),
        (at("14:00"), S.REOPENED, "P1", "open"),
        (at("15:00"), S.CLOSED, "P1", "done"),
        (at("16:00"), S.REOPENED, "P1", "again"),
    ]


def test_only_an_update_changes_the_priority():
    story = Story().incident("10:00", "opened", priority="P2", status="new")
    story.incident("11:00", "resolved", priority="P1")
    assert moments(story)[-1] == (at("11:00"), S.RESOLVED, "P2", "new")


def test_what_was_told_before_the_opening_holds_from_it_on_in_its_order():
    story = Story().incident("09:00", "updated", status="a").incident("08:00", "updated", status="b")
    story.incident("10:00", "opened", status="c").incident("11:00", "opened", status="d")
    assert moments(story) == [
        (at("10:00"), S.OPENED, None, "c"),
        (at("10:00"), S.UPDATED, None, "b"),
        (at("10:00"), S.UPDATED, None, "a"),
    ]
