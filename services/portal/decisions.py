"""What a party may decide now: propose a correction, decide on or withdraw one, say yes or no to announced maintenance.

Pure: from what was decided before, as facts, to the next fact or a refusal. Where corrections stand is judged by the
calculus itself, so that the portal and every figure agree (SEMANTICS.md, corrections).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from services.portal.documents import agreement_in
from services.portal.records import Document
from services.portal.refusals import Refused, forbidden, unknown, wrong
from shared.agreements.document import Document as Agreement
from shared.agreements.evidence import fact_of
from shared.agreements.meaning import terms_of
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.errors import ContractError
from shared.contracts.facts import read_fact
from shared.contracts.instants import format_instant
from shared.security.principal import Principal
from shared.sla import facts as sla
from shared.sla.changes.corrections import Correction, Standing, judge

SOURCE: Final = "eyelevel/portal"
Answer = Literal["accepted", "declined", "withdrawn"]
Word = Literal["acknowledged", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A fact that a party made, about a correction or a change (`about`, its id)."""

    agreement: str
    about: str
    at: int
    by: str
    event: CloudEvent
    new: bool = True


def deciding_party(principal: Principal, document: Document) -> str:
    """The one of the two parties that decides; Refused for everybody else."""
    if principal.role == "party" and principal.party in document.parties:
        return principal.party
    raise forbidden("Provider and customer decide, each with its own key; nobody does it for them.")


def proposed(
    document: Document, before: Sequence[Decided], correction: str, said: dict[str, Any], by: str, now: int
) -> Decided:
    """A correction proposed. The same again is the one that is there; Refused where the id is taken."""
    data = {"correction": correction, **said, "by": by}
    event = _event(document, f"{correction}/proposed", "correction.proposed", data, now)
    known = next((one for one in before if one.event.id == event.id), None)
    if known is not None:
        if known.by == by and known.event.data == event.data:
            return _again(known)
        sentence = (
            f"A correction {correction!r} was proposed before, with another content; choose another id."
        )
        raise Refused(409, "Already there", sentence)
    _check(event)
    service = said.get("service")
    if service is not None and service not in document.services:
        raise wrong("service", f"The agreement has no service {service!r}.")
    if said.get("incident") is not None and said["to"] != sla.CorrectedTo.EXCUSED.value:
        raise wrong("to", "A correction for an incident takes time out of its clocks: `to` is excused.")
    return Decided(agreement=document.id, about=correction, at=now, by=by, event=event)


def answered(
    document: Document,
    before: Sequence[Decided],
    correction: str,
    answer: Answer,
    by: str,
    now: int,
    reason: str | None = None,
) -> Decided:
    """A correction accepted, declined or withdrawn by who may; the same again is the one that is there."""
    standing = next((one for one in standings(document, before, now) if one.id == correction), None)
    if standing is None:
        raise unknown("correction", correction)
    own = standing.by == by
    if own and answer != "withdrawn":
        raise forbidden("The other party decides on what you proposed; you can withdraw it.")
    if not own and answer == "withdrawn":
        raise forbidden("Who proposed a correction withdraws it; you can accept or decline it.")
    data = _because({"correction": correction, "by": by}, reason)
    event = _event(document, f"{correction}/{answer}", f"correction.{answer}", data, now)
    known = next((one for one in before if one.event.id == event.id), None)
    if known is not None:
        return _again(known)
    if standing.standing is not Standing.PROPOSED:
        sentence = f"The correction is {standing.standing.value} since {format_instant(standing.since)}."
        raise Refused(409, "Already decided", sentence)
    _check(event)
    return Decided(agreement=document.id, about=correction, at=now, by=by, event=event)


def acknowledged(
    document: Document,
    before: Sequence[Decided],
    change: str,
    word: Word,
    by: str,
    now: int,
    reason: str | None = None,
) -> Decided:
    """A yes or no to announced maintenance. The last word counts, so each change of mind is a fact of its own."""
    asked = asked_party(agreement_in(document.text))
    if asked is None:
        raise Refused(409, "Not asked", "The agreement asks nobody to acknowledge maintenance.")
    if by != asked:
        side = "customer" if asked == document.customer else "provider"
        raise forbidden(f"The agreement asks the {side} to acknowledge maintenance.")
    own = words_on(before, change)
    if own and own[-1].event.type == f"{_CHANGE}{word}":
        return _again(own[-1])
    data = _because({"change": change, "by": by}, reason)
    event = _event(document, f"change/{change}/{len(own) + 1}", f"change.{word}", data, now)
    _check(event)
    return Decided(agreement=document.id, about=change, at=now, by=by, event=event)


def asked_party(document: Agreement) -> str | None:
    """The party that the agreement asks to acknowledge maintenance; None where it asks nobody."""
    parties = {"customer": document.parties.customer.id, "provider": document.parties.provider.id}
    return parties.get(document.maintenance.acknowledged_by)


def words_on(before: Sequence[Decided], change: str) -> list[Decided]:
    """What was said of a change, the last word last."""
    return [one for one in before if one.about == change and one.event.type.startswith(_CHANGE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionStanding:
    """Where a correction stands: `since` when, and until when the other party decides before silence does.

    `answer` is the fact of the decision that rules; None where there is none, or silence decided.
    """

    id: str
    by: str
    standing: Standing
    since: int
    decide_before: int
    event: CloudEvent
    answer: CloudEvent | None = None


def standings(document: Document, before: Sequence[Decided], now: int) -> list[CorrectionStanding]:
    """Every correction of an agreement, by the newest version's clause, in the order of their proposals."""
    made = [one for one in before if one.event.type.startswith(_CORRECTION)]
    events = {one.about: one.event for one in made if one.event.type.endswith(".proposed")}
    facts = sorted((_fact(one.event) for one in made), key=lambda fact: fact.order)
    told = [fact for fact in facts if isinstance(fact, sla.CorrectionProposed | sla.CorrectionTold)]
    found = judge(told, terms_of(agreement_in(document.text)), now)
    answers = {(one.about, one.event.type, one.at): one.event for one in made}
    return [_standing(one, events[one.proposal.correction], answers) for one in found]


_CORRECTION: Final = TYPE_PREFIX + "correction."
_CHANGE: Final = TYPE_PREFIX + "change."


def _standing(
    one: Correction, event: CloudEvent, answers: Mapping[tuple[str, str, int], CloudEvent]
) -> CorrectionStanding:
    name = one.proposal.correction
    return CorrectionStanding(
        answer=answers.get((name, f"{_CORRECTION}{one.standing.value}", one.since)),
        id=name,
        by=one.proposal.by,
        standing=one.standing,
        since=one.since,
        decide_before=one.decide_by,
        event=event,
    )


def _because(data: dict[str, Any], reason: str | None) -> dict[str, Any]:
    return data if not reason else {**data, "reason": reason}


def _again(known: Decided) -> Decided:
    return Decided(
        agreement=known.agreement, about=known.about, at=known.at, by=known.by, event=known.event, new=False
    )


def _event(document: Document, identity: str, kind: str, data: dict[str, Any], now: int) -> CloudEvent:
    """`subject` is the service that is corrected; where none is named, the agreement's first."""
    return CloudEvent(
        id=f"{document.id}/{identity}",
        source=SOURCE,
        type=TYPE_PREFIX + kind,
        subject=data.get("service") or document.services[0],
        time=format_instant(now),
        datacontenttype="application/json",
        data=data,
    )


def _fact(event: CloudEvent) -> sla.Fact:
    return fact_of(read_fact(event))


def _check(event: CloudEvent) -> None:
    try:
        _fact(event)
    except ContractError as error:
        field = error.field.removeprefix("data.")
        raise wrong(field, error.sentence.removeprefix("data.")) from error
