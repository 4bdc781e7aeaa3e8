"""`eyelevel link PARTY`: an address that signs a viewer in as a party, once."""

from typing import Annotated

import typer

from services.cli import asking
from services.cli.terminal import show


def link(
    party: Annotated[
        str | None, typer.Argument(help="The party's id; a party's own key needs to name none.")
    ] = None,
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Make an address that signs a viewer in as a party, once."""
    made = asking.asked("POST", url, "/v1/links", key, json={"party": party})
    if as_json:
        asking.show(made)
        return
    asking.note(made)
    show(made["url"])
