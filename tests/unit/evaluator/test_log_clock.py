"""When the log's clock counts as behind."""

import pytest

from services.evaluator.log_clock import LogClock
from shared.contracts.instants import SECOND

START = 1_000_000 * SECOND


@pytest.mark.parametrize(
    ("runs", "behind", "said"),
    [
        (3_600, 1, None),
        (3_600, 60, None),
        (3_600, 61, "the last tick read is 61 s old"),
        (60, 3_600, None),
        (61, 3_600, "the last tick read is 3600 s old"),
        (3_600, -5, None),
        (3_600, None, None),
    ],
    ids=["just", "at the bound", "beyond", "while it catches up", "and then", "ahead", "no tick ever"],
)
def test_the_log_clock_is_a_trouble_when_it_is_more_than_a_minute_behind(runs, behind, said):
    now = [START]
    clock = LogClock(lambda: None if behind is None else now[0] - behind * SECOND, lambda: now[0])
    now[0] += runs * SECOND
    found = clock.trouble()
    assert (found and found.partition(":")[0]) == said


def test_the_age_is_in_seconds_and_minus_one_before_the_first_tick():
    assert LogClock(lambda: START - SECOND // 2, lambda: START).behind() == 0.5
    assert LogClock(lambda: None, lambda: START).behind() == -1
