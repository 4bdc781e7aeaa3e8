"""The folder of an embedded Eyelevel belongs to its owner, and to one process at a time."""

import stat
from pathlib import Path

import pytest

from services.data_folder import FolderInUse, data_folder, hold


def test_it_is_made_for_its_owner_alone(tmp_path: Path):
    folder = data_folder(tmp_path / "data")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_has_one_holder_at_a_time(tmp_path: Path):
    folder = data_folder(tmp_path / "data")
    with hold(folder), pytest.raises(FolderInUse, match="in use by another Eyelevel"):
        hold(folder)
    hold(folder).close()
