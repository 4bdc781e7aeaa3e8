"""Maintenance: what was announced, what of it is valid, and why the rest counts as what it was (SEMANTICS.md).

The last announcement of a change rules, with its own notice; where started or finished was told, its part
between the two; none where cancelled since. It is valid if announced with `notice`, and, if the clause asks,
if the last word of the other party since that announcement and before it begins was an acknowledgement; of
it the part inside `within`; and of that what the quotas leave (`quotas`). Overrun is not maintenance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from shared.sla.agreed.clauses import MaintenanceClause, ServiceHours
from shared.sla.facts import ChangeAnnounced, ChangeStep, ChangeTold
from shared.sla.spans import Span, Spans, subtract

ChangeFact = ChangeAnnounced | ChangeTold
HoursWithin = Callable[[ServiceHours, Span], Spans]
"""The open time of service hours inside a span."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change as its last announcement and what was told since leave it.

    `actual` is its part between start and finish; `valid` what counts as maintenance, known since
    `known_at`. `shortfalls` are the parts of the announced time, and of the overrun, that do not count,
    each with its reason: `notice`, `not_acknowledged`, `outside_hours`, `quota`, `not_started`, `finished`,
    `overrun`, `cancelled`. `told`: the words since the announcement that had a part in it.
    """

    announcement: ChangeAnnounced
    actual: Span
    valid: Spans
    known_at: int
    shortfalls: tuple[tuple[Span, str], ...] = ()
    told: tuple[ChangeTold, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        """The id of the change."""
        return self.announcement.change

    def short(self, spans: Iterable[Span], reason: str) -> Change:
        """Itself without these spans, which fall short for a reason."""
        gone = tuple(spans)
        found = tuple((span, reason) for span in gone)
        return replace(self, valid=subtract(self.valid, gone), shortfalls=self.shortfalls + found)


def judge_changes(
    facts: Iterable[ChangeFact], clause: MaintenanceClause, hours_within: HoursWithin
) -> list[Change]:
    """Every announced change by its own validity, from the facts in order; quotas are not applied yet."""
    announced: dict[str, ChangeAnnounced] = {}
    words: dict[str, list[ChangeTold]] = {}
    for fact in facts:
        if isinstance(fact, ChangeAnnounced):
            announced[fact.change] = fact
        else:
            words.setdefault(fact.change, []).append(fact)
    return [
        _judged(announcement, words.get(name, []), clause, hours_within)
        for name, announcement in announced.items()
    ]


def _judged(
    announcement: ChangeAnnounced,
    words: Sequence[ChangeTold],
    clause: MaintenanceClause,
    hours_within: HoursWithin,
) -> Change:
    change = _actual(announcement, words)
    if not change.valid:
        return change
    if announcement.at + clause.notice > announcement.start:
        return change.short(change.valid, "notice")
    if clause.acknowledged_by is not None:
        last = _last_word(announcement, words, clause.acknowledged_by, change.actual.start)
        change = change if last is None else replace(change, told=(*change.told, last))
        if last is None or last.step is ChangeStep.DECLINED:
            return change.short(change.valid, "not_acknowledged")
        change = replace(change, known_at=max(change.known_at, last.at))
    if clause.within is not None:
        inside = hours_within(clause.within, change.actual)
        change = change.short(subtract(change.valid, inside), "outside_hours")
    return change


def _actual(announcement: ChangeAnnounced, words: Sequence[ChangeTold]) -> Change:
    announced = Span(announcement.start, announcement.end)
    start, end = announced.start, announced.end
    shortfalls: list[tuple[Span, str]] = []
    for word in words:
        match word.step:
            case ChangeStep.CANCELLED:
                short = ((announced, "cancelled"),)
                return Change(announcement, Span(start, start), (), announcement.at, short, (word,))
            case ChangeStep.STARTED:
                start = max(announced.start, word.at)
            case ChangeStep.FINISHED:
                end = min(announced.end, word.at)
                if word.at > announced.end:
                    shortfalls.append((Span(announced.end, word.at), "overrun"))
            case _:
                pass
    actual = Span(start, end)
    if start > announced.start:
        shortfalls.append((Span(announced.start, min(start, announced.end)), "not_started"))
    if end < announced.end:
        shortfalls.append((Span(max(end, announced.start), announced.end), "finished"))
    valid = (actual,) if actual else ()
    told = tuple(word for word in words if word.step in (ChangeStep.STARTED, ChangeStep.FINISHED))
    return Change(announcement, actual, valid, announcement.at, tuple(shortfalls), told)


def _last_word(
    announcement: ChangeAnnounced, words: Sequence[ChangeTold], party: str, begins: int
) -> ChangeTold | None:
    """The party's last word on an announcement before it begins, for or against; None where there is none."""
    last: ChangeTold | None = None
    for word in words:
        told = word.step in (ChangeStep.ACKNOWLEDGED, ChangeStep.DECLINED)
        if told and word.by == party and word.order > announcement.order and word.at < begins:
            last = word
    return last
