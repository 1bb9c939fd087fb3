"""What a command says to the person at the terminal, and what it asks."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import UserError

ANSWERED, MENDABLE, NO_ANSWER = 0, 2, 3
"""Exit statuses: all went well; something the user can mend; no answer, or a quote is not sound."""


def prepare() -> None:
    """Let any text be printed, also where the terminal's character set is a small one."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(text: str = "", *, end: str = "\n") -> None:
    """Print what was asked for.

    Raises:
        UserError: It cannot be written, as to a file on a full disk.
        BrokenPipeError: Its reader went away.
    """
    try:
        print(text, end=end, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        say_no_more()
        raise UserError(
            f"the output cannot be written ({error.strerror}). See to the place it goes to"
        ) from error


def colours() -> bool:
    """Return whether what is printed may be coloured: NO_COLOR (https://no-color.org) says no."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def say_no_more() -> None:
    """Let what is still to be printed go nowhere; else it would be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(line: str) -> None:
    """Print what went wrong, apart from what was asked for."""
    print(f"error: {printable(line)}", file=sys.stderr, flush=True)


def remark(line: str) -> None:
    """Print what a person should know beside what was asked for."""
    print(printable(line), file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """Return a line without the control characters that could drive a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


@contextmanager
def bar(unit: str = "files") -> Iterator[Callable[[int, int, str], None]]:
    """Yield a progress callback; on a terminal it draws how many are done and the time left."""
    from tqdm import tqdm

    from index.intake import ENCODING

    with tqdm(unit=f" {unit}", disable=not sys.stderr.isatty(), leave=False) as drawn:

        def progress(done: int, count: int, name: str) -> None:
            if done < drawn.n:
                # Another step began, from nought.
                drawn.reset()
            drawn.unit = " passages" if name == ENCODING else f" {unit}"
            drawn.total = count
            drawn.set_postfix_str(printable(name[-40:]), refresh=False)
            drawn.update(done - drawn.n)

        yield progress


def agreed(question: str) -> bool:
    """Return whether a person agrees to something that cannot be undone.

    Raises:
        UserError: There is nobody to ask.
    """
    if not sys.stdin.isatty():
        raise UserError("there is nobody to ask whether this is meant. Say so with --yes")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
