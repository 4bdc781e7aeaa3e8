"""`eyelevel evaluate AGREEMENT FACTS`: the figures of an agreement on given facts, without any server.

Exit status 0: evaluated. 2: refused, with one sentence for each fault on standard error, and with
`--format json` also as problem details on standard output.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from services.cli.spoken import InLanguage, language_of


class Format(StrEnum):
    """How the answer is written."""

    JSON = "json"
    TEXT = "text"


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """All that is read lives to the end: a search in it for what could go took a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_nothing_to_collect()
def evaluate(
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="The agreement, YAML or JSON.")],
    facts: Annotated[
        str,
        typer.Argument(metavar="FACTS", help="CloudEvents, one JSON object a line; - for standard input."),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(help="What was known then: an instant like 2026-01-31T23:00:00Z. Now, if absent."),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            help="2026, 2026-Q1, 2026-01, 2026-W03, 2026-01-15, or FROM/UNTIL. All periods, if absent."
        ),
    ] = None,
    objective: Annotated[
        str | None, typer.Option(help="The id of one objective. All of the agreement, if absent.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.JSON,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Name every fact that each figure rests on.")
    ] = False,
    language: InLanguage = None,
) -> None:
    """Evaluate an agreement on facts, without any server."""
    from services.cli.evaluating import evaluated
    from services.cli.refusals import Refusal, refuse

    try:
        evaluation, documents = evaluated(agreement, facts, as_of, period, objective)
    except Refusal as refusal:
        refuse(refusal, as_json=form is Format.JSON)
    if form is Format.JSON:
        print(json.dumps(evaluation.json(evidence=evidence, ahead=True), ensure_ascii=False))
    else:
        from services.cli.evaluation_text import page
        from services.cli.terminal import show

        narrowed = (("--period", period), ("--objective", objective))
        asked = "".join(f" {option} {value}" for option, value in narrowed if value is not None)
        show(*page(evaluation, documents, language_of(language, documents[-1]), asked, evidence=evidence))
