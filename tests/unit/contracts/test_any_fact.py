"""Whatever an event's data is, it is read or refused with a field and a sentence."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.errors import ContractError
from shared.contracts.facts import DATA, read_fact
from tests.unit.contracts.test_facts import RIGHT, event

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def refusal(kind: str, data: Any) -> ContractError | None:
    """The refusal of an event, None where it is a fact; anything else raised is a fault of the reader."""
    try:
        read_fact(event(kind, data))
    except ContractError as error:
        return error
    return None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(RIGHT)), st.data(), JSON)
def test_any_value_in_any_field_is_read_or_refused(kind: str, data: st.DataObject, value: Any) -> None:
    name = data.draw(st.sampled_from([*RIGHT[kind], "other"]))
    refused = refusal(kind, {**RIGHT[kind], name: value})
    assert refused is None or (refused.field.startswith("data"), bool(refused.sentence)) == (True, True)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(DATA)), JSON)
def test_any_data_is_read_or_refused(name: str, value: Any) -> None:
    refused = refusal(name.removeprefix("dev.eyelevel."), value)
    assert refused is None or refused.field.startswith("data")
