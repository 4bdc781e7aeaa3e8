"""Which verdicts are due: a pure function of what was told before, what holds now, and the log clock.

1. A share of the budget is told once per period; in a rolling window again after it was not reached for a while. A
   pair of burn windows is told when it comes to be exceeded (`deciding_burns`).
2. A breach is told when its instant is older than the settle time. One that was told and has moved is amended; one
   that no longer holds is withdrawn, or, in a rolling window that is back, recovered.
3. A calendar period is closed at the end of its grace, after everything else about it. One whose figures change
   after that is restated, by number, to those who were told of its end.

What is not ripe gives the next instant at which to look again. Instants are microseconds, told by ticks alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from services.evaluator.told import BurnPair, Standing, Telling, Told
from services.evaluator.verdicts.deciding_burns import BurnSeen, decide_burns
from shared.contracts.instants import SECOND, format_instant
from shared.contracts.verdicts import VerdictType, verdict_id

SETTLE: Final = 5 * SECOND
"""How much later than an instant a tick must be to tell it: facts from before it may still be under way."""

# At one instant a recovery is that of the breach before: its own is later than what a breach names.
_RANK: Final[dict[VerdictType, int]] = {
    "breach.withdrawn": 0,
    "breach.amended": 1,
    "objective.at_risk": 2,
    "objective.recovered": 3,
    "objective.breached": 4,
    "period.closed": 5,
    "period.restated": 6,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose verdicts these are. `start` is None for a rolling window, `put_at` the log clock at the version's put."""

    agreement: str
    version: int
    objective: str
    start: int | None
    put_at: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """A breach as it holds: from its instant on, until it is back (None in a calendar window, and while it lasts).

    `shown_from`: the first instant at which figures say it, later than `start` where an outage must reach its
    minimum length first.
    """

    start: int
    end: int | None = None
    shown_from: int | None = None

    @property
    def sure_at(self) -> int:
        """The first instant at which it holds and can be known."""
        return self.start if self.shown_from is None else max(self.start, self.shown_from)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the budget and the instant it is reached; `sure_at` as in Run."""

    text: str
    at: int
    sure_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the calculus gives at the log clock `clock`; instants after it are those that time alone will bring.

    `shares` are those of `warn_at`, `burns` the pairs exceeded since the last look and outside breaches, `runs` the
    breaches in order of time, `due` the next instant at which anything else of the figure can change, `revisit` the
    next at which that of a closed period can. `assessable` is False past the agreed share of unknown. `restated`: the
    period was closed with other figures.
    """

    clock: int
    rolling: bool = False
    assessable: bool = True
    shares: tuple[Share, ...] = ()
    burns: tuple[BurnSeen, ...] = ()
    runs: tuple[Run, ...] = ()
    closes_at: int | None = None
    due: int | None = None
    revisit: int | None = None
    restated: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to say now, in order; what is told then; and the first tick at which to look again (None: never)."""

    tell: tuple[Telling, ...]
    told: Told
    due: int | None


def ripe(instant: int, clock: int) -> bool:
    """Whether the log clock is later than the instant by the settle time."""
    return clock >= instant + SETTLE


def decide(subject: Subject, told: Told, seen: Seen) -> Decision:
    """The verdicts of one period at one tick."""
    hand = _Hand(subject, told, seen.clock)
    _tell_shares(hand, seen)
    _tell_burns(hand, seen)
    _tell_breaches(hand, seen)
    _tell_closing(hand, seen)
    hand.told = replace(hand.told, looked_at=seen.clock)
    said = tuple(sorted(hand.said, key=lambda telling: (telling.instant, _RANK[telling.type])))
    due = seen.revisit if hand.told.closed else seen.due
    later = [*hand.later, *([] if due is None else [due + SETTLE])]
    return Decision(said, hand.told, min(later, default=None))


class _Hand:
    """Collects what is said, counts it, and notes when to look again."""

    def __init__(self, subject: Subject, told: Told, clock: int) -> None:
        self.subject = subject
        self.told = told
        self.clock = clock
        self.said: list[Telling] = []
        self.later: list[int] = []

    def ripe(self, instant: int) -> bool:
        """Whether it can be told now; else it is noted for later."""
        if ripe(instant, self.clock):
            return True
        self.later.append(instant + SETTLE)
        return False

    def after_put(self, instant: int) -> bool:
        """Whether the parties are told of it: it happened after the version was put, and in a period whose end, if
        it is closed, they were told."""
        put_at, told = self.subject.put_at, self.told
        return put_at is not None and instant > put_at and (not told.closed or told.published_close)

    def say(
        self,
        kind: VerdictType,
        instant: int,
        published: bool,
        *,
        share: str | None = None,
        burn: BurnPair | None = None,
        amends: str | None = None,
        was: int | None = None,
    ) -> str:
        """Count it and say it; its id, in which a burn pair stands in the place of the share."""
        of = share if burn is None else f"burn {burn.rate}"
        n, self.told = self.told.counting(kind, of)
        about = self.subject
        start = None if about.start is None else format_instant(about.start)
        identity = verdict_id(about.agreement, about.version, about.objective, start, None, kind, of, n)
        self.said.append(
            Telling(
                type=kind, id=identity, instant=instant, n=n, published=published,
                share=share, burn=burn, amends=amends, was=was, number=n if kind == "period.restated" else None,
            )
        )  # fmt: skip
        return identity


def _tell_shares(hand: _Hand, seen: Seen) -> None:
    if seen.rolling:
        reached = {share.text for share in seen.shares if share.sure_at <= seen.clock}
        hand.told = replace(hand.told, shares=tuple(share for share in hand.told.shares if share in reached))
    if not seen.assessable or hand.told.closed:
        return
    for share in seen.shares:
        if share.text not in hand.told.shares and hand.ripe(share.sure_at):
            hand.say("objective.at_risk", share.at, hand.after_put(share.at), share=share.text)
            hand.told = replace(hand.told, shares=(*hand.told.shares, share.text))


def _tell_burns(hand: _Hand, seen: Seen) -> None:
    if not seen.assessable or hand.told.closed:
        return
    decision = decide_burns(hand.told.burns, seen.burns, seen.clock, SETTLE)
    for run in decision.tell:
        hand.say("objective.at_risk", run.start, hand.after_put(run.start), burn=run.pair)
    hand.told = replace(hand.told, burns=decision.told)
    hand.later += [instant + SETTLE for instant in decision.unripe]


def _tell_breaches(hand: _Hand, seen: Seen) -> None:
    runs = iter(_untold(hand.told, seen))
    standing = hand.told.breach
    if standing is not None:
        run = next(runs, None)
        _look_again(hand, standing, run, seen.clock)
        if hand.told.breach is None and run is not None and not ripe(run.sure_at, seen.clock):
            hand.later.append(run.sure_at + SETTLE)
    for run in runs:
        if hand.told.breach is None and hand.ripe(run.sure_at):
            _breached(hand, run)
            _recovered(hand, run)


def _untold(told: Told, seen: Seen) -> Iterator[Run]:
    """The runs that matter: the standing one, as it holds now, first; then those after what was told before."""
    if told.breach is not None:
        since = told.breach.instant
    else:
        since = max(told.recovered_at or 0, (told.looked_at or 0) - SETTLE)
    return (run for run in seen.runs if run.end is None or run.end > since)


def _look_again(hand: _Hand, standing: Standing, run: Run | None, clock: int) -> None:
    """A breach that was told: does it hold still, and at the same instant?"""
    if run is None or run.sure_at > clock:
        hand.say(
            "breach.withdrawn", standing.instant, standing.published, amends=standing.id, was=standing.instant
        )
        hand.told = replace(hand.told, breach=None)
        return
    if run.start != standing.instant:
        _moved(hand, standing, run)
    _recovered(hand, run)


def _moved(hand: _Hand, standing: Standing, run: Run) -> None:
    if not standing.published and hand.after_put(run.start):
        # Nobody heard of the first one: those who must hear of this one are told it as new.
        hand.say("breach.withdrawn", standing.instant, False, amends=standing.id, was=standing.instant)
        hand.told = replace(hand.told, breach=None)
        if hand.ripe(run.sure_at):
            _breached(hand, run)
        return
    hand.say("breach.amended", run.start, standing.published, amends=standing.id, was=standing.instant)
    hand.told = replace(hand.told, breach=replace(standing, instant=run.start))


def _breached(hand: _Hand, run: Run) -> None:
    published = hand.after_put(run.start)
    identity = hand.say("objective.breached", run.start, published)
    hand.told = replace(hand.told, breach=Standing(identity, run.start, published))


def _recovered(hand: _Hand, run: Run) -> None:
    standing = hand.told.breach
    if standing is None or run.end is None or not hand.ripe(run.end):
        return
    hand.say("objective.recovered", run.end, standing.published and hand.after_put(run.end))
    hand.told = replace(hand.told, breach=None, recovered_at=run.end)


def _tell_closing(hand: _Hand, seen: Seen) -> None:
    at = seen.closes_at
    if hand.told.closed:
        if seen.restated:
            hand.say("period.restated", seen.clock, hand.told.published_close)
        return
    if at is None or not hand.ripe(at):
        return
    published = hand.after_put(at)
    hand.say("period.closed", at, published)
    hand.told = replace(hand.told, closed=True, published_close=published)
