"""Everyone who may stand before a door, by the column of the table in `doors`: what they send, and whose they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shared.security import keys
from tests.end_to_end.doors import Door
from tests.end_to_end.tenants import SIDES, Tenant, Tenants

ASKS_WITH_TOKENS = ("/v1/figures", "/v1/evidence", "/v1/trials", "/v1/deliveries")
COOKIE = "eyelevel_session"


@dataclass(frozen=True)
class Visitor:
    """`tenant`: whose things they may see; None for nobody's, or for the operator, who sees all."""

    name: str
    column: str
    headers: Mapping[str, str] = field(default_factory=dict)
    tenant: Tenant | None = None


def visitors(world: Tenants, door: Door) -> Iterator[Visitor]:
    """All of them at this door."""
    own, other = world.azurite, world.basalt
    page = not door.route.startswith("/v1/")
    yield from _nobodies(world)
    if not page:
        yield _signed_in(own, "customer", "nobody", "a session, which opens pages alone")
    yield _keyed("the inner token of a customer", "token", world.token(own, "customer"), own)
    yield _keyed("a source of the service", "source", own.keys["source"], own)
    yield _keyed("a source of another service", "other source", other.keys["source"], other)
    for side in SIDES:
        yield _keyed(side, side, own.keys[side], own)
        yield _keyed(f"the other {side}", "other party", other.keys[side], other)
        if page and door.route != "/sign-out":
            yield _signed_in(own, side, side, f"{side}, signed in")
            yield _signed_in(other, side, "other party", f"the other {side}, signed in")
    if door.route.startswith(ASKS_WITH_TOKENS):
        yield _keyed("the other customer's inner token", "other party", world.token(other, "customer"), other)
    yield _keyed("a stranger", "stranger", world.stranger)
    yield _keyed("the operator", "operator", world.front.operator_key)


def _nobodies(world: Tenants) -> Iterator[Visitor]:
    key = world.azurite.keys["customer"]
    good = world.token(world.azurite, "customer")
    texts = {
        "a malformed key": "nonsense",
        "a wrong secret": key[:-43] + keys.mint("party").text[-43:],
        "another role's letter": key.replace("eye_p_", "eye_o_"),
        "a key never handed out": keys.mint("operator").text,
        "a key taken back": world.taken_back(),
        "a badly signed token": world.token(world.azurite, "customer", secret=b"-" * 48),
        "a token past its time": world.token(world.azurite, "customer", seconds=-1),
        "an unsigned token": f"eyJhbGciOiJub25lIn0.{good.split('.')[1]}.",
    }
    yield Visitor("no key", "nobody")
    yield Visitor("another scheme", "nobody", {"Authorization": f"Basic {key}"})
    yield Visitor("a made-up session", "nobody", {"Cookie": f"{COOKIE}={key}"})
    past = world.past_session(world.azurite.party("customer"))
    yield Visitor("a session past its time", "nobody", {"Cookie": f"{COOKIE}={past}"})
    for name, text in texts.items():
        yield _keyed(name, "nobody", text)


def _keyed(name: str, column: str, text: str, tenant: Tenant | None = None) -> Visitor:
    return Visitor(name, column, {"Authorization": f"Bearer {text}"}, tenant)


def _signed_in(tenant: Tenant, side: str, column: str, name: str) -> Visitor:
    return Visitor(name, column, {"Cookie": f"{COOKIE}={tenant.sessions[side]}"}, tenant)
