"""A sorted list in chunks is a sorted list, and what was taken of it stays as it was."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.sla.chunks import Chunks


@given(st.integers(0, 1 << 32))
def test_chunks_hold_what_a_sorted_list_holds(seed: int) -> None:
    rnd = Random(seed)
    chunks: Chunks[tuple[int, str]] = Chunks(lambda entry: entry, most=4)
    plain: list[tuple[int, str]] = []
    for number in range(rnd.choice([1, 12, 60])):
        if plain and rnd.random() < 0.4:
            gone = plain.pop(rnd.randrange(len(plain)))
            chunks.remove(gone)
        else:
            entry = rnd.randint(0, 20), f"n{number:02}"
            plain.append(entry)
            chunks.add(entry)
        start, end = rnd.randint(-1, 21), rnd.randint(-1, 21)
        found = [entry for part in chunks.between((start,), (end,)) for entry in part]
        assert found == sorted(entry for entry in plain if start <= entry[0] < end)


def test_a_part_that_was_taken_stays_as_it_was() -> None:
    chunks: Chunks[tuple[int, str]] = Chunks(lambda entry: entry, most=4)
    for number in range(9):
        chunks.add((number, "a"))
    taken = chunks.between((0,), (9,))
    chunks.add((3, "b"))
    chunks.remove((0, "a"))
    assert [number for part in taken for number, _ in part] == list(range(9))
