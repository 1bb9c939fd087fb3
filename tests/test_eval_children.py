"""The folder that children are let loose in holds nothing of anybody else."""

import io
from pathlib import Path

import pytest

from eval import crowd, kill
from eval.children import emptied, started
from index.errors import UserError


def test_a_folder_of_another_run_is_emptied(tmp_path):
    folder = emptied(tmp_path / "new" / "one")
    (folder / "notes").mkdir()
    (folder / "notes" / "note01.txt").write_text("cat")
    assert emptied(folder) == folder
    assert [path.name for path in folder.iterdir()] == ["made-by-quoth-eval"]


def test_a_folder_with_files_of_ones_own_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    for run in (lambda: kill.run(1, tmp_path), lambda: crowd.run(0.0, tmp_path)):
        with pytest.raises(UserError) as caught:
            run()
        assert str(caught.value) == (
            f"{tmp_path} is not empty, and nothing is removed. Give another --folder"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path):
    path = tmp_path / "a.txt"
    path.touch()
    with pytest.raises(UserError, match=r"a\.txt is not a folder. Give another --folder"):
        emptied(path)


def test_a_relative_folder_is_the_same_for_children_that_work_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert emptied(Path("here")) == tmp_path / "here"


def test_a_child_that_fails_at_once_is_a_fault_and_no_crash(tmp_path):
    # There is no library for it.
    child = started("eval.crowd", "read", tmp_path / "nowhere", 1)
    told = crowd._told([child], 0.0)
    (fault,) = told.faults
    assert fault.startswith("a process failed: ")
    assert "nowhere" in fault


def test_children_are_ended_when_their_parent_is_stopped(tmp_path, monkeypatch):
    ended = []

    class Child:
        """One that says that it is ready; its parent is stopped while it waits for it."""

        def __init__(self, *_):
            self.stdin, self.stdout = io.StringIO(), io.StringIO("open\n")

        def communicate(self):
            raise KeyboardInterrupt

        def kill(self):
            ended.append(self.stdin.getvalue())

    monkeypatch.setattr(crowd, "started", Child)
    with pytest.raises(KeyboardInterrupt):
        crowd.run(600.0, tmp_path / "crowd")
    # Two that write and four that read were let loose for ten minutes.
    assert ended == ["600.0\n"] * 6
