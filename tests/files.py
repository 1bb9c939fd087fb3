"""A small sound file of every kind that is read."""

import io

import docx
from made import OFFICE, OPEN, RELATIONS, SHEET
from made import zipped as packed
from outlook import msg
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def pdf(*pages: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for text in pages:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    made.add_heading("Cats", 1)
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.add_table(1, 2).cell(0, 0).text = "Tom"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def slides() -> bytes:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Cats"
    slide.placeholders[1].text = "Cats purr."
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def relations(**targets: str) -> str:
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def sheet(prologue: str = "") -> bytes:
    cells = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in zip("AB", texts, strict=True)
        )
        + "</row>"
        for row, texts in enumerate([("Name", "Sound"), ("Cat", "purr"), ("Dog", "bark")], start=1)
    )
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/s.xml" ContentType="{kinds}.worksheet+xml"/>'
            "</Types>",
            "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Pets" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/s.xml"),
            "xl/worksheets/s.xml": f'{prologue}<worksheet xmlns="{SHEET}">'
            f"<sheetData>{cells}</sheetData></worksheet>",
        }
    )


def open_document(kind: str, body: str, prologue: str = "") -> bytes:
    names = " ".join(f'xmlns:{each}="{OPEN}:{each}:1.0"' for each in ("office", "text", "table"))
    mime = f"application/vnd.oasis.opendocument.{kind}"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return packed(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
            "</manifest:manifest>",
            "content.xml": f'{prologue}<office:document-content {names} office:version="1.2">'
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>",
        }
    )


def odt(prologue: str = "", text: str = "Cats purr.") -> bytes:
    heading = '<text:h text:outline-level="1">Cats</text:h>'
    return open_document("text", f"{heading}<text:p>{text}</text:p>", prologue)


def ods() -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in texts
        )
        + "</table:table-row>"
        for texts in [("Name", "Sound"), ("Cat", "purr")]
    )
    return open_document("spreadsheet", f'<table:table table:name="Pets">{rows}</table:table>')


def epub(prologue: str = "", text: str = "Cats purr.") -> bytes:
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container version="1.0" '
            'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
            'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>",
            "book.opf": f'{prologue}<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Cats</dc:title>'
            '</metadata><manifest><item id="a" href="a.xhtml" '
            'media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "a.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Cats</h1>'
            f"<p>{text}</p></body></html>",
        }
    )


MAIL = (
    b"From: a@x.org\nSubject: Cats\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    b"Content-Type: text/plain; charset=utf-8\n\nCats purr.\n--b\n"
    b"Content-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n"
    b"Content-Transfer-Encoding: base64\n\nRG9ncyBiYXJrLg==\n--b--\n"
)
FEED = (
    b"<rss version='2.0'><channel><title>Cats</title><item><title>Tom</title>"
    b"<description>Cats &lt;b&gt;purr&lt;/b&gt;.</description></item></channel></rss>"
)


def every_kind() -> dict[str, bytes]:
    """Return bytes by suffix: one for each reader, but for those that only Excel writes."""
    return {
        ".txt": b"Cats purr.\n",
        ".md": b"---\ntitle: Cats\n---\n# Cats\n\n* [x][y]\n\n[y]: z\n",
        ".rst": b"Cats\n====\n\nThey *purr*.\n\n.. note:: Loud.\n",
        ".org": b"#+title: Cats\n* TODO Cats :pet:\n[[x][They]] purr.\n",
        ".html": b"<meta charset=utf-8><table><tr><td>a<td>b</table><h1>Cats</h1><pre>\n x",
        ".pdf": pdf("Cats purr.", "Dogs bark."),
        ".docx": word("Cats purr."),
        ".odt": odt(),
        ".rtf": rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0\b Cats\b0\par They purr \'e9.\par}",
        ".pptx": slides(),
        ".xlsx": sheet(),
        ".ods": ods(),
        ".csv": b"Name,Sound\nCat,purr\nDog,bark\n",
        ".tsv": b"Name\tSound\nCat\tpurr\nDog\tbark\n",
        ".epub": epub(),
        ".ipynb": b'{"cells": [{"cell_type": "markdown", "source": ["# Cats\\n", "purr"]}], '
        b'"metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
        ".json": b'[{"name": "Cat", "legs": 4}, {"name": "Fish", "legs": 0}]',
        ".jsonl": b'{"name": "Cat"}\n{"name": "Fish"}\n',
        ".xml": FEED,
        ".vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Cats purr.\n\n"
        b"01:05.000 --> 01:06.000\nLoud.\n",
        ".srt": b"1\n00:00:01,000 --> 00:00:02,500\nCats <i>purr</i>.\n",
        ".eml": MAIL,
        ".msg": msg("Cats", "Cats purr.", attachments={"notes.txt": b"Dogs bark."}),
        ".mbox": b"From a@x.org Wed May  1 10:30:00 2024\n" + MAIL,
        ".zip": packed({"a.txt": b"Cats purr.", "b/c.md": b"# Dogs\n\nbark"}),
    }
