"""Which version may be put, decided without a store."""

from collections.abc import Mapping

import pytest

from services.portal.admission import Admitted, admit
from services.portal.documents import read_document
from services.portal.records import Kept
from services.portal.refusals import Refused
from services.portal.visibility import entry_of
from shared.security.principal import Principal
from tests.unit.portal.documents import small

OPERATOR = Principal("operator", "k")
SOURCE = Principal("source", "k", services=frozenset({"shop"}))


def party(name: str) -> Principal:
    return Principal("party", "k", party=name)


def kept(document: str) -> Kept:
    return Kept(document=read_document(document.encode()), put_at=0, put_by="k")


def decided(
    document: str, *before: str, owners: Mapping[str, str] | None = None, who: Principal = OPERATOR
) -> Admitted | int:
    """Admitted, or the status of the refusal."""
    found = admit(read_document(document.encode()), [kept(one) for one in before], owners or {}, who)
    return found.status if isinstance(found, Refused) else found


@pytest.mark.parametrize(
    ("who", "first", "next_version"),
    [
        (OPERATOR, Admitted.NEW, Admitted.NEW),
        (party("north"), Admitted.NEW, Admitted.NEW),
        (party("acme"), Admitted.NEW, Admitted.NEW),
        (party("auditor"), 403, 403),
        (party("stranger"), 403, 404),
        (SOURCE, 403, 403),
    ],
)
def test_operator_and_the_two_parties_put_versions(who, first, next_version) -> None:
    assert decided(small(), who=who) == first
    assert decided(small(version=2), small(), who=who) == next_version


@pytest.mark.parametrize(
    ("document", "before", "found"),
    [
        (small(version=2), [small(version=1)], Admitted.NEW),
        (small(version=4), [small(version=1)], Admitted.NEW),
        (small(version=1), [small(version=1)], Admitted.REPEATED),
        (
            small(version=1) + "\n# said differently\n",
            [small(version=1), small(version=2)],
            Admitted.REPEATED,
        ),
        (small(version=1, target="98"), [small(version=1)], 409),
        (small(version=2), [small(version=3)], 409),
        (small(version=2, customer="other"), [small(version=1)], 409),
        (small(version=2, provider="other"), [small(version=1)], 409),
        (small(version=2, observer="other"), [small(version=1)], Admitted.NEW),
    ],
)
def test_versions_come_in_order_stay_as_they_are_and_keep_their_parties(document, before, found) -> None:
    assert decided(document, *before) == found


def test_a_service_belongs_to_one_provider() -> None:
    assert decided(small(), owners={"shop": "north"}) is Admitted.NEW
    assert decided(small(), owners={"shop": "south"}) == 409


def test_the_directory_knows_the_services_of_every_version_and_the_parties_of_the_latest() -> None:
    entry = entry_of([kept(small(service="old")), kept(small(version=2, service="new", observer="now"))])

    assert entry.services == ("new", "old")
    assert entry.observers == ("now",)
