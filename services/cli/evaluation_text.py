"""The figures as a page of text that one would read, and send to the other party.

It is written in the agreement's language or the one asked for, from the explanation of each figure; everything on
it is in the JSON of the same evaluation. Times are those of the agreement's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from services.cli.evidence_text import evidence_text
from services.cli.figure_text import empty_text, figure_text, state_word
from services.cli.runs import Run, runs_of
from services.cli.summary_text import summary_text
from services.cli.text_layout import RULE, WIDTH, bullets, wrapped
from shared.agreements import date_words, words
from shared.agreements import versions as behind
from shared.agreements.document import Document
from shared.agreements.evaluation import Evaluation
from shared.agreements.explained.set_aside import set_aside_words
from shared.agreements.explained.voice import Voice, naming_of
from shared.agreements.visible import visible
from shared.agreements.words import Language
from shared.contracts.instants import format_instant
from shared.sla.facts import Fact
from shared.sla.figures import Verdict

_MOST: Final = 20
_WORST_FIRST: Final = (
    Verdict.BREACHED,
    Verdict.AT_RISK,
    Verdict.NOT_ASSESSABLE,
    Verdict.MET,
    Verdict.NO_DATA,
)


def page(
    evaluation: Evaluation,
    documents: Sequence[Document],
    language: Language,
    asked: str = "",
    *,
    evidence: bool = False,
) -> Iterator[str]:
    """The lines of the page; `documents` are the versions in order, `asked` the options that narrowed what is on it.

    With `evidence` each fact behind a figure is named.
    """
    made = _Page(evaluation, documents, language, asked, evidence)
    return (line.rstrip() for line in made.lines())


class _Page:
    def __init__(
        self,
        evaluation: Evaluation,
        documents: Sequence[Document],
        language: Language,
        asked: str,
        evidence: bool,
    ) -> None:
        self.evaluation, self.language, self.asked, self.evidence = evaluation, language, asked, evidence
        self.documents = {document.metadata.version: document for document in documents}
        self.newest = documents[-1]

    def say(self, en: str, de: str) -> str:
        return de if self.language == "de" else en

    def lines(self) -> Iterator[str]:
        yield from self._head()
        facts = {fact.key: fact for fact in self.evaluation.given.facts} if self.evidence else None
        runs = runs_of(self.evaluation.entries)
        yield from summary_text(runs, self._voice)
        for run in runs:
            yield from ("", RULE)
            yield from self._run(run, facts)
        yield from ("", RULE)
        yield from self._foot()

    def _run(self, run: Run, facts: Mapping[tuple[str, str], Fact] | None) -> Iterator[str]:
        voice, count = self._voice(run), len(run.entries)
        if count > 1:
            yield from empty_text(voice, run.first, run.last, count)
            return
        (entry,) = run.entries
        document, whole = self.documents[run.first.version], self.evidence
        ahead = entry.look_ahead()
        yield from figure_text(voice, entry.explain(), entry.propose(), ahead, document, whole=whole)
        yield from evidence_text(voice, entry.prove(), facts)

    def _voice(self, run: Run) -> Voice:
        return Voice(self.language, naming_of(self.documents[run.first.version]), run.objective)

    def _head(self) -> Iterator[str]:
        meta, parties, zone = self.newest.metadata, self.newest.parties, self.newest.time_zone
        yield from wrapped(meta.title)
        yield "=" * min(len(visible(meta.title)), WIDTH)
        provider, customer = parties.provider.name, parties.customer.name
        yield from wrapped(self.say(f"{provider} for {customer}", f"{provider} für {customer}"))
        yield self.say(
            f"Agreement {meta.id}, version {meta.version}", f"Vereinbarung {meta.id}, Fassung {meta.version}"
        )
        known = date_words.instant(self.evaluation.as_of, zone, self.language)
        yield self.say(f"As known on {known}", f"Stand: {known}")
        yield self.say(f"All times are those of {zone}.", f"Alle Zeiten sind die von {zone}.")
        yield ""
        yield from wrapped(self._headline())

    def _headline(self) -> str:
        states = [entry.figure.state for entry in self.evaluation.entries]
        if not states:
            return self.say(
                "No period has begun for which there is anything to say.",
                "Noch hat kein Zeitraum begonnen, über den etwas zu sagen wäre.",
            )
        one = Voice(self.language, naming_of(self.newest), self.evaluation.entries[0].objective)
        counts = [
            f"{states.count(state)} {state_word(one, state)}" for state in _WORST_FIRST if state in states
        ]
        figures = words.several(
            len(states),
            self.say("result", "Ergebnis"),
            self.say("results", "Ergebnisse"),
            self.language,
        )
        return f"{figures}: {words.joined(counts, self.language)}."

    def _foot(self) -> Iterator[str]:
        yield from wrapped(
            self.say(
                "Numbers are rounded down; what decides is compared unrounded.",
                "Zahlen sind abgerundet; verglichen wird ungerundet.",
            )
        )
        yield from self._facts()
        engine, zones, holidays = behind.engine_version(), behind.tzdata_version(), behind.holidays_version()
        yield from wrapped(
            self.say(
                f"Computed by Eyelevel {engine} with time zones {zones} and holidays {holidays}.",
                f"Berechnet von Eyelevel {engine} mit den Zeitzonen {zones} und den Feiertagen {holidays}.",
            )
        )
        yield from wrapped(
            self.say(
                "Whoever has the agreement and the facts can compute it again:",
                "Wer die Vereinbarung und die Meldungen hat, kann es nachrechnen:",
            )
        )
        as_of = format_instant(self.evaluation.as_of)
        files = self.say("AGREEMENT FACTS", "VEREINBARUNG MELDUNGEN")
        yield from wrapped(f"eyelevel evaluate {files} --as-of {as_of}{self.asked}", 2, 4)
        if not self.evidence:
            yield from wrapped(
                self.say(
                    "With --evidence it names each fact that a figure rests on, and every span of time.",
                    "Mit --evidence nennt es jede Meldung, auf der ein Ergebnis beruht, und jede Zeitspanne.",
                )
            )

    def _facts(self) -> Iterator[str]:
        given, aside = self.evaluation.given, self.evaluation.aside
        used = given.read - given.repeated - given.later - len(aside)
        counts = (
            (used, ("used", "verwendet")),
            (given.repeated, ("told twice", "doppelt")),
            (given.later, ("of later", "von später")),
            (len(aside), ("set aside", "beiseitegelegt")),
        )
        said = [f"{words.number(count, self.language)} {self.say(*how)}" for count, how in counts if count]
        read = words.several(
            given.read, self.say("fact", "Meldung"), self.say("facts", "Meldungen"), self.language
        )
        yield from wrapped(f"{read}: {', '.join(said)}." if said else f"{read}.")
        shown = [self._aside(*one) for one in aside[:_MOST]]
        yield from bullets(shown, 2)
        if len(aside) > _MOST:
            more = len(aside) - _MOST
            yield f"  {self.say(f'and {more} more', f'und {more} weitere')} (--format json)"

    def _aside(self, source: str, id_: str, reason: str) -> str:
        why = set_aside_words(reason, self.language)
        return self.say(f"{id_} of {source}: {why}", f"{id_} von {source}: {why}")
