"""Which verdicts are due about one clock of an incident: a pure function of what was told, what holds, and the time.

1. A warning is told once, while the clock is undecided.
2. A breach is told when its instant is older than the settle time. One that was told and has moved is amended, one
   that no longer holds is withdrawn, at once.
3. The end of a clock, fulfilled or released, is told when it is older than the settle time; told again, with the
   name of the first, where facts that came later moved it. One that no longer holds is withdrawn at once: the clock
   runs again, is there no more, was breached after all, or ended otherwise.
"""

from dataclasses import dataclass, replace

from services.evaluator.told import Outcome, Standing, Telling, ToldClock
from services.evaluator.verdicts.deciding import SETTLE, ripe
from shared.contracts.instants import format_instant
from shared.contracts.verdicts import VerdictType, verdict_id


@dataclass(frozen=True, slots=True)
class ClockSubject:
    """Whose verdicts these are; `put_at` is the log clock at the version's put."""

    agreement: str
    version: int
    objective: str
    incident: str
    started_at: int
    turn: int
    put_at: int | None

    @property
    def name(self) -> str:
        """The clock as ids have it: `INC-1/2026-01-05T08:00:00Z`, of a second one with that start with its turn."""
        first = f"{self.incident}/{format_instant(self.started_at)}"
        return first if self.turn == 1 else f"{first}/{self.turn}"


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """An early warning, as verdicts name it (`75 %`, `PT1H`), and its instant, which may be to come."""

    text: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSeen:
    """What the calculus gives of a clock at the log clock `clock`; instants after it are those that time will bring.

    At most one of `fulfilled_at` and `released_at` is there. `due` is the next instant at which anything else can
    change. Of a clock that is there no more there is nothing.
    """

    clock: int
    warned: tuple[ClockWarning, ...] = ()
    breached_at: int | None = None
    fulfilled_at: int | None = None
    released_at: int | None = None
    due: int | None = None


@dataclass(frozen=True, slots=True)
class ClockDecision:
    """What to say now, in order; what is told then; and the first tick at which to look again (None: never)."""

    tell: tuple[Telling, ...]
    told: ToldClock
    due: int | None


def decide_clock(subject: ClockSubject, told: ToldClock, seen: ClockSeen) -> ClockDecision:
    """The verdicts about one clock at one tick."""
    hand = _Hand(subject, told, seen)
    hand.look_again()
    hand.warn()
    hand.breach()
    hand.end()
    later = [*hand.later, *([] if seen.due is None else [seen.due + SETTLE])]
    return ClockDecision(tuple(hand.said), hand.told, min(later, default=None))


class _Hand:
    """Collects what is said, counts it, and notes when to look again."""

    def __init__(self, subject: ClockSubject, told: ToldClock, seen: ClockSeen) -> None:
        self.subject, self.told, self.seen = subject, told, seen
        self.said: list[Telling] = []
        self.later: list[int] = []

    def look_again(self) -> None:
        """What was told: does it hold still, and at the same instant?"""
        self._breach_again()
        self._end_again()

    def _breach_again(self) -> None:
        standing, at = self.told.breach, self.seen.breached_at
        if standing is None or at == standing.instant:
            return
        known = at is not None and at < self.seen.clock
        if at is None or not known or (self._after_put(at) and not standing.published):
            # Where nobody heard of the first one, those who must hear of this one are told it as new.
            self._take_back("breach.withdrawn", standing)
            self.told = replace(self.told, breach=None)
            return
        self._say("breach.amended", at, standing.published, amends=standing.id, was=standing.instant)
        self.told = replace(self.told, breach=replace(standing, instant=at))

    def _end_again(self) -> None:
        before, end = self.told.outcome, self._end()
        if before is None:
            return
        if end is not None and end[0] == before.type and (before.published or not self._after_put(end[1])):
            return
        self._take_back("clock.withdrawn", before)
        self.told = replace(self.told, outcome=None)

    def warn(self) -> None:
        """The warnings that are due, before the breach and each once."""
        breached_at = self.seen.breached_at
        if self.told.breach is not None:
            return
        for warning in sorted(self.seen.warned, key=lambda one: (one.at, one.text)):
            before = breached_at is None or warning.at < breached_at
            if before and warning.text not in self.told.warned and self._ripe(warning.at):
                self._say("clock.at_risk", warning.at, self._after_put(warning.at), share=warning.text)
                self.told = replace(self.told, warned=(*self.told.warned, warning.text))

    def breach(self) -> None:
        """A breach that was not told."""
        at = self.seen.breached_at
        if at is None or self.told.breach is not None or not self._ripe(at):
            return
        published = self._after_put(at)
        identity = self._say("clock.breached", at, published)
        self.told = replace(self.told, breach=Standing(identity, at, published))

    def end(self) -> None:
        """The end of the clock, where it is new or has moved."""
        end, before = self._end(), self.told.outcome
        if end is None or (before is not None and (before.type, before.instant) == end):
            return
        kind, at = end
        if not self._ripe(at):
            return
        if before is None:
            published = self._after_put(at)
            outcome = Outcome(kind, self._say(kind, at, published), at, published)
        else:
            self._say(kind, at, before.published, amends=before.id, was=before.instant)
            outcome = replace(before, instant=at)
        self.told = replace(self.told, outcome=outcome)

    def _end(self) -> tuple[VerdictType, int] | None:
        if self.seen.released_at is not None:
            return "clock.released", self.seen.released_at
        return None if self.seen.fulfilled_at is None else ("clock.fulfilled", self.seen.fulfilled_at)

    def _take_back(self, kind: VerdictType, told: Standing | Outcome) -> None:
        self._say(kind, told.instant, told.published, amends=told.id, was=told.instant)

    def _ripe(self, instant: int) -> bool:
        if ripe(instant, self.seen.clock):
            return True
        self.later.append(instant + SETTLE)
        return False

    def _after_put(self, instant: int) -> bool:
        return self.subject.put_at is not None and instant > self.subject.put_at

    def _say(
        self,
        kind: VerdictType,
        instant: int,
        published: bool,
        *,
        share: str | None = None,
        amends: str | None = None,
        was: int | None = None,
    ) -> str:
        n, self.told = self.told.counting(kind, share)
        about = self.subject
        identity = verdict_id(
            about.agreement, about.version, about.objective, None, about.name, kind, share, n
        )
        self.said.append(
            Telling(
                type=kind, id=identity, instant=instant, n=n, published=published,
                share=share, amends=amends, was=was,
            )
        )  # fmt: skip
        return identity
