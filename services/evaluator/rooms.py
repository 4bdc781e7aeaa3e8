"""What the doors lead to: agreements by the caller's rights, as they are known now or were known at a log clock.

The operator sees all agreements, a party (and the portal's inner token for it) its own; what one may not see is not
there (404).
"""

import asyncio
from collections.abc import Callable, Collection
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends

from services.evaluator.agreements import Agreements, Known
from services.evaluator.asked import wrong
from services.evaluator.storage_reading import ReadingStorage
from shared.contracts.directory import AgreementEntry
from shared.contracts.instants import format_instant
from shared.security.principal import Principal
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

    async def all(self, who: Principal) -> list[Known]:
        """Every agreement that the caller sees."""
        found = []
        for agreement in await self._agreements.ids():
            if self._may_see(who, agreement):
                known = await self._agreements.known(agreement)
                if known is not None:
                    found.append(known)
        return found

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
        return known if then is None else await self._then(known, then)

    async def answer(self, known: Known, question: Callable[[], T]) -> T:
        """What the question gives, asked in a thread while nobody else asks or moves the agreement."""
        async with known.lock:
            return await asyncio.to_thread(question)

    async def _then(self, known: Known, then: int) -> Known:
        asked = f"as_known_at is {format_instant(then)}"
        if then > known.clock:
            now = format_instant(known.clock)
            raise wrong(
                "as_known_at", f"{asked}; the log's clock stands at {now}, and nothing later is known."
            )
        put_at = await self.storage.first_put(known.id)
        past = None if put_at is None or then < put_at else await self._agreements.then(known.id, then)
        if past is None:
            since = "later" if put_at is None else f"when the log's clock stood at {format_instant(put_at)}"
            raise wrong("as_known_at", f"{asked}; the agreement {known.id!r} was put {since}, not before.")
        return past

    def _may_see(self, who: Principal, agreement: str) -> bool:
        entry = self._names.agreement(agreement)
        return who.role == "operator" or (entry is not None and who.may_see(entry))
