from datetime import UTC, datetime
from pathlib import Path

import pytest
from outlook import mail, msg, ole, properties

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.content import Attachment, Content
from index.formats.mail import read_eml
from index.formats.outlook import read_msg
from index.formats.table import read_all

DATE = "Wed, 01 May 2024 10:30:00 +0200"


def test_a_mail_of_outlook_is_read_as_any_other() -> None:
    content = msg(
        "Über Katzen",
        "Cats purr.\r\nDogs bark.\r\n",
        sender="Ada",
        address="ada@x.org",
        sent=datetime(2024, 5, 1, 8, 30, tzinfo=UTC),
        recipients=[("Bob", "bob@x.org"), ("Cy", "")],
        attachments={"notes.txt": b"Notes", "big.bin": bytes(5000)},
    )
    assert read_msg(content, "a.msg") == Content(
        'From: "Ada" <ada@x.org>\nTo: Bob <bob@x.org>, Cy\nDate: 2024-05-01 08:30 UTC\n'
        "Subject: Über Katzen\n\n"
        "Cats purr.\nDogs bark.",
        title="Über Katzen",
        date="2024-05-01",
        attachments=(Attachment("notes.txt", b"Notes"), Attachment("big.bin", bytes(5000))),
    )


def test_the_headers_that_travelled_with_a_mail_of_outlook_count_first() -> None:
    headers = f"From: Ada <ada@x.org>\r\nTO: Bob <bob@x.org>\r\nDate: {DATE}\r\n\r\n"
    read = read_msg(msg("Cats", html="<h1>Caf\xe9</h1>", headers=headers), "a.msg")
    assert read.text == (
        f"From: Ada <ada@x.org>\nTo: Bob <bob@x.org>\nDate: {DATE}\nSubject: Cats\n\nCafé"
    )
    start = len(read.text) - 4
    assert read.headings == (Heading(start, start + 4, 1, "Café"),)


def test_who_got_a_copy_of_a_mail_that_was_not_sent_yet_is_told_apart() -> None:
    tree = mail("Cats", "They purr.")
    for number, (name, kind) in enumerate([("Bob", 1), ("Cy", 2), ("Dee", 3), ("Eve", 1)]):
        person = properties(8, {0x3001: name, 0x39FE: f"{name}@x.org"}, {}, {0x0C15: kind})
        tree[f"__recip_version1.0_#{number:08X}"] = person
    assert read_msg(ole(tree), "a.msg").text == (
        "To: Bob <Bob@x.org>, Eve <Eve@x.org>\nCc: Cy <Cy@x.org>\nSubject: Cats\n\nThey purr."
    )


def test_a_mail_in_a_mail_of_outlook_is_attached_as_a_mail_by_itself() -> None:
    inner = mail(
        "Wg: Größe 1/2",
        "Cats purr.\r\n",
        sender="Ada",
        address="ada@x.org",
        sent=datetime(2024, 5, 1, 8, 30, tzinfo=UTC),
        attachments={"nötes.txt": b"Notes", "In": mail("", html="<p>Dogs</p>", header=24)},
        header=24,
    )
    read = read_msg(msg("Cats", attachments={"Wg": inner, "b.txt": b"b"}), "a.msg")
    first, second = read.attachments
    assert (first.name, second) == ("Wg: Größe 1-2.eml", Attachment("b.txt", b"b"))
    assert isinstance(first.content, bytes)
    within = read_eml(first.content, "a.eml")
    assert within.text == (
        'From: "Ada" <ada@x.org>\nDate: 2024-05-01 08:30 UTC\nSubject: Wg: Größe 1/2\n\nCats purr.'
    )
    assert within.date == "2024-05-01"
    notes, innermost = within.attachments
    assert notes == Attachment("nötes.txt", b"Notes")
    assert innermost.name == "attachment-2.eml"
    assert isinstance(innermost.content, bytes)
    assert read_eml(innermost.content, "b.eml").text == "Dogs"
    # Made anew, it has the same bytes, so that it is known again.
    assert read_msg(msg("Cats", attachments={"Wg": inner}), "a.msg").attachments == (first,)


def test_headers_of_a_mail_of_outlook_are_shown_whole() -> None:
    people = [(f"Person {number}", f"person{number}@x.org") for number in range(30)]
    subject = "purr " * 60 + "on"
    inner = mail(subject, "Dogs bark.", header=24)
    read = read_msg(
        msg(subject, "Cats purr.", recipients=people, attachments={"a": inner}), "a.msg"
    )
    shown = ", ".join(f"{name} <{address}>" for name, address in people)
    assert read.text == f"To: {shown}\nSubject: {subject}\n\nCats purr."
    assert read.title == "purr " * 39 + "purr…"
    (attached,) = read.attachments
    # 39 times "purr " and a mark are 196.
    assert attached.name == "purr " * 38 + "purr….eml"
    assert isinstance(attached.content, bytes)
    assert read_eml(attached.content, "b.eml").text == f"Subject: {subject}\n\nDogs bark."


def test_a_mail_in_a_mail_and_what_is_attached_to_it_are_documents(tmp_path: Path) -> None:
    inner = mail("Food", "Cats eat.", attachments={"notes.txt": b"Notes"}, header=24)
    path = tmp_path / "a.msg"
    path.write_bytes(msg("Cats", "Cats purr.", attachments={"Food": inner}))
    reading = read_all(path, source="a.msg")
    assert [(each.source, each.media_type, each.text) for each in reading.documents] == [
        ("a.msg", "application/vnd.ms-outlook", "Subject: Cats\n\nCats purr."),
        ("a.msg/Food.eml", "message/rfc822", "Subject: Food\n\nCats eat."),
        ("a.msg/Food.eml/notes.txt", "text/plain", "Notes"),
    ]
    assert reading.failed == ()


def test_a_damaged_mail_in_a_mail_fails_by_itself(tmp_path: Path) -> None:
    damaged = mail("Food", "Cats eat.", attachments={"In": mail("In", "x", header=24)}, header=24)
    (place,) = (each for key, each in damaged.items() if key.startswith("__attach"))
    assert isinstance(place, dict)
    del place["__properties_version1.0"]
    path = tmp_path / "a.msg"
    path.write_bytes(msg("Cats", "Cats purr.", attachments={"Food": damaged, "b.txt": b"b"}))
    reading = read_all(path, source="a.msg")
    assert [each.source for each in reading.documents] == ["a.msg", "a.msg/b.txt"]
    ((source, line),) = reading.failed
    assert source == "a.msg/attachment-1.eml"
    assert line == (
        "a.msg/attachment-1.eml is damaged: it cannot be opened as an e-mail of Outlook "
        "('__properties_version1.0'). Save it anew from Outlook"
    )


def test_an_object_of_another_program_in_a_mail_is_no_mail() -> None:
    read = read_msg(msg("Cats", attachments={"Table": {"Workbook": b"x"}}), "a.msg")
    assert read.attachments == ()


def test_mails_in_mails_of_outlook_without_end_are_read_to_a_depth() -> None:
    inner = mail("Last", "x", header=24)
    for level in range(12):
        inner = mail(f"Mail {level}", "x" * 50, attachments={"In": inner}, header=24)
    read = read_msg(msg("Cats", attachments={"In": inner}), "a.msg")
    names = []
    while read.attachments:
        (attached,) = read.attachments
        names.append(attached.name)
        assert isinstance(attached.content, bytes)
        read = read_eml(attached.content, "a.eml")
    assert names == ["Mail 11.eml", "Mail 10.eml", "Mail 9.eml", "Mail 8.eml"]


def test_what_is_no_mail_of_outlook_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.msg is not an e-mail of Outlook \(\.msg\)\."):
        read_msg(b"From: a@x.org\n\nCats", "a.msg")
    for cut in (8, 600, 2000):
        with pytest.raises(UnreadableFile) as caught:
            read_msg(msg("Cats", "purr")[:cut], "a.msg")
        assert str(caught.value).startswith(
            "a.msg is damaged: it cannot be opened as an e-mail of Outlook ("
        )
