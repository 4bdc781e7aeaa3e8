"""The sources of an agreement's services at one tick: which of them fell silent, and which were heard again.

Each version says, for the time that it rules, after which silence a source is stale and whose word counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from services.evaluator.clauses import Clauses
from services.evaluator.ports import Changes, SourceRow, VerdictRow
from services.evaluator.verdicts.believing import beliefs
from services.evaluator.verdicts.deciding_sources import SourceSubject, SourceTelling, decide_source
from services.evaluator.verdicts.saying_sources import SourceContext, source_event
from services.evaluator.verdicts.touching import ALL
from services.evaluator.verdicts.voices import Voices
from services.evaluator.watched import Watched
from shared.contracts.topics import VERDICTS
from shared.eventlog.port import Entry
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
        terms = [clauses.terms for clauses in self.versions.values()]
        put_at = {version: row.put_at for version, row in self.watched.versions.items()}
        for service, source, row in self._due():
            believed = beliefs(terms, put_at, service, source)
            if believed:
                self._look(SourceSubject(self.watched.id, service, source, believed), row)
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

    def _look(self, subject: SourceSubject, row: SourceRow | None) -> None:
        source = subject.service, subject.source
        words = self.voices.words.get(source, [])
        decision = decide_source(subject, None if row is None else row.told, words, self.clock)
        if decision is None:
            return
        for one in decision.tell:
            self._say(subject, one)
        if words:
            self.voices.let_go(source, decision.told.word[0])
        self._keep(
            SourceRow(
                agreement=self.watched.id, service=subject.service, source=subject.source, told=decision.told,
                due=decision.due,
            )
        )  # fmt: skip

    def _say(self, subject: SourceSubject, one: SourceTelling) -> None:
        context = SourceContext(
            clauses=self.versions[one.version], service=subject.service, source=subject.source, clock=self.clock,
            head=self.watched.head, public_url=self.public_url,
        )  # fmt: skip
        body = source_event(context, one).encode()
        self.changes.verdicts.append(
            VerdictRow(
                agreement=self.watched.id, objective="", version=one.version, start=EVER,
                telling=one.telling, told_at=self.clock, event=body,
            )
        )  # fmt: skip
        if one.telling.published:
            self.changes.entries.append(Entry(VERDICTS.name, self.watched.id, body))

    def _forget(self, service: str, source: str, row: SourceRow | None) -> None:
        """Its word counts under no version, or never goes stale."""
        self.voices.let_go((service, source), NEVER)
        if row is not None:
            self._keep(replace(row, due=None))

    def _keep(self, row: SourceRow) -> None:
        if self.watched.sources.get(row.key) != row:
            self.watched.sources[row.key] = self.changes.sources[row.key] = row
