"""Measure answers: `python -m eval COMMAND`.

seeds   score the assistant on labelled questions, by default those of `seeds/`
bench   time and memory, as ratios within one run
fit     fit the reader's weights to questions with known answers
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval import bench
from eval.fit import examples, fit, judge
from eval.questions import load
from eval.score import ask_all, lazy, mistakes, report
from index.errors import UserError
from index.library import Library
from qa.assistant import Assistant
from qa.choose import THRESHOLD

_SEEDS = Path(__file__).parent.parent / "seeds"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a measurement and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure answers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    seeds = commands.add_parser("seeds", help="score the assistant on labelled questions")
    seeds.add_argument("--questions", type=Path, default=_SEEDS / "questions.jsonl")
    seeds.add_argument("--documents", type=Path, default=_SEEDS, help="the folder asked about")
    seeds.add_argument("--threshold", type=float, default=THRESHOLD)
    seeds.add_argument("--mistakes", action="store_true", help="print each wrong answer")
    seeds.set_defaults(run=_seeds)
    timing = commands.add_parser("bench", help="time and memory, as ratios within one run")
    timing.add_argument("--documents", type=Path, default=_SEEDS)
    timing.add_argument("--questions", type=Path, default=_SEEDS / "questions.jsonl")
    timing.set_defaults(run=_bench)
    fitting = commands.add_parser("fit", help="fit the reader's weights")
    fitting.add_argument("files", nargs="+", type=Path, metavar="FILE", help="SQuAD-like lines")
    fitting.add_argument("--questions", type=int, default=500, help="of each file")
    fitting.add_argument("--contexts", type=int, default=400, help="of each file")
    fitting.set_defaults(run=_fit)
    return parser


def _seeds(options: argparse.Namespace) -> int:
    questions = load(options.questions)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder, "library"), create=True) as library,
    ):
        library.add([options.documents])
        assistant = Assistant(library, threshold=options.threshold)
        outcomes = ask_all(questions, assistant.ask)
        print(report(outcomes))
        print(f"\nbest sentence by cosine alone: {100 * lazy(library, questions):.0f} % right")
        if options.mistakes:
            print(mistakes(outcomes))
    return 0


def _bench(options: argparse.Namespace) -> int:
    print(bench.report(options.documents, load(options.questions)))
    return 0


def _fit(options: argparse.Namespace) -> int:
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


if __name__ == "__main__":
    sys.exit(main())
