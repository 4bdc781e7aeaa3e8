"""What the read API is asked by the address: an instant, an objective, one of its periods. A Problem where wrong."""

from typing import Annotated, Literal

from fastapi import Depends, Path, Query

from services.evaluator.reading.known import Known
from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant
from shared.sla.agreed.objectives import Objective, RollingWindow
from shared.sla.spans import EVER, Span
from shared.web.problems import Problem

Name = Annotated[str, Path(min_length=1, max_length=512, pattern=r"^[^\x00]+$")]
InstantText = Annotated[str | None, Query(description="An instant, such as 2026-01-31T23:00:00Z.")]
Version = Annotated[
    int | None,
    Query(ge=1, description="Of two versions with this period, which; else the newest that has it."),
]
Cursor = Annotated[
    str | None,
    Query(max_length=64, pattern=r"^-?\d{1,19}\.\d{1,12}$", description="`next` of the page before."),
]
Limit = Annotated[int, Query(ge=1, le=1_000)]
Form = Annotated[
    Literal["json", "csv"],
    Query(alias="format", description="`csv`: all rows from the cursor on, as a table."),
]
Place = tuple[int, int]
"""An instant, and a number among those of one instant."""


async def _then(
    as_known_at: Annotated[
        str | None,
        Query(
            description="A log clock, such as a verdict's `as_known_at`: the answer is what was known then. "
            "Absent: what is known now."
        ),
    ] = None,
) -> int | None:
    return None if as_known_at is None else instant_of("as_known_at", as_known_at, 0)


Then = Annotated[int | None, Depends(_then)]


def wrong(field: str, sentence: str) -> Problem:
    """422 about one field of the address."""
    return Problem(422, "Unprocessable Content", sentence, [{"field": field, "detail": sentence}])


def instant_of(field: str, text: str | None, otherwise: int) -> int:
    """The instant of a field; `otherwise` where it is absent."""
    if text is None:
        return otherwise
    try:
        return parse_instant(text, field)
    except ContractError as error:
        raise wrong(error.field, error.sentence) from error


def place_of(cursor: str | None) -> Place:
    """The place behind which a page begins; before everything where there is no cursor."""
    if cursor is None:
        return EVER, 0
    at, _, number = cursor.partition(".")
    return int(at), int(number)


def cursor_of(place: Place) -> str:
    """The cursor of the page behind a place."""
    return f"{place[0]}.{place[1]}"


def objective_in(known: Known, objective: str) -> Objective:
    """An objective as the newest version has it that has it; 404 where none has."""
    for version in sorted(known.clauses, reverse=True):
        found = known.clauses[version].objective(objective)
        if found is not None:
            return found
    raise Problem(404, "Not Found", f"The agreement {known.id!r} has no objective {objective!r}.")


def services_of(known: Known, objective: str) -> frozenset[str]:
    """The services of an objective, in all versions."""
    found = (clauses.objective(objective) for clauses in known.clauses.values())
    return frozenset(service for one in found if one is not None for service in one.services)


def period_in(known: Known, objective: str, start: str, version: int | None) -> tuple[int, Span]:
    """The version and the span of a period, by the instant of its start or as `current`; 404 where there is none."""
    clause = objective_in(known, objective)
    if start == "current":
        current = known.current(objective, version)
        if current is None:
            raise Problem(404, "Not Found", f"The objective {objective!r} is not in force yet.")
        return current
    wanted = instant_of("start", start, 0)
    found = [
        period
        for period in known.periods(objective)
        if period.span.start == wanted and version in {None, period.version}
    ]
    if not found and isinstance(clause.window, RollingWindow):
        raise Problem(404, "Not Found", f"The window of {objective!r} rolls; ask for `current`.")
    if not found:
        raise Problem(404, "Not Found", f"The objective {objective!r} has no period that begins at {start}.")
    newest = max(found, key=lambda period: period.version)
    return newest.version, newest.span
