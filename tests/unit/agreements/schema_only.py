"""Reading for tests of the document alone, whether or not the calculus computes it yet."""

import json
from typing import Any

from shared.agreements.document import Document
from shared.agreements.nodes import read_nodes
from shared.agreements.schema import read_document
from tests.unit.agreements.documents import with_changes


def read_without_computing(**changes: Any) -> Document:
    """The changed document, as its schema reads it."""
    (node,) = read_nodes(json.dumps(with_changes(**changes)), "agreement")
    return read_document(node)
