"""Agreement documents as the portal needs them: read, checked, or refused with every fault."""

from functools import lru_cache

from services.portal.records import Document, Fault
from services.portal.refusals import Refused, wrong
from shared.agreements.document import Document as Agreement
from shared.agreements.meaning import instant_of
from shared.agreements.reading import read_agreement
from shared.agreements.received import DocumentRefused, read_received


def read_document(body: bytes) -> Document:
    """The one version in a body; Refused with line, field and sentence of every fault."""
    try:
        text, read = read_received(body)
    except DocumentRefused as error:
        faults = tuple(
            Fault(line=each.line, field=each.field, sentence=each.sentence) for each in error.complaints
        )
        raise Refused(422, error.title, error.sentence, faults) from error
    if len(read) > 1:
        raise wrong("metadata.version", "One version is put at a time; send each of these by itself.")
    return _document(read[0], text)


@lru_cache(maxsize=1_000)
def agreement_in(text: str) -> Agreement:
    """The agreement in a document that was kept, and so was checked before."""
    return read_agreement(text)[0]


def _document(read: Agreement, text: str) -> Document:
    force, zone = read.in_force, read.time_zone
    return Document(
        id=read.metadata.id,
        version=read.metadata.version,
        title=read.metadata.title,
        provider=read.parties.provider.id,
        customer=read.parties.customer.id,
        observers=tuple(party.id for party in read.parties.observers),
        services=tuple(service.id for service in read.services),
        text=text,
        digest=read.hash,
        force_from=instant_of(force.from_, zone),
        force_until=None if force.until is None else instant_of(force.until, zone),
    )
