"""The sources of an agreement's services at one tick: which of them fell silent, and which were heard again.

The version in force says after which silence a source is stale and whose word counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from services.evaluator.clauses import Clauses
from services.evaluator.deciding import SETTLE
from services.evaluator.deciding_sources import SourceSubject, decide_source
from services.evaluator.ports import Changes, SourceRow, VerdictRow
from services.evaluator.saying_sources import SourceContext, source_event
from services.evaluator.told import ToldSource
from services.evaluator.touching import ALL
from services.evaluator.voices import Voices
from services.evaluator.watched import Watched
from shared.contracts.topics import VERDICTS
from shared.eventlog.port import Entry
from shared.sla.clauses import Service
from shared.sla.spans import EVER, NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReview:
    """One agreement's sources at one log clock. It comes before what clears what was touched."""

    watched: Watched
    voices: Voices
    versions: Mapping[int, Clauses]
    clock: int
    public_url: str
    changes: Changes

    def run(self) -> None:
        """Decide what is due."""
        for service, source, row in self._due():
            clauses = self._ruling()
            if clauses is None:
                self._look_again(service, source, row)
                continue
            clause = next((one for one in clauses.terms.services if one.id == service), None)
            if clause is not None and clause.stale_after is not None and _listed(clause, source):
                self._look(clauses, clause.stale_after, service, source, row)
            else:
                self._forget(service, source, row)

    def _due(self) -> Iterator[tuple[str, str, SourceRow | None]]:
        """Sources that spoke of a service that was touched, and those whose time has come."""
        touched, rows = self.watched.touched, self.watched.sources
        names = {(key[1], key[2]) for key in rows} | self.voices.words.keys()
        for service, source in sorted(names):
            row = rows.get((self.watched.id, service, source))
            due = row is not None and row.due is not None and row.due <= self.clock
            if due or service in touched or ALL in touched:
                yield service, source, row

    def _ruling(self) -> Clauses | None:
        """The version in force."""
        found = [
            clauses
            for _, clauses in sorted(self.versions.items())
            if clauses.terms.force_from <= self.clock
            and (clauses.terms.force_until is None or self.clock < clauses.terms.force_until)
        ]
        return found[-1] if found else None

    def _look(
        self, clauses: Clauses, stale_after: int, service: str, source: str, row: SourceRow | None
    ) -> None:
        terms = clauses.terms
        put_at = self.watched.versions[terms.version].put_at
        subject = SourceSubject(
            self.watched.id, terms.version, service, source, stale_after, terms.force_from, put_at
        )
        words = self.voices.words.get((service, source), [])
        decision = decide_source(subject, None if row is None else row.told, words, self.clock)
        if decision is None:
            return
        for one in decision.tell:
            context = SourceContext(
                clauses=clauses, service=service, source=source, clock=self.clock, head=self.watched.head,
                public_url=self.public_url,
            )  # fmt: skip
            body = source_event(context, one).encode()
            self.changes.verdicts.append(
                VerdictRow(
                    agreement=self.watched.id, objective="", version=terms.version, start=EVER,
                    telling=one.telling, told_at=self.clock, event=body,
                )
            )  # fmt: skip
            if one.telling.published:
                self.changes.entries.append(Entry(VERDICTS.name, self.watched.id, body))
        if words:
            self.voices.let_go((service, source), decision.told.word[0])
        self._keep(
            SourceRow(
                agreement=self.watched.id,
                service=service,
                source=source,
                told=decision.told,
                due=decision.due,
            )
        )

    def _look_again(self, service: str, source: str, row: SourceRow | None) -> None:
        """No version rules: look when one begins to."""
        coming = [
            clauses.terms.force_from
            for clauses in self.versions.values()
            if clauses.terms.force_from > self.clock
        ]
        words = self.voices.words.get((service, source), [])
        told = row.told if row is not None else None
        if words and (told is None or told.word < words[-1]):
            told = ToldSource(words[-1], counts=told.counts if told is not None else {})
        self.voices.let_go((service, source), NEVER)
        if told is not None:
            due = min(coming) + SETTLE if coming else None
            self._keep(
                SourceRow(agreement=self.watched.id, service=service, source=source, told=told, due=due)
            )

    def _forget(self, service: str, source: str, row: SourceRow | None) -> None:
        """Its word does not count under the version in force, or never goes stale."""
        self.voices.let_go((service, source), NEVER)
        if row is not None:
            self._keep(replace(row, due=None))

    def _keep(self, row: SourceRow) -> None:
        if self.watched.sources.get(row.key) != row:
            self.watched.sources[row.key] = self.changes.sources[row.key] = row


def _listed(clause: Service, source: str) -> bool:
    return clause.evidence.sources is None or source in clause.evidence.sources
