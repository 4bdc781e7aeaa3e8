"""From a text to its documents as nodes: JSON where it is JSON, else YAML 1.2."""

from __future__ import annotations

from typing import Final

from shared.agreements.faults import BadAgreement, Fault, Faulty
from shared.agreements.json_nodes import json_nodes
from shared.agreements.nodes import Node, Scalar
from shared.agreements.yaml_nodes import yaml_nodes

_LONGEST: Final = 1_000_000


def read_nodes(text: str | bytes, file: str) -> tuple[Node, ...]:
    """The documents of a text, separated by `---`; BadAgreement where it is neither, or holds none."""
    try:
        decoded = _decoded(text)
        found = json_nodes(decoded) or tuple(yaml_nodes(decoded))
    except Faulty as error:
        raise BadAgreement(error.faults, file) from error
    documents = tuple(node for node in found if not (isinstance(node, Scalar) and node.is_empty))
    if not documents:
        raise BadAgreement([Fault(1, 1, "", "the file is empty; it holds one agreement")], file)
    return documents


def _decoded(text: str | bytes) -> str:
    if len(text) > _LONGEST:
        raise Faulty([Fault(1, 1, "", f"the document has {len(text)} bytes; at most {_LONGEST} are taken")])
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise Faulty(
            [Fault(line, 1, "", f"byte {error.start} is not UTF-8; save the file as UTF-8")]
        ) from error
