"""Metrics: a registry for each service, never the global one; several merged into one page where they share a process.

Names `eyelevel_<what>_<unit>`, base units, ratios 0 to 1, counters `_total`, no `_created` series.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def new_registry() -> CollectorRegistry:
    """An empty registry for one service."""
    # `_created` series would double the counters. The library has no annotations on this one function.
    prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # it carries no types
    return CollectorRegistry(auto_describe=True)


def with_process(registry: CollectorRegistry) -> CollectorRegistry:
    """Also the process's own memory, CPU and file handles; for the one registry of a process."""
    prometheus_client.ProcessCollector(registry=registry)
    return registry


def gauge(registry: CollectorRegistry, name: str, meaning: str, ask: Callable[[], float]) -> None:
    """A gauge that asks for its value when it is scraped."""
    Gauge(name, meaning, registry=registry).set_function(lambda: float(ask()))


def merge(into: CollectorRegistry, registries: Mapping[str, CollectorRegistry]) -> None:
    """Let `into` read all of these when asked, with the label `service` on every sample."""
    into.register(_Merged(registries))


def render(registry: CollectorRegistry, accept: str | None) -> tuple[bytes, str]:
    """The page in the form a scraper asks for by its `Accept` header, and its content type."""
    encode, content_type = choose_encoder(accept or "")
    return encode(registry), content_type


class RequestMetrics:
    """What HTTP requests cost, by route template: never by path, which would grow without bound."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "eyelevel_http_requests_total",
            "HTTP requests answered, by method, route template and status.",
            ["method", "route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "eyelevel_http_request_duration_seconds",
            "Seconds from a request's head to its answer's last byte.",
            ["method", "route"],
            buckets=_SECONDS,
            registry=registry,
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request more."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)


class _Merged(Collector):
    def __init__(self, registries: Mapping[str, CollectorRegistry]) -> None:
        self._registries = registries

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for service, registry in self._registries.items():
            for metric in registry.collect():
                family = families.setdefault(
                    metric.name, Metric(metric.name, metric.documentation, metric.type, metric.unit)
                )
                family.samples += [_labelled(sample, service) for sample in metric.samples]
        yield from families.values()


def _labelled(sample: Sample, service: str) -> Sample:
    return sample._replace(labels={"service": service, **sample.labels})
