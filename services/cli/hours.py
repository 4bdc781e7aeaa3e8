"""`eyelevel hours FILE NAME`: check a deadline by hand, in the service hours of an agreement.

Exit status 0: answered. 2: refused, with one sentence for each fault.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from services.cli.evaluate import Format
from services.cli.spoken import InLanguage, language_of


def hours(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The agreement, YAML or JSON.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of service hours in it, or always.")],
    start: Annotated[
        str,
        typer.Option(
            "--from", help="An instant like 2026-01-05T16:00:00+01:00, or a date (its local midnight)."
        ),
    ],
    until: Annotated[
        str | None, typer.Option("--until", "--to", help="Ask how much service time lies until then.")
    ] = None,
    add: Annotated[str | None, typer.Option(help="Ask when so much has passed, as PT4H.")] = None,
    add_working_days: Annotated[
        int | None, typer.Option(metavar="N", help="Ask when N working days have passed.")
    ] = None,
    by_close: Annotated[
        bool, typer.Option("--by-close", help="Until the close of that day; N may be 0.")
    ] = False,
    version: Annotated[
        int | None, typer.Option(help="The version of the agreement; the latest, if absent.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TEXT,
    language: InLanguage = None,
) -> None:
    """Ask service hours: the time between two instants, or the deadline after one."""
    from services.cli.asking_hours import Asked, answered
    from services.cli.refusals import Refusal, refuse

    asked = Asked(start, until, add, add_working_days, by_close)
    try:
        document, found, answer = answered(file, name, version, asked)
    except Refusal as refusal:
        refuse(refusal, as_json=form is Format.JSON)
    if form is Format.JSON:
        from services.cli.hours_json import hours_json

        print(json.dumps(hours_json(document, found, answer), ensure_ascii=False))
    else:
        from services.cli.hours_text import page
        from services.cli.terminal import show

        show(*page(document, found, answer, language_of(language, document)))
