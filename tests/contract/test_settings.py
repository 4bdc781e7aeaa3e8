"""What services have in common they are told in the same words, with the same bounds; and nobody tells a secret."""

from importlib import import_module

import pytest
from pydantic import ValidationError

from shared.settings import ServiceSettings

GIVEN = {
    "event_log": "sqlite:///eventlog.db",
    "database_url": "postgresql+asyncpg://eyelevel:hushhush@db/x",
    "secret": "hushhush" * 4,
    "metrics_key": "hushhush",
    "operator_key": "hushhush",
    "public_url": "http://portal.example",
}
SERVICES = ("ingest", "evaluator", "notifier", "portal")


@pytest.fixture(params=SERVICES)
def settings(request: pytest.FixtureRequest) -> type[ServiceSettings]:
    found: type[ServiceSettings] = import_module(f"services.{request.param}.settings").Settings
    return found


def test_no_secret_stands_in_the_settings_as_they_are_printed(settings: type[ServiceSettings]) -> None:
    said = repr(settings(**GIVEN))
    assert "sqlite:///eventlog.db" in said
    assert "hushhush" not in said


def test_no_secret_stands_in_the_error_that_names_what_is_missing(settings: type[ServiceSettings]) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(**{name: value for name, value in GIVEN.items() if name != "event_log"})
    assert "event_log" in str(refused.value)
    assert "hushhush" not in str(refused.value)


@pytest.mark.parametrize(("partitions", "taken"), [(0, False), (1, True), (1_000, True), (1_001, False)])
def test_partitions_have_the_same_bounds_everywhere(
    settings: type[ServiceSettings], partitions: int, taken: bool
) -> None:
    try:
        settings(**GIVEN, partitions=partitions)
    except ValidationError:
        assert not taken
    else:
        assert taken


def test_settings_stand_as_they_were_read(settings: type[ServiceSettings]) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        settings(**GIVEN).host = "0.0.0.0"
