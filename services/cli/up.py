"""`eyelevel up`: everything in one process, for real use, with its data in a folder."""

import asyncio
import ipaddress
from pathlib import Path
from typing import Annotated

import typer

from services.cli import serving
from services.embedded import Embedding, create_app
from shared.observability import logs
from shared.security import keys

_FIRST = """\
This is the first start with this folder. The operator's key is shown once; keep it:

    export EYELEVEL_KEY={key}

Then put an agreement:  eyelevel agreement put agreement.yaml --url {url}
"""


def up(
    data: Annotated[Path, typer.Option(help="The folder for all data; made if it is not there.")] = Path(
        "data"
    ),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8080,
    url: Annotated[
        str | None, typer.Option(help="Where people reach it, for links in alerts and mails.")
    ] = None,
    private_receivers: Annotated[
        bool, typer.Option("--private-receivers", help="Let webhooks go to private addresses too.")
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
    port = serving.port_of(listening)
    url = (url or f"http://localhost:{port}").rstrip("/")
    data.mkdir(parents=True, exist_ok=True)
    operator_key = _first_key(data)
    if operator_key is not None:
        typer.echo(_FIRST.format(key=operator_key, url=url))
    embedding = Embedding(
        data=data,
        url=url,
        inner_url=f"http://127.0.0.1:{port}",
        operator_key=operator_key,
        allow_private_receivers=private_receivers,
        metrics_open=_only_here(host),
    )
    typer.echo(f"Eyelevel is at {url}, its data in {data.resolve()}. Ctrl+C ends it.")
    asyncio.run(serving.server_of(create_app(embedding)).serve(sockets=[listening]))


def _only_here(host: str) -> bool:
    """Whether no other machine reaches this address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _first_key(data: Path) -> str | None:
    """A new operator's key at the first start with a folder; the portal keeps its hash, nobody the key."""
    return None if (data / "portal.db").exists() else keys.mint("operator").text
