"""The process that reads files for `index.formats.child`, and how the two talk."""

import os
import pickle
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NoReturn

from index.errors import UnreadableFile
from index.formats import ocr
from index.formats.content import one_line
from index.formats.table import Reading, called, read_all

Answer = Reading | str
"""What was read, or the line that says why not."""

_LENGTH = struct.Struct(">Q")

# Of the seconds for a file; in the rest what is no picture in it is read, and all of it sent.
_OCR_SHARE = 5 / 6


def send(pipe: IO[bytes], what: object) -> None:
    """Send an object to the other process."""
    packed = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Return an object that the other process sent.

    Raises:
        EOFError: It ended, maybe amid sending.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    packed = pipe.read(length)
    if len(packed) < length:
        raise EOFError
    return pickle.loads(packed)


def serve() -> NoReturn:
    """Read the files that are asked for, until there is nobody who asks."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between the answers.
    os.dup2(2, 1)
    _limit(int(sys.argv[1]))
    is_sound = True
    while is_sound:
        try:
            folder, path, source, seconds = receive(questions)
        except EOFError:
            break
        _alarm(seconds + 5)
        with ocr.limited(_OCR_SHARE * seconds):
            answer, is_sound = _answer(folder, path, source)
        _alarm(0)
        try:
            send(answers, (answer, is_sound))
        except MemoryError:
            is_sound = False
            send(answers, (_too_large(called(Path(path), source)), is_sound))
        except OSError:
            break
    # Nothing of a library that is stuck, or gone wrong, is asked to clean up.
    os._exit(0)


def _answer(folder: str, path: str, source: str | None) -> tuple[Answer, bool]:
    """Return what was read, or why not; and whether this process is fit for another file."""
    # The folder may be gone meanwhile; a full path is found without it.
    with suppress(OSError):
        os.chdir(folder)
    name = called(Path(path), source)
    try:
        return read_all(Path(path), source=source), True
    except UnreadableFile as error:
        return str(error), True
    except MemoryError:
        return _too_large(name), False
    except Exception as error:
        # The last resort: a fault in a reader fails one file.
        return broken(name, error), False


def broken(name: str, how: Exception | str) -> str:
    """Return the message about a file that breaks what reads it.

    Args:
        name: The file.
        how: What was raised, or how the process ended.
    """
    said = how if isinstance(how, str) else f"{type(how).__name__}: {how}"
    return (
        f"{one_line(name)} broke what reads it ({one_line(said)[:120]}). It may be damaged: save "
        "it anew from the program that made it"
    )


def _too_large(name: str) -> str:
    """Return the message about a file that needs too much memory."""
    return (
        f"{one_line(name)} needs more than {int(sys.argv[1]) / 1e6:,.0f} MB of memory to read. "
        "Split it first"
    )


def _limit(memory: int) -> None:
    """Let this process ask for no more memory, where the system can hold it to that."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        memory = min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, most))


def _alarm(seconds: float) -> None:
    """Let the system end this process after some seconds, should its parent be no more."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
