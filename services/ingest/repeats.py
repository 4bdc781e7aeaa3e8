"""The recent facts, so that a sender over HTTP hears at once that one was sent before.

A bounded window over (agreement, source, id), filled only with what is durably in the log. It is an early word, no
more: the evaluator drops every repeat, however old. (source, id) is unique per agreement (docs/architecture.md): two
tenants' tools may count alike, and when an agreement was put in since, a fact that is sent again is written for it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class New:
    """To be written, for these agreements."""

    agreements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Every agreement has it already, with this content."""


@dataclass(frozen=True, slots=True)
class OtherContent:
    """The same (source, id) stands in an agreement's history with other content."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One fact: what it says (`CloudEvent.content_digest`) and for which agreements."""

    source: str
    id: str
    digest: bytes
    agreements: tuple[str, ...]


class Recent:
    """The last `most` facts, each counted once per agreement; `digests` is read outside, never written."""

    def __init__(self, most: int = 100_000) -> None:
        self._most = most
        self.digests: dict[tuple[str, str, str], bytes] = {}

    def __len__(self) -> int:
        return len(self.digests)

    def judge(self, fact: Seen, beside: "Recent | None" = None) -> New | Repeated | OtherContent:
        """Whether a fact is new. `beside` holds what the same batch brought before it."""
        missing = []
        for agreement in fact.agreements:
            name = (agreement, fact.source, fact.id)
            digest = self.digests.get(name) or (beside.digests.get(name) if beside is not None else None)
            if digest is None:
                missing.append(agreement)
            elif digest != fact.digest:
                return OtherContent()
        return New(tuple(missing)) if missing else Repeated()

    def remember(self, fact: Seen) -> None:
        """Take a fact into the window."""
        for agreement in fact.agreements:
            self._put((agreement, fact.source, fact.id), fact.digest)

    def absorb(self, other: "Recent") -> None:
        """Take in all that another window holds."""
        for name, digest in other.digests.items():
            self._put(name, digest)

    def _put(self, name: tuple[str, str, str], digest: bytes) -> None:
        self.digests.pop(name, None)
        self.digests[name] = digest
        if len(self.digests) > self._most:
            del self.digests[next(iter(self.digests))]
