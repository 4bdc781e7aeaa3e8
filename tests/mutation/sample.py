"""A few mutants of files that hold boundaries, always the same, that their nearest examples must notice.

In seconds it says whether the long run would still find anything: the changes are made, put in place and noticed, and a
function that is exchanged for itself is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pytest

from tests.mutation.changes import Mutant, mutants_of
from tests.mutation.plan import near
from tests.mutation.results import explanations
from tests.mutation.running import Answer, Asking, Question, with_examples

FILES = (
    "spans",
    "told/acceptance",
    "credits",
    "availability/forecast",
    "changes/quotas",
    "states/readings",
    "availability/rolling",
    "states/sources",
    "time/windows",
    "time/workdays",
)
EACH = 2
_SECONDS = 5.0


def ask_sample(jobs: int) -> tuple[list[Answer], Answer]:
    """What became of the sample, and of a function that was exchanged for itself."""
    mutants = [mutant for file in FILES for mutant in _of(file)]
    itself = replace(mutants[0], text=mutants[0].original)
    found: list[Answer] = []

    def act(items: Sequence[pytest.Item]) -> None:
        Asking(items, jobs).ask((_question(one, items) for one in (*mutants, itself)), found.append)

    with_examples(sorted({str(path) for file in FILES for path in near(file)}), act)
    changed = [one for one in found if one.mutant != itself]
    return changed, next(one for one in found if one.mutant == itself)


def _of(file: str) -> Iterator[Mutant]:
    """Some mutants of a file, chosen by what they are, so that the choice stays where other lines change."""
    known = explanations()
    differ = (one for one in sorted(mutants_of(file), key=_lot) if one.change not in known)
    return islice(differ, EACH)


def _lot(mutant: Mutant) -> str:
    return mutant.key.rpartition(" ")[2]


def _question(mutant: Mutant, items: Sequence[pytest.Item]) -> Question:
    paths = tuple(str(path) for path in near(mutant.file))
    return Question(mutant, {item.nodeid: _SECONDS for item in items if item.nodeid.startswith(paths)})
