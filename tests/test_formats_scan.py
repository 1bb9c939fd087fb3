import sys
from pathlib import Path

import pytest
from files import pdf
from reportlab.pdfgen.canvas import Canvas

from index.errors import UnreadableFile
from index.formats import scan
from index.formats.table import read

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
    monkeypatch.setattr(scan, "SECONDS", 1.0)
    program(programs, "ocrmypdf", "time.sleep(60)\n")
    assert refusal(pictures(tmp_path, 1)) == (
        "scan.pdf has pictures of text only, and OCR takes longer than 1 s. "
        "Run ocrmypdf on it first and add what it makes"
    )


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
