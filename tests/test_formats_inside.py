import hashlib
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from files import odt, packed, pdf
from outlook import msg

from index.errors import UnreadableFile
from index.formats import inside
from index.formats.content import REMEDY
from index.formats.table import Reading, read, read_all


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(document.source, document.text) for document in reading.documents]


def taken(folder: Path, content: bytes, name: str = "a.zip") -> Reading:
    return read_all(written(folder, name, content), source="a.zip")


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_all(path)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message.replace(f"{path.parent}/", "")


def nested(depth: int) -> bytes:
    content = packed({"cats.txt": b"Cats purr."})
    for level in range(depth):
        content = packed({f"{level}.zip": content})
    return content


def test_a_file_without_others_in_it_is_one_document(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", b"Cats purr.")
    assert read_all(path) == Reading((read(path),))
    assert read_all(path, source="b.txt") == Reading((read(path, source="b.txt"),))


def test_each_file_in_an_archive_is_a_document_with_its_own_bytes(tmp_path: Path) -> None:
    reading = taken(tmp_path, packed({"cats.txt": b"Cats purr.", "b/dogs.md": b"# Dogs"}))
    assert told(reading) == [("a.zip/cats.txt", "Cats purr."), ("a.zip/b/dogs.md", "# Dogs")]
    cats, dogs = reading.documents
    assert cats.sha256 == hashlib.sha256(b"Cats purr.").hexdigest()
    assert (cats.title, cats.media_type) == ("cats", "text/plain")
    assert (dogs.title, dogs.media_type) == ("Dogs", "text/markdown")
    assert reading.failed == ()


def test_kinds_that_are_not_read_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    members = {
        "a.exe": b"MZ",
        "__MACOSX/._b.txt": b"x",
        ".hidden/c.txt": b"x",
        "d/.e.txt": b"x",
        "f.txt/": b"",
        "b/ .txt": b"x",
        "g.txt ": b"Cats",
    }
    assert told(taken(tmp_path, packed(members))) == [("a.zip/g.txt", "Cats")]


def test_a_blank_before_a_name_hides_no_less(tmp_path: Path) -> None:
    members = {"a.txt": b"1", " .b/c.txt": b"2", "d/ .e.txt": b"3", "__MACOSX /f.txt": b"4"}
    assert told(taken(tmp_path, packed(members | {" g/h.txt": b"5"}))) == [
        ("a.zip/a.txt", "1"),
        ("a.zip/g/h.txt", "5"),
    ]


def test_what_should_be_readable_and_is_not_is_named(tmp_path: Path) -> None:
    members = {"a.txt": b"Cats", "b.pdf": b"no", "c.docx": b"PK", "d.md": b"", "e.txt": b"\xff\0"}
    reading = taken(tmp_path, packed(members))
    assert told(reading) == [("a.zip/a.txt", "Cats")]
    assert dict(reading.failed) == {
        "a.zip/b.pdf": f"a.zip/b.pdf is not a PDF (it does not begin with %PDF). {REMEDY}",
        "a.zip/c.docx": "a.zip/c.docx is damaged: it cannot be unpacked (File is not "
        "a zip file). Save it anew from the program that made it",
        "a.zip/d.md": "a.zip/d.md is empty",
        "a.zip/e.txt": f"a.zip/e.txt is binary, not text. {REMEDY}",
    }


def test_a_damaged_member_leaves_the_others_readable(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "Cats purr.")
        archive.writestr("b.txt", "Dogs bark.")
    reading = taken(tmp_path, file.getvalue().replace(b"Cats purr", b"Cats bark"))
    assert told(reading) == [("a.zip/b.txt", "Dogs bark.")]
    assert [source for source, _ in reading.failed] == ["a.zip/a.txt"]
    assert "Bad CRC-32" in reading.failed[0][1]


def test_names_that_lead_out_are_names_and_no_more(tmp_path: Path) -> None:
    members = {
        "../../secret.txt": b"1",
        "/etc/passwd.txt": b"2",
        "..\\..\\windows.txt": b"3",
        "C:\\x.txt": b"4",
        "a\nb.txt": b"5",
        "./secret.txt": b"6",
    }
    folder = tmp_path / "deep" / "deeper"
    folder.mkdir(parents=True)
    path = written(folder, "a.zip", packed(members))
    before = sorted(tmp_path.rglob("*"))
    assert told(read_all(path, source="a.zip")) == [
        ("a.zip/secret.txt", "1"),
        ("a.zip/etc/passwd.txt", "2"),
        ("a.zip/windows.txt", "3"),
        ("a.zip/C:/x.txt", "4"),
        ("a.zip/a?b.txt", "5"),
        ("a.zip/secret (2).txt", "6"),
    ]
    assert sorted(tmp_path.rglob("*")) == before


def test_names_without_the_mark_of_utf_8_are_read_as_most_write_them(tmp_path: Path) -> None:
    # With the mark, as Python writes it; then without, as other programs do.
    content = packed({"Kätzchen.txt": b"Cats"})
    flag = (0x800).to_bytes(2, "little")
    assert content.count(flag) == 2
    assert told(taken(tmp_path, content.replace(flag, b"\0\0"))) == [("a.zip/Kätzchen.txt", "Cats")]


def test_a_mail_comes_before_what_is_attached_to_it(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "a@x.org"
    message.set_content("See the file.")
    message.add_attachment(
        pdf("Cats purr."), maintype="application", subtype="pdf", filename="b.pdf"
    )
    message.add_attachment(b"x", maintype="image", subtype="png", filename="c.png")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="d.pdf")
    path = written(tmp_path, "a.eml", message.as_bytes())
    reading = read_all(path)
    assert told(reading) == [
        (str(path), "From: a@x.org\n\nSee the file."),
        (f"{path}/b.pdf", "Cats purr."),
    ]
    assert [source for source, _ in reading.failed] == [f"{path}/d.pdf"]
    assert read(path) == reading.documents[0]


def test_files_in_files_are_read_three_deep(tmp_path: Path) -> None:
    letter = msg("Cats", attachments={"report.odt": odt(text="Purring.")})
    path = written(tmp_path, "a.zip", packed({"b/mail.msg": letter}))
    assert told(read_all(path, source="s")) == [
        ("s/b/mail.msg", "Subject: Cats"),
        ("s/b/mail.msg/report.odt", "Cats\n\nPurring."),
    ]
    assert told(taken(tmp_path, nested(2))) == [("a.zip/1.zip/0.zip/cats.txt", "Cats purr.")]


def test_archives_in_archives_without_end_are_left_alone(tmp_path: Path) -> None:
    reading = taken(tmp_path, nested(5))
    assert reading.documents == ()
    assert reading.failed == (
        (
            "a.zip/4.zip/3.zip/2.zip",
            "a.zip/4.zip/3.zip/2.zip lies in 3 other files and is not unpacked. Unpack it first",
        ),
    )


def test_an_attachment_too_deep_is_named(tmp_path: Path) -> None:
    content = msg("Cats", attachments={"b.txt": b"Dogs"})
    for level in range(3):
        content = packed({f"{level}.zip": content} if level else {"c.msg": content})
    reading = taken(tmp_path, content)
    assert told(reading) == [("a.zip/2.zip/1.zip/c.msg", "Subject: Cats")]
    assert reading.failed == (
        (
            "a.zip/2.zip/1.zip/c.msg/b.txt",
            "a.zip/2.zip/1.zip/c.msg/b.txt lies in 4 other files and is not read. "
            "Save it by itself",
        ),
    )


def test_a_nested_bomb_is_unpacked_up_to_the_limit_and_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing that is 40 kB by itself is too large, but a hundred of them are.
    monkeypatch.setattr(inside, "MAX_TOTAL_BYTES", 1_000_000)
    inner = packed({f"{number}.txt": b"Cats purr. " * 4000 for number in range(10)})
    reading = taken(tmp_path, packed({f"{number}.zip": inner for number in range(10)}))
    # 22 texts of 44,000 bytes, beside three archives of less than 2,000, are below the limit.
    assert len(reading.documents) == 22
    assert reading.failed[0] == (
        "a.zip/2.zip/2.txt",
        "a.zip/2.zip/2.txt and what follows are not read: more than 1 MB or 20,000 "
        "files lie inside of one file. Unpack or split it first",
    )
    assert len(reading.failed) == 2


def test_an_attachment_larger_than_a_file_may_be_is_refused(tmp_path: Path) -> None:
    found = inside.Inside({".txt": "text/plain"}, 1_000_000, lambda *_: None)
    found.take([("a.txt", bytes(1_100_000))], "m.eml", "m.eml", 0)
    assert found.failed == [
        (
            "m.eml/a.txt",
            "m.eml/a.txt has 1.1 MB; the largest file read has 1 MB. Split it first",
        )
    ]


def test_an_archive_with_nothing_to_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", packed({"a.exe": b"MZ"}))
    assert refusal(path) == "a.zip has no file in it of a kind Quoth reads"
    with pytest.raises(UnreadableFile, match=r"a\.zip holds files, and no text of its own\."):
        read(path)


def test_an_archive_that_is_damaged_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", packed({"a.txt": b"Cats"})[:-10])
    assert refusal(path).startswith("a.zip is damaged: it cannot be unpacked (")
