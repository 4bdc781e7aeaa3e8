"""Fixtures every test may ask for, and where a run keeps its files."""

from tests import temporary

pytest_plugins = ["tests.kafka.fixtures", "tests.postgres.fixtures"]


def pytest_configure() -> None:
    temporary.in_memory()
