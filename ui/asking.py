"""What the commands about questions do: ask, open the page, hold a receipt against the library."""

import argparse
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UserError
from ui.opening import is_usual, opened, within
from ui.terminal import ANSWERED, MENDABLE, NO_ANSWER, colours, complain, say

if TYPE_CHECKING:
    from index.library import Library
    from index.selection import Selection
    from qa.answer import Answer
    from qa.assistant import Assistant

Keep = Callable[["Answer"], None]


def ask(options: argparse.Namespace) -> int:
    """Answer one question, or every question of a file."""
    if bool(options.question) == (options.questions is not None):
        raise UserError("ask one QUESTION, or give --questions FILE.jsonl")
    if options.receipt is not None and os.path.lexists(options.receipt):
        raise UserError(f"{options.receipt} is already there. Give the receipt another name")
    with opened(options) as library:
        from qa.assistant import Assistant

        assistant = Assistant(library, reader=options.reader, threshold=options.threshold)
        part = within(options)
        with _receipts(options.receipt, library, lines=options.questions is not None) as keep:
            if options.questions is not None:
                return _ask_all(assistant, options.questions, part, keep, as_json=options.json)
            answer = assistant.ask(" ".join(options.question), within=part)
            keep(answer)
            _tell(answer, None, as_json=options.json)
            return ANSWERED if answer.quotes else NO_ANSWER


@contextmanager
def _receipts(path: Path | None, library: "Library", *, lines: bool) -> Iterator[Keep]:
    """Yield what writes the receipt of an answer; the file is made with the first.

    Raises:
        UserError: The file is already there, or cannot be made.
    """
    if path is None:
        yield lambda answer: None
        return
    from qa.receipt import receipt, written

    kept: list[Answer] = []

    def keep(answer: "Answer") -> None:
        text = written(receipt(answer, library.identity), lines=lines)
        content = text.encode("utf-8", "backslashreplace")
        try:
            with path.open("ab" if kept else "xb") as file:
                file.write(content)
        except FileExistsError as error:
            raise UserError(f"{path} is already there. Give the receipt another name") from error
        except OSError as error:
            raise UserError(
                f"{path} cannot be written ({error.strerror}). Check the path, or make room"
            ) from error
        kept.append(answer)

    yield keep


def _tell(answer: "Answer", identifier: str | None, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps(answer.to_json(identifier), ensure_ascii=False))
        return
    from ui.plain import plain

    say(plain(answer, colours=colours()))


def _ask_all(
    assistant: "Assistant",
    path: Path,
    part: "Selection | None",
    keep: Keep,
    *,
    as_json: bool,
) -> int:
    """Ask every line of a file in one process; a line that cannot be asked is told and skipped."""
    threads: dict[str, list[Answer]] = {}
    status = ANSWERED
    for where, line in _lines(path):
        try:
            identifier, question, follows = _fields(line)
            if follows is not None and follows not in threads:
                raise UserError(f"follows {follows!r}, which was not answered before it")
            history = threads[follows] if follows is not None else []
            answer = assistant.ask(question, history=history, within=part)
        except UserError as error:
            complain(f"{where}: {error}")
            status = MENDABLE
            continue
        if identifier is not None:
            threads[identifier] = [*history, answer]
        keep(answer)
        if not as_json:
            say(answer.question)
        _tell(answer, identifier, as_json=as_json)
        if not as_json:
            say()
    return status


def _lines(path: Path) -> Iterable[tuple[str, str]]:
    try:
        # Some editors put a byte order mark at the start.
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). Check the path") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8. Save it anew as UTF-8") from error
    # Not splitlines(): JSON allows U+2028 and its like inside a string.
    found = [
        (f"{path}:{number}", line)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    if not found:
        raise UserError(f"{path} is empty. Give a JSON Lines file with a question a line")
    return found


def _fields(line: str) -> tuple[str | None, str, str | None]:
    form = 'a line must be like {"id": "1", "question": "Who paid?", "follows": null}'
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserError(f"{form}; this is not JSON ({error})") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("question"), str):
        raise UserError(f'{form}; this has no "question"')
    identifier, follows = fields.get("id"), fields.get("follows")
    if not all(value is None or isinstance(value, str) for value in (identifier, follows)):
        raise UserError(f'{form}; "id" and "follows" must be strings')
    return identifier, fields["question"], follows


def verify(options: argparse.Namespace) -> int:
    """Say of every quote of a receipt whether it still stands."""
    from qa.receipt import Damage, Receipt, read
    from qa.verify import verify_all
    from ui import tables

    found = read(options.receipt)
    with opened(options) as library:
        whole = [one for one in found if isinstance(one, Receipt)]
        verdicts = iter(verify_all(whole, library))
        told = [(one, [] if isinstance(one, Damage) else next(verdicts)) for one in found]
    if options.json:
        for one, some in told:
            say(json.dumps(tables.receipt_json(one, some), ensure_ascii=False))
    else:
        say("\n".join(tables.checked(told)))
    sound = len(whole) == len(found) and all(each.sound for _, some in told for each in some)
    return ANSWERED if sound else NO_ANSWER


def label(options: argparse.Namespace) -> int:
    """Write down a question with its right quote."""
    with opened(options) as library:
        from ui.labelling import Request
        from ui.labelling import label as labelled

        request = Request(
            question=" ".join(options.question) if options.question else None,
            quote=options.quote,
            document=options.document,
            answer=options.answer,
            nowhere=options.nowhere,
            confirm=options.confirm,
            drop=options.drop,
            listed=options.list,
        )
        say("\n".join(labelled(library, request)))
    return ANSWERED


def serve(options: argparse.Namespace) -> int:
    """Serve the page until Ctrl+C."""
    from ui.access import access
    from ui.serving import check

    check(options.host, options.port)
    allowed = access(options.host, auth=options.auth, open_to_all=options.open_to_all)
    examples = _examples(options.examples) if options.examples else []
    # Who begins with the page drops the first files there.
    with opened(options, create=is_usual(options)) as library:
        from qa.assistant import Assistant
        from qa.labels import Labels
        from ui import app
        from ui.watching import watching

        assistant = Assistant(library, reader=options.reader, threshold=options.threshold)
        with _warming(assistant.warm), watching(library, wanted=options.watch):
            app.serve(
                assistant,
                documents=library.documents,
                examples=examples,
                # Where all may read, nobody writes.
                labels=None if options.open_to_all else Labels(library.folder),
                library=library,
                host=options.host,
                port=options.port,
                open_browser=options.open,
                access=allowed,
                mcp=options.mcp,
                largest=options.upload_limit * 1_000_000,
                kinds=options.upload_kinds,
            )
    return ANSWERED


@contextmanager
def _warming(warm: Callable[[], object]) -> Iterator[None]:
    """Load the networks meanwhile.

    The page is up before they are: whoever types the first question waits less. At the end they are
    waited for: torch aborts a program that is left while it is being loaded.
    """
    thread = threading.Thread(target=warm, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def mcp(options: argparse.Namespace) -> int:
    """Offer the library to a program that starts this one, until its input ends."""
    with opened(options) as library:
        from qa.assistant import Assistant
        from ui.mcp import run
        from ui.programs import Programs

        assistant = Assistant(library, reader=options.reader, threshold=options.threshold)
        run(Programs(assistant, library))
    return ANSWERED


def _examples(path: Path) -> list[str]:
    found = []
    for where, line in _lines(path):
        try:
            fields = json.loads(line)
        except json.JSONDecodeError as error:
            raise UserError(f"{where} is not JSON ({error})") from error
        if not isinstance(fields, dict) or not isinstance(fields.get("question"), str):
            raise UserError(f'{where} must be like {{"question": "Who paid?", "example": true}}')
        if fields.get("example"):
            found.append(fields["question"])
    return found
