"""Whether an explanation can be followed by hand: each step computed again, rows, spans and clocks summed."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from services.cli.fact_lines import read_lines
from shared.agreements.document import Document
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import parse_instant
from shared.sla.agreed.objectives import Objective
from shared.sla.explanation.explanation import ClockShown, Explanation, Step, Unit
from shared.sla.figures import Status, TimeClass, Verdict
from shared.sla.history import History
from tests.oracle.stories import Story

SYMBOLS = {"+": "+", "-": "-", "x": "*", "/": "/", "(": "(", ")": ")", ",": ",", "max": "max", "1": "F(1)"}


@dataclass(frozen=True)
class Explained:
    """An explanation with the objective and the document that it is of."""

    explanation: Explanation
    objective: Objective
    document: Document


def explained(told: Story) -> Iterator[Explained]:
    """The explanations of every figure of a story, at its instant."""
    as_of = parse_instant(told.as_of)
    documents = {document.metadata.version: document for document in read_agreement(told.text)}
    versions = [terms_of(document) for document in documents.values()]
    history = History(versions)
    for fact in read_lines((json.dumps(line).encode() for line in told.lines), as_of, lambda _: None).facts:
        history.add(fact)
    for name in dict.fromkeys(one.id for terms in versions for one in terms.objectives):
        for period in history.periods(name, as_of):
            explanation = history.explanation(name, period.version, period.span, as_of)
            terms = next(one for one in versions if one.version == period.version)
            objective = next(one for one in terms.objectives if one.id == name)
            yield Explained(explanation, objective, documents[period.version])


def computed(step: Step) -> Fraction:
    """A step's expression with the numbers of its terms, by Python's own arithmetic."""
    numbers = {term.name: term.value for term in step.terms}
    written = [SYMBOLS.get(token) or f"n[{token!r}]" for token in step.expression]
    value = Fraction(eval(" ".join(written), {"n": numbers, "F": Fraction, "max": max}))
    match step.rounded:
        case "down":
            return Fraction(math.floor(value))
        case "up":
            return Fraction(math.ceil(value))
        case _:
            return value


def faults(one: Explanation) -> Iterator[str]:
    """What cannot be followed."""
    figure = one.figure
    for step in (*one.formula, *([one.credit.share] if one.credit is not None else [])):
        if step.expression and step.value != computed(step):
            yield f"{step.name} is {step.value}, computed {computed(step)}"
    yield from _rows(one)
    ended, kept = figure.period.status is not Status.OPEN, figure.state is Verdict.MET
    if ended and one.compared is not None and one.compared.holds != kept:
        yield f"{one.compared} beside {figure.state}"
    if one.credit is not None:
        given = sum(tier.percent for tier in one.credit.tiers if tier.applies)
        capped = given if one.credit.cap is None else min(given, one.credit.cap)
        if capped != figure.credit:
            yield f"the tiers give {capped}, the figure {figure.credit}"
    if [clock.figure for clock in one.clocks] != list(figure.clocks):
        yield "not the clocks of the figure"
    for clock in one.clocks:
        yield from _clock(clock)


def _rows(one: Explanation) -> Iterator[str]:
    figure, rows = one.figure, one.rows
    counted = [row for row in rows if row.bad is not None]
    good = sum((row.amount * (1 - row.bad) for row in counted if row.bad is not None), Fraction(0))
    if (good, sum(row.amount for row in counted)) != (figure.good, figure.total):
        yield f"rows give {good} of {sum(row.amount for row in counted)}, not {figure.good} of {figure.total}"
    if figure.ledger is None:
        return
    for kind in TimeClass:
        if sum(row.amount for row in rows if row.kind == kind.value) != figure.ledger[kind]:
            yield f"rows of {kind.value} do not sum to the ledger"
    for row in rows:
        if row.unit is not Unit.TIME or sum(span.end - span.start for span in row.spans) != row.amount:
            yield f"the spans of {row.kind} do not sum to {row.amount}"


def _clock(clock: ClockShown) -> Iterator[str]:
    off = sum(one.time for one in clock.off)
    if clock.service_time - off != clock.figure.elapsed:
        yield f"{clock.figure.incident}: {clock.service_time} - {off} is not {clock.figure.elapsed}"
    if clock.stopped_by == () and clock.figure.stopped_at is not None:
        yield f"{clock.figure.incident} was stopped by nothing"
