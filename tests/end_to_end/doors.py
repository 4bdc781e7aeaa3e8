"""Every door of the four services, and what it answers to whom: the table that `test_doors` holds the services to.

A cell is the status. The columns, all asking about azurite's things:

nobody       no key, a malformed one, a wrong secret, one taken back, a session past its time, bad inner tokens
token        the portal's inner token for azurite's customer
source       a key for azurite's service; `other source` one for basalt's
provider, customer, observer   azurite's parties, on pages by key and by session
stranger     a party of no agreement; `other party` basalt's provider, customer and observer, on pages signed in too
operator     the operator's key
"""

from dataclasses import dataclass
from typing import Any

COLUMNS = (
    "nobody", "token", "source", "other source", "provider", "customer", "observer", "stranger", "other party",
    "operator",
)  # fmt: skip

HOOK = "http://127.0.0.1:9/doors"
YAML = {"Content-Type": "application/yaml"}
EVENT = {"Content-Type": "application/cloudevents+json"}
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
BATCH = {"Content-Type": "application/cloudevents-batch+json"}


@dataclass(frozen=True)
class Door:
    """One way in, with a body where it takes one. `{names}` are filled in; `query` is no part of the route."""

    method: str
    route: str
    statuses: tuple[int, ...]
    body: Any = None
    headers: Any = None
    query: str = ""
    fills: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        said = self.body if isinstance(self.body, str) else " ".join(value for _, value in self.fills)
        return f"{self.method} {self.route}{self.query} {said}".strip()

    def expected(self) -> dict[str, int]:
        return dict(zip(COLUMNS, self.statuses, strict=True))


EVERYONE = (200,) * 10
FIGURES = (401, 200, 403, 403, 200, 200, 200, 404, 404, 200)
LISTED = (401, 200, 403, 403, 200, 200, 200, 200, 200, 200)
BOOKS = (401, 401, 403, 403, 200, 200, 200, 404, 404, 200)
BOOKS_LISTED = (401, 401, 403, 403, 200, 200, 200, 200, 200, 200)
PROPOSE = (401, 401, 403, 403, 201, 201, 403, 404, 404, 403)
DECIDE = (401, 401, 403, 403, 403, 200, 403, 404, 404, 403)
PAGE = (303, 303, 303, 303, 200, 200, 200, 404, 404, 200)
FORM = (303, 303, 303, 303, 403, 303, 403, 404, 404, 403)
PAGE_LISTED = (303, 303, 303, 303, 200, 200, 200, 200, 200, 200)

API = (
    # ------------------------------------  no   tok  src  osrc prov cust obs  strn othr oper
    Door("POST", "/v1/events", (401, 401, 202, 403, 403, 403, 403, 403, 403, 202), "measured", EVENT),
    Door("POST", "/v1/events", (401, 401, 403, 403, 403, 202, 403, 403, 403, 202), "reported", EVENT),
    Door("POST", "/v1/events", (401, 401, 403, 403, 202, 403, 403, 403, 403, 202), "announced", EVENT),
    Door("POST", "/v1/events", (401, 401, 403, 403, 403, 403, 403, 403, 403, 403), "decided", EVENT),
    Door("POST", "/v1/events", (401, 401, 202, 400, 400, 400, 400, 400, 400, 202), "batch", BATCH),
    Door("POST", "/v1/history", (401, 401, 403, 403, 403, 403, 403, 403, 403, 202), "measured", EVENT),
    Door("GET", "/v1/figures", LISTED),
    Door("GET", "/v1/figures/{agreement}", FIGURES),
    Door("GET", "/v1/figures/{agreement}/{objective}", FIGURES),
    Door("GET", "/v1/figures/{agreement}/{objective}/{start}", FIGURES),
    Door("GET", "/v1/figures/{agreement}/{objective}/{start}/explanation", FIGURES),
    Door("GET", "/v1/figures/{agreement}/{objective}/{start}/evidence", FIGURES),
    Door("GET", "/v1/figures/{agreement}/{objective}/{start}/ledger", FIGURES),
    Door("GET", "/v1/figures/{agreement}/{objective}/{start}/ledger", FIGURES, query="?format=csv"),
    Door("GET", "/v1/evidence/{agreement}/{objective}", FIGURES),
    Door("POST", "/v1/trials", LISTED, "document", YAML),
    Door("GET", "/v1/deliveries", LISTED),
    Door("GET", "/v1/deliveries", FIGURES, query="?agreement={agreement}"),
    Door("GET", "/v1/deliveries", FIGURES, query="?agreement={agreement}&objective={objective}"),
    Door("POST", "/v1/deliveries/{delivery}/retry", (401, 202, 403, 403, 403, 202, 403, 404, 404, 202)),
    Door("PUT", "/v1/agreements/{agreement}", (401, 401, 403, 403, 200, 200, 403, 404, 404, 200), "document", YAML),
    Door("GET", "/v1/agreements", BOOKS_LISTED),
    Door("GET", "/v1/agreements/{agreement}", BOOKS),
    Door("GET", "/v1/agreements/{agreement}/versions/{version}", BOOKS),
    Door("GET", "/v1/agreements/{agreement}/corrections", BOOKS),
    Door("PUT", "/v1/agreements/{agreement}/corrections/{correction}", PROPOSE, "correction"),
    Door("PUT", "/v1/agreements/{agreement}/corrections/{correction}/decision", DECIDE, {"decision": "accepted"},
         fills=(("correction", "proposed"),)),
    Door("PUT", "/v1/agreements/{agreement}/changes/{change}/decision", DECIDE, {"decision": "declined"}),
    Door("POST", "/v1/keys", (401, 401, 403, 403, 403, 403, 403, 403, 403, 201), {"role": "party", "party": "x"}),
    Door("GET", "/v1/keys", (401, 401, 403, 403, 403, 403, 403, 403, 403, 200)),
    Door("DELETE", "/v1/keys/{key}", (401, 401, 403, 403, 403, 403, 403, 403, 403, 204)),
    Door("POST", "/v1/receivers", (401, 401, 403, 403, 201, 201, 201, 201, 201, 422), {"url": HOOK}),
    Door("POST", "/v1/receivers", (401, 401, 403, 403, 403, 201, 403, 403, 403, 201), "the customer's receiver"),
    Door("GET", "/v1/receivers", BOOKS_LISTED),
    Door("DELETE", "/v1/receivers/{receiver}", (401, 401, 403, 403, 404, 204, 404, 404, 404, 204)),
    Door("POST", "/v1/links", (401, 401, 403, 403, 201, 201, 201, 201, 201, 422)),
    Door("POST", "/v1/links", (401, 401, 403, 403, 403, 201, 403, 403, 403, 201), "the customer's link"),
)  # fmt: skip
PAGES = (
    # -------------------------------------------------------- no   tok  src  osrc prov cust obs  strn othr oper
    Door("GET", "/", PAGE_LISTED),
    Door("GET", "/agreements", PAGE_LISTED),
    Door("GET", "/agreements/{agreement}", PAGE),
    Door("GET", "/agreements/{agreement}/versions/{version}.yaml", PAGE),
    Door("GET", "/agreements/{agreement}/{objective}", PAGE),
    Door("GET", "/agreements/{agreement}/{objective}/clocks.csv", PAGE),
    Door("GET", "/agreements/{agreement}/{objective}/evidence", PAGE),
    Door("GET", "/agreements/{agreement}/{objective}/evidence.jsonl", PAGE),
    Door(
        "POST",
        "/agreements/{agreement}/corrections/{correction}",
        FORM,
        "the form of a correction",
        FORM_TYPE,
        fills=(("correction", "proposed"),),
    ),
    Door("POST", "/agreements/{agreement}/changes/{change}", FORM, "the form of a change", FORM_TYPE),
    Door("GET", "/{name}.{kind}", EVERYONE, fills=(("name", "style"), ("kind", "css"))),
    Door("GET", "/{name}.{kind}", (404,) * 10, fills=(("name", "secret"), ("kind", "txt"))),
    Door("GET", "/sign-in", EVERYONE),
    Door("GET", "/sign-in/{token}", EVERYONE),
    Door("GET", "/sign-in/{token}", (410,) * 4 + (303,) * 6, fills=(("token", "used"),)),
    Door("GET", "/sign-in/{token}", (410,) * 4 + (303,) * 6, fills=(("token", "past"),)),
    Door("GET", "/sign-in/{token}", (410,) * 4 + (303,) * 6, fills=(("token", "made-up"),)),
    Door("POST", "/sign-in/{token}", (303,) * 10),
    Door("POST", "/sign-in/{token}", (410,) * 4 + (303,) * 6, fills=(("token", "used"),)),
    Door("POST", "/sign-out", (303,) * 10),
    Door("GET", "/signed-out", EVERYONE),
)
PLAIN = (
    Door("GET", "/livez", EVERYONE),
    Door("GET", "/readyz", EVERYONE),
    Door("GET", "/openapi.json", EVERYONE),
)
METRICS = Door("GET", "/metrics", EVERYONE)  # of no tenant, and so not looked through for what is theirs
