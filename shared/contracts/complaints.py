"""Sentences about data that does not fit its struct: which field, what stands there, what would be right.

The structs are the only schema; this walks the same types beside the data once msgspec has refused it, and
finds the first field that does not fit, in the order of the struct.
"""

import json
from typing import Any, Final, get_args

import msgspec
from msgspec import inspect

from shared.contracts.errors import ContractError
from shared.contracts.fact_data import Amount, CorrectedTo, Instant, Kind, State
from shared.contracts.instants import parse_instant
from shared.contracts.numbers import parse_amount

_MUCH: Final = 60
_AS_LISTED: Final = {frozenset(get_args(kind)): get_args(kind) for kind in (State, CorrectedTo, Kind)}
"""msgspec sorts the words of a Literal; people know them in the contract's order."""


def text_of(value: Any) -> str:
    """A value as people read it in a sentence: text in single quotes, the rest as JSON, shortened."""
    if value is None:
        return "missing"
    said = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return said if len(said) <= _MUCH else said[: _MUCH - 1] + "…"


def first_fault(data: dict[str, Any], expected: type[msgspec.Struct]) -> ContractError | None:
    """The first field of `data` that does not fit, as an error with its sentence; None where all fit."""
    return _in_struct(data, inspect.type_info(expected), "data")


def _in_struct(data: Any, expected: inspect.Type, path: str) -> ContractError | None:
    if not isinstance(expected, inspect.StructType):
        return None
    if not isinstance(data, dict):
        names = ", ".join(field.encode_name for field in expected.fields)
        return ContractError(path, f"{path} is {text_of(data)}; it is an object with {names}")
    for field in expected.fields:
        place = f"{path}.{field.encode_name}"
        value = data.get(field.encode_name)
        if value is None and not field.required:
            continue
        if value is None:
            return ContractError(place, f"{place} is missing; it is {_words(field.type)}")
        fault = _fault(value, field.type, place)
        if fault is not None:
            return fault
    return None


def _fault(value: Any, expected: inspect.Type, path: str) -> ContractError | None:
    if isinstance(expected, inspect.UnionType):
        return _fault(value, next(t for t in expected.types if not isinstance(t, inspect.NoneType)), path)
    if isinstance(expected, inspect.Metadata):
        return _fault(value, expected.type, path)
    if isinstance(expected, inspect.StructType):
        return _in_struct(value, expected, path)
    if isinstance(expected, inspect.DictType) and isinstance(value, dict):
        faults = (_entry_fault(key, item, expected, path) for key, item in value.items())
        return next((fault for fault in faults if fault is not None), None)
    if isinstance(expected, inspect.VarTupleType) and isinstance(value, list) and value:
        faults = (_fault(item, expected.item_type, f"{path}[{n}]") for n, item in enumerate(value))
        return next((fault for fault in faults if fault is not None), None)
    if isinstance(expected, inspect.CustomType):
        return _custom_fault(value, expected.cls, path)
    if _fits(value, expected):
        return None
    if isinstance(expected, inspect.StrType) and isinstance(value, int | float):
        return ContractError(path, f'{path} is {text_of(value)}; it is text, so write "{text_of(value)}"')
    return ContractError(path, f"{path} is {text_of(value)}; it is {_words(expected)}")


def _entry_fault(key: str, value: Any, expected: inspect.DictType, path: str) -> ContractError | None:
    if not _fits(key, expected.key_type):
        return ContractError(
            path, f"{path} has the name {text_of(key)}; a name is {_words(expected.key_type)}"
        )
    return _fault(value, expected.value_type, f"{path}.{key}")


def _custom_fault(value: Any, wanted: type, path: str) -> ContractError | None:
    if wanted is Instant:
        try:
            parse_instant(value, path)
        except ContractError as error:
            return error
    if wanted is Amount:
        try:
            parse_amount(value)
        except ValueError:
            return ContractError(
                path, f'{path} is {text_of(value)}; it is a number, as 4.5 or the text "4.5"'
            )
    return None


def _fits(value: Any, expected: inspect.Type) -> bool:
    if isinstance(expected, inspect.StrType):
        return isinstance(value, str) and (expected.min_length or 0) <= len(value) <= (
            expected.max_length or len(value)
        )
    if isinstance(expected, inspect.LiteralType):
        return isinstance(value, str) and value in expected.values
    if isinstance(expected, inspect.IntType):
        return isinstance(value, int) and not isinstance(value, bool) and value >= (expected.ge or 0)
    return False


def _words(expected: inspect.Type) -> str:
    """What would be right, as the end of a sentence."""
    match expected:
        case inspect.UnionType():
            return _words(next(t for t in expected.types if not isinstance(t, inspect.NoneType)))
        case inspect.Metadata():
            return _words(expected.type)
        case inspect.LiteralType():
            return "one of " + ", ".join(_AS_LISTED[frozenset(expected.values)])
        case inspect.StrType():
            return f"a text of {expected.min_length or 0} to {expected.max_length} characters"
        case inspect.IntType():
            return f"a whole number of at least {expected.ge or 0}"
        case inspect.DictType():
            return "an object of names and whole numbers"
        case inspect.VarTupleType():
            return "a list of texts, at least one"
        case inspect.StructType():
            return "an object with " + " and ".join(field.encode_name for field in expected.fields)
        case inspect.CustomType() if expected.cls is Instant:
            return "an instant like 2026-01-31T23:00:00Z, with its offset"
        case _:
            return 'a number, as 4.5 or the text "4.5"'
