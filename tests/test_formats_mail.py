from email.message import EmailMessage

import pytest

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.content import Attachment, Content
from index.formats.mail import read_eml

DATE = "Wed, 01 May 2024 10:30:00 +0200"


def mail(body: str = "Cats purr.\n", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    message.set_content(body)
    return message


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_eml(content, "a.eml")
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message


def test_a_mail_says_who_wrote_to_whom_when_about_what() -> None:
    message = mail(
        From="Ada <ada@x.org>",
        To="Bob <bob@x.org>, Cy <cy@x.org>",
        Cc="Dee <dee@x.org>",
        Date=DATE,
        Subject="Katzen: Über das Schnurren",
    )
    assert read_eml(message.as_bytes(), "a.eml") == Content(
        "From: Ada <ada@x.org>\nTo: Bob <bob@x.org>, Cy <cy@x.org>\nCc: Dee <dee@x.org>\n"
        f"Date: {DATE}\nSubject: Katzen: Über das Schnurren\n\nCats purr.",
        title="Katzen: Über das Schnurren",
        date="2024-05-01",
    )


def test_plain_text_is_preferred_to_html() -> None:
    message = mail(From="a@x.org")
    message.add_alternative("<h1>Cats</h1>", subtype="html")
    assert read_eml(message.as_bytes(), "a.eml").text == "From: a@x.org\n\nCats purr."


@pytest.mark.parametrize("kind", ["text/markdown", "text/x-markdown", "text/enriched"])
def test_other_kinds_of_text_are_read_as_they_are_written(kind: str) -> None:
    content = f"From: a@x.org\nContent-Type: {kind}; charset=utf-8\n\nCats *purr*.\n"
    assert read_eml(content.encode(), "a.eml") == Content("From: a@x.org\n\nCats *purr*.")


def test_what_only_some_programs_show_is_no_text_of_a_mail() -> None:
    message = mail("See below.\n", From="a@x.org")
    message.add_alternative("<html amp4email>soon</html>", subtype="x-amp-html")
    message.add_alternative(f"<p>{'Cats purr. ' * 30}", subtype="html")
    read = read_eml(message.as_bytes(), "a.eml")
    assert read.text == "From: a@x.org\n\n" + ("Cats purr. " * 30).strip()


@pytest.mark.parametrize(
    ("kind", "file", "name"),
    [
        ("application/pdf", "Invoice", "Invoice.pdf"),
        ("application/pdf", "Invoice.PDF", "Invoice.PDF"),
        ("text/plain", "notes.md", "notes.md"),
        ("text/csv", "Fees", "Fees.csv"),
        ("application/x-unheard-of", "Fees", "Fees"),
    ],
)
def test_a_file_without_a_suffix_gets_that_of_its_kind(kind: str, file: str, name: str) -> None:
    message = mail(From="a@x.org")
    main, sub = kind.split("/")
    message.add_attachment(b"x", maintype=main, subtype=sub, filename=file)
    (attachment,) = read_eml(message.as_bytes(), "a.eml").attachments
    assert attachment.name == name


def test_a_mail_attached_under_its_subject_is_a_mail() -> None:
    message = mail(From="a@x.org")
    message.add_attachment(mail(From="b@x.org"), filename="Fees from 1.5 on")
    (attachment,) = read_eml(message.as_bytes(), "a.eml").attachments
    assert attachment.name == "Fees from 1.5 on.eml"


def test_html_is_read_where_there_is_no_plain_text() -> None:
    message = mail("\n", From="a@x.org")
    page = '<meta charset="klingon"><h1>Kätzchen</h1><p>They purr.</p><script>no()</script>'
    message.add_alternative(page, subtype="html")
    read = read_eml(message.as_bytes(), "a.eml")
    assert read.text == "From: a@x.org\n\nKätzchen\n\nThey purr."
    assert read.headings == (Heading(15, 23, 1, "Kätzchen"),)
    assert read.text[15:23] == "Kätzchen"


def test_html_is_read_where_plain_text_only_leads_to_it() -> None:
    page = f"<p>Your order of {'tuna ' * 50}is due on 5 May.</p>"
    message = mail("View this mail in a browser.\n", From="a@x.org")
    message.add_alternative(page, subtype="html")
    assert read_eml(bytes(message), "a.eml").text.endswith("tuna is due on 5 May.")
    message = mail(f"It is due on 5 May. {'Yes. ' * 40}\n", From="a@x.org")
    message.add_alternative(page * 9, subtype="html")
    assert read_eml(bytes(message), "a.eml").text.strip().endswith("Yes. Yes.")


@pytest.mark.parametrize(
    "kind", ["application/pkcs7-mime; name=smime.p7m", 'multipart/encrypted; boundary="x"']
)
def test_an_encrypted_body_is_told(kind: str) -> None:
    content = f"From: a@x.org\nSubject: Rent\nContent-Type: {kind}\n\n"
    content += "--x\nContent-Type: application/octet-stream\n\nabc\n--x--\n"
    read = read_eml(content.encode(), "a.eml")
    assert read.text == "From: a@x.org\nSubject: Rent"
    assert read.unread == (
        (
            "body",
            "a.eml/body is encrypted. Open it in a mail program and save it without encryption",
        ),
    )


def test_attachments_are_handed_back_with_their_names() -> None:
    message = mail(From="a@x.org", Subject="Files")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Ä b.pdf")
    message.add_attachment("Notes", filename="notes.txt")
    message.add_attachment(b"GIF", maintype="image", subtype="gif", filename="../x.gif")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf")
    inner = mail("Dogs bark.\n", From="b@x.org", Subject="Inner")
    message.add_attachment(inner)
    read = read_eml(message.as_bytes(), "a.eml")
    assert read.text == "From: a@x.org\nSubject: Files\n\nCats purr."
    *files, last = read.attachments
    assert files == [
        Attachment("Ä b.pdf", b"%PDF"),
        Attachment("notes.txt", b"Notes\n"),
        Attachment("../x.gif", b"GIF"),
        Attachment("attachment-4.pdf", b"%PDF-"),
    ]
    assert last.name == "attachment-5.eml"
    assert read_eml(last.content, "b.eml").text == "From: b@x.org\nSubject: Inner\n\nDogs bark."


def test_flowed_lines_are_one_paragraph() -> None:
    content = (
        b"From: a@x.org\r\nContent-Type: text/plain; format=flowed\r\n\r\n"
        b"Cats purr \r\nall day.\r\n>Do they \r\n>really?\r\n-- \r\nAda\r\n"
    )
    assert read_eml(content, "a.eml").text == (
        "From: a@x.org\n\nCats purr all day.\n> Do they really?\n-- \nAda"
    )
    # Where the space is said to be no part of the text, the one before it is.
    joined = content.replace(b"flowed", b"flowed; delsp=yes").replace(b"purr ", b"purr  ")
    assert read_eml(joined, "a.eml").text == (
        "From: a@x.org\n\nCats purr all day.\n> Do theyreally?\n-- \nAda"
    )


@pytest.mark.parametrize(
    ("declared", "sent", "read"),
    [
        ("iso-8859-1", "“Café”".encode("cp1252"), "“Café”"),
        ("koi8-r", "кошка".encode("koi8-r"), "кошка"),
        ("utf-8", b"cat\xc3", "cat\ufffd"),
        ("us-ascii", "Kätzchen".encode(), "Kätzchen"),
        ("klingon", "Kätzchen".encode(), "Kätzchen"),
    ],
)
def test_a_body_is_read_in_the_encoding_it_declares(declared: str, sent: bytes, read: str) -> None:
    head = f"From: a@x.org\r\nContent-Type: text/plain; charset={declared}\r\n\r\n".encode()
    assert read_eml(head + sent, "a.eml").text == f"From: a@x.org\n\n{read}"


def test_a_body_in_no_known_encoding_is_refused() -> None:
    assert refusal(b"From: a@x.org\r\n\r\ncaf\xe9").startswith(
        "a.eml is not UTF-8 text (byte 0xE9 at offset 3, line 1)."
    )


def test_odd_headers_are_shown_as_they_are() -> None:
    content = b"From: =?klingon?q?x?= <a@x.org>\nDate: soon\nSubject: =?utf-8?b?!?=\n\nCats"
    assert read_eml(content, "a.eml") == Content(
        "From: =?klingon?q?x?= <a@x.org>\nDate: soon\nSubject: =?utf-8?b?!?=\n\nCats",
        title="=?utf-8?b?!?=",
    )


def test_headers_are_shown_whole_and_only_the_title_is_cut() -> None:
    people = ", ".join(f"Person {number} <person{number}@x.org>" for number in range(30))
    subject = " ".join(["purr"] * 60)
    content = f"From: a@x.org\nTo: {people}\nSubject: {subject}\n\nCats".encode()
    read = read_eml(content, "a.eml")
    assert read.text == f"From: a@x.org\nTo: {people}\nSubject: {subject}\n\nCats"
    # 39 times "purr " are 195 characters, and four more fill the 199 before the mark.
    assert read.title == "purr " * 39 + "purr…"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Übersicht Straße".encode(), "Übersicht Straße"),
        ("“Café” für 5 €".encode("cp1252"), "“Café” für 5 €"),
        ("Ü =?utf-8?q?=C3=9C?= Ä".encode(), "Ü Ü Ä"),
        (
            b"Re: =?utf-8?q?=C3=9Cber?=\n =?utf-8?q?_uns?= (=?utf-8?b?YWxsZQ==?=)",
            "Re: Über uns (alle)",
        ),
        (b"=?utf-8?q??= Cats =?klingon?q?x?=", "Cats =?klingon?q?x?="),
    ],
)
def test_headers_are_read_encoded_and_as_bytes(sent: bytes, read: str) -> None:
    content = read_eml(b"Subject: " + sent + b"\n\nCats", "a.eml")
    assert (content.text, content.title) == (f"Subject: {read}\n\nCats", read)


def with_file(name: bytes) -> bytes:
    return (
        b"From: a@x.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        b'Content-Disposition: attachment; filename="' + name + b'"\n\nCats\n--b--\n'
    )


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Größe.txt".encode(), "Größe.txt"),
        ("Größe.txt".encode("cp1252"), "Größe.txt"),
        # 195 letters, the mark and the suffix are 200.
        (b"a" * 300 + b".pdf", "a" * 195 + "….pdf"),
        (b"a" * 196 + b".pdf", "a" * 196 + ".pdf"),
        (b"a." + b"b" * 300, "a." + "b" * 197 + "…"),
    ],
)
def test_a_long_name_of_a_file_keeps_its_suffix(sent: bytes, read: str) -> None:
    (file,) = read_eml(with_file(sent), "a.eml").attachments
    assert file == Attachment(read, b"Cats")


def test_a_mail_in_a_mail_keeps_its_bytes() -> None:
    inner = "From: a@x.org\nSubject: Übersicht\n\nKätzchen".encode()
    content = with_file(b"x.eml").replace(b"Cats", inner)
    content = content.replace(b"Content-Disp", b"Content-Type: message/rfc822\nContent-Disp")
    (file,) = read_eml(content, "a.eml").attachments
    assert file == Attachment("x.eml", inner)


def test_a_mark_or_empty_lines_may_stand_before_a_mail() -> None:
    content = b"\xef\xbb\xbf\r\n\nSubject: Cats\n\nThey purr."
    assert read_eml(content, "a.eml").text == "Subject: Cats\n\nThey purr."


@pytest.mark.parametrize("content", [b"Cats purr.", b"", b"\x80\x04\x95", b"To: x\n\nCats"])
def test_what_is_no_mail_is_refused(content: bytes) -> None:
    assert refusal(content) == (
        "a.eml is no e-mail (no line From, Date or Subject at its top). "
        "Save it anew from the mail program"
    )


def test_mails_nested_too_deep_are_refused() -> None:
    deep = b"From: a@x.org\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(3000)
    )
    assert refusal(deep) == (
        "a.eml is nested too deep to read. Save its parts as files of their own"
    )
