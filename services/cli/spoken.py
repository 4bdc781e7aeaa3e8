"""In which language the command's text is: the one asked for, else the agreement's own, else English."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from shared.agreements.document import Document
from shared.agreements.words import Language


class Spoken(StrEnum):
    """The languages of the text."""

    EN = "en"
    DE = "de"


InLanguage = Annotated[
    Spoken | None, typer.Option(help="Of the text: en or de. The agreement's own, if absent.")
]
"""The option `--language`."""


def language_of(asked: Spoken | None, document: Document) -> Language:
    """The language of a text about an agreement."""
    said = document.metadata.language if asked is None else asked.value
    return "de" if said == "de" else "en"
