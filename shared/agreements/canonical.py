"""The canonical form of a document and its hash: what a signature covers.

Two documents are the same if their names and values are: order of names, comments, quotes, indentation and
whether it is YAML or JSON do not matter, the order of lists and every character of a value do.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from shared.agreements.nodes import Mapping, Node, Sequence


def canonical(node: Node) -> str:
    """JSON with sorted names, values as text, without spaces."""
    return json.dumps(_plain(node), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(node: Node) -> str:
    """`sha256:` and the hash of the canonical form in UTF-8."""
    return "sha256:" + hashlib.sha256(canonical(node).encode()).hexdigest()


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key.text: _plain(child) for key, child in node.entries}
    if isinstance(node, Sequence):
        return [_plain(child) for child in node.items]
    return node.text
