"""Products of matrices in whole numbers of one byte, for processors without fast bfloat16.

Each row of the weights has a scale of its own, and so has each row that they are multiplied by
(Yao et al. 2022, https://arxiv.org/abs/2206.01861). What is multiplied and added up is exact. Where
steps are coarse, the few columns that are far larger than the others are multiplied in float32
(Dettmers et al. 2022, https://arxiv.org/abs/2208.07339). Figures: `eval/training/LOG.md`.
"""

import platform
from typing import NamedTuple

import torch

from index.processor import units

# Between 2^23 and 2^24 a step of float32 is worth 1; this is half-way, its lowest bits all 0.
_LARGE = 1.5 * 2**23

# Steps without VNNI, and how many columns are multiplied in float32 then. With 4 or 32 the answers
# are hardly farther from those in float32, and without any twice as far.
_COARSE, _APART = 63, 8


def int8_is_faster() -> bool:
    """Return whether this processor multiplies bytes faster than float32.

    Where neither oneDNN nor AVX2 is there, torch takes seconds for what takes milliseconds.
    """
    return (
        platform.machine() in {"x86_64", "AMD64"}
        and "avx2" in units()
        and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        and hasattr(torch.ops.onednn, "qlinear_pointwise")
    )


def rounded(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return a matrix in bytes, and what a step is worth in each row, its largest being 127.

    What was rounded so before stays as it was.
    """
    scales = matrix.abs().amax(dim=1).clamp(min=1e-12) / 127
    return (matrix / scales[:, None]).round().to(torch.int8), scales


def columns_apart(states: torch.Tensor) -> torch.Tensor | None:
    """Return which columns are to be multiplied in float32; None where steps are fine enough.

    Args:
        states: What a matrix is multiplied by, of any text: the same columns are large in each.
    """
    if _steps() > _COARSE:
        return None
    return states.flatten(0, -2).abs().amax(dim=0).topk(min(_APART, states.shape[-1])).indices


def _steps() -> int:
    """Return how many steps there are either side of 0.

    Without VNNI two products are added up in 16 bits: they must not be too large for that.
    """
    return 127 if units() & {"avx512_vnni", "avx_vnni"} else _COARSE


class Int8(NamedTuple):
    """A matrix that is only there to multiply.

    Attributes:
        packed: Its bytes as oneDNN wants them.
        scales: What a step is worth in each row, shape (rows,).
        zeros: Which byte stands for 0 in each row: 0, shape (rows,).
        steps: How many steps either side of 0 there are in what it is multiplied by.
        apart: Its columns that are not in bytes, or None.
        beside: Their weights, shape (columns, rows), or None.
    """

    packed: torch.Tensor
    scales: torch.Tensor
    zeros: torch.Tensor
    steps: int
    apart: torch.Tensor | None = None
    beside: torch.Tensor | None = None

    @classmethod
    def of(cls, matrix: torch.Tensor, apart: torch.Tensor | None = None) -> "Int8":
        """Return a matrix of shape (rows, width), rounded but for some columns, if any."""
        whole, scales = rounded(matrix)
        beside = None
        if apart is not None:
            beside = matrix[:, apart].T.contiguous()
            whole[:, apart] = 0
        packed = torch.ops.onednn.qlinear_prepack(whole, None)
        return cls(
            packed, scales, torch.zeros(len(scales), dtype=torch.long), _steps(), apart, beside
        )

    def times(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """Return nearly what `F.linear` does: shape (…, rows) for float32 of shape (…, width)."""
        rows = large = x.reshape(-1, x.shape[-1])
        if self.apart is not None:
            large = rows[:, self.apart]
            rows = rows.index_fill(1, self.apart, 0.0)
        # In two steps: `aminmax` along a row takes twelve times as long.
        most = torch.maximum(rows.amax(dim=1, keepdim=True), -rows.amin(dim=1, keepdim=True))
        step = most.clamp_(min=1e-12).div_(self.steps)
        # Bytes without a sign, 0 in their middle. Added to so large a number float32 has no digits
        # behind the point left, and the lowest byte is the one sought: twice as fast as `to`.
        zero = self.steps + 1
        middle = rows.new_full((rows.shape[1],), _LARGE + zero)
        whole = torch.addcmul(middle, rows, step.reciprocal())
        bytes_ = whole.view(torch.int32).to(torch.uint8)
        added: torch.Tensor = torch.ops.onednn.qlinear_pointwise(
            *(bytes_, 1.0, zero, self.packed, self.scales, self.zeros, None),
            *(1.0, 0, torch.float32, "none", [], ""),
        )
        torch.addcmul(bias, added, step, out=added)
        if self.beside is not None:
            added.addmm_(large, self.beside)
        return added.reshape(*x.shape[:-1], -1)
