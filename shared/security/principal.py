"""Who asks, known by a key, a token or a session."""

from dataclasses import dataclass

from shared.contracts.directory import AgreementEntry, Role


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever stands behind a request. `services` and `sources` bind a source key; empty `sources` = any."""

    role: Role
    key_id: str
    party: str | None = None
    services: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def may_see(self, agreement: AgreementEntry) -> bool:
        """The operator sees all; a party its own agreements (as provider, customer, observer); a source none."""
        if self.role == "operator":
            return True
        named = {agreement.provider, agreement.customer, *agreement.observers}
        return self.role == "party" and self.party in named
