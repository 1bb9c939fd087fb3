"""The training itself: steps, checkpoints, a log, and the weights at the end."""

import json
import math
import os
import random
import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, cast

import torch
import torch.nn.functional as F  # noqa: N812 (the name every torch reader knows)
from tokenizers import Tokenizer

from eval.training.batches import Batch, Batcher, plan
from eval.training.examples import Example
from eval.training.heads import Heads, bfloat16_if_faster, read_off
from index.minilm import words_and_tokenizer
from index.network import Layer, Matrix, Network
from qa import packed

RATE = 2e-4
_WARM_UP = 0.04
_DECAY = 0.01
_EVIDENCE = 1.0
_MIDDLE = 0.3
_CHECKPOINT_SECONDS = 240.0
_CPU = torch.device("cpu")


class Student(NamedTuple):
    """A network in training."""

    network: Network
    heads: Heads
    middle: Heads

    def parameters(self) -> dict[str, torch.Tensor]:
        """Return by name all that is learned; the words' vectors stay as they are."""
        named = {
            "positions": self.network.positions,
            "kinds": self.network.kinds,
            "norm": self.network.norm,
            "norm_bias": self.network.norm_bias,
            "heads": self.heads.weight,
            "heads_bias": self.heads.bias,
            "middle": self.middle.weight,
            "middle_bias": self.middle.bias,
        }
        for number, layer in enumerate(self.network.layers):
            named |= {f"layers.{number}.{part}": value for part, value in layer._asdict().items()}
        return named

    def logits(self, batch: Batch, *, dropout: float = 0.0) -> torch.Tensor:
        """Return start, end and evidence of every piece, float32, shape (2, texts, longest, 3)."""
        layers = self.network.layers
        half = len(layers) // 2
        x = self.network.embed(batch.ids, batch.seconds)
        middle = self.network.through(x, batch.mask, layers[:half], dropout=dropout)
        last = self.network.through(middle, batch.mask, layers[half:], dropout=dropout)
        return torch.stack(
            [read_off(last, self.heads, batch), read_off(middle, self.middle, batch)]
        )


def best_device() -> torch.device:
    """Return the graphics processor if torch can use one, otherwise the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def student(
    folder: Path, *, seed: int, base: Path | None = None, device: torch.device = _CPU
) -> Student:
    """Return a network with new heads, ready to learn, on a device.

    Args:
        folder: The published MiniLM, of which the words' vectors are taken and stay as they are.
        seed: Of the heads.
        base: Folder of the network to begin with, as wide as MiniLM; None takes MiniLM.
        device: Where it is computed.
    """
    network = Network.load((base or folder) / "model.safetensors", torch.float32)
    words, _ = words_and_tokenizer(folder, torch.float32)
    heads = Heads.new(words.shape[1], seed=seed, device=device)
    middle = Heads.new(words.shape[1], seed=seed + 1, device=device)

    def learn(weights: Matrix) -> torch.Tensor:
        tensor = cast("torch.Tensor", weights)
        return tensor.to(device, copy=True).requires_grad_()

    return Student(
        network._replace(
            words=words.to(device),
            positions=learn(network.positions),
            kinds=learn(network.kinds),
            norm=learn(network.norm),
            norm_bias=learn(network.norm_bias),
            layers=tuple(Layer._make(map(learn, layer)) for layer in network.layers),
        ),
        heads,
        middle,
    )


def loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the summed loss of a batch.

    The likelihood of start and end, summed over all answers that people marked (Clark and
    Gardner 2018, https://arxiv.org/abs/1710.10723), and that of the evidence.
    """
    likely = logits[..., :2].log_softmax(dim=1)
    of_examples = []
    for row, spans in enumerate(batch.spans):
        first, last = zip(*spans, strict=True)
        of_examples.append(
            -torch.logsumexp(likely[row, list(first), 0] + likely[row, list(last), 1], dim=0)
        )
    labelled = torch.stack(of_examples)
    inside = batch.allowed.clone()
    inside[:, 0] = False
    evidence = F.binary_cross_entropy_with_logits(logits[..., 2], batch.evidence, reduction="none")
    evidence = (evidence * inside).sum(dim=1) / inside.sum(dim=1).clamp(min=1)
    return ((labelled + _EVIDENCE * evidence) * batch.weights).sum()


def train(
    examples: Sequence[Example],
    *,
    folder: Path,
    work: Path,
    seed: int,
    check: Sequence[Example] = (),
    start_from: Path | None = None,
    rate: float = RATE,
    steps: int | None = None,
    dropout: float = 0.0,
    device: torch.device = _CPU,
    base: Path | None = None,
) -> Student:
    """Return what was learned from the examples; goes on from the last checkpoint in `work`.

    Args:
        examples: What is learned from.
        folder: The published MiniLM.
        work: Where checkpoint and log are kept.
        seed: Of order and chance.
        check: Examples never learned from, asked with each tenth of the training.
        start_from: Weights of an earlier training to go on from, as `write` wrote them.
        rate: The highest learning rate; it rises over the first steps and falls in a line to 0.
        steps: How many steps of those planned; None takes all.
        dropout: Share of each layer's results left out by chance.
        device: Where it is computed; steps and batches are the same everywhere.
        base: Folder of the network to begin with, as wide as MiniLM; None takes MiniLM.
    """
    work.mkdir(parents=True, exist_ok=True)
    learned = student(folder, seed=seed, base=base, device=device)
    named = learned.parameters()
    if start_from:
        kept_weights = packed.load(start_from)
        # Weights of before there were heads half-way have none: these begin anew.
        new = set() if "middle" in kept_weights else {"middle", "middle_bias"}
        put({name: one for name, one in named.items() if name not in new}, kept_weights)
    flat = [tensor for tensor in named.values() if tensor.ndim == 1]
    wide = [tensor for tensor in named.values() if tensor.ndim > 1]
    groups = [{"params": wide, "weight_decay": _DECAY}, {"params": flat, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    planned = plan(examples, tokenizer, seed=seed)[:steps]
    batcher = Batcher(tokenizer)
    begin = 0
    kept = work / "checkpoint.pt"
    if kept.exists():
        state = torch.load(kept, weights_only=True, map_location=device)
        put(named, state["weights"])
        optimizer.load_state_dict(state["optimizer"])
        begin = state["step"]
    log = work / "log.jsonl"
    saved = shown = time.monotonic()
    pieces, summed, count = 0, 0.0, 0
    for step in range(begin, len(planned)):
        done = step / len(planned)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (done + 1e-4) / _WARM_UP, (1 - done) / (1 - _WARM_UP))
        chance = random.Random(f"{seed} {step}")
        torch.manual_seed(chance.getrandbits(32))
        total = sum(map(len, planned[step]))
        for part in planned[step]:
            batch = batcher.batch(part, chance).to(device)
            with bfloat16_if_faster(device):
                last, middle = learned.logits(batch, dropout=dropout).float()
            value = loss(last, batch) + _MIDDLE * loss(middle, batch)
            (value / total).backward()  # type: ignore[no-untyped-call]
            pieces += int(batch.mask.sum())
            summed, count = summed + float(value.detach()), count + len(batch.examples)
        torch.nn.utils.clip_grad_norm_([*flat, *wide], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        now = time.monotonic()
        if now - shown > 30 or step + 1 == len(planned):
            row = {
                "step": step + 1,
                "of": len(planned),
                "loss": round(summed / count, 4),
                "pieces_per_second": round(pieces / (now - shown)),
            }
            _write(log, row)
            shown, pieces, summed, count = now, 0, 0.0, 0
        if check and (step + 1) % max(1, len(planned) // 10) == 0:
            _write(log, {"step": step + 1, **judge(learned, check, batcher)})
            shown = time.monotonic()
        if now - saved > _CHECKPOINT_SECONDS or step + 1 == len(planned):
            state = {
                "weights": {name: tensor.detach() for name, tensor in named.items()},
                "optimizer": optimizer.state_dict(),
                "step": step + 1,
            }
            torch.save(state, work / "checkpoint.new")
            os.replace(work / "checkpoint.new", kept)
            saved = now
    return learned


def put(named: dict[str, torch.Tensor], weights: dict[str, torch.Tensor]) -> None:
    """Take over the weights of an earlier training, by name."""
    with torch.no_grad():
        for name, tensor in named.items():
            tensor.copy_(weights[name])


def _write(log: Path, row: dict[str, float]) -> None:
    line = json.dumps(row)
    print(line, flush=True)
    with log.open("a", encoding="utf-8") as file:
        print(line, file=file)


@torch.no_grad()
def judge(learned: Student, check: Sequence[Example], batcher: Batcher) -> dict[str, float]:
    """Return how well a student does: token overlap of its spans, and AUROC of "is one there".

    Quick figures for the curve of a training; those to report come from `eval run`.
    """
    overlaps, margins, answerable = [], [], []
    device = learned.heads.weight.device
    for start in range(0, len(check), 8):
        batch = batcher.batch(check[start : start + 8])
        with bfloat16_if_faster(device):
            logits = learned.logits(batch.to(device))[0].float().cpu()
        for row in range(len(batch.spans)):
            first, last, margin = best_span(logits[row])
            margins.append(margin)
            answerable.append(bool(batch.examples[row].answers))
            if answerable[-1]:
                overlaps.append(max(_overlap((first, last), span) for span in batch.spans[row]))
    return {
        "overlap": round(sum(overlaps) / max(1, len(overlaps)), 4),
        "auroc": round(_auroc(margins, answerable), 4),
    }


def best_span(logits: torch.Tensor, longest: int = 30) -> tuple[int, int, float]:
    """Return the best span's first and last piece, and its log-odds over "no answer"."""
    likely = logits[:, :2].log_softmax(dim=0)
    table = likely[1:, 0, None] + likely[None, 1:, 1]
    fits = torch.ones_like(table, dtype=torch.bool).triu().tril(longest - 1)
    table = table.masked_fill(~fits, -math.inf)
    at = int(table.argmax())
    first, last = divmod(at, table.shape[1])
    return first + 1, last + 1, float(table[first, last] - likely[0].sum())


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0]) + 1
    both = one[1] - one[0] + other[1] - other[0] + 2
    return 2 * max(0, shared) / both


def _auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    ordered = sorted(scores)
    # Equal scores share the mean of their ranks.
    ranks = sum(
        (bisect_left(ordered, score) + bisect_right(ordered, score) + 1) / 2
        for score, label in zip(scores, labels, strict=True)
        if label
    )
    yes = sum(labels)
    no = len(labels) - yes
    return (ranks - yes * (yes + 1) / 2) / max(1, yes * no)


def write(learned: Student, path: Path) -> None:
    """Write the weights, the words' vectors left out: the encoder has them."""
    packed.save(learned.parameters(), path)


def average(paths: Sequence[Path], out: Path) -> None:
    """Write the mean of the weights of several trainings (Wortsman et al. 2022).

    They must have gone on from the same weights: https://arxiv.org/abs/2203.05482.
    """
    several = [packed.load(path) for path in paths]
    means = {
        name: torch.stack([weights[name] for weights in several]).mean(dim=0) for name in several[0]
    }
    packed.save(means, out)
