"""Both kinds of log."""

from pathlib import Path

import pytest


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def log_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a log that is empty."""
    if request.param == "kafka":
        return str(request.getfixturevalue("kafka_url"))
    return f"sqlite:///{tmp_path}/eventlog.db"


@pytest.fixture
def tmp_path_url(tmp_path: Path) -> str:
    """The address of an embedded log that is empty."""
    return f"sqlite:///{tmp_path}/eventlog.db"
