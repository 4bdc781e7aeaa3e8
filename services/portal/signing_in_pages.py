"""Signing in by a link and out by a button. A link is used up by a person's visit, not by a program's look ahead."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.portal import visits
from services.portal.entrance import COOKIE, viewer
from services.portal.handlers import signing_in
from services.portal.state import Portal

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
async def sign_in_page(request: Request) -> Response:
    """How one gets in."""
    return visits.message(request, 200, "signin.need", _command(request))


@router.head("/sign-in/{token}")
async def look_ahead() -> Response:
    """A program asks whether the link is there; the link stays as it is, known or not."""
    return Response(headers=visits.POLICY)


@router.get("/sign-in/{token}")
async def sign_in(request: Request, token: str) -> Response:
    """Use the link up and open the overview."""
    portal: Portal = request.app.state.portal
    if "prefetch" in (request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")):
        return Response(headers=visits.POLICY)
    signed_in = await signing_in.sign_in(portal.library, token, portal.session_seconds, portal.clock())
    if signed_in is None:
        if await viewer(request) is not None:
            return RedirectResponse("/", 303, headers=visits.POLICY)
        return visits.message(request, 410, "signin.used", _command(request))
    answer = RedirectResponse("/", 303, headers=visits.POLICY)
    answer.set_cookie(
        COOKIE,
        signed_in.token,
        max_age=portal.session_seconds,
        httponly=True,
        samesite="lax",
        secure=portal.url.startswith("https:"),
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Forget the session, here and in the browser. Another site's form does nothing."""
    portal: Portal = request.app.state.portal
    if not _own(request, portal):
        return visits.message(request, 403, "error.404")
    token = request.cookies.get(COOKIE)
    if token:
        await signing_in.sign_out(portal.library, token)
    answer = RedirectResponse("/signed-out", 303, headers=visits.POLICY)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=portal.url.startswith("https:"))
    return answer


@router.get("/signed-out")
async def signed_out(request: Request) -> Response:
    """A last word."""
    return visits.message(request, 200, "signin.out")


def _own(request: Request, portal: Portal) -> bool:
    """Whether a form was sent from one of our own pages (browsers tell by Origin, newer ones by Sec-Fetch-Site)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    ours = {urlsplit(portal.url).netloc, request.headers.get("host")}
    return origin is None or urlsplit(origin).netloc in ours


def _command(request: Request) -> str:
    portal: Portal = request.app.state.portal
    return f"eyelevel link YOUR-PARTY --url {portal.url}"
