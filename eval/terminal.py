"""What the programs of this package share at the terminal: what is given, what is said, the end."""

import math
import os
import signal
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable

from index.errors import UserError


def at_least_one(text: str) -> int:
    """Return a whole number from 1, for `argparse`."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} will not do; give a whole number from 1")
    return int(text)


def seconds(text: str) -> float:
    """Return a time from 0, for `argparse`."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ArgumentTypeError(f"{text} is no time; give seconds, 0 or more")
    return value


def prepare() -> None:
    """Let any text be printed, also where the terminal's character set is a small one."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print what was asked for.

    Raises:
        UserError: It cannot be written, as to a file on a full disk.
        BrokenPipeError: Its reader went away.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        say_no_more()
        raise UserError(
            f"the output cannot be written ({error.strerror}). See to the place it goes to"
        ) from error


def say_no_more() -> None:
    """Let what is still to be printed go nowhere; else it would be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def ended(main: Callable[[], int]) -> int:
    """Run a program; return its exit status, 2 where the user can mend something or stopped it.

    A stop from outside (SIGTERM) lets it end what it started, as Ctrl+C does.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return main()
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, before)
    return 2
