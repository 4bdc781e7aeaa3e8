"""How a command says no: one sentence for each fault on standard error, and with JSON as problem details too.

Exit status 2.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import typer

from services.cli.terminal import complain


class Refusal(Exception):
    """What was refused: `title` in general, and each fault as problem details' `errors` with its sentence."""

    def __init__(self, title: str, errors: tuple[dict[str, Any], ...]) -> None:
        super().__init__(title)
        self.title = title
        self.errors = errors

    @property
    def sentences(self) -> list[str]:
        """One sentence for each fault, with its place."""
        return [str(error["detail"]) for error in self.errors]


def refused_options(faults: list[tuple[str, str]]) -> Refusal:
    """Options that are wrong, each as its name and the sentence."""
    errors = tuple({"field": option, "detail": f"{option}: {said}"} for option, said in faults)
    return Refusal("An option is refused", errors)


def unreadable(path: str, error: OSError) -> Refusal:
    """A file that cannot be read."""
    detail = f"{path}: cannot be read: {error.strerror or error}"
    return Refusal("A file cannot be read", ({"file": path, "detail": detail},))


def problem(refusal: Refusal) -> dict[str, Any]:
    """The refusal as problem details (RFC 9457)."""
    return {
        "type": "about:blank",
        "title": refusal.title,
        "status": 422,
        "detail": " ".join(map(_ended, refusal.sentences[:3])),
        "errors": list(refusal.errors),
    }


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def refuse(refusal: Refusal, *, as_json: bool) -> NoReturn:
    """Say it and end the command."""
    complain(*refusal.sentences)
    if as_json:
        print(json.dumps(problem(refusal), ensure_ascii=False))
    raise typer.Exit(2)
