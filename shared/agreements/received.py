"""A document as it comes in over HTTP: its text and its versions, or a refusal that reads the same at every door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from shared.agreements.document import Document
from shared.agreements.faults import BadAgreement
from shared.agreements.reading import read_agreement

REFUSED: Final = "Agreement refused"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: the line from 1 (None where no line is), the field as a path, and a sentence."""

    line: int | None
    field: str
    sentence: str


class DocumentRefused(Exception):
    """The document is refused: a short title, a sentence about the first fault, and all of them."""

    def __init__(self, title: str, sentence: str, complaints: Sequence[Complaint]) -> None:
        super().__init__(sentence)
        self.title = title
        self.sentence = sentence
        self.complaints = tuple(complaints)


class _Faulty(Protocol):
    @property
    def line(self) -> int | None: ...
    @property
    def field(self) -> str: ...
    @property
    def sentence(self) -> str: ...


def read_received(body: bytes) -> tuple[str, tuple[Document, ...]]:
    """The text and its versions, ascending; DocumentRefused with line, field and sentence of every fault."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said = f"The document is not UTF-8: {error.reason} at byte {error.start}."
        raise DocumentRefused("Not understood", said, [Complaint(None, "", said)]) from error
    try:
        return text, read_agreement(text)
    except BadAgreement as error:
        complaints = [Complaint(each.line, each.field, each.sentence) for each in error.faults]
        raise DocumentRefused(REFUSED, summary(complaints), complaints) from error


def summary(faults: Sequence[_Faulty]) -> str:
    """How many faults there are, and the first in full."""
    count = "One fault" if len(faults) == 1 else f"{len(faults)} faults"
    first = faults[0]
    place = first.field if first.line is None else f"line {first.line}"
    return f"{count} in the agreement; the first in {place}: {first.sentence}"
