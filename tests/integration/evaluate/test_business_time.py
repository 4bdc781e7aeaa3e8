"""Service hours agree with another system's own cases, all that the contract can express."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from services.cli.service_time import between, due
from shared.contracts.instants import format_instant, parse_instant
from shared.sla.agreed.objectives import WorkingDays
from shared.sla.spans import DAY, SECOND, Span
from shared.sla.time.zones import local_date
from tests.integration.evaluate.business_time import CASES, NOT_EXPRESSIBLE, Case, cases, hours_of

pytestmark = pytest.mark.skipif(not CASES.is_file(), reason="the samples are not beside the project")


def _deadline(case: Case) -> Any:
    found = due(case.hours, parse_instant(case.said["start"]), case.said["seconds"] * SECOND).deadline
    return found is not None and format_instant(found)


def _working_deadline(case: Case) -> Any:
    found = due(case.hours, parse_instant(case.said["start"]), WorkingDays(case.said["days"])).deadline
    return found is not None and format_instant(found)


def _elapsed(case: Case) -> Any:
    span = Span(parse_instant(case.said["start"]), parse_instant(case.said["end"]))
    answer = between(case.hours, span)
    assert answer.elapsed == sum(one.length for one in answer.segments)
    return answer.elapsed / SECOND


def _is_open(case: Case) -> Any:
    return case.hours.open.is_open(parse_instant(case.said["at"]))


def _segments(case: Case) -> Any:
    origin = parse_instant(case.said["origin"])
    found = between(case.hours, Span(origin, origin + 60 * DAY)).segments
    return [[format_instant(one.start), format_instant(one.end)] for one in found[: case.said["take"]]]


def _wall(case: Case) -> Any:
    """A wall time as the opening of hours on its date; 24:00 can only be a close."""
    day, time = case.said["local"].split("T")
    only = {"weekly": {"mon-sun": ["06:00-06:01"]}}
    opens = f"{time[:5]}-24:00" if time < "24" else "12:00-24:00"
    hours = hours_of(case.said["timezone"], **only, on={day: [opens]})
    around = parse_instant(f"{day}T12:00:00Z")
    segments = between(hours, Span(around - 2 * DAY, around + 2 * DAY)).segments
    (found,) = [
        one for one in segments if str(local_date(one.start, hours.zone)) == day and one.length > 60 * SECOND
    ]
    return format_instant(found.start if time < "24" else found.end)


ASK: Final[dict[str, Callable[[Case], Any]]] = {
    "add_business_seconds": _deadline,
    "add_business_days": _working_deadline,
    "business_seconds_between": _elapsed,
    "is_open": _is_open,
    "open_segments_from": _segments,
    "local_to_utc": _wall,
}


@pytest.mark.parametrize(
    "case", [one for one in cases() if one.name not in NOT_EXPRESSIBLE], ids=lambda one: one.name
)
def test_service_hours_agree_with_each_case_that_the_contract_can_express(case: Case) -> None:
    expected = case.said.get("expected", case.said.get("expected_seconds"))
    assert ASK[case.said["op"]](case) == expected


def test_every_case_is_asked_or_named_with_the_reason_why_not() -> None:
    names = {one.name for one in cases()}
    assert len(names) == 52
    assert names > NOT_EXPRESSIBLE.keys()
    assert len(names - NOT_EXPRESSIBLE.keys()) == 39
