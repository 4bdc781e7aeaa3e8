"""How a trial stands in the OpenAPI document: what it takes, what it gives, and why it is refused."""

from typing import Any, Final

from pydantic import BaseModel, Field

from services.evaluator.reading.documented import Entry, FactId, answers

_DOCUMENT: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Agreement",
    "description": "An agreement (docs/CONTRACT.md, section 1), in YAML also several versions, separated by `---`.",
    "required": [
        "apiVersion",
        "kind",
        "metadata",
        "parties",
        "in_force",
        "time_zone",
        "services",
        "objectives",
    ],
}
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {media: {"schema": _DOCUMENT} for media in ("application/yaml", "application/json")},
    }
}


class NamedReason(BaseModel):
    """A fact that cannot count, and why."""

    source: str
    id: str
    reason: str


class FactsRead(BaseModel):
    """What became of the facts."""

    read: int
    repeated: int
    later: int
    used: int
    set_aside: list[NamedReason]


class Evaluation(BaseModel):
    """What `eyelevel evaluate` prints on the same facts (docs/CONTRACT.md, section 3)."""

    agreement: str
    version: int
    as_of: str
    engine: str
    tzdata: str
    holidays: str
    facts: FactsRead
    objectives: list[Entry]


class KeptIn(BaseModel):
    """An agreement from which facts were taken; those that an earlier one had too are counted there."""

    id: str
    facts: int


class KeptOf(BaseModel):
    """A service of which facts are kept, and the times of the first and the last."""

    id: str
    facts: int
    first: str
    last: str


class KeptFacts(BaseModel):
    """On which facts it was tried."""

    agreements: list[KeptIn]
    services: list[KeptOf]
    without_facts: list[str] = Field(
        description="Services of the document of which no agreement that the caller sees has a fact."
    )
    contradicting: list[FactId] = Field(
        description="Facts that two agreements have with two contents; the first agreement's by id was taken."
    )


class Trial(BaseModel):
    """An agreement tried on the facts that are kept."""

    evaluation: Evaluation
    kept: KeptFacts


RESPONSES: Final = answers(Trial, "The figures, and on which facts they stand.") | {
    413: {"description": "The body is too large, or there are more facts or figures than a trial takes."},
    422: {
        "description": "The document has faults, each told with its line, field and sentence; or the query."
    },
    429: {"description": "A trial of this caller is under way."},
    503: {"description": "It took too long, no place was free, or no time has passed in the log."},
}
