"""What a page is filled with can break out of nothing: neither out of HTML nor out of the direction of writing."""

from services.portal.page.render import Frame, render

PAGE = {"command": None, "back": False, "button": ""}


def test_a_title_cannot_turn_around_what_stands_beside_it() -> None:
    page = render("message.html", Frame(language="en", here="/"), title="Sh\u202eop", about="a\nb", **PAGE)
    assert "Sh\\u202eop" in page
    assert "\u202e" not in page
    assert "a\nb" in page


def test_markup_of_others_is_text() -> None:
    page = render("message.html", Frame(language="de", here="/"), title="<b>\u2066", about="", **PAGE)
    assert "&lt;b&gt;\\u2066" in page
