import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import inventory
from index.errors import LibraryError
from index.formats.table import Reading
from index.library import Library
from index.passages import encoded_text, split
from tests.fakes import WordEncoder, shelf

ROOT = Path(__file__).parents[1]
TEXT = "A cat sleeps. " * 100


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    notes = shelf(tmp_path / "notes", a_txt=TEXT, b_txt="A dog.")
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat", "dog"), create=True) as made:
        made.add([notes])
        yield made


def test_vectors_are_made_anew_and_passages_keep_their_numbers(library: Library) -> None:
    expected, numbers = library.search("cat"), library.catalog.numbers()
    library.catalog.execute("UPDATE passage SET vector = x'00000000'")
    (library.folder / "vectors.faiss").unlink()
    told: list[tuple[int, int, str]] = []
    library.rebuild(progress=lambda *progress: told.append(progress))
    assert [told[0][:2], told[-1][:2]] == [(0, 3), (3, 3)]
    assert (library.search("cat"), library.catalog.numbers()) == (expected, numbers)
    assert library.check() == []


def test_another_length_cuts_all_texts_anew_and_those_that_come_later(
    library: Library, tmp_path: Path
) -> None:
    generation = library.generation
    library.rebuild(characters=100)
    assert library.generation == generation + 1
    shelf(tmp_path / "notes", c_txt=TEXT + "more")
    library.add([tmp_path / "notes"])
    for entry in library.documents():
        document = library.document(entry.id)
        passages = library.catalog.passages(library.catalog.numbers_of([entry.id]))
        assert list(passages.values()) == split(document, characters=100)
    assert {hit.text for hit in library.search("dog")} >= {"A dog."}
    assert library.check() == []


def test_another_encoder_takes_the_place_of_the_one_before(library: Library) -> None:
    wider = WordEncoder("cat", "dog", "sleeps", name="wider")
    library.rebuild(encoder=wider)
    assert library.catalog.facts["encoder"] == "wider"
    # A passage of the cat's: (50, 0, 50) / sqrt 5000, and a question of one word.
    assert library.search("cat", top=1)[0].cosine == pytest.approx(0.5**0.5, abs=1e-3)
    assert library.check() == []
    with Library.open(library.folder, encoder=wider) as again:
        assert again.search("cat") == library.search("cat")
    with pytest.raises(LibraryError, match="was made with the encoder 'wider', not 'toy'"):
        Library.open(library.folder, encoder=WordEncoder("cat", "dog"))


def test_rebuilding_is_the_remedy_for_other_weights(library: Library) -> None:
    other = WordEncoder("cat", "cow")
    with Library.open(library.folder, encoder=other) as again:
        with pytest.raises(LibraryError, match="quoth rebuild"):
            again.search("cat")
        again.rebuild()
        assert again.search("cat")[0].cosine == 1
        assert again.check() == []


def test_who_has_it_open_sees_the_new_vectors_or_is_told_of_the_new_encoder(
    library: Library,
) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        assert len(other.search("cat")) == 3
        library.rebuild(characters=50)
        assert other.search("cat", top=99) == library.search("cat", top=99)
        library.rebuild(encoder=WordEncoder("cat", "dog", "cow", name="wider"))
        with pytest.raises(LibraryError, match="rebuilt with the encoder 'wider' while it was in"):
            other.search("cat")


def test_what_is_taken_in_or_out_meanwhile_is_so_afterwards_too(
    library: Library, tmp_path: Path
) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:

        def meddle(done: int, count: int, name: str) -> None:
            if done == 0:
                other.remove(["b.txt"])
                other.add([shelf(tmp_path / "more", c_txt="A late dog. " * 30)])

        library.rebuild(characters=60, progress=meddle)
        names = sorted(entry.title for entry in library.documents())
        assert names == ["a", "c"]
        (finding,) = library.check()
        assert finding.what.startswith("passages that have no vector yet")
        library.retry()
        for entry in library.documents():
            document = library.document(entry.id)
            passages = library.catalog.passages(library.catalog.numbers_of([entry.id]))
            assert list(passages.values()) == split(document, characters=60)
        assert library.check() == other.check() == []


@pytest.mark.parametrize("back", ["same.txt", "renamed.txt"])
def test_a_document_that_goes_meanwhile_and_comes_back_has_vectors_of_its_own(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: str
) -> None:
    monkeypatch.setattr("index.rebuild._WINDOW", 1)
    last = max(library.documents(), key=lambda entry: entry.id)
    there = Path(last.sources[0])
    again = there if back == "same.txt" else there.with_name(back)
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:

        def meddle(done: int, count: int, name: str) -> None:
            if done == 0:
                other.remove([last.id])
            elif done == count - 1:
                other.add([there.rename(again)])

        library.rebuild(characters=60, progress=meddle)
    library.retry()
    assert [entry.sources for entry in library.documents() if entry.id == last.id] == [
        (str(again),)
    ]
    for entry in library.documents():
        document = library.document(entry.id)
        passages = library.catalog.passages(library.catalog.numbers_of([entry.id]))
        assert list(passages.values()) == split(document, characters=60)
        expected = library.encoder.encode_passages(
            [encoded_text(document, passage) for passage in passages.values()]
        )
        vectors = library.catalog.vectors(list(passages), library.encoder.width)
        assert np.allclose(vectors, expected, atol=1e-3)


def test_a_document_that_is_read_in_another_way_meanwhile_is_cut_as_it_is_now(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.rebuild._WINDOW", 1)
    source = str(tmp_path / "notes" / "a.txt")
    (entry,) = library.named([source])
    here = library.document(entry.id)
    now = replace(here, text="A dog sits. " * 20)
    file = inventory.files(library.catalog)[source]
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:

        def meddle(done: int, count: int, name: str) -> None:
            if done == 1:
                assert other.catalog.store(source, file, [(now, split(now))]) == "replaced"

        library.rebuild(characters=60, progress=meddle)
    assert library.document(entry.id) == now
    passages = library.catalog.passages(library.catalog.numbers_of([entry.id]))
    assert list(passages.values()) == split(now, characters=60)
    library.retry()
    vectors = library.catalog.vectors(list(passages), 2)
    # Each passage speaks of the dog alone.
    assert vectors.tolist() == [[0, 1]] * len(passages)
    assert library.check() == []


def test_of_two_that_rebuild_at_once_the_slower_is_told_and_changes_nothing(
    library: Library,
) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:

        def meddle(done: int, count: int, name: str) -> None:
            if done == 0:
                other.rebuild(characters=60)

        with pytest.raises(LibraryError, match="was rebuilt by another process at the same time"):
            library.rebuild(progress=meddle)
        for entry in library.documents():
            document = library.document(entry.id)
            passages = library.catalog.passages(library.catalog.numbers_of([entry.id]))
            assert list(passages.values()) == split(document, characters=60)
        assert library.check() == other.check() == []


def test_a_file_that_was_cut_before_a_rebuild_is_cut_again(
    library: Library, tmp_path: Path
) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        read = library.read

        def meddle(path: Path, source: str) -> Reading:
            other.rebuild(characters=60)
            return read(path, source)

        library.read = meddle
        library.add([shelf(tmp_path / "more", c_txt="A late dog. " * 30)])
        (entry,) = library.named(["c.txt"])
        passages = library.catalog.passages(library.catalog.numbers_of([entry.id]))
        assert list(passages.values()) == split(library.document(entry.id), characters=60)
        assert library.check() == []


_REBUILD = """
import sys
from index.library import Library
from tests.fakes import WordEncoder

def tell(done, files, name):
    print(done, flush=True)

with Library.open(sys.argv[1], encoder=WordEncoder("cat", "dog")) as library:
    library.rebuild(characters=40, progress=tell)
    print("done", flush=True)
"""


@pytest.mark.parametrize("lines", [1, 2])
def test_a_rebuild_that_is_killed_leaves_all_as_it_was(library: Library, lines: int) -> None:
    expected = library.search("cat")
    command = [sys.executable, "-c", _REBUILD, str(library.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as rebuilding:
        assert rebuilding.stdout is not None
        for _ in range(lines):
            rebuilding.stdout.readline()
        rebuilding.send_signal(signal.SIGKILL)
    assert rebuilding.returncode == -signal.SIGKILL
    if library.catalog.count() == 3:
        assert library.search("cat") == expected
    assert library.check() == []
    names = {name for name in os.listdir(library.folder) if not name.startswith("library.db")}
    assert names == {"vectors.faiss"}
