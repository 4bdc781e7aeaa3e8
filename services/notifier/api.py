"""HTTP's way in: who was told what and when, and to tell someone again.

A party sees the deliveries of its own agreements, both sides' alike; what it may not see is not there (404).
"""

from collections.abc import Callable
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Query

from services.notifier.ports import Clock, Receipt, ReceiptStore
from services.notifier.shown import DeliveriesShown, DeliveryShown, show
from shared.contracts.directory import AgreementEntry, ReceiverEntry
from shared.security.principal import Principal
from shared.web.doors import door
from shared.web.problems import Problem

_HIGHEST_CURSOR = 2**63 - 1
_Reader = Annotated[Principal, Depends(door("operator", "party"))]
_Name = Annotated[str | None, Query(min_length=1, max_length=255, pattern=r"^[^\x00]+$")]
_Cursor = Annotated[int | None, Query(ge=1, le=_HIGHEST_CURSOR, description="`next` of the page before.")]
_Limit = Annotated[int, Query(ge=1, le=200)]


class Names(Protocol):
    """The part of the directory that the API asks."""

    def agreements(self) -> tuple[AgreementEntry, ...]:
        """All of them."""
        ...

    def agreement(self, id_: str) -> AgreementEntry | None:
        """The one of this id."""
        ...

    def receiver(self, id_: str) -> ReceiverEntry | None:
        """The one of this id."""
        ...


def router(store: ReceiptStore, names: Names, clock: Clock, wake: Callable[[], None]) -> APIRouter:
    """The routes under /v1/deliveries. `wake` is called when something became due."""
    routes = APIRouter(prefix="/v1/deliveries", tags=["deliveries"])

    @routes.get(
        "",
        summary="Who was told what, and when",
        responses={200: {"description": "A page of deliveries."}, 404: {"description": "No such agreement."}},
    )
    async def deliveries(
        who: _Reader,
        agreement: _Name = None,
        objective: _Name = None,
        cursor: _Cursor = None,
        limit: _Limit = 50,
    ) -> DeliveriesShown:
        """The deliveries of the caller's agreements with all attempts, latest first."""
        visible = _visible(who, names, agreement)
        found = await store.receipts(visible, objective, cursor, limit + 1)
        following = str(found[limit - 1].sequence) if len(found) > limit else None
        return DeliveriesShown(deliveries=[show(receipt) for receipt in found[:limit]], next=following)

    @routes.post(
        "/{delivery}/retry",
        status_code=202,
        summary="Send a delivery again now",
        responses={
            202: {"description": "It will be sent at once."},
            404: {"description": "No such delivery."},
            409: {"description": "Its receiver is gone or switched off."},
        },
    )
    async def retry(who: _Reader, delivery: str) -> DeliveryShown:
        """One more attempt under the same message id, whatever came of the others; the schedule stays as it is.

        For the operator, and for the party whose receiver it is.
        """
        receipt = await store.receipt(delivery) if "\x00" not in delivery else None
        if receipt is None or not _may_see(who, names, receipt.agreement):
            raise Problem(404, "Not Found", f"There is no delivery {delivery!r}.")
        _may_send(who, names, receipt)
        await store.ask(delivery, clock())
        wake()
        return show(await store.receipt(delivery) or receipt)

    return routes


def _visible(who: Principal, names: Names, agreement: str | None) -> list[str] | None:
    """The agreements to answer for; None means all. 404 for one that the caller may not see."""
    if agreement is None:
        seen = [entry.id for entry in names.agreements() if who.may_see(entry)]
        return None if who.role == "operator" else seen
    if not _may_see(who, names, agreement):
        raise Problem(404, "Not Found", f"There is no agreement {agreement!r}.")
    return [agreement]


def _may_see(who: Principal, names: Names, agreement: str) -> bool:
    """The operator sees also what the directory no longer holds."""
    entry = names.agreement(agreement)
    return who.role == "operator" or (entry is not None and who.may_see(entry))


def _may_send(who: Principal, names: Names, receipt: Receipt) -> None:
    if who.role != "operator" and who.party != receipt.party:
        raise Problem(403, "Forbidden", f"Only the operator or {receipt.party} may have this sent again.")
    receiver = names.receiver(receipt.receiver)
    if receiver is None or receiver.party != receipt.party:
        raise Problem(409, "Conflict", f"The receiver {receipt.receiver!r} is no longer in the directory.")
    if receiver.disabled:
        raise Problem(409, "Conflict", f"The receiver {receipt.receiver!r} is switched off by its party.")
