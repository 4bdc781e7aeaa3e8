"""How an objective is read: what every one has, and by its indicator what only that one has."""

from __future__ import annotations

from collections.abc import Mapping as Table
from fractions import Fraction
from typing import Any, Final

from shared.agreements.clauses_schema import calendar_window, rolling_window
from shared.agreements.document import HoursClause, ObjectiveClause
from shared.agreements.faults import Fault, Faulty
from shared.agreements.forms import (
    Reader,
    decimal,
    duration,
    hint,
    identity,
    list_of,
    one_of,
    percent,
    scalar,
    target,
    text,
)
from shared.agreements.hours_schema import hours_name
from shared.agreements.indicators_schema import BELONGS, FORMS, Form
from shared.agreements.names import ALWAYS, Names, defined
from shared.agreements.nodes import Mapping, Node, Scalar, Sequence, shown, wrong
from shared.agreements.records import Field, Fields, record
from shared.agreements.words import promised
from shared.sla.agreed.objectives import (
    CalendarWindow,
    Clock,
    Credits,
    Indicator,
    Measurement,
    RollingWindow,
    Tier,
    WarnAt,
    WorkingDays,
)

_QUARTERS: Final = (Fraction(1, 2), Fraction(3, 4), Fraction(9, 10))
_HOUR: Final = 3_600_000_000
_BUDGET_WARNINGS: Final = WarnAt(_QUARTERS)
_CLOCK_WARNINGS: Final = WarnAt((Fraction(3, 4),), (_HOUR,))


def objectives(names: Names) -> Reader[tuple[ObjectiveClause, ...]]:
    """The list of objectives."""
    return list_of(lambda node, path: _objective(names, node, path))


def _objective(names: Names, node: Node, path: str) -> ObjectiveClause:
    if not isinstance(node, Mapping):
        raise wrong(
            node, path, f"{path} is {shown(node)}; it is a group with id, owed_by, indicator, service, window"
        )
    said = node.get("indicator")
    form = FORMS.get(said.text) if isinstance(said, Scalar) else None
    common = _common(names, form)
    if form is None:
        known = {**common, **{name: Field(_anything, None) for name in BELONGS}}
        return record({**known, "indicator": Field(_indicator)}, ObjectiveClause)(node, path)
    fields = {**common, **form.fields}

    def make(**values: Any) -> ObjectiveClause:
        given = {name: values.pop(name) for name in form.fields}
        own = form.make(**given)
        sentence = form.clash(given) or form.check(own) or _needless_credits(own, values.get("credits"))
        if sentence is not None:
            raise wrong(node, path, f"{path}: {sentence}")
        return _made(node, path, own, values)

    return record(fields, make, elsewhere=_elsewhere(fields, form))(node, path)


def _needless_credits(own: Indicator, agreed: Credits | None) -> str | None:
    if isinstance(own, Measurement) and own.take is not None and agreed is not None:
        return "credits go by a share of good, which take does not have; say each with a target, or leave them out"
    return None


def _indicator(node: Node, path: str) -> str:
    words = list(FORMS)
    said = scalar(node, path, f"it is one of {', '.join(words)}")
    if said not in FORMS:
        raise wrong(node, path, f"{path} is {said!r}; it is one of {', '.join(words)}{hint(said, words)}")
    return said


def _anything(node: Node, path: str) -> None:  # noqa: ARG001 - a reader that takes all
    return None


def _elsewhere(fields: Fields, form: Form) -> dict[str, str]:
    explained = {name: where for name, where in BELONGS.items() if name not in fields}
    if not form.has_sli:
        explained["credits"] = "goes by the share of good, which this indicator does not have"
    if not form.several_services:
        explained["services"] = "is for clocks and satisfaction; name one service"
    return explained


def _common(names: Names, form: Form | None) -> Fields:
    service = defined(names.services, "service")
    clock = form is not None and form.is_clock
    fields: dict[str, Field] = {
        "id": Field(identity, lacking="every objective has an id"),
        "title": Field(text, None),
        "owed_by": Field(_owed_by(names), lacking="say who owes it: provider, customer or a supplier's id"),
        "indicator": Field(_indicator, lacking=f"it is one of {', '.join(FORMS)}"),
        "service": Field(service, None),
        "service_hours": Field(lambda node, path: hours_name(names.hours, node, path), ALWAYS),
        "window": Field(_window, lacking="say {calendar: month} or {rolling: P30D}"),
        "warn_at": Field(_warn_at(clock), _CLOCK_WARNINGS if clock else _BUDGET_WARNINGS),
        "burn_alerts": Field(one_of(["on", "off"]), "on"),
        "supports": Field(list_of(defined(names.objectives, "objective"), least=0), ()),
    }
    if form is None or form.several_services:
        fields["services"] = Field(list_of(service), None)
    if form is None or form.has_sli:
        fields["credits"] = Field(_credits, None)
    return fields


def _made(node: Node, path: str, own: Any, values: dict[str, Any]) -> ObjectiveClause:
    service, services = values.pop("service"), values.pop("services", None)
    if service is None and services is None:
        raise wrong(node, f"{path}.service", f"{path}.service is missing; name the service that it is about")
    if service is not None and services is not None:
        raise wrong(node, f"{path}.service", f"{path} has service and services; keep one of them")
    values.pop("indicator")
    return ObjectiveClause(
        id=values["id"],
        title=values["title"] or values["id"],
        owed_by=values["owed_by"],
        services=services or (service,),
        service_hours=values["service_hours"],
        window=values["window"],
        indicator=own,
        warn_at=values["warn_at"],
        burn_alerts=values["burn_alerts"] == "on",
        credits=values.get("credits"),
        supports=values["supports"],
    )


def _owed_by(names: Names) -> Reader[str]:
    known = ["provider", "customer", *names.suppliers]

    def read(node: Node, path: str) -> str:
        right = "it is provider, customer or the id of a supplier"
        said = scalar(node, path, right)
        if said not in known:
            raise wrong(node, path, f"{path} is {said!r}; {right}{hint(said, known)}")
        return said

    return read


def _window(node: Node, path: str) -> CalendarWindow | RollingWindow:
    right = "it is {calendar: month} (day, week, month, quarter, year) or {rolling: P30D}"
    said = [key.text for key, _ in node.entries] if isinstance(node, Mapping) else []
    if said == ["calendar"]:
        return record({"calendar": Field(calendar_window)}, lambda **said: CalendarWindow(said["calendar"]))(
            node, path
        )
    if said == ["rolling"]:
        return record({"rolling": Field(rolling_window)}, lambda **said: RollingWindow(said["rolling"]))(
            node, path
        )
    raise wrong(node, path, f"{path} is not understood; {right}")


def _warn_at(clock: bool) -> Reader[WarnAt]:
    def read(node: Node, path: str) -> WarnAt:
        if not isinstance(node, Sequence):
            raise wrong(node, path, f"{path} is {shown(node)}; it is a list, as [50 %, 75 %]")
        shares: list[Fraction] = []
        before: list[int] = []
        faults: list[Fault] = []
        for index, child in enumerate(node.items):
            place = f"{path}[{index}]"
            try:
                if clock and isinstance(child, Scalar) and child.text.startswith("P"):
                    before.append(duration(child, place))
                else:
                    shares.append(percent(child, place))
            except Faulty as error:
                faults.extend(error.faults)
        if faults:
            raise Faulty(faults)
        return WarnAt(tuple(sorted(set(shares))), tuple(sorted(set(before), reverse=True)))

    return read


def _percent_number(node: Node, path: str) -> Fraction:
    said = scalar(node, path, "it is a number of percent, as 10")
    amount = percent(node, path) * 100 if said.endswith("%") else decimal(node, path)
    if not 0 <= amount <= 100:
        raise wrong(node, path, f"{path} is {said!r}; a credit lies between 0 and 100 percent")
    return amount


_list_of_tiers: Final = list_of(record({"below": Field(target), "percent": Field(_percent_number)}, Tier))


def _tiers(node: Node, path: str) -> tuple[Tier, ...]:
    """Of two tiers with one bound and two amounts none could be told to be the lowest that is undercut."""
    tiers = _list_of_tiers(node, path)
    owed: dict[Fraction, Fraction] = {}
    for tier in tiers:
        if owed.setdefault(tier.below, tier.percent) != tier.percent:
            bound = promised(tier.below, "en")
            raise wrong(node, path, f"{path} has two amounts below {bound}; keep one of them")
    return tiers


_full_credits: Final = record(
    {
        "tiers": Field(_tiers, lacking="list the tiers, as [{below: 99.9 %, percent: 10}]"),
        "of": Field(text, "monthly_fee"),
        "cap": Field(_percent_number, None),
    },
    lambda tiers, of, cap: Credits(tiers, cap, of),
)


def _credits(node: Node, path: str) -> Credits:
    return (
        Credits(_tiers(node, path), None, None) if isinstance(node, Sequence) else _full_credits(node, path)
    )


def crossing_hours(objective: ObjectiveClause, hours: Table[str, HoursClause]) -> str | None:
    """The sentence that refuses working days in hours that cross midnight (SEMANTICS.md, Working days)."""
    own = objective.indicator
    if not isinstance(own, Clock):
        return None
    bounds = own.within.values() if isinstance(own.within, Table) else (own.within,)
    clause = hours.get(objective.service_hours)
    if clause is None or not clause.crosses_midnight or not any(isinstance(b, WorkingDays) for b in bounds):
        return None
    return (
        f"within counts working days, but the hours {objective.service_hours!r} cross midnight; "
        "hours that cross midnight allow no working days"
    )
