"""An application as the services build theirs, with a route of each kind."""

import contextlib
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from pydantic import BaseModel

from shared.contracts.directory import KeyEntry, Role
from shared.observability.health import Health
from shared.observability.metrics import new_registry
from shared.security import keys
from shared.security.keyring import Keyring
from shared.security.principal import Principal
from shared.web.app import service_app
from shared.web.doors import door
from shared.web.media import takes
from shared.web.problems import Problem

LIMIT = 1000


class Thing(BaseModel):
    """A body."""

    name: str
    sizes: list[int] = []


router = APIRouter(prefix="/v1")


@router.get("/things/{thing}")
async def show(thing: str, limit: int = 10) -> dict[str, object]:
    """Anyone may."""
    return {"thing": thing, "limit": limit}


@router.put("/things/{thing}")
async def put(thing: str, body: Thing) -> dict[str, object]:
    """Anyone may."""
    return {"thing": thing, "name": body.name}


@router.post("/raw")
async def raw(
    request: Request, media: Annotated[str, Depends(takes("application/yaml", "text/yaml"))]
) -> dict[str, object]:
    """Reads its body itself."""
    return {"media": media, "bytes": len(await request.body())}


@router.get("/mine")
async def mine(principal: Annotated[Principal, Depends(door("operator", "party"))]) -> dict[str, str]:
    """Operators and parties."""
    return {"role": principal.role, "key": principal.key_id}


@router.post("/any")
async def any_key(principal: Annotated[Principal, Depends(door())], body: Thing) -> dict[str, str]:
    """Whoever has a key."""
    return {"role": principal.role, "name": body.name}


@router.get("/broken")
async def broken() -> None:
    """A fault of ours."""
    raise RuntimeError("password=hunter2")


@router.get("/refused")
async def refused() -> None:
    """A problem with errors."""
    errors = [{"pointer": "#/a", "detail": "a is missing"}]
    raise Problem(
        409, "Other content", "Größer als erlaubt.", errors, type="urn:eyelevel:problem:other-content"
    )


def build(health: Health | None = None, metrics_key: str | None = None) -> tuple[FastAPI, dict[Role, str]]:
    """The application, and the text of a key of each role that holds there."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield

    ring = Keyring()
    texts: dict[Role, str] = {}
    for role in ("operator", "source", "party"):
        minted = keys.mint(role)
        texts[role] = minted.text
        ring.put(KeyEntry(id=minted.id, digest=minted.digest, role=role))
    app = service_app(
        "example",
        lifespan=lifespan,
        health=health or Health(),
        registry=new_registry(),
        keyring=ring,
        metrics_key=metrics_key,
        body_bytes=LIMIT,
    )
    app.include_router(router)
    return app, texts
