"""Files read in a process of their own, which may crash, run out of memory or never end.

The libraries that read PDFs and office files are large, and partly written in C. What they do
with a hostile file must not take the library, or a page that others use, with it. The process
is started once, stays between files, and is killed and started anew when a file is too much.

    Child.read  --path-->  serve, in the other process (worker.py)
                <-Reading or the line that says why not-
"""

import os
import signal
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Self

from index.errors import UnreadableFile
from index.formats.content import one_line
from index.formats.kinds import HEADS
from index.formats.table import SUFFIXES, Reading, called, read_all
from index.formats.worker import Answer, broken, receive, send

SECONDS = 120.0
MEMORY = 1_500_000_000

# Read by Python alone, and line by line: nothing in them can take long.
_HARMLESS = frozenset(
    ".txt .text .log .md .markdown .rst .org .csv .tsv .json .jsonl .ndjson .ipynb".split()
)
_HARMLESS_BYTES = 1_000_000

# Libraries in C keep some memory of every file.
_FILES_A_PROCESS = 500
# How long a process has to end by itself once it is told to.
_FAREWELL_SECONDS = 2.0

# The library may be imported from a folder that only this process knows.
_START = "import sys; sys.path[:] = sys.argv[2:]; from index.formats.worker import serve; serve()"


class Child:
    """A process that reads files. Threads may share one; they read one after the other.

    Attributes:
        seconds: The most that reading one file may take.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """Set the limits; the process starts with the first file that needs it.

        Args:
            seconds: The most that reading one file may take.
            memory: The most bytes of memory that the process may ask for.
        """
        self.seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes]], Child] | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path, source: str | None = None) -> Reading:
        """Return what `formats.read_all` finds in a file.

        Args:
            path: Small text files are read at once, without the other process.
            source: What its document is known by, if not `path`.

        Raises:
            UnreadableFile: It cannot be read, takes too long or too much memory, or breaks what
                reads it.
        """
        if _is_harmless(path):
            return _read_here(path, source)
        with self._lock:
            try:
                answer = self._ask(path, source)
            except BaseException:
                # Whatever it answers now would be taken for the answer about another file.
                self._stop(at_once=True)
                raise
            self._files += 1
            if self._files >= _FILES_A_PROCESS:
                self._stop()
        if isinstance(answer, str):
            raise UnreadableFile(answer)
        return answer

    def close(self) -> None:
        """End the process; reading again starts another."""
        with self._lock:
            self._stop()

    @property
    def process(self) -> int | None:
        """The process's number, or None when there is none."""
        return None if self._process is None else self._process.pid

    def _ask(self, path: Path, source: str | None) -> Answer:
        """Return what the process answers about a file, or what became of it instead."""
        name = one_line(called(path, source))
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            _kill(process)

        timer = threading.Timer(self.seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            send(process.stdin, (os.getcwd(), str(path), source, self.seconds))
            answer: Answer
            answer, is_sound = receive(process.stdout)
        except (EOFError, OSError) as error:
            timer.cancel()
            process.wait()
            self._stop(at_once=True)
            if late.is_set():
                raise UnreadableFile(
                    f"{name} took longer than {self.seconds:g} s to read. Split it, or save it "
                    "anew from the program that made it"
                ) from error
            raise UnreadableFile(broken(name, _ended(process.returncode))) from error
        finally:
            timer.cancel()
        timer.join()
        if late.is_set() or not is_sound:
            # It answered at the last moment, and is killed all the same; or it is ending.
            self._stop(at_once=True)
        return answer

    def _started(self) -> "subprocess.Popen[bytes]":
        """Return the process, started if there is none."""
        if self._process is not None and self._process.poll() is not None:
            self._stop(at_once=True)
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, str(self._memory), *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Control-C is for the program; what the process starts itself ends with it.
                start_new_session=True,
            )
            self._finalizer = weakref.finalize(self, _end, self._process)
            self._files = 0
        return self._process

    def _stop(self, *, at_once: bool = False) -> None:
        """End the process, if there is one."""
        if self._process is None or self._finalizer is None:
            return
        if at_once:
            _kill(self._process)
        self._finalizer()
        self._process = self._finalizer = None


def read_safely(
    path: Path, source: str | None = None, *, seconds: float = SECONDS, memory: int = MEMORY
) -> Reading:
    """Return what is in a file, read in a process that all callers with these limits share.

    Args:
        path: The file.
        source: What its document is known by, if not `path`.
        seconds: The most that reading it may take.
        memory: The most bytes of memory that reading it may ask for.

    Raises:
        UnreadableFile: As `Child.read`.
    """
    with _SHARED_LOCK:
        child = _SHARED.setdefault((seconds, memory), Child(seconds=seconds, memory=memory))
    return child.read(path, source)


_SHARED: dict[tuple[float, int], Child] = {}
_SHARED_LOCK = threading.Lock()


def _is_harmless(path: Path) -> bool:
    """Return whether a file is small text, or no file to read; neither needs the other process."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return True
    if suffix not in _HARMLESS:
        return False
    try:
        # What is no regular file is refused before anything of it is read.
        if not path.is_file():
            return True
        if path.stat().st_size > _HARMLESS_BYTES:
            return False
        with path.open("rb") as file:
            return not file.read(5).startswith(HEADS)
    except (OSError, ValueError):
        return True


def _read_here(path: Path, source: str | None) -> Reading:
    """Return what is in a file, read in this process.

    Raises:
        UnreadableFile: It cannot be read, or breaks what reads it.
    """
    try:
        return read_all(path, source=source)
    except UnreadableFile:
        raise
    except Exception as error:
        # As in the other process: a fault in a reader fails one file.
        raise UnreadableFile(broken(called(path, source), error)) from error


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):
        # No groups on this system, or it has ended.
        process.kill()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Let a process end, or else kill it, and take note that it ended: no zombie stays."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # What was still to be sent may have no reader any more.
            with suppress(OSError):
                pipe.close()
    try:
        process.wait(_FAREWELL_SECONDS)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.wait()


def _ended(status: int) -> str:
    """Return how a process ended, in words."""
    if status >= 0:
        return f"exit status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
