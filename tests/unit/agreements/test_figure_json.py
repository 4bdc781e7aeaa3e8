"""Figures are written digit for digit as the contract says: exact, rounded down, one form for one number."""

from fractions import Fraction

import pytest

from shared.agreements.figure_json import decimal, exact, figure_json, percent_down
from shared.agreements.meaning import terms_of
from shared.contracts.instants import parse_instant
from shared.sla.figures import Budget as SpentBudget
from shared.sla.figures import ClockFigure, ClockState, Figure, Outage, PeriodOf, Status, TimeClass, Verdict
from shared.sla.spans import Span
from tests.unit.agreements.documents import CLOCK, objective, read

FROM, UNTIL = parse_instant("2025-12-31T23:00:00Z"), parse_instant("2026-01-31T23:00:00Z")
PERIOD = PeriodOf(3, Span(FROM, UNTIL), Status.PROVISIONAL)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(2, 3), "66.666666666666"),
        (Fraction(999_999_999_999, 10**12), "99.9999999999"),
        (1 - Fraction(1, 10**15), "99.999999999999"),
        (Fraction(1), "100"),
        (Fraction(0), "0"),
        (Fraction(1, 10**15), "0"),
        (Fraction(999, 1000), "99.9"),
    ],
)
def test_a_share_has_up_to_twelve_decimals_rounded_down(share: Fraction, text: str) -> None:
    assert percent_down(share) == text


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Fraction(5), 5),
        (Fraction(-5), -5),
        (Fraction(247, 2), "123.5"),
        (Fraction(370, 3), "370/3"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(-7, 3), "-7/3"),
        (Fraction(1, 10**6), "0.000001"),
    ],
)
def test_a_number_is_an_integer_where_it_is_whole_else_exact_text(
    number: Fraction, written: int | str
) -> None:
    assert exact(number) == written


def test_percentages_of_money_are_text() -> None:
    assert [decimal(Fraction(40)), decimal(Fraction(25, 2)), decimal(Fraction(0))] == ["40", "12.5", "0"]


def test_an_availability_figure_has_every_field_in_the_contracts_order() -> None:
    figure = Figure(
        objective="availability",
        version=3,
        period=PERIOD,
        as_of=UNTIL,
        state=Verdict.BREACHED,
        good=Fraction(247, 2),
        total=Fraction(370),
        sli=Fraction(247, 740),
        target=Fraction(999, 1000),
        ledger={TimeClass.UP: 100, TimeClass.DOWN: 270},
        budget=SpentBudget(Fraction(37, 100), Fraction(493, 2)),
        breached_at=FROM + 1,
        outages=(Outage(FROM, None, 270, "open", ("disk",)),),
        credit=Fraction(25, 2),
    )
    (promised,) = terms_of(read()).objectives
    assert figure_json(figure, promised) == {
        "objective": "availability",
        "owed_by": "provider",
        "indicator": "availability",
        "version": 3,
        "period": {"from": "2025-12-31T23:00:00Z", "until": "2026-01-31T23:00:00Z", "status": "provisional"},
        "state": "breached",
        "good_us": "123.5",
        "total_us": 370,
        "sli_percent": "33.378378378378",
        "value": None,
        "target_percent": "99.9",
        "ledger_us": {
            "up": 100,
            "down": 270,
            "degraded": 0,
            "unknown": 0,
            "maintenance": 0,
            "excused": 0,
            "tolerated": 0,
            "outside_service_hours": 0,
            "not_in_force": 0,
        },
        "budget_us": {"allowed": "0.37", "spent": "246.5", "remaining": "-246.13"},
        "breached_at": "2025-12-31T23:00:00.000001Z",
        "outages": [
            {
                "from": "2025-12-31T23:00:00Z",
                "until": None,
                "counted_us": 270,
                "cause": "open",
                "conditions": ["disk"],
            }
        ],
        "credit_percent": "12.5",
        "clocks": [],
    }


def test_clocks_and_counts_carry_no_unit_and_no_ledger() -> None:
    clock = ClockFigure(
        "INC-1", "resolution_time", "P1", FROM, UNTIL, ClockState.PAUSED, 10, 5, -3, None, None
    )
    figure = Figure(
        objective="resolution",
        version=3,
        period=PERIOD,
        as_of=UNTIL,
        state=Verdict.NO_DATA,
        good=Fraction(0),
        total=Fraction(0),
        sli=None,
        target=Fraction(95, 100),
        budget=SpentBudget(Fraction(0), Fraction(0)),
        clocks=(clock,),
    )
    (promised,) = terms_of(read(objectives=objective(CLOCK))).objectives
    written = figure_json(figure, promised)
    assert (written["good"], written["total"], written["budget"]["remaining"]) == (0, 0, 0)
    assert (written["ledger_us"], written["outages"], written["credit_percent"], written["sli_percent"]) == (
        None,
        None,
        None,
        None,
    )
    assert written["clocks"] == [
        {
            "incident": "INC-1",
            "clock": "resolution_time",
            "priority": "P1",
            "started_at": "2025-12-31T23:00:00Z",
            "deadline": "2026-01-31T23:00:00Z",
            "state": "paused",
            "elapsed_us": 10,
            "paused_us": 5,
            "remaining_us": -3,
            "stopped_at": None,
            "breached_at": None,
        }
    ]


def test_a_target_is_written_as_the_share_beside_it() -> None:
    share = Fraction("0.9999999999999999")
    figure = Figure(
        objective="resolution",
        version=3,
        period=PERIOD,
        as_of=UNTIL,
        state=Verdict.NO_DATA,
        good=Fraction(0),
        total=Fraction(0),
        sli=None,
        target=share,
        budget=SpentBudget(Fraction(0), Fraction(0)),
    )
    (promised,) = terms_of(read(objectives=objective(CLOCK))).objectives
    assert figure_json(figure, promised)["target_percent"] == "99.999999999999"
