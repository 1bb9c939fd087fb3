"""The commands that read runs, as a person types them."""

import pytest

from eval.__main__ import main
from tests.test_eval_outcomes import line, written


def answered(folder, rights, *, of, name):
    """Write a run in which the first so many questions are answered rightly."""
    lines = [line(str(n), text="It is red." if n < rights else "It is blue.") for n in range(of)]
    folder.mkdir()
    return written(folder, *lines, name=name)


def test_runs_that_are_reported_together_are_told_apart(tmp_path, capsys):
    one = answered(tmp_path / "a", 1, of=1, name="a")
    two = answered(tmp_path / "b", 1, of=1, name="b")
    assert main(["report", str(one), str(two)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [row for row in lines if row.endswith(".jsonl")] == [str(one), str(two)]
    assert main(["report", str(one)]) == 0
    assert capsys.readouterr().out.startswith("| measure ")


@pytest.mark.parametrize("command", [["report", "--html"], ["calibrate", "--out"]])
def test_a_run_is_never_written_over(tmp_path, capsys, command):
    name, option = command
    # Surer answers are more often right.
    right = [line(str(n), confidence=0.6 + n / 100) for n in range(20)]
    wrong = [line(f"w{n}", text="It is blue.", confidence=0.5 + n / 100) for n in range(20)]
    path = written(
        tmp_path,
        *(*right, *wrong),
        reader={"name": "trained", "sha256": "ab"},
        calibration={"slope": 1.0, "offset": 0.0},
    )
    before = path.read_bytes()
    assert main([name, str(path), option, str(path)]) == 2
    assert capsys.readouterr().err == (
        f"error: {path} is the run itself. Give another file to write to\n"
    )
    assert path.read_bytes() == before
    nowhere = tmp_path / "none" / "file"
    assert main([name, str(path), option, str(nowhere)]) == 2
    assert capsys.readouterr().err == (
        f"error: {nowhere} cannot be written (No such file or directory). Check the path,"
        " or make room\n"
    )
    assert main([name, str(path), option, str(tmp_path / "file")]) == 0
    assert (tmp_path / "file").stat().st_size > 100


def test_a_drop_of_just_as_many_points_is_allowed(tmp_path, capsys):
    # 46 and 45 of 50: 92 % and 90 %, in floating point 2.0000000000000018 points.
    before = str(answered(tmp_path / "a", 46, of=50, name="a"))
    after = str(answered(tmp_path / "b", 45, of=50, name="b"))
    assert main(["compare", before, after, "--max-drop", "2"]) == 0
    assert main(["compare", before, after, "--max-drop", "1.9"]) == 1
    capsys.readouterr()
    assert main(["compare", before, after, "--max-drop", "nan"]) == 2
    assert capsys.readouterr().err == (
        "error: --max-drop nan is no number of points. Give 0 or more\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["run", "--questions", "q", "--setting", "open", "--out", "o"],
            "stopped; the same command goes on from here\n",
        ),
        (["report", "r"], "stopped\n"),
    ],
)
def test_only_what_goes_on_says_so_when_it_is_stopped(monkeypatch, capsys, arguments, said):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for name in ("_run", "_report"):
        monkeypatch.setattr(f"eval.__main__.{name}", stop)
    assert main(arguments) == 2
    assert capsys.readouterr().err == said
