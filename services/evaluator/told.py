"""What has been told about an objective in a period, and what is to be told next.

`Told` is kept with the period and saved with it; a `Telling` is one verdict before it is put into words. Verdicts
about an instant not later than the log clock at which the version was put are recorded and not published: history
tells nobody (SEMANTICS.md, closing).
"""

from dataclasses import dataclass, field, replace

from shared.contracts.verdicts import VerdictType


@dataclass(frozen=True, slots=True)
class Standing:
    """A breach that was told and not taken back: the id of its first verdict, and the instant told last."""

    id: str
    instant: int
    published: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Everything told so far of one period (of a rolling window: of all time).

    `shares` are those of `warn_at` that were told, in a rolling window only while they are still reached.
    `counts` says how many verdicts of each kind there were, by type and share. `recovered_at` is the last
    recovery told, `looked_at` the log clock of the last look (both of rolling windows).
    """

    shares: tuple[str, ...] = ()
    breach: Standing | None = None
    counts: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    published_close: bool = False
    recovered_at: int | None = None
    looked_at: int | None = None

    def counting(self, kind: str, share: str | None = None) -> "tuple[int, Told]":
        """The number of the next verdict of this kind (from 1), and what is told once it counts."""
        name = kind if share is None else f"{kind} {share}"
        number = self.counts.get(name, 0) + 1
        return number, replace(self, counts={**self.counts, name: number})

    @property
    def final(self) -> bool:
        """Whether both parties were told that the period is closed: what comes later is a restatement."""
        return self.closed and self.published_close


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One verdict to be said: the exact instant it speaks of, its share, the verdict it amends and what that said."""

    type: VerdictType
    id: str
    instant: int
    n: int
    published: bool
    share: str | None = None
    amends: str | None = None
    was: int | None = None
