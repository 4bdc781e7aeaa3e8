"""Which answers and samples an objective asks for: of which service, kind, metric and unit."""

from typing import Any

from tests.oracle.reading import Fact


def passes_by(document: dict[str, Any], fact: Fact) -> bool:
    """Whether objectives ask for such facts, but none for one of this kind or in this unit."""
    asking = [one for one in document["objectives"] if fact.service in services(one)]
    if fact.kind == "feedback.given":
        asking = [one for one in asking if one["indicator"] == "satisfaction"]
        return bool(asking) and not any(is_of_kind(one, fact) for one in asking)
    asking = [one for one in asking if one["indicator"] == "measurement"]
    asking = [one for one in asking if one["metric"] == fact.data["metric"]]
    return bool(asking) and not any(is_in_unit(one, fact) for one in asking)


def services(objective: dict[str, Any]) -> list[str]:
    return objective.get("services") or [objective["service"]]


def is_of_kind(objective: dict[str, Any], fact: Fact) -> bool:
    kind = objective.get("kind", "csat")
    return fact.data.get("kind", kind) == kind


def is_in_unit(objective: dict[str, Any], fact: Fact) -> bool:
    return "unit" not in objective or fact.data.get("unit") == objective["unit"]
