"""Documents are read as trees of text with places; what one cannot read at a glance is refused."""

import pytest

from shared.agreements.faults import BadAgreement
from shared.agreements.nodes import Mapping, Scalar, Sequence
from shared.agreements.parsing import read_nodes


def one(text: str | bytes) -> Mapping:
    (node,) = read_nodes(text, "x.yaml")
    assert isinstance(node, Mapping)
    return node


@pytest.mark.parametrize("word", ["on", "NO", "12:30", "0.1", "2026-01-01", "12-24", "0x10", "1_000", "yes"])
def test_plain_scalars_stay_the_text_that_was_written(word: str) -> None:
    node = one(f"{word}: {word}\n")
    ((key, value),) = node.entries
    assert (key.text, value.text if isinstance(value, Scalar) else None) == (word, word)


def test_nodes_know_their_line_and_column() -> None:
    node = one("a: 1\nb:\n  - x\n  - {c: y}\n")
    listed = node.get("b")
    assert isinstance(listed, Sequence)
    inner = listed.items[1]
    assert isinstance(inner, Mapping)
    value = inner.get("c")
    assert value is not None
    assert (value.line, value.column) == (4, 9)


def test_json_is_read_with_tabs_and_escapes() -> None:
    node = one('{\n\t"a": "x\\/y \\ud83d\\ude00",\n\t"b": [1, true]\n}')
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert (value.text, value.line) == ("x/y \N{GRINNING FACE}", 2)


@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_nothing_is_told_apart_from_text(empty: str) -> None:
    value = one(f"a: {empty}\nb: '{empty}'\n")
    assert [isinstance(node, Scalar) and node.is_empty for _, node in value.entries] == [True, False]


def test_documents_are_separated_and_an_empty_last_one_is_none() -> None:
    assert len(read_nodes("a: 1\n---\nb: 2\n---\n", "x")) == 2


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("a: [1\nb: 2\n", 2, "this is not YAML"),
        ("a: b: c\n", 1, "this is not YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "a stands here twice, first in line 1"),
        ("a: &x 1\n", 1, "anchors and aliases"),
        ("a: *x\n", 1, "anchors and aliases"),
        ("a: !!int 1\n", 1, "tags (!) are not taken"),
        ("? [a]\n: 1\n", 1, "a name is a text"),
        ("a: " + "[" * 30 + "]" * 30, 1, "nested too deeply"),
        ("a: \x00\n", 1, "this is not YAML"),
        ('{"a": "é \\ud83d"}', 1, "half of a pair"),
        (b"a: 1\nb: \xff\n", 2, "not UTF-8"),
        ("a: " + "x" * 1_000_001, 1, "at most 1000000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str | bytes, line: int, said: str) -> None:
    with pytest.raises(BadAgreement) as refused:
        read_nodes(text, "x.yaml")
    (fault,) = refused.value.faults
    assert (fault.line, said in fault.sentence) == (line, True), fault.sentence
    assert str(refused.value).startswith(f"x.yaml:{line}:")
