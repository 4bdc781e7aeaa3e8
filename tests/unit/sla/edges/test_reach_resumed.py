"""What a reach remembers, kept between two runs of the program."""

from shared.sla.spans import HOUR
from shared.sla.told.reach import Reach, Reached
from tests.unit.sla.examples import Story, agreement, at


def test_what_a_reach_remembers_is_kept_whole_and_resumed():
    story = Story().told("11:00", "down", "a", first_failed_at="10:00").announced("08:00", "14:00", "15:00")
    story.proposed("12:00", "09:00", "09:30", "up").incident("07:00", "opened")
    told = Reach((agreement(),))
    for fact in story.facts:
        told.of(fact)
    kept = Reached(
        dated_back=(("s", "a", at("11:00"), HOUR),),
        announced=(("c", at("14:00")),),
        proposed=(("k", at("09:00")),),
        of_incident=(("I", at("07:00")),),
    )
    assert told.reached() == kept
    resumed = Reach((agreement(),))
    resumed.resume(kept)
    assert resumed.reached() == kept
    [late] = Story().told("10:30", "up", "a").facts
    assert resumed.of(late) == at("09:30")
