"""JSON is read as the YAML that it is, node by node and place by place, only sooner."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.agreements.faults import Faulty
from shared.agreements.json_nodes import json_nodes
from shared.agreements.nodes import Scalar
from shared.agreements.yaml_nodes import yaml_nodes

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=8)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)
layouts = st.fixed_dictionaries({"indent": st.sampled_from([None, 0, 2]), "ensure_ascii": st.booleans()})


@given(st.lists(values, min_size=1, max_size=2), layouts)
def test_json_gives_the_nodes_and_places_of_yaml(documents, layout):
    text = "\n---\n".join(json.dumps(document, **layout) for document in documents)
    assert json_nodes(text) == tuple(yaml_nodes(text))


NO_JSON = ["", "a: 1", "{a: 1}", "{1: 2}", '{"a" "b"}', '{"a": 1,}', "{,}", "[1, 2", "[1 2]", "[1] 2", "]"]
NO_JSON += ["[01]", "[.5]", "[NaN]", "['a']", '["\t"]', '["\\x41"]', "# a comment\n{}", "\ufeff{}"]
NO_JSON += ["---\n{}", "{}\n---\n", "[1] ---\n[2]"]


@pytest.mark.parametrize("text", NO_JSON)
def test_what_is_no_json_is_left_to_yaml(text):
    assert json_nodes(text) is None


def test_json_may_be_indented_with_tabs_as_yaml_may_not():
    (node,) = json_nodes('{\n\t"a":\t1\n}') or ()
    assert node.get("a") == Scalar("1", True, 2, 7)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "[" * 30 + "]" * 30, '["\\ud83d"]'])
def test_json_that_can_be_no_agreement_is_refused_as_yaml_is(text):
    with pytest.raises(Faulty) as refused:
        json_nodes(text)
    with pytest.raises(Faulty) as wanted:
        tuple(yaml_nodes(text))
    assert refused.value.faults == wanted.value.faults
