"""`eyelevel migrate`: brings tables up to date, a service's by its URL or all those of an embedded folder."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from services.data_folder import data_folder
from shared.database.migrations import migrate as run


class Service(StrEnum):
    """Services that keep tables."""

    EVALUATOR = "evaluator"
    NOTIFIER = "notifier"
    PORTAL = "portal"


def migrate(
    service: Annotated[
        Service | None, typer.Argument(help="One service, with --database-url; without it, all in --data.")
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(
            envvar="EYELEVEL_DATABASE_URL", help="postgresql://… or sqlite:///FILE, of that service."
        ),
    ] = None,
    data: Annotated[Path, typer.Option(help="The folder of `eyelevel up`.")] = Path("data"),
) -> None:
    """Bring the tables up to date. Running it again does nothing."""
    if service is None:
        folder = data_folder(data)
        urls = {each: f"sqlite:///{folder / each}.db" for each in Service}
    elif database_url is None:
        raise typer.BadParameter(f"Say where the database of {service} is.", param_hint="--database-url")
    else:
        urls = {service: database_url}
    for each, url in urls.items():
        asyncio.run(run(url, f"services.{each}"))
        typer.echo(f"{each}: up to date")
