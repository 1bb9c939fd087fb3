"""What people remarked on the slides of a presentation.

    Comment by Anna Berg: The fee is too high.
    Reply by Bo: Agreed in May.

Old comments of PowerPoint are read, and threads, which it has written since 2021.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from index.formats.packages import Package
from index.formats.remarks import introduced
from index.formats.rows import shown
from index.formats.slideframes import paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def authors_of(package: Package) -> Mapping[str, str]:
    """Return the names of those who remarked something, by their ids."""
    return {
        author.get("id", ""): shown(author.get("name", ""))
        for kind, each in (("commentAuthors", "cmAuthor"), ("authors", "author"))
        for path in package.related(package.main, kind)
        for author in package.part(path).iterfind(f"{{*}}{each}")
    }


def remarks_on(package: Package, path: str, authors: Mapping[str, str]) -> list[str]:
    """Return what was remarked on a slide, each on one line, replies behind what they answer.

    Args:
        package: The presentation.
        path: Of the slide.
        authors: What `authors_of` returns.
    """
    said = (
        each for part in package.related(path, "comments") for each in _said(package.part(part))
    )
    return [
        introduced(authors.get(remark.get("authorId", ""), ""), is_reply=is_reply) + text
        for remark, is_reply in said
        if (text := _text(remark))
    ]


def _said(root: "Element") -> Iterator[tuple["Element", bool]]:
    """Yield the comments of a slide, and whether each is a reply."""
    comments = list(root.iterfind("{*}cm"))
    order = {_key(comment): at for at, comment in enumerate(comments)}
    answered = [next(comment.iterfind(".//{*}parentCm"), None) for comment in comments]

    def thread(at: int) -> int:
        parent = answered[at]
        return at if parent is None else order.get(_key(parent), at)

    for at in sorted(range(len(comments)), key=thread):
        yield comments[at], answered[at] is not None
        yield from ((reply, True) for reply in comments[at].iterfind("{*}replyLst/{*}reply"))


def _key(comment: "Element") -> tuple[str | None, str | None]:
    """Return what tells an old comment from the others on its slide."""
    return comment.get("authorId"), comment.get("idx")


def _text(remark: "Element") -> str:
    """Return what a comment or a reply says, on one line."""
    old = remark.findtext("{*}text", "")
    texts = (text for body in remark.iterfind("{*}txBody") for text in paragraphs(body))
    return shown(old or " ".join(texts))
