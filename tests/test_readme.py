"""What the README and the changelog say is so."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.weights
def test_the_python_example_runs(tmp_path, monkeypatch, capsys):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(example, {})
    assert "The extractor was bought in 2020" in capsys.readouterr().out


def test_every_dependency_has_its_reason():
    for dependency in PROJECT["dependencies"]:
        name = re.match(r"[\w-]+", dependency)[0]
        assert re.search(rf"\| [^|]*\b{name}\b[^|]* \| \w", README), name
    for dependency in PROJECT["optional-dependencies"]["dev"]:
        assert re.match(r"[\w-]+", dependency)[0] in README.lower()


def test_every_dependency_is_pinned():
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    names = {re.match(r"[\w-]+", dependency)[0] for dependency in wanted}
    assert names - {"quoth"} <= pinned


def test_the_changelog_begins_with_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == PROJECT["version"]
