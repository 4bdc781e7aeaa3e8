"""The gauges of objectives: bounded, and gone with what they measure."""

from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from services.evaluator.objective_metrics import ObjectiveMetrics
from shared.contracts.instants import MINUTE
from shared.observability.metrics import new_registry
from shared.sla.agreed.objectives import Objective
from shared.sla.figures import Figure, PeriodOf, Status
from tests.unit.evaluator.builders import document, objective, told
from tests.unit.evaluator.scenes import scene

SLI = "eyelevel_objective_sli_ratio"
DROPPED = "eyelevel_objectives_without_series"


@pytest.fixture
def registry() -> CollectorRegistry:
    return new_registry()


def seen(name: str = "availability", owed_by: str = "provider", as_of: str = "2026-01-02T00:00:00Z"):
    text = document(objective(name, owed_by=owed_by, target="75 %"))
    facts = [told("2026-01-01T00:00:00Z", "up"), told("2026-01-01T12:00:00Z", "down", cause="provider")]
    context, _ = scene(text, facts, as_of, name)
    return context.objective, context.figure


def shown(
    registry: CollectorRegistry,
    name: str = "availability",
    owed_by: str = "provider",
    metric: str = SLI,
    **more,
):
    labels = {"agreement": "acme", "objective": name, "owed_by": owed_by, **more}
    return registry.get_sample_value(metric, labels)


def test_an_open_period_is_shown_with_its_state(registry: CollectorRegistry):
    ObjectiveMetrics(registry, 10).show(0, "acme", *seen())
    assert shown(registry) == 0.5
    assert shown(registry, metric="eyelevel_objective_target_ratio") == 0.75
    budget = 31 * 24 * 0.25
    assert shown(registry, metric="eyelevel_objective_budget_remaining_ratio") == pytest.approx(
        (budget - 12) / budget
    )
    states = {
        state: shown(registry, metric="eyelevel_objective_state", state=state)
        for state in ("met", "at_risk", "breached", "not_assessable", "no_data")
    }
    assert states == {"met": 1, "at_risk": 0, "breached": 0, "not_assessable": 0, "no_data": 0}


def test_beyond_the_cap_objectives_are_counted_and_not_shown(registry: CollectorRegistry):
    metrics = ObjectiveMetrics(registry, 1)
    metrics.show(0, "acme", *seen("one"))
    metrics.show(0, "acme", *seen("two"))
    metrics.show(0, "acme", *seen("two"))
    assert (shown(registry, "one"), shown(registry, "two")) == (0.5, None)
    assert registry.get_sample_value(DROPPED) == 1


def test_a_place_that_becomes_free_is_taken(registry: CollectorRegistry):
    metrics = ObjectiveMetrics(registry, 1)
    metrics.show(0, "acme", *seen("one"))
    metrics.show(0, "acme", *seen("two"))
    metrics.put(0, "acme", [seen("two")[0]])
    metrics.show(0, "acme", *seen("two"))
    assert (shown(registry, "one"), shown(registry, "two")) == (None, 0.5)
    assert registry.get_sample_value(DROPPED) == 0


def test_who_owes_it_may_change_with_a_version(registry: CollectorRegistry):
    metrics = ObjectiveMetrics(registry, 10)
    metrics.show(0, "acme", *seen())
    metrics.show(0, "acme", *newer(*seen(owed_by="customer")))
    assert (shown(registry), shown(registry, owed_by="customer")) == (None, 0.5)


def newer(objective: Objective, figure: Figure) -> tuple[Objective, Figure]:
    return objective, replace(figure, version=figure.version + 1)


def test_an_older_version_of_the_same_period_does_not_replace_a_newer(registry: CollectorRegistry):
    metrics = ObjectiveMetrics(registry, 10)
    metrics.show(0, "acme", *newer(*seen(owed_by="customer")))
    metrics.show(0, "acme", *seen())
    assert (shown(registry), shown(registry, owed_by="customer")) == (None, 0.5)


def test_a_period_that_is_over_is_not_shown(registry: CollectorRegistry):
    objective, figure = seen()
    over = replace(figure, period=PeriodOf(1, figure.period.span, Status.PROVISIONAL))
    ObjectiveMetrics(registry, 10).show(0, "acme", objective, over)
    assert shown(registry) is None


def test_what_was_not_looked_at_for_a_quarter_of_an_hour_goes(registry: CollectorRegistry):
    metrics = ObjectiveMetrics(registry, 10)
    objective, figure = seen("old")
    metrics.show(0, "acme", objective, figure)
    for minutes, there in ((15, True), (17, False)):
        later = seen("new")
        metrics.show(0, "acme", later[0], replace(later[1], as_of=figure.as_of + minutes * MINUTE))
        assert (shown(registry, "old") is not None) is there


def test_a_partition_that_is_lost_takes_its_objectives_along(registry: CollectorRegistry):
    metrics = ObjectiveMetrics(registry, 10)
    metrics.show(0, "acme", *seen("one"))
    metrics.show(1, "acme", *seen("two"))
    metrics.forget(0)
    assert (shown(registry, "one"), shown(registry, "two")) == (None, 0.5)
