import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pypdf
import pytest
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from files import every_kind
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from index.documents import Document, Heading
from index.errors import UnreadableFile
from index.formats import table
from index.formats.content import REMEDY
from index.formats.pdfletters import clean
from index.formats.table import SUFFIXES, read, read_all

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def text_of(folder: Path, html: str) -> str:
    return read(written(folder, "page.html", html.encode())).text


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message.replace(f"{path.parent}/", "")


# ---- every format


def test_a_document_knows_its_bytes_its_kind_and_its_source(tmp_path: Path) -> None:
    path = written(tmp_path, "cats.txt", b"Cats purr.")
    document = read(path)
    assert document == Document(
        title="cats",
        sources=(str(path),),
        media_type="text/plain",
        sha256=hashlib.sha256(b"Cats purr.").hexdigest(),
        text="Cats purr.",
    )


def test_a_document_is_known_by_the_source_it_is_given(tmp_path: Path) -> None:
    path = written(tmp_path, "cats.txt", b"Cats purr.")
    assert read(path, source="pets/cats.txt").sources == ("pets/cats.txt",)


def test_a_suffix_is_read_in_any_case(tmp_path: Path) -> None:
    assert read(written(tmp_path, "CATS.TXT", b"Cats purr.")).media_type == "text/plain"


def test_every_suffix_has_a_media_type_and_a_reader() -> None:
    assert [*table.FORMATS, *table._ARCHIVES] == list(SUFFIXES)
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", kind) for kind in SUFFIXES.values())
    assert SUFFIXES[".htm"] == "text/html"
    assert set(every_kind()) <= set(SUFFIXES)


@pytest.mark.parametrize("suffix", every_kind())
def test_every_kind_is_read(tmp_path: Path, suffix: str) -> None:
    reading = read_all(written(tmp_path, f"a{suffix}", every_kind()[suffix]), source="a")
    assert reading.failed == ()
    first, *others = reading.documents
    assert any(word in first.text for word in ("Cat", "purr", "a | b"))
    if suffix not in table._ARCHIVES:
        assert (first.media_type, first.sources) == (SUFFIXES[suffix], ("a",))
    inside = {".eml": ["a/notes.txt"], ".msg": ["a/notes.txt"], ".zip": ["a/b/c.md"]}
    inside[".mbox"] = ["a/Cats.eml/notes.txt"]
    assert [document.source for document in others] == inside.get(suffix, [])


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u200b\xad".encode()])
def test_a_file_that_shows_nothing_is_empty(tmp_path: Path, name: str, content: bytes) -> None:
    assert refusal(written(tmp_path, name, content)) == f"{name} is empty"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_file_without_bytes_is_empty(tmp_path: Path, name: str) -> None:
    assert refusal(written(tmp_path, name, b"")) == f"{name} is empty"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").mkdir()
    assert refusal(tmp_path / "notes.txt") == "notes.txt is a folder, not a file"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt") == "none.txt does not exist"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert refusal(Path("a\0b.txt")) == "a?b.txt does not exist"
    assert "cannot be read (File name too long)" in refusal(Path("a" * 5000 + ".txt"))


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.xyz", b"text")) == (
        "a.xyz: not a kind Quoth reads (.txt, .text, .log, .md, .markdown, .rst, .org, .html, "
        ".htm, .xhtml, .pdf, .docx, .odt, .rtf, .pptx, .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, "
        ".tsv, .epub, .ipynb, .json, .jsonl, .ndjson, .rss, .atom, .xml, .vtt, .srt, .eml, .msg, "
        ".mbox, .zip)"
    )


def test_of_kinds_that_are_common_it_is_told_what_to_do(tmp_path: Path) -> None:
    for name, mend in [("a.DOC", "Save it as .docx"), ("a.rar", "Unpack it")]:
        path = written(tmp_path, name, b"x")
        assert refusal(path) == f"{name}: not a kind Quoth reads. {mend} first"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    # The tests may run as root, whom no mode of a file stops.
    monkeypatch.setattr(Path, "read_bytes", refuse)
    path = written(tmp_path, "a.txt", b"text")
    assert refusal(path) == "a.txt may not be read (permission denied)"


def test_a_file_too_large_is_refused_with_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MAX_BYTES", 2_000_000)
    assert refusal(written(tmp_path, "a.txt", b"a" * 2_100_000)) == (
        "a.txt has 2.1 MB; the largest file read has 2 MB. Split it first"
    )


def test_a_message_is_one_line_even_for_a_name_with_a_newline(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a\nb.txt") == "a?b.txt does not exist"


def test_a_pdf_with_the_suffix_of_a_text_is_read_as_pdf(tmp_path: Path) -> None:
    path = printed(tmp_path / "cats.txt", [(72, 700, 12, "Cats purr.")])
    document = read(path)
    assert (document.text, document.media_type) == ("Cats purr.", "application/pdf")


# ---- plain text


def test_plain_text_keeps_its_line_ends_and_loses_its_byte_order_mark(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.txt", b"\xef\xbb\xbf  one\r\ntwo\rthree \n"))
    assert document.text == "  one\r\ntwo\rthree \n"
    assert document.headings == ()
    assert document.place(7).line == 2


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_where_a_byte_order_mark_says_so(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "a.txt", "\ufeffKätzchen 🐈".encode(encoding))
    assert read(path).text == "Kätzchen 🐈"


def test_what_is_not_utf_8_is_refused_with_the_byte_its_line_and_a_remedy(tmp_path: Path) -> None:
    # 17 bytes come before the é of Windows-1252, one newline among them.
    assert refusal(written(tmp_path, "my notes.txt", b"first line\nto a caf\xe9")) == (
        "my notes.txt is not UTF-8 text (byte 0xE9 at offset 19, line 2). Convert it first, for "
        f"example: iconv -f WINDOWS-1252 -t UTF-8 '{tmp_path}/my notes.txt' > "
        f"'{tmp_path}/my notes-utf8.txt'"
    ).replace(f"{tmp_path}/", "")


def test_utf_16_cut_short_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.txt", b"\xff\xfea\0b")) == (
        "a.txt is not UTF-16 text (byte 0x62 at offset 4). Save it anew as UTF-8"
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"\xff\xfe\0\0a\0\0\0"])
def test_binary_content_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert refusal(written(tmp_path, name, content)) == f"{name} is binary, not text. {REMEDY}"


@given(
    text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    mark=st.sampled_from([("utf-8", ""), ("utf-8", "\ufeff"), ("utf-16-le", "\ufeff")]),
)
def test_plain_text_is_read_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, text: str, mark: tuple[str, str]
) -> None:
    encoding, first = mark
    path = tmp_path_factory.getbasetemp() / "exact.txt"
    # The letter in front is no byte order mark, no %PDF-, and is seen.
    path.write_bytes((first + "a" + text).encode(encoding))
    assert read(path).text == "a" + text


# ---- Markdown


def test_markdown_stays_raw_and_has_its_headings(tmp_path: Path) -> None:
    text = (
        "# All about *cats*\r\n\r\nThey `purr`.\r\n\r\n"
        "Food & [drink][1]\r\n---\r\n\r\nFish.\r\n\r\n"
        "```\r\n# no heading\r\n```\r\n\r\n> # quoted\r\n\r\n## Sleep ##\r\n\r\n[1]: http://x"
    )
    document = read(written(tmp_path, "a.md", text.encode()))
    assert document.text == text
    assert document.title == "All about cats"
    assert [(text[h.start : h.end], h.level, h.text) for h in document.headings] == [
        ("# All about *cats*", 1, "All about cats"),
        ("Food & [drink][1]\r\n---", 2, "Food & drink"),
        ("## Sleep ##", 2, "Sleep"),
    ]
    assert document.heading_path(text.index("Fish")) == ("All about cats", "Food & drink")


def test_front_matter_is_no_heading_and_gives_the_title(tmp_path: Path) -> None:
    text = '---\ntitle: "Cats: a guide"\nauthor: me\n---\n\n# Cats\n'
    document = read(written(tmp_path, "a.md", text.encode()))
    assert document.title == "Cats: a guide"
    # Five lines of 4, 23, 11, 4 and 1 characters come first.
    assert document.headings == (Heading(43, 49, 1, "Cats"),)
    assert document.text[43:49] == "# Cats"


@pytest.mark.parametrize(
    ("said", "date"),
    [("2024-03-05", "2024-03-05"), ('"2024-03-05T09:00:00Z"', "2024-03-05"), ("soon", "")],
)
def test_front_matter_gives_the_date(tmp_path: Path, said: str, date: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ndate: {said}\n---\n\nThe shop opens at six.\n", encoding="utf-8")
    assert read(path).date == date


@pytest.mark.parametrize("title", ["", " ", "\t", "''", "\xa0"])
def test_front_matter_with_an_empty_title_gives_none(tmp_path: Path, title: str) -> None:
    text = f"---\ntitle:{title}\ndate: 2024-01-01\n---\n# Cats\n"
    assert read(written(tmp_path, "a.md", text.encode())).title == "Cats"


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.md", b"---\n\n# Cats\n\n---\n"))
    assert [heading.text for heading in document.headings] == ["Cats"]


def test_a_paragraph_above_a_rule_is_no_heading(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.md", b"Sum 3\nTax 1\n=====\n"))
    assert (document.headings, document.title) == ((), "a")


def test_lines_count_as_markdown_counts_them(tmp_path: Path) -> None:
    # Python's splitlines also ends lines at U+2028 and at the form feed.
    text = "one\u2028two\x0cthree\n\n# Cats"
    document = read(written(tmp_path, "a.md", text.encode()))
    assert [text[h.start : h.end] for h in document.headings] == ["# Cats"]


def test_a_title_is_one_short_line(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.md", b"# " + b"cat\t" * 100))
    assert document.title == ("cat " * 49 + "cat…")


# ---- HTML


def test_html_is_read_as_a_browser_shows_it(tmp_path: Path) -> None:
    html = """<!DOCTYPE html><html><head><title> Cats
      &amp; dogs </title><style>p {}</style></head><body>
      <nav>Home</nav><script>alert(1)</script><!-- no -->
      <h1>Pets <em>at</em>
      home</h1>
      <p>Cats&nbsp;purr,<b>dogs</b>
         bark.<br>Fish do&shy;n&#8217;t.</p><p hidden>No.</p><p aria-hidden="true">No.</p>
      <p style="display:none">No.</p>
      <ul><li>One</li><li>Two<ul><li>Inner</li></ul></li></ul>Loose
      <table><tr><th></th><th>Legs</th></tr><tr><td>Cat</td><td><p>4</p></td></tr>
      <tr><td>Fish</td><td></td><td>wet</td></tr></table>
      <pre>def f():
    pass</pre>
      <h2></h2><h2>End</h2><svg><text>No</text></svg></body></html>"""
    document = read(written(tmp_path, "a.html", html.encode()))
    assert document.text == (
        "Pets at home\n\nCats purr,dogs bark.\nFish don\u2019t.\n\nOne\nTwo\nInner\n\nLoose\n\n"
        " | Legs\nCat | 4\nFish |  | wet\n\ndef f():\n    pass\n\nEnd"
    )
    assert document.title == "Cats & dogs"
    end = len(document.text)
    assert document.headings == (
        Heading(0, 12, 1, "Pets at home"),
        Heading(end - 3, end, 2, "End"),
    )


def test_the_first_h1_is_the_title_of_a_page_without_one(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.html", b"<h2>Pets</h2><h1>Cats</h1>"))
    assert document.title == "Cats"


def test_footers_are_left_out_only_outside_of_the_main_part(tmp_path: Path) -> None:
    assert text_of(tmp_path, "<p>Cats</p><footer>Fed daily</footer>") == "Cats\n\nFed daily"
    html = "<article>Cats<footer>Fed</footer></article><footer>(c)</footer><aside>Ad</aside>"
    assert text_of(tmp_path, html) == "Cats\n\nFed"


def test_a_table_that_lays_out_a_page_has_no_rows(tmp_path: Path) -> None:
    html = "<table><tr><td><h1>Cats</h1><p>Purr.</p></td><td>Menu</td></tr></table>"
    assert text_of(tmp_path, html) == "Cats\n\nPurr.\n\nMenu"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "shift_jis"),
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8-r"),
        ("<p>", "utf-8"),
    ],
)
def test_html_is_read_in_the_encoding_it_declares(tmp_path: Path, head: str, encoding: str) -> None:
    word = {"cp1252": "“Café”", "shift_jis": "猫", "koi8-r": "кошка", "utf-8": "猫"}[encoding]
    path = written(tmp_path, "a.html", f"{head}<p>{word}</p>".encode(encoding))
    assert read(path).text == word


def test_html_in_another_encoding_than_declared_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.html", b"<p>caf\xe9")).startswith(
        "a.html is not UTF-8 text (byte 0xE9 at offset 6, line 1). Convert it first"
    )
    path = written(tmp_path, "b.html", b'<meta charset="shift_jis"><p>\xff')
    assert refusal(path) == (
        "b.html is not SHIFT_JIS text (byte 0xFF at offset 29). Save it anew as UTF-8"
    )


@pytest.mark.parametrize("label", ["klingon", "unicode_escape", "hex"])
def test_html_that_declares_no_character_set_is_refused(tmp_path: Path, label: str) -> None:
    path = written(tmp_path, "a.html", f'<meta charset="{label}"><p>x'.encode())
    assert refusal(path) == f"a.html declares an unknown encoding ({label})"


def test_deep_html_is_read_and_too_deep_html_is_refused_rather_than_cut(tmp_path: Path) -> None:
    deep = "<p>top" + "<div>" * 2000 + "bottom" + "</div>" * 2000 + "<p>end"
    assert text_of(tmp_path, deep) == "top\n\nbottom\n\nend"
    path = written(tmp_path, "a.html", b"<p>top" + b"<div>" * 9000 + b"bottom")
    assert refusal(path).startswith("a.html is nested too deep to read (")


# ---- Word


def saved(path: Path, document: WordFile) -> Path:
    document.save(str(path))
    return path


def test_word_is_read_in_order_with_headings_lists_and_tables(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("All about cats", 0)
    file.add_heading("Food", 1)
    file.add_paragraph("They eat\tfish.")
    file.add_paragraph("", style="Normal")
    file.add_paragraph("Fish", style="List Bullet")
    file.add_paragraph("Milk", style="List Bullet")
    table = file.add_table(2, 3)
    for cell, word in zip(table._cells, ["Cat", "Legs", "", "Tom"], strict=False):
        cell.text = word
    table.cell(1, 1).merge(table.cell(1, 2)).text = "four\nlegs"
    file.add_heading("Sleep", 2)
    file.add_paragraph("Long.")
    document = read(saved(tmp_path / "a.docx", file))
    assert document.text == (
        "All about cats\n\nFood\n\nThey eat\tfish.\n\nFish\nMilk\n\n"
        "Cat | Legs\nTom | four legs\n\nSleep\n\nLong."
    )
    assert document.title == "All about cats"
    assert [(h.level, h.text) for h in document.headings] == [
        (1, "All about cats"),
        (2, "Food"),
        (3, "Sleep"),
    ]
    assert document.heading_path(len(document.text)) == ("All about cats", "Food", "Sleep")


def test_the_title_of_a_word_file_is_its_property_before_its_first_heading(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("Food", 1)
    assert read(saved(tmp_path / "a.docx", file)).title == "Food"
    file.core_properties.title = "Cats"
    document = read(saved(tmp_path / "a.docx", file))
    assert (document.title, document.headings) == ("Cats", (Heading(0, 4, 1, "Food"),))


def test_tracked_deletions_are_left_out_and_insertions_links_and_controls_kept(
    tmp_path: Path,
) -> None:
    file = docx.Document()
    for paragraph in (
        "<w:r><w:t>Cats </w:t></w:r><w:del><w:r><w:delText>bark</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>purr</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t xml:space='preserve'> loudly.</w:t></w:r></w:hyperlink>",
        "<w:r><w:t>Box </w:t><w:txbxContent><w:p><w:r><w:t>inside</w:t></w:r></w:p>"
        "</w:txbxContent></w:r><w:r><w:t>outside</w:t></w:r>",
    ):
        file.element.body.insert(-1, parse_xml(f"<w:p {W}>{paragraph}</w:p>"))
    control = "<w:sdtContent><w:p><w:r><w:t>Controlled</w:t></w:r></w:p></w:sdtContent>"
    file.element.body.insert(-1, parse_xml(f"<w:sdt {W}>{control}</w:sdt>"))
    document = read(saved(tmp_path / "a.docx", file))
    assert document.text == "Cats purr loudly.\n\nBox outside\n\ninside\n\nControlled"


def test_the_table_of_contents_is_left_out_and_a_table_in_a_table_kept(tmp_path: Path) -> None:
    file = docx.Document()
    file.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    file.add_paragraph("Food 7", style="toc 1")
    cell = file.add_table(1, 2).cell(0, 0)
    cell.text = "outer"
    cell.add_table(1, 1).cell(0, 0).text = "inner"
    assert read(saved(tmp_path / "a.docx", file)).text == "outer inner"


def test_footnotes_stand_at_the_end(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("Cats purr.")
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator"><w:p><w:r><w:t>x</w:t></w:r></w:p>'
        "</w:footnote><w:footnote><w:p><w:r><w:t>At 25 Hz.</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes.encode())
    file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read(saved(tmp_path / "a.docx", file)).text == "Cats purr.\n\nAt 25 Hz."


def test_an_old_or_encrypted_word_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert refusal(path) == (
        "a.docx is encrypted or an old .doc. Open it in a word processor and save it as .docx "
        "without a password"
    )


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.docx", b"text")) == (
        f"a.docx is not a Word document (.docx). {REMEDY}"
    )


def test_a_damaged_word_file_is_refused(tmp_path: Path) -> None:
    whole = saved(tmp_path / "whole.docx", docx.Document()).read_bytes()
    message = refusal(written(tmp_path, "a.docx", whole[:2000]))
    assert message.startswith("a.docx is damaged: it cannot be unpacked (")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("cats.txt", "purr")
    assert refusal(written(tmp_path, "b.docx", empty.getvalue())).startswith(
        "b.docx is damaged: it cannot be opened as a Word document ("
    )


# ---- PDF

Drawn = tuple[float, float, float, str]


def printed(
    path: Path,
    *pages: Sequence[Drawn],
    title: str = "",
    outline: Sequence[tuple[str, int, int]] = (),
    bold: Sequence[str] = (),
) -> Path:
    """Draw pages of (x, y, size, text); `outline` holds (title, level from 0, page from 0)."""
    canvas = Canvas(str(path), invariant=True)
    canvas.setTitle(title)
    for number, page in enumerate(pages):
        canvas.bookmarkPage(str(number))
        for entry, level, target in outline:
            if target == number:
                canvas.addOutlineEntry(entry, str(number), level)
        for x, y, size, text in page:
            canvas.setFont("Helvetica-Bold" if text in bold else "Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def column(top: float, *lines: str, x: float = 72, size: float = 12) -> list[Drawn]:
    """Return lines of text 14 points apart, the first at height `top`."""
    return [(x, top - 14 * number, size, line) for number, line in enumerate(lines)]


FULL = "A line of text that runs over the full width of its column and a bit on"


def test_lines_of_a_paragraph_are_joined_and_paragraphs_parted_by_a_gap(tmp_path: Path) -> None:
    page = [
        *column(700, FULL, "which ends here. Another sentence begins and then it just goes", "on."),
        *column(650, "After a gap a new paragraph begins and it also has more lines than", "one."),
    ]
    assert read(printed(tmp_path / "a.pdf", page)).text == (
        f"{FULL} which ends here. Another sentence begins and then it just goes on.\n\n"
        "After a gap a new paragraph begins and it also has more lines than one."
    )


def test_an_indent_and_a_short_last_line_part_paragraphs(tmp_path: Path) -> None:
    page = [
        *column(700, FULL, "which ends in this line, as long as the one above almost is, here."),
        (90, 672, 12, "An indent begins a paragraph, the gap being what it was, and"),
        *column(658, "this ends it.", "This follows a short line that ends a sentence."),
    ]
    assert read(printed(tmp_path / "a.pdf", page)).text == (
        f"{FULL} which ends in this line, as long as the one above almost is, here.\n\n"
        "An indent begins a paragraph, the gap being what it was, and this ends it.\n\n"
        "This follows a short line that ends a sentence."
    )


def test_a_hyphen_at_the_end_of_a_line_goes_unless_the_word_has_it(tmp_path: Path) -> None:
    page = column(
        700,
        "The first line of this page ends with a word that is broken up by hy-",
        "phenation. Its second one ends with a well-known word, which is well-",
        "known because it is on this very page; the third line has a semi-",
        "Bayesian name, which keeps it; and the fourth has the state-of-the-",
        "art. A café costs nothing.",
    )
    assert read(printed(tmp_path / "a.pdf", page)).text == (
        "The first line of this page ends with a word that is broken up by hyphenation. Its "
        "second one ends with a well-known word, which is well-known because it is on this very "
        "page; the third line has a semi-Bayesian name, which keeps it; and the fourth has the "
        "state-of-the-art. A café costs nothing."
    )


def test_list_items_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    page = column(700, FULL, "of these:", "• cats, which purr", "• dogs", "1. one", "2. two")
    assert read(printed(tmp_path / "a.pdf", page)).text == (
        f"{FULL} of these:\n• cats, which purr\n• dogs\n1. one\n2. two"
    )


def book(path: Path, outline: Sequence[tuple[str, int, int]] = ()) -> Path:
    """Three pages with running heads and numbers; the second page goes on from the first."""
    return printed(
        path,
        [
            (72, 780, 9, "The book of cats"),
            (72, 700, 18, "Purring"),
            *column(660, FULL, "and ends with a sentence that goes on over the end of the page to"),
            (300, 40, 9, "Page 1 of 3"),
        ],
        [
            (72, 780, 9, "The book of cats"),
            *column(700, "the next. It ends there.", "New paragraph."),
            (300, 40, 9, "Page 2 of 3"),
        ],
        [
            (72, 780, 9, "The book of cats"),
            (72, 700, 18, "Sleeping"),
            *column(660, "Cats sleep long."),
            (300, 40, 9, "Page 3 of 3"),
        ],
        outline=outline,
    )


BOOK = (
    f"Purring\n\n{FULL} and ends with a sentence that goes on over the end of the page to "
    "the next. It ends there.\n\nNew paragraph.\n\nSleeping\n\nCats sleep long."
)


def test_running_heads_go_and_a_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    document = read(book(tmp_path / "a.pdf"))
    assert document.text == BOOK
    assert document.pages == (0, BOOK.index("the next"), BOOK.index("Sleeping"))
    assert document.place(BOOK.index("page to")).page == 1
    assert document.place(BOOK.index("the next")).page == 2
    assert document.place(len(BOOK)).page == 3


def test_headings_are_found_by_their_size_without_an_outline(tmp_path: Path) -> None:
    document = read(book(tmp_path / "a.pdf"))
    sleeping = BOOK.index("Sleeping")
    assert document.headings == (
        Heading(0, 7, 1, "Purring"),
        Heading(sleeping, sleeping + 8, 1, "Sleeping"),
    )
    assert document.title == "Purring"


def test_headings_are_those_of_the_outline_where_there_is_one(tmp_path: Path) -> None:
    outline = [("Purring", 0, 0), ("New  paragraph", 1, 1), ("Sleeping", 0, 2)]
    document = read(book(tmp_path / "a.pdf", outline=outline))
    assert [(document.text[h.start : h.end], h.level, h.text) for h in document.headings] == [
        ("Purring", 1, "Purring"),
        ("New paragraph.", 2, "New paragraph"),
        ("Sleeping", 1, "Sleeping"),
    ]


def test_a_bookmark_finds_its_heading_behind_a_number(tmp_path: Path) -> None:
    page = [(72, 700, 12, "2.1 On cats"), *column(686, FULL)]
    document = read(printed(tmp_path / "a.pdf", page, outline=[("On cats", 0, 0)]))
    assert document.text == f"2.1 On cats\n\n{FULL}"
    assert document.headings == (Heading(0, 11, 1, "On cats"),)


def test_a_short_bold_line_is_a_heading(tmp_path: Path) -> None:
    page = [*column(700, FULL, "Ends."), *column(660, "On cats"), *column(640, FULL)]
    document = read(printed(tmp_path / "a.pdf", page, bold=["On cats"]))
    assert [heading.text for heading in document.headings] == ["On cats"]


def test_rows_of_bold_lines_are_no_headings(tmp_path: Path) -> None:
    rows = ["Cats 1", "Dogs 2", "Fish 3", "Rats 4"]
    page = [line for at, row in enumerate(rows) for line in column(700 - 40 * at, row)]
    path = printed(tmp_path / "a.pdf", [*page, *column(500, FULL, "and on.")], bold=rows)
    assert read(path).headings == ()


def test_a_line_that_repeats_with_another_number_is_kept_if_it_is_bookmarked(
    tmp_path: Path,
) -> None:
    texts = [f"{word} {FULL}" for word in ("One", "Two", "Three")]
    pages = [[*column(780, f"Day {day}"), *column(700, text)] for day, text in enumerate(texts, 1)]
    assert read(printed(tmp_path / "a.pdf", *pages)).text == "\n\n".join(texts)
    outline = [("Day 1", 0, 0), ("Day 2", 0, 1), ("Day 3", 0, 2)]
    document = read(printed(tmp_path / "a.pdf", *pages, outline=outline))
    assert [heading.text for heading in document.headings] == ["Day 1", "Day 2", "Day 3"]
    assert document.text.startswith(f"Day 1\n\n{texts[0]}\n\nDay 2\n\n")


def test_what_repeats_is_kept_where_there_is_nothing_else(tmp_path: Path) -> None:
    page = column(700, "Left blank on purpose.")
    assert read(printed(tmp_path / "a.pdf", page, page, page)).text == "\n\n".join(
        ["Left blank on purpose."] * 3
    )


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = [
        *column(700, "The left column has narrow lines of", "text, and a sentence goes on from"),
        *column(700, "there to the right column. There it", "ends.", x=320),
    ]
    assert read(printed(tmp_path / "a.pdf", page)).text == (
        "The left column has narrow lines of text, and a sentence goes on from there to the right "
        "column. There it ends."
    )


def test_a_page_printed_sideways_reads_the_same(tmp_path: Path) -> None:
    upright = printed(tmp_path / "a.pdf", [*column(500, FULL, "ends."), *column(400, "Next.")])
    canvas = Canvas(str(tmp_path / "b.pdf"))
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 12)
    for at, line in ((500, FULL), (486, "ends."), (400, "Next.")):
        canvas.drawString(72, at, line)
    canvas.save()
    assert read(tmp_path / "b.pdf").text == read(upright).text == f"{FULL} ends.\n\nNext."


def test_ligatures_are_read_as_letters() -> None:
    # The fonts that every PDF has lack them.
    assert clean("e\ufb03cient \x00 \ufb01sh\xa0 \ud83d\udc08\ud83d") == "efficient fish \U0001f408"


def test_pdfs_are_read_from_several_threads_at_once(tmp_path: Path) -> None:
    path = book(tmp_path / "a.pdf")
    with ThreadPoolExecutor(4) as pool:
        texts = {document.text for document in pool.map(read, [path] * 16)}
    assert texts == {BOOK}


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Cats", "Cats"),
        ("", "a"),
        ("untitled", "a"),
        ("Microsoft Word - cats.doc", "a"),
        ("cats.pdf", "a"),
        ("PowerPoint Presentation", "a"),
        ("12", "a"),
    ],
)
def test_the_title_in_a_pdf_counts_only_where_someone_gave_it(
    tmp_path: Path, given: str, title: str
) -> None:
    assert read(printed(tmp_path / "a.pdf", column(700, FULL), title=given)).title == title


def test_a_page_without_text_has_its_place(tmp_path: Path) -> None:
    document = read(printed(tmp_path / "a.pdf", [], column(700, FULL), [], column(700, "Cats.")))
    assert document.text == f"{FULL}\n\nCats."
    after = len(FULL) + 2
    assert document.pages == (0, 0, after, after)
    assert document.place(0).page == 2
    assert document.place(after).page == 4


def test_a_title_in_no_encoding_is_none(tmp_path: Path) -> None:
    # 0xD800 is half of a character in UTF-16.
    content = printed(tmp_path / "b.pdf", column(700, FULL), title="Cats").read_bytes()
    assert content.count(b"(Cats)") == 1
    path = written(tmp_path, "a.pdf", content.replace(b"(Cats)", b"<FEFFD8000041>"))
    assert read(path).title == "a"


def test_an_encrypted_pdf_is_refused_with_the_remedy(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=printed(tmp_path / "b.pdf", column(700, FULL)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert refusal(tmp_path / "a.pdf") == (
        "a.pdf is encrypted. Remove its password first, for example: "
        "qpdf --decrypt --password=... a.pdf a-open.pdf"
    )


def test_a_pdf_that_is_locked_against_changes_only_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=printed(tmp_path / "b.pdf", column(700, FULL)))
    writer.encrypt("", owner_password="secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert read(tmp_path / "a.pdf").text == FULL


@pytest.mark.parametrize(
    ("pages", "counted"),
    [
        ([[]], "1 page, 0 characters"),
        ([[(72, 700, 12, "x")], [], [], []], "4 pages, 1 character"),
    ],
)
def test_a_scan_is_refused_with_the_remedy(
    tmp_path: Path, pages: list[list[Drawn]], counted: str
) -> None:
    assert refusal(printed(tmp_path / "scan.pdf", *pages)) == (
        f"scan.pdf has no text layer ({counted}). Run OCR on it first, for example: "
        "ocrmypdf scan.pdf scan-ocr.pdf"
    )


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.pdf", b"%PDF-1.7\nnothing")) == (
        "a.pdf is damaged (data format error). Save it anew from the program that made it"
    )


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.pdf", b"text")) == (
        f"a.pdf is not a PDF (it does not begin with %PDF). {REMEDY}"
    )
