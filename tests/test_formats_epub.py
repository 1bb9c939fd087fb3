import made
import pytest

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.content import REMEDY
from index.formats.epub import read_epub

ABOUT = "<dc:title>All about cats</dc:title><dc:date>1999-01-31</dc:date><dc:title>Sub</dc:title>"


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_epub(content, "a.epub")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_chapters_read_in_the_order_of_the_spine() -> None:
    content = read_epub(
        made.book(["<h1>Sleep</h1><p>Long.</p>", "<h1>Food</h1><p>Fish.</p>"], ABOUT), "a"
    )
    assert content.text == "Food\n\nFish.\n\nSleep\n\nLong."
    assert content.headings == (Heading(0, 4, 1, "Food"), Heading(13, 18, 1, "Sleep"))
    assert (content.title, content.date, content.pages) == ("All about cats", "1999-01-31", ())


def test_a_book_without_a_date_has_that_of_its_last_change() -> None:
    about = '<meta property="dcterms:modified">2024-05-01T00:00:00Z</meta>'
    content = read_epub(made.book(["<h1>Food</h1><p>Fish.</p>", "<img/>"], about), "a.epub")
    assert (content.title, content.date) == ("Food", "2024-05-01")


def test_a_book_whose_text_is_encrypted_is_refused_and_one_with_encrypted_fonts_is_not() -> None:
    locked = (
        '<encryption><EncryptedData><CipherData><CipherReference URI="{}"/></CipherData>'
        "</EncryptedData></encryption>"
    )
    fonts = {"META-INF/encryption.xml": locked.format("OEBPS/font.otf")}
    assert read_epub(made.book(["<p>Fish.</p>"], more=fonts), "a.epub").text == "Fish."
    text = {"META-INF/encryption.xml": locked.format("OEBPS/text/c%200.xhtml")}
    assert refusal(made.book(["<p>Fish.</p>"], more=text)) == (
        "a.epub is encrypted (DRM): only the shop's own reader opens it"
    )


def test_a_book_of_pictures_is_refused() -> None:
    assert refusal(made.book(["<img/>"])) == "a.epub has no text, only pictures"


def test_a_missing_chapter_is_named() -> None:
    whole = made.book(["<p>Fish.</p>"])
    assert refusal(whole.replace(b"OEBPS/text/c 0.xhtml", b"OEBPS/text/d 0.xhtml")) == (
        "a.epub is damaged: its chapter OEBPS/text/c 0.xhtml is missing. Get the book anew"
    )


def test_other_files_are_refused() -> None:
    assert refusal(b"text") == f"a.epub is not an electronic book (.epub). {REMEDY}"
    assert refusal(made.zipped({"META-INF/container.xml": "<container/>"})) == (
        "a.epub is damaged: META-INF/container.xml names no book. Get the book anew"
    )
    assert "has no META-INF/container.xml" in refusal(made.zipped({"a": "b"}))


def test_entities_in_the_package_are_refused() -> None:
    bomb = {"OEBPS/book.opf": '<!DOCTYPE p [<!ENTITY x "ha">]><package>&x;</package>'}
    assert refusal(made.book([], more=bomb)).startswith(
        "a.epub declares entities of its own in OEBPS/book.opf"
    )
