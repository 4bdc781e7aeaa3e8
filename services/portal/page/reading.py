"""Reads the answers of the evaluator's read API into values.

The one place that knows the shape of those answers (CONTRACT.md section 3, and the read API around it).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from services.portal.page.numbers import exact
from services.portal.page.seen import (
    Behind,
    Budget,
    Burn,
    Change,
    Clock,
    Condition,
    Correction,
    CountedPart,
    Detail,
    Explained,
    ExplainedRow,
    ExplainedStep,
    FactSeen,
    Figure,
    Forecast,
    Outage,
    Period,
    Proposed,
    Restated,
    Stretch,
)
from shared.agreements.durations import parse_duration
from shared.contracts.instants import parse_instant

Answer = Mapping[str, Any]


def read_figure(said: Answer) -> Figure:
    """One entry of CONTRACT.md section 3."""
    budget = said.get("budget_us", said.get("budget"))
    return Figure(
        objective=said["objective"],
        version=said["version"],
        period=_period(said["period"]),
        state=said["state"],
        good=exact(said.get("good_us", said.get("good", 0))),
        total=exact(said.get("total_us", said.get("total", 0))),
        sli=_number(said.get("sli_percent")),
        target=_number(said.get("target_percent")),
        value=_number(said.get("value")),
        ledger=said.get("ledger_us") or {},
        budget=None if budget is None else Budget(*(exact(budget[name]) for name in _BUDGET)),
        breached_at=_instant(said.get("breached_at")),
        outages=tuple(_outage(outage) for outage in said.get("outages") or ()),
        credit=_number(said.get("credit_percent")),
        clocks=tuple(_clock(clock) for clock in said.get("clocks") or ()),
    )


def read_detail(said: Answer) -> Detail:
    """The answer of `GET /v1/figures/{agreement}/{objective}/{from}`."""
    counted = said.get("counted") or {"remaining_at_start": 0, "parts": ()}
    return Detail(
        figure=read_figure(said["figure"]),
        as_of=parse_instant(said["as_of"], "as_of"),
        stretches=tuple(_stretch(span) for span in said["spans"]),
        line=tuple(
            (parse_instant(point["at"], "at"), exact(point["remaining_us"])) for point in said["budget_line"]
        ),
        facts=said["facts"],
        engine=said["engine"],
        tzdata=said["tzdata"],
        burn=tuple(_burn(pair) for pair in said.get("burn") or ()),
        forecast=_forecast(said.get("forecast")),
        restated=tuple(_restated(one) for one in said.get("restatements") or ()),
        proposed=_proposed(said.get("proposed")),
        conditions=tuple(_condition(one) for one in said.get("conditions") or ()),
        changes=tuple(read_change(one) for one in said.get("changes") or ()),
        counted=tuple(_part(one) for one in counted["parts"]),
        left_at_start=exact(counted["remaining_at_start"]),
    )


def read_periods(said: Answer) -> Sequence[Figure]:
    """The answer of `GET /v1/figures/{agreement}/{objective}`, by start, then version."""
    figures = [read_figure(entry) for entry in said["periods"]]
    return sorted(figures, key=lambda figure: (figure.period.start, figure.version))


def read_evidence(said: Answer) -> Sequence[FactSeen]:
    """The facts of one page of evidence, in the order in which they are told."""
    return [_fact(entry) for entry in said["facts"]]


def read_behind(said: Answer) -> Behind:
    """The answer of `GET /v1/figures/{agreement}/{objective}/{from}/evidence`."""
    return Behind(
        span=(parse_instant(said["from"]), parse_instant(said["until"])),
        roles=dict(said["roles"]),
        facts=tuple((_fact(entry), str(entry["role"])) for entry in said["facts"]),
        next=said["next"],
    )


def read_explained(said: Answer) -> Explained:
    """What `shared.agreements.explanation_json` writes."""
    credit = said["credit"] or {"lines": {}}
    return Explained(
        steps=tuple(_step(step["written"]) for step in said["formula"]),
        compared=None if said["compared"] is None else said["compared"]["written"],
        rows=tuple(_row(row) for row in said["rows"]),
        credit={language: tuple(lines) for language, lines in credit["lines"].items()},
        clauses=tuple(clause["sentence"] for clause in said["clauses"]),
    )


_BUDGET = ("allowed", "spent", "remaining")


def _fact(entry: Answer) -> FactSeen:
    event = entry.get("event", entry)
    return FactSeen(
        id=event["id"],
        source=event["source"],
        type=event["type"],
        at=parse_instant(event["time"], "time"),
        data=event.get("data") or {},
    )


def _period(said: Answer) -> Period:
    return Period(parse_instant(said["from"], "from"), parse_instant(said["until"], "until"), said["status"])


def _outage(said: Answer) -> Outage:
    return Outage(
        start=parse_instant(said["from"], "from"),
        end=_instant(said["until"]),
        counted=exact(said["counted_us"]),
        cause=said.get("cause") or "open",
        conditions=tuple(said.get("conditions") or ()),
    )


def _condition(said: Answer) -> Condition:
    return Condition(
        service=said["service"],
        source=said["source"],
        name=said["condition"],
        state=said["state"],
        severity=said["severity"],
        cause=said["cause"],
        since=parse_instant(said["since"], "since"),
    )


def _part(said: Answer) -> CountedPart:
    return CountedPart(
        start=parse_instant(said["from"], "from"),
        end=parse_instant(said["until"], "until"),
        good=said["good"],
        total=said["total"],
        left=exact(said["remaining"]),
    )


def _restated(said: Answer) -> Restated:
    known_at = parse_instant(said["as_known_at"], "as_known_at")
    return Restated(number=said["restatement"], known_at=known_at, sentence=said["sentence"])


def _proposed(said: Answer | None) -> Proposed | None:
    if said is None:
        return None
    corrections = tuple(_correction(one) for one in said["corrections"])
    return Proposed(figure=read_figure(said["figure"]), corrections=corrections)


def _correction(said: Answer) -> Correction:
    return Correction(
        name=said["correction"],
        by=said["by"],
        start=parse_instant(said["from"], "from"),
        end=parse_instant(said["until"], "until"),
        to=said["to"],
        of=said["service"] or said["incident"] or "",
        reason=said["reason"],
        before=parse_instant(said["decide_before"], "decide_before"),
        of_incident=said["service"] is None,
    )


def read_change(said: Answer) -> Change:
    """One of `changes` of `GET /v1/figures`."""
    return Change(
        name=said["change"],
        title=said["title"],
        services=tuple(said["services"]),
        start=parse_instant(said["from"], "from"),
        end=parse_instant(said["until"], "until"),
        announced_at=parse_instant(said["announced_at"], "announced_at"),
        falls_short=tuple(said["falls_short"]),
    )


def _step(written: Mapping[str, Mapping[str, str]]) -> ExplainedStep:
    name, words, numbers, result = (
        {language: line[part] for language, line in written.items()}
        for part in ("name", "words", "numbers", "result")
    )
    return ExplainedStep(name=name, words=words, numbers=numbers, result=result)


def _row(said: Answer) -> ExplainedRow:
    return ExplainedRow(
        kind=said["kind"],
        timed=said["unit"] == "us",
        amount=said["amount"],
        counts=said["counts"],
        label=said["label"],
        sentence=said["sentence"],
    )


def _burn(said: Answer) -> Burn:
    long, short = (parse_duration(window) for window in said["windows"])
    measured = [_number(rate) for rate in said["measured"]]
    return Burn(
        rate=exact(said["rate"]),
        windows=(long, short),
        measured=(measured[0], measured[1]),
        exceeded=said["exceeded"],
    )


def _forecast(said: Answer | None) -> Forecast | None:
    if said is None:
        return None
    at_end = said.get("at_end")
    return Forecast(
        runs_out_at=_instant(said["runs_out"]["at"]),
        at_end=None if at_end is None else _number(at_end["sli_percent"]),
    )


def _clock(said: Answer) -> Clock:
    return Clock(
        incident=said["incident"],
        priority=said["priority"],
        start=parse_instant(said["started_at"], "started_at"),
        deadline=_instant(said["deadline"]),
        state=said["state"],
        elapsed=said["elapsed_us"],
        paused=said["paused_us"],
        remaining=said["remaining_us"],
        stopped_at=_instant(said["stopped_at"]),
        breached_at=_instant(said["breached_at"]),
    )


def _stretch(said: Answer) -> Stretch:
    return Stretch(
        start=parse_instant(said["from"], "from"),
        end=parse_instant(said["until"], "until"),
        kind=said["class"],
        severity=said.get("severity"),
        cause=said.get("cause"),
        why=said.get("why"),
        of=said.get("of"),
    )


def _instant(text: str | None) -> int | None:
    return None if text is None else parse_instant(text)


def _number(text: str | int | None) -> Fraction | None:
    return None if text is None else exact(text)
