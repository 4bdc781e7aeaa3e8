"""A verdict about a source as it goes out: who fell silent about which service, or was heard again; no figures."""

from dataclasses import dataclass
from urllib.parse import quote

from services.evaluator.clauses import Clauses
from services.evaluator.verdicts.deciding_sources import SourceTelling
from shared.agreements.date_words import moment
from shared.agreements.words import LANGUAGES, shortened
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant
from shared.contracts.said import SentenceSaid, SourceSaid
from shared.contracts.verdicts import AgreementSaid, EvidenceSaid, FactNamed, Verdict, event_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceContext:
    """Of which source a verdict speaks, and what was known when. `head` is the chain's, `clock` the log clock."""

    clauses: Clauses
    service: str
    source: str
    clock: int
    head: bytes
    public_url: str

    @property
    def name(self) -> str:
        """The service as people call it."""
        clauses = self.clauses.document.services
        return next((one.name or one.id for one in clauses if one.id == self.service), self.service)


def source_event(context: SourceContext, said: SourceTelling) -> CloudEvent:
    """The verdict. Its evidence is the word behind it."""
    terms, telling = context.clauses.terms, said.telling
    page = f"{context.public_url.rstrip('/')}/agreements/{quote(terms.agreement, safe='')}"
    data = Verdict(
        agreement=AgreementSaid(
            id=terms.agreement,
            version=terms.version,
            title=shortened(context.clauses.title),
            provider=terms.provider,
            customer=terms.customer,
        ),
        source=SourceSaid(service=context.service, source=context.source),
        sentence=_sentence(context, said),
        as_known_at=format_instant(context.clock),
        url=page,
        evidence=EvidenceSaid(
            count=1,
            last=(FactNamed(source=context.source, id=said.word[1]),),
            url=page,
            head=f"sha256:{context.head.hex()}",
        ),
    )
    return event_of(telling.type, telling.id, f"{terms.agreement}/{context.service}", telling.instant, data)


def _sentence(context: SourceContext, said: SourceTelling) -> SentenceSaid:
    zone, telling = context.clauses.terms.zone, said.telling
    service, source = shortened(context.name), shortened(context.source)
    at = {language: moment(telling.instant, zone, language) for language in LANGUAGES}
    word = {language: moment(said.word[0], zone, language) for language in LANGUAGES}
    if telling.type == "source.heard":
        return SentenceSaid(
            en=f"{service}: {source} has been heard of again since {at['en']}.",
            de=f"{service}: Von {source} kommen seit {at['de']} wieder Meldungen.",
        )
    return SentenceSaid(
        en=f"{service}: {source} has been silent since {at['en']}; its last word came on {word['en']}.",
        de=f"{service}: Von {source} gilt seit {at['de']} nichts mehr als bekannt; die letzte Meldung kam am "
        f"{word['de']}.",
    )
