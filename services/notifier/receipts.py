"""A receipt: what one attempt came to, as it travels on `eyelevel.deliveries.v1`.

Its id follows from the delivery and the attempt's number, so a receipt published twice is known as one.
"""

import msgspec

from services.notifier.ports import Attempt
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import format_instant
from shared.contracts.topics import DELIVERIES
from shared.contracts.verdicts import Delivery
from shared.eventlog.port import Entry

SOURCE = "eyelevel/notifier"
TYPE = TYPE_PREFIX + "delivery.recorded"


def receipt_id(delivery: str, number: int) -> str:
    """The id of the receipt of a delivery's n-th attempt."""
    return f"{delivery}-{number}"


def seconds_text(took: int) -> str:
    """Seconds to the millisecond, rounded down, without needless zeros: `0.304`, `20`."""
    whole, rest = divmod(took // 1_000, 1_000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def receipt(attempt: Attempt) -> Entry:
    """The entry for the topic, keyed by the agreement."""
    job = attempt.job
    data = Delivery(
        delivery=job.delivery,
        verdict=job.message,
        verdict_type=job.kind,
        agreement=job.agreement,
        objective=job.objective,
        party=job.party,
        side=job.side,
        receiver=job.claim.receiver,
        host=attempt.host,
        state=attempt.decision.state,
        attempt=job.number,
        attempted_at=format_instant(attempt.at),
        seconds=seconds_text(attempt.took),
        instant=format_instant(job.instant),
        sentence=job.sentence,
        status=attempt.status,
        error=attempt.error,
    )
    event = CloudEvent(
        id=receipt_id(job.delivery, job.number),
        source=SOURCE,
        type=TYPE,
        subject=job.subject,
        time=format_instant(attempt.at),
        datacontenttype="application/json",
        data=msgspec.to_builtins(data),
    )
    return Entry(DELIVERIES.name, job.agreement, event.encode())
