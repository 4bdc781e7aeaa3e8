"""The plan of mutation testing: each file is there and in one shard, and the copy means what the original does."""

import pytest

from tests.mutation.plan import FILES, ROOT, Shard, examples, source
from tests.mutation.results import Change, explanations
from tests.mutation.tree import plain

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
    length = property(length)

    def twice(self) -> int:
        return 2 * self.length
    twice = cached_property(twice)

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


@pytest.mark.parametrize("text", ["0/8", "9/8", "1", "x/8", "1/0"])
def test_what_is_no_shard_is_refused(text):
    with pytest.raises(ValueError, match=r"shard|invalid literal"):
        Shard.read(text)


def test_a_property_becomes_a_function_and_no_function_keeps_its_answers():
    assert plain(DECORATED) == PLAIN


def test_examples_are_no_random_stories():
    names = {path.name for path in examples()}
    assert "test_clocks.py" in names
    assert not names & {"stories.py", "test_random_stories.py"}


@pytest.mark.parametrize("change", explanations(), ids=lambda one: f"{one.file}-{one.function}-{one.after}")
def test_each_explained_survivor_changes_a_line_that_is_there(change: Change):
    text = " ".join((ROOT / source(change.file)).read_text().split())
    assert change.function.rpartition(".")[2] in text
    assert " ".join(change.before.split()) in text
