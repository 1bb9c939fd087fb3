"""Commands that train the reader, from the files of questions to its weights."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eval.outputs import check_place
from eval.terminal import at_least_one
from index.errors import UserError

if TYPE_CHECKING:
    import torch

    from eval.training.examples import Example
    from eval.training.pruning import Size

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_RECIPES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def add_to(commands: "Commands") -> None:
    """Add these to the commands of `python -m eval`."""
    command = commands.add_parser("train", help="train the reader")
    _add_examples(command)
    command.add_argument("--work", type=Path, required=True, help="for checkpoint and log")
    command.add_argument("--out", type=Path, required=True, help="the weights, .safetensors")
    command.add_argument("--check", type=Path, help="questions to follow the training with")
    command.add_argument("--start-from", type=Path, metavar="FILE", help="weights to go on from")
    command.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate")
    command.add_argument(
        "--steps", type=at_least_one, help="stop after so many; the rate falls to 0 there"
    )
    command.add_argument("--dropout", type=float, default=0.0, help="share left out by chance")
    command.add_argument(
        "--base", type=Path, metavar="FOLDER", help="begin with this network, from `unpack`"
    )
    command.add_argument(
        "--device", choices=("cpu", "cuda"), help="default: cuda if torch can use a graphics card"
    )
    command.add_argument(
        "--teacher", type=Path, metavar="FILE", help="become like this reader, not as labelled"
    )
    command.add_argument(
        "--as-labelled", nargs="+", default=[], metavar="SET", help="except what is of these sets"
    )
    command.set_defaults(run=_train)

    command = commands.add_parser("prune", help="make a trained reader smaller and faster")
    _add_examples(command)
    command.add_argument("--weights", type=Path, required=True, metavar="FILE", help="the reader")
    command.add_argument("--out", type=Path, required=True, help="what is left, .safetensors")
    command.add_argument(
        "--size",
        nargs="+",
        required=True,
        type=_size,
        metavar="HEADSxNEURONS",
        help="what stays of each layer, first to last; one for all layers is enough",
    )
    command.set_defaults(run=_prune)

    command = commands.add_parser("unpack", help="take a network out of an ONNX file")
    command.add_argument("--onnx", type=Path, required=True, metavar="FILE")
    command.add_argument("--out", type=Path, required=True, help="FOLDER for `train --base`")
    command.set_defaults(run=_unpack)

    command = commands.add_parser("average", help="make one reader of several trainings'")
    command.add_argument("weights", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--out", type=Path, required=True, help="their mean, .safetensors")
    command.set_defaults(run=_average)

    command = commands.add_parser("align", help="link questions to their answers again")
    command.add_argument("--data", type=Path, required=True, help="folder of NAME.jsonl.gz")
    command.add_argument(
        "--out", type=Path, required=True, help="FILE.jsonl.gz for `train --links`"
    )
    command.add_argument(
        "--first", type=int, default=0, metavar="N", help="the first paragraph taken, from 0 on"
    )
    command.add_argument("--paragraphs", type=at_least_one, metavar="N", help="how many are taken")
    command.add_argument(
        "--sure", action="store_true", help="leave out what only the links that came say"
    )
    command.set_defaults(run=_align)

    command = commands.add_parser("settle", help="tell which questions have no answer")
    command.add_argument("--data", type=Path, required=True, help="folder of NAME.jsonl.gz")
    command.add_argument("--links", type=Path, metavar="FILE", help="from `align`")
    command.add_argument(
        "--out", type=Path, required=True, help="FILE.jsonl.gz for `train --links`"
    )
    command.set_defaults(run=_settle)


def _add_examples(command: argparse.ArgumentParser) -> None:
    """Add which examples are learned from or told of, in which order, and where."""
    command.add_argument("--data", type=Path, required=True, help="folder of NAME.jsonl.gz")
    command.add_argument("--recipe", choices=_RECIPES, default="first")
    command.add_argument("--links", type=Path, metavar="FILE", help="from `align` or `settle`")
    command.add_argument(
        "--wordnet", type=Path, metavar="FOLDER", help="its words of one meaning are no near misses"
    )
    command.add_argument(
        "--apart",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="nothing is learned from the passages of these",
    )
    command.add_argument("--seed", type=int, default=1)


@contextmanager
def _made_of(data: Path, out: Path) -> Iterator[None]:
    """See to it that there is a place for what is made; tell in one line which file is missing.

    Raises:
        UserError: There is no such place, or a file that is read is not there.
    """
    if not data.is_dir():
        raise UserError(f"there is no folder {data}. Give the one with the files NAME.jsonl.gz")
    check_place(out)
    try:
        yield
    except FileNotFoundError as error:
        raise UserError(f"there is no {error.filename}. Fetch it, or check the paths") from error


def _examples(options: argparse.Namespace) -> "list[Example]":
    from eval.training.examples import lines_of
    from eval.training.recipes import gather
    from index.encoder import default_folder

    return gather(
        options.data,
        seed=options.seed,
        encoder=default_folder(),
        recipe=options.recipe,
        links=options.links,
        wordnet=options.wordnet,
        apart={one.passage.strip() for path in options.apart for one in lines_of(path, path.name)},
    )


def _device(options: argparse.Namespace) -> "torch.device":
    import torch

    from eval.training.student import best_device

    device = torch.device(options.device) if options.device else best_device()
    if device.type == "cuda" and not torch.cuda.is_available():
        raise UserError("torch can use no graphics card here. Leave --device out")
    return device


def _check_weights(paths: Sequence[Path]) -> None:
    """See to it that all of these are there.

    Raises:
        UserError: One is not.
    """
    for path in paths:
        if not path.is_file():
            raise UserError(f"there is no {path}. Give what `train` wrote")


def _check_sets(named: Sequence[str], examples: "Sequence[Example]") -> None:
    """See to it that there are examples of all sets that are named.

    Raises:
        UserError: Of one there are none.
    """
    known = sorted({one.set for one in examples})
    for name in named:
        if name not in known:
            raise UserError(f"the recipe takes nothing of {name}. It takes: {', '.join(known)}")


def _train(options: argparse.Namespace) -> int:
    from eval.training.examples import held_out
    from eval.training.loop import train
    from eval.training.student import write
    from index.encoder import default_folder

    if not 0 <= options.dropout < 1:
        raise UserError(f"--dropout {options.dropout} is no share. Give 0 or more, below 1")
    if options.base and not (options.base / "model.safetensors").is_file():
        raise UserError(f"{options.base} holds no network. Give the folder that `unpack` wrote")
    _check_weights([path for path in (options.start_from, options.teacher) if path])
    device = _device(options)
    with _made_of(options.data, options.out):
        found = _examples(options)
        check = held_out(options.check, seed=options.seed) if options.check else ()
    _check_sets(options.as_labelled, found)
    learned = train(
        found,
        folder=default_folder(),
        work=options.work,
        seed=options.seed,
        check=check,
        start_from=options.start_from,
        rate=options.rate,
        steps=options.steps,
        dropout=options.dropout,
        device=device,
        base=options.base,
        teacher=options.teacher,
        as_labelled=options.as_labelled,
    )
    write(learned, options.out)
    return 0


def _size(written: str) -> "Size":
    from eval.training.pruning import Size

    try:
        heads, neurons = (int(number) for number in written.split("x"))
    except ValueError:
        heads = 0
    if heads < 1 or neurons < 1:
        raise argparse.ArgumentTypeError(f"{written} is no size. Write, say, 10x1024")
    return Size(heads, neurons)


def _prune(options: argparse.Namespace) -> int:
    from eval.training.pruning import prune, sample
    from eval.training.student import student, write
    from index.encoder import default_folder

    folder = default_folder()
    _check_weights([options.weights])
    learned = student(folder, seed=options.seed, start_from=options.weights)
    layers = len(learned.network.layers)
    sizes = options.size * layers if len(options.size) == 1 else options.size
    if len(sizes) != layers:
        raise UserError(f"{len(sizes)} sizes were given for {layers} layers. Give one, or all")
    with _made_of(options.data, options.out):
        batches = sample(_examples(options), folder, seed=options.seed)
    write(prune(learned, batches, sizes), options.out)
    return 0


def _unpack(options: argparse.Namespace) -> int:
    from eval.training.unpack import unpack

    unpack(options.onnx, options.out)
    return 0


def _average(options: argparse.Namespace) -> int:
    from safetensors import SafetensorError

    from eval.training.student import average

    _check_weights(options.weights)
    check_place(options.out)
    try:
        average(options.weights, options.out)
    except SafetensorError as error:
        named = ", ".join(map(str, options.weights))
        raise UserError(f"not all of {named} hold weights. Give what `train` wrote") from error
    return 0


def _align(options: argparse.Namespace) -> int:
    from eval.training.align import link
    from qa.reading.pairs import OwnPairs

    if options.first < 0:
        raise UserError(f"--first {options.first} is before the first. Give 0 or more")
    last = None if options.paragraphs is None else options.first + options.paragraphs
    paragraphs = slice(options.first, last)
    with _made_of(options.data, options.out):
        link(options.data, OwnPairs(), options.out, paragraphs=paragraphs, sure=options.sure)
    return 0


def _settle(options: argparse.Namespace) -> int:
    from eval.training.tails import settle

    with _made_of(options.data, options.out):
        settle(options.data, options.links, options.out)
    return 0
