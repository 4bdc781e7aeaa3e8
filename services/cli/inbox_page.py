"""The page of an inbox: plain HTML, newest first, made from `inbox.html`. Everything that came is escaped.

What draws nothing in it is written out.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from services.cli.inbox_letter import Letter
from shared.agreements.visible import filled
from shared.contracts.instants import format_instant


def page_of(
    party: str, letters: Sequence[Letter], *, known: bool, others: Sequence[str], forgotten: int, style: str
) -> str:
    """The page. `others` are the names of the other inboxes, `style` the address of a sheet that may be there."""
    return _template().render(
        party=party,
        letters=letters,
        known=known,
        others=others,
        forgotten=forgotten,
        style=style,
        lead=_lead(letters),
    )


def _lead(letters: Sequence[Letter]) -> str:
    """The headline: it states, it does not label."""
    count, bad = len(letters), sum(letter.problem is not None for letter in letters)
    messages = "1 message" if count == 1 else f"{count} messages"
    if not count:
        return "Nothing has come yet."
    if not bad:
        return f"{messages}, {'its signature is' if count == 1 else 'all signatures are'} valid."
    return f"{messages}, {bad} with a signature that is not valid."


def _time(instant: int) -> Markup:
    """UTC in words, to the second and rounded down; exactly in the title."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    said = f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M:%S} UTC"
    exact = format_instant(instant)
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(exact, said)


def _text(body: bytes) -> str:
    return body.decode("utf-8", errors="backslashreplace")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=filled,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["time"] = _time
    environment.filters["text"] = _text
    return environment.get_template("inbox.html")
