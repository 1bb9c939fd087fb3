"""E-mails as Outlook saves them (MSG) to text, mails attached to them as EML beside it."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import TYPE_CHECKING, Any

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
from index.formats.inside import MAX_DEPTH
from index.formats.mail import assembled, clean, decoded
from index.formats.packages import OLE
from index.formats.web import read_html

if TYPE_CHECKING:
    from oxmsg import Message
    from oxmsg.storage import Storage

_PROPERTIES = "__properties_version1.0"
# What is attached by value, as an object: a mail, or something of another program.
_OBJECT = "__substg1.0_3701000D"
# Which kind of recipient somebody is; who gets a blind copy is told to nobody.
_KIND, _TO, _CC = 0x0C15, 1, 2
# The properties of a mail in a mail lack the last bytes of this head; see [MS-OXMSG] 2.4.1.
_HEAD_BYTES = 32
_INNER_HEAD_BYTES = 24

# The parts are in base64, which has no underscore. The same mail gives the same bytes.
_BOUNDARY = "=_part"


@dataclass(frozen=True, slots=True)
class _Mail:
    """What an e-mail of Outlook says.

    Attributes:
        said: Its headers, the empty ones too.
        plain: Its body as plain text, maybe empty.
        page: Its body as HTML, maybe empty.
        attachments: In order.
    """

    said: dict[str, str]
    plain: str
    page: str
    attachments: Sequence[Attachment]


def read_msg(content: bytes, name: str) -> Content:
    """Return the text of an e-mail that Outlook saved, its attachments beside it.

    Raises:
        UnreadableFile: It is no such e-mail, or damaged.
    """
    if not content.startswith(OLE):
        raise UnreadableFile(f"{name} is not an e-mail of Outlook (.msg). Rename it if it is .eml")
    from oxmsg import Message  # slow to import

    try:
        mail = _mail(Message.load(content), name)
    except Exception as error:
        # oxmsg and olefile trust what they read: a damaged file raises anything at all.
        raise _damaged(name, error) from error
    body = Content(clean(mail.plain))
    if is_blank(mail.plain) and not is_blank(mail.page):
        body = read_html(codecs.BOM_UTF8 + without_junk(mail.page).encode(), name)
    return assembled(mail.said, body, mail.attachments)


def _mail(message: "Message", name: str, depth: int = 0) -> _Mail:
    """Return what an e-mail says, which messages call `name` and which lies in `depth` others."""
    # Each level makes those inside it a third longer, and none below this one is read.
    attached = _attached(message, name, depth) if depth <= MAX_DEPTH else ()
    return _Mail(_said(message), message.body or "", message.html_body or "", tuple(attached))


def _said(message: "Message") -> dict[str, str]:
    """Return the headers of an e-mail, those that travelled with it first."""
    headers = {key.title(): value for key, value in message.message_headers.items()}
    people: dict[int, list[str]] = {_TO: [], _CC: []}
    for person in message.recipients:
        address = f"{person.name} <{person.email_address}>" if person.email_address else person.name
        kind = person.properties.int_prop_value(_KIND) or _TO
        people.setdefault(kind, []).append(address)
    sent = message.sent_date
    said = {
        "From": message.sender or "",
        "To": headers.get("To") or ", ".join(people[_TO]),
        "Cc": headers.get("Cc") or ", ".join(people[_CC]),
        "Date": headers.get("Date") or (f"{sent:%Y-%m-%d %H:%M %Z}" if sent else ""),
        "Subject": message.subject,
    }
    return {header: unfolded(decoded(value)) for header, value in said.items()}


def _attached(message: "Message", name: str, depth: int) -> Iterator[Attachment]:
    """Yield what is attached to an e-mail; mails as EML."""
    for number, item in enumerate(message.attachments, start=1):
        file = item.file_name or f"attachment-{number}"
        if item.file_bytes:
            yield Attachment(file, item.file_bytes)
        # Of these oxmsg itself makes nothing.
        place: Any = item._storage
        for inner in place.storages:
            if inner.name == _OBJECT and any(each.name == _PROPERTIES for each in inner.streams):
                yield _attached_mail(inner, file.removesuffix(".msg"), name, depth)


def _attached_mail(storage: "Storage", file: str, name: str, depth: int) -> Attachment:
    """Return a mail in a mail as EML, named for its subject, or else `file`."""
    try:
        mail = _mail(_message(storage), name, depth + 1)
        subject = mail.said["Subject"].replace("/", "-").replace("\\", "-")
        return Attachment(file_name(f"{subject or file}.eml"), _eml(mail))
    except Exception as error:
        # As above. What lies deeper fails with the mail that it lies in.
        if depth:
            raise
        return Attachment(f"{file}.eml", _damaged(f"{name}/{file}.eml", error))


def _message(storage: "Storage") -> "Message":
    """Return the mail in a mail that is kept in a storage."""
    from oxmsg import Message

    missing = bytes(_HEAD_BYTES - _INNER_HEAD_BYTES)
    streams = (
        replace(
            stream,
            bytes_=stream.bytes_[:_INNER_HEAD_BYTES] + missing + stream.bytes_[_INNER_HEAD_BYTES:],
        )
        if stream.name == _PROPERTIES
        else stream
        for stream in storage.streams
    )
    return Message(replace(storage, streams=tuple(streams)))


def _eml(mail: _Mail) -> bytes:
    """Return a mail in the format that all other programs know."""
    made = MIMEMultipart(boundary=_BOUNDARY)
    for header, value in mail.said.items():
        # A draft may have no header at all; the empty line Subject tells that it is a mail.
        if value or header == "Subject":
            made[header] = Header(value, "utf-8").encode()
    text, kind = (mail.page, "html") if is_blank(mail.plain) else (mail.plain, "plain")
    made.attach(MIMEText(without_junk(text), kind, "utf-8"))
    for each in mail.attachments:
        if isinstance(each.content, bytes):
            part = MIMEApplication(each.content)
            file = ("utf-8", "", without_junk(each.name))
            part.add_header("Content-Disposition", "attachment", filename=file)
            made.attach(part)
    return made.as_bytes()


def _damaged(name: str, error: Exception) -> UnreadableFile:
    """Return the error about an e-mail that cannot be opened."""
    reason = one_line(str(error))[:120] or type(error).__name__
    return UnreadableFile(
        f"{name} is damaged: it cannot be opened as an e-mail of Outlook ({reason}). "
        "Save it anew from Outlook"
    )
