"""Products of matrices in whole numbers of one byte, for processors without fast bfloat16.

Each row of the weights has a scale of its own, and so has each row that they are multiplied by
(Yao et al. 2022, https://arxiv.org/abs/2206.01861). What is multiplied and added up is exact.
Figures: `eval/training/LOG.md`.
"""

import platform
from typing import NamedTuple

import torch

from index.processor import units

# Between 2^23 and 2^24 a step of float32 is worth 1; this is half-way, its lowest bits all 0.
_LARGE = 1.5 * 2**23


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


def _steps() -> int:
    """Return how many steps there are either side of 0.

    Without VNNI two products are added up in 16 bits: they must not be too large for that.
    """
    return 127 if units() & {"avx512_vnni", "avx_vnni"} else 63


class Int8(NamedTuple):
    """A matrix that is only there to multiply.

    Attributes:
        packed: Its bytes as oneDNN wants them.
        scales: What a step is worth in each row, shape (rows,).
        zeros: Which byte stands for 0 in each row: 0, shape (rows,).
        steps: How many steps either side of 0 there are in what it is multiplied by.
    """

    packed: torch.Tensor
    scales: torch.Tensor
    zeros: torch.Tensor
    steps: int

    @classmethod
    def of(cls, matrix: torch.Tensor) -> "Int8":
        """Return a matrix of shape (rows, width), rounded."""
        whole, scales = rounded(matrix)
        packed = torch.ops.onednn.qlinear_prepack(whole, None)
        return cls(packed, scales, torch.zeros(len(scales), dtype=torch.long), _steps())

    def times(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """Return nearly what `F.linear` does: shape (…, rows) for float32 of shape (…, width)."""
        rows = x.reshape(-1, x.shape[-1])
        # In two steps: `aminmax` along a row takes twelve times as long.
        most = torch.maximum(rows.amax(dim=1, keepdim=True), -rows.amin(dim=1, keepdim=True))
        step = most.clamp_(min=1e-12).div_(self.steps)
        # Bytes without a sign, 0 in their middle. Added to so large a number float32 has no digits
        # behind the point left, and the lowest byte is the one sought: twice as fast as `to`.
        zero = self.steps + 1
        middle = rows.new_full((rows.shape[1],), _LARGE + zero)
        whole = torch.addcmul(middle, rows, step.reciprocal())
        bytes_ = whole.view(torch.int32).to(torch.uint8)
        added = torch.ops.onednn.qlinear_pointwise(
            *(bytes_, 1.0, zero, self.packed, self.scales, self.zeros, None),
            *(1.0, 0, torch.float32, "none", [], ""),
        )
        return torch.addcmul(bias, added, step, out=added).reshape(*x.shape[:-1], -1)
