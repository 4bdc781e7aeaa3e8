"""`eyelevel correction …`: what one party asks to count otherwise, and what the other decides."""

from typing import Annotated, Any, Final, Literal

import typer

from services.cli import asking
from services.cli.terminal import show

app: Final = typer.Typer(add_completion=False, no_args_is_help=True)

_Agreement = Annotated[str, typer.Argument(help="The agreement's id.")]
_Correction = Annotated[str, typer.Argument(help="The correction's id.")]
_Reason = Annotated[str | None, typer.Option(help="Why, in words for the other party.")]


@app.callback()
def correction() -> None:
    """Propose corrections, and decide on those of the other party."""


@app.command()
def propose(
    agreement: _Agreement,
    correction: Annotated[str, typer.Argument(help="An id for the correction, new in the agreement.")],
    from_: Annotated[
        str, typer.Option("--from", help="The first instant, such as 2026-01-17T03:05:18+01:00.")
    ],
    until: Annotated[str, typer.Option(help="The first instant that it no longer concerns.")],
    to: Annotated[
        Literal["up", "down", "degraded", "maintenance", "excused"], typer.Option(help="What it should be.")
    ],
    service: Annotated[str | None, typer.Option(help="The service that is corrected.")] = None,
    incident: Annotated[
        str | None, typer.Option(help="Or the incident; its clocks leave the time out.")
    ] = None,
    severity: Annotated[str | None, typer.Option(help="Of time that should be degraded.")] = None,
    cause: Annotated[str | None, typer.Option(help="Whose cause it was.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why, in words for the other party.")] = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Propose that a span of time counts otherwise. It does once the other party accepts."""
    wanted = {
        "from": from_, "until": until, "to": to, "service": service, "incident": incident,
        "severity": severity, "cause": cause, "reason": reason,
    }  # fmt: skip
    body = {name: value for name, value in wanted.items() if value is not None}
    _show(asking.asked("PUT", url, _place(agreement, correction), key, json=body), as_json=as_json)


@app.command(name="list")
def list_corrections(
    agreement: _Agreement, url: asking.Url = asking.URL, key: asking.Key = "", as_json: asking.Json = False
) -> None:
    """List the corrections of an agreement, and where each stands."""
    path = f"/v1/agreements/{asking.segment(agreement)}/corrections"
    found = asking.asked("GET", url, path, key)["corrections"]
    if as_json:
        asking.show(found)
        return
    for one in found:
        _show(one, as_json=False)


@app.command()
def accept(
    agreement: _Agreement,
    correction: _Correction,
    reason: _Reason = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Accept what the other party proposed: it counts from now on."""
    _decide(agreement, correction, "accepted", reason, url, key, as_json=as_json)


@app.command()
def decline(
    agreement: _Agreement,
    correction: _Correction,
    reason: _Reason = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Decline what the other party proposed."""
    _decide(agreement, correction, "declined", reason, url, key, as_json=as_json)


@app.command()
def withdraw(
    agreement: _Agreement,
    correction: _Correction,
    reason: _Reason = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Take back what you proposed, before it is decided."""
    _decide(agreement, correction, "withdrawn", reason, url, key, as_json=as_json)


def _decide(
    agreement: str, correction: str, decision: str, reason: str | None, url: str, key: str, *, as_json: bool
) -> None:
    path = f"{_place(agreement, correction)}/decision"
    body = {"decision": decision, "reason": reason}
    _show(asking.asked("PUT", url, path, key, json=body), as_json=as_json)


def _place(agreement: str, correction: str) -> str:
    return f"/v1/agreements/{asking.segment(agreement)}/corrections/{asking.segment(correction)}"


def _show(one: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        asking.show(one)
        return
    of = one["service"] or f"incident {one['incident']}"
    standing = one["standing"]
    if standing == "proposed":
        standing = f"proposed, to be decided before {one['decide_before']}"
    show(
        f"{one['correction']}  {of}  {one['from']} to {one['until']}: {one['to']}, by {one['by']}, {standing}"
    )
    for asks, reason in (("proposed", one["reason"]), (one["standing"], one["answer_reason"])):
        if reason:
            show(f"  {asks}: {reason}")
