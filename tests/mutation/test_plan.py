"""The plan of mutation testing: each file is there and in one shard, and the copy means what the original does."""

import pytest

from tests.mutation.changes import Change, plain
from tests.mutation.plan import FILES, LEFT_OUT, NEAR, ROOT, SOURCES, Shard, examples, near, source
from tests.mutation.results import explanations

DECORATED = '''\
class Span:
    @property
    def length(self) -> int:
        """Its length."""
        return 3

    @cached_property
    def twice(self) -> int:
        return 2 * self.length

    @staticmethod
    def one() -> int:
        return 1


@lru_cache(maxsize=3)
def wall(
    day: int,
) -> int:
    return day
'''

PLAIN = '''\
class Span:
    def length(self) -> int:
        """Its length."""
        return 3

    def twice(self) -> int:
        return 2 * self.length

    @staticmethod
    def one() -> int:
        return 1


def wall(
    day: int,
) -> int:
    return day
'''


def test_each_file_is_there_and_in_exactly_one_shard():
    assert [file for file in FILES if not (ROOT / source(file)).exists()] == []
    for of in (1, 2, 8, 100):
        assert sorted(file for number in range(1, of + 1) for file in Shard(number, of).files()) == sorted(
            FILES
        )


def test_each_file_of_the_calculus_is_mutated_or_left_out_for_a_reason():
    paths = [path for path in (ROOT / SOURCES).rglob("*.py") if path.name != "__init__.py"]
    every = {str(path.relative_to(ROOT / SOURCES).with_suffix("")) for path in paths}
    assert {*FILES, *LEFT_OUT} == every
    assert not {*FILES} & {*LEFT_OUT}
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize("text", ["0/8", "9/8", "1", "x/8", "1/0"])
def test_what_is_no_shard_is_refused(text):
    with pytest.raises(ValueError, match=r"shard|invalid literal"):
        Shard.read(text)


def test_a_property_becomes_a_function_and_a_function_that_keeps_its_answers_a_plain_one():
    assert plain(DECORATED) == PLAIN


def test_examples_are_no_random_stories():
    names = {path.name for path in examples()}
    assert "test_clocks.py" in names
    assert not names & {"stories.py", "test_random_stories.py", "test_forgetting.py", "test_checkpoints.py"}


def test_the_examples_that_stand_near_to_a_file_are_there():
    assert set(NEAR) <= set(FILES)
    assert [path for file in FILES for path in near(file) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("change", explanations(), ids=lambda one: f"{one.file}-{one.function}-{one.after}")
def test_each_explained_survivor_changes_a_line_that_is_there(change: Change):
    text = " ".join((ROOT / source(change.file)).read_text().split())
    assert change.function.rpartition(".")[2] in text
    assert " ".join(change.before.split()) in text
