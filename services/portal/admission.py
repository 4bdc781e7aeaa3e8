"""Whether a version of an agreement may be put, decided without a store: who may, what is immutable, whose services.

Rules: docs/architecture.md, CONTRACT.md section 1. A version once put is immutable; versions come in order;
the two parties of an agreement stay the same; a service id belongs to one provider.
"""

from collections.abc import Mapping, Sequence
from enum import Enum

from services.portal.records import Document, Fault, Kept
from services.portal.refusals import Refused, forbidden, unknown
from services.portal.visibility import may_see
from shared.security.principal import Principal


class Admitted(Enum):
    """What putting a version comes to."""

    NEW = "new"
    REPEATED = "repeated"


def admit(
    document: Document, kept: Sequence[Kept], owners: Mapping[str, str], principal: Principal
) -> Admitted | Refused:
    """`kept`: the versions there are, in order. `owners`: the provider of each of its services that has one."""
    refused = _who(document, kept, principal)
    if refused is not None:
        return refused
    same = next((version for version in kept if version.document.version == document.version), None)
    if same is not None:
        return Admitted.REPEATED if same.document.digest == document.digest else _immutable(same)
    return _order(document, kept) or _parties(document, kept) or foreign(document, owners) or Admitted.NEW


def foreign(document: Document, owners: Mapping[str, str]) -> Refused | None:
    """A service of another provider; who that is, is not told."""
    taken = [
        service
        for service in document.services
        if owners.get(service, document.provider) != document.provider
    ]
    if not taken:
        return None
    faults = tuple(
        Fault(
            line=None,
            field="services",
            sentence=f"the service id {service!r} belongs to another provider; choose another id",
        )
        for service in taken
    )
    return Refused(409, "Service of another provider", faults[0].sentence, faults)


def _who(document: Document, kept: Sequence[Kept], principal: Principal) -> Refused | None:
    if principal.role == "source":
        return forbidden("A source key sends facts; an agreement is put with an operator's or a party's key.")
    if kept and not may_see(principal, kept[-1]):
        return unknown("agreement", document.id)
    if principal.role == "party" and principal.party not in document.parties:
        return forbidden(
            f"The key is of the party {principal.party!r}, which this agreement names neither as provider nor as "
            "customer."
        )
    if principal.role == "party" and kept and principal.party not in kept[-1].document.parties:
        return forbidden("An observer reads the agreement; its provider or its customer puts a version.")
    return None


def _immutable(same: Kept) -> Refused:
    number = same.document.version
    return Refused(
        409,
        "Version is immutable",
        f"Version {number} of {same.document.id!r} is already there with other content; a version once put stays as "
        f"it is. Put the change as a later version.",
    )


def _order(document: Document, kept: Sequence[Kept]) -> Refused | None:
    if not kept or document.version > kept[-1].document.version:
        return None
    latest = kept[-1].document.version
    return Refused(
        409,
        "Version out of order",
        f"Version {latest} of {document.id!r} is already there; the next one is {latest + 1} or higher.",
    )


def _parties(document: Document, kept: Sequence[Kept]) -> Refused | None:
    if not kept:
        return None
    before = kept[-1].document
    if (before.provider, before.customer) == (document.provider, document.customer):
        return None
    return Refused(
        409,
        "Other parties",
        f"{document.id!r} is between {before.provider!r} and {before.customer!r}; an agreement between others is "
        "another agreement, with an id of its own.",
    )
