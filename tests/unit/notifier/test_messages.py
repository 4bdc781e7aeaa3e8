"""Reading a verdict or notice."""

import msgspec
import pytest

from services.notifier.messages import read_message
from shared.contracts.errors import ContractError
from shared.contracts.said import SentenceSaid
from tests.unit.notifier.builders import AT, body, verdict


def changed(**values: object) -> bytes:
    return msgspec.json.encode({**verdict().mapping(), **values})


def test_the_body_stays_as_it_is_and_the_rest_is_read_from_it() -> None:
    message = read_message(body("v7"))
    assert message.body == body("v7")
    assert (message.id, message.kind, message.instant) == ("v7", "objective.breached", AT)
    assert (message.agreement, message.objective) == ("acme-webshop", "availability")
    assert (message.provider, message.customer) == ("northwind", "acme")
    assert message.sentence == SentenceSaid(
        en="Availability can no longer be met.", de="Nicht mehr erreichbar."
    )


def test_a_notice_about_a_whole_agreement_has_no_objective() -> None:
    data = {
        "agreement": {"id": "acme-webshop", "provider": "northwind", "customer": "acme"},
        "sentence": {"en": "To be signed.", "de": "Zu unterzeichnen."},
    }
    message = read_message(changed(type="dev.eyelevel.agreement.proposed", data=data, subject=None))
    assert (message.kind, message.objective, message.subject) == ("agreement.proposed", "", "acme-webshop")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "this record has none"),
        (b"\xff", "not JSON"),
        (changed(id="with.stop"), "no full stop"),
        (changed(time=None), "time is missing"),
        (changed(data={}), "data is not that of a verdict"),
        (changed(data={"agreement": {"id": "a"}}), "data is not that of a verdict"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(value: bytes | None, said: str) -> None:
    with pytest.raises(ContractError, match=said):
        read_message(value)
