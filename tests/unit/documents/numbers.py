"""The numbers of docs/how-a-figure-comes-about.md, each computed from the agreement and the facts on it.

Every number there stands between `<!--name-->` and `<!---->`, which a reader does not see; the names are those of
`values`. `python -m tests.unit.documents.numbers` writes them anew.
"""

import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from shared.agreements import date_words, words
from shared.agreements.explained.credit import credit_sentence
from shared.agreements.explained.difference import restatement_sentence
from shared.agreements.explained.voice import Voice, naming_of
from shared.agreements.meaning import terms_of
from shared.sla.agreed.objectives import Clock
from shared.sla.explanation.difference import difference
from shared.sla.explanation.explanation import ClockShown, Explanation
from shared.sla.figures import ClassedSpan, Figure, TimeClass, Verdict
from shared.sla.spans import HOUR, SECOND, Span
from tests.unit.documents.month import PAGE, Month, berlin, read_month, utc

MARKED = re.compile(r"<!--([\w.]+)-->(.*?)<!---->", re.DOTALL)


def written(page: str) -> str:
    """The page with every number as it is computed; KeyError for a name that is none."""
    known = values(read_month(page))
    return MARKED.sub(lambda match: f"<!--{match[1]}-->{known[match[1]]}<!---->", page)


def values(month: Month) -> dict[str, str]:
    """Every number of the page by its name."""
    found: dict[str, str] = {}
    for part in (_agreed, _ledger, _stretches, _share, _budget, _credit, _decided, _late, _clock):
        found |= part(month)
    return found | dict(_others(month))


MARCH = Span(berlin("2026-03-01 00:00"), berlin("2026-04-01 00:00"))
CLOSED = berlin("2026-04-08 00:00")
LATE = {
    "specversion": "1.0",
    "id": "late",
    "source": "probe",
    "subject": "webshop",
    "type": "dev.eyelevel.availability.changed",
    "time": utc("2026-03-26 17:10:00"),
    "recordedtime": utc("2026-04-20 09:00"),
    "data": {"state": "up", "condition": "http"},
}


def _figure(month: Month, as_of: int = CLOSED, *more: dict[str, Any]) -> Figure:
    return month.history(*more).figure("availability", 1, MARCH, as_of)


def _explained(month: Month, objective: str = "availability") -> Explanation:
    return month.history().explanation(objective, 1, MARCH, CLOSED)


def _voice(month: Month) -> Voice:
    return Voice("en", naming_of(month.document), terms_of(month.document).objectives[0])


def time(micros: Fraction | int) -> str:
    """In hours, minutes and seconds, since a page on service time has no days of 24 hours."""
    hours, rest = divmod(Fraction(micros), HOUR)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, *([words.exact_duration(rest, "en")] if rest or not parts else [])])


def seconds(micros: Fraction | int) -> str:
    return f"{words.number(Fraction(micros, SECOND), 'en', 6)} s"


def at(instant: int) -> str:
    return date_words.instant(instant, "Europe/Berlin", "en")


def clock_time(instant: int) -> str:
    return at(instant).rpartition(", ")[2]


def _agreed(month: Month) -> dict[str, str]:
    document = month.document
    first, second = (words.percent(share, "en") for share in document.objectives[0].warn_at.shares)
    within = document.objectives[1].indicator
    assert isinstance(within, Clock)
    assert isinstance(within.within, int)
    return {
        "notice.agreed": words.span_of_time(document.maintenance.notice, "en"),
        "silence": words.span_of_time(document.corrections.decide_within, "en"),
        "grace": words.span_of_time(document.grace, "en"),
        "clock.allowed": words.span_of_time(within.within, "en"),
        "warned.first": first,
        "warned.second": second,
    }


def _ledger(month: Month) -> dict[str, str]:
    ledger = _figure(month).ledger or {}
    names = {
        "hours.time": sum(ledger.values()) - ledger[TimeClass.OUTSIDE_SERVICE_HOURS],
        "outside.time": ledger[TimeClass.OUTSIDE_SERVICE_HOURS],
        "up.time": ledger[TimeClass.UP],
        "tolerated.time": ledger[TimeClass.TOLERATED],
        "down.time": ledger[TimeClass.DOWN],
        "ledger.unknown": ledger[TimeClass.UNKNOWN],
        "ledger.maintenance": ledger[TimeClass.MAINTENANCE],
        "ledger.excused": ledger[TimeClass.EXCUSED],
        "ledger.outside": ledger[TimeClass.OUTSIDE_SERVICE_HOURS],
        "ledger.sum": sum(ledger.values()),
        "month.hours": MARCH.length,
    }
    return {name: time(micros) for name, micros in names.items()}


def _stretches(month: Month) -> dict[str, str]:
    spans = month.history().spans("availability", 1, MARCH, CLOSED)
    change = next(one for one in month.events if one["type"].endswith("change.announced"))
    notice = berlin("2026-03-10 18:00") - berlin("2026-03-05 11:00")
    assert (change["data"]["from"], change["time"]) == (utc("2026-03-10 18:00"), utc("2026-03-05 11:00"))
    outages = _figure(month).outages or ()
    seventeenth = next(one for one in outages if one.start == berlin("2026-03-17 10:00"))
    return {
        "short.length": time(_sum(spans, TimeClass.TOLERATED)),
        "notice.length": words.span_of_time(notice, "en"),
        "maintenance.time": time(_sum(spans, TimeClass.MAINTENANCE)),
        "overrun.time": time(_sum(spans, TimeClass.DOWN, "overrun")),
        "unknown.time": time(_sum(spans, TimeClass.UNKNOWN)),
        "excused.outage": time((seventeenth.end or 0) - seventeenth.start),
        "excused.time": time(_sum(spans, TimeClass.EXCUSED)),
        "last.length": time((outages[-1].end or 0) - outages[-1].start),
    }


def _sum(spans: list[ClassedSpan], kind: TimeClass, why: str | None = None) -> int:
    return sum(
        one.end - one.start for one in spans if one.time_class is kind and (why is None or one.why == why)
    )


def _share(month: Month) -> dict[str, str]:
    figure = _figure(month)
    assert figure.sli is not None
    share = words.percent(figure.sli, "en")
    return {
        "total": seconds(figure.total),
        "bad": seconds(figure.total - figure.good),
        "good": seconds(figure.good),
        "quotient": f"{seconds(figure.good)} ÷ {seconds(figure.total)} = {share}",
        "target": words.percent(figure.target or Fraction(0), "en"),
    }


def _budget(month: Month) -> dict[str, str]:
    figure = _figure(month)
    began = (figure.outages or ())[-1].start
    before = _figure(month, began)
    assert figure.budget is not None
    assert before.budget is not None
    assert figure.breached_at is not None
    warned = month.history().outlook("availability", 1, MARCH, berlin("2026-03-17 12:00")).warned
    half, most = (
        next(one.at for one in warned if one.share == share) for share in (Fraction(1, 2), Fraction(3, 4))
    )
    target = words.percent(figure.target or Fraction(0), "en")
    return {
        "allowed": f"(1 − {target}) × {seconds(figure.total)} = {time(figure.budget.allowed)}",
        "spent.before": time(before.budget.spent),
        "left.before": time(before.budget.remaining),
        "last.began": at(began),
        "breached": at(figure.breached_at),
        "warned.half": clock_time(half),
        "warned.most": clock_time(most),
    }


def _credit(month: Month) -> dict[str, str]:
    credit = _explained(month).credit
    assert credit is not None
    said = [
        f"below {words.percent(tier.below, 'en')}: {words.number(tier.percent, 'en')} percent, "
        f"{'undercut' if tier.undercut else 'not undercut'}"
        for tier in credit.tiers
    ]
    return {"tier.first": said[0], "tier.second": said[1], "credit": credit_sentence(_voice(month), credit)}


def _decided(month: Month) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, instant in (("proposed", "2026-03-18 12:00"), ("accepted", "2026-03-19 18:00")):
        figure = _figure(month, berlin(instant))
        assert figure.sli is not None
        assert figure.budget is not None
        found[f"{name}.sli"] = words.percent(figure.sli, "en")
        found[f"{name}.left"] = time(figure.budget.remaining)
    return {**found, "proposed.at": at(berlin("2026-03-18 12:00"))}


def _late(month: Month) -> dict[str, str]:
    was, now = _figure(month), _figure(month, berlin("2026-04-21 00:00"), LATE)
    assert (was.breached_at, was.credit) == (now.breached_at, now.credit)
    said = restatement_sentence(_voice(month), difference(was, now), 1)
    return {"late.end": clock_time(berlin("2026-03-26 17:10:00")), "restated": said}


def _clock(month: Month) -> dict[str, str]:
    clock = _only(_explained(month, "resolution"))
    figure = clock.figure
    bare = Month(month.agreement, tuple(one for one in month.events if one["data"].get("status") is None))
    unpaused = _only(bare.history().explanation("resolution", 1, MARCH, CLOSED)).figure
    assert (figure.state.value, unpaused.state.value) == ("fulfilled", "breached")
    voice = _voice(month)
    return {
        "clock.opened": clock_time(figure.started_at),
        "clock.due": voice.moment(figure.deadline or 0),
        "clock.stopped": voice.moment(figure.stopped_at or 0),
        "clock.time": time(clock.service_time),
        "clock.paused": time(figure.paused),
        "clock.elapsed": time(figure.elapsed),
        "clock.within": time(clock.within or 0),
        "clock.left": time(figure.remaining or 0),
        "clock.unpaused": voice.moment(unpaused.deadline or 0),
    }


def _only(explanation: Explanation) -> ClockShown:
    (clock,) = explanation.clocks
    return clock


_CLAUSES = (
    ("", ""),
    ("unknown: down", "unknown: excluded"),
    ("unknown: down", "unknown: up"),
    ("maintenance: excluded", "maintenance: counts_as_is"),
    ("outages_shorter_than: PT1M", "outages_shorter_than: PT0S"),
    ("service_hours: shop", "service_hours: always"),
)
"""One clause of the agreement, and what stands in its place; the first row leaves it as it is."""


def _others(month: Month) -> Iterator[tuple[str, str]]:
    for number, (was, now) in enumerate(_CLAUSES):
        assert was in month.agreement
        figure = _figure(Month(month.agreement.replace(was, now, 1), month.events))
        assert figure.sli is not None
        yield f"other.{number}.sli", words.percent(figure.sli, "en")
        yield f"other.{number}.state", "kept" if figure.state is Verdict.MET else "not kept"
        yield f"other.{number}.until", _until(figure)


def _until(figure: Figure) -> str:
    if figure.breached_at is None:
        return "the end"
    return (
        date_words.moment(figure.breached_at, "Europe/Berlin", "en").partition(" ")[2].replace(" at ", ", ")
    )


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.name}\n")
