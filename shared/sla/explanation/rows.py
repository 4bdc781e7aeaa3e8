"""The rows of a ledger, each with its spans and the facts that begin them.

Spans of one class, severity, cause and reason make one row. What begins a span is the change of state at or last
before it; of maintenance, and of what falls short of it, the change with the words on it that ruled; of a correction
the proposal with its acceptance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from shared.sla.changes.corrections import Correction
from shared.sla.changes.maintenance import Change
from shared.sla.evidence.transitions import last_before
from shared.sla.explanation.explanation import FactName, Row, RowSpan, Unit
from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.ledger.setting import Setting
from shared.sla.ledger.weighing import bad_share
from shared.sla.spans import Span

_BY_TIME_ALONE = (TimeClass.NOT_IN_FORCE, TimeClass.OUTSIDE_SERVICE_HOURS)
_OF_NO_FACT = ("stale", "before_first_fact")
_PLACE = {kind: place for place, kind in enumerate(TimeClass)}


def time_rows(spans: Iterable[ClassedSpan], setting: Setting, period: Span) -> tuple[Row, ...]:
    """The rows of classed spans, in the order of the classes; their amounts sum to the ledger."""
    beginnings = Beginnings(setting, period)
    groups: dict[tuple[int, str, str, str], list[ClassedSpan]] = {}
    for span in spans:
        key = _PLACE[span.time_class], span.severity or "", span.cause or "", span.why or ""
        groups.setdefault(key, []).append(span)
    return tuple(_row(groups[key], setting, beginnings) for key in sorted(groups))


def _row(spans: Sequence[ClassedSpan], setting: Setting, beginnings: Beginnings) -> Row:
    first = spans[0]
    return Row(
        kind=first.time_class.value,
        amount=sum(one.end - one.start for one in spans),
        unit=Unit.TIME,
        bad=bad_share(first, setting.counts),
        severity=first.severity,
        cause=first.cause,
        why=first.why,
        spans=tuple(RowSpan(one.start, one.end, one.of, beginnings.of(one)) for one in spans),
    )


class Beginnings:
    """The facts with which the spans of a period begin."""

    def __init__(self, setting: Setting, period: Span) -> None:
        self._changes = {one.name: one for one in setting.changes}
        self._corrections = {one.proposal.correction: one for one in setting.corrections}
        until = min(period.end, setting.as_of)
        told = setting.timeline.changes(period.start, max(period.start, until))
        self._at = [at for at, _ in told]
        self._by = [None if teller is None else FactName(*teller) for _, teller in told]
        opening = last_before(setting, period.start)
        self._opening = () if opening is None else (FactName(opening.source, opening.id),)

    def of(self, span: ClassedSpan) -> tuple[FactName, ...]:
        """Those of one span; nothing where time alone begins it."""
        if span.time_class in _BY_TIME_ALONE or span.why in _OF_NO_FACT:
            return ()
        if span.of is not None and span.why == "correction":
            return by_agreement(self._corrections[span.of])
        found = None if span.of is None else self._changes.get(span.of)
        change = () if found is None else by_change(found)
        return change if span.why == "maintenance" else (*self._told(span.start), *change)

    def _told(self, instant: int) -> tuple[FactName, ...]:
        last = bisect_right(self._at, instant)
        if last == 0:
            return self._opening
        first = last - 1
        while first > 0 and self._at[first - 1] == self._at[first]:
            first -= 1
        return tuple(sorted({by for by in self._by[first:last] if by is not None}))


def by_change(change: Change) -> tuple[FactName, ...]:
    """The announcement of a change, and the words that made it what it is."""
    words = sorted(change.told, key=lambda word: word.order)
    return tuple(FactName(fact.source, fact.id) for fact in (change.announcement, *words))


def by_agreement(correction: Correction) -> tuple[FactName, ...]:
    """The proposal, and the word that accepted it; the proposal alone where silence did."""
    proposal = FactName(correction.proposal.source, correction.proposal.id)
    id_, source = correction.order[-2:]
    word = FactName(source, id_)
    return (proposal,) if word == proposal else (proposal, word)
