"""`eyelevel receiver add|list|remove`: where a party wants to be told."""

from typing import Annotated, Final

import typer

from services.cli import asking
from services.cli.terminal import show

app: Final = typer.Typer(add_completion=False, no_args_is_help=True)
_PARTY: Final = "The party's id; a party's own key needs to name none."


@app.callback()
def receiver() -> None:
    """Add, list and remove receivers of webhooks."""


@app.command()
def add(
    hook: Annotated[str, typer.Argument(metavar="HOOK", help="The URL to which webhooks are sent.")],
    party: Annotated[str | None, typer.Option(help=_PARTY)] = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Add a receiver, and show the secret by which it can check what is sent."""
    made = asking.asked("POST", url, "/v1/receivers", key, json={"party": party, "url": hook})
    if as_json:
        asking.show(made)
        return
    asking.note(made)
    show(f"{made['id']}  {made['party']}  {made['url']}")
    show(f"Check what is sent there with this secret (Standard Webhooks): {made['secret']}")


@app.command(name="list")
def list_receivers(url: asking.Url = asking.URL, key: asking.Key = "", as_json: asking.Json = False) -> None:
    """List receivers: a party's own, or all with an operator's key."""
    found = asking.asked("GET", url, "/v1/receivers", key)["receivers"]
    if as_json:
        asking.show(found)
        return
    for one in found:
        show(f"{one['id']}  {one['party']}  {one['url']}" + ("  disabled" if one["disabled"] else ""))


@app.command()
def remove(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The receiver's id, as `list` shows it.")],
    url: asking.Url = asking.URL,
    key: asking.Key = "",
) -> None:
    """Remove a receiver."""
    asking.asked("DELETE", url, f"/v1/receivers/{asking.segment(identity)}", key)
    show(f"{identity} is told nothing any more.")
