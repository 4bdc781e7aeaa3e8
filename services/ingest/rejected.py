"""A refused record of the raw topic, as it is kept on `eyelevel.rejected.v1`: whole, with the reason in headers.

Key is the source (where one could be read), value and headers are the record's own; ours begin with `eyelevel-`.
`eyelevel-place` (topic/partition/offset) tells a repeat: a record that is read again after a crash is kept again.
"""

from typing import Final

from services.ingest.refusals import Rejected
from shared.contracts.instants import format_instant
from shared.contracts.topics import REJECTED
from shared.eventlog.port import LARGEST, Entry, Record

_PREFIX: Final = "eyelevel-"
_ROOM: Final = 8_000
"""Bytes left for our own headers; the longest sentence is far below."""


def kept(record: Record, refusal: Rejected) -> Entry:
    """The entry for the rejected topic. A value that would not fit is cut, and `eyelevel-cut` says how long it was."""
    value, room = record.value, LARGEST - _ROOM
    headers = tuple((name, said) for name, said in record.headers if not name.startswith(_PREFIX))
    if sum(len(name.encode()) + len(said) for name, said in headers) > room // 2:
        headers = ((_PREFIX + "headers-cut", b"true"),)
    room -= sum(len(name.encode()) + len(said) for name, said in headers)
    ours = {
        "reason": refusal.reason,
        "field": refusal.field,
        "sentence": refusal.sentence[:2_000],
        "place": f"{record.partition.topic}/{record.partition.number}/{record.offset}",
        "appended-at": format_instant(record.appended_at),
        "key": (record.key or "")[:512],
    }
    if value is not None and len(value) > room:
        ours["cut"] = str(len(value))
        value = value[:room]
    said = tuple((_PREFIX + name, text.encode()) for name, text in ours.items() if text)
    return Entry(REJECTED.name, refusal.source or None, value, headers + said)
