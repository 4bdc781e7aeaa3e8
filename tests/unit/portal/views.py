"""The page of an objective built from facts, without any server."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any

from services.portal.documents import agreement_in, read_document
from services.portal.page.language import Language
from services.portal.page.objective import Known, ObjectiveView, objective_view
from services.portal.page.phrases import Phrases
from services.portal.page.reading import read_detail, read_explained, read_periods
from services.portal.records import DeliverySeen, Kept
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
    objective: str = "availability",
) -> ObjectiveView:
    """The page of one objective."""
    evaluator = taught(document, told, as_of)
    deliveries = month.deliveries() if told is None else []
    return page_of(evaluator, document, objective, language, start, deliveries)


def taught(document: str, told: list[dict[str, Any]] | None, as_of: str) -> FakeEvaluator:
    """An evaluator that knows an agreement and its facts at an instant."""
    evaluator = FakeEvaluator()
    month.teach(evaluator, month.known(document, told, as_of), told)
    return evaluator


def page_of(
    evaluator: FakeEvaluator,
    document: str,
    objective: str,
    language: Language = "en",
    start: str = "current",
    deliveries: Sequence[DeliverySeen] = (),
) -> ObjectiveView:
    """The page of one objective of what an evaluator knows."""
    agreement = agreement_in(document)
    name = agreement.metadata.id
    explained = read_explained(evaluator.explanations[name, objective, start])
    known = Known(
        detail=replace(read_detail(evaluator.details[name, objective, start]), explained=explained),
        periods=read_periods(evaluator.known_periods[name, objective]),
        facts={},
        deliveries=deliveries,
        kept=Kept(document=read_document(document.encode()), put_at=0, put_by="k"),
    )
    clause = next(one for one in agreement.objectives if one.id == objective)
    return objective_view(known, agreement, clause, Phrases(language))


def plain(said: object) -> str:
    """Text without tags, with ordinary spaces."""
    text = unescape(re.sub(r"<[^>]+>", "", str(said)))
    return text.replace("\u00a0", " ").replace("\u202f", " ")
