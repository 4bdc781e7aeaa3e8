"""The page of text: what stands on it beside the words that are tested where they are made."""

import json
from typing import Any

import pytest

from services.cli.evaluation_text import page
from services.cli.fact_lines import read_lines
from shared.agreements.evaluation import evaluate
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.agreements.words import Language
from shared.contracts.instants import parse_instant
from tests.unit.agreements.documents import with_changes

Told = tuple[str, str]


def objective(indicator: str, **fields: Any) -> dict[str, Any]:
    shape = {"id": "o", "owed_by": "provider", "service": "shop", "window": {"calendar": "day"}}
    return {**shape, "indicator": indicator, **fields}


def text(promise: dict[str, Any], told: list[Told], as_of: str, language: Language = "en") -> str:
    """The page on one day of a promise, as one line with single spaces; states by their hour on 10 January 2026."""
    document = with_changes(objectives=[promise], time_zone="UTC")
    documents = read_agreement(json.dumps(document))
    lines = [
        json.dumps(
            {
                "specversion": "1.0",
                "id": f"e{number}",
                "source": "probe",
                "type": "dev.eyelevel.availability.changed",
                "subject": "shop",
                "time": instant(time),
                "data": {"state": state},
            }
        ).encode()
        for number, (time, state) in enumerate(told)
    ]
    known_at = parse_instant(instant(as_of))
    given = read_lines(lines, known_at, lambda _: None)
    evaluation = evaluate([terms_of(one) for one in documents], given, known_at, "2026-01-10")
    return " ".join(" ".join(page(evaluation, documents, language)).split())


def instant(time: str) -> str:
    return time if "T" in time else f"2026-01-10T{time}:00Z"


UP = ("2026-01-01T00:00:00Z", "up")


@pytest.mark.parametrize(
    ("language", "line", "added"),
    [
        (
            "en",
            "9 Jan 2026 23:00:00 to 10 Jan 2026 01:00:00: 1 h counted in the period, cause open",
            "= counted in the period + counted before it = 3,600 s + 3,600 s = 2 h",
        ),
        (
            "de",
            "09.01.2026 23:00:00 bis 10.01.2026 01:00:00: im Zeitraum 1 h gezählt, Ursache offen",
            "= im Zeitraum gezählt + davor gezählt = 3.600 s + 3.600 s = 2 h",
        ),
    ],
)
def test_of_an_outage_that_began_before_it_is_said_what_counts_in_the_period(
    language: Language, line: str, added: str
) -> None:
    promise = objective("mean_time_to_restore", at_most="PT1H", counts={"unknown": "excluded"})
    told = [UP, ("2026-01-09T23:00:00Z", "down"), ("01:00", "up")]
    said = text(promise, told, "12:00", language)
    assert line in said
    assert added in said


BURNING = [UP, ("11:30", "down")]
SHARE = {"target": "90 %", "counts": {"unknown": "excluded"}}


def test_forecasts_and_burn_rates_of_an_open_figure_stand_on_the_page() -> None:
    said = text(objective("availability", **SHARE), BURNING, "12:00")
    assert (
        "What is ahead - If the present state lasts, the budget runs out on Saturday 10 January at 13:54:00. "
        "- At the pace of the last 7 days the period ends at"
    ) in said
    assert (
        "Long window Rate Short window Rate Bound 2 min 10 10 s 10 14.4 12 min 10 1 min 10 6 exceeded" in said
    )
    german = text(objective("availability", **SHARE), BURNING, "12:00", "de")
    assert "Was noch kommt - Hält der jetzige Zustand an, so ist das Budget am Samstag, 10. Januar," in german
    assert (
        "Langes Fenster Rate Kurzes Fenster Rate Grenze 2 min 10 10 s 10 14,4 12 min 10 1 min 10 6" in german
    )


def test_rates_none_of_which_is_above_its_bound_stand_without_a_word_more() -> None:
    said = text(objective("availability", **SHARE), [UP], "12:00")
    assert "Bound 2 min 0 10 s 0 14.4 12 min 0 1 min 0 6 48 min 0 4 min 0 3" in said


def test_where_no_warning_of_burn_rates_is_agreed_none_stand_on_the_page() -> None:
    said = text(objective("availability", burn_alerts="off", **SHARE), BURNING, "12:00")
    assert "What is ahead" in said
    assert "How fast" not in said


def test_a_span_that_is_no_agreed_window_has_forecasts_and_no_burn_rates() -> None:
    said = text(objective("availability", window={"calendar": "week"}, **SHARE), BURNING, "12:00")
    assert "What is ahead" in said
    assert "How fast" not in said


def test_of_an_ended_figure_nothing_is_ahead() -> None:
    said = text(objective("availability", **SHARE), BURNING, "2026-01-11T00:00:00Z")
    assert "What is ahead" not in said
    assert "How fast" not in said
