"""Files that are written, and what is said where one cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import UserError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell in one line why a file cannot be written.

    Raises:
        UserError: It cannot.
    """
    try:
        yield
    except OSError as error:
        raise UserError(
            f"{path} cannot be written ({error.strerror}). Check the path, or make room"
        ) from error


def check_place(path: Path) -> None:
    """See to it that a file can be written, before anything is done that takes long.

    Raises:
        UserError: It cannot.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
        if path.is_file() and not path.stat().st_size:
            # What goes wrong later leaves no empty file behind.
            path.unlink()
