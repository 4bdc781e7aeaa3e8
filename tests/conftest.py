"""Fixtures every test may ask for."""

pytest_plugins = ["tests.kafka.fixtures", "tests.postgres.fixtures"]
