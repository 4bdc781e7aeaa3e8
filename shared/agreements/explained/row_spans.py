"""When the time of a row was, in words: its spans, each with the change or correction that it comes of."""

from __future__ import annotations

from typing import Final

from shared.agreements import date_words, words
from shared.agreements.explained.rows import row_label
from shared.agreements.explained.voice import Voice
from shared.sla.explanation.explanation import Row, RowSpan

_BY_HOURS: Final = ("outside_service_hours", "not_in_force")
_PLAIN: Final = ("up", "down")


def has_spans_to_tell(row: Row) -> bool:
    """Not of what is plain: hours, and time up or down of which nothing more is said (outages stand by themselves)."""
    plain = row.kind in _BY_HOURS or (row.kind in _PLAIN and row.why is None)
    return bool(row.spans) and not plain


def row_spans(voice: Voice, row: Row, most: int | None, more: str) -> str:
    """`maintenance: 5 Jan 2026 20:00:00 to 5 Jan 2026 20:30:00 (CHG-7); …`; after `most` how many more, and where."""
    said = [_span(voice, span) for span in row.spans[:most]]
    left = len(row.spans) - len(said)
    if left:
        count = voice.number(left)
        said.append(voice.say(f"and {count} more ({more})", f"und {count} weitere ({more})"))
    return f"{row_label(voice, row)}: {'; '.join(said)}"


def _span(voice: Voice, span: RowSpan) -> str:
    zone, language = voice.naming.zone, voice.language
    first, last = (date_words.short_instant(at, zone, language).strip() for at in (span.start, span.end))
    of = "" if span.of is None else f" ({words.shortened(span.of, 40)})"
    return voice.say(f"{first} to {last}{of}", f"{first} bis {last}{of}")
