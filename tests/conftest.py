import os
from pathlib import Path

# Read once, when huggingface_hub is imported: no test asks a network for a model.
os.environ["HF_HUB_OFFLINE"] = "1"

import pytest
from hypothesis import settings

# The clock of a shared machine says nothing about a property.
settings.register_profile("quoth", deadline=None, max_examples=50)
settings.register_profile("ci", parent=settings.get_profile("quoth"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "quoth")


@pytest.fixture(autouse=True)
def library_of_this_test_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "quoth-library"))
