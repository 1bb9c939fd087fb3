"""Mail archives (MBOX) to the mails in them, one behind the other in a text file; see RFC 4155.

    From anna@example.org Wed May  1 10:30:00 2024
    Subject: The fence
    ...

A mail is what stands from such a line to the next one.
"""

import re
from collections.abc import Iterator
from itertools import chain

from index.errors import UnreadableFile
from index.formats.content import file_name
from index.formats.mail import subject_of

# It says who sent the mail, and when, the year too, or nothing in archives of Thunderbird; a header
# follows. A mail may have lines that begin so, too; no longer ones are looked at.
_BEGIN = re.compile(
    rb"^From (?:(?=[^\n]{0,300}\b(?:19|20)\d\d\b)[^\n]{0,300}?\d:\d\d[^\n]{0,300}+"
    rb"|-?[ \r]{0,9}+)\n(?=[!-9;-~]{1,100}+:)",
    re.MULTILINE,
)
# A line of a mail that would be taken for one, as an archive writes it.
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
# How Thunderbird marks the mails that are deleted, until it compacts the archive.
_STATUS = re.compile(rb"^X-Mozilla-Status: ([0-9A-Fa-f]{4})\b", re.MULTILINE)
_DELETED = 0x8


def mails(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the mails in an archive, each with a name made of its subject, in their order.

    Args:
        content: The archive.
        name: The file, for messages.

    Raises:
        UnreadableFile: It is none.
    """
    starts = _BEGIN.finditer(content)
    first = next(starts, None)
    if first is None or content[: first.start()].strip(b"\xef\xbb\xbf\r\n"):
        raise UnreadableFile(
            f"{name} is not a mail archive (no line From at its top). Save its mails as .eml"
        )
    begin = first.end()
    for number, following in enumerate(chain(starts, [None]), start=1):
        mail = content[begin : following.start() if following else None]
        begin = following.end() if following else len(content)
        head_end = _HEAD_END.search(mail)
        head = mail[: head_end.start()] if head_end else mail
        if not _is_deleted(head):
            subject = subject_of(head).replace("/", "-").replace("\\", "-")
            yield file_name(f"{subject or f'mail-{number}'}.eml"), _as_sent(mail)


def _as_sent(mail: bytes) -> bytes:
    """Return a mail as it was before it came into the archive, the same wherever it stands."""
    return _ESCAPED.sub(b"", mail).rstrip(b"\r\n") + b"\n"


def _is_deleted(head: bytes) -> bool:
    """Return whether the head of a mail marks it as deleted."""
    status = _STATUS.search(head)
    return status is not None and bool(int(status[1], 16) & _DELETED)
