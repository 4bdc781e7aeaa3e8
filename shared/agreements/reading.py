"""From a text to the versions of one agreement: read, checked, and nothing in it that cannot be computed.

The text is YAML 1.2 or JSON; several versions of one agreement are separated by `---`. Every fault of every
version is collected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shared.agreements.document import Document
from shared.agreements.faults import BadAgreement, Fault, Faulty, Kind
from shared.agreements.meaning import instant_of, terms_of
from shared.agreements.nodes import Mapping, Node, Scalar, read_nodes
from shared.agreements.nodes import Sequence as NodeList
from shared.agreements.schema import read_document
from shared.sla.supported import missing


def read_agreement(text: str | bytes, file: str = "agreement") -> tuple[Document, ...]:
    """The versions of one agreement, ascending; BadAgreement with every fault, and `file` to name it by.

    A document that is right but asks for what the calculus does not know yet has faults of Kind.MISSING.
    """
    nodes = read_nodes(text, file)
    documents: list[tuple[Document, Node]] = []
    faults: list[Fault] = []
    for node in nodes:
        try:
            document = read_document(node)
        except Faulty as error:
            faults.extend(error.faults)
            continue
        faults.extend(_never_in_force(document, node))
        faults.extend(_not_computed(document, node))
        documents.append((document, node))
    faults.extend(_between_versions(documents))
    if faults:
        raise BadAgreement(faults, file)
    return tuple(sorted((document for document, _ in documents), key=lambda each: each.metadata.version))


def _never_in_force(document: Document, node: Node) -> list[Fault]:
    force, zone = document.in_force, document.time_zone
    if force.until is None or instant_of(force.until, zone) > instant_of(force.from_, zone):
        return []
    place = node.get("in_force") if isinstance(node, Mapping) else None
    at = place or node
    said = "in_force.until does not lie after in_force.from; the agreement would never hold"
    return [Fault(at.line, at.column, "in_force.until", said)]


def _not_computed(document: Document, node: Node) -> list[Fault]:
    return [
        Fault(*_place(node, sentence), sentence, Kind.MISSING) for sentence in missing(terms_of(document))
    ]


def _place(node: Node, sentence: str) -> tuple[int, int, str]:
    """Where a sentence of the calculus points: it begins with `objective x:`, `service x:` or a path."""
    named = re.match(r"(objective|service) (.+?): ", sentence)
    if named is not None:
        members = node.get(named.group(1) + "s") if isinstance(node, Mapping) else None
        for index, member in enumerate(members.items if isinstance(members, NodeList) else ()):
            own = member.get("id") if isinstance(member, Mapping) else None
            if isinstance(own, Scalar) and own.text == named.group(2):
                return member.line, member.column, f"{named.group(1)}s[{index}]"
    path = sentence.split(" ", 1)[0]
    found: Node | None = node
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return (found.line, found.column, path) if found is not None else (node.line, node.column, "")


def _between_versions(documents: Sequence[tuple[Document, Node]]) -> list[Fault]:
    faults: list[Fault] = []
    seen: dict[int, int] = {}
    for document, node in documents:
        meta, first = document.metadata, documents[0][0].metadata
        if meta.id != first.id:
            said = (
                f"metadata.id is {meta.id!r}, but the file began with {first.id!r}; one file is one agreement"
            )
            faults.append(Fault(node.line, node.column, "metadata.id", said))
        if meta.version in seen:
            said = f"metadata.version {meta.version} is there twice, first in line {seen[meta.version]}"
            faults.append(Fault(node.line, node.column, "metadata.version", said))
        seen.setdefault(meta.version, node.line)
    return faults
