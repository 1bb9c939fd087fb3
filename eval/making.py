"""Commands that make what answers stand on: passages of a good size, and weights."""

import argparse
import json
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

from eval.terminal import at_least_one, say

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: "Commands") -> None:
    """Add these to the commands of `python -m eval`."""
    command = commands.add_parser("retrieval", help="where gold passages are found, by what")
    command.add_argument("--questions", nargs="+", type=Path, required=True, metavar="FILE")
    command.add_argument("--documents", type=Path, metavar="FOLDER", help="what is asked about")
    command.add_argument(
        "--characters",
        nargs="+",
        type=at_least_one,
        default=[400, 700, 1000],
        help="of the longest passage",
    )
    command.add_argument(
        "--limit", type=at_least_one, metavar="N", help="at most N questions of each file"
    )
    command.add_argument("--seed", type=int, default=0, help="of their choice (default: 0)")
    command.set_defaults(run=_retrieval)

    command = commands.add_parser("fit", help="fit the untrained reader's weights")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="SQuAD-like lines")
    command.add_argument("--questions", type=at_least_one, default=500, help="of each file")
    command.add_argument("--contexts", type=at_least_one, default=400, help="of each file")
    command.set_defaults(run=_fit)

    command = commands.add_parser("weigh", help="keep what is known of spans, for `tune`")
    command.add_argument("--questions", nargs="+", type=Path, required=True, metavar="FILE")
    command.add_argument("--setting", choices=("open", "given"), required=True)
    command.add_argument("--documents", type=Path, metavar="FOLDER", help="what is asked about")
    command.add_argument(
        "--limit", type=at_least_one, metavar="N", help="at most N questions of each file"
    )
    command.add_argument("--seed", type=int, default=0, help="of their choice (default: 0)")
    command.add_argument(
        "--passages", type=at_least_one, help="how many are read (default: as in use)"
    )
    command.add_argument("--out", type=Path, required=True, metavar="WEIGHED.jsonl")
    command.set_defaults(run=_weigh)

    command = commands.add_parser("tune", help="fit the weights that order and judge spans")
    command.add_argument("weighed", nargs="+", type=Path, metavar="WEIGHED")
    command.add_argument(
        "--count",
        action="append",
        default=[],
        type=_counted,
        metavar="SET=TIMES",
        help='what a set counts, others being 1, as "wikinews open=0.5" (may be repeated)',
    )
    command.set_defaults(run=_tune)


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
    say(table(list(retrieval(order, lengths=options.characters))))
    return 0


def _fit(options: argparse.Namespace) -> int:
    from eval.fit import examples, fit, judge

    found = []
    for number, path in enumerate(options.files):
        others = options.files[:number] + options.files[number + 1 :]
        file = list(
            examples(path, others=others, questions=options.questions, contexts=options.contexts)
        )
        say(f"{path}: {len(file)} questions")
        found += file
    ranking, coverage, bias = fit(found)
    say(judge(found, ranking, coverage, bias))
    for name, weights in (("RANKING", ranking), ("COVERAGE", coverage)):
        rows = "".join(f'    "{feature}": {weight},\n' for feature, weight in weights.items())
        say(f"{name} = {{\n{rows}}}")
    say(f"BIAS = {bias}")
    return 0


def _weigh(options: argparse.Namespace) -> int:
    from eval.outputs import check_place
    from eval.settings import Order
    from eval.tune import weigh
    from qa.reading.spans import PASSAGES

    check_place(options.out)
    weigh(
        Order(
            questions=tuple(options.questions),
            setting=options.setting,
            out=options.out,
            documents=options.documents,
            limit=options.limit,
            seed=options.seed,
        ),
        passages=options.passages or PASSAGES,
    )
    return 0


def _tune(options: argparse.Namespace) -> int:
    from eval.tune import halves, judge, load, tune
    from index.errors import UserError

    found = load(options.weighed)
    counts = dict(options.count)
    unknown = counts.keys() - {one.set for one in found}
    if unknown:
        raise UserError(f"no question is of {', '.join(sorted(unknown))}. Give the name of a set")
    weights = tune(found, counts=counts)
    say(f"ORDER = {weights.order}\nSURE = {weights.sure}\nBIAS = {weights.bias}")
    say("\nfitted to one half of the documents, judged on the other, both ways:")
    for row in halves(found, counts=counts):
        say(json.dumps(row))
    say("\nfitted to all, judged on all:")
    for row in judge(found, weights):
        say(json.dumps(row))
    return 0


def _counted(text: str) -> tuple[str, float]:
    name, _, times = text.rpartition("=")
    try:
        count = float(times)
    except ValueError:
        count = 0.0
    if not name or not 0 < count < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no count. Give SET=TIMES, above 0")
    return name, count
