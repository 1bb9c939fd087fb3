"""A network taken out of an ONNX file."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file

from eval.__main__ import main
from eval.training.unpack import unpack
from index.errors import UserError

QUERY = "encoder.layer.0.attention.self.query"


def exported(path: Path, *, bias: str) -> Path:
    """Write a network of one matrix as an export does: turned round, a number for a name."""
    matrix = np.arange(6, dtype=np.float32).reshape(2, 3)
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "onnx::MatMul_7"], ["y"]),
            helper.make_node("Add", [bias, "y"], ["z"]),
        ],
        "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 3])],
        [
            numpy_helper.from_array(matrix, "onnx::MatMul_7"),
            numpy_helper.from_array(np.ones(3, dtype=np.float32), bias),
            numpy_helper.from_array(np.array([5]), "shape"),
        ],
    )
    onnx.save(helper.make_model(graph), path)
    return path


def test_matrices_get_their_names_back_and_are_turned(tmp_path: Path) -> None:
    path = exported(tmp_path / "model.onnx", bias=f"{QUERY}.bias")
    assert main(["unpack", "--onnx", str(path), "--out", str(tmp_path / "out")]) == 0
    found = load_file(tmp_path / "out" / "model.safetensors")
    assert set(found) == {f"{QUERY}.weight", f"{QUERY}.bias"}
    assert found[f"{QUERY}.weight"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert found[f"{QUERY}.bias"].tolist() == [1, 1, 1]


def test_a_file_without_a_bert_is_told_in_one_line(tmp_path: Path) -> None:
    path = exported(tmp_path / "model.onnx", bias="dense.bias")
    with pytest.raises(UserError) as caught:
        unpack(path, tmp_path / "out")
    assert str(caught.value) == f"{path} holds no BERT. Give the file of one"


@pytest.mark.parametrize("content", [b"purr", None])
def test_what_is_no_onnx_is_told_in_one_line(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        unpack(path, tmp_path / "out")
    assert str(caught.value).startswith(f"{path} cannot be read as ONNX (")
    assert len(str(caught.value).splitlines()) == 1
