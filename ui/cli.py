"""The `quoth` command."""

import argparse
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.errors import UserError
from ui.plain import counted, listing, plain

ANSWERED, MENDABLE, NO_ANSWER = 0, 2, 3
"""Exit statuses: all went well, something the user can mend, no answer to the question."""

LIBRARY_VARIABLE = "QUOTH_LIBRARY"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return MENDABLE
    except KeyboardInterrupt:
        print("stopped; what was done before is kept", file=sys.stderr)
        return MENDABLE
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quoth",
        description="Answers questions about your documents in the documents' own words.",
        epilog="example: quoth add reports/ && quoth ask 'Who signed the lease?'",
    )
    parser.add_argument("--version", action="version", version=f"quoth {version('quoth')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], about: str, example: str
    ) -> argparse.ArgumentParser:
        found = commands.add_parser(
            name, help=about, description=about, epilog=f"example: {example}"
        )
        found.add_argument(
            "--library",
            type=Path,
            metavar="FOLDER",
            help=f"the library's folder (default: ${LIBRARY_VARIABLE}, or one in your data folder)",
        )
        found.set_defaults(run=run)
        return found

    add = command("add", _add, "Take in files and folders.", "quoth add lease.pdf notes/")
    add.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with files")
    sync = command("sync", _sync, "Keep in step with a folder.", "quoth sync ~/contracts")
    sync.add_argument("folder", metavar="FOLDER", help="what is gone from it is taken out")
    for parser_ in (add, sync):
        parser_.add_argument(
            "--encoder", metavar="MODEL", help="a sentence-transformers model, by name or folder"
        )
    remove = command("remove", _remove, "Take documents out.", "quoth remove lease.pdf")
    remove.add_argument("names", nargs="+", metavar="NAME", help="a path, a file name or an id")
    command("list", _list, "Show the documents.", "quoth list")
    ask = command("ask", _ask, "Ask a question.", "quoth ask 'Who signed the lease?'")
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="in plain words")
    ask.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help='ask every line of a JSON Lines file: {"id", "question", "follows"}',
    )
    ask.add_argument("--json", action="store_true", help="print one JSON object an answer")
    label = command(
        "label",
        _label,
        "Write down a question with the quote that answers it, for the evaluation.",
        "quoth label 'Who signed the lease?' --quote 'Ada Holm signed it.' --answer 'Ada Holm'",
    )
    label.add_argument("question", nargs="?", metavar="QUESTION", help="one that stands alone")
    label.add_argument("--quote", metavar="TEXT", help="the right quote, word for word")
    label.add_argument("--document", metavar="NAME", help="where it stands, if in several")
    label.add_argument(
        "--answer", metavar="SHORT", help="the short answer in it (default: the whole quote)"
    )
    label.add_argument("--nowhere", action="store_true", help="the documents do not say")
    label.add_argument("--list", action="store_true", help="count them, show those to review")
    label.add_argument("--confirm", metavar="ID", help="it is right as proposed, or as said here")
    label.add_argument("--drop", metavar="ID", help="take it out")
    serve = command("serve", _serve, "Open the chat in a browser.", "quoth serve --port 7861")
    serve.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    serve.add_argument("--port", type=int, default=7860, help="default: 7860")
    serve.add_argument(
        "--examples",
        type=Path,
        metavar="FILE",
        help='offer the questions of a JSON Lines file that are marked "example": true',
    )
    for parser_ in (ask, serve):
        parser_.add_argument(
            "--reader",
            default="default",
            metavar="MODEL",
            help="default, none (the untrained one), or a question-answering model of transformers,"
            " by name or folder",
        )
        parser_.add_argument(
            "--threshold",
            type=_probability,
            metavar="P",
            help="the least confidence, 0 to 1, of a quote that is shown; 0 never keeps silent",
        )
    command("doctor", _doctor, "Check the library for damage.", "quoth doctor")
    return parser


def _probability(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no probability; give 0 to 1")
    return value


def _folder(options: argparse.Namespace) -> Path:
    if options.library is not None:
        return Path(options.library)
    if os.environ.get(LIBRARY_VARIABLE):
        return Path(os.environ[LIBRARY_VARIABLE])
    from platformdirs import user_data_path

    return user_data_path("quoth") / "library"


def _open(options: argparse.Namespace, *, create: bool = False) -> Any:
    from index.library import Library

    encoder = getattr(options, "encoder", None)
    return Library.open(_folder(options), encoder=encoder, create=create)


@contextmanager
def _bar() -> Iterator[Callable[[int, int, str], None]]:
    """Yield a progress callback that draws a bar on a terminal."""
    from tqdm import tqdm

    with tqdm(unit=" files", disable=not sys.stderr.isatty(), leave=False) as bar:

        def progress(done: int, files: int, name: str) -> None:
            bar.total = files
            bar.set_postfix_str(name[-40:], refresh=False)
            bar.update(done - bar.n)

        yield progress


def _add(options: argparse.Namespace) -> int:
    for path in options.paths:
        if not Path(path).exists():
            raise UserError(f"there is no {path}. Check the path; nothing was added")
    with _open(options, create=True) as library, _bar() as progress:
        return _told(library.add(options.paths, progress=progress))


def _sync(options: argparse.Namespace) -> int:
    if not Path(options.folder).is_dir():
        raise UserError(f"{options.folder} is not a folder. Give the folder to keep in step with")
    with _open(options, create=True) as library, _bar() as progress:
        return _told(library.sync(options.folder, progress=progress))


def _remove(options: argparse.Namespace) -> int:
    with _open(options) as library:
        return _told(library.remove(options.names), failed="not found")


def _told(report: Any, *, failed: str = "not read") -> int:
    """Print what became of the files and return the exit status."""
    counts = [
        (len(report.added), "added"),
        (len(report.replaced), "replaced"),
        (len(report.also), "already here under another name"),
        (len(report.unchanged), "unchanged"),
        (len(report.removed), "removed"),
        (len(report.ignored), "of other kinds left alone"),
        (len(report.failed), failed),
    ]
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    print(told or "nothing to do")
    for _, line in report.failed:
        print(f"error: {line}", file=sys.stderr)
    return MENDABLE if report.failed else ANSWERED


def _list(options: argparse.Namespace) -> int:
    with _open(options) as library:
        print(listing(library.documents()))
    return ANSWERED


def _ask(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.questions is None):
        raise UserError("ask one QUESTION, or give --questions FILE.jsonl")
    with _open(options) as library:
        from qa.assistant import Assistant

        assistant = Assistant(library, reader=options.reader, threshold=options.threshold)
        if options.questions is not None:
            return _ask_all(assistant, options.questions, as_json=options.json)
        answer = assistant.ask(options.question)
        if options.json:
            print(json.dumps(answer.to_json(), ensure_ascii=False))
        else:
            print(plain(answer, colours=sys.stdout.isatty()))
        return ANSWERED if answer.quotes else NO_ANSWER


def _ask_all(assistant: Any, path: Path, *, as_json: bool) -> int:
    """Ask every line of a file in one process; a line that cannot be asked is told and skipped."""
    threads: dict[str, list[Any]] = {}
    status = ANSWERED
    for where, line in _lines(path):
        try:
            identifier, question, follows = _fields(line)
            if follows is not None and follows not in threads:
                raise UserError(f"follows {follows!r}, which was not answered before it")
            history = threads[follows] if follows is not None else []
            answer = assistant.ask(question, history=history)
        except UserError as error:
            print(f"error: {where}: {error}", file=sys.stderr)
            status = MENDABLE
            continue
        if identifier is not None:
            threads[identifier] = [*history, answer]
        if as_json:
            print(json.dumps(answer.to_json(identifier), ensure_ascii=False), flush=True)
        else:
            print(f"{answer.question}\n{plain(answer, colours=sys.stdout.isatty())}\n", flush=True)
    return status


def _lines(path: Path) -> Iterable[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({error}). Give a JSON Lines file") from error
    return [
        (f"{path}:{number}", line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]


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


def _label(options: argparse.Namespace) -> int:
    with _open(options) as library:
        from ui.labelling import Request, label

        request = Request(
            question=options.question,
            quote=options.quote,
            document=options.document,
            answer=options.answer,
            nowhere=options.nowhere,
            confirm=options.confirm,
            drop=options.drop,
            listed=options.list,
        )
        print("\n".join(label(library, request)))
    return ANSWERED


def _serve(options: argparse.Namespace) -> int:
    examples = _examples(options.examples) if options.examples else []
    with _open(options) as library:
        from qa.assistant import Assistant
        from qa.labels import Labels
        from ui.app import serve

        assistant = Assistant(library, reader=options.reader, threshold=options.threshold)
        # The page is up before the encoder is: whoever types the first question waits less.
        threading.Thread(target=assistant.warm, daemon=True).start()
        serve(
            assistant,
            documents=library.documents,
            examples=examples,
            labels=Labels(library.folder),
            host=options.host,
            port=options.port,
        )
    return ANSWERED


def _examples(path: Path) -> list[str]:
    found = []
    for where, line in _lines(path):
        try:
            fields = json.loads(line)
        except json.JSONDecodeError as error:
            raise UserError(f"{where} is not JSON ({error})") from error
        if fields.get("example"):
            found.append(str(fields["question"]))
    return found


def _doctor(options: argparse.Namespace) -> int:
    with _open(options) as library:
        findings = library.check()
        for finding in findings:
            print(f"{finding.what}. {finding.mend}")
        if not findings:
            documents = counted(len(library.documents()), "document")
            print(f"all is well: {documents}, {counted(len(library), 'passage')}")
    return MENDABLE if findings else ANSWERED


if __name__ == "__main__":
    sys.exit(main())
