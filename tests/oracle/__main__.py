"""`python -m tests.oracle [STORIES] [FIRST]`: the nightly form, 20,000 stories on all cores unless told otherwise.

Each story that the calculus and the oracle answer differently is printed with the first fields that differ, by its
seed, as soon as it is found; how far the run is stands on standard error. Exit status 1 where one differs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.oracle.agreement import answers, differences
from tests.oracle.stories import story

NIGHTLY = 20_000
SHARD = 50
EVERY = 30_000_000_000
"""Nanoseconds between two words on how far it is."""

Wrong = tuple[int, list[str]]


def shard(seeds: range) -> tuple[int, list[Wrong]]:
    """How many stories were told, and those on which the two differ."""
    found = [(seed, list(_fields(seed))) for seed in seeds]
    return len(seeds), [(seed, fields) for seed, fields in found if fields]


def _fields(seed: int) -> Iterator[str]:
    try:
        yield from differences("", *answers(story(seed)))
    except Exception as error:
        error.add_note(f"in story {seed}")
        raise


def told(stories: int, first: int) -> Iterator[Wrong]:
    """Every story on which the two differ, in order; says how far it is meanwhile."""
    shards = [range(at, min(at + SHARD, first + stories)) for at in range(first, first + stories, SHARD)]
    done, wrong, said = 0, 0, time.monotonic_ns()
    with ProcessPoolExecutor() as pool:
        for number, found in pool.map(shard, shards):
            done, wrong = done + number, wrong + len(found)
            yield from found
            if time.monotonic_ns() - said > EVERY or done == stories:
                sys.stderr.write(f"{done:,} of {stories:,} stories told, {wrong} with a difference\n")
                said = time.monotonic_ns()


def main(arguments: list[str]) -> int:
    stories, first = [*map(int, arguments), *(NIGHTLY, 0)[len(arguments) :]]
    wrong = 0
    for seed, fields in told(stories, first):
        wrong += 1
        sys.stdout.write(f"story {seed}\n" + "".join(f"  {field}\n" for field in fields[:4]))
        sys.stdout.flush()
    sys.stdout.write(f"{stories:,} stories from {first:,} on: {stories - wrong:,} agree, {wrong:,} do not\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
