"""Lists that cost nothing until they are read, sorted ones in parts, and numbers by their rank, at their edges."""

from typing import Any

import pytest

from shared.sla.chunks import Chunks
from shared.sla.figures import Outage
from shared.sla.incidents.listed import ClockList
from shared.sla.ledger.counted_outages import OutageList
from shared.sla.ledger.outages import Run
from shared.sla.ledger.pieces import CountedRun

# sorted entries in parts


def names_by_number(*numbers: int) -> Chunks[str]:
    """Texts by the number that each is: `9` comes before `10`."""
    found: Chunks[str] = Chunks(lambda entry: (int(entry),), most=4)
    for number in numbers:
        found.add(str(number))
    return found


def parts(found: Chunks[str], start: int = 0, end: int = 100) -> list[list[str]]:
    return [list(part) for part in found.between((start,), (end,))]


def test_entries_stand_in_the_order_of_their_keys_and_not_in_their_own():
    assert parts(names_by_number(10, 9, 11)) == [["9", "10", "11"]]
    assert parts(names_by_number(10, 9, 11), 9, 11) == [["9", "10"]]
    assert parts(names_by_number(10, 9, 11), 10, 12) == [["10", "11"]]


def test_a_part_has_as_many_entries_as_it_may_and_with_one_more_is_halved():
    assert parts(names_by_number(1, 2, 3, 4)) == [["1", "2", "3", "4"]]
    assert parts(names_by_number(1, 2, 3, 4, 5)) == [["1", "2"], ["3", "4", "5"]]


def test_what_is_asked_of_several_parts_is_cut_at_both_ends():
    found = names_by_number(*range(1, 13))
    assert parts(found) == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"], ["9", "10", "11", "12"]]
    assert parts(found, 4, 8) == [["4"], ["5", "6"], ["7"]]
    assert parts(found, 10, 12) == [["10", "11"]]


def test_one_that_is_taken_out_leaves_the_parts_beside_it_and_takes_an_empty_one_with_it():
    found = names_by_number(*range(1, 13))
    found.remove("5")
    assert parts(found) == [["1", "2"], ["3", "4"], ["6"], ["7", "8"], ["9", "10", "11", "12"]]
    found.remove("6")
    assert parts(found) == [["1", "2"], ["3", "4"], ["7", "8"], ["9", "10", "11", "12"]]
    found.add("6")
    assert parts(found) == [["1", "2"], ["3", "4", "6"], ["7", "8"], ["9", "10", "11", "12"]]


# outages and clocks as lists


def counted(*starts: int) -> tuple[CountedRun, ...]:
    runs = (Run(start, start + 2, False, False, "open", ("p",)) for start in starts)
    return tuple(CountedRun(run, run.start, 1) for run in runs)


def shown(*starts: int) -> list[Outage]:
    return [Outage(start, start + 2, 1, "open", ("p",)) for start in starts]


BLOCKS = [counted(0), counted(10, 20), counted(30), counted(), counted(40)]
OUTAGES = OutageList(counted(5), BLOCKS, (1, 4), counted(50, 60))
EXPECTED = shown(5, 10, 20, 30, 50, 60)
CLOCKS = ClockList((), ())


def test_a_list_of_outages_is_read_by_place_from_either_end():
    assert (len(OUTAGES), list(OUTAGES)) == (6, EXPECTED)
    assert [OUTAGES[place] for place in range(6)] == EXPECTED
    assert [OUTAGES[place] for place in range(-6, 0)] == EXPECTED
    assert list(OUTAGES[1:-1]) == EXPECTED[1:-1]


@pytest.mark.parametrize("place", [6, -7])
def test_there_is_no_outage_before_the_first_nor_after_the_last(place):
    with pytest.raises(IndexError, match=str(place)):
        OUTAGES[place]


@pytest.mark.parametrize(("found", "same"), [(OUTAGES, tuple(EXPECTED)), (CLOCKS, ())])
def test_lists_are_what_they_hold(found: Any, same: Any):
    assert (found, hash(found), repr(found)) == (same, hash(same), repr(same))


@pytest.mark.parametrize("found", [OUTAGES, CLOCKS, OutageList(())])
@pytest.mark.parametrize("other", ["", b"", 0, None])
def test_a_list_is_no_text_and_no_number(found: Any, other: Any):
    assert found != other


def test_lists_of_other_length_or_with_another_entry_differ():
    assert tuple(EXPECTED[:-1]) != OUTAGES
    assert (*EXPECTED[:-1], *shown(70)) != OUTAGES
