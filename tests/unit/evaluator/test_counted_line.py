"""How the counts of a ratio went: parts of local days that sum to the figure, and what was left after each."""

from fractions import Fraction
from typing import Any

import pytest

from services.evaluator.reading.counted_line import counted_line
from shared.agreements.evidence import fact_of
from shared.contracts.envelope import CloudEvent
from shared.contracts.facts import read_fact
from shared.sla.figures import PeriodOf
from shared.sla.history import History
from tests.unit.evaluator.builders import counted, document, instant, objective, terms, told

RATIO = {"indicator": "ratio", "good": "ok", "total": "all", "target": "90 %", "counts": "{}"}
BERLIN = "Europe/Berlin"
TOLD = [
    counted("2026-01-01T05:00:00Z", ok=90, all=100),
    counted("2026-01-01T23:30:00Z", ok=40, all=50),
    counted("2026-01-03T12:00:00Z", ok=100, all=100),
]


def asked(as_of: str, told: list[CloudEvent], **said: str) -> tuple[History, PeriodOf, dict[str, Any]]:
    agreed = terms(document(objective("o", **{**RATIO, **said}), time_zone=BERLIN))
    history = History([agreed])
    for event in told:
        history.add(fact_of(read_fact(event)))
    period = history.periods("o", instant(as_of))[-1]
    line = counted_line(history.case("o", 1, period.span, instant(as_of)), BERLIN)
    assert line is not None
    return history, period, line


@pytest.mark.parametrize(
    "said", [{}, {"window": "{calendar: year}"}, {"window": "{rolling: P2D}"}, {"expected_total": "1000"}]
)
@pytest.mark.parametrize(
    "as_of", ["2026-01-01T05:00:00.000001Z", "2026-01-03T13:00:00Z", "2026-02-10T00:00:00Z"]
)
def test_the_parts_sum_to_the_figure_and_end_at_what_is_left_of_its_budget(as_of: str, said: dict[str, str]):
    history, period, line = asked(as_of, TOLD, **said)
    figure = history.figure("o", 1, period.span, instant(as_of))

    assert sum(part["total"] for part in line["parts"]) == figure.total
    assert sum(part["good"] for part in line["parts"]) == figure.good
    assert figure.budget is not None
    assert Fraction(line["parts"][-1]["remaining"]) == figure.budget.allowed - figure.budget.spent
    ends = [part["until"] for part in line["parts"]]
    assert [part["from"] for part in line["parts"]][1:] == ends[:-1]


def test_a_part_lies_in_one_local_day():
    _, _, line = asked("2026-01-03T13:00:00Z", TOLD)
    found = {part["from"]: part["total"] for part in line["parts"] if part["total"]}
    assert found == {
        "2026-01-01T05:00:00Z": 100,  # 06:00 in Berlin begins the second quarter of the day
        "2026-01-01T23:00:00Z": 50,  # already the second of January there
        "2026-01-03T11:00:00Z": 100,
    }


def test_a_long_period_is_told_by_days():
    _, _, line = asked("2026-02-10T00:00:00Z", TOLD, window="{calendar: year}")
    assert line["parts"][0] == {
        "from": "2025-12-31T23:00:00Z", "until": "2026-01-01T23:00:00Z", "good": 90, "total": 100, "remaining": 0,
    }  # fmt: skip
    assert len(line["parts"]) == 41


def test_what_is_expected_can_be_spent_from_the_start():
    _, _, line = asked("2026-01-03T13:00:00Z", TOLD, expected_total="1000")
    assert line["remaining_at_start"] == 100


def test_time_counts_nothing():
    agreed = terms(document(objective("o")))
    history = History([agreed])
    history.add(fact_of(read_fact(told("2026-01-01T00:00:00Z", "up"))))
    at = instant("2026-01-02T00:00:00Z")
    assert counted_line(history.case("o", 1, history.periods("o", at)[0].span, at), "UTC") is None
