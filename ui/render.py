"""The frame of the page as HTML: head, menus, box for questions; pure, read before `ui.app`."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Protocol

from ui.html import button, counted, escaped
from ui.notes import Note
from ui.places import by_title, kind


class Listed(Protocol):
    """What the page says about a document; `index.library.Library.documents` gives such."""

    @property
    def title(self) -> str:
        """The title the file gives itself, else its name."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths it was found under; never empty."""

    @property
    def media_type(self) -> str:
        """For example `text/markdown`."""

    @property
    def passages(self) -> int:
        """How many it was cut into."""


# So many documents the head names, as the list of documents does: it is sent to every open page
# whenever one of them changes.
_MOST_NAMED = 300

VIEWS = {"ask": "Ask", "documents": "Documents", "retrieval": "Try retrieval"}
"""The views of the page, by the names its script knows, with what they are called."""


def header(
    listed: Sequence[Listed],
    *,
    library: str = "",
    views: Sequence[str] = ("ask",),
    user: str | None = None,
) -> str:
    """Return the head of the page.

    Args:
        listed: The documents.
        library: Identity of the library, so that a browser keeps the chats of each apart.
        views: Those that are offered, by their names in `VIEWS`; the first is shown first.
        user: The name of who looks at it, as logged in; None where nobody has to.
    """
    passages = sum(document.passages for document in listed)
    counts = (
        f"{counted(len(listed), 'document')}"
        f'<span class="rest"> · {counted(passages, "passage")}</span>'
    )
    items = "".join(
        f'<li><bdi class="title">{escaped(document.title)}</bdi>'
        f'<span class="facts"><bdi>{escaped(PurePath(document.sources[0]).name)}</bdi>'
        f" · {kind(document.media_type)} · {counted(document.passages, 'passage')}</span></li>"
        for document in by_title(listed)[:_MOST_NAMED]
    )
    rest = len(listed) - _MOST_NAMED
    if rest > 0:
        items += f'<li class="facts">… {counted(rest, "document")} more</li>'
    listing = (
        f'<details class="menu library" id="quoth-library"><summary>{counts}</summary>'
        f'<ul class="drop" aria-label="Documents">{items}</ul></details>'
        if listed
        else '<span class="library">No documents yet</span>'
    )
    return (
        f'<header class="head" data-library="{escaped(library)}"><h1>Quoth</h1>'
        f"<p>Answers in your documents’ own words</p>{_views(views)}"
        f'<div class="tools">{listing}{_chats()}{_kept()}'
        '<button type="button" class="plain" data-renew>New<span> chat</span></button>'
        f"{_way_out(user)}</div></header>"
    )


def _way_out(user: str | None) -> str:
    if user is None:
        return ""
    # Gradio's; as it is, it would log out the same name on all other machines, too.
    title = escaped(f"You are logged in as {user}")
    return f'<a class="plain" href="logout?all_session=false" title="{title}">Log out</a>'


def _views(views: Sequence[str]) -> str:
    if len(views) < 2:
        return ""
    here = ' aria-current="page"'
    buttons = "".join(
        f'<button type="button" data-view="{name}"{"" if at else here}>{VIEWS[name]}</button>'
        for at, name in enumerate(views)
    )
    return f'<nav class="views" aria-label="Views">{buttons}</nav>'


def _chats() -> str:
    return (
        '<details class="menu" id="quoth-chats"><summary>Chats</summary>'
        '<div class="drop"><div class="deeds"><span class="facts">This chat</span>'
        f"{button('Export as Markdown', export='markdown')}"
        f"{button('Export as JSON with receipts', export='receipts')}</div>"
        '<ul aria-label="Chats kept in this browser"></ul>'
        '<p class="facts empty">No chats yet. They are kept in this browser only.</p>'
        '<template><li><button type="button" class="row" data-chat dir="auto"></button>'
        '<button type="button" class="link" data-drop data-sure="Delete for good?"'
        ' aria-label="Delete this chat">Delete</button>'
        "</li></template></div></details>"
    )


def _kept() -> str:
    return (
        '<details class="menu" id="quoth-notes"><summary>Notes</summary>'
        f'<div class="drop"><div class="deeds">{button("Export the notes", notes="")}</div>'
        '<ul aria-label="Notes kept in this browser"></ul>'
        '<p class="facts empty">No notes yet. “Save as note” stands below each answer; notes are'
        " kept in this browser only.</p>"
        '<template><li><p class="title" dir="auto"></p><p class="words" dir="auto"></p>'
        '<button type="button" class="link" data-copy>Copy</button>'
        '<button type="button" class="link" data-drop data-sure="Delete for good?"'
        ' aria-label="Delete this note">Delete</button>'
        "</li></template></div></details>"
    )


def composer() -> str:
    """Return the box a question is typed into."""
    return (
        '<form class="composer" autocomplete="off"><p class="limit" hidden>Only in <bdi></bdi> '
        '<button type="button" class="link" data-unlimit>Ask in all documents</button></p>'
        '<textarea id="quoth-question" rows="1" aria-label="Your question" enterkeyhint="send"'
        ' placeholder="Ask your documents a question"></textarea>'
        '<button type="submit" aria-label="Ask" title="Ask (Enter)">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5M5 12l7-7 7 7"/></svg>'
        '</button><button type="button" class="stop" data-stop aria-label="Stop"'
        ' title="Stop (Escape)" hidden>'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 7h10v10H7z"/></svg>'
        "</button></form>"
    )


def notes(said: Mapping[int, Note]) -> str:
    """Return what was said of each turn, for the page's script to show where it belongs.

    Args:
        said: By the turn's number, from 1.
    """
    items = "".join(
        f'<li data-turn="{number}" data-verdict="{note.verdict or ""}"'
        f' data-chosen="{escaped(note.choice.citation) if note.choice else ""}"'
        f"{' data-trouble' if note.trouble else ''}>{escaped(_words(note))}</li>"
        for number, note in said.items()
    )
    return f"<ul hidden>{items}</ul>"


def download(name: str, media_type: str, text: str, moment: int) -> str:
    """Return a file for the page's script to hand to the browser.

    Args:
        name: Of the file.
        media_type: For example `text/markdown`.
        text: What it holds.
        moment: Any number that tells this download from the one before.
    """
    return (
        f'<div hidden data-file="{escaped(name)}" data-type="{escaped(media_type)}"'
        f' data-moment="{moment}">{escaped(text)}</div>'
    )


def _words(note: Note) -> str:
    if note.trouble:
        return f"Not noted: {note.trouble}"
    if note.choice:
        return "Right quote noted"
    return "Noted for review" if note.verdict else ""
