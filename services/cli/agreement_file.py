"""An agreement from a file, or the refusal with every fault in it."""

from __future__ import annotations

from pathlib import Path

from services.cli.refusals import Refusal, unreadable
from shared.agreements.document import Document
from shared.agreements.faults import BadAgreement
from shared.agreements.reading import read_agreement


def read_agreement_file(path: str) -> tuple[Document, ...]:
    """The versions, ascending; Refusal with every fault and its place."""
    try:
        return read_agreement(Path(path).read_bytes(), path)
    except OSError as error:
        raise unreadable(path, error) from error
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
