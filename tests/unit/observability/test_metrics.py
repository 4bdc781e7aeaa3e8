"""A registry for each service, merged where they share a process."""

from prometheus_client import Counter, Gauge
from prometheus_client.parser import text_string_to_metric_families

from shared.observability.metrics import RequestMetrics, merge, new_registry, render


def page(registry: object, accept: str | None = None) -> str:
    body, _ = render(registry, accept)
    return body.decode()


def test_request_metrics_have_good_names_and_no_created_series() -> None:
    registry = new_registry()
    RequestMetrics(registry).answered("GET", "/v1/agreements/{id}", 200, 0.25)

    shown = page(registry)
    assert 'eyelevel_http_requests_total{method="GET",route="/v1/agreements/{id}",status="200"} 1.0' in shown
    assert "eyelevel_http_request_duration_seconds_sum" in shown
    assert "_created" not in shown


def test_two_services_in_one_process_are_told_apart_by_a_label() -> None:
    whole = new_registry()
    services = {"ingest": new_registry(), "portal": new_registry()}
    for count, registry in enumerate(services.values(), start=1):
        Counter("eyelevel_things_total", "Things.", ["kind"], registry=registry).labels("a").inc(count)
    Gauge("eyelevel_only_one_ratio", "One.", registry=services["portal"]).set(0.5)
    merge(whole, services)

    families = {family.name: family for family in text_string_to_metric_families(page(whole))}
    assert {
        (sample.name, sample.labels["service"], sample.value)
        for family in families.values()
        for sample in family.samples
    } == {
        ("eyelevel_things_total", "ingest", 1.0),
        ("eyelevel_things_total", "portal", 2.0),
        ("eyelevel_only_one_ratio", "portal", 0.5),
    }
    assert page(whole).count("# TYPE eyelevel_things_total counter") == 1


def test_a_merged_page_shows_what_is_counted_after_merging() -> None:
    whole, inner = new_registry(), new_registry()
    merge(whole, {"ingest": inner})
    Counter("eyelevel_later_total", "Later.", registry=inner).inc(3)

    assert 'eyelevel_later_total{service="ingest"} 3.0' in page(whole)


def test_a_scraper_is_given_the_form_it_asks_for() -> None:
    registry = new_registry()
    Counter("eyelevel_things_total", "Things.", registry=registry).inc()

    plain, plain_type = render(registry, None)
    open_metrics, open_type = render(registry, "application/openmetrics-text; version=1.0.0")

    assert plain_type.startswith("text/plain")
    assert open_type.startswith("application/openmetrics-text")
    assert not plain.endswith(b"# EOF\n")
    assert open_metrics.endswith(b"# EOF\n")
