from pathlib import Path

from eval.kill import run


def test_a_kill_at_any_moment_leaves_no_document_in_part_and_no_text_that_was_taken_out(
    tmp_path: Path,
) -> None:
    told = run(6, tmp_path / "kill", seed=3, longest=2)
    assert told.faults == []
    assert told.kills >= 6
