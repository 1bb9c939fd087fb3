import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["eval", "index", "qa", "ui"])
def test_package_is_ours(name: str) -> None:
    # Names this short can be shadowed by any other distribution in the environment.
    found = importlib.import_module(name).__file__
    assert found is not None
    assert Path(found).parent == ROOT / name
