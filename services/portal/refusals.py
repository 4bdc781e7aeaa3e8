"""Why the portal says no: a status of HTTP, a short title, a sentence, and where there are several, the faults."""

from dataclasses import dataclass

from services.portal.records import Fault


@dataclass(eq=False)
class Refused(Exception):
    """A request that is refused. The sentence says what would be right.

    Not frozen: whoever passes an exception on sets its traceback.
    """

    status: int
    title: str
    sentence: str
    faults: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        return self.sentence


def unknown(what: str, name: str) -> Refused:
    """Not there, or not for this viewer: the two answers are one, so that nobody learns what others have."""
    return Refused(404, "Not found", f"There is no {what} {name!r} here.")


def forbidden(sentence: str) -> Refused:
    """The key is known and does not open this door."""
    return Refused(403, "Not allowed", sentence)


def wrong(field: str, sentence: str) -> Refused:
    """One field of a request is wrong."""
    return Refused(422, "Not understood", sentence, (Fault(line=None, field=field, sentence=sentence),))
