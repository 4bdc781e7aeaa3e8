"""Where the time went: a row for each class, exact, and the sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.portal.page.agreed import Agreed, counts_of, weight_of
from services.portal.page.durations import duration, second_decimals
from services.portal.page.numbers import number, percent
from services.portal.page.seen import Detail, Stretch
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import Counts, UnknownCounts

ORDER = (
    "up", "tolerated", "down", "degraded", "unknown", "maintenance", "excused", "outside_service_hours",
    "not_in_force",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One class: its time, its share of all time, how it counts and why."""

    kind: str
    name: str
    time: str
    share: str
    counts: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows and their sum. All durations are shown as exactly as the finest of them needs."""

    rows: tuple[Row, ...]
    whole: str


def ledger(detail: Detail, clause: ObjectiveClause, agreed: Agreed) -> Ledger:
    """The ledger of a figure's period up to the instant of the figure."""
    times = {kind: detail.figure.ledger.get(kind, 0) for kind in ORDER}
    whole = sum(times.values())
    shown = [kind for kind in ORDER if times[kind] or kind in {"up", "down"}]
    decimals = second_decimals([Fraction(times[kind]) for kind in shown])
    rows = tuple(
        Row(
            kind=kind,
            name=agreed.say.text(f"class.{kind}"),
            time=duration(times[kind], agreed.language, decimals),
            share=percent(Fraction(times[kind] * 100, whole or 1), agreed.language),
            counts=_counts(kind, detail, clause, agreed),
            why=_why(kind, detail, agreed),
        )
        for kind in shown
    )
    return Ledger(rows, duration(whole, agreed.language, decimals))


def why_of(stretch: Stretch, agreed: Agreed) -> str:
    """Why a stretch is what it is, in a few words; empty where its class says it all."""
    said = []
    if stretch.kind in {"down", "tolerated"} and stretch.cause:
        said.append(agreed.cause(stretch.cause))
    if stretch.kind == "degraded" and stretch.severity:
        said.append(stretch.severity)
    if stretch.why is not None:
        short = f"ledger.why.short.{stretch.why}"
        phrase = short if agreed.say.has(short) else f"why.{stretch.why}"
        if agreed.say.has(phrase):
            said.append(agreed.say.text(phrase, of=stretch.of or "").strip())
    return "; ".join(said)


def weights_in(stretches: Sequence[Stretch], counts: Counts) -> dict[str | None, Fraction]:
    """The severities of degraded time and what each weighs, the heaviest first."""
    severities = {stretch.severity for stretch in stretches if stretch.kind == "degraded"}
    found = {severity: weight_of(counts, severity) for severity in severities}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0] or "")))


def _counts(kind: str, detail: Detail, clause: ObjectiveClause, agreed: Agreed) -> str:
    counts, say = counts_of(clause), agreed.say
    if counts is None:
        return ""
    if kind == "degraded":
        weights = sorted(set(weights_in(detail.stretches, counts).values()))
        if not any(weights):
            return say.text("ledger.good")
        if weights == [1]:
            return say.text("ledger.bad")
        said = " / ".join(number(weight, agreed.language, 9, strip=True) for weight in weights)
        return say.text("ledger.bad_by", weights=said)
    if kind == "unknown":
        word = {UnknownCounts.DOWN: "bad", UnknownCounts.UP: "good", UnknownCounts.EXCLUDED: "no"}
        return say.text(f"ledger.{word[counts.unknown]}")
    if kind == "maintenance":
        return say.text("ledger.good" if counts.maintenance.value == "counts_as_up" else "ledger.no")
    words = {"up": "good", "tolerated": "good", "down": "bad"}
    return say.text(f"ledger.{words.get(kind, 'no')}")


def _why(kind: str, detail: Detail, agreed: Agreed) -> tuple[str, ...]:
    """The sentences of the explanation about a class; none where its name and time say it all."""
    rows = () if detail.explained is None else detail.explained.rows
    mine = [row for row in rows if row.kind == kind and row.timed]
    if kind == "up" and len(mine) == 1:
        return ()
    return tuple(row.sentence[agreed.language] for row in mine)


def kinds_in(start: int, end: int | None, stretches: Sequence[Stretch]) -> set[str]:
    """The classes of the stretches that lie in a span; `end` None: as far as they go."""
    return {one.kind for one in stretches if one.end > start and (end is None or one.start < end)}
