"""Pictures of text to text, by programs for it that are installed."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from index.formats.content import one_line, without_junk
from index.formats.pdfium import draw

# For one PDF, where nobody set a limit to all that is in a file.
SECONDS = 100.0

# Each language makes it slower; who installs more chooses with ocrmypdf itself.
_MAX_LANGUAGES = 3
_NO_LANGUAGES = frozenset(["osd", "equ", "snum"])


class OcrFailed(Exception):
    """Why there is no text, to follow "and"; empty where no program is installed."""


@dataclass(frozen=True, slots=True)
class _Limit:
    """Until when OCR may go on.

    Attributes:
        seconds: How long it may take in all.
        end: By the clock of `time.monotonic`.
    """

    seconds: float
    end: float


_LIMIT: ContextVar[_Limit | None] = ContextVar("_LIMIT", default=None)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Let OCR end some seconds from now, however many PDFs are read meanwhile."""
    token = _LIMIT.set(_until(seconds))
    try:
        yield
    finally:
        _LIMIT.reset(token)


def _until(seconds: float) -> _Limit:
    """Return a limit that begins now."""
    return _Limit(seconds, time.monotonic() + seconds)


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
        _run([*command, str(scan), str(recognised)], _LIMIT.get() or _until(SECONDS))
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
    limit = _LIMIT.get() or _until(SECONDS)
    languages = _run([program, "--list-langs"], limit).split("\n")[1:]
    known = sorted({line.strip() for line in languages if line.strip()} - _NO_LANGUAGES)
    choice = ["-l", "+".join(known)] if 0 < len(known) <= _MAX_LANGUAGES else []
    found: dict[int, str] = {}
    with tempfile.TemporaryDirectory(prefix="quoth-ocr-") as folder:
        picture = Path(folder, "page.pgm")
        for page in draw(content, pages, picture):
            read = without_junk(_run([program, str(picture), "stdout", *choice], limit)).strip()
            if read:
                found[page] = read
    return found


def _found(name: str) -> str:
    """Return the path of a program."""
    path = shutil.which(name)
    if path is None:
        raise OcrFailed
    return path


def _run(command: list[str], limit: _Limit) -> str:
    """Return what a program says, run with no shell, no input and a limit of time."""
    program = Path(command[0]).name
    late = f"OCR takes longer than {limit.seconds:.0f} s"
    left = limit.end - time.monotonic()
    # Of many scans the later ones must not take even the time in which a program starts.
    if left <= 0:
        raise OcrFailed(late)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=left,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OcrFailed(late) from error
    except OSError as error:
        raise OcrFailed(f"{program} fails on it ({error.strerror})") from error
    if done.returncode:
        said = one_line(done.stderr.decode(errors="replace"))[-120:].strip()
        raise OcrFailed(f"{program} fails on it ({said or f'exit status {done.returncode}'})")
    return done.stdout.decode(errors="replace")
