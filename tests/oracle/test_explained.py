"""Every figure of the stories can be followed by hand from its explanation."""

from collections import Counter

from tests.oracle.explained import explanations, faults
from tests.oracle.stories import story

STORIES = 150
NAMED = {
    *("allowed", "bad", "certain", "good", "remaining", "sli", "total"),
    *("longest_outage", "mean_time_between_failures", "mean_time_to_restore", "outage_count"),
}


def test_each_step_computed_again_gives_its_value_and_the_rows_sum() -> None:
    wrong: dict[str, list[str]] = {}
    reached: Counter[str] = Counter()
    for seed in range(STORIES):
        for one in explanations(story(seed)):
            found = list(faults(one))
            if found:
                wrong[f"{seed} {one.figure.objective}"] = found
            reached.update(step.name for step in one.formula)
            reached.update([one.credit.share.name] if one.credit is not None else [])
            reached.update(row.kind for row in one.rows)
            reached.update(off.reason.value for clock in one.clocks for off in clock.off)
    assert wrong == {}
    assert NAMED | {"paused", "stopped", "excused", "tolerated", "maintenance"} <= set(reached)
