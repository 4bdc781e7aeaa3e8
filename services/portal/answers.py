"""The portal's values in the shape of its API."""

import csv
import io
from collections.abc import Sequence

from fastapi import Request, Response

from services.portal.bodies import AgreementSaid, KeySaid, VersionSaid
from services.portal.page.clocks_view import CLOCK_COLUMNS, clock_lines
from services.portal.page.seen import Figure
from services.portal.records import Fault, Kept, KeyKept
from services.portal.refusals import Refused
from services.portal.visibility import entry_of
from shared.contracts.instants import format_instant
from shared.web.problems import Problem


def agreement_said(versions: Sequence[Kept]) -> AgreementSaid:
    """An agreement with all its versions, the latest last."""
    entry = entry_of(versions)
    return AgreementSaid(
        id=entry.id,
        title=entry.title,
        provider=entry.provider,
        customer=entry.customer,
        observers=list(entry.observers),
        services=list(entry.services),
        latest=versions[-1].document.version,
        versions=[_version_said(kept) for kept in versions],
    )


def key_said(kept: KeyKept) -> KeySaid:
    """A key as listed."""
    return KeySaid(
        id=kept.id,
        role=kept.role,
        party=kept.party,
        services=list(kept.services),
        sources=list(kept.sources),
        name=kept.name,
        made_at=format_instant(kept.made_at),
    )


def clock_file(figure: Figure, name: str) -> Response:
    """The clocks of a period as CSV (RFC 4180)."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(CLOCK_COLUMNS)
    writer.writerows(clock_lines(figure.clocks))
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(table.getvalue().encode(), media_type="text/csv; charset=utf-8", headers=named)


async def refused_as_problem(request: Request, error: Exception) -> Response:
    """A handler's refusal as problem details, each fault with its line, field and sentence."""
    assert isinstance(error, Refused)  # noqa: S101 - what the handler is registered for
    errors = [_fault_said(fault) for fault in error.faults]
    return Problem(error.status, error.title, error.sentence, errors).answer(request.url.path)


def _fault_said(fault: Fault) -> dict[str, str | int]:
    line = {} if fault.line is None else {"line": fault.line}
    return {**line, "field": fault.field, "detail": fault.sentence}


def _version_said(kept: Kept) -> VersionSaid:
    said = kept.document
    until = None if said.force_until is None else format_instant(said.force_until)
    return VersionSaid(
        version=said.version,
        hash=said.digest,
        signed="outside",
        in_force={"from": format_instant(said.force_from), "until": until},
        put_at=format_instant(kept.put_at),
    )
