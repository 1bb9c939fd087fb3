"""The `quoth` command: its arguments, and which function each command is."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.errors import UserError
from ui import asking, documents, upkeep, users, values, watching
from ui.opening import LIBRARY_VARIABLE
from ui.terminal import ANSWERED, MENDABLE, complain, prepare, remark, say_no_more

Run = Callable[[argparse.Namespace], int]

_TAG: dict[str, Any] = {"action": "append", "type": values.tag, "default": [], "metavar": "TAG"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = parser().parse_args(arguments)
    prepare()
    try:
        status: int = options.run(options)
    except UserError as error:
        complain(str(error))
        return MENDABLE
    except KeyboardInterrupt:
        remark("stopped; what was done before is kept")
        return MENDABLE
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        say_no_more()
        return ANSWERED
    return status


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; each command's function stands in `run`."""
    whole = argparse.ArgumentParser(
        prog="quoth",
        description="Answers questions about your documents in the documents' own words.",
        epilog="example: quoth add reports/ && quoth ask 'Who signed the lease?'",
    )
    whole.add_argument("--version", action="version", version=f"quoth {version('quoth')}")
    commands = _Commands(whole)
    _taking_in(commands)
    _putting_in_order(commands)
    _asking(commands)
    _looking_after(commands)
    _letting_in(commands)
    return whole


class _Commands:
    """The commands; each has an example and takes `--library`."""

    def __init__(self, whole: argparse.ArgumentParser) -> None:
        self.all = whole.add_subparsers(required=True, metavar="COMMAND", title="commands")

    def add(self, name: str, run: Run, about: str, example: str) -> argparse.ArgumentParser:
        found = self.all.add_parser(
            name, help=about, description=about, epilog=f"example: quoth {name} {example}".rstrip()
        )
        found.add_argument(
            "--library",
            type=Path,
            metavar="FOLDER",
            help=f"the library's folder (default: ${LIBRARY_VARIABLE}, or one in your data folder)",
        )
        found.set_defaults(run=run)
        return found


def _taking_in(commands: _Commands) -> None:
    add = commands.add("add", documents.add, "Take in files and folders.", "lease.pdf notes/")
    add.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a folder with files, a pattern such as '**/*.pdf', or - for standard input",
    )
    add.add_argument("--name", metavar="NAME", help="what standard input is called: lease.pdf")
    add.add_argument("--tag", **_TAG, help="a tag for each; may be given again")
    sync = commands.add(
        "sync", documents.sync, "Keep the library in step with folders.", "~/contracts"
    )
    watch = commands.add(
        "watch", watching.watch, "Keep in step with folders until Ctrl+C.", "~/contracts"
    )
    for parser_ in (sync, watch):
        parser_.add_argument(
            "folders",
            nargs="*",
            metavar="FOLDER",
            help="what is gone from it is taken out; without one, all kept in step before",
        )
    for parser_ in (add, sync, watch):
        parser_.add_argument("--to", metavar="COLLECTION", help="put them into a collection")
        parser_.add_argument(
            "--encoder", metavar="MODEL", help="a sentence-transformers model, by name or folder"
        )
    folders = commands.add("folders", documents.folders, "Show the folders kept in step.", "")
    folders.add_argument(
        "--forget",
        action="append",
        default=[],
        metavar="FOLDER",
        help="keep in step no more; its documents stay",
    )
    retry = commands.add("retry", documents.retry, "Try files again that could not be read.", "")
    failures = commands.add(
        "failures", documents.failures, "Show the files that could not be read.", ""
    )
    failures.add_argument("--json", action="store_true", help="print one JSON list")
    for parser_ in (add, sync, watch, retry):
        parser_.add_argument("--verbose", action="store_true", help="print a line for every file")


def _putting_in_order(commands: _Commands) -> None:
    names = "a path, a file name, a folder, a pattern such as '*.pdf', or an id"
    remove = commands.add("remove", documents.remove, "Take documents out.", "lease.pdf")
    remove.add_argument("--yes", action="store_true", help="do not ask whether it is meant")
    list_ = commands.add("list", documents.list_, "Show the documents.", "--in contracts")
    _part(list_)
    list_.add_argument(
        "--failed", action="store_true", help="show the files that could not be read instead"
    )
    show = commands.add("show", documents.show, "Show what is known of a document.", "lease.pdf")
    show.add_argument("name", metavar="DOCUMENT", help="a path, a file name or an id")
    show.add_argument("--text", action="store_true", help="print its text instead")
    for parser_ in (list_, show):
        parser_.add_argument("--json", action="store_true", help="print it as JSON")
    tag = commands.add("tag", documents.tag, "Give documents tags.", "lease.pdf --add signed")
    tag.add_argument("--add", **_TAG, help="give it; may be given again")
    # Any that is there, also one from before empty ones were refused.
    tag.add_argument("--drop", **(_TAG | {"type": str}), help="take it off; may be given again")
    move = commands.add(
        "move", documents.move, "Put documents into a collection.", "lease.pdf --to old"
    )
    move.add_argument("--to", required=True, metavar="COLLECTION", help="which; '' for none")
    for parser_ in (remove, tag, move):
        parser_.add_argument("names", nargs="+", metavar="NAME", help=names)


def _part(command: argparse.ArgumentParser) -> None:
    """Let a command be about a part of the library."""
    part = command.add_argument_group("only a part; each may be given several times")
    for option, target, metavar, about in (
        ("--in", "collection", "COLLECTION", "documents of a collection"),
        ("--tag", "tag", "TAG", "documents with a tag"),
        ("--folder", "folder", "FOLDER", "documents from a folder"),
        ("--document", "document", "DOCUMENT", "one document: a path, a file name or an id"),
    ):
        part.add_argument(
            option, dest=target, action="append", default=[], metavar=metavar, help=about
        )


def _asking(commands: _Commands) -> None:
    ask = commands.add(
        "ask", asking.ask, "Ask the documents a question.", "'Who signed the lease?'"
    )
    ask.add_argument("question", nargs="*", metavar="QUESTION", help="in plain words")
    ask.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help='ask every line of a JSON Lines file: {"id", "question", "follows"}',
    )
    ask.add_argument("--json", action="store_true", help="print one JSON object an answer")
    ask.add_argument("--receipt", type=Path, metavar="FILE", help="keep what `verify` can check")
    _part(ask)
    verify = commands.add("verify", asking.verify, "Check the quotes of a receipt.", "answer.json")
    verify.add_argument("receipt", type=Path, metavar="FILE", help="made by quoth ask --receipt")
    verify.add_argument("--json", action="store_true", help="print one JSON object a receipt")
    label = commands.add(
        "label",
        asking.label,
        "Write down a question with the quote that answers it, for the evaluation.",
        "'Who signed the lease?' --quote 'Ada Holm signed it.' --answer 'Ada Holm'",
    )
    label.add_argument("question", nargs="*", metavar="QUESTION", help="one that stands alone")
    label.add_argument("--quote", metavar="TEXT", help="the right quote, word for word")
    label.add_argument("--document", metavar="NAME", help="where it stands, if in several")
    label.add_argument(
        "--answer", metavar="SHORT", help="the short answer in it (default: the whole quote)"
    )
    label.add_argument("--nowhere", action="store_true", help="the documents do not say")
    label.add_argument("--list", action="store_true", help="count them, show those to review")
    label.add_argument("--confirm", metavar="ID", help="it is right as proposed, or as said here")
    label.add_argument("--drop", metavar="ID", help="take it out")
    serve = commands.add("serve", asking.serve, "Open the chat in a browser.", "--port 7861")
    serve.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    serve.add_argument("--port", type=int, default=7860, help="default: 7860")
    serve.add_argument(
        "--open", action="store_true", help="open the page in the default browser as well"
    )
    serve.add_argument("--watch", action="store_true", help="keep in step with folders meanwhile")
    serve.add_argument(
        "--auth", type=Path, metavar="FILE", help="let in only who has an account in it"
    )
    serve.add_argument(
        "--open-to-all", action="store_true", help="let everybody read who reaches the address"
    )
    serve.add_argument("--mcp", action="store_true", help="offer tools for language models at /mcp")
    serve.add_argument(
        "--upload-limit",
        type=values.at_least_one,
        default=50,
        metavar="MB",
        help="the largest file that can be added (default: 50)",
    )
    serve.add_argument(
        "--upload-kinds",
        type=values.kinds,
        default=(),
        metavar=".PDF,.DOCX",
        help="the kinds of files that can be added (default: all that are read)",
    )
    serve.add_argument(
        "--examples",
        type=Path,
        metavar="FILE",
        help='offer the questions of a JSON Lines file that are marked "example": true',
    )
    mcp = commands.add("mcp", asking.mcp, "Be the tools of a language model's program.", "")
    for parser_ in (ask, serve, mcp):
        parser_.add_argument(
            "--reader",
            default="default",
            metavar="MODEL",
            help="what cuts out the quotes: default, none (the untrained one), or a"
            " question-answering model of transformers, by name or folder",
        )
        parser_.add_argument(
            "--threshold",
            type=values.probability,
            metavar="P",
            help="the least confidence, 0 to 1, of a quote that is shown; 0 never keeps silent",
        )


def _looking_after(commands: _Commands) -> None:
    stats = commands.add("stats", upkeep.stats, "Show how much the library holds.", "")
    stats.add_argument("--json", action="store_true", help="print it as JSON")
    doctor = commands.add("doctor", upkeep.doctor, "Check the library for damage.", "")
    doctor.add_argument(
        "--gone", type=Path, metavar="FILE", help="look for traces of a file that was taken out"
    )
    rebuild = commands.add(
        "rebuild", upkeep.rebuild, "Make passages and vectors anew from the stored texts.", ""
    )
    rebuild.add_argument(
        "--characters",
        type=values.at_least_one,
        metavar="N",
        help="the longest a passage may be",
    )
    rebuild.add_argument(
        "--encoder", metavar="MODEL", help="another sentence-transformers model, by name or folder"
    )
    backup = commands.add(
        "backup", upkeep.backup, "Keep a copy of the library in one file.", "shelf.backup"
    )
    restore = commands.add(
        "restore", upkeep.restore, "Make a library of such a copy.", "shelf.backup"
    )
    for parser_ in (backup, restore):
        parser_.add_argument("file", type=Path, metavar="FILE", help="the copy")


def _letting_in(commands: _Commands) -> None:
    about = "Give and take accounts for `serve --auth`."
    example = "example: quoth user add ada --editor --auth people.json"
    user = commands.all.add_parser("user", help=about, description=about, epilog=example)
    actions = user.add_subparsers(required=True, metavar="ACTION")
    for name, run, what in (
        ("add", users.add, "Give an account; the password is asked for."),
        ("remove", users.remove, "Take one away."),
        ("list", users.list_, "Show who has one."),
    ):
        one = actions.add_parser(name, help=what, description=what)
        one.set_defaults(run=run)
        one.add_argument(
            "--auth", type=Path, required=True, metavar="FILE", help="the file of accounts"
        )
        if name != "list":
            one.add_argument("name", metavar="NAME")
        if name == "add":
            one.add_argument("--editor", action="store_true", help="may change the library")
            one.add_argument("--replace", action="store_true", help="give another password or role")


if __name__ == "__main__":
    sys.exit(main())
