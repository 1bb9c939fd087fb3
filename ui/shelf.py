"""The documents of the library as a list; pure, read after `ui.places`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from index.holdings import Entry, Failure
from ui.html import button, counted, escaped
from ui.places import by_title, day, kind

# So many rows a browser draws at once; whoever has more documents searches among them.
_MOST_ROWS = 300

_MOST_FAILURES = 100


def frame(*, editing: bool) -> str:
    """Return what stands above the list: a search box, and where files can be dropped.

    Args:
        editing: Whether documents can be added and taken out here at all.
    """
    drop = (
        '<div class="dropzone" data-dropzone><p>Drop files here, or '
        '<label class="link" for="quoth-files">choose them</label></p>'
        '<input type="file" id="quoth-files" class="aside" multiple>'
        '<label>into the collection <input type="text" id="quoth-into" maxlength="100"'
        ' placeholder="none" dir="auto"></label>'
        '<ul class="uploads" aria-label="Files being added" aria-live="polite"></ul>'
        '<template><li><bdi class="title"></bdi> <span class="told">waits</span>'
        ' <progress max="1" value="0" hidden></progress></li></template></div>'
        if editing
        else ""
    )
    return (
        f'<div class="shelf"><h2>Documents</h2>{drop}'
        '<div class="sieve"><input type="search" id="quoth-sieve" aria-label="Search the list"'
        ' placeholder="Search title, file, collection or tag" dir="auto"></div>'
        '<p class="limit" hidden>Questions are asked only in <bdi></bdi> '
        f"{button('Ask a question', classes='link', view='ask')}"
        f"{button('Ask in all documents', classes='link', unlimit='')}</p></div>"
    )


def listing(
    entries: Sequence[Entry],
    failures: Sequence[Failure],
    collections: Mapping[str, int],
    *,
    generation: int = 0,
    waiting: Collection[str] = (),
    words: str = "",
    editing: bool = False,
    address: Callable[[Entry], str] = lambda entry: "",
) -> str:
    """Return the list.

    Args:
        entries: All documents.
        failures: Files that could not be read.
        collections: Their names, with how many documents are in each.
        generation: Of the library, so that the page's script sees when this is out of date.
        waiting: The ids of documents whose vectors are still being made.
        words: Only what has all of these in its title, path, kind, collections or tags.
        editing: Whether documents can be taken out here.
        address: Where the file of a document can be had; empty where it cannot.
    """
    found = by_title([entry for entry in entries if _has(entry, words)])
    columns = [one for one in _COLUMNS if one != "Collection" or any(collections)]
    rows = "".join(
        _row(entry, columns, entry.id in waiting, editing=editing, address=address(entry))
        for entry in found[:_MOST_ROWS]
    )
    if not entries:
        above = "drop files above, or " if editing else ""
        listed = f'<p class="facts">No documents yet. Add some: {above}quoth add PATH…</p>'
    elif not found:
        listed = '<p class="facts">No document has all these words.</p>'
    else:
        ticked = '<span class="aside">Ask only in it</span>'
        heads = "".join(f'<th scope="col">{head}</th>' for head in (ticked, *columns))
        listed = (
            f'<div class="wide" tabindex="0" role="region" aria-label="List of documents"><table>'
            f'<thead><tr>{heads}<th scope="col"><span class="aside">Actions</span></th></tr>'
            f"</thead><tbody>{rows}</tbody></table></div>"
        )
    rest = len(found) - _MOST_ROWS
    more = f'<p class="facts">… {counted(rest, "document")} more; search.</p>' if rest > 0 else ""
    count = counted(len(found), "document")
    passages = counted(sum(entry.passages for entry in found), "passage")
    return (
        f"{_collections(collections)}{_failures(failures, editing=editing)}"
        f'<p class="facts"><span role="status" data-generation="{generation}">{count} · {passages}'
        f"</span>{' · tick documents to ask only in them' if found else ''}</p>"
        f"{listed}{more}"
    )


_COLUMNS = ("Title", "Kind", "Size", "Passages", "Added", "Collection", "State")


def _has(entry: Entry, words: str) -> bool:
    held = [entry.title, *entry.sources, kind(entry.media_type), *entry.collections, *entry.tags]
    text = "\n".join(held).casefold()
    return all(word in text for word in words.casefold().split())


def _row(
    entry: Entry, columns: Sequence[str], waiting: bool, *, editing: bool, address: str
) -> str:
    title = escaped(entry.title)
    named = f'<bdi class="title">{title}</bdi>'
    if address:
        named = (
            f'<a href="{escaped(address)}" target="_blank" rel="noopener noreferrer"'
            f' title="Open the original">{named}</a>'
        )
    paths = escaped("\n".join(entry.sources))
    name = escaped(PurePath(entry.sources[0]).name)
    file = f'<bdi class="facts" title="{paths}">{name}</bdi>'
    number, noun = counted(entry.passages, "passage").split()
    remove = ""
    if editing:
        remove = (
            button("Remove", classes="link", spoken=f"Remove {entry.title}", remove=entry.id)
            + f'<span class="sure" hidden>Remove it from the library? '
            f"{button('Remove', classes='link warn', removed=entry.id)} "
            f"{button('Keep', classes='link', keepit='')}</span>"
        )
    cells = {
        "Title": f"{named} {file}",
        "Kind": kind(entry.media_type),
        "Size": counted(entry.characters, "character"),
        "Passages": f'{number}<span class="noun"> {noun}</span>',
        "Added": day(entry.added[:10]) if entry.added else "",
        "Collection": ", ".join(f"<bdi>{escaped(one)}</bdi>" for one in entry.collections),
        "State": _state(entry, waiting),
    }
    drawn = "".join(f'<td data-column="{column}">{cells[column]}</td>' for column in columns)
    return (
        f'<tr><td><input type="checkbox" data-pick="{escaped(entry.id)}" data-title="{title}"'
        f' aria-label="Ask only in {title}"></td>{drawn}<td>{remove}</td></tr>'
    )


def _state(entry: Entry, waiting: bool) -> str:
    if not entry.passages:
        return "no text in it"
    if waiting:
        later = "Searched by meaning, too, as soon as that is done"
        return f'<span title="{later}">words only so far</span>'
    return "ready"


def _collections(collections: Mapping[str, int]) -> str:
    named = {name: number for name, number in collections.items() if name}
    if not named:
        return ""
    boxes = "".join(
        f'<li><label><input type="checkbox" data-within="{escaped(name)}">'
        f" <bdi>{escaped(name)}</bdi> ({number:,})</label></li>"
        for name, number in named.items()
    )
    return f'<fieldset class="collections"><legend>Ask only in</legend><ul>{boxes}</ul></fieldset>'


def _failures(failures: Sequence[Failure], *, editing: bool) -> str:
    if not failures:
        return ""
    items = "".join(
        f'<li><bdi class="title" title="{escaped(one.path)}">'
        f"{escaped(name)}</bdi> <span>{escaped(one.reason.removeprefix(f'{name} '))}</span>"
        f"{_dismissal(one) if editing else ''}</li>"
        for one in failures[:_MOST_FAILURES]
        for name in [PurePath(one.path).name]
    )
    return (
        f'<details class="failures" id="quoth-failures"><summary>'
        f"{counted(len(failures), 'file')} could not be read</summary><ul>{items}</ul></details>"
    )


def _dismissal(failure: Failure) -> str:
    return f" <span>{button('Dismiss', classes='link', dismiss=failure.path)}</span>"


def chosen_part(event: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the collections and the documents a question is limited to, or None for all.

    Args:
        event: From the page, so it may be anything.
    """
    part = event.get("within")
    if not isinstance(part, Mapping):
        return None
    collections, documents = (
        tuple(one for one in part.get(kind_, ()) if isinstance(one, str))
        if isinstance(part.get(kind_), list)
        else ()
        for kind_ in ("collections", "documents")
    )
    return (collections, documents) if collections or documents else None
