"""What parties decide, one at a time per agreement: load what was decided before, decide, keep, say."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from services.portal import decisions
from services.portal.decisions import Answer, CorrectionStanding, Decided, Word
from services.portal.handlers.agreements import versions_seen_by
from services.portal.ports import Books, Library
from services.portal.records import Document
from shared.contracts.topics import FACTS
from shared.eventlog.port import Entry
from shared.security.principal import Principal


class _Decide(Protocol):
    def __call__(self, *, document: Document, before: Sequence[Decided], by: str) -> Decided: ...


async def propose(
    library: Library, agreement: str, correction: str, said: dict[str, Any], principal: Principal, now: int
) -> Decided:
    """Propose a correction; `said` is the rest of the fact's data, without `by`."""
    decide = partial(decisions.proposed, correction=correction, said=said, now=now)
    return await _decide(library, agreement, principal, decide)


async def answer(
    library: Library,
    agreement: str,
    correction: str,
    word: Answer,
    principal: Principal,
    now: int,
    reason: str | None = None,
) -> Decided:
    """Accept, decline or withdraw a correction."""
    decide = partial(decisions.answered, correction=correction, answer=word, now=now, reason=reason)
    return await _decide(library, agreement, principal, decide)


async def acknowledge(
    library: Library,
    agreement: str,
    change: str,
    word: Word,
    principal: Principal,
    now: int,
    reason: str | None = None,
) -> Decided:
    """Say yes or no to announced maintenance."""
    decide = partial(decisions.acknowledged, change=change, word=word, now=now, reason=reason)
    return await _decide(library, agreement, principal, decide)


async def corrections(
    books: Books, agreement: str, principal: Principal, now: int
) -> list[CorrectionStanding]:
    """Every correction of an agreement that the viewer may see, and where it stands."""
    document = (await versions_seen_by(books, principal, agreement))[-1].document
    return decisions.standings(document, await books.decisions(agreement), now)


async def _decide(library: Library, agreement: str, principal: Principal, decide: _Decide) -> Decided:
    async with library.writing() as books:
        document = (await versions_seen_by(books, principal, agreement))[-1].document
        by = decisions.deciding_party(principal, document)
        await books.hold(document)
        decided = decide(document=document, before=await books.decisions(agreement), by=by)
        if decided.new:
            await books.keep_decision(decided)
            await books.say([_entry(decided)])
    return decided


def _entry(decided: Decided) -> Entry:
    headers = (("content-type", b"application/cloudevents+json"),)
    return Entry(topic=FACTS.name, key=decided.agreement, value=decided.event.encode(), headers=headers)
