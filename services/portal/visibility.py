"""Who sees which agreement, and what the directory says of it."""

from collections.abc import Sequence

from services.portal.records import Kept
from shared.contracts.directory import AgreementEntry
from shared.security.principal import Principal


def entry_of(versions: Sequence[Kept]) -> AgreementEntry:
    """The directory's entry: parties of the latest version, every service that one of the versions names."""
    latest = versions[-1].document
    services = {service for version in versions for service in version.document.services}
    return AgreementEntry(
        id=latest.id,
        title=latest.title,
        provider=latest.provider,
        customer=latest.customer,
        observers=latest.observers,
        services=tuple(sorted(services)),
    )


def may_see(principal: Principal, latest: Kept) -> bool:
    """By the latest version: an operator all, a party its own, a source none."""
    return principal.may_see(entry_of([latest]))
