"""The hash that a signature covers: equal for what reads the same, different for any other word."""

import json

from shared.agreements.reading import read_agreement
from tests.unit.agreements.documents import BASE, read, with_changes

HASH = read().hash


def test_it_names_its_method() -> None:
    assert HASH.startswith("sha256:")
    assert len(HASH) == len("sha256:") + 64


def test_order_of_names_spaces_and_comments_do_not_matter() -> None:
    turned = json.dumps(dict(reversed(BASE.items())), indent=3)
    assert read_agreement(f"# a comment\n{turned}\n")[0].hash == HASH


def test_yaml_and_json_of_the_same_words_are_the_same() -> None:
    text = json.dumps(with_changes())
    as_yaml = text.replace('"apiVersion": "eyelevel/v1"', "apiVersion: eyelevel/v1")
    assert read_agreement(as_yaml)[0].hash == HASH


def test_any_value_changes_it() -> None:
    assert read(objectives__0__target="99.90 %").hash != HASH


def test_the_order_of_lists_changes_it() -> None:
    turned = [{"id": "pay", "name": "Payment"}, {"id": "shop", "name": "Web shop"}]
    assert read(services=turned).hash != HASH
