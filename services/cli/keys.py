"""`eyelevel key create|list|revoke`: who may do what, with an operator's key."""

from typing import Annotated, Final, Literal

import typer

from services.cli import asking
from services.cli.terminal import show

app: Final = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def key() -> None:
    """Make, list and take back keys."""


@app.command()
def create(
    role: Annotated[Literal["operator", "source", "party"], typer.Option(help="What the key opens.")],
    party: Annotated[str | None, typer.Option(help="The party's id, for a party key.")] = None,
    service: Annotated[
        list[str] | None, typer.Option(help="A service that a source may tell of; again for more.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="A source's name that it may use; again for more.")
    ] = None,
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Make a key. It is shown once."""
    wanted = {"role": role, "party": party, "services": service or [], "sources": source or [], "name": name}
    made = asking.asked("POST", url, "/v1/keys", key, json=wanted)
    if as_json:
        asking.show(made)
        return
    asking.note(made)
    show(made["key"])


@app.command(name="list")
def list_keys(url: asking.Url = asking.URL, key: asking.Key = "", as_json: asking.Json = False) -> None:
    """List keys, without their secrets."""
    found = asking.asked("GET", url, "/v1/keys", key)["keys"]
    if as_json:
        asking.show(found)
        return
    for one in found:
        bound = one["party"] or ", ".join([*one["services"], *one["sources"]])
        show(f"{one['id']}  {one['role']:8}  {one['made_at'][:10]}  {bound}  {one['name']}".rstrip())


@app.command()
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as `list` shows it.")],
    url: asking.Url = asking.URL,
    key: asking.Key = "",
) -> None:
    """Take a key back."""
    asking.asked("DELETE", url, f"/v1/keys/{asking.segment(identity)}", key)
    show(f"{identity} opens nothing any more.")
