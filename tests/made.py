"""Small files of many formats, made by hand so that tests know every byte."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"

ODF_NAMES = " ".join(
    f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in ("office", "text", "table", "style", "meta")
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return file.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """Relationships by kind and target; the first has the id r1."""
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{entries}</Relationships>'


def properties(title: str = "", modified: str = "", created: str = "") -> str:
    return (
        '<p:coreProperties xmlns:p="p" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{escape(title)}</dc:title><dcterms:created>{created}</dcterms:created>"
        f"<dcterms:modified>{modified}</dcterms:modified></p:coreProperties>"
    )


def package(main: str, parts: Mapping[str, str | bytes], about: str = "") -> dict[str, str | bytes]:
    """The parts of an Office package whose text stands in `main`."""
    targets = [("officeDocument", main)]
    if about:
        targets.append(("metadata/core-properties", "docProps/core.xml"))
        parts = {**parts, "docProps/core.xml": about}
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": relations(*targets),
        **parts,
    }


def cell(place: str, value: object) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str) and value.startswith("date:"):
        return f'<c r="{place}" s="1"><v>{value[5:]}</v></c>'
    if isinstance(value, str) and value.startswith("#"):
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    if isinstance(value, str):
        return (
            f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        )
    return f'<c r="{place}"><v>{value!r}</v></c>'


def column(number: int) -> str:
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def sheet(rows: Sequence[Sequence[object]], merged: str = "") -> str:
    """A sheet whose rows may hold None for no cell and "date:45413" for a serial date."""
    lines = []
    for at, row in enumerate(rows, start=1):
        cells = "".join(
            cell(f"{column(to)}{at}", value)
            for to, value in enumerate(row, start=1)
            if value is not None
        )
        lines.append(f'<row r="{at}">{cells}</row>' if cells else "")
    ranges = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(lines)}</sheetData>{ranges}</worksheet>'


def workbook(sheets: Mapping[str, str], about: str = "") -> bytes:
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name.startswith('Hidden') else ''}/>"
        for number, name in enumerate(sheets, start=1)
    )
    files = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    return zipped(
        package(
            "xl/workbook.xml",
            {
                "xl/workbook.xml": (
                    f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{names}</sheets>'
                    "</workbook>"
                ),
                "xl/_rels/workbook.xml.rels": relations(
                    *(("worksheet", file) for file in files), ("styles", "styles.xml")
                ),
                "xl/styles.xml": (
                    f'<styleSheet xmlns="{SHEET}"><cellXfs count="2"><xf numFmtId="0"/>'
                    '<xf numFmtId="22"/></cellXfs></styleSheet>'
                ),
                **{f"xl/{file}": text for file, text in zip(files, sheets.values(), strict=True)},
            },
            about,
        )
    )


def old_workbook(
    rows: Sequence[tuple[int, int, str | float]], codes: Mapping[int, str | int] | None = None
) -> bytes:
    """An XLS file with one sheet, `Old`: cells as row, column and value, counted from 0.

    The numbers of a column show by a code, or by one of the formats that no file says.
    """

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 6))

    cells, styles, said = b"", {}, record(0xE0, bytes(20))
    for style, (at, code) in enumerate((codes or {}).items(), start=1):
        styles[at] = style
        if isinstance(code, str):
            text = struct.pack("<HHB", 163 + style, len(code), 1) + code.encode("utf-16-le")
            said += record(0x41E, text)
        number = code if isinstance(code, int) else 163 + style
        said += record(0xE0, struct.pack("<2xH16x", number))
    for row, at, value in rows:
        place = struct.pack("<HHH", row, at, styles.get(at, 0))
        if isinstance(value, str):
            text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            cells += record(0x204, place + text)
        else:
            cells += record(0x203, place + struct.pack("<d", value))
    end = record(0x0A, b"")
    first = begin(0x05)
    name = b"Old"
    bound = len(first) + len(said) + 4 + 8 + len(name) + len(end)
    named = record(0x85, struct.pack("<IBBBB", bound, 0, 0, len(name), 0) + name)
    stream = first + said + named + end + begin(0x10) + cells + end
    stream += bytes(max(4096, -(-len(stream) // 512) * 512) - len(stream))
    return compound(stream)


def compound(stream: bytes) -> bytes:
    """A compound file that holds only a workbook, at least 4,096 bytes in whole sectors."""
    count = len(stream) // 512
    none, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    # Sector 0 is the table of sectors, 1 the directory, the rest the workbook.
    following = [table, end, *range(3, 2 + count), end]
    following += [none] * (128 - len(following))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, none, none, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, none, 2, len(stream))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    )
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[none] * 108)
    return header + struct.pack("<128I", *following) + directory.ljust(512, b"\0") + stream


def open_document(body: str, about: str = "", styles: str = "", masters: str = "") -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {ODF_NAMES}><office:automatic-styles>{styles}"
                f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
                "</office:body></office:document-content>"
            ),
            **({"meta.xml": about} if about else {}),
            "styles.xml": (
                f"<office:document-styles {ODF_NAMES}><office:master-styles>{masters}"
                "</office:master-styles></office:document-styles>"
            ),
        }
    )


def shape(*paragraphs: str, role: str = "") -> str:
    """A shape with text; `role` is what its placeholder is for."""
    place = f'<p:nvPr><p:ph type="{role}"/></p:nvPr>' if role else "<p:nvPr/>"
    text = "".join(f"<a:p><a:r><a:t>{escape(said)}</a:t></a:r></a:p>" for said in paragraphs)
    return f"<p:sp><p:nvSpPr>{place}</p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>"


def slide(*shapes: str) -> str:
    return (
        f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"><p:cSld><p:spTree>'
        f"{''.join(shapes)}</p:spTree></p:cSld></p:sld>"
    )


def presentation(
    slides: Sequence[str], more: Mapping[str, str] | None = None, about: str = ""
) -> bytes:
    """A presentation; `more` holds further parts, such as `ppt/slides/_rels/slide1.xml.rels`."""
    count = range(1, len(slides) + 1)
    names = "".join(f'<p:sldId id="{255 + number}" r:id="r{number}"/>' for number in count)
    return zipped(
        package(
            "ppt/presentation.xml",
            {
                "ppt/presentation.xml": (
                    f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"><p:sldIdLst>{names}'
                    "</p:sldIdLst></p:presentation>"
                ),
                "ppt/_rels/presentation.xml.rels": relations(
                    *(("slide", f"slides/slide{number}.xml") for number in count)
                ),
                **{
                    f"ppt/slides/slide{number}.xml": text
                    for number, text in enumerate(slides, start=1)
                },
                **(more or {}),
            },
            about,
        )
    )


def book(chapters: Sequence[str], about: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """An electronic book; each chapter is the inside of a page's body."""
    items = "".join(
        f'<item id="c{at}" href="text/c%20{at}.xhtml" media-type="application/xhtml+xml"/>'
        for at in range(len(chapters))
    )
    # The spine runs against the manifest.
    spine = "".join(f'<itemref idref="c{at}"/>' for at in reversed(range(len(chapters))))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": (
                '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles>'
                "</container>"
            ),
            "OEBPS/book.opf": (
                '<package xmlns="http://www.idpf.org/2007/opf" '
                f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{about}</metadata>'
                f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
            ),
            **{
                f"OEBPS/text/c {at}.xhtml": (
                    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
                    f"<head><title>x</title></head><body>{body}</body></html>"
                )
                for at, body in enumerate(chapters)
            },
            **(more or {}),
        }
    )
