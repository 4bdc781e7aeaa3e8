"""The folder of an embedded Eyelevel, whatever makes it first: for its owner alone."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from services.embedded import Embedding, create_app
from tests.integration.cli.starting import eyelevel


def migrated(data: Path) -> None:
    eyelevel("migrate", "--data", str(data))


def embedded(data: Path) -> None:
    create_app(Embedding(data=data, url="http://localhost", inner_url="http://localhost"))


@pytest.mark.parametrize("maker", [migrated, embedded])
def test_only_its_owner_can_look_into_a_folder_that_is_made(
    maker: Callable[[Path], None], tmp_path: Path
) -> None:
    data = tmp_path / "data"

    maker(data)

    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_folder_that_was_there_keeps_the_mode_that_its_owner_chose(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o750)

    migrated(data)

    assert stat.S_IMODE(data.stat().st_mode) == 0o750
