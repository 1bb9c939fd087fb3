"""E-mails (EML) to text: who wrote to whom, when, about what, then the body."""

import codecs
import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from pathlib import PurePosixPath

from index.errors import UnreadableFile
from index.formats.content import (
    Attachment,
    Content,
    file_name,
    is_blank,
    one_line,
    unfolded,
    without_junk,
)
from index.formats.dates import day
from index.formats.plain import decode
from index.formats.web import read_html

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
# One of these begins every e-mail that went over a network.
_EXPECTED = ("From", "Date", "Subject", "Received", "Message-ID")
# Plain text that is shorter than this, and than a quarter of the same mail as HTML, says no more
# than that the mail is to be seen elsewhere.
_STUB = 200
# What its reader sees as text.
_TEXTS = frozenset(["text/plain", "text/html", "text/markdown", "text/x-markdown", "text/enriched"])
# What travels encrypted, or packed into its signature.
_SEALED = frozenset(["multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"])
# What mail programs say they write, and what they write.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030"}

# A line of flowed text: its quotation marks, then its words; see RFC 3676.
_FLOWED = re.compile(r"(>*) ?(.*)")

# Words of a header that travel in other letters, side by side; see RFC 2047. The limit keeps one
# without an end from being looked for to no end.
_WORD = r"=\?[^?\s]+\?[bBqQ]\?.{0,5000}?\?="
_ENCODED = re.compile(rf"{_WORD}(?:\s*{_WORD})*")

# The parser of headers trips over some that are none.
_ODD = (MessageError, HeaderParseError, UnicodeError, LookupError, ValueError, TypeError)


class _Policy(Compat32):
    """Reads headers that travelled as bytes: in UTF-8, see RFC 6532, or else from Windows."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return the value of a header, in which surrogates stand for bytes."""
        sent = value.encode("utf-8", "surrogateescape")
        try:
            return sent.decode("utf-8")
        except UnicodeDecodeError:
            return sent.decode("cp1252", "replace")


def read_eml(content: bytes, name: str) -> Content:
    """Return the text of an e-mail, its attachments beside it.

    Raises:
        UnreadableFile: It is no e-mail, or its text cannot be read.
    """
    try:
        # Editors put a mark before the first line, and some mail programs an empty one.
        sent = content.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
        message = message_from_bytes(sent, policy=_Policy())
        if not any(header in message for header in _EXPECTED):
            raise UnreadableFile(
                f"{name} is no e-mail (no line From, Date or Subject at its top). "
                "Save it anew from the mail program"
            )
        said = {header: _header(message, header) for header in _SHOWN}
        body, attachments = _parts(message, name)
    except RecursionError as error:
        raise UnreadableFile(
            f"{name} is nested too deep to read. Save its parts as files of their own"
        ) from error
    read = assembled(said, body, attachments)
    if message.get_content_type() not in _SEALED:
        return read
    line = f"{name}/body is encrypted. Open it in a mail program and save it without encryption"
    return replace(read, unread=(("body", line),))


def subject_of(head: bytes) -> str:
    """Return what the head of an e-mail says it is about, on one line; maybe nothing."""
    return _header(BytesHeaderParser(policy=_Policy()).parsebytes(head), "Subject")


def assembled(said: dict[str, str], body: Content, attachments: Sequence[Attachment]) -> Content:
    """Return an e-mail as text, the headings of its body kept."""
    top = "\n".join(f"{header}: {value}" for header, value in said.items() if value)
    gap = "\n\n" if top and body.text else ""
    moved = len(top) + len(gap)
    return Content(
        top + gap + body.text,
        one_line(said["Subject"]) or None,
        headings=tuple(
            replace(heading, start=heading.start + moved, end=heading.end + moved)
            for heading in body.headings
        ),
        date=day(said["Date"]),
        attachments=tuple(attachments),
    )


def _parts(message: Message, name: str) -> tuple[Content, list[Attachment]]:
    """Return the body of an e-mail with its attachments."""
    attachments: list[Attachment] = []
    bodies = [body for body in _bodies(message, name, attachments) if not is_blank(body.text)]
    text = ""
    headings = []
    for body in bodies:
        text += "\n\n" if text else ""
        headings += [
            replace(heading, start=heading.start + len(text), end=heading.end + len(text))
            for heading in body.headings
        ]
        text += body.text
    return Content(text, headings=tuple(headings)), attachments


def _bodies(part: Message, name: str, attachments: list[Attachment]) -> Iterator[Content]:
    """Yield the texts of a part that its reader sees; add what is attached to `attachments`."""
    kind = part.get_content_type()
    if part.is_multipart() and kind != "message/rfc822":
        inner = [list(_bodies(child, name, attachments)) for child in _children(part)]
        if kind == "multipart/alternative":
            kinds = [child.get_content_type() for child in _children(part)]
            texts = ["".join(body.text for body in bodies) for bodies in inner]
            least = min(_STUB, max(map(len, texts), default=0) / 4)
            seen = [
                (len(text.strip()) < least, kind != "text/plain", number)
                for number, (kind, text) in enumerate(zip(kinds, texts, strict=True))
                if not is_blank(text)
            ]
            inner = [inner[min(seen)[-1]]] if seen else []
        for bodies in inner:
            yield from bodies
        return
    file = _file_name(part)
    attached = file or part.get_content_disposition() == "attachment"
    if kind in _TEXTS and not attached:
        yield _text(part, kind, name)
        return
    content = _bytes(part)
    if content:
        file = file or f"attachment-{len(attachments) + 1}"
        attachments.append(Attachment(_with_suffix(file, kind), content))


def _with_suffix(file: str, kind: str) -> str:
    """Return the name of a file with that of its kind behind it, where it says none itself."""
    said = PurePosixPath(file).suffix.lower()
    if kind == "message/rfc822":
        # Named for its subject, in which points may stand.
        return file if said == ".eml" else f"{file}.eml"
    return file if said else file + (mimetypes.guess_extension(kind) or "")


def _children(part: Message) -> list[Message]:
    """Return the parts of a part."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if part.is_multipart() else []


def _text(part: Message, kind: str, name: str) -> Content:
    """Return a text of an e-mail."""
    payload = _bytes(part)
    if not payload:
        return Content("")
    text = _characters(payload, part, name)
    if kind == "text/html":
        # Its own declaration of an encoding is no longer true.
        try:
            return read_html(codecs.BOM_UTF8 + without_junk(text).encode(), name)
        except UnreadableFile:
            if is_blank(text):
                return Content("")
            raise
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, joined=str(part.get_param("delsp", "")).lower() == "yes")
    return Content(clean(text))


def _characters(payload: bytes, part: Message, name: str) -> str:
    """Return the characters of a text part, in the encoding it declares if it is known."""
    try:
        charset = codecs.lookup(part.get_content_charset() or "ascii").name
        charset = _SUPERSETS.get(charset, charset)
        if charset != "utf-8":
            # A mark shows where a byte is no letter; mail servers cut through letters.
            return payload.decode(charset, "replace")
    except _ODD:
        pass
    try:
        return decode(payload, name)
    except UnreadableFile:
        if part.get_content_charset() == "utf-8":
            return payload.decode("utf-8", "replace")
        raise


def _unflowed(text: str, *, joined: bool) -> str:
    """Return flowed text with its paragraphs whole: a space before a line's end goes on.

    Args:
        text: As it was sent.
        joined: Whether that space is no part of the text, as where a line ends within a word.
    """
    lines: list[str] = []
    depth, goes_on = "", False
    for line in text.split("\n"):
        match = _FLOWED.match(line.rstrip("\r"))
        marks, words = (match[1], match[2]) if match else ("", line)
        if goes_on and marks == depth and words != "-- ":
            lines[-1] = (lines[-1][:-1] if joined else lines[-1]) + words
        else:
            lines.append(f"{marks} {words}" if marks else words)
        depth, goes_on = marks, words.endswith(" ") and words != "-- "
    return "\n".join(lines)


def clean(text: str) -> str:
    """Return text with one kind of line end and no control characters."""
    return without_junk(text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


def _bytes(part: Message) -> bytes:
    """Return what a part holds, unpacked from how it travelled."""
    if part.get_content_type() == "message/rfc822":
        inner = _children(part)
        try:
            return inner[0].as_bytes() if inner else b""
        except (*_ODD, AttributeError):
            return b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str:
    """Return the name that a part gives its file, maybe empty."""
    try:
        return file_name(decoded(part.get_filename() or ""))
    except _ODD:
        return ""


def _header(message: Message, header: str) -> str:
    """Return a header on one line, maybe empty."""
    value = message.get(header)
    return "" if value is None else unfolded(decoded(str(value)))


def decoded(value: str) -> str:
    """Return a header as its author wrote it."""
    return _ENCODED.sub(lambda words: _words(words[0]), value)


def _words(encoded: str) -> str:
    """Return the words that stand encoded side by side in a header; as they are if odd."""
    odd = "" if encoded.endswith("??=") else encoded
    try:
        return str(make_header(decode_header(encoded))) or odd
    except _ODD:
        return encoded
