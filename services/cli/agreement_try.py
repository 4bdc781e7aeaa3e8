"""`eyelevel agreement try FILE`: what an agreement would have come to on the facts that a running Eyelevel keeps.

They are the facts that the key may see; nothing is put, and nobody is told.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli import asking
from services.cli.terminal import show


def try_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The agreement, YAML or JSON; - for standard input.")
    ],
    from_: Annotated[
        str | None,
        typer.Option("--from", help="With --until: this span as one window. A date, or an instant."),
    ] = None,
    until: Annotated[str | None, typer.Option(help="The end of that span.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Later facts are left out. The log's clock, if absent.")
    ] = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Try an agreement on the facts that a running Eyelevel keeps."""
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        asking.refuse(f"{file}: cannot be read: {error.strerror or error}")
    given = {"from": from_, "until": until, "as_of": as_of}
    asked = {name: value for name, value in given.items() if value is not None}
    headers = {"Content-Type": "application/yaml"}
    try:
        answer = asking.ask("POST", url, "/v1/trials", key, content=body, headers=headers, params=asked)
    except asking.Refusal as error:
        asking.refuse(*(list(_faults(file, error)) or [f"{file}: {error.detail}"]))
    if as_json:
        asking.show(answer)
        return
    show(*lines_of(answer))


def lines_of(answer: dict[str, Any]) -> Iterator[str]:
    """On which facts it stands, what is set aside of them, and a line for each figure."""
    said, kept = answer["evaluation"], answer["kept"]
    counts = ", ".join(f"{one['facts']} of {one['id']}" for one in kept["services"]) or "none"
    yield f"{said['agreement']}, version {said['version']}, as of {said['as_of']}, on the facts kept: {counts}."
    if kept["without_facts"]:
        yield f"Nothing is kept for this key of: {', '.join(kept['without_facts'])}."
    for fact in kept["contradicting"]:
        yield f"Kept with two contents, the first agreement's counts: {fact['id']} of {fact['source']}."
    for fact in said["facts"]["set_aside"]:
        yield f"Set aside: {fact['id']} of {fact['source']}: {fact['reason']}."
    width = max((len(figure["objective"]) for figure in said["objectives"]), default=0)
    for figure in said["objectives"]:
        yield f"{figure['objective']:<{width}}  {_figure(figure)}"


def _figure(figure: dict[str, Any]) -> str:
    span = figure["period"]
    parts = [f"{span['from']} to {span['until']}, {span['status']}", figure["state"].replace("_", " ")]
    if figure["sli_percent"] is not None:
        target = f" of {figure['target_percent']} %" if figure["target_percent"] is not None else ""
        parts.append(f"{figure['sli_percent']} %{target}")
    elif figure["value"] is not None:
        parts.append(f"value {figure['value']}")
    if figure["breached_at"] is not None:
        parts.append(f"breached at {figure['breached_at']}")
    if figure["credit_percent"] not in {None, "0"}:
        parts.append(f"credit {figure['credit_percent']} %")
    return ": ".join((parts[0], ", ".join(parts[1:])))


def _faults(file: str, error: asking.Refusal) -> Iterator[str]:
    """Each fault of the document with its line; of the question its sentence alone."""
    for fault in error.errors:
        place = f"{file}:{fault['line']}" if "line" in fault else file
        yield f"{place}: {fault['detail']}"
