"""Which content types a route takes, where its body is not plain JSON for FastAPI to read."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from shared.web.problems import unsupported


def takes(*media: str) -> Callable[[Request], Awaitable[str]]:
    """A dependency that gives the request's media type in lower case, or raises 415 where it is none of `media`."""

    async def check(request: Request) -> str:
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given not in media:
            raise unsupported(request, media)
        return given

    return check
