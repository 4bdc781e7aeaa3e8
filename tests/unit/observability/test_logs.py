"""One line an event, in one form, whoever logs it; and quiet."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.observability.logs import configure


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """These tests set up the whole process's logging: put it back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name in (
        "uvicorn",
        "uvicorn.error",
        "uvicorn.access",
        "aiokafka",
        "sqlalchemy",
        "alembic",
        "asyncio",
    ):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_json_line_with_service_level_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    configure("ingest")
    structlog.get_logger("x").warning("outbox_waits", trouble="no broker – größer", advice="wait")

    (line,) = lines(capsys)
    assert str(line.pop("at")).endswith("Z")
    assert line == {
        "event": "outbox_waits",
        "service": "ingest",
        "level": "warning",
        "trouble": "no broker – größer",
        "advice": "wait",
    }


def test_a_library_that_logs_comes_out_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure("ingest")
    logging.getLogger("uvicorn.error").error("cannot bind %s", "127.0.0.1:1")

    (line,) = lines(capsys)
    assert (line["event"], line["service"], line["level"]) == ("cannot bind 127.0.0.1:1", "ingest", "error")


def test_the_service_bound_to_a_task_goes_before_the_one_of_the_process(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("embedded")
    structlog.contextvars.bind_contextvars(service="notifier")
    structlog.get_logger("x").error("told")

    assert [line["service"] for line in lines(capsys)] == ["notifier"]


def test_a_traceback_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("ingest")
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        structlog.get_logger("x").exception("failed")

    (line,) = lines(capsys)
    assert "ZeroDivisionError" in str(line["exception"])


def test_a_traceback_shows_no_values_to_the_eye_either(capsys: pytest.CaptureFixture[str]) -> None:
    configure("ingest", format="console")
    key = "hunter" + "2"
    try:
        _ = 1 / len(key[:0])
    except ZeroDivisionError:
        structlog.get_logger("x").exception("failed")

    shown = capsys.readouterr().err
    assert "ZeroDivisionError" in shown
    assert key not in shown


@pytest.mark.parametrize(
    ("name", "level", "heard"),
    [
        ("uvicorn.access", logging.INFO, False),
        ("uvicorn.error", logging.WARNING, False),
        ("uvicorn.error", logging.ERROR, True),
        ("aiokafka.client", logging.ERROR, False),
        ("sqlalchemy.engine", logging.INFO, False),
        ("sqlalchemy.pool", logging.ERROR, True),
        ("eyelevel", logging.INFO, True),
        ("eyelevel", logging.DEBUG, False),
    ],
)
def test_who_is_heard(name: str, level: int, heard: bool, capsys: pytest.CaptureFixture[str]) -> None:
    configure("ingest", level="info")
    logging.getLogger(name).log(level, "something")

    assert bool(lines(capsys)) is heard


def test_configuring_again_does_not_say_everything_twice(capsys: pytest.CaptureFixture[str]) -> None:
    configure("ingest")
    configure("ingest")
    structlog.get_logger("x").warning("once")

    assert len(lines(capsys)) == 1


FORGED = "kept\x9b2J\u202e"


def test_what_others_wrote_is_the_same_in_json_but_draws_what_it_hides(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("ingest")
    structlog.get_logger("x").warning("refused", reason=FORGED)

    written = capsys.readouterr().err
    assert "kept\\u009b2J\\u202e" in written
    assert json.loads(written)["reason"] == FORGED


def test_what_others_wrote_cannot_forge_a_line_for_the_eye(capsys: pytest.CaptureFixture[str]) -> None:
    configure("ingest", format="console")
    try:
        raise ValueError(FORGED)
    except ValueError:
        structlog.get_logger("x").exception("refused", reason=FORGED, other="a\x1b[J")

    written = capsys.readouterr().err
    assert "ValueError: kept\\u009b2J\\u202e" in written
    assert not {"\x9b", "\u202e", "\x1b"} & set(written)
