"""A network's weights in one file, a byte each.

The rows of each wide matrix are kept as int8 with one scale a row, its largest weight being 127;
everything else is kept in bfloat16.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    from index.network import Network

_SCALE = ".scale"
_WIDE = "layers."


def save(tensors: "Mapping[str, torch.Tensor]", path: Path) -> None:
    """Write tensors of any floating-point type; what is wide is rounded to a byte."""
    from safetensors.torch import save_file

    from index.int8 import rounded

    packed = {}
    for name, tensor in tensors.items():
        whole = tensor.detach().cpu().float()
        if name.startswith(_WIDE) and whole.ndim == 2:
            packed[name], packed[name + _SCALE] = rounded(whole)
        else:
            packed[name] = whole.bfloat16()
    save_file({name: tensor.contiguous() for name, tensor in packed.items()}, path)


def load(path: Path) -> "dict[str, torch.Tensor]":
    """Return the tensors of a file that `save` wrote, float32."""
    from safetensors.torch import load_file

    kept = load_file(path)
    scales = {
        name.removesuffix(_SCALE): kept.pop(name) for name in list(kept) if name.endswith(_SCALE)
    }
    return {
        name: tensor.float() * scales[name][:, None] if name in scales else tensor.float()
        for name, tensor in kept.items()
    }


def network(weights: "Mapping[str, torch.Tensor]", words: "torch.Tensor") -> "Network":
    """Return the network whose weights these are.

    Args:
        weights: What `load` returned, of any floating-point type; heads among them are left out.
        words: A vector for each word piece, shape (vocabulary, width), of the same type.
    """
    from index.network import Layer, Network

    layers = sum(name.endswith(".qkv") for name in weights)
    return Network(
        words,
        weights["positions"],
        weights["kinds"],
        weights["norm"],
        weights["norm_bias"],
        tuple(
            Layer._make(weights[f"{_WIDE}{number}.{part}"] for part in Layer._fields)
            for number in range(layers)
        ),
    )
