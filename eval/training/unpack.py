"""Takes a network out of an ONNX file, its weights named as BERT's are.

An export keeps biases and normalisations under their names, but turns each matrix round and gives
it a number; which one it is says the bias that is added to what it multiplies.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import save_file

from index.errors import UserError

if TYPE_CHECKING:
    from onnx import GraphProto

_BIAS = ".bias"


def unpack(path: Path, out: Path) -> None:
    """Write the network of an ONNX file into a folder for `train --base`.

    Raises:
        UserError: The file is none, or holds no BERT.
    """
    import onnx
    from google.protobuf.message import DecodeError

    try:
        graph = onnx.load(path).graph
    except (OSError, DecodeError) as error:
        raise UserError(
            f"{path} cannot be read as ONNX ({error}). Give the file of a network"
        ) from error
    tensors = {
        name: torch.tensor(values)
        for name, values in _named(graph)
        if np.issubdtype(values.dtype, np.floating)
    }
    if "encoder.layer.0.attention.self.query.weight" not in tensors:
        raise UserError(f"{path} holds no BERT. Give the file of one")
    out.mkdir(parents=True, exist_ok=True)
    save_file(tensors, out / "model.safetensors")


def _named(graph: "GraphProto") -> Iterator[tuple[str, np.ndarray]]:
    from onnx import numpy_helper

    kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    added = {
        result: name
        for node in graph.node
        if node.op_type == "Add"
        for name in node.input
        if name in kept and name.endswith(_BIAS)
        for result in node.input
    }
    matrices = {
        node.input[1]: added[node.output[0]].removesuffix(_BIAS) + ".weight"
        for node in graph.node
        if node.op_type == "MatMul" and node.input[1] in kept and node.output[0] in added
    }
    for name, values in kept.items():
        if name in matrices:
            yield matrices[name], np.ascontiguousarray(values.T)
        else:
            yield name, values
