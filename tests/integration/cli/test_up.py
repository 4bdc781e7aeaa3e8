"""The first start of `eyelevel up`, and those after it: who gets in, and who can look into the folder."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.starting import Up, eyelevel


def migrated(data: Path) -> None:
    eyelevel("migrate", "--data", str(data))


def killed_before_its_tables(data: Path) -> None:
    data.mkdir()
    (data / "portal.db").touch()


def killed_with_its_key_shown(data: Path) -> None:
    with Up(data) as killed:
        killed.kill_once_the_key_is_shown()


@pytest.mark.parametrize("before", [migrated, killed_before_its_tables, killed_with_its_key_shown])
def test_a_start_that_finds_no_operators_key_shows_one_that_opens(
    before: Callable[[Path], None], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    before(data)

    with Up(data) as up:
        assert up.key is not None
        assert up.opens(up.key)


def test_the_key_is_shown_once_and_a_new_one_is_the_way_back_in(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Up(data) as first:
        lost = first.key
        assert lost is not None
        assert first.opens(lost)
        adas = first.another_operator(lost)

    with Up(data) as second:
        assert second.key is None
        assert second.opens(lost)

    with Up(data, "--new-operator-key") as third:
        found = third.key
        assert found not in {None, lost}
        assert [third.opens(key) for key in (str(found), lost, adas)] == [True, False, True]


def test_only_its_owner_can_look_into_the_folder_that_a_start_makes(tmp_path: Path) -> None:
    data = tmp_path / "data"

    with Up(data) as up:
        assert up.key is not None

    assert stat.S_IMODE(data.stat().st_mode) == 0o700
