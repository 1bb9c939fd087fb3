"""What is read off a network's last states: start, end and evidence of each word piece."""

from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 (the name every torch reader knows)

from eval.training.batches import Batch
from index.minilm import bfloat16_is_faster


class Heads(NamedTuple):
    """A linear layer, shape (3, width) and (3,)."""

    weight: torch.Tensor
    bias: torch.Tensor

    @classmethod
    def new(cls, width: int, *, seed: int, device: torch.device) -> "Heads":
        """Return small heads, ready to learn."""
        torch.manual_seed(seed)
        both = torch.randn(3, width) * 0.02, torch.zeros(3)
        return cls(*(one.to(device).requires_grad_() for one in both))


def read_off(states: torch.Tensor, heads: Heads, batch: Batch) -> torch.Tensor:
    """Return the logits of states, shape (texts, longest, 3), no answer being where none may be."""
    logits = F.linear(states.float(), heads.weight, heads.bias)
    barred = ~batch.allowed.unsqueeze(-1)
    return torch.cat([logits[..., :2].masked_fill(barred, -1e4), logits[..., 2:]], dim=-1)


def bfloat16_if_faster(device: torch.device) -> torch.autocast:
    """Return a context that computes in bfloat16 where that is faster.

    Without units for it that is not a little slower: two cores read 55 word pieces a second for
    1,100.
    """
    faster = device.type == "cuda" or bfloat16_is_faster()
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=faster)
