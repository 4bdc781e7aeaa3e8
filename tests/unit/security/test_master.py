"""The master secret: long enough, in a file of its owner alone, and never used but to derive."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.security.master import derive, master_in_file, read_master


def test_a_secret_of_32_characters_is_taken() -> None:
    assert read_master("x" * 32) == b"x" * 32


@pytest.mark.parametrize("text", ["", "changeme", "x" * 31])
def test_a_shorter_one_is_refused_with_how_to_make_one_and_is_not_shown(text: str) -> None:
    with pytest.raises(ValueError, match="at least 32 random ones") as refused:
        read_master(text)

    assert not text or text not in str(refused.value)


def test_a_secret_in_a_file_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret"

    first, second = master_in_file(file), master_in_file(file)

    assert first == second
    assert read_master(first)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert master_in_file(tmp_path / "other") != first


def test_of_many_who_make_a_secret_at_once_all_get_the_same_and_leave_nothing_else(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(master_in_file, [tmp_path / "secret"] * 32))

    assert len(made) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_no_two_purposes_share_what_is_derived() -> None:
    purposes = [(), ("a",), ("a", "b"), ("ab",), ("", "ab"), ("a", "", "b")]

    assert len({derive(b"m" * 32, *purpose) for purpose in purposes}) == len(purposes)
