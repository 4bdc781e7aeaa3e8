"""`eyelevel agreement put FILE`: bring every version in a file to a running Eyelevel, the first one first."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.cli import asking

_SEPARATOR = re.compile(r"^---[ \t]*(?:#.*)?$", re.MULTILINE)


def put(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The agreement, YAML or JSON; - for standard input.")
    ],
    url: asking.Url = asking.URL,
    key: asking.Key = "",
    as_json: asking.Json = False,
) -> None:
    """Put an agreement into a running Eyelevel, as signed outside the system."""
    from shared.agreements.faults import BadAgreement
    from shared.agreements.reading import read_agreement

    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        read_agreement(text, file)
        versions = [(read_agreement(part, file)[0].metadata, part) for part in parts_of(text)]
    except OSError as error:
        asking.refuse(f"{file}: cannot be read: {error.strerror or error}")
    except (BadAgreement, UnicodeDecodeError) as error:
        asking.refuse(str(error))
    for metadata, part in sorted(versions, key=lambda each: each[0].version):
        said = _put(file, metadata.id, part, url, key)
        if as_json:
            asking.show(said)
        else:
            print(
                f"{metadata.id}, version {metadata.version}: in place. {url.rstrip('/')}/agreements/{metadata.id}"
            )


def parts_of(text: str) -> list[str]:
    """The documents of a file that `---` separates, without empty ones."""
    return [part.lstrip("\n") for part in _SEPARATOR.split(text) if part.strip()]


def _put(file: str, agreement: str, part: str, url: str, key: str) -> object:
    headers = {"Content-Type": "application/yaml"}
    path = f"/v1/agreements/{asking.segment(agreement)}"
    try:
        return asking.ask("PUT", url, path, key, content=part.encode(), headers=headers)
    except asking.Refusal as error:
        said = [f"{file}: {fault.get('field', '')}: {fault['detail']}" for fault in error.errors]
        asking.refuse("\n".join(said) or f"{file}: {error.detail}")
