"""What an agreement may ask for that the running system does not watch yet, told before it is put.

`eyelevel evaluate` computes all that the calculus knows; verdicts, warnings and the page are for availability so
far. Nothing is passed over in silence: such an agreement is refused.
"""

from collections.abc import Iterator

from services.portal.records import Fault
from shared.agreements.document import Document
from shared.sla.objectives import Availability


def unwatched(agreement: Document) -> tuple[Fault, ...]:
    """A fault for each clause that is not watched yet; empty where all are."""
    return tuple(_faults(agreement))


def _faults(agreement: Document) -> Iterator[Fault]:
    for number, objective in enumerate(agreement.objectives):
        if not isinstance(objective.indicator, Availability):
            yield Fault(
                line=None,
                field=f"objectives[{number}].indicator",
                sentence=f"The objective {objective.id!r} is not about availability; others are computed by "
                "`eyelevel evaluate` and not watched here yet. Leave it out, or put it into an agreement of its own "
                "later.",
            )
