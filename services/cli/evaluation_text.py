"""The figures as a page of text that one would read, and send to the other party.

Everything on it is in the JSON of the same evaluation; times are those of the agreement's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from services.cli.sample_text import taken_of_samples
from shared.agreements import date_words, words
from shared.agreements import versions as behind
from shared.agreements.document import Document
from shared.agreements.evaluation import Entry, Evaluation
from shared.agreements.figure_json import COUNTED
from shared.sla.figures import Budget, ClockFigure, Figure, Outage, Status, TimeClass, Verdict
from shared.sla.objectives import Objective, RollingWindow
from shared.sla.spans import SECOND

_WIDTH: Final = 78
_MOST: Final = 20
_STATES: Final = {
    Verdict.MET: "met",
    Verdict.AT_RISK: "at risk",
    Verdict.BREACHED: "breached",
    Verdict.NOT_ASSESSABLE: "not assessable",
    Verdict.NO_DATA: "no data",
}
_CLASSES: Final = {
    TimeClass.UP: "up",
    TimeClass.DOWN: "down",
    TimeClass.DEGRADED: "degraded",
    TimeClass.UNKNOWN: "unknown",
    TimeClass.MAINTENANCE: "maintenance",
    TimeClass.EXCUSED: "excused",
    TimeClass.TOLERATED: "tolerated",
    TimeClass.OUTSIDE_SERVICE_HOURS: "outside service hours",
    TimeClass.NOT_IN_FORCE: "not in force",
}


def page(evaluation: Evaluation, document: Document) -> str:
    """The whole page; `document` is the latest version."""
    lines = [*_head(evaluation, document)]
    for entry in evaluation.entries:
        lines += ["", "-" * _WIDTH, *_entry(entry, document)]
    if not evaluation.entries:
        lines += ["", "No period has begun for which there is anything to say."]
    lines += ["", "-" * _WIDTH, *_facts(evaluation)]
    return "\n".join(line.rstrip() for line in lines)


def _head(evaluation: Evaluation, document: Document) -> Iterator[str]:
    meta, parties = document.metadata, document.parties
    yield meta.title
    yield "=" * min(len(meta.title), _WIDTH)
    yield f"{parties.provider.name} for {parties.customer.name}: agreement {meta.id}, version {meta.version}"
    yield f"As known on {date_words.instant(evaluation.as_of, document.time_zone, 'en')} ({document.time_zone})"
    if evaluation.entries:
        yield ""
        yield _headline([entry.figure.state for entry in evaluation.entries])


def _headline(states: list[Verdict]) -> str:
    said = {
        Verdict.BREACHED: "breached",
        Verdict.AT_RISK: "at risk",
        Verdict.MET: "met",
        Verdict.NOT_ASSESSABLE: "not assessable",
        Verdict.NO_DATA: "without data",
    }
    counts = [f"{states.count(state)} {word}" for state, word in said.items() if state in states]
    figures = "1 figure" if len(states) == 1 else f"{len(states)} figures"
    return f"{figures}: {words.joined(counts, 'en')}."


def _entry(entry: Entry, document: Document) -> Iterator[str]:
    figure, objective = entry.figure, entry.objective
    zone = document.time_zone
    yield f"{objective.title or objective.id}: {_STATES[figure.state].upper()}"
    owed = f"owed by {objective.owed_by}, {objective.indicator_name} of {', '.join(objective.services)}"
    yield f"  {owed}, version {figure.version}"
    yield f"  {_period(figure, objective, zone)}"
    yield ""
    yield f"  {_sentence(figure, objective, zone)}"
    yield from (f"  {line}" for line in _measured_against(figure, objective))
    if figure.ledger is not None:
        yield from _ledger(figure)
    if figure.outages:
        yield from _outages(figure.outages, zone)
    if figure.clocks:
        yield from _clocks(figure.clocks, zone)


def _period(figure: Figure, objective: Objective, zone: str) -> str:
    span = figure.period.span
    kind = "rolling, " if isinstance(objective.window, RollingWindow) else ""
    first, last = (
        date_words.short_instant(span.start, zone, "en"),
        date_words.short_instant(span.end, zone, "en"),
    )
    return f"{kind}{first} to {last} ({zone}), {figure.period.status.value}"


def _sentence(figure: Figure, objective: Objective, zone: str) -> str:
    sampled = taken_of_samples(figure, objective)
    if figure.state is Verdict.NO_DATA:
        if sampled is not None and figure.total:
            return f"{sampled}."
        return "Nothing was counted in this period."
    so_far = " so far" if figure.period.status is Status.OPEN else ""
    if sampled is not None:
        said = sampled
    elif figure.sli is None:
        said = f"The value{so_far} is {_amount(figure.value or Fraction(0), objective)}"
    else:
        said = f"{words.percent(figure.sli, 'en')}{so_far}"
        said += f", promised {words.percent(figure.target, 'en')}" if figure.target is not None else ""
    if figure.state is Verdict.NOT_ASSESSABLE:
        unknown = words.percent(figure.unknown_share or Fraction(0), "en")
        return f"{said}, but {unknown} of the time is unknown, more than agreed; nothing is decided on this."
    if figure.breached_at is not None:
        until = " could no longer be met" if figure.period.status is Status.OPEN else " was missed"
        return f"{said}. It{until} from {date_words.instant(figure.breached_at, zone, 'en')}."
    return f"{said}."


def _amount(number: Fraction, objective: Objective) -> str:
    if objective.indicator_name in {"longest_outage", "mean_time_to_restore", "mean_time_between_failures"}:
        return words.duration(int(number))
    return words.number(number, "en")


def _measured_against(figure: Figure, objective: Objective) -> Iterator[str]:
    counted = isinstance(objective.indicator, COUNTED)
    if figure.sli is not None:
        good, total = (_size(number, counted) for number in (figure.good, figure.total))
        yield f"Good {good} of {total} counted."
    if figure.budget is not None and figure.state is not Verdict.NO_DATA:
        yield _budget(figure.budget, counted)
    if figure.credit:
        yield f"Credit: {words.number(figure.credit, 'en')} percent."


def _size(number: Fraction, counted: bool) -> str:
    return words.number(number, "en") if counted else words.duration(int(number))


def _budget(budget: Budget, counted: bool) -> str:
    allowed, spent = _size(budget.allowed, counted), _size(budget.spent, counted)
    left = (
        budget.remaining if counted else Fraction(budget.remaining // SECOND * SECOND)
    )  # down, as on the page
    rest = f"{_size(left, counted)} left" if left >= 0 else f"{_size(-left, counted)} overspent"
    return f"Budget: {allowed} allowed, {spent} spent, {rest}."


def _ledger(figure: Figure) -> Iterator[str]:
    ledger = figure.ledger or {}
    whole = sum(ledger.values())
    if not whole:
        return
    yield ""
    yield "  Where the time went"
    for kind, name in _CLASSES.items():
        if ledger.get(kind):
            yield _row(name, ledger[kind], whole)
    yield _row("sum", whole, whole)


def _row(name: str, micros: int, whole: int) -> str:
    share = words.percent(Fraction(micros, whole), "en")
    return f"    {name:<24}{words.duration(micros):>24}{share:>16}"


def _outages(outages: Sequence[Outage], zone: str) -> Iterator[str]:
    yield ""
    yield "  Outages"
    for outage in outages[:_MOST]:
        until = "lasts" if outage.end is None else f"to {date_words.short_instant(outage.end, zone, 'en')}"
        named = f", {', '.join(outage.conditions)}" if outage.conditions else ""
        counted = words.duration(outage.counted)
        start = date_words.short_instant(outage.start, zone, "en")
        yield f"    {start} {until}, {counted} counted, cause {outage.cause}{named}"
    if len(outages) > _MOST:
        yield f"    and {len(outages) - _MOST} more (--format json has them all)"


def _clocks(clocks: tuple[ClockFigure, ...], zone: str) -> Iterator[str]:
    yield ""
    yield "  Incidents"
    for clock in clocks[:_MOST]:
        priority = f" ({clock.priority})" if clock.priority else ""
        due = (
            f", due {date_words.short_instant(clock.deadline, zone, 'en')}"
            if clock.deadline is not None
            else ""
        )
        took = words.duration(clock.elapsed)
        yield f"    {clock.incident}{priority}: {clock.state.value}, {took} of service time{due}"
    if len(clocks) > _MOST:
        yield f"    and {len(clocks) - _MOST} more (--format json has them all)"


def _facts(evaluation: Evaluation) -> Iterator[str]:
    lines, aside = evaluation.given, evaluation.aside
    used = lines.read - lines.repeated - lines.later - len(aside)
    counts = (f"{used} used", f"{lines.repeated} repeated", f"{lines.later} later", f"{len(aside)} set aside")
    yield f"{lines.read} facts read: {', '.join(counts)}."
    for source, id_, reason in aside[:_MOST]:
        yield f"  set aside: {id_} of {source}: {reason}"
    if len(aside) > _MOST:
        yield f"  and {len(aside) - _MOST} more (--format json has them all)"
    yield (
        f"Computed by eyelevel {behind.engine_version()}, time zones {behind.tzdata_version()}, "
        f"holidays {behind.holidays_version()}."
    )
