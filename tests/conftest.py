"""Fixtures every test may ask for, where a run keeps its files, and how many workers `-n auto` means."""

import os

import pytest

from tests import temporary

pytest_plugins = ["tests.kafka.fixtures", "tests.postgres.fixtures"]
WAITING = 2
"""Workers beyond one for each core: tests of brokers, databases and browsers wait for a third of their time."""


def pytest_configure() -> None:
    temporary.in_memory()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + WAITING
