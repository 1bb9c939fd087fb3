from email.message import EmailMessage
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.formats.inside import Inside
from index.formats.mailbox import mails
from index.formats.table import SUFFIXES, read_all

SENT = b"From anna@x.org Wed May  1 10:30:00 2024\n"


def mail(subject: str, body: str, *more: str) -> bytes:
    lines = ["From: Anna <anna@x.org>", f"Subject: {subject}", *more, "", body]
    return "\n".join(lines).encode()


def told(folder: Path, content: bytes) -> list[tuple[str, str, str]]:
    """Source, kind and text of each document of an archive."""
    path = folder / "in.mbox"
    path.write_bytes(content)
    reading = read_all(path, source="in.mbox")
    assert reading.failed == ()
    return [(each.source, each.media_type, each.text) for each in reading.documents]


def test_each_mail_is_a_document_of_its_own(tmp_path: Path) -> None:
    archive = SENT + mail("The fence", "It moved.\n\n") + SENT + mail("Re: 1/2", "> It moved.\nNo.")
    assert told(tmp_path, archive) == [
        (
            "in.mbox/The fence.eml",
            "message/rfc822",
            "From: Anna <anna@x.org>\nSubject: The fence\n\nIt moved.",
        ),
        (
            "in.mbox/Re: 1-2.eml",
            "message/rfc822",
            "From: Anna <anna@x.org>\nSubject: Re: 1/2\n\n> It moved.\nNo.",
        ),
    ]


def test_what_is_attached_to_a_mail_is_a_document_too(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Größe"
    message.set_content("See the list.")
    message.add_attachment(b"Cats purr.", "text", "plain", filename="cats.txt")
    assert [source for source, _, _ in told(tmp_path, SENT + message.as_bytes())] == [
        *("in.mbox/Größe.eml", "in.mbox/Größe.eml/cats.txt")
    ]


def test_mails_with_one_subject_or_none_have_names_of_their_own() -> None:
    archive = SENT + mail("Hi", "1") + b"\n" + SENT + mail("Hi", "2") + b"\n" + SENT + mail("", "3")
    assert [name for name, _ in mails(archive, "in.mbox")] == ["Hi.eml", "Hi.eml", "mail-3.eml"]
    found = Inside(SUFFIXES, 1000, lambda *read: sources.append(read[4]))
    sources: list[str] = []
    found.take(mails(archive, "in.mbox"), "in.mbox", "in.mbox", 0)
    assert sources == ["in.mbox/Hi.eml", "in.mbox/Hi (2).eml", "in.mbox/mail-3.eml"]


def test_a_line_with_a_time_but_no_year_begins_no_mail(tmp_path: Path) -> None:
    body = "Hello,\n\nFrom Bo we heard at 10:30:\nnote: it leans."
    assert [text for _, _, text in told(tmp_path, SENT + mail("The fence", body))] == [
        f"From: Anna <anna@x.org>\nSubject: The fence\n\n{body}"
    ]


def test_lines_of_a_mail_that_begin_like_a_new_one_stay_in_it() -> None:
    body = (
        "From the start it leaned.\n\nFrom May 1 at 10:30 on, nobody came.\n>From here on\n"
        ">>From there\n> From us"
    )
    ((_, content),) = mails(SENT + mail("Fence", body), "in.mbox")
    assert content == mail("Fence", body.replace(">From h", "From h").replace(">>", ">")) + b"\n"


def test_a_mail_has_the_same_bytes_wherever_it_stands() -> None:
    one = SENT + mail("Hi", "Cats.")
    for archive in (one, one + b"\n\n", one + b"\n\n" + SENT + mail("Ho", "Dogs.")):
        assert next(mails(archive, "in.mbox")) == ("Hi.eml", mail("Hi", "Cats.") + b"\n")


@pytest.mark.parametrize(
    "line", [b"From \r\n", b"From - \r\n", b"From - Wed May 01 10:30:00 2024\n"]
)
def test_archives_of_thunderbird_are_read_without_what_is_deleted(line: bytes) -> None:
    kept, gone = mail("Kept", "1", "X-Mozilla-Status: 0001"), "X-Mozilla-Status: 0009"
    several = [kept, mail("Gone", "2", gone), mail("Quoting", gone)]
    archive = b"".join(line + each + b"\n\n" for each in several)
    assert [name for name, _ in mails(archive, "in.mbox")] == ["Kept.eml", "Quoting.eml"]


def test_a_mail_that_cannot_be_read_leaves_the_others_readable(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    path.write_bytes(SENT + b"X-Odd: 1\n\nWho?\n\n" + SENT + mail("Hi", "Cats."))
    reading = read_all(path, source="in.mbox")
    assert [document.source for document in reading.documents] == ["in.mbox/Hi.eml"]
    assert reading.failed == (
        (
            "in.mbox/mail-1.eml",
            "in.mbox/mail-1.eml is no e-mail (no line From, Date or Subject at its top). "
            "Save it anew from the mail program",
        ),
    )


@pytest.mark.parametrize("content", [b"Cats purr.", b"\0\1", mail("Hi", "x"), b"x\n" + SENT])
def test_what_is_no_archive_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        next(mails(content, "in.mbox"))
    assert str(caught.value) == (
        "in.mbox is not a mail archive (no line From at its top). Save its mails as .eml"
    )


def test_thousands_of_mails_with_one_subject_are_read_in_no_time() -> None:
    sources: list[str] = []
    found = Inside(SUFFIXES, 1000, lambda *read: sources.append(read[4]))
    archive = b"\n\n".join([SENT + mail("Backup", "Done.")] * 10_000)
    found.take(mails(archive, "in.mbox"), "in.mbox", "in.mbox", 0)
    assert sources[-1] == "in.mbox/Backup (10000).eml"
