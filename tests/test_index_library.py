import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog import Catalog
from index.errors import LibraryError, UnreadableFile
from index.intake import ENCODING
from index.library import DATABASE, VECTORS, Finding, Hit, Library, Report
from index.selection import Selection
from index.vectors import Vectors
from tests.fakes import WordEncoder, shelf

ROOT = Path(__file__).parents[1]


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder("cat", "dog")


@pytest.fixture
def library(tmp_path: Path, encoder: WordEncoder) -> Iterator[Library]:
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as made:
        yield made


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return shelf(tmp_path / "notes", a_txt="A cat.", b_txt="A dog.")


def texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.text for hit in hits]


def names(library: Library) -> set[str]:
    """Return the file names of all sources."""
    return {Path(source).name for entry in library.documents() for source in entry.sources}


def sources(folder: Path, *files: str) -> list[str]:
    return [str(folder / file) for file in files]


def touch(path: Path, *, seconds: int = 10) -> None:
    """Make the file look changed that much later."""
    later = path.stat().st_mtime_ns + seconds * 10**9
    os.utime(path, ns=(later, later))


def message(error: BaseException) -> str:
    assert len(str(error).splitlines()) == 1
    return str(error)


# ---- search


def test_a_hit_scores_by_its_ranks_in_meaning_and_in_words(
    library: Library, tmp_path: Path
) -> None:
    # cat is (1, 0) and dog (0, 1); no title holds a word of the question.
    library.add([shelf(tmp_path / "s", x_txt="cat dog dog", y_txt="dog cows", z_txt="cat cat")])
    hits = library.search("Is this the cat?")
    assert [(hit.text, hit.meaning_rank, hit.words_rank) for hit in hits] == [
        ("cat cat", 1, 1),  # twice in two words
        ("cat dog dog", 2, 2),
        ("dog cows", 3, None),
    ]
    assert [hit.score for hit in hits] == pytest.approx([1 / 11 + 1 / 11, 1 / 12 + 1 / 12, 1 / 13])
    # (1, 2) / sqrt 5 is kept in 16 bits: off by at most 2 ** -12.
    assert [hit.cosine for hit in hits] == pytest.approx([1, 5**-0.5, 0], abs=2**-12)


def test_equal_scores_fall_to_the_older_passage(library: Library, tmp_path: Path) -> None:
    # Meaning knows only the cat: "cat." before "dog dog cat ...". Words know the whiskers too:
    # the other way round. 1/61 + 1/62 = 1/62 + 1/61.
    library.add([shelf(tmp_path / "s", x_txt="dog dog cat whiskers", y_txt="cat.", z_txt="dog")])
    first, second, third = library.search("cat whiskers")
    assert (first.meaning_rank, first.words_rank, first.text) == (2, 1, "dog dog cat whiskers")
    assert (second.meaning_rank, second.words_rank, second.text) == (1, 2, "cat.")
    assert first.score == second.score == pytest.approx(1 / 11 + 1 / 12)
    assert third.score == pytest.approx(1 / 13)


def test_passages_of_a_document_spoken_of_have_a_ranking_of_their_own(
    library: Library, tmp_path: Path
) -> None:
    texts = {"x_txt": "cat dog dog", "y_txt": "dog cows", "z_txt": "cat cat"}
    library.add([shelf(tmp_path / "s", **texts)])
    ids = {hit.text: hit.document.id for hit in library.search("Is this the cat?")}
    gone = "0123456789abcdef"
    hits = library.search("Is this the cat?", spoken_of=[ids["cat dog dog"], gone])
    assert [(hit.text, hit.meaning_rank, hit.words_rank) for hit in hits] == [
        ("cat dog dog", 2, 2),
        ("cat cat", 1, 1),
        ("dog cows", 3, None),
    ]
    assert [hit.score for hit in hits] == pytest.approx([2 / 12 + 1.4 / 11, 2 / 11, 1 / 13])


def test_a_document_spoken_of_is_not_looked_in_from_outside_the_selection(
    library: Library, tmp_path: Path
) -> None:
    library.add([shelf(tmp_path / "s", x_txt="cat dog", y_txt="cat cat")])
    ids = {hit.text: hit.document.id for hit in library.search("cat")}
    chosen = Selection(documents=("y.txt",))
    (hit,) = library.search("cat", within=chosen, spoken_of=[ids["cat dog"]])
    assert (hit.text, hit.score) == ("cat cat", pytest.approx(2 / 11))


def test_the_best_passage_of_a_document_spoken_of_is_the_sixth_at_least(
    library: Library, tmp_path: Path
) -> None:
    # More others are nearer, by meaning and by words, than either search finds.
    others = {f"n{number}_txt": f"cat cat {number}" for number in range(60)}
    library.add([shelf(tmp_path / "s", far_txt="dog dog cat dog dog", **others)])
    far = library.search("dog", top=1)[0].document.id
    assert far not in {hit.document.id for hit in library.search("cat", top=10)}
    assert [hit.document.id for hit in library.search("cat", top=10, spoken_of=[far])][5] == far


def test_a_question_of_grammar_alone_is_searched_by_all_its_words(
    library: Library, tmp_path: Path
) -> None:
    library.add([shelf(tmp_path / "s", x_txt="Who was it?", y_txt="A cat.")])
    (first, second) = library.search("Who was it?")
    assert (first.text, first.words_rank, second.words_rank) == ("Who was it?", 1, None)


def test_a_question_without_words_is_searched_by_meaning_alone(
    library: Library, notes: Path
) -> None:
    library.add([notes])
    assert [hit.words_rank for hit in library.search("?!")] == [None, None]


def test_top_passages_are_returned_or_all_there_are(library: Library, tmp_path: Path) -> None:
    folder = shelf(tmp_path / "s", **{f"n{number}_txt": f"cat {number}" for number in range(120)})
    library.add([folder])
    assert len(library) == 120
    for top, expected in ((0, 0), (1, 1), (10, 10), (110, 110), (200, 120)):
        assert len(set(library.search("cat", top=top))) == expected


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert library.search("cat") == []
    assert (len(library), library.documents(), library.frequency("cat")) == (0, [], 0)
    assert library.check() == []


def test_title_and_headings_are_encoded_and_never_part_of_a_text(
    library: Library, encoder: WordEncoder, tmp_path: Path
) -> None:
    text = "# All about cats\n\nThey purr.\n\n## Food\n\nFish.\n"
    library.add([shelf(tmp_path / "s", pets_md=text, dogs_txt="They bark.")])
    assert set(encoder.encoded) == {
        "All about cats\n# All about cats\n\nThey purr.",
        "All about cats > Food\n## Food\n\nFish.",
        "dogs\nThey bark.",
    }
    for hit in library.search("cats food fish bark purr"):
        assert hit.text in ("# All about cats\n\nThey purr.", "## Food\n\nFish.", "They bark.")
        assert hit.text == hit.document.text[hit.passage.start : hit.passage.end]
        assert hit.document.text in (text, "They bark.")


def test_a_title_leads_to_its_document_by_words(library: Library, tmp_path: Path) -> None:
    library.add([shelf(tmp_path / "s", lease_txt="Signed in May.", rest_txt="Nothing in June.")])
    (hit,) = [hit for hit in library.search("lease") if hit.words_rank]
    assert hit.text == "Signed in May."


@pytest.fixture(scope="module")
def well_read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("well-read")
    notes = shelf(folder / "notes", a_txt="A cat. " * 300, b_txt="NEAR AND OR NOT", c_txt="世界🎉")
    with Library.open(folder / "library", encoder=WordEncoder("cat"), create=True) as made:
        made.add([notes])
        yield made


@given(st.text() | st.text(alphabet="cat NEARANDOT\"*()-:'{}^+\0"))
def test_every_question_is_searched_and_every_hit_is_a_slice(
    well_read: Library, question: str
) -> None:
    hits = well_read.search(question)
    assert len(hits) == min(10, len(well_read))
    assert all(earlier.score >= later.score > 0 for earlier, later in pairwise(hits))
    for hit in hits:
        assert hit.text == hit.document.text[hit.passage.start : hit.passage.end] != ""


def test_frequency_counts_passages_with_any_inflection(library: Library, tmp_path: Path) -> None:
    library.add([shelf(tmp_path / "s", x_txt="Cats, a cat!", y_txt="The cat's food.", z_txt="Dog")])
    assert [library.frequency(word) for word in ("cat", "CATS", "dogs", "cow")] == [2, 2, 1, 0]
    library.remove(["x.txt"])
    assert library.frequency("cat") == 1


def test_no_passage_is_longer_than_the_encoder_reads(tmp_path: Path) -> None:
    encoder = WordEncoder("cat", longest=30)
    notes = shelf(tmp_path / "notes", t_txt="One cat is here. " * 20)
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as library:
        library.add([notes])
        assert len(library) == 20
    # Title and newline are two characters, the sentence sixteen.
    assert set(encoder.encoded) == {"t\nOne cat is here."}


# ---- documents in


def test_files_and_folders_are_added_in_a_fixed_order(
    library: Library, notes: Path, tmp_path: Path
) -> None:
    shelf(notes / "deep" / "er", c_txt="A cow.")
    alone = shelf(tmp_path / "else", z_txt="A bee.") / "z.txt"
    told: list[tuple[int, int, str]] = []
    report = library.add([alone, notes], progress=lambda *progress: told.append(progress))
    assert report == Report(added=[str(alone), *sources(notes, "a.txt", "b.txt", "deep/er/c.txt")])
    # Files first, then the passages of all of them.
    assert told == [
        *((1, 4, "z.txt"), (2, 4, "a.txt"), (3, 4, "b.txt"), (4, 4, "c.txt")),
        *((0, 4, ENCODING), (4, 4, ENCODING)),
    ]
    assert library.check() == []


def test_a_source_is_an_absolute_path(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notes.parent)
    library.add(["notes/a.txt", "notes/../notes/b.txt"])
    assert sorted(entry.sources for entry in library.documents()) == [
        (str(notes / "a.txt"),),
        (str(notes / "b.txt"),),
    ]


def test_hidden_files_and_folders_are_passed_over(library: Library, notes: Path) -> None:
    shelf(notes / ".git", c_txt="A cow.")
    (notes / ".d.txt").write_text("A bee.")
    assert library.add([notes]) == Report(added=sources(notes, "a.txt", "b.txt"))


def test_other_kinds_are_ignored_in_a_folder_and_refused_by_name(
    library: Library, notes: Path
) -> None:
    picture = notes / "c.png"
    picture.write_bytes(b"\x89PNG")
    report = library.add([notes])
    assert (report.ignored, report.failed) == ([str(picture)], [])
    report = library.add([picture])
    assert (report.ignored, [path for path, _ in report.failed]) == ([], [str(picture)])


def test_a_file_that_cannot_be_read_is_reported_and_the_rest_goes_on(
    library: Library, notes: Path
) -> None:
    (notes / "a2.docx").write_bytes(b"no archive")
    (notes / "a3.txt").write_bytes(b"")
    told: list[tuple[int, int, str]] = []
    report = library.add(
        [notes, notes / "none.txt"], progress=lambda *progress: told.append(progress)
    )
    assert report.added == sources(notes, "a.txt", "b.txt")
    assert [path for path, _ in report.failed] == sources(notes, "a2.docx", "a3.txt", "none.txt")
    for (path, line), reason in zip(
        report.failed,
        ["is not a Word document", "is empty", "cannot be read (No such"],
        strict=True,
    ):
        assert line.startswith(f"{path} {reason}")
        assert len(line.splitlines()) == 1
    assert [done for done, _, _ in told] == [1, 2, 3, 4, 5, 0, 2]


def test_a_name_that_is_not_utf_8_is_reported_and_the_rest_goes_on(
    library: Library, notes: Path
) -> None:
    (notes / os.fsdecode(b"\xff.txt")).write_text("A cow.")
    report = library.add([notes])
    assert report.added == sources(notes, "a.txt", "b.txt")
    assert [line for _, line in report.failed] == [
        f"'{notes}/\\udcff.txt' has a name that is not UTF-8. Rename it first"
    ]


def test_a_folder_that_may_not_be_read_is_reported_and_the_rest_goes_on(
    library: Library, notes: Path
) -> None:
    unlisted = shelf(notes / "a-unlisted", c_txt="A cow.")
    unentered = shelf(notes / "b-unentered", d_txt="A bee.")
    unlisted.chmod(0o000)
    unentered.chmod(0o600)
    if os.access(unlisted, os.R_OK):
        pytest.skip("the superuser may read everything")
    try:
        report = library.add([notes])
    finally:
        unlisted.chmod(0o700)
        unentered.chmod(0o700)
    assert report.added == sources(notes, "a.txt", "b.txt")
    assert report.failed == [
        (str(path), f"{path} cannot be read (Permission denied). Check the path")
        for path in (unlisted, unentered / "d.txt")
    ]


def test_a_link_back_to_a_folder_it_lies_in_is_not_followed(library: Library, notes: Path) -> None:
    (notes / "again").symlink_to(notes)
    (shelf(notes / "deep", c_txt="A cow.") / "up").symlink_to(notes)
    (notes / "other").symlink_to(notes / "deep")
    (notes / "same.txt").symlink_to("a.txt")
    report = library.add([notes])
    assert report == Report(
        added=sources(notes, "a.txt", "b.txt", "deep/c.txt"),
        also=sources(notes, "other/c.txt", "same.txt"),
    )


def test_a_link_that_leads_out_of_the_folder_is_not_followed(library: Library, notes: Path) -> None:
    secret = shelf(notes.parent / "private", secret_txt="The password is swordfish.")
    (notes / "out").symlink_to(secret)
    (notes / "out.txt").symlink_to(secret / "secret.txt")
    (notes / "gone.txt").symlink_to(secret / "none.txt")
    report = library.add([notes])
    assert report == Report(
        added=sources(notes, "a.txt", "b.txt"),
        ignored=[
            f"{notes}/{name} (a link that leads out of the folder)"
            for name in ("gone.txt", "out", "out.txt")
        ],
    )
    # A folder that is a link itself was given by name.
    (notes.parent / "shortcut").symlink_to(secret)
    report = library.add([notes.parent / "shortcut"])
    assert report.added == sources(notes.parent / "shortcut", "secret.txt")


def test_unchanged_files_are_neither_read_nor_encoded_again(
    library: Library, encoder: WordEncoder, notes: Path
) -> None:
    library.add([notes])
    file = notes / "a.txt"
    before = file.stat()
    # The same length and the same time: only reading it would tell.
    file.write_text("A cow.")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert library.add([notes]) == Report(unchanged=sources(notes, "a.txt", "b.txt"))
    assert len(encoder.encoded) == 2


def test_a_touched_file_is_read_but_not_encoded_again(
    library: Library, encoder: WordEncoder, notes: Path
) -> None:
    library.add([notes])
    touch(notes / "a.txt")
    assert library.check() == [
        Finding(f"{notes}/a.txt has changed", f"quoth add {notes}/a.txt"),
    ]
    assert library.add([notes]) == Report(unchanged=sources(notes, "a.txt", "b.txt"))
    assert len(encoder.encoded) == 2
    assert library.check() == []


def test_a_changed_file_takes_the_place_of_its_older_version(
    library: Library, encoder: WordEncoder, notes: Path
) -> None:
    library.add([notes])
    (notes / "a.txt").write_text("A cat purrs.")
    report = library.add([notes])
    assert report == Report(replaced=sources(notes, "a.txt"), unchanged=sources(notes, "b.txt"))
    assert encoder.encoded == ["a\nA cat.", "b\nA dog.", "a\nA cat purrs."]
    assert texts(library.search("cat")) == ["A cat purrs.", "A dog."]
    assert library.check() == []


def test_the_same_bytes_are_one_document_in_one_pass_or_two(
    library: Library, encoder: WordEncoder, notes: Path
) -> None:
    shelf(notes, a2_txt="A cat.")
    assert library.add([notes]) == Report(
        added=sources(notes, "a.txt", "b.txt"), also=sources(notes, "a2.txt")
    )
    shelf(notes, a3_txt="A cat.")
    assert library.add([notes / "a3.txt"]) == Report(also=sources(notes, "a3.txt"))
    (hit,) = [hit for hit in library.search("cat") if hit.words_rank]
    assert hit.document.sources == tuple(sources(notes, "a.txt", "a2.txt", "a3.txt"))
    assert len(encoder.encoded) == len(library) == 2


def test_a_file_that_becomes_the_copy_of_another_is_replaced(library: Library, notes: Path) -> None:
    library.add([notes])
    (notes / "a.txt").write_text("A dog.")
    touch(notes / "a.txt")
    assert library.add([notes]) == Report(
        replaced=sources(notes, "a.txt"), unchanged=sources(notes, "b.txt")
    )
    assert texts(library.search("cat")) == ["A dog."]
    assert kept_vectors(library) == 1
    assert library.check() == []


def kept_vectors(library: Library) -> int:
    """Return how many vectors the file on disk holds."""
    with Library.open(library.folder) as other:
        return len(Vectors.load(library.folder / VECTORS, 2, other.catalog.build))


# ---- in step with a folder


def test_sync_leaves_what_the_folder_holds(
    library: Library, encoder: WordEncoder, notes: Path
) -> None:
    library.sync(notes)
    (notes / "a.txt").rename(notes / "c.txt")
    (notes / "b.txt").unlink()
    shelf(notes, d_txt="A cow.")
    assert library.sync(notes) == Report(
        added=sources(notes, "d.txt"),
        also=sources(notes, "c.txt"),
        removed=sources(notes, "a.txt", "b.txt"),
    )
    # A renamed file is encoded again only as its name stands above its passages.
    assert encoder.encoded == ["a\nA cat.", "b\nA dog.", "d\nA cow.", "c\nA cat."]
    (notes / "c.txt").rename(shelf(notes / "deep") / "c.txt")
    assert library.sync(notes).also == sources(notes, "deep/c.txt")
    assert len(encoder.encoded) == 4
    assert names(library) == {"c.txt", "d.txt"}
    assert sorted(texts(library.search("dog"))) == ["A cat.", "A cow."]
    assert kept_vectors(library) == 2
    assert library.check() == []


def test_sync_removes_only_what_came_from_that_folder(
    library: Library, notes: Path, tmp_path: Path
) -> None:
    neighbour = shelf(tmp_path / "notes2", c_txt="A cow.", d_txt="A bee.")
    library.add([notes, neighbour])
    for folder in (notes, neighbour):
        for file in folder.iterdir():
            file.unlink()
        # A folder without any file is taken for a disk that is not mounted.
        (folder / "left.over").touch()
    assert library.sync(notes).removed == sources(notes, "a.txt", "b.txt")
    assert names(library) == {"c.txt", "d.txt"}
    assert library.sync(neighbour).removed == sources(neighbour, "c.txt", "d.txt")
    assert len(library) == 0


def test_sync_keeps_a_text_that_also_came_from_elsewhere(
    library: Library, notes: Path, tmp_path: Path
) -> None:
    library.add([notes, shelf(tmp_path / "else", copy_txt="A cat.")])
    shutil.rmtree(notes)
    shelf(notes, left_over="")
    library.sync(notes)
    assert names(library) == {"copy.txt"}
    assert texts(library.search("cat")) == ["A cat."]


def test_sync_with_a_folder_that_is_not_there_removes_nothing(
    library: Library, notes: Path
) -> None:
    library.add([notes])
    shutil.rmtree(notes)
    with pytest.raises(UnreadableFile) as caught:
        library.sync(notes)
    assert message(caught.value) == f"{notes} is not a folder. Give the folder to keep in step with"
    assert len(library) == 2


# ---- documents out


def test_documents_are_removed_by_path_name_and_id(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(notes, c_txt="A cow.", d_txt="A bee.")
    library.add([notes])
    ids = {Path(entry.sources[0]).name: entry.id for entry in library.documents()}
    monkeypatch.chdir(notes.parent)
    # An absolute path, one from here, a name and an id.
    report = library.remove([str(notes / "a.txt"), "notes/b.txt", "c.txt", ids["d.txt"]])
    assert report == Report(removed=sources(notes, "a.txt", "b.txt", "c.txt", "d.txt"))
    assert len(library) == kept_vectors(library) == 0
    assert library.search("cat") == library.check() == []


def test_a_folder_takes_out_all_that_came_from_it(
    library: Library, notes: Path, tmp_path: Path
) -> None:
    shelf(notes / "deep", c_txt="A cow.")
    library.add([notes, shelf(tmp_path / "notes2", d_txt="A bee.")])
    shutil.rmtree(notes)
    report = library.remove([str(notes)])
    assert sorted(report.removed) == sources(notes, "a.txt", "b.txt", "deep/c.txt")
    assert names(library) == {"d.txt"}


def test_a_name_takes_out_all_files_of_that_name_and_a_path_only_its_own(
    library: Library, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shelf(tmp_path / "other", a_txt="A cow.", b_txt="A bee.")
    library.add([notes, other])
    assert sorted(library.remove(["a.txt"]).removed) == [
        *sources(notes, "a.txt"),
        *sources(other, "a.txt"),
    ]
    monkeypatch.chdir(other)
    assert library.remove(["b.txt"]).removed == sources(other, "b.txt")
    assert library.documents()[0].sources == (str(notes / "b.txt"),)


def test_a_removed_path_leaves_the_text_to_its_other_source(library: Library, notes: Path) -> None:
    shelf(notes, a2_txt="A cat.")
    library.add([notes])
    library.remove(["a.txt"])
    assert library.search("cat")[0].document.sources == (str(notes / "a2.txt"),)


def test_an_unknown_name_is_reported_and_the_rest_goes_on(library: Library, notes: Path) -> None:
    library.add([notes])
    assert library.remove(["cow.txt", "a.txt"]) == Report(
        removed=sources(notes, "a.txt"),
        failed=[("cow.txt", "cow.txt is not in the library. See what is: quoth list")],
    )


def test_no_byte_of_a_removed_or_replaced_text_stays_on_disk(library: Library, notes: Path) -> None:
    shelf(notes, c_txt="The zebrafinch.", d_txt="The quetzal.")
    library.add([notes])
    (notes / "d.txt").write_text("The cow grazes.")
    library.add([notes])
    library.remove(["c.txt"])
    for file in library.folder.iterdir():
        content = file.read_bytes().lower()
        # FTS5 keeps only the letters that differ from the word before.
        assert b"ebrafin" not in content, file
        assert b"uetzal" not in content, file


# ---- opening


def test_a_folder_without_a_library_is_told_in_one_line(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(LibraryError) as caught:
            Library.open(folder)
        assert message(caught.value) == (
            f"{folder} holds no library (no library.db in it)."
            f" Make one first: quoth add DOCUMENTS --library {folder}"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_told_in_one_line(tmp_path: Path, encoder: WordEncoder) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(LibraryError) as caught:
        Library.open(path, encoder=encoder, create=True)
    assert message(caught.value) == (
        f"no library can be made in {path} (File exists). Choose another folder with --library"
    )


def test_another_encoder_is_told_in_one_line(library: Library) -> None:
    with pytest.raises(LibraryError) as caught:
        Library.open(library.folder, encoder=WordEncoder("cat", "dog", name="other"))
    assert message(caught.value) == (
        f"{library.folder} was made with the encoder 'toy', not 'other'. Open it with"
        " --encoder toy, or make it anew: quoth rebuild --encoder other"
    )


def test_without_an_encoder_it_is_opened_with_the_one_it_was_made_with(library: Library) -> None:
    with Library.open(library.folder) as again:
        assert again.encoder.name == "toy"


def test_other_weights_are_told_in_one_line_by_search_add_and_check(
    library: Library, notes: Path
) -> None:
    library.add([notes])
    shelf(notes, c_txt="A cow.")
    other = WordEncoder("cat", "cow")
    line = (
        f"{library.folder} was made with other weights of 'toy' (sha256"
        f" {library.encoder.fingerprint[:8]}…, now {other.fingerprint[:8]}…)."
        " Put those back, or make it anew with these: quoth rebuild"
    )
    with Library.open(library.folder, encoder=other) as again:
        with pytest.raises(LibraryError) as caught:
            again.search("cat")
        assert message(caught.value) == line
        with pytest.raises(LibraryError) as caught:
            again.add([notes])
        assert message(caught.value) == line
        assert [finding.what for finding in again.check()] == [line]


def test_a_library_is_made_in_folders_that_are_not_there(
    tmp_path: Path, encoder: WordEncoder, notes: Path
) -> None:
    folder = tmp_path / "a" / "b"
    with Library.open(folder, encoder=encoder, create=True) as library:
        library.add([notes])
    with Library.open(str(folder), encoder=encoder, create=True) as library:
        assert len(library) == 2


@pytest.mark.parametrize("name", ["empty", "begun"])
def test_a_library_whose_making_was_killed_is_made_again(
    tmp_path: Path, encoder: WordEncoder, notes: Path, name: str
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / DATABASE).touch()
    if name == "begun":
        with pytest.raises(LibraryError):
            Catalog(folder / DATABASE)  # turns on the write-ahead log, which fills a page
        assert (folder / DATABASE).stat().st_size > 0
    with Library.open(folder, encoder=encoder, create=True) as library:
        library.add([notes])
        assert library.check() == []


# ---- the vectors' file


def test_search_is_the_same_without_with_a_stale_and_with_a_damaged_vectors_file(
    library: Library, encoder: WordEncoder, notes: Path
) -> None:
    shelf(notes, c_txt="cat cat dog", d_txt="cat dog dog")
    library.add([notes])
    file = library.folder / VECTORS
    older = file.read_bytes()
    library.remove(["a.txt"])
    shelf(notes, e_txt="cat dog")
    library.add([notes / "e.txt"])
    newest = file.read_bytes()
    expected = library.search("cat")
    assert len(expected) == 4
    damaged = bytearray(newest)
    damaged[len(damaged) // 2] ^= 1
    for content in (None, older, bytes(damaged), newest[:-50], newest):
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        with Library.open(library.folder, encoder=encoder) as again:
            assert again.search("cat") == expected
            assert again.check() == []
    assert encoder.encoded.count("e\ncat dog") == 1


# ---- several at once


def test_another_library_over_the_same_folder_sees_each_change_at_once(
    library: Library, notes: Path
) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        assert other.search("cat") == []
        library.add([notes])
        cats = other.search("cat")
        assert texts(cats) == ["A cat.", "A dog."]
        assert (len(other), other.frequency("cat")) == (2, 1)
        shelf(notes, a2_txt="A cat.")
        library.add([notes])
        assert other.document(cats[0].document.id).sources == tuple(
            sources(notes, "a.txt", "a2.txt")
        )
        library.remove(["a.txt", "a2.txt"])
        assert texts(other.search("cat")) == ["A dog."]
        assert (len(other), other.frequency("cat")) == (1, 0)
        with pytest.raises(KeyError):
            other.document(cats[0].document.id)


def test_two_that_write_by_turns_do_not_undo_each_other(library: Library, notes: Path) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        library.add([notes / "a.txt"])
        other.add([notes / "b.txt"])
        shelf(notes, c_txt="A cow.")
        library.add([notes / "c.txt"])
        other.remove(["a.txt"])
        for each in (library, other):
            assert names(each) == {"b.txt", "c.txt"}
            assert each.check() == []


_ADD = """
import sys
from index.library import Library
from tests.fakes import WordEncoder

def tell(done, files, name):
    # A pipe holds 64 KiB: who adds is never more than some 32 files ahead of who reads.
    print(str(done).ljust(2000), flush=True)

with Library.open(sys.argv[1], encoder=WordEncoder("cat", "dog"), create=True) as library:
    print("open", flush=True)
    library.sync(sys.argv[2], progress=tell)
"""


def start_adding(folder: Path, notes: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _ADD, str(folder), str(notes)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_search_goes_on_while_another_process_adds(library: Library, tmp_path: Path) -> None:
    folder = shelf(tmp_path / "s", **{f"n{number}_txt": f"cat {number}" for number in range(60)})
    seen = set()
    with start_adding(library.folder, folder) as adding:
        assert adding.stdout is not None
        while adding.stdout.readline():
            hits = library.search("cat", top=100)
            assert all(hit.text.startswith("cat ") for hit in hits)
            seen.add(len(hits))
    assert adding.returncode == 0
    assert len(library.search("cat", top=100)) == len(library) == 60
    assert any(0 < count < 60 for count in seen)
    assert library.check() == []


def test_a_kill_at_any_moment_leaves_a_library_that_the_next_sync_completes(
    tmp_path: Path,
) -> None:
    notes = shelf(
        tmp_path / "notes",
        **{f"n{number:03}_txt": f"cat {number} " + "dog. " * 700 for number in range(160)},
    )
    folder = tmp_path / "library"
    kept = 0
    # Killed at once, when the library is made, and when so many more files are in.
    for moment in (0, 1, 2, 13, 60):
        with start_adding(folder, notes) as adding:
            assert adding.stdout is not None
            for _ in range(moment):
                # Files that were in before are told first.
                adding.stdout.readline()
            adding.send_signal(signal.SIGKILL)
        assert adding.returncode == -signal.SIGKILL
        if not (folder / DATABASE).exists():
            continue
        with Library.open(folder, encoder=WordEncoder("cat", "dog"), create=True) as library:
            waiting = library.stats().without_vectors
            assert {finding.what for finding in library.check()} <= {
                f"passages that have no vector yet and are found by words alone: {waiting}"
            }
            documents = library.documents()
            assert kept <= len(documents) < 160
            kept = len(documents)
            # 3,500 characters and a few are six passages of at most 700.
            assert {entry.passages for entry in documents} <= {6}
            # No passage has the word: all are found by their vectors.
            assert len(library.search("cow", top=1000)) == len(library) - waiting
            assert len(library) == 6 * kept
    assert kept > 0
    with start_adding(folder, notes) as adding:
        adding.communicate()
    assert adding.returncode == 0
    with Library.open(folder, encoder=WordEncoder("cat", "dog")) as library:
        assert (len(library.documents()), len(library)) == (160, 960)
        assert library.check() == []


def test_threads_search_while_one_adds_and_removes(library: Library, tmp_path: Path) -> None:
    folder = shelf(tmp_path / "s", **{f"n{number}_txt": f"cat {number}" for number in range(40)})
    done = threading.Event()
    failures: list[BaseException] = []
    searches = [0, 0, 0]

    def search(thread: int) -> None:
        try:
            while not (done.is_set() and searches[thread]):
                hits = library.search("cat", top=50)
                assert all(hit.text.startswith("cat ") for hit in hits)
                # None until the vector is made.
                assert {hit.cosine for hit in hits} <= {1, None}
                assert library.frequency("cat") <= 40
                searches[thread] += 1
        except BaseException as error:  # raised again below, in the thread pytest watches
            failures.append(error)

    threads = [threading.Thread(target=search, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    try:
        for file in sorted(folder.iterdir()):
            library.add([file])
        library.remove([f"n{number}.txt" for number in range(20)])
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert len(library.search("cat", top=50)) == 20
    assert library.check() == []


# ---- doctor


def test_a_file_that_is_gone_or_changed_is_found_with_its_remedy(
    library: Library, notes: Path
) -> None:
    library.add([notes])
    (notes / "a.txt").unlink()
    (notes / "b.txt").write_text("A dog barks.")
    assert library.check() == [
        Finding(f"{notes}/a.txt is gone", f"quoth remove {notes}/a.txt"),
        Finding(f"{notes}/b.txt has changed", f"quoth add {notes}/b.txt"),
    ]


def test_a_broken_catalog_is_found_with_its_remedy(library: Library, notes: Path) -> None:
    library.add([notes])
    library.catalog.execute("DELETE FROM words")
    assert library.check() == [
        Finding(
            "passage without its words: 2",
            f"Put back a copy with quoth restore, or remove {library.folder} and add the"
            " documents again",
        )
    ]


def test_damage_is_told_in_one_line_by_search_and_by_check(
    tmp_path: Path, encoder: WordEncoder, notes: Path
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, encoder=encoder, create=True) as library:
        library.add([notes])
    content = bytearray((folder / DATABASE).read_bytes())
    for page in range(2, len(content) // 4096):  # 0 is the schema, 1 the facts
        content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    (folder / DATABASE).write_bytes(content)
    (folder / VECTORS).unlink()
    with Library.open(folder, encoder=encoder) as library:
        with pytest.raises(LibraryError) as caught:
            library.search("cat")
        assert message(caught.value).startswith(f"{folder / DATABASE} cannot be used (")
        assert library.check()
        assert all(len(finding.what.splitlines()) == 1 for finding in library.check())
