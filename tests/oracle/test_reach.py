"""What the stories of CI reach: every name that WANTED holds, counted, and none of them never."""

import sys

import pytest

from tests.oracle.shards import tally
from tests.oracle.wanted import WANTED


@pytest.mark.timeout(0)
def test_the_stories_reach_every_clause_and_every_branch() -> None:
    found = tally()
    sys.stdout.write("".join(f"{found[name]:5} {name}\n" for name in WANTED))
    assert [name for name in WANTED if not found[name]] == []


def test_nothing_is_reached_that_has_no_name_in_the_list() -> None:
    assert sorted(set(tally()) - set(WANTED)) == []
