"""Which local dates are holidays, by a clause of the document: public ones by the `holidays` library, and own ones.

The library is loaded when a clause first asks for a country, since most agreements name none. Its version is
part of every figure.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import lru_cache
from typing import Any

from shared.agreements.document import DateRange, EveryYear, HolidayClause


class HolidayDates:
    """Answers `date in dates`. Two of one clause are equal, so that figures of equal terms are equal."""

    def __init__(self, clause: HolidayClause) -> None:
        self._clause = clause

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        if any(_covers(dates, day) for dates in self._clause.dates):
            return True
        clause = self._clause
        return clause.country is not None and day in _public(clause.country, clause.subdivision)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HolidayDates) and other._clause == self._clause

    def __hash__(self) -> int:
        return hash(self._clause)


def unknown_country(country: str, subdivision: str | None) -> str | None:
    """A sentence where the library has no holidays of a country or its part, else None."""
    from holidays import list_supported_countries

    known = list_supported_countries()
    if country not in known:
        return f"there are no holidays of {country!r}; a country is an ISO 3166 code such as DE"
    parts = known[country]
    if subdivision is not None and subdivision not in parts:
        some = f"it is one of {', '.join(parts)}" if parts else "it has none"
        return f"{country} has no part {subdivision!r}; {some}"
    return None


def _covers(dates: DateRange, day: date) -> bool:
    first, last = dates.first, dates.last
    if isinstance(first, date) and isinstance(last, date):
        return first <= day <= last
    if isinstance(first, EveryYear) and isinstance(last, EveryYear):
        here, start, end = (day.month, day.day), (first.month, first.day), (last.month, last.day)
        return start <= here <= end if start <= end else here >= start or here <= end
    return False


@lru_cache(maxsize=64)
def _public(country: str, subdivision: str | None) -> Container[date]:
    from holidays import country_holidays

    found: Any = country_holidays(country, subdiv=subdivision)
    return found  # type: ignore[no-any-return]  # holidays carries no types; it answers `date in`
