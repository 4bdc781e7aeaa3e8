"""The records of a batch, one after the other: what each changes in memory, and what is to be written of it.

1. A tick moves the log clock forward, never back, and reviews the agreements that are due.
2. An event that was there before changes nothing; one with other content under the same name is kept apart.
3. A version makes the agreement's history new. A fact counts, or waits while it lies ahead of the log clock.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from services.evaluator.chain import next_link
from services.evaluator.histories import Heard
from services.evaluator.holding import Holding
from services.evaluator.noting import Noted
from services.evaluator.ports import (
    ClockKey,
    ClockRow,
    ContradictionRow,
    FactKey,
    FactRow,
    VersionRow,
    Work,
)
from services.evaluator.recalling import Recalling
from services.evaluator.records import Came, Tick, read_put, read_record
from services.evaluator.verdicts.deciding import ripe
from services.evaluator.verdicts.listing import Listing
from services.evaluator.verdicts.reviewing import Review
from services.evaluator.verdicts.reviewing_clocks import ClockReview, pending, touched_incidents
from services.evaluator.verdicts.reviewing_sources import SourceReview
from services.evaluator.verdicts.touching import ALL, service_touched
from services.evaluator.watched import Watched
from shared.agreements.evidence import fact_of
from shared.eventlog.port import Record
from shared.sla import facts as sla
from shared.sla.figures import SetAside
from shared.sla.history import History
from shared.sla.live.incident_clocks import corrected_incident
from shared.sla.spans import EVER


class Batch:
    """One batch of one partition, within one transaction."""

    def __init__(self, work: Work, holding: Holding, recalling: Recalling, public_url: str) -> None:
        self._work = work
        self._holding = holding
        self._recalling = recalling
        self._public_url = public_url
        self._known: dict[FactKey, bytes] = {}
        self._touched: set[str] = set()
        self.changes = recalling.changes
        self.noted = Noted()

    async def take(self, records: Sequence[Record]) -> None:
        """Every record, in order. Afterwards `changes` holds what is to be saved."""
        read = [read_record(record) for record in records]
        came = [one for one in read if isinstance(one, Came)]
        self._known = await self._work.digests({one.key for one in came})
        await self._adopt({one.agreement for one in came})
        for one in read:
            if isinstance(one, Tick):
                await self._tick(one.at)
            else:
                await self._take(one)
        for agreement in sorted(self._touched):
            too_large = await self._recalling.keep(self._holding.agreements[agreement])
            if too_large is not None:
                self.noted.too_large.append((agreement, too_large))
            self.changes.agreements[agreement] = self._holding.agreements[agreement].row()

    async def _adopt(self, agreements: set[str]) -> None:
        """Agreements that are new in this partition may have lived in another before it was divided."""
        unknown = sorted(agreements - self._holding.agreements.keys())
        if unknown:
            self._holding.take(await self._work.kept_of(unknown, self._holding.clock))

    async def _take(self, came: Came) -> None:
        digest = came.event.content_digest()
        known = self._known.get(came.key)
        if known is not None:
            self._again(came, digest, known)
            return
        self._known[came.key] = digest
        watched = self._holding.watched(came.agreement)
        outcome, reason = await self._place(watched, came)
        watched.n += 1
        watched.head = next_link(watched.head, came.body)
        self.changes.facts.append(
            FactRow(
                agreement=came.agreement, n=watched.n, source=came.event.source, id=came.event.id,
                type=came.event.type, service=came.event.subject or "", at=came.at,
                recorded_at=came.fact.recorded_at if came.fact is not None else None,
                known_at=self._holding.clock,
                event=came.body, digest=digest, chain=watched.head, outcome=outcome, reason=reason,
                number=came.number, position=came.position,
            )
        )  # fmt: skip
        if outcome == "waiting" and came.fact is not None:
            watched.wait(came.fact, watched.n)
        self.noted.facts[outcome] += 1
        self._touched.add(watched.id)
        self._holding.schedule(watched)

    def _again(self, came: Came, digest: bytes, known: bytes) -> None:
        if digest == known:
            self.noted.facts["repeated"] += 1
            return
        self.noted.facts["contradicting"] += 1
        self.noted.contradicting.append(came.key)
        agreement, source, identity = came.key
        self.changes.contradictions.append(
            ContradictionRow(
                agreement=agreement, source=source, id=identity, digest=digest, event=came.body,
                number=came.number, position=came.position,
            )
        )  # fmt: skip

    async def _place(self, watched: Watched, came: Came) -> tuple[str, str | None]:
        """What becomes of it: (outcome, reason)."""
        if came.fact is None:
            return self._put(watched, came)
        clock = self._holding.clock
        if clock is None or came.at > clock:
            return "waiting", None
        if not watched.versions:
            return "early", "its agreement was not there yet"
        await self._take_waiting(watched, clock)
        return await self._count(watched, [fact_of(came.fact)], late=ripe(came.at, clock))

    async def _take_waiting(self, watched: Watched, clock: int) -> None:
        """Count the facts whose time has come; while no version is there they wait longer."""
        await self._recalling.heard(watched)  # before they are taken: it is made without those that wait
        taken = [fact_of(fact) for fact in watched.take_waiting(clock)]
        for index in range(len(taken)):
            await self._count(watched, taken[index:], late=False)

    async def _count(
        self, watched: Watched, facts: Sequence[sla.Fact], *, late: bool
    ) -> tuple[str, str | None]:
        """The first of some facts, of which none is in the history yet.

        `late`: ticks may have judged its instant already, so that even a sign of life can be news.
        """
        told = facts[0]
        heard, placement = await self._recalling.hear(watched, facts)
        if isinstance(placement, SetAside):
            return "set_aside", placement.reason
        service = service_touched(told)
        if service is not None and (late or not placement.quiet):
            watched.touch(service, placement.since)
        incident = _incident_of(told, heard.history, self._holding.clock)
        if incident is not None:
            watched.incidents.add(incident)
        return "used", None

    def _put(self, watched: Watched, came: Came) -> tuple[str, str | None]:
        put = read_put(came.event)
        before = watched.versions.get(put.version)
        if before is not None:
            if before.hash == put.hash:
                return "put", "put again"
            return "set_aside", f"version {put.version} is there with another content"
        clauses = self._recalling.read(put)
        row = VersionRow(
            agreement=watched.id, version=put.version, hash=put.hash, document=put.document,
            put_at=self._holding.clock,
        )  # fmt: skip
        watched.versions[put.version] = row
        self.changes.versions[watched.id, put.version] = row
        self._recalling.drop(watched.id)
        watched.touch(ALL, EVER)
        watched.incidents.add(ALL)
        self.noted.versions.append((watched.id, clauses.terms.objectives))
        return "put", None

    async def _tick(self, at: int) -> None:
        holding = self._holding
        first = holding.clock is None
        if holding.clock is not None and at <= holding.clock:
            return
        holding.clock = self.changes.clock = at
        if first:
            self._put_before_any_tick(at)
        for watched in holding.due(at):
            await self._review(watched, at)
            await asyncio.sleep(0)  # a tick with much to do must not keep heartbeats and requests waiting

    def _put_before_any_tick(self, at: int) -> None:
        """Versions that came before the first tick count as put at it."""
        for watched in self._holding.agreements.values():
            for version, row in list(watched.versions.items()):
                if row.put_at is None:
                    dated = replace(row, put_at=at)
                    watched.versions[version] = self.changes.versions[watched.id, version] = dated

    async def _review(self, watched: Watched, clock: int) -> None:
        await self._take_waiting(watched, clock)
        heard = await self._recalling.heard(watched)
        await self._recall(watched, heard, clock)
        told = len(self.changes.verdicts)
        SourceReview(
            watched=watched, voices=heard.voices, versions=self._recalling.versions(watched), clock=clock,
            public_url=self._public_url, changes=self.changes,
        ).run()  # fmt: skip
        ClockReview(
            watched=watched, history=heard.history, versions=self._recalling.versions(watched), clock=clock,
            public_url=self._public_url, changes=self.changes, kept=await self._clocks(watched, heard, clock),
        ).run()  # fmt: skip
        review = Review(
            watched=watched, history=heard.history, versions=self._recalling.versions(watched), clock=clock,
            public_url=self._public_url, changes=self.changes,
        )  # fmt: skip
        for objective, figure in review.run():
            self.noted.figures.append((watched.id, objective, figure))
        for verdict in self.changes.verdicts[told:]:
            self.noted.verdicts[verdict.telling.type, verdict.telling.published] += 1
        self._touched.add(watched.id)
        self._holding.schedule(watched)

    async def _recall(self, watched: Watched, heard: Heard, clock: int) -> None:
        """Bring back what was put away and a fact may have changed: as this batch left it, else as it is kept."""
        listing = Listing(
            watched=watched, history=heard.history, versions=self._recalling.versions(watched), clock=clock
        )
        keys, changed = listing.away(), self.changes.periods
        kept = await self._work.periods([key for key in keys if key not in changed])
        watched.recall([*(changed[key] for key in keys if key in changed), *kept])

    async def _clocks(self, watched: Watched, heard: Heard, clock: int) -> dict[ClockKey, ClockRow]:
        """What was told of the clocks of the incidents told of: as it is kept, and as this batch left it."""
        names = sorted(touched_incidents(watched, heard.history, clock))
        kept = await self._work.clocks(watched.id, names) if names else ()
        return {row.key: row for row in (*kept, *pending(self.changes, watched.id, names))}


def _incident_of(fact: sla.Fact, history: History, clock: int | None) -> str | None:
    """The incident whose clocks a fact can change."""
    match fact:
        case sla.IncidentTold():
            return fact.incident
        case sla.CorrectionProposed():
            return fact.incident
        case sla.CorrectionTold():
            return corrected_incident(history, fact.correction, fact.at if clock is None else clock)
        case _:
            return None
