"""Which agreements a fact goes to: each one that names a service it is about, once.

A party's own words go to the agreements in which it is provider or customer and to no other: what one customer
reports of a shared service is no business of another. Drafts stand in the directory like the rest and get their
facts too, so that they can be tried on them.
"""

from collections.abc import Sequence
from typing import Protocol

from shared.contracts.directory import AgreementEntry
from shared.contracts.fact_data import ChangeAnnounced, ChangeStep
from shared.contracts.facts import Fact
from shared.contracts.topics import FACTS
from shared.eventlog.port import Entry
from shared.security.principal import Principal


class Known(Protocol):
    """The agreements as the directory has them now."""

    def agreements_of_service(self, service: str) -> Sequence[AgreementEntry]:
        """Those that name the service, empty where none does."""
        ...

    def agreements(self) -> Sequence[AgreementEntry]:
        """All of them."""
        ...


def services_of(fact: Fact) -> tuple[str, ...]:
    """The services a fact is about: its subject and, for a change, those the data names."""
    named = fact.data.services or () if isinstance(fact.data, ChangeAnnounced | ChangeStep) else ()
    return tuple(dict.fromkeys((fact.service, *named)))


def is_its_own(sender: Principal | None, agreement: AgreementEntry) -> bool:
    """Whether what this sender says may enter the agreement's history. None is the raw topic."""
    if sender is None or sender.role != "party":
        return True
    return sender.party in {agreement.provider, agreement.customer}


def agreements_for(service: str, sender: Principal | None, known: Known) -> tuple[AgreementEntry, ...]:
    """The agreements that name the service and that the sender may write to; sources only to their services."""
    if sender is not None and sender.role == "source" and service not in sender.services:
        return ()
    return tuple(entry for entry in known.agreements_of_service(service) if is_its_own(sender, entry))


def may_name_any(sender: Principal | None) -> bool:
    """Whether the sender may name any service: then a change may also touch some that no agreement names."""
    return sender is None or sender.role == "operator"


def services_open_to(sender: Principal | None, known: Known) -> list[str]:
    """The services about which this sender may say something, in order; what it may not know is not there."""
    mine = (entry for entry in known.agreements() if is_its_own(sender, entry))
    names = {service for entry in mine for service in entry.services}
    if sender is not None and sender.role == "source":
        names &= sender.services
    return sorted(names)


def entries_for(value: bytes, agreements: Sequence[str]) -> list[Entry]:
    """One record on the facts topic for each agreement."""
    return [Entry(FACTS.name, agreement, value) for agreement in agreements]
