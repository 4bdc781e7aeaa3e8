"""`eyelevel up`: everything in one process, for real use, with its data in a folder."""

import asyncio
import ipaddress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from services.cli import serving
from services.cli.operator_key import operator_key
from services.data_folder import FolderInUse, data_folder, hold
from services.embedded import Embedding, create_app
from shared.observability import logs

_SHOWN = """\
{why} It is shown once; keep it:

    export EYELEVEL_KEY={key}

Then put an agreement:  eyelevel agreement put agreement.yaml --url {url}
"""
_FIRST = "Nobody holds an operator's key for this folder yet; here is one."
_ANEW = "Here is a new operator's key; the one that an earlier start showed opens nothing any more."


def up(
    data: Annotated[Path, typer.Option(help="The folder for all data; made if it is not there.")] = Path(
        "data"
    ),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen on.")] = 8080,
    url: Annotated[
        str | None, typer.Option(help="Where people reach it, for links in alerts and mails.")
    ] = None,
    private_receivers: Annotated[
        bool, typer.Option("--private-receivers", help="Let webhooks go to private addresses too.")
    ] = False,
    new_operator_key: Annotated[
        bool, typer.Option("--new-operator-key", help="Show a new operator's key; the one shown before ends.")
    ] = False,
    log_level: Annotated[str, typer.Option(help="debug, info, warning or error.")] = "info",
    log_format: Annotated[str, typer.Option(help="console or json.")] = "console",
) -> None:
    """Run all services in one process."""
    logs.configure("eyelevel", log_level, "json" if log_format == "json" else "console")
    try:
        listening = serving.listen(host, port)
    except serving.AddressTaken as error:
        raise typer.BadParameter(str(error), param_hint="--port") from error
    try:
        held = hold(data_folder(data))
    except FolderInUse as error:
        raise typer.BadParameter(str(error), param_hint="--data") from error
    port = serving.port_of(listening)
    url = (url or f"http://localhost:{port}").rstrip("/")
    embedding = Embedding(
        data=data,
        url=url,
        inner_url=f"http://127.0.0.1:{port}",
        allow_private_receivers=private_receivers,
        metrics_open=_only_here(host),
    )
    shown = asyncio.run(operator_key(embedding.database_url("portal"), anew=new_operator_key))
    if shown is not None:
        typer.echo(_SHOWN.format(why=_ANEW if new_operator_key else _FIRST, key=shown, url=url))
        embedding = replace(embedding, operator_key=shown)
    typer.echo(f"Eyelevel is at {url}, its data in {data.resolve()}. Ctrl+C ends it.")
    with held:
        asyncio.run(serving.server_of(create_app(embedding)).serve(sockets=[listening]))


def _only_here(host: str) -> bool:
    """Whether no other machine reaches this address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
