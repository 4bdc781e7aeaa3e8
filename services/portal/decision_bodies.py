"""What the doors of decisions take and give, for FastAPI to check and describe."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.portal.bodies import Name

Prose = Annotated[str, Field(max_length=4_000, pattern=r"^[^\x00]*$")]
Moment = Annotated[str, Field(max_length=64, examples=["2026-01-17T03:05:18Z"])]


AnswerSaid = Literal["accepted", "declined", "withdrawn"]
WordGiven = Literal["acknowledged", "declined"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class CorrectionAsked(_Body):
    """A correction to be proposed: which time of a service, or of an incident, should count as what, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "service": "webshop",
                    "from": "2026-01-17T03:05:18Z",
                    "until": "2026-01-17T03:20:00Z",
                    "to": "up",
                    "reason": "The probe's own network was down.",
                }
            ]
        }
    )

    service: Name | None = None
    incident: Name | None = None
    from_: Annotated[Moment, Field(alias="from")]
    until: Moment
    to: Literal["up", "down", "degraded", "maintenance", "excused"]
    severity: Name | None = None
    cause: Name | None = None
    reason: Prose | None = None


class CorrectionSaid(_Body):
    """A correction and where it stands: `since` when; before `decide_before` the other party decides, then silence."""

    correction: str
    by: str
    standing: Literal["proposed", "accepted", "declined", "withdrawn"]
    since: str
    decide_before: str
    proposed_at: str
    service: str | None
    incident: str | None
    from_: Annotated[str, Field(alias="from")]
    until: str
    to: str
    severity: str | None
    cause: str | None
    reason: str | None
    answer_reason: str | None


class CorrectionsSaid(_Body):
    """The corrections of an agreement, in the order of their proposals."""

    corrections: list[CorrectionSaid]


class AnswerAsked(_Body):
    """What is decided on a correction: accepted or declined by the other party, withdrawn by who proposed it."""

    decision: AnswerSaid
    reason: Prose | None = None


class WordAsked(_Body):
    """Yes or no to announced maintenance."""

    decision: WordGiven
    reason: Prose | None = None


class WordSaid(_Body):
    """What was said of a change, by whom and when."""

    change: str
    decision: Literal["acknowledged", "declined"]
    by: str
    at: str
    reason: str | None
