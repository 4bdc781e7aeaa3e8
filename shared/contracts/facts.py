"""Facts: CloudEvents of the contract's types, read strictly (CONTRACT.md, section 2).

`read_fact` takes an event and gives its fact: the service (subject), when it happened (time), its order
(sequence), its arrival (recordedtime) and its data as a struct. What is wrong is a ContractError that names
the field and says what would be right. A name in the data that the contract does not know is refused only
where it looks like a slip of one that it knows; else it stays in the event and means nothing here.
"""

from difflib import get_close_matches
from typing import Any, Final

import msgspec

from shared.contracts.complaints import first_fault, text_of
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.errors import ContractError
from shared.contracts.fact_data import (
    DATA,
    DECISIONS,
    Amount,
    ChangeAnnounced,
    CorrectionProposed,
    FactData,
    FeedbackGiven,
    Instant,
    RequestsCounted,
)
from shared.contracts.instants import parse_instant
from shared.contracts.numbers import parse_amount

__all__ = ["DATA", "DECISIONS", "EmptySpan", "Fact", "FactData", "data_schema", "read_fact"]

_KNOWN: Final = {
    data: frozenset(field.encode_name for field in msgspec.structs.fields(data))
    for data in set(DATA.values())
}
_KNOWN_SOMEWHERE: Final = frozenset().union(*_KNOWN.values())
_LONGEST_SEQUENCE: Final = 30


class EmptySpan(ContractError):
    """`until` does not lie after `from`: the fact is well formed, but no time is left to which it could apply."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One fact. `at` is when it happened, `recorded_at` when it arrived (None where no one says), both in µs."""

    id: str
    source: str
    type: str
    service: str
    at: int
    data: FactData
    sequence: int | None = None
    recorded_at: int | None = None

    @property
    def is_decision(self) -> bool:
        """Whether a party decides by it, so that only the portal may bring it."""
        return self.type in DECISIONS


def read_fact(event: CloudEvent) -> Fact:
    """The fact that an event tells; ContractError (EmptySpan for a span without time) where it is none."""
    expected = DATA.get(event.type)
    if expected is None:
        raise ContractError("type", _unknown_type(event.type))
    if event.subject is None:
        raise ContractError(
            "subject", "subject is missing; it is the id of the service that the fact is about"
        )
    if event.time is None:
        raise ContractError("time", "time is missing; it is when this happened, as 2026-01-31T23:00:00Z")
    recorded = event.extensions.get("recordedtime")
    return Fact(
        id=event.id,
        source=event.source,
        type=event.type,
        service=event.subject,
        at=parse_instant(event.time),
        data=_read_data(event.data, expected),
        sequence=_sequence(event.extensions.get("sequence")),
        recorded_at=None if recorded is None else parse_instant(recorded, "recordedtime"),
    )


def data_schema(event_type: str) -> dict[str, Any]:
    """JSON Schema of the data of a fact type; KeyError where the contract has no such type."""
    return msgspec.json.schema(DATA[event_type], schema_hook=_schema_of)


def _schema_of(wanted: type) -> dict[str, Any]:
    if wanted is Instant:
        return {"type": "string", "format": "date-time"}
    return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}


def _unknown_type(name: str) -> str:
    # compared without the prefix, which alone would make any two names look alike
    names = [known.removeprefix(TYPE_PREFIX) for known in DATA]
    near = get_close_matches(name.removeprefix(TYPE_PREFIX), names, n=1, cutoff=0.7)
    hint = (
        f"did you mean {TYPE_PREFIX}{near[0]}?"
        if near
        else f"facts have a type such as {TYPE_PREFIX}{names[0]}"
    )
    return f"type is {text_of(name)}, which is no type of fact; {hint}"


def _sequence(value: str | int | None) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_SEQUENCE:
        return int(value)
    raise ContractError("sequence", f"sequence is {text_of(value)}; it is an integer, or digits as text")


def _read_data(data: Any, expected: type[FactData]) -> FactData:
    if not isinstance(data, dict):
        raise ContractError(
            "data", f"data is {text_of(data)}; it is an object with {', '.join(_required(expected))}"
        )
    if not data.keys() <= _KNOWN[expected]:
        _unknown_names(data, expected)
    try:
        read: FactData = msgspec.convert(data, expected, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise first_fault(data, expected) or ContractError("data", str(error)) from error
    if expected.needs_one_of and not any(data.get(name) is not None for name in expected.needs_one_of):
        names = expected.needs_one_of
        raise ContractError(f"data.{names[0]}", f"data has none of {', '.join(names)}; one of them is needed")
    _check_spans(read)
    return read


def _required(expected: type[FactData]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(expected) if field.required]


def _unknown_names(data: dict[str, Any], expected: type[FactData]) -> None:
    known = _KNOWN[expected]
    for name in sorted(data.keys() - known - _KNOWN_SOMEWHERE):
        near = get_close_matches(name.lower(), sorted(known - data.keys()), n=1, cutoff=0.8)
        if near:
            raise ContractError(f"data.{name}", f"data.{name} is not known; did you mean {near[0]}?")


def _decode(wanted: type, value: Any) -> Any:
    if wanted is Instant:
        return Instant(parse_instant(value))
    if wanted is Amount:
        return parse_amount(value)
    raise NotImplementedError


def _check_spans(data: FactData) -> None:
    if isinstance(data, RequestsCounted | ChangeAnnounced | CorrectionProposed) and data.end <= data.start:
        raise EmptySpan("data.until", "data.until does not lie after data.from; a span ends after it begins")
    if isinstance(data, CorrectionProposed) and data.service is not None and data.incident is not None:
        raise ContractError(
            "data.incident", "data names a service and an incident; a correction is for one of the two"
        )
    if isinstance(data, FeedbackGiven):
        _check_score(data)


def _check_score(data: FeedbackGiven) -> None:
    if data.scale.end <= data.scale.start:
        raise EmptySpan("data.scale.to", "data.scale.to does not lie above data.scale.from")
    if not data.scale.start <= data.score <= data.scale.end:
        raise ContractError(
            "data.score",
            f"data.score is {data.score} and lies outside data.scale, {data.scale.start} to {data.scale.end}",
        )
