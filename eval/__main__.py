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
train      train the reader
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from index.errors import UserError

_SEEDS = Path(__file__).parent.parent / "seeds"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status: 2 where there is something the user can mend."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the same command goes on from here", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure answers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

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
        help="questions.jsonl, SQuAD's JSON, .jsonl(.gz) with contexts, or a BEIR folder",
    )
    command.add_argument("--setting", choices=("open", "given"), required=True)
    command.add_argument("--out", type=Path, required=True, metavar="RUN.jsonl")
    command.add_argument("--documents", type=Path, metavar="FOLDER", help="what is asked about")
    command.add_argument("--library", type=Path, metavar="FOLDER", help="ask this library as it is")
    command.add_argument("--limit", type=int, metavar="N", help="at most N questions of each file")
    command.add_argument("--seed", type=int, default=0, help="of their choice (default: 0)")
    command.add_argument(
        "--reader", default="default", help="default, none, cosine, or a model's name or folder"
    )
    command.add_argument("--threshold", type=float, help="least confidence of a quote, 0 to 1")
    command.set_defaults(run=_run)

    command = commands.add_parser("report", help="say how good the answers of a run are")
    command.add_argument("runs", nargs="+", type=Path, metavar="RUN")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print all figures as JSON")
    form.add_argument("--brief", action="store_true", help="print one row for each run")
    form.add_argument("--html", type=Path, metavar="FILE", help="write a page (one run)")
    command.set_defaults(run=_report)

    command = commands.add_parser("compare", help="what got better and worse between two runs")
    command.add_argument("before", type=Path, metavar="A")
    command.add_argument("after", type=Path, metavar="B")
    command.add_argument(
        "--max-drop",
        type=float,
        metavar="POINTS",
        help="exit status 1 if a headline figure fell by more",
    )
    command.set_defaults(run=_compare)

    command = commands.add_parser("calibrate", help="fit confidence and threshold to a run")
    command.add_argument("run_file", type=Path, metavar="RUN")
    command.add_argument(
        "--out", type=Path, required=True, help="FILE; a library uses its own calibration.json"
    )
    command.add_argument(
        "--target", type=float, default=0.95, help="wanted share of right quotes (default: 0.95)"
    )
    command.set_defaults(run=_calibrate)

    command = commands.add_parser("bench", help="time and memory, as ratios within one run")
    command.add_argument("--documents", type=Path, default=_SEEDS)
    command.add_argument("--questions", type=Path, default=_SEEDS / "questions.jsonl")
    command.set_defaults(run=_bench)

    command = commands.add_parser("collection", help="how a library of many files performs")
    command.add_argument("--questions", nargs="+", type=Path, required=True, metavar="FILE")
    command.add_argument("--documents", type=int, default=20_000, metavar="N")
    command.add_argument("--encoder", choices=("words", "default"), default="words")
    command.add_argument("--folder", type=Path, help="where there is room (default: /tmp)")
    command.add_argument("--out", type=Path, metavar="FILE.json", help="write the figures too")
    command.set_defaults(run=_collection)

    command = commands.add_parser("retrieval", help="where gold passages are found, by what")
    command.add_argument("--questions", nargs="+", type=Path, required=True, metavar="FILE")
    command.add_argument("--documents", type=Path, metavar="FOLDER", help="what is asked about")
    command.add_argument(
        "--characters", nargs="+", type=int, default=[400, 700, 1000], help="of the longest passage"
    )
    command.add_argument("--limit", type=int, metavar="N", help="at most N questions of each file")
    command.add_argument("--seed", type=int, default=0, help="of their choice (default: 0)")
    command.set_defaults(run=_retrieval)

    command = commands.add_parser("fit", help="fit the untrained reader's weights")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="SQuAD-like lines")
    command.add_argument("--questions", type=int, default=500, help="of each file")
    command.add_argument("--contexts", type=int, default=400, help="of each file")
    command.set_defaults(run=_fit)

    command = commands.add_parser("weigh", help="keep what is known of spans, for `tune`")
    command.add_argument("--questions", nargs="+", type=Path, required=True, metavar="FILE")
    command.add_argument("--setting", choices=("open", "given"), required=True)
    command.add_argument("--documents", type=Path, metavar="FOLDER", help="what is asked about")
    command.add_argument("--limit", type=int, metavar="N", help="at most N questions of each file")
    command.add_argument("--seed", type=int, default=0, help="of their choice (default: 0)")
    command.add_argument("--out", type=Path, required=True, metavar="WEIGHED.jsonl")
    command.set_defaults(run=_weigh)

    command = commands.add_parser("tune", help="fit the weights that order and judge spans")
    command.add_argument("weighed", nargs="+", type=Path, metavar="WEIGHED")
    command.add_argument("--passages", type=int, default=8, help="how many are read (default: 8)")
    command.set_defaults(run=_tune)

    command = commands.add_parser("train", help="train the reader")
    command.add_argument("--data", type=Path, required=True, help="folder of NAME.jsonl.gz")
    command.add_argument("--work", type=Path, required=True, help="for checkpoint and log")
    command.add_argument("--out", type=Path, required=True, help="the weights, .safetensors")
    command.add_argument("--check", type=Path, help="questions to follow the training with")
    command.add_argument("--start-from", type=Path, metavar="FILE", help="weights to go on from")
    command.add_argument("--recipe", choices=("first", "second"), default="first")
    command.add_argument("--links", type=Path, metavar="FILE", help="what `align` wrote")
    command.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate")
    command.add_argument("--steps", type=int, help="stop after so many; the rate falls to 0 there")
    command.add_argument("--seed", type=int, default=1)
    command.set_defaults(run=_train)

    command = commands.add_parser("align", help="link questions to their answers again")
    command.add_argument("--data", type=Path, required=True, help="folder of NAME.jsonl.gz")
    command.add_argument(
        "--out", type=Path, required=True, help="FILE.jsonl.gz for `train --links`"
    )
    command.add_argument("--paragraphs", type=int, help="only so many, from the first on")
    command.set_defaults(run=_align)
    return parser


def _run(options: argparse.Namespace) -> int:
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
        )
    )
    print(f"{path} is complete. See it: python -m eval report {path}")
    return 0


def _report(options: argparse.Namespace) -> int:
    from eval.outcomes import read
    from eval.page import page
    from eval.summary import brief, table, to_json

    if options.html and len(options.runs) > 1:
        raise UserError("--html writes one page for one run. Give one RUN")
    if options.brief:
        print(brief([read(path) for path in options.runs]))
        return 0
    for path in options.runs:
        run = read(path)
        if options.html:
            options.html.write_text(page(run, to_json(run)), encoding="utf-8")
            print(f"wrote {options.html}")
        elif options.json:
            print(json.dumps(to_json(run), ensure_ascii=False))
        else:
            print(table(run))
    return 0


def _compare(options: argparse.Namespace) -> int:
    from eval.compare import compare, render, worst_drop
    from eval.outcomes import read

    comparison = compare(read(options.before), read(options.after))
    print(render(comparison))
    return int(options.max_drop is not None and worst_drop(comparison) > options.max_drop)


def _calibrate(options: argparse.Namespace) -> int:
    from eval.calibrate import calibrate
    from eval.outcomes import read

    if not 0 < options.target < 1:
        raise UserError(f"--target {options.target} is no share. Give a number between 0 and 1")
    calibration, expectation = calibrate(read(options.run_file), target=options.target)
    calibration.save(options.out)
    print(f"wrote {options.out}: {expectation}")
    return 0


def _bench(options: argparse.Namespace) -> int:
    from eval import bench
    from eval.questions import load

    print(bench.report(options.documents, load(options.questions)))
    return 0


def _collection(options: argparse.Namespace) -> int:
    from eval.collection import report

    if options.documents < 2:
        raise UserError(f"--documents {options.documents} is no collection. Give 2 or more")
    print(
        report(
            options.questions,
            documents=options.documents,
            encoder=options.encoder,
            out=options.out,
            folder=options.folder,
        )
    )
    return 0


def _fit(options: argparse.Namespace) -> int:
    from eval.fit import examples, fit, judge

    found = []
    for number, path in enumerate(options.files):
        others = options.files[:number] + options.files[number + 1 :]
        file = list(
            examples(path, others=others, questions=options.questions, contexts=options.contexts)
        )
        print(f"{path}: {len(file)} questions", flush=True)
        found += file
    ranking, coverage, bias = fit(found)
    print(judge(found, ranking, coverage, bias))
    for name, weights in (("RANKING", ranking), ("COVERAGE", coverage)):
        rows = "".join(f'    "{feature}": {weight},\n' for feature, weight in weights.items())
        print(f"{name} = {{\n{rows}}}")
    print(f"BIAS = {bias}")
    return 0


def _train(options: argparse.Namespace) -> int:
    from eval.training.examples import gather, held_out
    from eval.training.loop import train, write
    from index.encoder import default_folder

    learned = train(
        gather(options.data, seed=options.seed, recipe=options.recipe, links=options.links),
        folder=default_folder(),
        work=options.work,
        seed=options.seed,
        check=held_out(options.check, seed=options.seed) if options.check else (),
        start_from=options.start_from,
        rate=options.rate,
        steps=options.steps,
    )
    write(learned, options.out)
    return 0


def _retrieval(options: argparse.Namespace) -> int:
    from eval.retrieval import retrieval, table
    from eval.settings import Order

    order = Order(
        questions=tuple(options.questions),
        setting="open",
        out=Path(os.devnull),
        documents=options.documents,
        limit=options.limit,
        seed=options.seed,
    )
    print(table(list(retrieval(order, lengths=options.characters))))
    return 0


def _weigh(options: argparse.Namespace) -> int:
    from eval.settings import Order
    from eval.tune import weigh

    weigh(
        Order(
            questions=tuple(options.questions),
            setting=options.setting,
            out=options.out,
            documents=options.documents,
            limit=options.limit,
            seed=options.seed,
        )
    )
    return 0


def _tune(options: argparse.Namespace) -> int:
    from eval.tune import halves, judge, load, tune

    found = load(options.weighed, passages=options.passages)
    weights = tune(found)
    print(f"ORDER = {weights.order}\nSURE = {weights.sure}\nBIAS = {weights.bias}")
    print("\nfitted to one half of the documents, judged on the other, both ways:")
    for row in halves(found):
        print(json.dumps(row))
    print("\nfitted to all, judged on all:")
    for row in judge(found, weights):
        print(json.dumps(row))
    return 0


def _align(options: argparse.Namespace) -> int:
    from eval.training.align import link
    from qa.pairs import OwnPairs

    link(options.data, OwnPairs(), options.out, paragraphs=options.paragraphs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
