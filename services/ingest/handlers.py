"""Taking events in: load what is known, decide each, write what is accepted, remember it.

The same for both ways in. A batch is decided in memory, event by event, and written with one append; only an
unknown service makes it wait, once, until the directory is read to its end. What is accepted is remembered when
it is durable, not before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.ingest import acceptance, routing
from services.ingest.acceptance import Accepted, Arrival
from services.ingest.ports import FreshKnown, Writing
from services.ingest.refusals import Rejected
from services.ingest.repeats import New, OtherContent, Recent, Repeated, Seen
from shared.contracts.envelope import CloudEvent
from shared.eventlog.port import Entry
from shared.security.principal import Principal


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event with its arrival, or what made it unreadable."""

    event: CloudEvent | Rejected
    arrival: Arrival


Outcome = Accepted | Repeated | Rejected


class Counting(Protocol):
    """Who counts what came of the events (`metrics`)."""

    def count(self, door: str, outcomes: Sequence[Outcome]) -> None:
        """`door` is http, history or raw."""
        ...


@dataclass(slots=True)
class Decided:
    """What is to be done about a batch; outcomes stand in the order of the events."""

    outcomes: list[Outcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    new: Recent = field(default_factory=lambda: Recent(1_000_000))


class Taking:
    """Takes batches of events into the log."""

    def __init__(
        self, log: Writing, known: FreshKnown, recent: Recent, counting: Counting, *, largest: int
    ) -> None:
        self._log = log
        self._known = known
        self._recent = recent
        self._counting = counting
        self._largest = largest

    async def decide(self, batch: Sequence[Incoming], sender: Principal | None) -> Decided:
        """Decide every event. LogUnavailable when the directory cannot be read."""
        await self._known.loaded()
        outcomes = [self._accept(incoming, sender) for incoming in batch]
        unknown = [n for n, outcome in enumerate(outcomes) if _unknown_service(outcome)]
        if unknown:
            await self._known.refresh()
            for n in unknown:
                outcomes[n] = self._accept(batch[n], sender)
        return self._without_repeats(outcomes)

    async def write(self, door: str, decided: Decided, beside: Sequence[Entry] = ()) -> None:
        """Append what was accepted, with what goes beside it; durable when this returns."""
        entries = [*decided.entries, *beside]
        if entries:
            await self._log.append(entries)
        self._recent.absorb(decided.new)
        self._counting.count(door, decided.outcomes)

    def _accept(self, incoming: Incoming, sender: Principal | None) -> Accepted | Rejected:
        if isinstance(incoming.event, Rejected):
            return incoming.event
        return acceptance.decide(incoming.event, sender, self._known, incoming.arrival, self._largest)

    def _without_repeats(self, outcomes: Sequence[Accepted | Rejected]) -> Decided:
        decided = Decided()
        for outcome in outcomes:
            judged = outcome if isinstance(outcome, Rejected) else self._judge(outcome, decided)
            decided.outcomes.append(judged)
        return decided

    def _judge(self, accepted: Accepted, decided: Decided) -> Outcome:
        seen = Seen(accepted.source, accepted.id, accepted.digest, accepted.agreements)
        match self._recent.judge(seen, decided.new):
            case New(agreements):
                decided.entries.extend(routing.entries_for(accepted.value, agreements))
                decided.new.remember(seen)
                return accepted
            case OtherContent():
                sentence = (
                    f"id is '{accepted.id}', under which {accepted.source} has sent other content before; "
                    "a fact is not changed: give the new one an id of its own"
                )
                return Rejected("other_content", "id", sentence, accepted.source, accepted.id)
            case repeated:
                return repeated


def _unknown_service(outcome: Accepted | Rejected) -> bool:
    return isinstance(outcome, Rejected) and outcome.reason == "unknown_service"
