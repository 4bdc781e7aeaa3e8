"""An explanation as JSON, with its sentences in English and German: what page, API and command print of a figure.

Numbers are exact, as in `figure_json`: integers where they are whole, else text; shares are text of a number
between 0 and 1. Of a row with very many spans and of very many clocks the first `most` are listed, and `count` says
how many there are.
"""

from __future__ import annotations

from typing import Any, Final

from shared.agreements.clause_values import clause_values, path_of
from shared.agreements.document import Document
from shared.agreements.explained.clocks import clock_sentence
from shared.agreements.explained.credit import credit_lines, credit_sentence
from shared.agreements.explained.explained import explained_sentence
from shared.agreements.explained.formula import comparison_line, formula_line
from shared.agreements.explained.rows import row_label, row_sentence
from shared.agreements.explained.voice import Voice, naming_of
from shared.agreements.figure_json import clock_json, exact
from shared.agreements.sentences import clauses_of
from shared.agreements.words import LANGUAGES
from shared.contracts.instants import format_instant
from shared.sla.agreed.objectives import Objective
from shared.sla.explanation.explanation import (
    ClockShown,
    Comparison,
    CreditShown,
    Explanation,
    FactName,
    Off,
    Row,
    RowSpan,
    Step,
    Taken,
    Term,
    Turn,
)

MOST: Final = 100
Answer = dict[str, Any]
Voices = tuple[Voice, Voice]


def explanation_json(
    explanation: Explanation, objective: Objective, document: Document, most: int = MOST
) -> Answer:
    """All of an explanation but the figure itself; `document` is that of the figure's version."""
    naming = naming_of(document)
    english, german = (Voice(language, naming, objective) for language in LANGUAGES)
    voices = english, german
    return {
        "sentence": {voice.language: explained_sentence(voice, explanation) for voice in voices},
        "formula": [_step(voices, step) for step in explanation.formula],
        "compared": None if explanation.compared is None else _compared(voices, explanation.compared),
        "rows": [_row(voices, row, most) for row in explanation.rows],
        "credit": None if explanation.credit is None else _credit(voices, explanation.credit),
        "clocks": {
            "count": len(explanation.clocks),
            "listed": [_clock(voices, clock) for clock in explanation.clocks[:most]],
        },
        "taken": [_taken(one) for one in explanation.taken],
        "decided_by": [_taken(one) for one in explanation.decided_by],
        "clauses": _clauses(explanation, objective, document),
    }


def _step(voices: Voices, step: Step) -> Answer:
    lines = {voice.language: formula_line(voice, step) for voice in voices}
    return {
        "name": step.name,
        "unit": step.unit.value,
        "value": None if step.value is None else exact(step.value),
        "expression": list(step.expression),
        "terms": [_term(term) for term in step.terms],
        "rounded": step.rounded,
        "written": {
            language: {"name": line.name, "words": line.words, "numbers": line.numbers, "result": line.result}
            for language, line in lines.items()
        },
    }


def _term(term: Term) -> Answer:
    return {"name": term.name, "value": exact(term.value), "unit": term.unit.value}


def _compared(voices: Voices, compared: Comparison) -> Answer:
    return {
        "left": _term(compared.left),
        "sign": compared.sign,
        "right": _term(compared.right),
        "holds": compared.holds,
        "written": {voice.language: comparison_line(voice, compared) for voice in voices},
    }


def _row(voices: Voices, row: Row, most: int) -> Answer:
    return {
        "kind": row.kind,
        "amount": row.amount,
        "unit": row.unit.value,
        "counts": "not_counted" if row.bad is None else _counts(row),
        "bad": None if row.bad is None else exact(row.bad),
        "severity": row.severity,
        "cause": row.cause,
        "why": row.why,
        "label": {voice.language: row_label(voice, row) for voice in voices},
        "sentence": {voice.language: row_sentence(voice, row) for voice in voices},
        "spans": {"count": len(row.spans), "listed": [_span(span) for span in row.spans[:most]]},
    }


def _counts(row: Row) -> str:
    if row.bad == 0:
        return "good"
    return "bad" if row.bad == 1 else "in_part"


def _span(span: RowSpan) -> Answer:
    return {
        "from": format_instant(span.start),
        "until": format_instant(span.end),
        "of": span.of,
        "facts": _facts(span.facts),
    }


def _facts(facts: tuple[FactName, ...]) -> list[Answer]:
    return [{"source": fact.source, "id": fact.id} for fact in facts]


def _credit(voices: Voices, credit: CreditShown) -> Answer:
    return {
        "share": _step(voices, credit.share),
        "tiers": [
            {
                "below": exact(tier.below),
                "percent": exact(tier.percent),
                "undercut": tier.undercut,
                "applies": tier.applies,
            }
            for tier in credit.tiers
        ],
        "cap": None if credit.cap is None else exact(credit.cap),
        "percent": exact(credit.percent),
        "of": credit.of,
        "sentence": {voice.language: credit_sentence(voice, credit) for voice in voices},
        "lines": {voice.language: credit_lines(voice, credit) for voice in voices},
    }


def _clock(voices: Voices, clock: ClockShown) -> Answer:
    return {
        **clock_json(clock.figure),
        "counted": clock.counted,
        "opened_at": format_instant(clock.opened_at),
        "ends_at": format_instant(clock.ends_at),
        "service_time_us": clock.service_time,
        "within_us": clock.within,
        "working_days": clock.working_days,
        "off": [_off(off) for off in clock.off],
        "turns": [_turn(turn) for turn in clock.turns],
        "cancelled": clock.cancelled,
        "started_by": _facts(clock.started_by),
        "stopped_by": _facts(clock.stopped_by),
        "sentence": {voice.language: clock_sentence(voice, clock) for voice in voices},
    }


def _taken(taken: Taken) -> Answer:
    return {
        "of": taken.of,
        "by": taken.by.value,
        "known_at": format_instant(taken.known_at),
        "service_time_us": taken.time,
        "facts": _facts(taken.facts),
    }


def _turn(turn: Turn) -> Answer:
    return {
        "at": format_instant(turn.at),
        "was": turn.was,
        "now": turn.now,
        "spent": turn.spent,
        "facts": _facts(turn.facts),
    }


def _off(off: Off) -> Answer:
    return {
        "from": format_instant(off.start),
        "until": None if off.end is None else format_instant(off.end),
        "reason": off.reason.value,
        "service_time_us": off.time,
        "of": off.of,
        "facts": _facts(off.facts),
    }


def _clauses(explanation: Explanation, objective: Objective, document: Document) -> list[Answer]:
    """The clauses applied: place, value and sentences; a clause of several sentences has an entry for each."""
    clause = next(one for one in document.objectives if one.id == objective.id)
    values = clause_values(document, clause)
    said = clauses_of(document, objective.id)
    return [
        {
            "clause": path_of(field, clause),
            "value": values.get(field),
            "sentence": {"en": one.en, "de": one.de},
        }
        for field in explanation.clauses
        for one in said
        if one.field == field
    ]
