"""Signing in by a link and out by a button. A link is used up by pressing a button, not by looking at it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.portal import visits
from services.portal.entrance import COOKIE, viewer
from services.portal.handlers import signing_in
from services.portal.own_forms import is_own
from services.portal.state import Portal

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
async def sign_in_page(request: Request) -> Response:
    """How one gets in."""
    return visits.message(request, 200, "signin.need", _command(request))


@router.get("/sign-in/{token}")
async def offer(request: Request, token: str) -> Response:
    """A button that uses the link up; looking at the page does not, since programs look at every link of a mail."""
    portal: Portal = request.app.state.portal
    party = await signing_in.party_of_link(portal.library, token, portal.clock())
    if party is None:
        return await _used(request)
    return visits.offer(request, "signin.offer", party)


@router.post("/sign-in/{token}")
async def sign_in(request: Request, token: str) -> Response:
    """Use the link up and open the overview. Another site's form does nothing."""
    portal: Portal = request.app.state.portal
    if not is_own(request):
        return visits.message(request, 403, "error.elsewhere")
    signed_in = await signing_in.sign_in(portal.library, token, portal.session_seconds, portal.clock())
    if signed_in is None:
        return await _used(request)
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
    if not is_own(request):
        return visits.message(request, 403, "error.elsewhere")
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


async def _used(request: Request) -> Response:
    """The link holds no longer, or never did; whoever is signed in already needs none."""
    if await viewer(request) is not None:
        return RedirectResponse("/", 303, headers=visits.POLICY)
    return visits.message(request, 410, "signin.used", _command(request))


def _command(request: Request) -> str:
    portal: Portal = request.app.state.portal
    return f"eyelevel link YOUR-PARTY --url {portal.url}"
