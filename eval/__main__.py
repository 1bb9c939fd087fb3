"""Measure answers: `python -m eval COMMAND`.

run        ask labelled questions and keep every answer
report     say how good the answers of a run are
compare    say what got better and worse between two runs
calibrate  fit confidence and the threshold to a team's own questions
bench      time and memory, as ratios within one run
collection how long a library of many files takes to be made, changed and searched
retrieval  where gold passages are found: by meaning, by words, by both
fit        fit the untrained reader's weights to questions with known answers
weigh      keep what is known of the spans found for labelled questions
tune       fit the trained reader's weights to what `weigh` kept
align      link machine-translated questions to their answers again
settle     tell which of them have no answer
train      train the reader
unpack     take a network out of an ONNX file, to train
average    make one reader of the weights of several trainings
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval import learning, making
from eval.outputs import writing
from eval.terminal import prepare, say, say_no_more
from index.errors import UserError

_SEEDS = Path(__file__).parent.parent / "seeds"

# What keeps what it has done when it is stopped.
_GO_ON = ("run", "train")

# Differences of shares are off by some 1e-14 points.
_CLOSE = 1e-9


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status: 2 where there is something the user can mend."""
    options = _parser().parse_args(arguments)
    prepare()
    try:
        status: int = options.run(options)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        goes_on = "; the same command goes on from here" if options.command in _GO_ON else ""
        print(f"stopped{goes_on}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        say_no_more()
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure answers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")

    command = commands.add_parser(
        "run",
        help="ask labelled questions and keep every answer",
        epilog="example: python -m eval run --questions seeds/questions.jsonl --documents seeds"
        " --setting open --out run.jsonl",
    )
    command.add_argument(
        "--questions",
        nargs="+",
        type=Path,
        required=True,
        metavar="FILE",
        help="questions.jsonl or .csv, SQuAD's JSON, .jsonl(.gz) with contexts, or a BEIR folder",
    )
    command.add_argument(
        "--setting",
        choices=("open", "given"),
        required=True,
        help="ask all documents at once, or each question of the one text it came with",
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="RUN.jsonl", help="where answers are kept"
    )
    command.add_argument("--documents", type=Path, metavar="FOLDER", help="what is asked about")
    command.add_argument("--library", type=Path, metavar="FOLDER", help="ask this library as it is")
    command.add_argument("--limit", type=int, metavar="N", help="at most N questions of each file")
    command.add_argument("--seed", type=int, default=0, help="of their choice (default: 0)")
    command.add_argument(
        "--slips", action="store_true", help="mistype one word of each question, as people do"
    )
    command.add_argument(
        "--reader", default="default", help="default, none, cosine, or a model's name or folder"
    )
    command.add_argument("--threshold", type=float, help="least confidence of a quote, 0 to 1")
    command.set_defaults(run=_run)

    command = commands.add_parser(
        "report",
        help="say how good the answers of a run are",
        epilog="example: python -m eval report run.jsonl --html run.html",
    )
    command.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="made by `run`")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print all figures as JSON")
    form.add_argument("--brief", action="store_true", help="print one row for each run")
    form.add_argument("--html", type=Path, metavar="FILE", help="write a page (one run)")
    command.set_defaults(run=_report)

    command = commands.add_parser(
        "compare",
        help="what got better and worse between two runs",
        epilog="example: python -m eval compare before.jsonl after.jsonl --max-drop 2",
    )
    command.add_argument("before", type=Path, metavar="A", help="the run before")
    command.add_argument(
        "after", type=Path, metavar="B", help="the run after, over the same questions"
    )
    command.add_argument(
        "--max-drop",
        type=float,
        metavar="POINTS",
        help="exit status 1 if a headline figure fell by more",
    )
    command.set_defaults(run=_compare)

    command = commands.add_parser(
        "calibrate",
        help="fit confidence and threshold to a run",
        epilog="example: python -m eval calibrate run.jsonl --out LIBRARY/calibration.json",
    )
    command.add_argument("run_file", type=Path, metavar="RUN", help="made by `run`")
    command.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="a library uses its own calibration.json",
    )
    command.add_argument(
        "--target",
        type=float,
        default=0.95,
        metavar="SHARE",
        help="wanted share of right quotes (default: 0.95)",
    )
    command.set_defaults(run=_calibrate)

    command = commands.add_parser("bench", help="time and memory, as ratios within one run")
    command.add_argument(
        "--documents", type=Path, default=_SEEDS, metavar="FOLDER", help="default: seeds/"
    )
    command.add_argument(
        "--questions",
        type=Path,
        default=_SEEDS / "questions.jsonl",
        metavar="FILE",
        help="about them, in Quoth's own form (default: seeds/questions.jsonl)",
    )
    command.set_defaults(run=_bench)

    command = commands.add_parser("collection", help="how a library of many files performs")
    command.add_argument("--questions", nargs="+", type=Path, required=True, metavar="FILE")
    command.add_argument("--documents", type=int, default=20_000, metavar="N")
    command.add_argument("--encoder", choices=("words", "default"), default="words")
    command.add_argument("--folder", type=Path, help="where there is room (default: /tmp)")
    command.add_argument("--out", type=Path, metavar="FILE.json", help="write the figures too")
    command.set_defaults(run=_collection)

    making.add_to(commands)
    learning.add_to(commands)
    return parser


def _run(options: argparse.Namespace) -> int:
    from eval.outcomes import read
    from eval.run import run
    from eval.settings import Order

    if options.limit is not None and options.limit < 1:
        raise UserError(f"--limit {options.limit} asks nothing. Give 1 or more")
    if options.threshold is not None and not 0 <= options.threshold <= 1:
        raise UserError(f"--threshold {options.threshold} is no probability. Give 0 to 1")
    path = run(
        Order(
            questions=tuple(options.questions),
            setting=options.setting,
            out=options.out,
            documents=options.documents,
            library=options.library,
            limit=options.limit,
            seed=options.seed,
            reader=options.reader,
            threshold=options.threshold,
            slips=options.slips,
        )
    )
    for note in read(path).notes:
        print(f"note: {note}", file=sys.stderr)
    say(f"{path} is complete. See it: python -m eval report {path}")
    return 0


def _report(options: argparse.Namespace) -> int:
    from eval.outcomes import read
    from eval.page import page
    from eval.printed import brief, table
    from eval.summary import to_json

    if options.html and len(options.runs) > 1:
        raise UserError("--html writes one page for one run. Give one RUN")
    if options.brief:
        say(brief([read(path) for path in options.runs]))
        return 0
    for path in options.runs:
        run = read(path)
        if options.html:
            with _writing_beside(path, options.html):
                options.html.write_text(page(run, to_json(run)), encoding="utf-8")
            say(f"wrote {options.html}")
        elif options.json:
            say(json.dumps(to_json(run), ensure_ascii=False))
        else:
            say(f"{path}\n\n{table(run)}\n" if len(options.runs) > 1 else table(run))
    return 0


@contextmanager
def _writing_beside(run: Path, path: Path) -> Iterator[None]:
    """Refuse to write over a run: its answers may have taken hours."""
    if path.exists() and path.samefile(run):
        raise UserError(f"{path} is the run itself. Give another file to write to")
    with writing(path):
        yield


def _compare(options: argparse.Namespace) -> int:
    from eval.compare import compare, worst_drop
    from eval.outcomes import read
    from eval.printed import compared

    most = options.max_drop
    if most is not None and not most >= 0:
        raise UserError(f"--max-drop {most} is no number of points. Give 0 or more")
    comparison = compare(read(options.before), read(options.after))
    say(compared(comparison))
    # 92 % to 90 % are 2.0000000000000018 points.
    return int(most is not None and worst_drop(comparison) > most + _CLOSE)


def _calibrate(options: argparse.Namespace) -> int:
    from eval.calibrate import calibrate, said
    from eval.outcomes import read

    if not 0 < options.target < 1:
        raise UserError(f"--target {options.target} is no share. Give a number between 0 and 1")
    fitted = calibrate(read(options.run_file), target=options.target)
    with _writing_beside(options.run_file, options.out):
        fitted.calibration.save(options.out)
    say(f"wrote {options.out}: {said(fitted)}")
    return 0


def _bench(options: argparse.Namespace) -> int:
    from eval import bench
    from eval.questions import load

    say(bench.report(options.documents, load(options.questions)))
    return 0


def _collection(options: argparse.Namespace) -> int:
    from eval.collection import report

    if options.documents < 2:
        raise UserError(f"--documents {options.documents} is no collection. Give 2 or more")
    say(
        report(
            options.questions,
            documents=options.documents,
            encoder=options.encoder,
            out=options.out,
            folder=options.folder,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
