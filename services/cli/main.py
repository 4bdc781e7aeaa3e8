"""The command `eyelevel`: one word, then a subcommand whose module is imported only when it is asked for.

So a subcommand starts as quickly as its own imports allow, and the overview needs none of them.
"""

import sys
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Final

import typer


@dataclass(frozen=True, slots=True)
class Command:
    """Where a subcommand stands: a function, or a Typer with subcommands of its own, in a module."""

    module: str
    name: str
    help: str


COMMANDS: Final[dict[str, Command]] = {
    "evaluate": Command(
        "services.cli.evaluate", "evaluate", "Evaluate an agreement on facts, without any server."
    ),
    "agreement": Command("services.cli.agreement", "app", "Check an agreement, or put it into force."),
    "hours": Command(
        "services.cli.hours", "hours", "Ask service hours: the time between two instants, or a deadline."
    ),
    "key": Command("services.cli.keys", "app", "Make, list and take back keys."),
    "receiver": Command("services.cli.receivers", "app", "Say where a party wants to be told."),
    "correction": Command(
        "services.cli.corrections", "app", "Propose corrections, and decide on the other party's."
    ),
    "change": Command("services.cli.changes", "app", "Answer announced maintenance."),
    "link": Command("services.cli.links", "link", "Sign a viewer in as a party, once."),
    "up": Command("services.cli.up", "up", "Run all services in one process."),
    "migrate": Command("services.cli.migrate", "migrate", "Bring the tables up to date."),
    "demo": Command("services.cli.demo.command", "demo", "Play a lifelike month, and show the page."),
}


def run() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    arguments = sys.argv[1:]
    if arguments and arguments[0] in COMMANDS:
        name = arguments[0]
        _app_of(COMMANDS[name])(arguments[1:], prog_name=f"eyelevel {name}")
    overview()(arguments, prog_name="eyelevel")


def overview() -> typer.Typer:
    """The command without a subcommand: help, version, and a word about one that is not there."""
    app = typer.Typer(add_completion=False, no_args_is_help=True)
    app.callback()(_eyelevel)
    for name, command in COMMANDS.items():
        app.command(name, help=command.help)(_unreached)
    return app


def _app_of(command: Command) -> typer.Typer:
    found = getattr(import_module(command.module), command.name)
    if isinstance(found, typer.Typer):
        return found
    app = typer.Typer(add_completion=False)
    app.command()(found)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from shared.agreements.versions import engine_version

        typer.echo(f"eyelevel {engine_version()}")
        raise typer.Exit


def _eyelevel(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Watches service level agreements for both parties who signed them."""


def _unreached() -> None:
    """A subcommand by name alone; `run` goes to the real one before this is asked."""
