"""What a sender may say: an operator and the raw topic any fact, a source what it is there for, a party its part.

What parties decide (corrections, acknowledgements) is refused here whoever sends it: it comes through the portal
alone, which knows from the key who decides. The raw topic has no key: who may write to it is Kafka's matter.
"""

from collections.abc import Sequence
from typing import Final

from services.ingest.refusals import Reason, Rejected
from shared.contracts.directory import AgreementEntry
from shared.contracts.envelope import TYPE_PREFIX
from shared.contracts.fact_data import FeedbackGiven, ProblemReported
from shared.contracts.facts import Fact
from shared.security.principal import Principal

_OF_PARTIES: Final = frozenset(TYPE_PREFIX + name for name in ("problem.reported", "feedback.given"))
_OF_PROVIDERS: Final = frozenset(
    TYPE_PREFIX + "change." + step for step in ("announced", "started", "finished", "cancelled")
)


def refused(fact: Fact, sender: Principal | None) -> Rejected | None:
    """Why this sender may not say this, or None where it may; its services are `routing`'s matter."""
    if fact.is_decision:
        sentence = (
            f"type is '{fact.type}', which a party decides; it is done in the portal, which knows who decides"
        )
        return _rejected(fact, "decision", "type", sentence)
    if sender is None or sender.role == "operator":
        return None
    return _source(fact, sender) if sender.role == "source" else _party(fact, sender)


def not_its_part(
    fact: Fact, sender: Principal | None, agreements: Sequence[AgreementEntry]
) -> Rejected | None:
    """Why a party may not say this in these agreements: work on a service is announced by who provides it."""
    if sender is None or sender.role != "party" or fact.type not in _OF_PROVIDERS:
        return None
    if all(agreement.provider == sender.party for agreement in agreements):
        return None
    sentence = f"type is '{fact.type}', which the provider says; '{sender.party}' is the customer here"
    return _rejected(fact, "not_allowed", "type", sentence)


def _source(fact: Fact, sender: Principal) -> Rejected | None:
    if not sender.sources or fact.source in sender.sources:
        return None
    names = ", ".join(sorted(sender.sources))
    return _rejected(
        fact, "not_allowed", "source", f"source is '{fact.source}'; this key speaks for {names} alone"
    )


def _party(fact: Fact, sender: Principal) -> Rejected | None:
    if fact.type not in _OF_PARTIES | _OF_PROVIDERS:
        said = ", ".join(sorted(name.removeprefix(TYPE_PREFIX) for name in _OF_PARTIES | _OF_PROVIDERS))
        sentence = (
            f"type is '{fact.type}'; with a party's key one sends {said}; the rest needs a source's key"
        )
        return _rejected(fact, "not_allowed", "type", sentence)
    if fact.source != sender.party and not fact.source.startswith(f"{sender.party}/"):
        sentence = (
            f"source is '{fact.source}'; with this key it is '{sender.party}' or begins with '{sender.party}/', "
            "so that no party speaks as another's tool"
        )
        return _rejected(fact, "not_allowed", "source", sentence)
    if isinstance(fact.data, FeedbackGiven | ProblemReported) and fact.data.by != sender.party:
        given = "missing" if fact.data.by is None else f"'{fact.data.by}'"
        sentence = f"data.by is {given}; with this key it is '{sender.party}', the party whose key it is"
        return _rejected(fact, "not_allowed", "data.by", sentence)
    return None


def _rejected(fact: Fact, reason: Reason, field: str, sentence: str) -> Rejected:
    return Rejected(reason, field, sentence, fact.source, fact.id)
