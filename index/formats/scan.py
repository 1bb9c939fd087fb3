"""PDFs with pictures of text only: read by OCR where a program for it is installed."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from index.errors import UnreadableFile
from index.formats.content import Content, one_line, without_junk
from index.formats.pdf import _PDFIUM, read_pdf

# Less than what a file may take in all; see `index.formats.child`.
SECONDS = 100.0

# What OCR programs are trained on.
_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
# A3 has 17 million dots; a page may say that it is as large as a house.
_MAX_DOTS = 40_000_000

# As `read_pdf` says it.
_NO_TEXT = " has no text layer ("
# Each language makes it slower; who installs more chooses with ocrmypdf itself.
_MAX_LANGUAGES = 3
_NO_LANGUAGES = frozenset(["osd", "equ", "snum"])


def read_printed(content: bytes, name: str) -> Content:
    """Return the text of a PDF, recognised by OCR where it has none.

    Raises:
        UnreadableFile: As `read_pdf`, when neither ocrmypdf nor tesseract is installed; else
            OCR failed, took too long, or found no text.
    """
    try:
        return read_pdf(content, name)
    except UnreadableFile as error:
        ocrmypdf, tesseract = shutil.which("ocrmypdf"), shutil.which("tesseract")
        if _NO_TEXT not in str(error) or not (ocrmypdf or tesseract):
            raise
        with tempfile.TemporaryDirectory(prefix="quoth-ocr-") as folder:
            if ocrmypdf:
                return _by_ocrmypdf(content, name, ocrmypdf, Path(folder))
            return _by_tesseract(content, name, str(tesseract), Path(folder))


def _by_ocrmypdf(content: bytes, name: str, program: str, folder: Path) -> Content:
    """Return the text that ocrmypdf puts into a PDF."""
    scan, recognised = folder / "scan.pdf", folder / "text.pdf"
    scan.write_bytes(content)
    command = [program, "--quiet", "--force-ocr", "--output-type", "pdf"]
    _run([*command, str(scan), str(recognised)], name, time.monotonic() + SECONDS)
    try:
        return read_pdf(recognised.read_bytes(), name)
    except OSError as error:
        raise UnreadableFile(_failed(name, "ocrmypdf", "it wrote no file")) from error


def _by_tesseract(content: bytes, name: str, program: str, folder: Path) -> Content:
    """Return the text that tesseract reads from pictures of the pages."""
    end = time.monotonic() + SECONDS
    languages = _run([program, "--list-langs"], name, end).split("\n")[1:]
    known = sorted({line.strip() for line in languages if line.strip()} - _NO_LANGUAGES)
    choice = ["-l", "+".join(known)] if 0 < len(known) <= _MAX_LANGUAGES else []
    text = ""
    pages: list[int] = []
    for number, picture in enumerate(_pictures(content, folder), start=1):
        read = without_junk(_run([program, str(picture), "stdout", *choice], name, end)).strip()
        if read:
            text += "\n\n" if text else ""
            # Pages without text start where the next text does.
            pages += [len(text)] * (number - len(pages))
            text += read
    if not text:
        raise UnreadableFile(f"{name} has pictures only, and OCR finds no text in them")
    pages += [len(text)] * (number - len(pages))
    return Content(text, pages=tuple(pages))


def _pictures(content: bytes, folder: Path) -> Iterator[Path]:
    """Yield each page of a PDF as a file with a grey picture, in turn."""
    import pypdfium2  # slow to import

    path = folder / "page.pgm"
    with _PDFIUM:
        file = pypdfium2.PdfDocument(content)
    try:
        for number in range(len(file)):
            with _PDFIUM:
                page = file[number]
                width, height = (side / _POINTS_PER_INCH for side in page.get_size())
                scale = min(_DOTS_PER_INCH, (_MAX_DOTS / max(width * height, 1e-6)) ** 0.5)
                bitmap = page.render(scale=scale / _POINTS_PER_INCH, grayscale=True)
                rows = memoryview(bitmap.buffer).cast("B")
                with path.open("wb") as picture:
                    picture.write(b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height))
                    for row in range(bitmap.height):
                        begin = row * bitmap.stride
                        picture.write(rows[begin : begin + bitmap.width])
                bitmap.close()
                page.close()
            yield path
    finally:
        with _PDFIUM:
            file.close()


def _run(command: list[str], name: str, end: float) -> str:
    """Return what a program says, run with no shell, no input and a limit of time."""
    program = Path(command[0]).name
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=max(end - time.monotonic(), 0.1),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"{name} has pictures of text only, and OCR takes longer than {SECONDS:.0f} s. "
            "Run ocrmypdf on it first and add what it makes"
        ) from error
    except OSError as error:
        raise UnreadableFile(_failed(name, program, str(error.strerror))) from error
    if done.returncode:
        said = one_line(done.stderr.decode(errors="replace"))[-120:].strip()
        raise UnreadableFile(_failed(name, program, said or f"exit status {done.returncode}"))
    return done.stdout.decode(errors="replace")


def _failed(name: str, program: str, reason: str) -> str:
    """Return the message about OCR that failed."""
    return (
        f"{name} has pictures of text only, and {program} fails on it ({reason}). "
        "Run OCR on it first and add what it makes"
    )
