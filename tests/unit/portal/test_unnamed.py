"""The note about a party or service that no agreement names."""

import pytest

from services.portal.documents import read_document
from services.portal.records import Kept
from services.portal.unnamed import unnamed_party, unnamed_services
from tests.unit.portal.documents import WEBSHOP

KEPT = Kept(document=read_document(WEBSHOP.encode()), put_at=0, put_by="test")
PROVIDER = KEPT.document.provider
SERVICE = KEPT.document.services[0]


@pytest.mark.parametrize("party", [None, PROVIDER, KEPT.document.customer])
def test_a_party_of_an_agreement_needs_no_note(party: str | None) -> None:
    assert unnamed_party(party, [KEPT]) is None


def test_a_party_that_no_agreement_names_is_told_with_the_nearest_that_is_meant() -> None:
    slip = PROVIDER[:-1]
    assert (
        unnamed_party(slip, [KEPT])
        == f"No agreement names the party {slip!r} yet. Did you mean {PROVIDER!r}?"
    )


def test_without_any_agreement_nothing_is_near() -> None:
    assert unnamed_party("acme", []) == "No agreement names the party 'acme' yet."


def test_a_service_is_told_likewise_and_the_first_one_that_is_missing() -> None:
    slip = SERVICE + "x"
    said = unnamed_services([SERVICE, slip], [KEPT])
    assert said == f"No agreement names the service {slip!r} yet. Did you mean {SERVICE!r}?"
    assert unnamed_services([SERVICE], [KEPT]) is None
