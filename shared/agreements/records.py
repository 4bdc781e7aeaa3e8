"""Groups of named fields, declared as a table: name, how it is read, what holds where it is absent.

Reading a group collects the faults of all its fields, what is missing, and names that it does not know, each
with the nearest that it does.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from shared.agreements.faults import Fault, Faulty
from shared.agreements.forms import Reader, hint
from shared.agreements.nodes import Mapping, Node, Scalar, shown, wrong

T = TypeVar("T")


class _Required:
    """The mark of a field that has no default."""


REQUIRED: Final = _Required()


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read; `default` holds where it is absent; `lacking` says why it must not be."""

    read: Reader[Any]
    default: Any = REQUIRED
    lacking: str = "it is required"


Fields = Table[str, Field]


def record(
    fields: Fields,
    make: Callable[..., T],
    *,
    check: Callable[[T], str | None] | None = None,
    elsewhere: Table[str, str] | None = None,
) -> Reader[T]:
    """A reader of a group. `make` takes the values by name (`from` as `from_`); `check` may find one more fault.

    `elsewhere` explains names that are known in other places.
    """

    def read(node: Node, path: str) -> T:
        if not isinstance(node, Mapping):
            known = ", ".join(fields)
            raise wrong(node, path, f"{path or 'the document'} is {shown(node)}; it is a group with {known}")
        values: dict[str, Any] = {}
        faults = list(_unknown(node, path, fields, elsewhere or {}))
        for name, field in fields.items():
            try:
                values[name if name != "from" else "from_"] = _value(node, path, name, field)
            except Faulty as error:
                faults.extend(error.faults)
        if faults:
            raise Faulty(faults)
        made = make(**values)
        sentence = check(made) if check is not None else None
        if sentence is not None:
            raise wrong(node, path, f"{path}: {sentence}")
        return made

    return read


def under(path: str, name: str) -> str:
    """The path of a field in a group."""
    return f"{path}.{name}" if path else name


def _value(node: Mapping, path: str, name: str, field: Field) -> Any:
    child = node.get(name)
    if child is None:
        if field.default is REQUIRED:
            raise wrong(node, under(path, name), f"{under(path, name)} is missing; {field.lacking}")
        return field.default
    if isinstance(child, Scalar) and child.is_empty:
        rest = field.lacking if field.default is REQUIRED else "give a value, or leave it out"
        raise wrong(child, under(path, name), f"{under(path, name)} is empty; {rest}")
    return field.read(child, under(path, name))


def _unknown(node: Mapping, path: str, fields: Fields, elsewhere: Table[str, str]) -> list[Fault]:
    faults = []
    for key, _ in node.entries:
        if key.text in fields:
            continue
        where = elsewhere.get(key.text)
        if where is None:
            absent = [name for name in fields if node.get(name) is None]
            where = hint(key.text, absent) or f"; known here are {', '.join(fields)}"
            where = f"is not known{where}"
        faults.append(Fault(key.line, key.column, under(path, key.text), f"{under(path, key.text)} {where}"))
    return faults
