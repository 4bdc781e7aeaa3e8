"""One visit to a page: who looks, in which language, and how the answer goes out.

Every page carries the same strict policy: nothing from elsewhere, no frame around it, no guess about its type.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.portal.entrance import viewer
from services.portal.evaluator import EvaluatorUnavailable, NotKnown
from services.portal.own_forms import is_own
from services.portal.page.language import Language, choose
from services.portal.page.phrases import Phrases
from services.portal.page.render import Frame, render
from services.portal.refusals import Refused
from services.portal.state import Portal
from shared.agreements.document import Document
from shared.security.principal import Principal

LANGUAGE: Final = "eyelevel_language"
_YEAR_SECONDS: Final = 31_536_000
POLICY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-store",
    "Vary": "Accept-Language, Cookie",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A viewer at a page. `language` may change once the agreement's own is known."""

    request: Request
    viewer: Principal
    language: Language
    name: str = ""

    @property
    def portal(self) -> Portal:
        """What the routes share."""
        portal: Portal = self.request.app.state.portal
        return portal

    @property
    def say(self) -> Phrases:
        """The phrases of its language."""
        return Phrases(self.language)

    def speaking(self, document: Document | None) -> "Visit":
        """In the agreement's language where the viewer asked for none, and with the viewer's name as it says it."""
        if document is None:
            return self
        agreed = document.metadata.language
        return replace(self, language=language_of(self.request, agreed), name=self._name(document))

    def other(self, document: Document) -> str:
        """The party on the other side, by name: the customer where the viewer is neither."""
        parties = document.parties
        return parties.provider.name if self.viewer.party == parties.customer.id else parties.customer.name

    def frame(self, current: str, *, live: bool = False) -> Frame:
        """What stands around the page."""
        name = self.name or self.viewer.party or self.viewer.role
        return _frame(self.request, self.language, viewer=name, current=current, live=live)

    def page(self, template: str, frame: Frame, **values: Any) -> Response:
        """The page, and the language kept where it was asked for by name."""
        response = HTMLResponse(render(template, frame, **values), headers=POLICY)
        if self.request.query_params.get("lang"):
            response.set_cookie(
                LANGUAGE,
                self.language,
                max_age=_YEAR_SECONDS,
                httponly=True,
                samesite="lax",
                secure=self.portal.url.startswith("https:"),
            )
        return response

    def missing(self) -> Response:
        """404: not there, or not for this viewer."""
        return self._message(404)

    def unavailable(self) -> Response:
        """503: what computes the figures does not answer."""
        return self._message(503)

    def refused(self, status: int) -> Response:
        """403, 409 or 422: what the viewer asked for is not done, and why."""
        return self._message(status)

    def _message(self, status: int) -> Response:
        title, about = self.say(f"error.{status}"), self.say(f"error.{status}.about")
        page = render(
            "message.html", self.frame(""), title=title, about=about, command="", back=True, button=""
        )
        return HTMLResponse(page, status, headers=POLICY)

    def _name(self, document: Document) -> str:
        parties = document.parties
        everyone = (parties.provider, parties.customer, *parties.observers)
        return next((party.name for party in everyone if party.id == self.viewer.party), self.name)


async def shown(request: Request, page: Callable[[Visit], Awaitable[Response]]) -> Response:
    """The page for whoever looks; nobody is sent to sign in, what is not theirs is not there."""
    return await _visited(request, page, told=())


async def changed(request: Request, page: Callable[[Visit], Awaitable[Response]]) -> Response:
    """What comes of a form of our own; why it is refused is told to those who may see what it is about."""
    if not is_own(request):
        return message(request, 403, "error.elsewhere")
    return await _visited(request, page, told=(403, 409, 422))


async def _visited(
    request: Request, page: Callable[[Visit], Awaitable[Response]], told: tuple[int, ...]
) -> Response:
    who = await viewer(request)
    if who is None:
        return RedirectResponse("/sign-in", 303, headers=POLICY)
    visit = Visit(request, who, language_of(request, None))
    try:
        return await page(visit)
    except Refused as refused:
        return visit.refused(refused.status) if refused.status in told else visit.missing()
    except NotKnown:
        return visit.missing()
    except EvaluatorUnavailable:
        return visit.unavailable()


def message(request: Request, status: int, name: str, command: str = "") -> Response:
    """A page that says one thing, for someone who is not signed in."""
    language = language_of(request, None)
    say = Phrases(language)
    frame = _frame(request, language)
    about = say(f"{name}.about") if say.has(f"{name}.about") else ""
    page = render("message.html", frame, title=say(name), about=about, command=command, back=False, button="")
    return HTMLResponse(page, status, headers=POLICY)


def offer(request: Request, name: str, party: str) -> Response:
    """A page with one button, whose form goes to the page's own address."""
    language = language_of(request, None)
    say = Phrases(language)
    about = say(f"{name}.about", party=party)
    page = render(
        "message.html", _frame(request, language), title=say(name), about=about, command="",
        back=False, button=say(f"{name}.button"),
    )  # fmt: skip
    return HTMLResponse(page, headers=POLICY)


async def lost(request: Request) -> Response:
    """404 for whoever looks: with the way back for those who are signed in."""
    who = await viewer(request)
    return nothing(request) if who is None else Visit(request, who, language_of(request, None)).missing()


def nothing(request: Request) -> Response:
    """404 for anyone."""
    return message(request, 404, "error.404")


def language_of(request: Request, agreed: str | None) -> Language:
    """The language of a page."""
    asked, remembered = request.query_params.get("lang"), request.cookies.get(LANGUAGE)
    return choose(asked, remembered, request.headers.get("accept-language"), agreed)


def query(asked: Mapping[str, str]) -> str:
    """A query string of what is not empty."""
    return urlencode({name: value for name, value in asked.items() if value})


def _frame(
    request: Request, language: Language, *, viewer: str | None = None, current: str = "", live: bool = False
) -> Frame:
    portal: Portal = request.app.state.portal
    kept = {name: value for name, value in request.query_params.items() if name != "lang"}
    return Frame(
        language=language,
        here=request.url.path,
        query=query(kept),
        viewer=viewer,
        current=current,
        live=live,
        url=portal.url,
    )
