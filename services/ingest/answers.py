"""What a sender over HTTP is told: counts, an answer for each event of a batch, problems with field and sentence."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from services.ingest.acceptance import Accepted
from services.ingest.forms import Form, NotTaken, Read
from services.ingest.handlers import Outcome
from services.ingest.refusals import Rejected
from shared.eventlog.port import LogUnavailable
from shared.web.problems import Problem, title_of


def answer(form: Form, outcomes: Sequence[Outcome]) -> bytes:
    """The body of 202; a Problem is raised when nothing of the request was taken."""
    if form.batch:
        return _of_batch(form.events, outcomes)
    (outcome,) = outcomes
    if isinstance(outcome, Rejected):
        title = title_of(outcome.status)
        raise Problem(outcome.status, title, _sentence(outcome), [_error(outcome, "#")])
    return msgspec.json.encode(_counts(outcomes))


def not_taken(refusal: NotTaken) -> Problem:
    """A request that cannot be read as a whole."""
    errors = [{"field": refusal.field, "detail": refusal.sentence}] if refusal.field else []
    title = title_of(refusal.status)
    return Problem(refusal.status, title, _capital(refusal.sentence), errors)


def log_unavailable(_problem: LogUnavailable) -> Problem:
    """503: what was sent may or may not be in the log, and a repeat does no harm."""
    detail = "The event log does not answer. Send the same events again later; none is counted twice."
    return Problem(503, title_of(503), detail, headers={"Retry-After": "5"})


def _of_batch(events: Sequence[Read], outcomes: Sequence[Outcome]) -> bytes:
    refusals = [(n, outcome) for n, outcome in enumerate(outcomes) if isinstance(outcome, Rejected)]
    if refusals and len(refusals) == len(outcomes):
        first = refusals[0][1]
        detail = f"None of the {len(outcomes)} events was taken. The first: {_ended(first.sentence)}"
        errors = [_error(refusal, f"#/{n}") for n, refusal in refusals]
        raise Problem(400, title_of(400), detail, errors)
    results = [
        _result(n, event, outcome) for n, (event, outcome) in enumerate(zip(events, outcomes, strict=True))
    ]
    return msgspec.json.encode({**_counts(outcomes), "results": results})


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    counted = Counter(_status(outcome) for outcome in outcomes)
    return {status: counted[status] for status in ("accepted", "repeated", "rejected")}


def _status(outcome: Outcome) -> str:
    if isinstance(outcome, Accepted):
        return "accepted"
    return "rejected" if isinstance(outcome, Rejected) else "repeated"


def _result(n: int, event: Read, outcome: Outcome) -> dict[str, Any]:
    said: dict[str, Any] = {"index": n, "source": event.source, "id": event.id, "status": _status(outcome)}
    if isinstance(outcome, Rejected):
        said["problem"] = {
            "type": "about:blank",
            "title": title_of(outcome.status),
            "status": outcome.status,
            "detail": _sentence(outcome),
            "errors": [_error(outcome, f"#/{n}")],
        }
    return said


def _error(refusal: Rejected, place: str) -> dict[str, str]:
    path = (
        refusal.field.replace("~", "~0")
        .replace("/", "~1")
        .replace(".", "/")
        .replace("[", "/")
        .replace("]", "")
    )
    said = {
        "pointer": f"{place}/{path}" if path else place,
        "reason": refusal.reason,
        "detail": refusal.sentence,
    }
    return {"field": refusal.field, **said} if refusal.field else said


def _sentence(refusal: Rejected) -> str:
    """A sentence that begins with the field's name keeps it as it is written."""
    return _ended(refusal.sentence) if refusal.field else _capital(refusal.sentence)


def _capital(sentence: str) -> str:
    return _ended(f"{sentence[:1].upper()}{sentence[1:]}")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."
