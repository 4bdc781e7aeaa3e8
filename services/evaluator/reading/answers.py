"""What the read API answers, from the calculus: JSON with the digits that `eyelevel evaluate` prints."""

from typing import Any

import msgspec

from services.evaluator.clauses import Clauses
from services.evaluator.reading.changes_ahead import changes_ahead
from services.evaluator.reading.counted_line import counted_line
from services.evaluator.reading.known import Known
from services.evaluator.reading.storage_reading import KeptFact, ToldVerdict
from services.evaluator.verdicts.seeing import share_text
from shared.agreements.ahead_said import ahead_said
from shared.agreements.clause_values import clause_values, path_of
from shared.agreements.explanation_json import explanation_json
from shared.agreements.figure_json import exact, figure_json
from shared.agreements.versions import engine_version, holidays_version, tzdata_version
from shared.contracts.instants import format_instant
from shared.sla.agreed.objectives import Objective
from shared.sla.changes.corrections import Correction
from shared.sla.changes.proposed import Proposed
from shared.sla.figures import BudgetPoint, ClassedSpan, Outlook
from shared.sla.spans import Span
from shared.sla.states.open_conditions import OpenCondition

Answer = dict[str, Any]


def agreement_answer(known: Known) -> Answer:
    """The current period of each objective of the version that rules."""
    clauses = known.newest
    return {
        "id": known.id,
        "title": clauses.title,
        "version": clauses.terms.version,
        "as_of": format_instant(known.clock),
        "objectives": [
            figure_answer(known, objective.id, *current)
            for objective in clauses.terms.objectives
            if (current := known.current(objective.id)) is not None
        ],
        "changes": changes_ahead(known),
    }


def figure_answer(known: Known, objective: str, version: int, span: Span) -> Answer:
    """One entry of CONTRACT.md section 3, with the objective's title and services."""
    clause = known.clauses[version].objective(objective)
    if clause is None:
        raise LookupError(objective)
    figure = known.history.figure(objective, version, span, known.clock)
    return {
        "title": clause.title or clause.id,
        "services": list(clause.services),
        **figure_json(figure, clause),
    }


def detail_answer(known: Known, objective: str, version: int, span: Span) -> Answer:
    """A figure with all that explains it."""
    history, clock = known.history, known.clock
    asked = objective, version, span, clock
    clauses = known.clauses[version]
    clause = clauses.objective(objective)
    if clause is None:
        raise LookupError(objective)
    return {
        "as_of": format_instant(clock),
        "figure": figure_answer(known, objective, version, span),
        "conditions": [_condition(one) for one in history.open_conditions(objective, version, clock)],
        "proposed": _proposed(history.proposed(*asked), clause),
        "changes": [one for one in changes_ahead(known) if set(one["services"]) & set(clause.services)],
        **_ahead(known, clause, asked),
        "spans": [span_answer(one) for one in history.spans(*asked)],
        "budget_line": [_point(point) for point in history.budget_line(*asked)],
        "counted": counted_line(history.case(*asked), clauses.terms.zone),
        "warned": _warned(history.outlook(*asked)),
        "evidence": [
            {"source": one.source, "id": one.id, "at": format_instant(one.at)}
            for one in history.transitions(*asked)
        ],
        "clauses": _clauses(clauses, objective),
        "agreement": _agreement(known, clauses),
        "engine": engine_version(),
        "tzdata": tzdata_version(),
        "holidays": holidays_version(),
    }


def _condition(one: OpenCondition) -> Answer:
    return {
        "service": one.service,
        "source": one.source,
        "condition": one.condition,
        "state": one.state.value,
        "severity": one.severity,
        "cause": one.cause,
        "since": format_instant(one.since),
    }


def _ahead(known: Known, clause: Objective, asked: tuple[str, int, Span, int]) -> Answer:
    """Burn rates and forecasts, as trends say them."""
    burn, forecast = ahead_said(known.history, clause, known.history.figure(*asked))
    return {"burn": msgspec.to_builtins(burn), "forecast": msgspec.to_builtins(forecast)}


def restatement_answer(verdict: ToldVerdict) -> Answer:
    """What a closed period's figures were and became, when that was known, and why in a sentence."""
    said = msgspec.json.decode(verdict.event)["data"]
    named = ("restatement", "was", "figures", "sentence", "as_known_at")
    return {"id": verdict.id, **{name: said[name] for name in named}}


def _proposed(proposed: Proposed | None, clause: Objective) -> Answer | None:
    if proposed is None:
        return None
    return {
        "figure": figure_json(proposed.figure, clause),
        "corrections": [_correction(one) for one in proposed.corrections],
    }


def _correction(one: Correction) -> Answer:
    said = one.proposal
    return {
        "correction": said.correction,
        "by": said.by,
        "from": format_instant(said.start),
        "until": format_instant(said.end),
        "to": said.to.value,
        "service": said.of_service,
        "incident": said.incident,
        "reason": said.reason,
        "decide_before": format_instant(one.decide_by),
    }


def explanation_answer(known: Known, objective: str, version: int, span: Span) -> Answer:
    """A figure with its formula, rows, clauses, credit and clocks, in numbers and in sentences."""
    clauses = known.clauses[version]
    clause = clauses.objective(objective)
    if clause is None:
        raise LookupError(objective)
    explanation = known.history.explanation(objective, version, span, known.clock)
    return {
        "as_of": format_instant(known.clock),
        "figure": figure_answer(known, objective, version, span),
        "explanation": explanation_json(explanation, clause, clauses.document),
    }


def fact_answer(fact: KeptFact, known: Known) -> Answer:
    """A fact whole, when it arrived, what became of it, its place in the agreement's order and in the log, and the
    chain up to it.
    """
    outcome, reason = known.outcome(fact.source, fact.id, fact.at)
    return {
        "event": msgspec.json.decode(fact.event),
        "recorded_at": None if fact.recorded_at is None else format_instant(fact.recorded_at),
        "known_at": None if fact.known_at is None else format_instant(fact.known_at),
        "outcome": outcome,
        "reason": reason,
        "n": fact.n,
        "partition": fact.number,
        "offset": fact.position,
        "chain": f"sha256:{fact.chain.hex()}",
    }


def _clauses(clauses: Clauses, objective: str) -> list[Answer]:
    """Every clause that can have a part in the figure, in the document's own form."""
    clause = next(one for one in clauses.document.objectives if one.id == objective)
    values = clause_values(clauses.document, clause)
    return [{"clause": path_of(field, clause), "says": said} for field, said in values.items()]


def _agreement(known: Known, clauses: Clauses) -> Answer:
    terms = clauses.terms
    return {
        "id": known.id,
        "title": clauses.title,
        "version": terms.version,
        "versions": sorted(known.clauses),
        "time_zone": terms.zone,
        "provider": {"id": terms.provider, "name": clauses.names[terms.provider]},
        "customer": {"id": terms.customer, "name": clauses.names[terms.customer]},
        "suppliers": [{"id": supplier, "name": clauses.names[supplier]} for supplier in terms.suppliers],
        "hash": clauses.document.hash,
    }


def _warned(outlook: Outlook) -> list[Answer]:
    return [
        {"share": share_text(reached.share), "at": format_instant(reached.at)}
        for reached in sorted(outlook.warned, key=lambda one: one.at)
        if reached.shown_from <= outlook.as_of
    ]


def span_answer(span: ClassedSpan) -> Answer:
    """A stretch of the ledger."""
    return {
        "from": format_instant(span.start),
        "until": format_instant(span.end),
        "class": span.time_class.value,
        "severity": span.severity,
        "cause": span.cause,
        "why": span.why,
        "of": span.of,
    }


def _point(point: BudgetPoint) -> Answer:
    return {
        "at": format_instant(point.at),
        "remaining_us": exact(point.remaining),
        "allowed_us": exact(point.allowed),
    }
