"""Writes docs/asyncapi.yaml, settings.md, metrics.md and openapi/*.json; with --check says whether they are current."""

import io
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from ruamel.yaml import YAML

from services.cli.asyncapi import document
from services.cli.metrics_document import metrics_document
from services.cli.settings_document import settings_document

SERVICES = ("ingest", "evaluator", "notifier", "portal")
DOCS = Path(__file__).resolve().parents[2] / "docs"


def generated() -> Iterator[tuple[Path, str]]:
    """Every document with the text it should have."""
    yield DOCS / "asyncapi.yaml", _yaml(document())
    settings = {name: import_module(f"services.{name}.settings").Settings for name in SERVICES}
    yield DOCS / "settings.md", settings_document(settings)
    apps = {name: import_module(f"services.{name}.app").describe() for name in SERVICES}
    yield DOCS / "metrics.md", metrics_document({name: app.state.registry for name, app in apps.items()})
    for service, app in apps.items():
        yield (
            DOCS / "openapi" / f"{service}.json",
            json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n",
        )


def main(arguments: list[str]) -> int:
    """Write them, or with `--check` name those that are not current; the exit status says whether all are."""
    stale = [(path, text) for path, text in generated() if not path.exists() or path.read_text() != text]
    if "--check" in arguments:
        for path, _ in stale:
            print(f"{path.relative_to(DOCS.parent)} is not current; run 'make documents'", file=sys.stderr)
        return 1 if stale else 0
    for path, text in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(f"wrote {path.relative_to(DOCS.parent)}")
    return 0


def _yaml(value: object) -> str:
    yaml = YAML(pure=True)
    yaml.default_flow_style = False
    yaml.width = 110
    yaml.representer.ignore_aliases = lambda *_: True
    text = io.StringIO()
    yaml.dump(value, text)
    return text.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
