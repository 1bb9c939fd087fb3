"""Questions a team has labelled itself: `questions.jsonl` in the library's folder, a line each.

    {"id": "5c0f…", "question": "Who paid?", "kind": "who", "document": "lease.md",
     "answers": ["the council"], "follows": null, "near_miss": false,
     "quote": {"document": "9a8b…", "start": 120, "end": 161, "text": "It was paid by …"},
     "state": "right", "verdict": null, "when": "2026-11-22", "note": null}

The evaluation reads the same lines, and asks only those whose state is "right". One without a
quote and without answers says that the documents do not hold the answer. A line in state "review"
comes from somebody's thumb: with verdict "up" it proposes what was shown, with "down" nothing is
known yet, so its empty `answers` say nothing about the documents.

Lines may also be written by hand; a missing state is "right". Programs and people may write at the
same time: a line is added, changed or taken out whole, and the others stay as they are.
"""

import fcntl
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from index.errors import UserError
from qa.label import Label, Wanted
from qa.language.kinds import kind_of

FILE = "questions.jsonl"


class Labels:
    """The labelled questions of one library."""

    def __init__(self, folder: Path) -> None:
        """Take the library's folder; the file is made with the first line."""
        self.path = folder / FILE

    def read(self) -> list[Label]:
        """Return all of them, in the order of the file.

        Raises:
            UserError: The file cannot be read, or has bad lines; each is named.
        """
        return [label for label, _ in _parsed(self.path, self._content())]

    def add(self, label: Label) -> None:
        """Write one line more; when this returns it is on the disk.

        Raises:
            UserError: The file cannot be written.
        """
        with self._locked() as file:
            size = os.fstat(file).st_size
            whole = not size or os.pread(file, 1, size - 1) == b"\n"
            try:
                _write(file, (b"" if whole else b"\n") + _line(label))
                _settle(self.path.parent)
            except OSError:
                # A full disk: half a line would spoil the file for every reader.
                os.ftruncate(file, size)
                raise

    def change(self, identifier: str, to: Callable[[Label], Label | None]) -> None:
        """Change one line, or take it out; keys that are not ours stay in it.

        Args:
            identifier: The label's id.
            to: Given the label as it stands, returns what it becomes; None takes it out.

        Raises:
            UserError: No line has this id, another leans on the one to be taken out, or the file
                cannot be read or written. Also whatever `to` raises; then nothing has changed.
        """
        unknown = UserError(
            f"{self.path} has no question {identifier}. See which: quoth label --list"
        )
        if not self.path.exists():
            raise unknown
        with self._locked() as file:
            content = os.pread(file, os.fstat(file).st_size, 0)
            lines = content.split(b"\n")
            labels = _parsed(self.path, content)
            try:
                before, row = next(each for each in labels if each[0].id == identifier)
            except StopIteration:
                raise unknown from None
            after = to(before)
            if after == before:
                return
            if after is None:
                for label, _ in labels:
                    if label.follows == identifier:
                        raise UserError(
                            f"{label.id} follows {identifier}. Drop it first: --drop {label.id}"
                        )
                del lines[row]
            else:
                lines[row] = _line(after, over=json.loads(lines[row].decode("utf-8-sig")))[:-1]
            self._replace(b"\n".join(lines), mode=os.fstat(file).st_mode)

    def swap(self, before: Label, after: Label | None) -> None:
        """Put a label in the place of another, which keeps its id, or take it out.

        Raises:
            UserError: As `change`, or somebody has changed it since.
        """

        def to(now: Label) -> Label | None:
            if now != before:
                raise UserError(f"{now.id} was reviewed meanwhile and stays as it is")
            return after and replace(after, id=before.id)

        self.change(before.id, to)

    def _content(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise _told(self.path, "read", error) from error

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Yield the file, open and locked, and tell an `OSError` inside as a `UserError`."""
        try:
            file = self._opened()
            try:
                yield file
            finally:
                os.close(file)  # which also unlocks it
        except OSError as error:
            raise _told(self.path, "written", error) from error

    def _opened(self) -> int:
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                # While we waited, another writer may have put a new file in this one's place.
                if os.path.samestat(os.fstat(file), os.stat(self.path)):
                    return file
            except FileNotFoundError:
                pass
            except BaseException:
                os.close(file)
                raise
            os.close(file)

    def _replace(self, content: bytes, *, mode: int) -> None:
        """Put new content in the file's place; a reader sees the old or the new, whole."""
        # The file may be a link into a team's own repository, and stays one.
        path = self.path.resolve()
        draft = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IMODE(mode))
            try:
                _write(file, content)
            finally:
                os.close(file)
            os.replace(draft, path)
            _settle(path.parent)
        finally:
            draft.unlink(missing_ok=True)


def _told(path: Path, what: str, error: OSError) -> UserError:
    return UserError(
        f"{path} cannot be {what} ({error.strerror})."
        " Labels are kept in the library's folder; make it and the file writable"
    )


def _write(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)


def _settle(folder: Path) -> None:
    """Bring a new name in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _line(label: Label, over: Mapping[str, Any] | None = None) -> bytes:
    """Return the line of a label, over the keys an older one had."""
    line = json.dumps({**(over or {}), **asdict(label)}, ensure_ascii=False)
    try:
        return f"{line}\n".encode()
    except UnicodeEncodeError:
        # Half a character, as some PDFs hold, can only be written as an escape.
        return f"{json.dumps({**(over or {}), **asdict(label)})}\n".encode()


def _parsed(path: Path, content: bytes) -> list[tuple[Label, int]]:
    """Return the labels with their lines' numbers, from 0.

    Raises:
        UserError: There are bad lines.
    """
    found: dict[str, tuple[Label, int]] = {}
    faults = []
    for row, line in enumerate(content.split(b"\n")):
        if not line.strip():
            continue
        try:
            label = _label(line)
            if label.id in found:
                raise ValueError(f"has the id of line {found[label.id][1] + 1}")
            found[label.id] = label, row
        except ValueError as error:
            faults.append(f"line {row + 1} {error}")
    if faults:
        raise UserError(f"{path}: {'; '.join(faults)}. Mend or remove what is named")
    return list(found.values())


def _label(line: bytes) -> Label:
    """Return the label on a line.

    Raises:
        ValueError: It is no label; the text continues "line 3 ...".
    """
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise ValueError("is not JSON in UTF-8") from error
    if not isinstance(fields, dict):
        raise ValueError("is not a JSON object")
    identifier, question = (_field(fields, key, str) for key in ("id", "question"))
    answers = _field(fields, "answers", list)
    if not all(isinstance(answer, str) and answer.strip() for answer in answers):
        raise ValueError('has "answers" that are not all texts')
    quote = fields.get("quote") and _field(fields, "quote", dict)
    verdict: Any = fields.get("verdict")
    state: Any = fields.get("state") or "right"
    if verdict not in ("up", "down", None) or state not in ("right", "review"):
        raise ValueError('has another "state" than right and review, or "verdict" than up and down')
    return Label(
        id=identifier,
        question=question,
        kind=_optional(fields, "kind") or kind_of(question).value,
        document=_optional(fields, "document"),
        answers=tuple(answers),
        follows=_optional(fields, "follows"),
        near_miss=fields.get("near_miss") is True,
        quote=quote and _wanted(quote),
        state=state,
        verdict=verdict,
        when=_optional(fields, "when") or "",
        note=_optional(fields, "note"),
    )


def _wanted(fields: Mapping[str, Any]) -> Wanted:
    start, end = _field(fields, "start", int), _field(fields, "end", int)
    return Wanted(_field(fields, "document", str), start, end, _field(fields, "text", str))


def _field(fields: Mapping[str, Any], key: str, kind: type) -> Any:
    value = fields.get(key)
    if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
        names = {str: "text", list: "list", dict: "object", int: "number"}
        raise ValueError(f'has no "{key}" that is a {names[kind]}')
    return value


def _optional(fields: Mapping[str, Any], key: str) -> str | None:
    return _field(fields, key, str) if fields.get(key) not in (None, "") else None
