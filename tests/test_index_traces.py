from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.library import Library
from tests.fakes import WordEncoder, shelf

SECRET = "The extraordinarily quarrelsome zebrafinch sang at midnight. " * 200
OTHERS = {f"n{number}_txt": f"A cat and {number} dogs walk by. " * 40 for number in range(20)}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat", "dog"), create=True) as made:
        made.add([shelf(tmp_path / "notes", **OTHERS)])
        yield made


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return shelf(tmp_path / "secrets", s_txt=SECRET) / "s.txt"


def test_nothing_is_left_of_what_was_removed(library: Library, secret: Path) -> None:
    library.add([secret])
    assert [finding.what for finding in library.traces(secret)] == [
        f"{secret} is in the library",
        f"its text is in the library, as {library.named(['s.txt'])[0].id} from {secret}",
    ]
    library.remove(["s.txt"])
    assert library.traces(secret) == []


def test_what_was_not_wiped_yet_is_found_in_the_files(library: Library, secret: Path) -> None:
    library.add([secret])
    # What `remove` does first; a kill could come here.
    library.catalog.forget([str(secret)])
    assert [finding.mend for finding in library.check()] == [
        "The next change wipes it: quoth retry"
    ]
    found = library.traces(secret)
    assert found[0].what.startswith("vectors.faiss holds vectors of passages that are gone: ")
    assert any(finding.what.startswith("library.db") for finding in found)
    library.retry()
    assert (library.traces(secret), library.check()) == ([], [])


@pytest.mark.parametrize("name", ["questions.jsonl", "vectors.faiss.99", "kept/x/s.txt"])
def test_a_piece_in_any_file_of_the_library_is_found(
    library: Library, secret: Path, name: str
) -> None:
    path = library.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x" * 9_000_000 + SECRET[61:140])
    (finding,) = library.traces(secret)
    assert finding.what.startswith(f"{name} still holds '")


def test_what_documents_in_the_library_say_too_is_no_trace(
    library: Library, tmp_path: Path
) -> None:
    text = OTHERS["n7_txt"] + "And an owl with extraordinary feathers."
    path = shelf(tmp_path / "more", m_txt=text) / "m.txt"
    assert library.traces(path) == []
    with pytest.raises(UnreadableFile):
        library.traces(tmp_path / "none.txt")


def test_words_in_the_index_that_are_not_merged_are_found(library: Library, secret: Path) -> None:
    secret.write_text("A zebrafinchological matter.")
    library.add([secret])
    library.catalog.forget([str(secret)])
    library.catalog.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (first, *_) = [
        finding for finding in library.traces(secret) if finding.what.startswith("library.db")
    ]
    assert "brafincholo" in first.what
    library.retry()
    assert library.traces(secret) == []
