"""A bad document is refused word for word alike where it is put and where it is tried."""

import json

import pytest
from starlette.requests import Request

from services.evaluator.api_trials import refused
from services.portal.answers import refused_as_problem
from services.portal.documents import read_document
from services.portal.refusals import Refused
from shared.agreements.received import DocumentRefused, read_received
from tests.unit.evaluator.builders import document, objective

PATH = "/v1/somewhere"
BODIES = [
    b"",
    b"\xff\xfe",
    b"a: [",
    b"- 1",
    b"{}",
    document(objective(target="995 %")).encode(),
    document(
        objective(windou="{calendar: month}"), objective(owed_by="nobody"), time_zone="Mars/Base"
    ).encode(),
    document(in_force="{from: 2026-01-01, until: 2026-01-01}").encode(),
    (document() + "---\n" + document()).encode(),
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_a_bad_document_is_refused_alike(body: bytes):
    with pytest.raises(Refused) as where_put:
        read_document(body)
    with pytest.raises(DocumentRefused) as where_tried:
        read_received(body)
    put = await refused_as_problem(Request({"type": "http", "path": PATH, "headers": []}), where_put.value)
    tried = refused(where_tried.value).answer(PATH)
    assert json.loads(bytes(put.body)) == json.loads(bytes(tried.body))
    assert put.status_code == tried.status_code == 422
