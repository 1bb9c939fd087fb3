import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from files import pdf
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index.errors import UnreadableFile
from index.formats import ocr
from index.formats.child import Child
from index.formats.table import Reading, read, read_all

CATS = "Cats purr loudly, and so do lynxes."
DOGS = "Dogs bark loudly, and wolves do not."
TELLS = f"#!{sys.executable}\nimport os, shutil, sys, time\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where programs are found, empty at first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(TELLS + body)
    path.chmod(0o755)


def pictures(folder: Path, pages: int, size: tuple[float, float] = (200, 100)) -> Path:
    path = folder / "scan.pdf"
    canvas = Canvas(str(path), pagesize=size)
    for _ in range(pages):
        canvas.rect(10, 10, 50, 50, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def partly_scanned(folder: Path, pages: Sequence[str]) -> Path:
    """A PDF with a picture over each page whose text is empty or a page number."""
    path = folder / "part.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100))
    for text in pages:
        if not text or text.isdecimal():
            canvas.drawImage(ImageReader(Image.new("L", (8, 8))), 0, 0, 200, 100)
        canvas.drawString(10, 50, text)
        canvas.showPage()
    canvas.save()
    return path


def unread(reading: Reading, path: Path) -> list[tuple[str, str]]:
    return [
        (source.replace(f"{path}/", ""), line.replace(f"{path.parent}/", ""))
        for source, line in reading.failed
    ]


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message.replace(f"{path.parent}/", "")


def test_without_a_program_a_scan_is_refused_with_the_remedy(
    programs: Path, tmp_path: Path
) -> None:
    assert list(programs.iterdir()) == []
    assert refusal(pictures(tmp_path, 2)) == (
        "scan.pdf has no text layer (2 pages, 0 characters). Run OCR on it first, for example: "
        "ocrmypdf scan.pdf scan-ocr.pdf"
    )


def test_ocrmypdf_reads_a_scan(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "known.pdf").write_bytes(pdf("Cats purr.", "Dogs bark."))
    copy = f"shutil.copy({str(tmp_path / 'known.pdf')!r}, sys.argv[-1])\n"
    program(programs, "ocrmypdf", f"assert open(sys.argv[-2], 'rb').read(4) == b'%PDF'\n{copy}")
    document = read(pictures(tmp_path, 2))
    assert document.text == "Cats purr.\n\nDogs bark."
    assert document.pages == (0, 12)


def test_tesseract_reads_a_scan_page_by_page(programs: Path, tmp_path: Path) -> None:
    # 200 by 100 points at 300 dots for 72 points, one byte a dot, behind a line for each fact.
    body = """
if sys.argv[1] == "--list-langs":
    print("List of available languages:\\ndeu\\neng\\nosd")
    sys.exit()
picture, out, flag, languages = sys.argv[1:]
kind, size, most, dots = open(picture, "rb").read().split(b"\\n", 3)
width, height = map(int, size.split())
counter = os.path.join(os.path.dirname(sys.argv[0]), "count")
page = int(open(counter).read()) + 1 if os.path.exists(counter) else 1
open(counter, "w").write(str(page))
if page != 2:
    print(f"page {page} {languages} {out} {width}x{height} {len(dots)} {min(dots)} {dots[0]}\\n\\f")
"""
    program(programs, "tesseract", body)
    document = read(pictures(tmp_path, 3))
    first = "page 1 deu+eng stdout 834x417 347778 0 255"
    assert document.text == f"{first}\n\n{first.replace('page 1', 'page 3')}"
    # The second page is empty, and starts where the next text does.
    assert document.pages == (0, 44, 44)
    assert document.place(50).page == 3


def test_a_page_as_large_as_a_house_is_drawn_small(programs: Path, tmp_path: Path) -> None:
    body = """
if sys.argv[1] != "--list-langs":
    print(open(sys.argv[1], "rb").read().split(b"\\n")[1].decode())
"""
    program(programs, "tesseract", body)
    # At 300 dots an inch it would have 3,600 million.
    width, height = map(int, read(pictures(tmp_path, 1, (14400, 14400))).text.split())
    assert width == height
    assert 39_000_000 < width * height < 41_000_000


def test_a_program_that_fails_is_named_with_what_it_says(programs: Path, tmp_path: Path) -> None:
    program(programs, "ocrmypdf", "sys.exit('no\\ngood')\n")
    assert refusal(pictures(tmp_path, 1)) == (
        "scan.pdf has pictures of text only, and ocrmypdf fails on it (no good). "
        "Run OCR on it first and add what it makes"
    )
    program(programs, "ocrmypdf", "sys.exit(4)\n")
    assert "ocrmypdf fails on it (exit status 4)" in refusal(tmp_path / "scan.pdf")
    program(programs, "ocrmypdf", "")
    assert "ocrmypdf fails on it (it wrote no file)" in refusal(tmp_path / "scan.pdf")
    (programs / "ocrmypdf").write_text("#!/none/python\n")
    assert "ocrmypdf fails on it (No such file or directory)" in refusal(tmp_path / "scan.pdf")


def test_a_program_that_takes_too_long_is_ended(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "SECONDS", 1.0)
    program(programs, "ocrmypdf", "time.sleep(60)\n")
    assert refusal(pictures(tmp_path, 1)) == (
        "scan.pdf has pictures of text only, and OCR takes longer than 1 s. "
        "Run OCR on it first and add what it makes"
    )


def zipped(path: Path, scans: int) -> Path:
    """An archive of a text and some scans, each a page wider than the last."""
    made = path.with_suffix(".zip")
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(scans):
            scan = pictures(path.parent, 1, (200 + number, 100))
            archive.writestr(f"{number}.pdf", scan.read_bytes())
        archive.writestr("note.txt", "Plain words.")
    return made


def test_scans_in_one_file_share_the_time(programs: Path, tmp_path: Path) -> None:
    program(programs, "ocrmypdf", "print(file=open(sys.argv[0] + '.told', 'a')); time.sleep(60)\n")
    path = zipped(tmp_path / "a.zip", 3)
    with ocr.limited(1.0):
        reading = read_all(path, source="a.zip")
    assert [document.source for document in reading.documents] == ["a.zip/note.txt"]
    assert reading.failed == tuple(
        (
            f"a.zip/{number}.pdf",
            f"a.zip/{number}.pdf has pictures of text only, and OCR takes longer than 1 s. "
            "Run OCR on it first and add what it makes",
        )
        for number in range(3)
    )
    # For the later ones no program is started.
    assert (programs / "ocrmypdf.told").read_text() == "\n"


def test_scans_that_take_too_long_do_not_take_the_files_beside_them_along(
    programs: Path, tmp_path: Path
) -> None:
    program(programs, "tesseract", "time.sleep(60)\n")
    path = zipped(tmp_path / "a.zip", 2)
    with Child() as child:
        # Not to count how long the other process takes to start.
        child.read(zipped(tmp_path / "b.zip", 0))
        child.seconds = 6
        reading = child.read(path, "a.zip")
    assert [document.source for document in reading.documents] == ["a.zip/note.txt"]
    assert [line.partition(", and ")[2] for _, line in reading.failed] == [
        "OCR takes longer than 5 s. Run OCR on it first and add what it makes"
    ] * 2


def test_pictures_without_text_are_told_from_failure(programs: Path, tmp_path: Path) -> None:
    program(programs, "tesseract", "")
    assert refusal(pictures(tmp_path, 1)) == (
        "scan.pdf has pictures only, and OCR finds no text in them"
    )


def test_a_pdf_with_text_asks_no_program(programs: Path, tmp_path: Path) -> None:
    program(programs, "ocrmypdf", "sys.exit('asked')\n")
    (tmp_path / "a.pdf").write_bytes(pdf("Cats purr."))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    assert read(tmp_path / "a.pdf").text == "Cats purr."
    assert "is damaged" in refusal(tmp_path / "b.pdf")


def test_of_a_partly_scanned_pdf_the_text_is_read_and_the_other_pages_are_named(
    programs: Path, tmp_path: Path
) -> None:
    assert list(programs.iterdir()) == []
    path = partly_scanned(
        tmp_path,
        [
            CATS,
            "",
            DOGS,
            "",
            "5",
            "",
        ],
    )
    reading = read_all(path)
    (document,) = reading.documents
    assert document.text == f"{CATS}\n\n{DOGS}\n\n5"
    assert document.place(document.text.index("Dogs")).page == 3
    assert unread(reading, path) == [
        (
            "pages 2, 4-6",
            "part.pdf/pages 2, 4-6 have pictures and no text layer; the rest is read. Run OCR on "
            "the PDF first, for example: ocrmypdf --force-ocr --pages 2,4-6 part.pdf part-ocr.pdf",
        )
    ]


def test_what_is_read_where_it_is_only_for_a_moment_is_called_by_its_source(
    programs: Path, tmp_path: Path
) -> None:
    assert list(programs.iterdir()) == []
    with pytest.raises(UnreadableFile) as caught:
        read_all(pictures(tmp_path, 2), source="sent.pdf")
    assert str(caught.value) == (
        "sent.pdf has no text layer (2 pages, 0 characters). Run OCR on it first, for example: "
        "ocrmypdf sent.pdf sent-ocr.pdf"
    )
    with Child() as child:
        reading = child.read(partly_scanned(tmp_path, [CATS, ""]), "part.pdf")
    assert reading.failed == (
        (
            "part.pdf/page 2",
            "part.pdf/page 2 has pictures and no text layer; the rest is read. Run OCR on the PDF "
            "first, for example: ocrmypdf --force-ocr --pages 2 part.pdf part-ocr.pdf",
        ),
    )


def test_a_page_without_pictures_is_blank_and_not_missed(programs: Path, tmp_path: Path) -> None:
    assert list(programs.iterdir()) == []
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(CATS, "", DOGS))
    assert read_all(path).failed == ()


def test_tesseract_reads_the_missing_pages_into_their_places(
    programs: Path, tmp_path: Path
) -> None:
    body = """
if sys.argv[1] != "--list-langs":
    counter = os.path.join(os.path.dirname(sys.argv[0]), "count")
    open(counter, "a").write("x")
    print(["Fish swim.", "", "Birds sing."][len(open(counter).read()) - 1])
"""
    program(programs, "tesseract", body)
    path = partly_scanned(tmp_path, ["", CATS, "", "4", DOGS])
    reading = read_all(path)
    (document,) = reading.documents
    assert document.text == f"Fish swim.\n\n{CATS}\n\nBirds sing.\n\n4\n\n{DOGS}"
    # "Fish swim." and its gap have 12 characters, CATS 37, "Birds sing." 13 and "4" 3. The third
    # page shows nothing, and starts where the next one does.
    assert document.pages == (0, 12, 49, 49, 65)
    assert reading.failed == ()


def test_ocrmypdf_is_asked_for_the_missing_pages_alone(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "known.pdf").write_bytes(pdf(CATS, "Dogs bark."))
    copy = f"shutil.copy({str(tmp_path / 'known.pdf')!r}, sys.argv[-1])\n"
    check = "assert sys.argv[sys.argv.index('--pages') + 1] == '2'\n"
    program(programs, "ocrmypdf", check + copy)
    reading = read_all(partly_scanned(tmp_path, [CATS, ""]))
    assert reading.documents[0].text == f"{CATS}\n\nDogs bark."
    assert reading.failed == ()


def test_where_ocr_fails_the_pages_with_text_are_read(programs: Path, tmp_path: Path) -> None:
    program(programs, "ocrmypdf", "sys.exit('no good')\n")
    path = partly_scanned(tmp_path, [CATS, ""])
    reading = read_all(path)
    assert reading.documents[0].text == CATS
    assert unread(reading, path) == [
        (
            "page 2",
            "part.pdf/page 2 has pictures and no text layer, and ocrmypdf fails on it (no good). "
            "Run OCR on the PDF first and add what it makes",
        )
    ]
