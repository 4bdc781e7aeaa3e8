"""Asks a running Eyelevel over HTTP, with the key and the address that the caller gave or the environment holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from urllib.parse import quote

import typer

from services.cli.terminal import complain

if TYPE_CHECKING:
    import httpx2

Url = Annotated[str, typer.Option("--url", envvar="EYELEVEL_URL", help="Where Eyelevel is.")]
Key = Annotated[
    str, typer.Option("--key", envvar="EYELEVEL_KEY", show_default=False, help="The key to ask with (eye_…).")
]
Json = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]
URL = "http://127.0.0.1:8080"
_TIMEOUT_SECONDS = 60.0


def ask(method: str, url: str, path: str, key: str, **given: Any) -> Any:
    """The answer's JSON, None where it has none. Raises Refusal where the answer is an error."""
    answer = answer_of(method, url, path, key, **given)
    return answer.json() if answer.content else None


def answer_of(method: str, url: str, path: str, key: str, **given: Any) -> httpx2.Response:
    """The answer whole. Raises Refusal where it is an error, and ends the command where there is none."""
    import httpx2

    if not key:
        refuse("No key is given: set EYELEVEL_KEY or use --key.")
    if not key.isascii():
        refuse(
            "The key is not whole: it looks like eye_o_…, all letters and digits; copy it as it was shown."
        )
    headers = {"Authorization": f"Bearer {key}", **given.pop("headers", {})}
    try:
        answer = httpx2.request(
            method, url.rstrip("/") + path, headers=headers, timeout=_TIMEOUT_SECONDS, **given
        )
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        refuse(
            f"{url} does not answer: {error}. Is it running? `eyelevel up` starts it; --url names another."
        )
    if not answer.is_success:
        raise Refusal(answer)
    return answer


class Refusal(Exception):
    """An answer that is an error, as problem details where it has them."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.status = answer.status_code
        try:
            said: dict[str, Any] = answer.json()
        except ValueError:
            said = {}
        self.detail = str(said.get("detail") or f"answered with {answer.status_code}")
        self.errors: list[dict[str, Any]] = list(said.get("errors") or [])
        super().__init__(self.detail)


def asked(method: str, url: str, path: str, key: str, **given: Any) -> Any:
    """As `ask`, an error ending the command with its sentence."""
    try:
        return ask(method, url, path, key, **given)
    except Refusal as error:
        refuse(error.detail)


def segment(text: str) -> str:
    """A part of a path, escaped."""
    return quote(text, safe="")


def show(value: Any) -> None:
    """JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def note(answer: dict[str, Any]) -> None:
    """What the answer remarks, on standard error."""
    if answer.get("note"):
        complain(answer["note"])


def refuse(*sentences: str) -> NoReturn:
    """Each sentence on standard error, and exit status 2."""
    complain(*sentences)
    raise typer.Exit(2)
