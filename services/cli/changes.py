"""`eyelevel change acknowledge|decline`: the answer to announced maintenance, where the agreement asks for one."""

from typing import Annotated, Final

import typer

from services.cli import asking
from services.cli.terminal import show

app: Final = typer.Typer(add_completion=False, no_args_is_help=True)

_Agreement = Annotated[str, typer.Argument(help="The agreement's id.")]
_Change = Annotated[str, typer.Argument(help="The change's id, as it was announced.")]
_Reason = Annotated[str | None, typer.Option(help="Why, in words for the other party.")]


@app.callback()
def change() -> None:
    """Answer announced maintenance. The last word before it begins counts."""


@app.command()
def acknowledge(
    agreement: _Agreement,
    change: _Change,
    reason: _Reason = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Agree to announced maintenance."""
    _answer(agreement, change, "acknowledged", reason, url, key, as_json=as_json)


@app.command()
def decline(
    agreement: _Agreement,
    change: _Change,
    reason: _Reason = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Decline announced maintenance: what is done all the same counts as what it was."""
    _answer(agreement, change, "declined", reason, url, key, as_json=as_json)


def _answer(
    agreement: str, change: str, decision: str, reason: str | None, url: str, key: str, *, as_json: bool
) -> None:
    path = f"/v1/agreements/{asking.segment(agreement)}/changes/{asking.segment(change)}/decision"
    said = asking.asked("PUT", url, path, key, json={"decision": decision, "reason": reason})
    asking.show(said) if as_json else show(f"{said['change']} is {said['decision']} by {said['by']}.")
