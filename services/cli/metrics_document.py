"""docs/metrics.md, made from the registries of the four services: name, kind, labels, meaning.

A metric that several services have under the same name and meaning stands once. What Python and the process say of
themselves is left out.
"""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Metric

_PREFIX = "eyelevel_"
_HEAD = """# Metrics

Made by `make documents` from the services' `metrics.py`. Each service shows its own at `/metrics`; the embedded \
system shows all of them on one page. Labels stand where a metric has a series from the start; those of objectives are \
`agreement`, `objective` and `owed_by`, up to `EYELEVEL_OBJECTIVES_MEASURED` objectives. A counter's series end in \
`_total`. How they are put into a dashboard: [how-to/grafana.md](how-to/grafana.md).
"""


def metrics_document(registries: Mapping[str, CollectorRegistry]) -> str:
    """The document as Markdown, by name. A metric without a meaning is a ValueError."""
    rows: dict[tuple[str, str, str], tuple[set[str], list[str]]] = {}
    for service, registry in registries.items():
        for family in registry.collect():
            if not family.name.startswith(_PREFIX):
                continue
            labels, services = rows.setdefault(_row(family), (set(), []))
            labels |= _labels(family)
            services.append(service)
    lines: list[tuple[str, ...]] = [("Metric", "Kind", "Labels", "Meaning", "Of"), ("---",) * 5]
    for (name, kind, meaning), (labels, services) in sorted(rows.items()):
        said = ", ".join(f"`{label}`" for label in sorted(labels))
        lines.append((f"`{name}`", kind, said, meaning, ", ".join(services)))
    return "\n".join([_HEAD, *_table(lines)]) + "\n"


def _row(family: Metric) -> tuple[str, str, str]:
    if not family.documentation:
        raise ValueError(f"The metric {family.name} needs a meaning.")
    name = f"{family.name}_total" if family.type == "counter" else family.name
    return name, family.type, family.documentation.replace("|", "\\|")


def _labels(family: Metric) -> set[str]:
    return {label for sample in family.samples for label in sample.labels} - {"le"}


def _table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in rows]
