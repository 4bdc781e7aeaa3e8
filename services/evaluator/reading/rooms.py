"""What the doors lead to: agreements by the caller's rights, as they are known now or were known at a log clock.

The operator sees all agreements, a party (and the portal's inner token for it) its own; what one may not see is not
there (404).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends

from services.evaluator.reading.agreements import Agreements
from services.evaluator.reading.asked import wrong
from services.evaluator.reading.known import Known
from services.evaluator.reading.storage_reading import ReadingStorage
from shared.contracts.directory import AgreementEntry
from shared.contracts.instants import format_instant
from shared.security.principal import Principal
from shared.sla.told.before import Forgotten
from shared.web.doors import door
from shared.web.problems import Problem

Reader = Annotated[Principal, Depends(door("operator", "party"))]
T = TypeVar("T")


class Names(Protocol):
    """The part of the directory that the API asks."""

    def agreement(self, id_: str) -> AgreementEntry | None:
        """The one of this id."""
        ...

    def agreements_of_service(self, service: str) -> tuple[AgreementEntry, ...]:
        """Every agreement that names the service, by id."""
        ...


class Rooms:
    """Agreements by the caller's rights."""

    def __init__(self, agreements: Agreements, storage: ReadingStorage, names: Names) -> None:
        self._agreements = agreements
        self.storage = storage
        self._names = names

    async def all(self, who: Principal, then: int | None = None) -> AsyncIterator[Known]:
        """Every agreement that the caller sees, one after the other; of the past those that had been put by then."""
        for agreement in await self._agreements.ids():
            if not self._may_see(who, agreement):
                continue
            known = await self._agreements.known(agreement)
            if known is not None and then is not None:
                known = await self._past(known, then)
            if known is not None:
                yield known

    def naming(self, who: Principal, services: Collection[str]) -> list[str]:
        """The agreements that the caller sees and that name one of the services, by id."""
        found = {
            entry.id: entry for service in services for entry in self._names.agreements_of_service(service)
        }
        return sorted(id_ for id_, entry in found.items() if who.may_see(entry))

    async def one(self, who: Principal, agreement: str, then: int | None = None) -> Known:
        """The agreement, or 404; as it was known at the log clock `then`, or 422 where there is no such knowledge."""
        known = await self._agreements.known(agreement) if self._may_see(who, agreement) else None
        if known is None:
            raise Problem(404, "Not Found", f"There is no agreement {agreement!r} with figures.")
        if then is None:
            return known
        past = await self._past(known, then)
        if past is None:
            put_at = await self.storage.first_put(agreement) or known.clock
            since = f"was put when the log's clock stood at {format_instant(put_at)}, and nothing was known before"
            sentence = f"as_known_at is {format_instant(then)}; the agreement {agreement!r} {since}."
            raise wrong("as_known_at", sentence)
        return past

    async def answer(self, known: Known, question: Callable[[Known], T]) -> T:
        """What the question gives, asked in a thread while nobody else asks or moves the agreement.

        One that needs a fact that was forgotten is put to the agreement with every fact.
        """
        try:
            return await _answer(known, question)
        except Forgotten:
            every = await self._agreements.with_every_fact(known.id)
            if every is None:
                raise
            return await _answer(every, question)

    async def _past(self, known: Known, then: int) -> Known | None:
        """The agreement as it was known at a log clock, None where it was put later; 422 ahead of its clock."""
        if then > known.clock:
            now = f"the log's clock stands at {format_instant(known.clock)}, and nothing later is known"
            raise wrong("as_known_at", f"as_known_at is {format_instant(then)}; {now}.")
        put_at = await self.storage.first_put(known.id)
        return None if put_at is None or then < put_at else await self._agreements.then(known.id, then)

    def _may_see(self, who: Principal, agreement: str) -> bool:
        entry = self._names.agreement(agreement)
        return who.role == "operator" or (entry is not None and who.may_see(entry))


async def _answer(known: Known, question: Callable[[Known], T]) -> T:
    async with known.lock:
        if not known.whole:  # who brought it further failed
            detail = f"The facts of the agreement {known.id!r} could not be read; ask again."
            raise Problem(503, "Service Unavailable", detail)
        return await asyncio.to_thread(question, known)
