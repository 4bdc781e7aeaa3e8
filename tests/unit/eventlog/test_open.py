"""Addresses of event logs."""

import itertools

import pytest

from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.kafka import KafkaLog
from shared.eventlog.open import open_log
from shared.eventlog.pauses import growing


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:///eventlog.db", EmbeddedLog),
        ("sqlite:////var/lib/eyelevel/eventlog.db", EmbeddedLog),
        ("kafka://localhost:9092", KafkaLog),
        ("kafka://one:9092,two:9092", KafkaLog),
        ("kafka://one:9092,two:9092/staging.", KafkaLog),
    ],
)
async def test_an_address_opens_the_log_it_names(url: str, kind: type) -> None:
    assert isinstance(open_log(url), kind)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "eventlog.db",
        "sqlite://eventlog.db",
        "sqlite:///",
        "kafka://",
        "kafka:///x",
        "redis://x",
        "kafka://a/b/c",
    ],
)
def test_any_other_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="An event log is"):
        open_log(url)


def test_pauses_double_up_to_the_longest() -> None:
    assert list(itertools.islice(growing(0.1, 0.5), 5)) == [0.1, 0.2, 0.4, 0.5, 0.5]
