"""A row of the ledger in words: what it is, why, and how it counts."""

from __future__ import annotations

from typing import Final

from shared.agreements import words
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import Measurement, Satisfaction
from shared.sla.explanation.explanation import Row, Unit

_MOST_NAMED: Final = 4
_LABELS: Final = {
    "up": ("up", "verfügbar"),
    "down": ("down", "ausgefallen"),
    "degraded": ("degraded", "beeinträchtigt"),
    "unknown": ("unknown", "unbekannt"),
    "maintenance": ("maintenance", "Wartung"),
    "excused": ("excused", "entschuldigt"),
    "tolerated": ("tolerated", "geduldet"),
    "outside_service_hours": ("outside service hours", "außerhalb der Servicezeit"),
    "not_in_force": ("not in force", "außerhalb der Geltung"),
    "good": ("good", "gut"),
    "failed": ("failed", "fehlgeschlagen"),
    "fulfilled": ("in time", "rechtzeitig"),
    "breached": ("too late", "zu spät"),
    "running": ("still running", "noch laufend"),
    "paused": ("paused", "ruhend"),
    "released": ("released", "ausgeschieden"),
    "satisfied": ("at or above the bound", "an oder über der Grenze"),
    "unsatisfied": ("below the bound", "unter der Grenze"),
    "within": ("within the bounds", "innerhalb der Grenzen"),
    "outside": ("outside the bounds", "außerhalb der Grenzen"),
    "promoters": ("promoters", "Fürsprecher"),
    "neutral": ("neither promoter nor detractor", "weder Fürsprecher noch Kritiker"),
    "detractors": ("detractors", "Kritiker"),
}
_REASONS: Final = {
    "correction": ("as both agreed", "so vereinbart"),
    "before_first_fact": ("before the first report", "vor der ersten Meldung"),
    "stale": ("no source spoke", "keine Quelle meldete sich"),
    "notice": ("maintenance announced too late", "Wartung zu spät angekündigt"),
    "not_acknowledged": ("maintenance not acknowledged", "Wartung nicht bestätigt"),
    "outside_hours": ("maintenance outside its hours", "Wartung außerhalb ihrer Zeiten"),
    "quota": ("more maintenance than agreed", "mehr Wartung als vereinbart"),
    "overrun": ("maintenance overran", "Wartung überzogen"),
    "counts_as_is": ("during maintenance", "während einer Wartung"),
    "not_started": ("maintenance not begun yet", "Wartung noch nicht begonnen"),
    "finished": ("maintenance already over", "Wartung schon beendet"),
    "cancelled": ("maintenance called off", "Wartung abgesagt"),
    "never_due": ("due at no time", "zu keiner Zeit fällig"),
    "not_stopped": ("not ended yet", "noch nicht beendet"),
}


def class_name(voice: Voice, kind: str) -> str:
    """The name of a class or kind alone."""
    return voice.say(*_LABELS[kind])


def row_label(voice: Voice, row: Row) -> str:
    """What a row is and why, for a table: `down, caused by Carrier One`, `unknown, no source spoke`."""
    label = voice.say(*_LABELS[row.kind])
    if row.amount == 1 and voice.language == "en" and row.kind in ("promoters", "detractors"):
        label = label.removesuffix("s")
    if row.severity is not None:
        label += f" ({words.shortened(row.severity, 40)})"
    parts = [label]
    if row.cause is not None and row.kind in ("down", "degraded", "excused"):
        parts.append(voice.cause(row.cause))
    if row.why in _REASONS:
        parts.append(voice.say(*_REASONS[row.why]))
    return ", ".join(parts)


def row_counts(voice: Voice, row: Row) -> str:
    """How it counts: `good`, `bad`, `50 % bad`, `not counted`."""
    if row.bad is None:
        waits = row.kind in ("running", "paused") or row.why == "not_stopped"
        return (
            voice.say("not counted yet", "noch nicht gezählt")
            if waits
            else voice.say("not counted", "zählt nicht")
        )
    if _is_of_one_number(voice):
        return voice.say("counted", "wird gezählt")
    if row.bad == 0:
        return voice.say("counts as good", "zählt als gut")
    if row.bad == 1:
        return voice.say("counts as bad", "zählt als schlecht")
    share = voice.percent(row.bad)
    return voice.say(f"{share} of it bad", f"zu {share} schlecht")


def _is_of_one_number(voice: Voice) -> bool:
    """Whether all samples make one number, of which none is good or bad by itself."""
    asked = voice.objective.indicator
    return isinstance(asked, Satisfaction) or (isinstance(asked, Measurement) and asked.take is not None)


def row_mark(voice: Voice, row: Row) -> str:
    """The same in a word for a table: `good`, `bad`, `not counted`."""
    if row.bad in (0, 1) and not _is_of_one_number(voice):
        return voice.say("good", "gut") if row.bad == 0 else voice.say("bad", "schlecht")
    return row_counts(voice, row)


def row_sentence(voice: Voice, row: Row) -> str:
    """`41 minutes and 15 seconds down, caused by Carrier One: counts as bad.`"""
    amount = voice.length(row.amount) if row.unit is Unit.TIME else voice.number(row.amount)
    return f"{amount} {row_label(voice, row)}{_named(row)}: {row_counts(voice, row)}."


def _named(row: Row) -> str:
    """The changes or corrections that it speaks of, in brackets."""
    names = list(dict.fromkeys(span.of for span in row.spans if span.of is not None))
    if not names:
        return ""
    shown = [words.shortened(name, 40) for name in names[:_MOST_NAMED]]
    return f" ({', '.join(shown)}{', …' if len(names) > _MOST_NAMED else ''})"
