import json
import os
import pickle
import time
import zipfile
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from files import epub, every_kind, odt, packed, sheet, slides, word
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.documents import Document
from index.errors import UnreadableFile
from index.formats.archive import open_archive
from index.formats.child import Child
from index.formats.content import is_blank
from index.formats.table import MAX_BYTES, SUFFIXES, read, read_all


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_all(path)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message.replace(f"{path.parent}/", "")


def check(document: Document) -> None:
    """Check what holds for every document."""
    text = document.text
    text.encode()  # no half characters
    assert not is_blank(text)
    assert len(document.title.splitlines()) == 1
    assert list(document.pages) == sorted(document.pages)
    assert len(document.numbers) in {0, len(document.pages)}
    assert all(0 <= page <= len(text) for page in document.pages)
    starts = [heading.start for heading in document.headings]
    assert starts == sorted(starts)
    for heading in document.headings:
        assert 0 <= heading.start < heading.end <= len(text)
        assert text[heading.start : heading.end].strip()


# ---- made to harm

LAUGH = "<!DOCTYPE x [<!ENTITY a 'ha'>"
for before, name in pairwise("abcdefghij"):
    LAUGH += f"<!ENTITY {name} '{f'&{before};' * 10}'>"
LAUGH += "]>"


def with_part(content: bytes, part: str, replaced: dict[str, str]) -> bytes:
    """Return an archive with some text of one member replaced."""
    archive = open_archive(content, "a")
    members = {name: archive.read(name) for name in archive.namelist()}
    text = members[part].decode()
    for before, after in replaced.items():
        assert before in text
        text = text.replace(before, after, 1)
    return packed({**members, part: text})


def bombs() -> dict[str, tuple[bytes, str]]:
    """Return by suffix a file whose entities unpack to gigabytes, and the part they are in."""
    document = {"<w:document": f"{LAUGH}<w:document", "Cats purr.": "&j;"}
    slide = {"<p:sld ": f"{LAUGH}<p:sld ", "Cats purr.": "&j;"}
    return {
        ".docx": (
            with_part(word("Cats purr."), "word/document.xml", document),
            "word/document.xml",
        ),
        ".pptx": (with_part(slides(), "ppt/slides/slide1.xml", slide), "ppt/slides/slide1.xml"),
        ".xlsx": (
            with_part(sheet(LAUGH), "xl/worksheets/s.xml", {"purr": "&j;"}),
            "xl/worksheets/s.xml",
        ),
        ".odt": (odt(LAUGH, "&j;"), "content.xml"),
        ".epub": (epub(LAUGH), "book.opf"),
    }


@pytest.mark.parametrize("suffix", bombs())
def test_entities_that_unpack_without_end_are_refused(tmp_path: Path, suffix: str) -> None:
    content, part = bombs()[suffix]
    began = time.process_time()
    assert refusal(written(tmp_path, f"a{suffix}", content)).startswith(
        f"a{suffix} declares entities of its own in {part}, which can unpack without end."
    )
    assert time.process_time() - began < 5


def test_entities_in_a_feed_and_a_page_are_not_put_in(tmp_path: Path) -> None:
    feed = f"{LAUGH}<rss><channel><title>&j;</title></channel></rss>".encode()
    assert "declares entities of its own" in refusal(written(tmp_path, "a.xml", feed))
    page = f"{LAUGH}<p>Cats &j; purr.</p>".encode()
    assert len(read(written(tmp_path, "a.html", page)).text) < 1000


def test_files_on_this_machine_are_not_put_in(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", b"hidden")
    outside = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'
    assert "declares entities" in refusal(written(tmp_path, "a.odt", odt(outside, "&s;")))
    page = f"{outside}<p>Cats &s; purr.</p>".encode()
    assert "hidden" not in read(written(tmp_path, "a.html", page)).text
    rest = (
        b"Cats\n====\n\n.. include:: secret.txt\n\n.. raw:: html\n   :file: secret.txt\n\nPurr.\n"
    )
    assert "hidden" not in read(written(tmp_path, "a.rst", rest)).text


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".odt", ".ods", ".epub", ".zip"])
def test_a_bomb_is_refused_whatever_it_says_it_is(tmp_path: Path, suffix: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", bytes(60_000_000))
    assert "is no honest archive: content.xml in it unpacks from" in refusal(
        written(tmp_path, f"a{suffix}", file.getvalue())
    )


def test_a_file_over_the_limit_is_refused_by_its_size_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(Path, "read_bytes", fail)
    for name in ("a.pdf", "a.txt", "a.zip"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(2_000_000_000)
        assert refusal(path) == (
            f"{name} has 2,000.0 MB; the largest file read has 200 MB. Split it first"
        )
    assert MAX_BYTES == 200_000_000


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "a.pdf")
    assert refusal(tmp_path / "a.txt") == "a.txt is not a regular file"
    with Child(seconds=30) as child, pytest.raises(UnreadableFile, match="not a regular file"):
        child.read(tmp_path / "a.txt")
    with Child(seconds=30) as child, pytest.raises(UnreadableFile, match="not a regular file"):
        child.read(tmp_path / "a.pdf")


def paged(announced: int, pages: int) -> bytes:
    """Return a PDF whose pages are all the same one."""
    words = b"BT /F1 12 Tf 10 100 Td (Cats purr all day.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (announced, b"3 0 R " * pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content = b"%PDF-1.4\n"
    table = b"0000000000 65535 f \n"
    for number, each in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(content)
        content += b"%d 0 obj%s endobj\n" % (number, each)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(content)
    return content + b"xref\n0 6\n" + table + end


def test_a_pdf_that_announces_a_million_pages_and_has_one_is_refused(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.pdf", paged(1, 1))).text == "Cats purr all day."
    assert refusal(written(tmp_path, "b.pdf", paged(1_000_000, 1))) == (
        "b.pdf is damaged (failed to load page). Save it anew from the program that made it"
    )


def test_a_pdf_that_has_a_million_pages_takes_no_longer_than_it_may(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", paged(1_000_000, 1_000_000))
    with (
        Child(seconds=3) as child,
        pytest.raises(UnreadableFile, match=r"/a\.pdf took longer than 3 s to read\. Split it"),
    ):
        child.read(path)


def test_scripts_are_no_text(tmp_path: Path) -> None:
    page = (
        b"<script>alert(1)</script><p onclick='no()'>Cats <a href='javascript:no()'>purr</a>."
        b"<img src=x onerror=no()><iframe srcdoc='<p>no'></iframe><style>no</style>"
        b"<svg onload=no()><script>no()</script></svg><noscript>no</noscript>"
        b"<template>no</template><object data=no></object><math><annotation>no"
    )
    assert read(written(tmp_path, "a.html", page)).text == "Cats purr."


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_no_such_file_is_refused_in_a_line(tmp_path: Path, suffix: str) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return (Path(tmp_path / "harm").write_text, ("done",))

    for content in (
        pickle.dumps(Harm(), 4),
        pickle.dumps([1.5] * 100, 4),
        bytes(range(256)) * 4,
        bytes(1000),
        b"\x7fELF\x02\x01\x01" + bytes(100),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        b"PK\x03\x04" + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    ):
        assert refusal(written(tmp_path, f"a{suffix}", content)).startswith(f"a{suffix} ")
    assert not (tmp_path / "harm").exists()


# ---- broken by chance

KINDS = every_kind()


@cache
def whole(suffix: str) -> bytes:
    return KINDS[suffix]


@st.composite
def broken(draw: st.DrawFn, suffix: str) -> bytes:
    content = bytearray(whole(suffix))
    if draw(st.booleans()):
        del content[draw(st.integers(0, len(content))) :]
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(content)))
        end = begin + draw(st.sampled_from([0, 1, 4, 100, 10**6]))
        content[begin:end] = draw(st.binary(max_size=20))
    return bytes(content)


@st.composite
def broken_within(draw: st.DrawFn, suffix: str) -> bytes:
    """Return an archive that is sound itself, with a member that is not."""
    archive = open_archive(whole(suffix), "a")
    members = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(members)))
    content = bytearray(members[name])
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(content)))
        end = begin + draw(st.sampled_from([0, 1, 4, 100, 10**6]))
        content[begin:end] = draw(st.sampled_from([b"", b"<", b">", b'"', b"&", b"1", b"\xff"]))
    if draw(st.booleans()):
        del members[name]
    else:
        members[name] = bytes(content)
    return packed(members)


@pytest.mark.parametrize("suffix", KINDS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_file_cut_or_changed_anywhere_gives_documents_or_a_line(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    is_archive = whole(suffix).startswith(b"PK")
    kinds = [broken(suffix), broken_within(suffix)] if is_archive else [broken(suffix)]
    content = data.draw(st.one_of(kinds))
    path = written(tmp_path_factory.getbasetemp(), f"any{suffix}", content)
    try:
        reading = read_all(path)
    except UnreadableFile:
        refusal(path)
        return
    for document in reading.documents:
        check(document)
    for source, line in reading.failed:
        assert source.startswith(f"{path}/")
        assert len(line.splitlines()) == 1


# ---- any Unicode

letters = st.one_of(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    st.sampled_from(
        ["🐈", "👩‍🚀", "e\u0301", "שלום", "\u200f", "\u202e", "\r\n", "\ufeff", "ﬁ", "猫", "\u2028"]
    ),
)
texts = st.lists(letters, max_size=30).map("".join)


def in_html(text: str) -> bytes:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return f"<meta charset=utf-8><h1>x{text}</h1><p>{text}</p><table><tr><td>{text}<td>y".encode()


@given(text=texts, suffix=st.sampled_from([".txt", ".md", ".html", ".csv", ".json", ".docx"]))
@example(text="\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), suffix=".csv")
def test_offsets_hold_for_any_unicode(
    tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str
) -> None:
    if suffix == ".docx":
        # XML has no control characters; python-docx says so.
        made = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
        content = word(f"a{made}")
    elif suffix == ".html":
        content = in_html(text)
    elif suffix == ".json":
        content = json.dumps([{text: f"a{text}"}, {"b": text}]).encode()
    elif suffix == ".csv":
        quoted = text.replace('"', '""')
        content = f'Name,Sound\nCat,"a{quoted}"\n'.encode()
    else:
        content = f"a# {text}\n\n# b{text}\n".encode()
    path = written(tmp_path_factory.getbasetemp(), f"unicode{suffix}", content)
    (document,) = read_all(path).documents
    check(document)
    if suffix in {".txt", ".md"}:
        assert document.text == content.decode()
    for offset in range(len(document.text) + 1):
        assert document.place(offset).line == document.text[:offset].count("\n") + 1


def test_half_characters_in_json_and_in_names_are_no_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", b'[{"cat": "pu\\ud83drr"}]')
    document = read(path)
    check(document)
    assert "rr" in document.text
    # A name that is no UTF-8, as the system hands it over, and as a mail may give it.
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt"))
    odd.write_bytes(b"Cats purr.")
    assert read(odd).title == "caf?"
    mail = (
        b"From: a@x.org\nContent-Type: text/plain; name*=utf-8''caf%E9.txt\n"
        b"Content-Disposition: attachment\n\nCats"
    )
    reading = read_all(written(tmp_path, "a.eml", mail), source="a.eml")
    assert [document.source for document in reading.documents] == ["a.eml", "a.eml/caf\ufffd.txt"]
