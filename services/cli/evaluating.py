"""The steps of `eyelevel evaluate`: read the agreement, the options, the facts; compute; refuse with sentences."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from services.cli.agreement_file import read_agreement_file
from services.cli.fact_lines import MOST_FAULTS, FactLines, read_lines
from services.cli.progress import progress_over
from services.cli.refusals import Refusal, refused_options, unreadable
from shared.agreements.document import Document
from shared.agreements.evaluation import Evaluation, evaluate
from shared.agreements.meaning import terms_of
from shared.agreements.periods import read_period
from shared.agreements.versions import use_packaged_zones
from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant

STDIN: Final = "-"


def evaluated(
    agreement: str, facts: str, as_of: str | None, period: str | None, objective: str | None = None
) -> tuple[Evaluation, tuple[Document, ...]]:
    """The evaluation of files, of one objective where it is named, and the document of each version.

    Refusal with every fault of the first step that has one.
    """
    use_packaged_zones()
    documents = read_agreement_file(agreement)
    known_at = _read_options(as_of, period, objective, documents)
    with _opened(facts) as (stream, size, name), progress_over(size) as progress:
        lines = read_lines(stream, known_at, progress.read)
        if lines.faults:
            raise _refused_lines(lines, name)
        versions = [terms_of(document) for document in documents]
        return evaluate(versions, lines, known_at, period, progress.periods, objective), documents


def _read_options(
    as_of: str | None, period: str | None, objective: str | None, documents: tuple[Document, ...]
) -> int:
    """The instant of `--as-of`, now where it is absent; `--period` and `--objective` are only checked here."""
    faults = []
    known_at = time.time_ns() // 1_000
    try:
        known_at = known_at if as_of is None else parse_instant(as_of, "it")
    except ContractError as error:
        faults.append(("--as-of", error.sentence))
    try:
        if period is not None:
            read_period(period, documents[-1].time_zone)
    except ContractError as error:
        faults.append(("--period", error.sentence))
    named = sorted({one.id for document in documents for one in document.objectives})
    if objective is not None and objective not in named:
        faults.append(
            ("--objective", f"the agreement has no objective {objective!r}; it has {', '.join(named)}")
        )
    if faults:
        raise refused_options(faults)
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
        raise unreadable(path, error) from error
    with stream:
        yield stream, Path(path).stat().st_size, path


def _refused_lines(lines: FactLines, name: str) -> Refusal:
    errors = [
        {"file": name, "line": one.line, "field": one.field, "event": one.event, "detail": one.text(name)}
        for one in lines.faults
    ]
    if len(errors) == MOST_FAULTS:
        errors.append({"file": name, "detail": f"{name}: further faults are not shown; these come first"})
    return Refusal("Facts are refused", tuple(errors))
