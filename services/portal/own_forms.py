"""Whether a form came from one of our own pages: another site's changes nothing, whoever is signed in.

The session's cookie is `SameSite=Lax`, so that a browser sends it with no other site's form; this stands behind it.
"""

from urllib.parse import urlsplit

from fastapi import Request

from services.portal.state import Portal


def is_own(request: Request) -> bool:
    """Browsers tell where a form stood by Sec-Fetch-Site, older ones by Origin; what tells neither is no browser."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc in _names(request)


def page_before(request: Request) -> str | None:
    """The path and query of the page on which the form stood; None where it is not said, or is none of ours."""
    said = urlsplit(request.headers.get("referer", ""))
    if said.netloc not in _names(request) or not said.path.startswith("/") or said.path.startswith("//"):
        return None
    return f"{said.path}?{said.query}" if said.query else said.path


def _names(request: Request) -> set[str]:
    """The hosts by which people reach us."""
    portal: Portal = request.app.state.portal
    return {urlsplit(portal.url).netloc, request.headers.get("host", "")} - {""}
