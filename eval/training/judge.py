"""How well a network in training does: quick figures for the curve of a training."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import torch

from eval.training.batches import Batcher
from eval.training.examples import Example
from eval.training.heads import bfloat16_if_faster
from eval.training.student import Student


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
