"""A run over files: what is not known yet of their mutants is asked, and kept as it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.mutation.changes import Change, Mutant, mutants_of
from tests.mutation.plan import FILES, examples
from tests.mutation.reach import Reached, in_order, reach
from tests.mutation.results import Known, explanations, known
from tests.mutation.running import Answer, Asking, Question, with_examples
from tests.mutation.states import States, states
from tests.mutation.switching import forget_answers

_KEEP_EVERY = 100
_LEAST_SECONDS = 1.0
_TIMES_AS_LONG = 4


def run(files: Sequence[str], jobs: int, *, fresh: bool, proven: bool) -> None:
    """Mutate these files; ExamplesFail where the examples fail by themselves.

    `fresh` forgets what earlier runs found; with `proven` what is explained is asked about as well.
    """

    def act(items: Sequence[pytest.Item]) -> None:
        for file in FILES:
            forget_answers(file)
        alive = frozenset() if proven else frozenset(explanations())
        now = states()
        campaign = Campaign(files, reach(items, now), now, fresh, alive)
        Asking(items, jobs).ask(campaign.questions(), campaign.tell)
        campaign.end()

    with_examples([str(path) for path in examples()], act)


@dataclass
class Campaign:
    """Which mutants are asked of which examples, in which order. What is `alive` is so without a question."""

    files: Sequence[str]
    reached: Mapping[str, Reached]
    now: States
    fresh: bool
    alive: Collection[Change]
    _known: dict[str, Known] = field(default_factory=dict)
    _lately: list[str] = field(default_factory=list)
    _answers: int = 0

    def __post_init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True))
        self._by_file = self._bar.add_task("files", total=len(self.files))
        self._by_mutant = self._bar.add_task("mutants", total=0)
        self._bar.start()

    def questions(self) -> Iterator[Question]:
        """Each mutant that is not known yet."""
        for file in self.files:
            before = Known(file) if self.fresh else known(file)
            mutants = mutants_of(file)
            mine = self._known[file] = before.at(self.now, {mutant.key for mutant in mutants})
            self._bar.update(self._by_mutant, total=sum(one.mutants for one in self._known.values()))
            self._bar.advance(self._by_mutant, len(mine.outcomes))
            self._lately.clear()
            for mutant in mutants:
                if mutant.key in mine.outcomes:
                    continue
                if mutant.change in self.alive:
                    self.tell(Answer(mutant, None))
                else:
                    yield self._question(mutant, before.noticed_by(mutant.key))
            self._bar.advance(self._by_file)

    def _question(self, mutant: Mutant, before: str | None) -> Question:
        """The example that noticed it before is asked first, then those that noticed something lately."""
        names = in_order(mutant.file, mutant.function, self.reached)
        those = set(names)
        first = [name for name in (before, *reversed(self._lately)) if name in those]
        order = dict.fromkeys([*(name for name in first if name), *names])
        return Question(mutant, {name: self._limit(name) for name in order})

    def _limit(self, name: str) -> float:
        return _LEAST_SECONDS + _TIMES_AS_LONG * self.reached[name].seconds

    def tell(self, answer: Answer) -> None:
        """Note an answer."""
        self._known[answer.mutant.file].note(answer, self.now)
        name = answer.noticed_by
        if name is not None:
            self._lately = [*(one for one in self._lately if one != name), name][-8:]
        self._answers += 1
        if self._answers % _KEEP_EVERY == 0:
            self._keep()
        self._bar.advance(self._by_mutant)

    def end(self) -> None:
        """Keep what is known."""
        self._keep()
        self._bar.stop()

    def _keep(self) -> None:
        for one in self._known.values():
            one.keep()
