"""From a text to the versions of one agreement: read, and checked.

The text is YAML 1.2 or JSON; several versions of one agreement are separated by `---`. Every fault of every
version is collected.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.agreements.document import Document
from shared.agreements.faults import BadAgreement, Fault, Faulty
from shared.agreements.meaning import instant_of
from shared.agreements.nodes import Mapping, Node
from shared.agreements.parsing import read_nodes
from shared.agreements.schema import read_document


def read_agreement(text: str | bytes, file: str = "agreement") -> tuple[Document, ...]:
    """The versions of one agreement, ascending; BadAgreement with every fault, and `file` to name it by."""
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
