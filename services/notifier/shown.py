"""How a delivery is shown by the API: the models of the answers, and what they are made from."""

from typing import Literal

from pydantic import BaseModel, Field

from services.notifier.ports import AttemptRow, Receipt
from services.notifier.receipts import seconds_text
from shared.contracts.instants import format_instant


class AttemptShown(BaseModel):
    """One try at telling a receiver."""

    number: int
    at: str = Field(description="When it began, RFC 3339, UTC.")
    seconds: str = Field(description="How long it took, exact text.")
    outcome: Literal["delivered", "failed", "not_sent"]
    status: int | None = Field(description="The HTTP status of the answer; null where there was none.")
    error: str | None = Field(description="Why it failed, in a sentence; null where it did not.")


class SentenceShown(BaseModel):
    """The message's sentence in each language."""

    en: str
    de: str


class DeliveryShown(BaseModel):
    """One message for one receiver, with all attempts. Both parties see the deliveries of both."""

    id: str
    verdict: str = Field(description="The message's id, the same in the header webhook-id.")
    type: str
    agreement: str
    objective: str = Field(description="Empty where a notice is about the agreement as a whole.")
    party: str
    side: Literal["provider", "customer"]
    receiver: str
    host: str = Field(description="Host and port of the receiver's address.")
    state: Literal["waiting", "delivered", "gave_up"]
    instant: str = Field(description="The moment of which the message speaks.")
    sentence: SentenceShown
    created_at: str
    next_at: str | None = Field(description="When it is tried next; null when it is not.")
    interrupted: int = Field(
        description="Attempts that the notifier's own end cut off; they were made again under the same id."
    )
    attempts: list[AttemptShown]


class DeliveriesShown(BaseModel):
    """A page of deliveries, latest first."""

    deliveries: list[DeliveryShown]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


def show(receipt: Receipt) -> DeliveryShown:
    """A delivery as JSON has it."""
    return DeliveryShown.model_validate(
        {
            "id": receipt.id,
            "verdict": receipt.message,
            "type": receipt.kind,
            "agreement": receipt.agreement,
            "objective": receipt.objective,
            "party": receipt.party,
            "side": receipt.side,
            "receiver": receipt.receiver,
            "host": receipt.host,
            "state": receipt.state,
            "instant": format_instant(receipt.instant),
            "sentence": {"en": receipt.sentence.en, "de": receipt.sentence.de},
            "created_at": format_instant(receipt.created_at),
            "next_at": None if receipt.next_at is None else format_instant(receipt.next_at),
            "interrupted": receipt.interrupted,
            "attempts": [_attempt(attempt) for attempt in receipt.attempts],
        }
    )


def _attempt(attempt: AttemptRow) -> dict[str, object]:
    return {
        "number": attempt.number,
        "at": format_instant(attempt.at),
        "seconds": seconds_text(attempt.took),
        "outcome": attempt.outcome,
        "status": attempt.status,
        "error": attempt.error,
    }
