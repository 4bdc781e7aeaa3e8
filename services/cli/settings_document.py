"""docs/settings.md, made from the settings of the four services: name, default, meaning.

A setting that several services have with the same default and meaning stands once, in the first table; the others
stand under the service that has them. A setting without a meaning is a ValueError: it needs a docstring.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

_HEAD = """# Settings

Made by `make documents` from the services' `settings.py`. Each is a variable of the environment. What is required \
has no default: a service without it does not start, and says what is missing. `docker-compose.yml` sets what its \
services need and takes the secrets from `.env`, which `deploy/environment` writes; `eyelevel up` sets all of them \
itself. The commands read `EYELEVEL_URL` (where Eyelevel is) and `EYELEVEL_KEY`.
"""


def settings_document(services: Mapping[str, type[BaseSettings]]) -> str:
    """The document as Markdown; services and settings keep their order."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for service, settings in services.items():
        for name, field in settings.model_fields.items():
            rows.setdefault(_row(service, name, field), []).append(service)
    shared = [(*row, ", ".join(who)) for row, who in rows.items() if len(who) > 1]
    parts = [_HEAD, "## Of several services\n", _table(("Variable", "Default", "Meaning", "Of"), shared)]
    for service in services:
        own = [row for row, who in rows.items() if who == [service]]
        parts += [f"## Of {service} alone\n", _table(("Variable", "Default", "Meaning"), own)]
    return "\n".join(parts)


def _row(service: str, name: str, field: FieldInfo) -> tuple[str, str, str]:
    if not field.description:
        raise ValueError(f"The setting {name!r} of {service} needs a docstring that says what it means.")
    meaning = " ".join(field.description.split())
    default = "required" if field.is_required() else _said(field.default)
    return f"`EYELEVEL_{name.upper()}`", default, meaning.replace("|", "\\|")


def _said(default: Any) -> str:
    match default:
        case None:
            return "none"
        case bool():
            return f"`{str(default).lower()}`"
        case tuple():
            return f"`{','.join(f'{each:g}' for each in default)}`"
        case float():
            return f"`{default:g}`"
        case _:
            return f"`{default}`"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
