"""A file's entries, checked one by one, so that all its faults are told at once.

A check raises `Wrong`; `Faults.at` notes it with the entry's place and lets the next entry be read:

    faults = Faults(path)
    for number, line in lines(text_of(path)):
        with faults.at(f"line {number}"):
            question = string(fields(line), "question")
    faults.stop("See seeds/questions.jsonl for the form")
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import UserError

# More would scroll the first ones, which often explain the others, out of a terminal.
_LISTED = 20

# Enough of a strange value to find it by.
_SHOWN = 40

_GZIP = b"\x1f\x8b"


class Wrong(Exception):
    """What is wrong with one entry; its text continues "line 3 ..."."""


class Faults:
    """The faults found in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[str] = []

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Note what is wrong with the entry at a place, then go on behind the block."""
        try:
            yield
        except Wrong as wrong:
            self.found.append(f"{place} {wrong}")

    def stop(self, remedy: str) -> None:
        """Tell the faults, if there are any.

        Args:
            remedy: What to do about them, without a full stop.

        Raises:
            UserError: There are; the first 20 are listed, the others counted.
        """
        if self.found:
            listed = self.found[:_LISTED]
            if len(self.found) > _LISTED:
                listed.append(f"and {len(self.found) - _LISTED} more, {len(self.found)} in all")
            raise UserError(f"{self.path}: {'; '.join(listed)}. {remedy}")


class Ids:
    """The ids met in one file, each with the place of its entry."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._places

    def claim(self, identifier: str, place: str) -> str:
        """Return an id that no entry before has.

        Raises:
            Wrong: One has it.
        """
        before = self._places.setdefault(identifier, place)
        if before != place:
            raise Wrong(f"has the same id as {before} ({short(identifier)})")
        return identifier


def text_of(path: Path) -> str:
    """Return the text of a file, unpacked if it is gzip.

    Raises:
        UserError: It is missing, empty, broken or not UTF-8.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(f"there is no {path}. Check the path") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). Check the path") from error
    if path.suffix == ".gz" and content and not content.startswith(_GZIP):
        raise UserError(f"{path} is not gzip, though it is named so. Rename it, or fetch it again")
    if content.startswith(_GZIP):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise UserError(f"{path} is broken gzip ({error}). Fetch it again") from error
    try:
        # Some editors put a byte order mark at the start.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UserError(
            f"{path} is not UTF-8 (byte 0x{content[error.start]:02X} in line {line})."
            " Save it anew as UTF-8"
        ) from error
    if not text.strip():
        raise UserError(f"{path} is empty. Give a file with something in it")
    return text


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank with their numbers, from 1."""
    # Not splitlines(): JSON allows U+2028 and its like inside a string.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def parsed(text: str) -> Any:
    """Return the value that JSON stands for.

    Raises:
        Wrong: It is not JSON.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text.strip() else ""
        raise Wrong(f"is not JSON ({error.msg}: {line}column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise Wrong(f"is not JSON that can be read ({error})") from error


def fields(value: Any) -> Mapping[str, Any]:
    """Return an entry, given as JSON or already parsed.

    Raises:
        Wrong: It is not JSON, or not an object.
    """
    if isinstance(value, str):
        value = parsed(value)
    if not isinstance(value, dict):
        raise Wrong("is not a JSON object")
    return value


def string(entry: Mapping[str, Any], key: str) -> str:
    """Return a text that must be there and say something.

    Raises:
        Wrong: It is missing, no text, or blank.
    """
    if key not in entry:
        raise Wrong(f'has no "{key}"')
    text = whole(entry[key], key)
    if not text.strip():
        raise Wrong(f'has an empty "{key}"')
    return text


def string_or_none(entry: Mapping[str, Any], key: str) -> str | None:
    """Return a text, or None where it is missing, null or blank.

    Raises:
        Wrong: It is there and no text.
    """
    if entry.get(key) is None:
        return None
    text = whole(entry[key], key)
    return text if text.strip() else None


def strings(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return texts, each once, in order.

    Raises:
        Wrong: They are no list, or one of them is no text or blank.
    """
    return tuple(dict.fromkeys(string({key: value}, key) for value in values(entry, key)))


def values(entry: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list that must be there.

    Raises:
        Wrong: It is missing or no list.
    """
    if key not in entry:
        raise Wrong(f'has no "{key}"')
    if not isinstance(entry[key], list):
        raise Wrong(f'has "{key}" that is no list ({short(entry[key])})')
    return list(entry[key])


def flag(entry: Mapping[str, Any], key: str) -> bool | None:
    """Return true or false, or None where it is missing or null.

    Raises:
        Wrong: It is something else.
    """
    value = entry.get(key)
    if value is not None and not isinstance(value, bool):
        raise Wrong(f'has "{key}" that is neither true nor false ({short(value)})')
    return value


def whole(value: Any, key: str) -> str:
    """Return a text, blank or not.

    Raises:
        Wrong: It is no text, or holds half a character.
    """
    if not isinstance(value, str):
        raise Wrong(f'has "{key}" that is no text ({short(value)})')
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Wrong(f'has half a character in its "{key}" (at {error.start})') from error
    return value


def short(value: Any) -> str:
    """Return the beginning of a value, on one line."""
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
