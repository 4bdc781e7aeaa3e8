"""One figure on the page of text: its sentence, and all that explains it, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from services.cli.ahead_text import ahead_text
from services.cli.text_layout import beside, bullets, equation, section, table, wrapped
from shared.agreements import date_words, words
from shared.agreements.ahead_said import TimeAhead
from shared.agreements.document import Document
from shared.agreements.explained.brief import brief_periods
from shared.agreements.explained.clocks import clock_sentence
from shared.agreements.explained.credit import credit_lines
from shared.agreements.explained.explained import explained_sentence
from shared.agreements.explained.formula import FormulaLine, comparison_line, formula_line
from shared.agreements.explained.proposed import proposed_sentences
from shared.agreements.explained.row_spans import has_spans_to_tell, row_spans
from shared.agreements.explained.rows import row_label, row_mark
from shared.agreements.explained.voice import Voice
from shared.agreements.sentences import clauses_of
from shared.sla.changes.proposed import Proposed
from shared.sla.explanation.explanation import ClockShown, Explanation, Row, Unit
from shared.sla.figures import ClockState, Figure, Outage, Status, Verdict

_MOST: Final = 20
_MOST_SPANS: Final = 5
_STATES: Final = {
    Verdict.MET: ("met", "eingehalten"),
    Verdict.AT_RISK: ("at risk", "gefährdet"),
    Verdict.BREACHED: ("not met", "nicht eingehalten"),
    Verdict.NOT_ASSESSABLE: ("not assessable", "nicht beurteilbar"),
    Verdict.NO_DATA: ("without data", "ohne Daten"),
}
_FIRST: Final = (
    ClockState.BREACHED,
    ClockState.RUNNING,
    ClockState.PAUSED,
    ClockState.FULFILLED,
    ClockState.RELEASED,
)


def state_word(voice: Voice, state: Verdict) -> str:
    """The state in a word or two."""
    return voice.say(*_STATES[state])


def state_said(voice: Voice, figure: Figure) -> str:
    """The state, and of a promise that is kept in an open period that it is so far."""
    open_ = figure.period.status is Status.OPEN and figure.state is Verdict.MET
    so_far = voice.say(" so far", " (bisher)") if open_ else ""
    return state_word(voice, figure.state) + so_far


def figure_text(
    voice: Voice,
    explanation: Explanation,
    proposed: Proposed | None,
    ahead: TimeAhead,
    document: Document,
    *,
    whole: bool = False,
) -> Iterator[str]:
    """All lines about one figure; `proposed` are the corrections that are not decided yet, `ahead` what may come.

    `whole`: every span of time is named, however many there are.
    """
    figure, objective = explanation.figure, voice.objective
    title = words.shortened(objective.title or objective.id)
    yield from beside(title, state_said(voice, figure).upper())
    yield from wrapped(_period(voice, figure, document.grace))
    owed = voice.party(objective.owed_by)
    version = voice.say(
        f"version {figure.version} of the agreement", f"Fassung {figure.version} der Vereinbarung"
    )
    yield from wrapped(voice.say(f"Owed by {owed}, by {version}.", f"Geschuldet von {owed}, nach {version}."))
    yield ""
    yield from wrapped(explained_sentence(voice, explanation), 2)
    if proposed is not None:
        yield from _proposed(voice, figure, proposed, document)
    yield from _rows(voice, explanation)
    yield from _spans(voice, explanation, None if whole else _MOST_SPANS)
    yield from _calculation(voice, explanation)
    yield from _outages(voice, figure)
    yield from _clocks(voice, explanation.clocks)
    if explanation.credit is not None:
        yield from section(voice.say("Credit", "Gutschrift"))
        yield from bullets(credit_lines(voice, explanation.credit))
    yield from ahead_text(voice, figure, ahead)
    yield from _clauses(voice, explanation, document)


def empty_text(voice: Voice, first: Figure, last: Figure, count: int) -> Iterator[str]:
    """One line about periods in a row of which there is nothing to say."""
    title = words.shortened(voice.objective.title or voice.objective.id)
    yield from beside(title, state_word(voice, first.state).upper())
    names = brief_periods(voice, first.period.span, last.period.span)
    periods = voice.several(count, ("period", "Zeitraum"), ("periods", "Zeiträume"))
    nothing = voice.say("there is nothing to judge", "es gibt nichts zu beurteilen")
    yield from wrapped(f"{names}, {periods}: {nothing}.")


def _period(voice: Voice, figure: Figure, grace: int) -> str:
    span, zone, language = figure.period.span, voice.naming.zone, voice.language
    first, last = (date_words.short_instant(at, zone, language).strip() for at in (span.start, span.end))
    name = voice.title_of(span)
    dates = voice.say(f"{first} to {last}", f"{first} bis {last}")
    if voice.rolls(span) and figure.period.status is Status.OPEN:
        return f"{name} ({dates})"
    closes = date_words.short_instant(span.end + grace, zone, language).strip()
    status = {
        Status.OPEN: ("still open", "noch offen"),
        Status.PROVISIONAL: (f"ended, can change until {closes}", f"beendet, kann sich bis {closes} ändern"),
        Status.CLOSED: ("closed", "abgeschlossen"),
    }[figure.period.status]
    asked = voice.say("; read as one window, as asked", "; wie gefragt als ein Zeitraum gelesen")
    return f"{name} ({dates}), {voice.say(*status)}{'' if voice.is_window(span) else asked}"


def _proposed(voice: Voice, figure: Figure, proposed: Proposed, document: Document) -> Iterator[str]:
    accepts = document.corrections.silence_accepts
    said = proposed_sentences(voice, figure, proposed, silence_accepts=accepts)
    if said:
        yield from section(voice.say("Not decided yet", "Noch nicht entschieden"))
        yield from bullets(said)


def _rows(voice: Voice, explanation: Explanation) -> Iterator[str]:
    rows = explanation.rows
    if not rows:
        return
    whole = sum(row.amount for row in rows)
    timed = rows[0].unit is Unit.TIME
    yield from section(
        voice.say("Where the time went", "Wohin die Zeit ging")
        if timed
        else voice.say("What there was", "Was es gab")
    )
    lines = [[row_label(voice, row), *_amounts(voice, row, whole), row_mark(voice, row)] for row in rows]
    if len(rows) > 1:
        total = Row("sum", whole, rows[0].unit, None)
        lines.append([voice.say("sum", "Summe"), *_amounts(voice, total, whole), ""])
    yield from table(lines)


def _spans(voice: Voice, explanation: Explanation, most: int | None) -> Iterator[str]:
    rows = [row for row in explanation.rows if has_spans_to_tell(row)]
    if rows:
        yield from section(voice.say("When that was", "Wann das war"))
        yield from bullets(row_spans(voice, row, most, "--evidence") for row in rows)


def _amounts(voice: Voice, row: Row, whole: int) -> list[str]:
    if row.unit is not Unit.TIME:
        return [voice.number(row.amount)]
    share = voice.percent(row.fraction_of(whole))
    return [words.exact_duration(row.amount, voice.language), share]


def _calculation(voice: Voice, explanation: Explanation) -> Iterator[str]:
    if not explanation.formula:
        return
    yield from section(voice.say("The calculation", "Die Rechnung"))
    for step in explanation.formula:
        yield from equation(_sides(formula_line(voice, step)))
    if explanation.compared is not None:
        yield from wrapped(comparison_line(voice, explanation.compared), 4, 6)
    yield from _breach(voice, explanation.figure)


def _sides(line: FormulaLine) -> list[str]:
    """The sides of an equation, each said once."""
    if not line.numbers and line.words:
        return [f"{line.name}, {line.words}", line.result]
    sides = [line.name, line.words, line.numbers, line.result]
    return [side for at, side in enumerate(sides) if side and side not in sides[at + 1 :]]


def _breach(voice: Voice, figure: Figure) -> Iterator[str]:
    """The exact instant; where only the end of the period decided, there is none to name."""
    at = figure.breached_at
    if at is None or (figure.period.status is not Status.OPEN and at >= figure.period.span.end):
        return
    exact = date_words.instant(at, voice.naming.zone, voice.language)
    rolling = voice.rolls(figure.period.span) and figure.period.status is Status.OPEN
    said = (
        ("not kept since", "nicht eingehalten seit")
        if rolling
        else ("could be kept until", "einzuhalten bis")
    )
    yield from wrapped(f"{voice.say(*said)} {exact}", 4, 6)


def _outages(voice: Voice, figure: Figure) -> Iterator[str]:
    outages, start = figure.outages, figure.period.span.start
    if not outages:
        return
    yield from section(voice.say("Outages", "Ausfälle"))
    yield from bullets(_outage(voice, outage, start) for outage in outages[:_MOST])
    yield from _more(voice, len(outages))


def _outage(voice: Voice, outage: Outage, since: int) -> str:
    """One outage of a period that began at `since`."""
    zone, language = voice.naming.zone, voice.language
    start = date_words.short_instant(outage.start, zone, language).strip()
    if outage.end is None:
        span = voice.say(f"{start}, not over yet", f"{start}, dauert noch an")
    else:
        end = date_words.short_instant(outage.end, zone, language).strip()
        span = voice.say(f"{start} to {end}", f"{start} bis {end}")
    counted = words.exact_duration(outage.counted, language)
    named = [words.shortened(one, 40) for one in outage.conditions[:4]]
    told = f" ({', '.join(named)})" if named else ""
    said = voice.say(f"{counted} counted", f"{counted} gezählt")
    if outage.start < since:
        said = voice.say(f"{counted} counted in the period", f"im Zeitraum {counted} gezählt")
    return f"{span}: {said}, {voice.cause(outage.cause)}{told}"


def _clocks(voice: Voice, clocks: Sequence[ClockShown]) -> Iterator[str]:
    if not clocks:
        return
    yield from section(voice.say("Incidents", "Störungen"))
    first = sorted(clocks, key=lambda one: _FIRST.index(one.figure.state))
    yield from bullets(clock_sentence(voice, clock) for clock in first[:_MOST])
    yield from _more(voice, len(clocks))


def _more(voice: Voice, count: int) -> Iterator[str]:
    if count > _MOST:
        more = voice.number(count - _MOST)
        yield f"    {voice.say(f'and {more} more', f'und {more} weitere')} (--format json)"


def _clauses(voice: Voice, explanation: Explanation, document: Document) -> Iterator[str]:
    said = clauses_of(document, voice.objective.id)
    found = [one for field in explanation.clauses for one in said if one.field == field]
    if found:
        yield from section(voice.say("What was agreed on this", "Was dazu vereinbart ist"))
        yield from bullets(voice.say(one.en, one.de) for one in found)
