"""The training itself: steps, checkpoints and a log."""

import json
import os
import random
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 (the name every torch reader knows)
from tokenizers import Tokenizer

from eval.training.batches import Batch, Batcher, plan
from eval.training.examples import Example
from eval.training.heads import bfloat16_if_faster
from eval.training.judge import judge
from eval.training.student import CPU, Student, put, student

RATE = 2e-4
_WARM_UP = 0.04
_DECAY = 0.01
_EVIDENCE = 1.0
_MIDDLE = 0.3
_STATES = 1.0
_CHECKPOINT_SECONDS = 240.0


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


def distance(
    learned: tuple[torch.Tensor, torch.Tensor],
    taught: tuple[torch.Tensor, torch.Tensor],
    batch: Batch,
) -> torch.Tensor:
    """Return how far a student is from its teacher, summed over a batch.

    The Kullback-Leibler divergence of where an answer starts and ends (Hinton et al. 2015,
    https://arxiv.org/abs/1503.02531) and of the evidence, and the squared distance of the states,
    as a share of how much the teacher's spread.

    Args:
        learned: The student's states, shape (texts, longest, width), and what is read off them,
            shape (texts, longest, 3).
        taught: The teacher's.
        batch: What was read.
    """
    (states, logits), (wanted, told) = learned, taught
    likely, sure = (one[..., :2].log_softmax(dim=1) for one in (logits, told))
    spans = (sure.exp() * (sure - likely)).sum(dim=(1, 2))
    inside = batch.allowed.clone()
    inside[:, 0] = False
    count = inside.sum(dim=1).clamp(min=1)
    odds, sure = logits[..., 2], told[..., 2].sigmoid()
    evidence = F.binary_cross_entropy_with_logits(odds, sure, reduction="none")
    evidence = evidence - F.binary_cross_entropy_with_logits(told[..., 2], sure, reduction="none")
    evidence = (evidence * inside).sum(dim=1) / count
    states, wanted = states[batch.mask], wanted[batch.mask]
    away = (states - wanted).square().sum() / (wanted - wanted.mean(dim=0)).square().sum()
    return (spans + _EVIDENCE * evidence).sum() + _STATES * len(spans) * away


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
    device: torch.device = CPU,
    base: Path | None = None,
    teacher: Path | None = None,
    as_labelled: Collection[str] = (),
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
        teacher: Weights of a reader to become like, in place of learning from the labels; as wide,
            and as deep.
        as_labelled: Sets of which a teacher knows too little: their labels are learned from.
    """
    work.mkdir(parents=True, exist_ok=True)
    learned = student(folder, seed=seed, base=base, start_from=start_from, device=device)
    master = student(folder, seed=seed, start_from=teacher, device=device) if teacher else None
    named = learned.parameters()
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
        for part, labelled in _parted(planned[step], as_labelled):
            batch = batcher.batch(part, chance).to(device)
            with bfloat16_if_faster(device):
                value = _cost(learned, batch, None if labelled else master, dropout=dropout)
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


def _parted(
    passes: Sequence[Sequence[Example]], as_labelled: Collection[str]
) -> Iterator[tuple[list[Example], bool]]:
    """Yield the passes in two parts, those not of these sets and those of them."""
    for examples in passes:
        for labelled in (False, True):
            part = [one for one in examples if (one.set in as_labelled) == labelled]
            if part:
                yield part, labelled


def _cost(
    learned: Student, batch: Batch, master: Student | None, *, dropout: float
) -> torch.Tensor:
    """Return what is to fall: the loss by the labels or, where there is one, by the teacher."""
    states = learned.states(batch, dropout=dropout)
    last, middle = learned.read_off(states, batch)
    if master is None:
        return loss(last, batch) + _MIDDLE * loss(middle, batch)
    with torch.no_grad():
        wanted = master.states(batch)
        told, told_middle = master.read_off(wanted, batch)
    at_end = distance((states[1].float(), last), (wanted[1].float(), told), batch)
    half_way = distance((states[0].float(), middle), (wanted[0].float(), told_middle), batch)
    return at_end + _MIDDLE * half_way


def _write(log: Path, row: dict[str, float]) -> None:
    line = json.dumps(row)
    print(line, flush=True)
    with log.open("a", encoding="utf-8") as file:
        print(line, file=file)
