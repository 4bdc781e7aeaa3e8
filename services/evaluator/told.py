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
    `burns` says of each pair of burn windows up to which log clock its being exceeded was told. `counts` says how
    many verdicts of each kind there were, by type and share. `recovered_at` is the last recovery told, `looked_at`
    the log clock of the last look.
    """

    shares: tuple[str, ...] = ()
    burns: dict[str, int] = field(default_factory=dict)
    breach: Standing | None = None
    counts: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    published_close: bool = False
    recovered_at: int | None = None
    looked_at: int | None = None

    def counting(self, kind: str, share: str | None = None) -> "tuple[int, Told]":
        """The number of the next verdict of this kind (from 1), and what is told once it counts."""
        number, counts = _counted(self.counts, kind, share)
        return number, replace(self, counts=counts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a clock that was told: fulfilled or released, by which verdict, for which instant, and to anyone."""

    type: VerdictType
    id: str
    instant: int
    published: bool = True


@dataclass(frozen=True, slots=True)
class ToldClock:
    """Everything told so far of one clock of an incident. `said`: the clock as it was said last, as JSON."""

    warned: tuple[str, ...] = ()
    breach: Standing | None = None
    outcome: Outcome | None = None
    counts: dict[str, int] = field(default_factory=dict)
    said: str = ""

    def counting(self, kind: str, share: str | None = None) -> "tuple[int, ToldClock]":
        """As of Told."""
        number, counts = _counted(self.counts, kind, share)
        return number, replace(self, counts=counts)


@dataclass(frozen=True, slots=True)
class ToldSource:
    """What was told of one source: `word` is the last word that was looked at, by its instant and id, `since` the
    silence that stands; `published`: whether it was sent to anyone."""

    word: tuple[int, str]
    since: int | None = None
    published: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    def counting(self, kind: str) -> "tuple[int, ToldSource]":
        """As of Told."""
        number, counts = _counted(self.counts, kind, None)
        return number, replace(self, counts=counts)


@dataclass(frozen=True, slots=True)
class BurnPair:
    """A pair of burn windows as verdicts name it: `14.4`, (`PT1H`, `PT5M`)."""

    rate: str
    windows: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One verdict to be said: the exact instant it speaks of, and what it is about beside the period.

    `share` as verdicts name it, `amends` the verdict that it moves or takes back and `was` the instant that one said,
    `number` of a restatement.
    """

    type: VerdictType
    id: str
    instant: int
    n: int
    published: bool
    share: str | None = None
    burn: BurnPair | None = None
    amends: str | None = None
    was: int | None = None
    number: int | None = None


def _counted(counts: dict[str, int], kind: str, share: str | None) -> tuple[int, dict[str, int]]:
    name = kind if share is None else f"{kind} {share}"
    number = counts.get(name, 0) + 1
    return number, {**counts, name: number}
