"""An agreement version as the evaluator uses it: its terms for the calculus, and its names for sentences.

Reading a document takes a while, so what was read is kept by the document's own text.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.agreements.document import Document
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.sla.agreed.objectives import Objective
from shared.sla.agreed.terms import Terms

_MOST: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """One version. `names` gives the name of a party by its id, and by `provider` and `customer`."""

    document: Document
    terms: Terms
    names: Mapping[str, str]

    @property
    def title(self) -> str:
        """The agreement's title."""
        return self.document.metadata.title

    def objective(self, objective: str) -> Objective | None:
        """An objective by its id."""
        return next((found for found in self.terms.objectives if found.id == objective), None)


def read_clauses(text: str, version: int | None = None) -> Clauses:
    """The version that a document holds; the newest where it holds several and none is named.

    Raises agreements.faults.BadAgreement, and LookupError where the version named is not in it.
    """
    documents = read_agreement(text)
    if version is None:
        return _clauses(documents[-1])
    for document in documents:
        if document.metadata.version == version:
            return _clauses(document)
    raise LookupError(f"the document holds no version {version}")


class Library:
    """The documents read so far, the least recently used put away first."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._read: OrderedDict[tuple[str, int], Clauses] = OrderedDict()

    def read(self, text: str, version: int) -> Clauses:
        """As `read_clauses`, remembered."""
        key = (text, version)
        found = self._read.pop(key, None) or read_clauses(text, version)
        self._read[key] = found
        while len(self._read) > self._most:
            self._read.popitem(last=False)
        return found


def _clauses(document: Document) -> Clauses:
    parties = document.parties
    everyone = [parties.provider, parties.customer, *parties.suppliers, *parties.observers]
    names = {party.id: party.name for party in everyone}
    names |= {"provider": parties.provider.name, "customer": parties.customer.name}
    return Clauses(document=document, terms=terms_of(document), names=names)
