"""The page of an objective built from facts, without any server."""

import re
from html import unescape
from typing import Any

from services.portal.documents import agreement_in, read_document
from services.portal.page.language import Language
from services.portal.page.objective import Known, ObjectiveView, objective_view
from services.portal.page.phrases import Phrases
from services.portal.page.reading import read_detail, read_periods
from services.portal.records import Kept
from tests.unit.portal import month
from tests.unit.portal.documents import WEBSHOP
from tests.unit.portal.evaluators import FakeEvaluator


def fact(time: str, state: str, **data: Any) -> dict[str, Any]:
    """`availability.changed` of the service `shop` or another."""
    return {
        "specversion": "1.0",
        "id": f"{time} {state}",
        "source": "probe",
        "type": "dev.eyelevel.availability.changed",
        "subject": data.pop("service", "shop"),
        "time": time,
        "data": {"state": state, **data},
    }


def view(
    document: str = WEBSHOP,
    told: list[dict[str, Any]] | None = None,
    as_of: str = month.AS_OF,
    language: Language = "en",
    start: str = "current",
) -> ObjectiveView:
    """The page of the one objective called `availability`."""
    one, evaluator = month.known(document, told, as_of), FakeEvaluator()
    month.teach(evaluator, one, told)
    kept = Kept(document=read_document(document.encode()), put_at=0, put_by="k")
    agreement = agreement_in(document)
    known = Known(
        detail=read_detail(evaluator.details[one.id, "availability", start]),
        periods=read_periods(evaluator.known_periods[one.id, "availability"]),
        facts={},
        deliveries=month.deliveries() if told is None else [],
        kept=kept,
    )
    return objective_view(known, agreement, agreement.objectives[0], Phrases(language))


def plain(said: object) -> str:
    """Text without tags, with ordinary spaces."""
    text = unescape(re.sub(r"<[^>]+>", "", str(said)))
    return text.replace("\u00a0", " ").replace("\u202f", " ")
