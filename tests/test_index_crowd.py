from pathlib import Path

from eval.crowd import run
from eval.written import mark, text


def test_each_text_can_be_told_from_all_others() -> None:
    assert text("note01", 7).startswith("This is note01 as it was written the 7th time.\n\n")
    assert mark("note01", 7, 0) in text("note01", 7)
    assert mark("note01", 7, 0) not in text("note01", 8)


def test_two_that_write_and_eight_that_read_meet_no_error_and_no_wrong_text(
    tmp_path: Path,
) -> None:
    told = run(3, tmp_path / "crowd")
    assert told.faults == []
    # Each of the eight searches once at least.
    assert told.searches >= 8
    assert told.changes
