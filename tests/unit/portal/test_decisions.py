"""What parties decide: the fact that goes out, or the refusal."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from services.portal import decisions
from services.portal.decisions import Decided
from services.portal.documents import read_document
from services.portal.refusals import Refused
from shared.security.principal import Principal
from shared.sla.changes.corrections import Standing
from tests.unit.portal.documents import WEBSHOP

DAY = 86_400_000_000
NOW = 1_767_225_600_000_000
ASKING = "maintenance: {notice: P3D, acknowledged_by: customer}"
DOCUMENT = read_document(WEBSHOP.replace("maintenance: {notice: P3D}", ASKING).encode())
UNASKING = read_document(WEBSHOP.encode())
SAID = {"service": "webshop", "from": "2026-01-01T00:00:00Z", "until": "2026-01-01T01:00:00Z", "to": "up"}


def proposed(before: Sequence[Decided] = (), by: str = "northwind", at: int = NOW, **said: Any) -> Decided:
    return decisions.proposed(DOCUMENT, before, "c-1", {**SAID, **said}, by, at)


def standing(before: Sequence[Decided], at: int = NOW + 1) -> Standing:
    return decisions.standings(DOCUMENT, before, at)[0].standing


def refusal(act: Callable[[], object]) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.status, refused.value.sentence


def test_a_proposal_is_a_fact_with_the_party_and_the_time_of_the_key():
    made = proposed()
    assert made.event.type == "dev.eyelevel.correction.proposed"
    assert made.event.id == "acme-webshop/c-1/proposed"
    assert made.event.time == "2026-01-01T00:00:00Z"
    assert made.event.subject == "webshop"
    assert made.event.data == {"correction": "c-1", **SAID, "by": "northwind"}
    assert standing([made]) is Standing.PROPOSED


def test_the_same_proposal_again_is_the_one_that_is_there():
    first = proposed()
    again = proposed([first], at=NOW + DAY)
    assert (again.new, again.at, again.event) == (False, NOW, first.event)


@pytest.mark.parametrize("other", [{"to": "excused"}, {"by": "acme"}])
def test_an_id_is_taken_by_its_first_proposal(other: dict[str, str]):
    status, sentence = refusal(lambda: proposed([proposed()], **other))
    assert (status, "choose another id" in sentence) == (409, True)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"service": "shop"}, "The agreement has no service 'shop'."),
        ({"until": SAID["from"]}, "until does not lie after data.from; a span ends after it begins"),
        ({"incident": "INC-1"}, "incident"),
        ({"service": None, "incident": "INC-1", "to": "up"}, "`to` is excused"),
        ({"service": None}, "none of service, incident"),
        ({"from": "yesterday"}, "from"),
    ],
)
def test_a_proposal_that_could_not_count_is_refused_with_what_would_be_right(wrong: Any, says: str):
    said = {name: value for name, value in {**SAID, **wrong}.items() if value is not None}
    status, sentence = refusal(lambda: decisions.proposed(DOCUMENT, (), "c-1", said, "northwind", NOW))
    assert status == 422
    assert says in sentence


ANSWERS = [
    ("acme", "accepted", Standing.ACCEPTED),
    ("acme", "declined", Standing.DECLINED),
    ("northwind", "withdrawn", Standing.WITHDRAWN),
]


@pytest.mark.parametrize(("by", "answer", "stands"), ANSWERS)
def test_the_other_party_decides_and_the_proposer_withdraws(by: str, answer: Any, stands: Standing):
    first = proposed()
    made = decisions.answered(DOCUMENT, [first], "c-1", answer, by, NOW + 1)
    assert made.event.type == f"dev.eyelevel.correction.{answer}"
    assert standing([first, made], NOW + 2) is stands
    assert not decisions.answered(DOCUMENT, [first, made], "c-1", answer, by, NOW + 9).new


@pytest.mark.parametrize(
    ("by", "answer"), [("northwind", "accepted"), ("northwind", "declined"), ("acme", "withdrawn")]
)
def test_nobody_decides_for_the_other(by: str, answer: Any):
    assert refusal(lambda: decisions.answered(DOCUMENT, [proposed()], "c-1", answer, by, NOW + 1))[0] == 403


def test_the_first_decision_stands():
    first = proposed()
    declined = decisions.answered(DOCUMENT, [first], "c-1", "declined", "acme", NOW + 1)
    status, sentence = refusal(
        lambda: decisions.answered(DOCUMENT, [first, declined], "c-1", "accepted", "acme", NOW + 2)
    )
    assert (status, sentence) == (409, "The correction is declined since 2026-01-01T00:00:00.000001Z.")


def test_an_answer_comes_in_time_until_the_last_microsecond_before_silence_decides():
    first, end = proposed(), NOW + 14 * DAY
    assert decisions.answered(DOCUMENT, [first], "c-1", "accepted", "acme", end - 1).new
    assert refusal(lambda: decisions.answered(DOCUMENT, [first], "c-1", "accepted", "acme", end))[0] == 409


def test_what_was_never_proposed_is_not_there():
    assert refusal(lambda: decisions.answered(DOCUMENT, (), "c-9", "accepted", "acme", NOW))[0] == 404


def test_the_last_word_on_a_change_counts_and_each_change_of_mind_is_a_fact():
    yes = decisions.acknowledged(DOCUMENT, (), "ch-1", "acknowledged", "acme", NOW)
    no = decisions.acknowledged(DOCUMENT, [yes], "ch-1", "declined", "acme", NOW + 1)
    same = decisions.acknowledged(DOCUMENT, [yes, no], "ch-1", "declined", "acme", NOW + 2)
    again = decisions.acknowledged(DOCUMENT, [yes, no], "ch-1", "acknowledged", "acme", NOW + 3)
    assert [one.event.id.rpartition("/")[2] for one in (yes, no, again)] == ["1", "2", "3"]
    assert [one.new for one in (yes, no, same, again)] == [True, True, False, True]
    assert yes.event.data == {"change": "ch-1", "by": "acme"}


def test_only_who_is_asked_acknowledges():
    status, sentence = refusal(
        lambda: decisions.acknowledged(DOCUMENT, (), "ch-1", "acknowledged", "northwind", NOW)
    )
    assert (status, sentence) == (403, "The agreement asks the customer to acknowledge maintenance.")
    status, sentence = refusal(
        lambda: decisions.acknowledged(UNASKING, (), "ch-1", "acknowledged", "acme", NOW)
    )
    assert (status, sentence) == (409, "The agreement asks nobody to acknowledge maintenance.")


@pytest.mark.parametrize(
    "who",
    [Principal("operator", "k"), Principal("party", "k", "auditor"), Principal("source", "k", None)],
)
def test_provider_and_customer_alone_decide(who: Principal):
    assert refusal(lambda: decisions.deciding_party(who, DOCUMENT))[0] == 403
