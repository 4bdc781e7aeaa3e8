"""An agreement tried on the facts that are kept: what `eyelevel evaluate` would print on them.

1. The document is read; what is wrong with it is told as where it is put.
2. The facts are those of the agreements that the caller sees and that name a service of the document, each
   (source, id) once. Where one came with two contents in two agreements, the first agreement's by id holds.
3. They are evaluated by the command's own code.

All of it within bounds, and the calculus in a thread, so that nobody else waits for it.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from services.evaluator.reading.storage_trials import TrialStorage
from services.evaluator.reading.trial_bounds import Leash, TooManyFacts, TooManyFigures
from services.evaluator.reading.trial_facts import Gathered
from shared.agreements.document import Document
from shared.agreements.evaluation import Asked, evaluate
from shared.agreements.meaning import terms_of
from shared.contracts.instants import format_instant

_A_PAGE: Final = 5_000
_MOST_FIGURES: Final = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried, on which agreements' facts. `period` as the command's `--period`, None for all of them."""

    documents: Sequence[Document]
    agreements: Sequence[str]
    as_of: int
    period: str | None
    most_facts: int

    @property
    def services(self) -> frozenset[str]:
        """The services of all versions."""
        return frozenset(service.id for document in self.documents for service in document.services)


@dataclass(frozen=True, slots=True)
class Trials:
    """Runs them over the store."""

    storage: TrialStorage

    async def run(self, trial: Trial, leash: Leash) -> bytes:
        """The answer as JSON. TooManyFacts, TooManyFigures or TooLong where it goes beyond its bounds."""
        counted = 0
        for agreement in trial.agreements:
            leash.check()
            counted += await self.storage.count(agreement, trial.services, trial.as_of)
        if counted > trial.most_facts:
            raise TooManyFacts(counted)
        gathered = Gathered(trial.services)
        for agreement in trial.agreements:
            await self._gather(gathered, agreement, trial, leash)
        return await in_thread(leash, partial(_answered, trial, gathered, leash))

    async def _gather(self, gathered: Gathered, agreement: str, trial: Trial, leash: Leash) -> None:
        after = 0
        while True:
            rows = await self.storage.facts(agreement, trial.services, trial.as_of, after=after, most=_A_PAGE)
            await in_thread(leash, partial(gathered.take, agreement, rows))
            if len(rows) < _A_PAGE:
                return
            after = rows[-1].n


async def in_thread(leash: Leash, work: Callable[[], T]) -> T:
    """The work's outcome; whoever no longer waits for it lets the leash go, and the thread ends at its next look."""
    leash.check()
    try:
        return await asyncio.to_thread(work)
    except asyncio.CancelledError:
        leash.let_go()
        raise


def _answered(trial: Trial, gathered: Gathered, leash: Leash) -> bytes:
    figures = 0

    def watched(periods: Sequence[Asked]) -> Iterator[Asked]:
        nonlocal figures
        figures += len(periods)
        if figures > _MOST_FIGURES:
            raise TooManyFigures(_MOST_FIGURES)
        for period in periods:
            leash.check()
            yield period

    versions = [terms_of(document) for document in trial.documents]
    evaluation = evaluate(versions, gathered, trial.as_of, trial.period, watched)
    said = {"evaluation": evaluation.json(), "kept": _kept(trial, gathered)}
    return json.dumps(said, ensure_ascii=False).encode()


def _kept(trial: Trial, gathered: Gathered) -> dict[str, Any]:
    """On what it was tried, and on what it was not."""
    told = gathered.told
    made = {one.id for document in trial.documents for one in document.services if one.made_of is not None}
    return {
        "agreements": [{"id": name, "facts": count} for name, count in gathered.agreements.items()],
        "services": [
            {
                "id": service,
                "facts": told[service].facts,
                "first": format_instant(told[service].first),
                "last": format_instant(told[service].last),
            }
            for service in sorted(told)
        ],
        "without_facts": sorted(trial.services - told.keys() - made),
        "contradicting": [{"source": source, "id": identity} for source, identity in gathered.contradicting],
    }
