"""The names that a document defines, collected before it is read, so that every mention can be checked in place.

What cannot be collected (a service without an id) is found by the reader of that place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.agreements.faults import Fault, Faulty
from shared.agreements.forms import Reader, hint, identity
from shared.agreements.nodes import Mapping, Node, Scalar, Sequence, wrong

ALWAYS: Final = "always"
CAUSES: Final = frozenset({"provider", "customer", "nobody", "third_party", "force_majeure", "open"})
"""Words that mean something where a supplier's id may stand."""


@dataclass(frozen=True, slots=True)
class Names:
    """What may be named: services, service hours (`always` among them), suppliers, objectives."""

    services: tuple[str, ...]
    hours: tuple[str, ...]
    suppliers: tuple[str, ...]
    objectives: tuple[str, ...]


def names_of(document: Node) -> Names:
    """The names that a document defines."""
    return Names(
        services=tuple(node.text for node in ids(document, "services")),
        hours=(ALWAYS, *_keys(_at(document, "service_hours"))),
        suppliers=tuple(node.text for node in ids(_at(document, "parties"), "suppliers")),
        objectives=tuple(node.text for node in ids(document, "objectives")),
    )


def ids(node: Node | None, name: str) -> list[Scalar]:
    """The nodes of the ids in a list of groups."""
    members = _at(node, name)
    if not isinstance(members, Sequence):
        return []
    found = [_at(member, "id") for member in members.items]
    return [node for node in found if isinstance(node, Scalar)]


def defined(known: tuple[str, ...], what: str) -> Reader[str]:
    """A mention of something that the document must define; `what` is the word for it."""

    def read(node: Node, path: str) -> str:
        said = identity(node, path)
        if said in known:
            return said
        if not known:
            raise wrong(node, path, f"{path} names the {what} {said!r}, but the agreement has none")
        near = hint(said, list(known)) or f"; there are {', '.join(known)}"
        raise wrong(node, path, f"{path} names the {what} {said!r}, which the agreement does not have{near}")

    return read


def refuse_repeated(nodes: list[Scalar], what: str) -> None:
    """A fault for each id that stands twice."""
    first: dict[str, Scalar] = {}
    faults: list[Fault] = []
    for node in nodes:
        earlier = first.setdefault(node.text, node)
        if earlier is not node:
            said = f"the {what} {node.text!r} is there twice, first in line {earlier.line}; ids are unique"
            faults.append(Fault(node.line, node.column, "id", said))
    if faults:
        raise Faulty(faults)


def _at(node: Node | None, name: str) -> Node | None:
    return node.get(name) if isinstance(node, Mapping) else None


def _keys(node: Node | None) -> tuple[str, ...]:
    return tuple(key.text for key, _ in node.entries) if isinstance(node, Mapping) else ()
