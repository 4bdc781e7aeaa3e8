"""The chain of an agreement's facts: each is hashed with what stands before it, so that none can be changed unseen.

`eyelevel verify` recomputes it from the events alone; verdicts carry its head.
"""

import hashlib


def next_link(before: bytes, event: bytes) -> bytes:
    """SHA-256 of the link before and the event's bytes; before the first stand 32 zero bytes."""
    return hashlib.sha256(before + event).digest()
