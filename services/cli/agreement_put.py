"""`eyelevel agreement put FILE`: bring every version in a file to a running Eyelevel, the first one first."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from services.cli import asking
from services.cli.terminal import show

if TYPE_CHECKING:
    import httpx2

_CREATED: Final = 201
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
    except BadAgreement as error:
        asking.refuse(*(fault.text(file) for fault in error.faults))
    except UnicodeDecodeError as error:
        asking.refuse(str(error))
    for metadata, part in sorted(versions, key=lambda each: each[0].version):
        answer = _put(file, metadata.id, part, url, key)
        if as_json:
            asking.show(answer.json())
            continue
        what = "is in place now" if answer.status_code == _CREATED else "was in place already, the same"
        page = f"{url.rstrip('/')}/agreements/{asking.segment(metadata.id)}"
        show(f"Version {metadata.version} of {metadata.id} {what}: {page}")


def parts_of(text: str) -> list[str]:
    """The documents of a file that `---` separates, without empty ones."""
    return [part.lstrip("\n") for part in _SEPARATOR.split(text) if part.strip()]


def _put(file: str, agreement: str, part: str, url: str, key: str) -> "httpx2.Response":
    headers = {"Content-Type": "application/yaml"}
    path = f"/v1/agreements/{asking.segment(agreement)}"
    try:
        return asking.answer_of("PUT", url, path, key, content=part.encode(), headers=headers)
    except asking.Refusal as error:
        said = [f"{file}: {fault.get('field', '')}: {fault['detail']}" for fault in error.errors]
        asking.refuse(*(said or [f"{file}: {error.detail}"]))
