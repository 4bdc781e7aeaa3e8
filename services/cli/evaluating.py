"""The steps of `eyelevel evaluate`: read the agreement, the options, the facts; compute; refuse with sentences."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from services.cli.evaluation import Evaluation, evaluate
from services.cli.fact_lines import MOST_FAULTS, FactLines, read_lines
from services.cli.progress import progress_over
from shared.agreements.document import Document
from shared.agreements.faults import BadAgreement
from shared.agreements.meaning import terms_of
from shared.agreements.periods import read_period
from shared.agreements.reading import read_agreement
from shared.agreements.versions import use_packaged_zones
from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant

STDIN: Final = "-"


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


def problem(refusal: Refusal) -> dict[str, Any]:
    """The refusal as problem details (RFC 9457)."""
    return {
        "type": "about:blank",
        "title": refusal.title,
        "status": 422,
        "detail": " ".join(sentence.rstrip(".") + "." for sentence in refusal.sentences[:3]),
        "errors": list(refusal.errors),
    }


def evaluated(
    agreement: str, facts: str, as_of: str | None, period: str | None
) -> tuple[Evaluation, Document]:
    """The evaluation of files, and the latest version's document.

    Refusal with every fault of the first step that has one.
    """
    use_packaged_zones()
    documents = _read_agreement(agreement)
    known_at = _read_options(as_of, period, documents)
    with _opened(facts) as (stream, size, name), progress_over(size) as progress:
        lines = read_lines(stream, known_at, progress.read)
        if lines.faults:
            raise _refused_lines(lines, name)
        versions = [terms_of(document) for document in documents]
        return evaluate(versions, lines, known_at, period, progress.periods), documents[-1]


def _read_agreement(path: str) -> tuple[Document, ...]:
    try:
        return read_agreement(Path(path).read_bytes(), path)
    except OSError as error:
        raise _unreadable(path, error) from error
    except BadAgreement as error:
        errors = [
            {
                "file": path,
                "line": fault.line,
                "column": fault.column,
                "field": fault.field,
                "detail": fault.text(path),
            }
            for fault in error.faults
        ]
        raise Refusal("The agreement is refused", tuple(errors)) from error


def _read_options(as_of: str | None, period: str | None, documents: tuple[Document, ...]) -> int:
    """The instant of `--as-of`, now where it is absent; `--period` is only checked here."""
    errors = []
    known_at = time.time_ns() // 1_000
    try:
        known_at = known_at if as_of is None else parse_instant(as_of, "it")
    except ContractError as error:
        errors.append({"field": "--as-of", "detail": f"--as-of: {error.sentence}"})
    try:
        if period is not None:
            read_period(period, documents[-1].time_zone)
    except ContractError as error:
        errors.append({"field": "--period", "detail": f"--period: {error.sentence}"})
    if errors:
        raise Refusal("An option is refused", tuple(errors))
    return known_at


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, int | None, str]]:
    """The lines' stream, its size where it is known, and its name in sentences."""
    if path == STDIN:
        yield sys.stdin.buffer, None, "standard input"
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - opened apart, so that only opening is refused here
    except OSError as error:
        raise _unreadable(path, error) from error
    with stream:
        yield stream, Path(path).stat().st_size, path


def _unreadable(path: str, error: OSError) -> Refusal:
    detail = f"{path}: cannot be read: {error.strerror or error}"
    return Refusal("A file cannot be read", ({"file": path, "detail": detail},))


def _refused_lines(lines: FactLines, name: str) -> Refusal:
    errors = [
        {"file": name, "line": one.line, "field": one.field, "event": one.event, "detail": one.text(name)}
        for one in lines.faults
    ]
    if len(errors) == MOST_FAULTS:
        errors.append({"file": name, "detail": f"{name}: further faults are not shown; these come first"})
    return Refusal("Facts are refused", tuple(errors))
