"""Pictures of text to text, by programs for it that are installed."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from index.formats.content import one_line, without_junk
from index.formats.pdfium import draw

# Less than what a file may take in all; see `index.formats.child`.
SECONDS = 100.0

# Each language makes it slower; who installs more chooses with ocrmypdf itself.
_MAX_LANGUAGES = 3
_NO_LANGUAGES = frozenset(["osd", "equ", "snum"])


class OcrFailed(Exception):
    """Why there is no text, to follow "and"; empty where no program is installed."""


def makes_pdf() -> bool:
    """Return whether a program is installed that puts text into PDFs."""
    return shutil.which("ocrmypdf") is not None


def searchable(content: bytes, pages: str) -> bytes:
    """Return a PDF with the text that ocrmypdf finds in the pictures on some of its pages.

    Args:
        content: The PDF.
        pages: Their numbers, such as "2,5-7".

    Raises:
        OcrFailed: It is not installed, fails, or takes too long.
    """
    program = _found("ocrmypdf")
    with tempfile.TemporaryDirectory(prefix="quoth-ocr-") as folder:
        scan, recognised = Path(folder, "scan.pdf"), Path(folder, "text.pdf")
        scan.write_bytes(content)
        command = [program, "--quiet", "--force-ocr", "--pages", pages, "--output-type", "pdf"]
        _run([*command, str(scan), str(recognised)], time.monotonic() + SECONDS)
        try:
            return recognised.read_bytes()
        except OSError as error:
            raise OcrFailed("ocrmypdf fails on it (it wrote no file)") from error


def texts(content: bytes, pages: Sequence[int]) -> dict[int, str]:
    """Return the text that tesseract finds on pages of a PDF, those without text left out.

    Args:
        content: The PDF.
        pages: From 0.

    Raises:
        OcrFailed: It is not installed, fails, or takes too long.
    """
    program = _found("tesseract")
    end = time.monotonic() + SECONDS
    languages = _run([program, "--list-langs"], end).split("\n")[1:]
    known = sorted({line.strip() for line in languages if line.strip()} - _NO_LANGUAGES)
    choice = ["-l", "+".join(known)] if 0 < len(known) <= _MAX_LANGUAGES else []
    found: dict[int, str] = {}
    with tempfile.TemporaryDirectory(prefix="quoth-ocr-") as folder:
        picture = Path(folder, "page.pgm")
        for page in draw(content, pages, picture):
            read = without_junk(_run([program, str(picture), "stdout", *choice], end)).strip()
            if read:
                found[page] = read
    return found


def _found(name: str) -> str:
    """Return the path of a program."""
    path = shutil.which(name)
    if path is None:
        raise OcrFailed
    return path


def _run(command: list[str], end: float) -> str:
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
        raise OcrFailed(f"OCR takes longer than {SECONDS:.0f} s") from error
    except OSError as error:
        raise OcrFailed(f"{program} fails on it ({error.strerror})") from error
    if done.returncode:
        said = one_line(done.stderr.decode(errors="replace"))[-120:].strip()
        raise OcrFailed(f"{program} fails on it ({said or f'exit status {done.returncode}'})")
    return done.stdout.decode(errors="replace")
