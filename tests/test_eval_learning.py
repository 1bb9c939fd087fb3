"""Commands that train tell in one line what is missing, before anything takes long."""

import pytest

import index.encoder
from eval.__main__ import main
from eval.training import recipes
from eval.training.examples import Example
from eval.training.student import student, write
from tests.tiny import published


@pytest.mark.parametrize(
    "command", [["align"], ["settle"], ["train", "--device", "cpu", "--work", "work"]]
)
def test_a_folder_or_a_file_that_is_not_there_is_named(tmp_path, capsys, command):
    given = ["--data", str(tmp_path / "none"), "--out", str(tmp_path / "new" / "made")]
    assert main([*command, *given]) == 2
    assert capsys.readouterr().err == (
        f"error: there is no folder {tmp_path / 'none'}. Give the one with the files"
        " NAME.jsonl.gz\n"
    )
    (tmp_path / "none").mkdir()
    assert main([*command, *given]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"error: there is no {tmp_path / 'none'}/")
    assert told.endswith(".jsonl.gz. Fetch it, or check the paths\n")
    # What is made has its place.
    assert (tmp_path / "new").is_dir()


def test_what_holds_no_weights_has_no_mean(tmp_path, capsys):
    path = tmp_path / "notes.txt"
    given = ["average", str(path), "--out", str(tmp_path / "mean.safetensors")]
    assert main(given) == 2
    assert capsys.readouterr().err == f"error: there is no {path}. Give what `train` wrote\n"
    path.write_text("no weights at all")
    assert main(given) == 2
    assert capsys.readouterr().err == (
        f"error: not all of {path} hold weights. Give what `train` wrote\n"
    )


def test_what_cannot_be_pruned_is_told_before_anything_is_gathered(tmp_path, capsys, monkeypatch):
    path = tmp_path / "reader.safetensors"
    given = ["prune", "--data", str(tmp_path), "--weights", str(path), "--size", "1x8", "1x8"]
    given += ["--out", str(tmp_path / "less.safetensors")]
    assert main(given) == 2
    assert capsys.readouterr().err == f"error: there is no {path}. Give what `train` wrote\n"
    place = published(tmp_path / "published")
    monkeypatch.setattr(index.encoder, "default_folder", lambda: place)
    write(student(place, seed=1), path)
    assert main([*given, "--size", "1x8", "1x8", "1x8"]) == 2
    assert capsys.readouterr().err == ("error: 3 sizes were given for 2 layers. Give one, or all\n")
    assert main(given) == 2
    assert capsys.readouterr().err.endswith(".jsonl.gz. Fetch it, or check the paths\n")


def test_a_set_of_which_nothing_is_taken_is_told_before_the_training(tmp_path, capsys, monkeypatch):
    taken = [Example("1", name, "g", "", "Who?", "Ada.", ((0, 3),)) for name in ("pets", "rules")]
    monkeypatch.setattr(recipes, "gather", lambda *_, **__: taken)
    given = ["train", "--device", "cpu", "--data", str(tmp_path), "--work", str(tmp_path / "work")]
    given += ["--out", str(tmp_path / "made"), "--as-labelled", "rules", "ruls"]
    assert main(given) == 2
    told = "error: the recipe takes nothing of ruls. It takes: pets, rules\n"
    assert capsys.readouterr().err == told
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize(
    "given",
    [
        ["retrieval", "--questions", "a.jsonl", "--limit", "0"],
        ["retrieval", "--questions", "a.jsonl", "--characters", "0"],
        ["weigh", "--questions", "a.jsonl", "--setting", "open", "--out", "b", "--passages", "0"],
        ["fit", "a.jsonl", "--questions", "0"],
    ],
)
def test_numbers_that_ask_nothing_are_refused(given, capsys):
    with pytest.raises(SystemExit) as caught:
        main(given)
    assert caught.value.code == 2
    assert capsys.readouterr().err.endswith("0 will not do; give a whole number from 1\n")
