"""What of a page its reader sees, and came for."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def words(said: str) -> frozenset[str]:
    """Return the words of a string."""
    return frozenset(said.split())


_UNSEEN = words(
    "script style noscript template svg head nav title iframe object audio video canvas "
    "button select textarea datalist annotation annotation-xml rt rp rtc del s strike"
)
MAIN = words("main article")
"""What holds a page's main part."""

# Boilerplate when they stand outside of that.
_MARGIN = words("footer aside")
_UNSEEN_ROLES = words("navigation search alertdialog")
# A question above an answer that folds out is often a button, and hides the answer meanwhile.
_ABOVE = words("h1 h2 h3 h4 h5 h6 dt summary")
_CODE = words("code pre kbd samp math")
_FOLDED_ROLES = words("region tabpanel")
# MediaWiki, which most saved reference pages come from, marks its menus by these alone, and puts
# "[edit]" into every heading.
_UNSEEN_CLASSES = words(
    "mw-editsection mw-jump-link mw-portlet vector-dropdown navbar navbox catlinks"
)
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[^;]*line-through", re.IGNORECASE
)
# What most pages call what asks for leave to store cookies, and the link past their menus.
_NOTICE = re.compile(
    r"cookie[-_]?(?:banner|consent|dialog|law|message|notice|popup)|cookiebot|onetrust"
    r"|\bskip[-_]?(?:link|nav|to[-_]?(?:content|main|nav))",
    re.IGNORECASE,
)

# A link to the heading that it stands in, which shows under the mouse.
_ANCHOR = re.compile(r"\s*[#¶§🔗]\s*")


def is_seen(element: "HtmlElement", has_main: bool) -> bool:
    """Return whether a reader of the page sees the element, if perhaps after a click."""
    tag = element.tag
    if not isinstance(tag, str):  # a comment has a function for a tag
        return False
    if tag in _UNSEEN and not (tag == "button" and _stands_in(element, _ABOVE)):
        return False
    if has_main and tag in _MARGIN and not _stands_in(element, MAIN):
        return False
    get = element.get
    return not (
        _is_hidden(element)
        or _is_shut(element)
        or _is_notice(element)
        or get("role") in _UNSEEN_ROLES
        or _UNSEEN_CLASSES.intersection(get("class", "").split())
    )


def _stands_in(element: "HtmlElement", tags: frozenset[str]) -> bool:
    """Return whether an element stands in another of some kinds."""
    return any(above.tag in tags for above in element.iterancestors())


def _is_hidden(element: "HtmlElement") -> bool:
    """Return whether an element is marked as hidden, or as struck out."""
    get = element.get
    if get("role") in _FOLDED_ROLES or get("hidden") == "until-found":
        return False
    return (
        "hidden" in element.attrib
        or get("aria-hidden") == "true"
        or bool(_UNSEEN_STYLE.search(get("style", "")))
    )


def _is_shut(element: "HtmlElement") -> bool:
    """Return whether an element shows only when something is done."""
    if element.tag == "a" and element.get("href", "").startswith("#"):
        return bool(_ANCHOR.fullmatch(element.text_content()))
    shut = element.tag == "dialog" and "open" not in element.attrib
    return shut or "popover" in element.attrib


def _is_notice(element: "HtmlElement") -> bool:
    """Return whether an element is called a notice, and does not hold the page itself."""
    called = f"{element.get('id', '')} {element.get('class', '')}"
    if element.tag in {"html", "body"} or not _NOTICE.search(called):
        return False
    return next(element.iter(*MAIN, "h1"), None) is None


def is_label(element: "HtmlElement") -> bool:
    """Return whether an element has a style of its own, and so has the one right before it."""
    before = element.getprevious()
    return (
        before is not None
        and not before.tail
        and all(each.tag == "span" and bool(each.get("class")) for each in (before, element))
        and not _stands_in(element, _CODE)
    )
