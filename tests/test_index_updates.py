"""What becomes of files: failures, files inside files, files without a path, folders."""

import errno
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from index import inventory
from index.catalog import Stamp
from index.errors import LibraryError, UnreadableFile, UserError
from index.formats.table import Reading
from index.holdings import Failure
from index.intake import Report
from index.library import VECTORS, Library
from index.vectors import Vectors
from tests.fakes import WordEncoder, shelf

EMPTY = "is empty"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat", "dog"), create=True) as made:
        yield made


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return shelf(tmp_path / "notes", a_txt="A cat.", b_txt="A dog.")


def archive(path: Path, **texts: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in texts.items():
            made.writestr(name.replace("_", "."), text)
    return path


def texts(library: Library) -> list[str]:
    return sorted(library.document(entry.id).text for entry in library.documents())


def kept(library: Library) -> list[str]:
    folder = library.folder / "kept"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# ---- failures


def test_a_failure_stays_until_the_file_is_read(library: Library, notes: Path) -> None:
    bad = notes / "c.txt"
    bad.write_bytes(b"")
    (failure,) = library.sync(notes).failed
    assert failure == (str(bad), f"{bad} {EMPTY}")
    assert library.failures() == [Failure(*failure)]
    assert library.stats().failures == 1
    # It has not changed: told again, and not tried.
    assert library.sync(notes).failed == [failure]
    bad.write_text("A cow.")
    assert library.sync(notes).added == [str(bad)]
    assert (library.failures(), library.check()) == ([], [])


def test_retrying_reads_again_what_has_not_changed(library: Library, notes: Path) -> None:
    bad = shelf(notes, c_txt="A cow.") / "c.txt"
    read, library.read = library.read, lambda path, source: read(Path("/none.txt"), source)
    assert [path for path, _ in library.add([bad]).failed] == [str(bad)]
    library.read = read
    assert library.retry() == Report(added=[str(bad)])
    assert library.retry() == Report()
    assert library.failures() == []


@pytest.mark.parametrize("emptied", [False, True])
def test_retrying_while_a_disk_is_away_takes_nothing_out(
    library: Library, tmp_path: Path, notes: Path, emptied: bool
) -> None:
    bad, broken, parts = notes / "b.txt", notes / "c.txt", notes / "d.zip"
    broken.write_bytes(b"")
    archive(parts, e_txt="A cow.", f_txt="")
    library.add([notes])
    bad.write_bytes(b"")
    library.add([notes])
    away = tmp_path / "away"
    notes.rename(away)
    if emptied:
        notes.mkdir()
    line = (
        "{0} is not there, nor is anything beside it; what was read of it stays. Is its disk"
        " mounted? If it is meant to go: quoth remove {0}"
    )
    failed = [(str(path), line.format(path)) for path in (bad, parts)]
    # Of the one that was never read nothing is lost.
    assert library.retry() == Report(removed=[str(broken)], failed=failed)
    assert texts(library) == ["A cat.", "A cow.", "A dog."]
    assert [failure.path for failure in library.failures()] == [str(bad), f"{parts}/f.txt"]
    if emptied:
        notes.rmdir()
    away.rename(notes)
    bad.write_text("A dog, again.")
    assert library.retry().replaced == [str(bad)]
    # Where others are still there, it is the file that is gone.
    parts.unlink()
    assert library.retry() == Report(removed=[str(parts)])
    assert texts(library) == ["A cat.", "A dog, again."]


def test_retrying_puts_in_the_parts_that_can_be_read_now(library: Library, notes: Path) -> None:
    path = notes / "a.txt"
    read = library.read

    def in_part(path: Path, source: str) -> Reading:
        (document,) = read(path, source).documents
        text = "A cat. A zebrafinch."
        return Reading((replace(document, text=text),), ((f"{source}/page 2", "no text layer"),))

    def whole(path: Path, source: str) -> Reading:
        (document,) = read(path, source).documents
        return Reading((replace(document, text="A cat. A wagtail. The dog of page 2."),))

    library.read = in_part
    assert [failed for failed, _ in library.add([path]).failed] == [f"{path}/page 2"]
    library.read = whole
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        assert [hit.text for hit in other.search("dog")] == ["A cat. A zebrafinch."]
        assert library.retry() == Report(replaced=[str(path)])
        # Also where it is open elsewhere. (1, 1) / sqrt 2 by (0, 1).
        (hit,) = other.search("dog")
        assert hit.text == "A cat. A wagtail. The dog of page 2."
        assert hit.cosine == pytest.approx(0.5**0.5, abs=1e-3)
        assert library.check() == other.check() == []
    assert (library.failures(), library.retry()) == ([], Report())
    assert library.catalog.unscrubbed is None
    for file in library.folder.iterdir():
        assert b"ebrafin" not in file.read_bytes()


def test_a_file_that_is_gone_or_removed_is_no_failure_any_more(
    library: Library, notes: Path
) -> None:
    for name in ("c.txt", "d.txt", "e.txt"):
        (notes / name).write_bytes(b"")
    library.sync(notes)
    (notes / "c.txt").unlink()
    assert library.retry().removed == [str(notes / "c.txt")]
    assert library.remove(["d.txt"]).removed == [str(notes / "d.txt")]
    (notes / "d.txt").unlink()
    (notes / "e.txt").unlink()
    assert library.sync(notes).removed == [str(notes / "e.txt")]
    assert library.failures() == []


def test_what_was_read_before_stays_while_a_file_cannot_be_read(
    library: Library, notes: Path
) -> None:
    library.sync(notes)
    (notes / "a.txt").write_bytes(b"")
    assert len(library.sync(notes).failed) == 1
    assert texts(library) == ["A cat.", "A dog."]
    (notes / "a.txt").write_text("A cow.")
    assert library.sync(notes).replaced == [str(notes / "a.txt")]
    assert texts(library) == ["A cow.", "A dog."]


def test_what_is_not_on_disk_or_too_large_is_told(library: Library, notes: Path) -> None:
    huge = notes / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(2_000_000_000)
    report = library.add([notes / "none.txt", huge])
    assert [path for path, _ in report.failed] == [str(notes / "none.txt"), str(huge)]
    assert "2,000.0 MB" in report.failed[1][1]
    assert [failure.path for failure in library.failures()] == [str(huge)]


def test_a_link_to_what_is_not_there_is_a_failure_until_it_is_mended(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, loop = notes / "c.txt", notes / "d.txt"
    link.symlink_to("gone.txt")
    loop.symlink_to("d.txt")
    line = "{} is a link to what is not there. Mend the link, or take it away"
    failed = [(str(path), line.format(path)) for path in (link, loop)]
    monkeypatch.chdir(notes.parent)
    # Also where it was given by a short path.
    assert library.add(["notes"]).failed == failed
    assert library.failures() == [Failure(*each) for each in failed]
    # It is there, and so neither gone nor forgotten.
    for change in (library.retry, lambda: library.sync(notes)):
        assert (change().failed, library.check()) == (failed, [])
    shelf(notes, gone_txt="A cow.")
    loop.unlink()
    report = library.sync(notes)
    assert (report.added, report.also) == ([str(link)], [str(notes / "gone.txt")])
    assert report.removed == [str(loop)]
    assert library.failures() == []
    # What it led to stays with what was read of it.
    (notes / "gone.txt").unlink()
    (finding,) = library.check()[:1]
    assert (finding.what, finding.mend) == (
        f"{link} is a link to what is not there",
        f"Mend it, or quoth remove {link}",
    )
    assert library.sync(notes).failed == failed[:1]
    assert texts(library) == ["A cat.", "A cow.", "A dog."]
    assert library.retry() == Report(failed=failed[:1])
    link.unlink()
    assert library.retry() == Report(removed=[str(link)])
    assert (library.failures(), texts(library)) == ([], ["A cat.", "A dog."])


def test_a_file_that_may_not_be_looked_at_is_a_failure_until_it_may(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, stat = shelf(notes / "shut", c_txt="A cow.") / "c.txt", os.stat

    def shut(where: Any, **rest: Any) -> Any:
        if str(where) == str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(where, **rest)

    failed = [(str(path), f"{path} cannot be read (Permission denied). Check the path")]
    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", shut)
        assert library.sync(notes).failed == failed
        assert library.failures() == [Failure(*failed[0])]
        assert library.retry() == Report(failed=failed)
        assert library.check() == []
    assert library.sync(notes).added == [str(path)]
    assert library.failures() == []


# ---- files inside files


def test_files_inside_a_file_are_documents_of_their_own(library: Library, notes: Path) -> None:
    pack = archive(notes / "p.zip", x_txt="A cow.", y_txt="", z_txt="A cat.")
    report = library.add([notes])
    assert report.added == [str(notes / "a.txt"), str(notes / "b.txt"), str(pack)]
    assert [path for path, _ in report.failed] == [f"{pack}/y.txt"]
    assert [failure.path for failure in library.failures()] == [f"{pack}/y.txt"]
    assert {source for entry in library.documents() for source in entry.sources} == {
        *(str(notes / "a.txt"), str(notes / "b.txt")),
        *(f"{pack}/x.txt", f"{pack}/z.txt"),
    }
    assert library.check() == []
    # The archive goes with all that is in it, but the cat is also a file.
    assert [entry.title for entry in library.named([str(pack)])] == ["a", "x"]
    assert library.remove(["p.zip"]).removed == [str(pack), f"{pack}/x.txt", f"{pack}/z.txt"]
    assert texts(library) == ["A cat.", "A dog."]
    assert (library.failures(), library.check()) == ([], [])


def test_a_changed_archive_leaves_only_what_is_in_it_now(library: Library, notes: Path) -> None:
    pack = archive(notes / "p.zip", x_txt="A cow.", y_txt="A bee.")
    library.add([pack])
    archive(pack, y_txt="A bee.", z_txt="An owl and an elk.")
    assert library.add([pack]).replaced == [str(pack)]
    assert texts(library) == ["A bee.", "An owl and an elk."]
    assert library.check() == []


def test_a_copy_of_an_archive_is_not_unpacked_again(library: Library, notes: Path) -> None:
    pack = archive(notes / "p.zip", x_txt="A cow.", y_txt="")
    library.add([pack])
    library.read = lambda path, source: pytest.fail("read again")
    copy = notes / "q.zip"
    copy.write_bytes(pack.read_bytes())
    assert library.add([copy]).also == [str(copy)]
    (entry,) = library.documents()
    assert entry.sources == (f"{pack}/x.txt", f"{copy}/x.txt")
    assert [failure.path for failure in library.failures()] == [f"{pack}/y.txt", f"{copy}/y.txt"]


def test_a_folder_in_the_place_of_an_archive_leaves_nothing_of_it(
    library: Library, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    path = archive(notes / "a.zip", b_txt="A cat.", c_txt="A cow.")
    library.sync(notes)
    path.unlink()
    shelf(path, b_txt="A dog.")
    report = library.sync(notes)
    assert (report.added, report.removed) == ([str(path / "b.txt")], [str(path)])
    assert (texts(library), library.check()) == (["A dog."], [])
    assert [hit.document.source for hit in library.search("cat")] == [str(path / "b.txt")]
    # And the other way.
    shutil.rmtree(path)
    archive(path, b_txt="A hen.", c_txt="A cow.")
    report = library.sync(notes)
    assert (report.added, report.removed) == ([str(path)], [str(path / "b.txt")])
    assert (texts(library), library.check()) == (["A cow.", "A hen."], [])
    # Its bytes may be known by then.
    other = archive(tmp_path / "b.zip", d_txt="An owl.")
    library.add([other])
    path.unlink()
    shelf(path, d_txt="A bee.")
    library.sync(notes)
    shutil.rmtree(path)
    shutil.copy(other, path)
    assert library.sync(notes).also == [str(path)]
    assert (texts(library), library.check()) == (["An owl."], [])


def test_one_file_inside_a_file_can_be_taken_out(library: Library, notes: Path) -> None:
    pack = archive(notes / "p.zip", x_txt="A cow.", y_txt="A bee.")
    library.add([pack])
    assert library.remove([f"{pack}/x.txt"]).removed == [f"{pack}/x.txt"]
    assert texts(library) == ["A bee."]
    library.remove([f"{pack}/y.txt"])
    # With the last of them the archive is forgotten too, and can be taken in anew.
    assert library.add([pack]).added == [str(pack)]


# ---- files without a path


def test_bytes_are_kept_and_known_by_their_name(library: Library) -> None:
    assert library.add_bytes("up/load.txt", b"A cat.", tags=["new"]) == Report(added=["load.txt"])
    (entry,) = library.documents()
    assert (entry.title, entry.sources, entry.tags) == ("load", ("load.txt",), ("new",))
    path = library.original("load.txt")
    sha256 = hashlib.sha256(b"A cat.").hexdigest()
    assert path == library.folder / "kept" / sha256 / "load.txt"
    assert path.read_bytes() == b"A cat."
    assert library.add_bytes("load.txt", b"A cat.") == Report(unchanged=["load.txt"])
    assert library.check() == []


def test_bytes_of_the_same_name_take_the_place_of_those_before(library: Library) -> None:
    library.add_bytes("a.txt", b"A zebrafinch.")
    assert library.add_bytes("a.txt", b"A dog.") == Report(replaced=["a.txt"])
    assert library.add_bytes("b.txt", b"A dog.") == Report(also=["b.txt"])
    assert texts(library) == ["A dog."]
    assert kept(library) == ["a.txt", "b.txt"]
    library.remove(["a.txt"])
    assert kept(library) == ["b.txt"]
    library.remove(["b.txt"])
    assert kept(library) == []
    for file in library.folder.rglob("*"):
        assert file.is_dir() or b"ebrafin" not in file.read_bytes()


@pytest.mark.parametrize("name", ["", ".", "..", "a/..", "a\0.txt", "\udcff.txt", "x" * 300])
def test_a_name_that_is_none_is_refused(library: Library, name: str) -> None:
    ((_, line),) = library.add_bytes(name, b"A cat.").failed
    assert line.endswith("is no name for a file. Give one such as notes.txt")
    assert library.failures() == []


def test_bytes_that_cannot_be_read_are_a_failure_that_can_be_retried(library: Library) -> None:
    ((name, line),) = library.add_bytes("a.txt", b" ").failed
    assert (name, line) == ("a.txt", "a.txt is empty")
    assert [failure.path for failure in library.failures()] == ["a.txt"]
    assert [path for path, _ in library.retry().failed] == ["a.txt"]
    assert [path for path, _ in library.add_bytes("a.exe", b"MZ").failed] == ["a.exe"]
    assert kept(library) == ["a.txt"]
    library.remove(["a.txt"])
    assert (library.failures(), kept(library)) == ([], [])


def test_bytes_whose_reading_is_broken_off_leave_nothing(library: Library) -> None:
    def stop(path: Path, source: str) -> Reading:
        raise KeyboardInterrupt

    library.read = stop
    with pytest.raises(KeyboardInterrupt):
        library.add_bytes("a.txt", b"A cat.")
    assert (library.failures(), kept(library), library.check()) == ([], [], [])


def test_of_two_that_send_bytes_under_one_name_the_last_stays(library: Library) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        read = library.read

        def meddle(path: Path, source: str) -> Reading:
            other.add_bytes("a.txt", b"A dog.")
            return read(path, source)

        library.read = meddle
        assert library.add_bytes("a.txt", b"A cat.") == Report(replaced=["a.txt"])
        assert (texts(other), kept(other)) == (["A cat."], ["a.txt"])
        assert library.check() == other.check() == []


# ---- in two steps


def test_a_document_is_found_by_words_before_its_vectors_are_made(
    library: Library, notes: Path
) -> None:
    def stop(texts: object) -> object:
        raise KeyboardInterrupt

    encode, library.encoder.encode_passages = library.encoder.encode_passages, stop  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        library.add([notes])
    (hit,) = library.search("cat")
    assert (hit.text, hit.meaning_rank, hit.cosine) == ("A cat.", None, None)
    (finding,) = library.check()
    assert finding.what == "passages that have no vector yet and are found by words alone: 2"
    library.encoder.encode_passages = encode  # type: ignore[method-assign]
    # Nothing has changed, and yet they are made.
    assert library.sync(notes).unchanged == [str(notes / "a.txt"), str(notes / "b.txt")]
    assert [hit.cosine for hit in library.search("cat")] == [1, 0]
    assert library.check() == []


def test_passages_of_like_length_are_encoded_together(library: Library, tmp_path: Path) -> None:
    sizes = {f"n{number}_txt": "cat " * (1 + number * 7 % 11) for number in range(11)}
    library.add([shelf(tmp_path / "s", **sizes)])
    lengths = [len(text.partition("\n")[2]) for text in library.encoder.encoded]  # type: ignore[attr-defined]
    assert lengths == sorted(lengths)


def test_two_that_make_vectors_go_through_them_in_different_orders(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.intake.ENCODE_AT_ONCE", 2)
    library.add([shelf(tmp_path / "s", **{f"n{n:02}_txt": f"cat {n:02}" for n in range(60)})])
    encoded: list[str] = library.encoder.encoded  # type: ignore[attr-defined]
    in_order = [f"n{n:02}\ncat {n:02}" for n in range(60)]
    assert sorted(encoded) == in_order
    # That 30 pairs come in order by chance will not be seen.
    assert encoded != in_order
    assert sorted(zip(encoded[::2], encoded[1::2], strict=True)) == list(
        zip(in_order[::2], in_order[1::2], strict=True)
    )


def test_of_a_changed_file_only_the_passages_that_changed_are_encoded(
    library: Library, tmp_path: Path
) -> None:
    notes = shelf(tmp_path / "s", a_md="# Pets\n\n## One\n\nA cat.\n\n## Two\n\nA dog.\n")
    library.sync(notes)
    encoded: list[str] = library.encoder.encoded  # type: ignore[attr-defined]
    assert encoded == [
        "Pets\n# Pets",
        "Pets > One\n## One\n\nA cat.",
        "Pets > Two\n## Two\n\nA dog.",
    ]
    shelf(notes, a_md="# Pets\n\nMine.\n\n## One\n\nA cat.\n\n## Two\n\nA dog and a cat.\n")
    assert library.sync(notes).replaced == [str(notes / "a.md")]
    assert encoded[3:] == ["Pets\n# Pets\n\nMine.", "Pets > Two\n## Two\n\nA dog and a cat."]
    # (1, 0) by (1, 0), and by (1, 1) / sqrt 2; the first passage has neither word.
    cosines = {hit.text.split("\n")[-1]: hit.cosine for hit in library.search("cat")}
    assert cosines == {
        "A cat.": 1,
        "A dog and a cat.": pytest.approx(0.5**0.5, abs=1e-3),
        "Mine.": 0,
    }
    assert library.check() == []


# ---- folders


def test_all_remembered_folders_are_kept_in_step_with(library: Library, tmp_path: Path) -> None:
    one, two = shelf(tmp_path / "one", a_txt="A cat."), shelf(tmp_path / "two", b_txt="A dog.")
    library.sync(one)
    library.sync(two)
    shelf(one, c_txt="A cow.")
    os.rename(two, tmp_path / "moved")
    report = library.sync_all()
    assert (report.added, report.unchanged) == ([str(one / "c.txt")], [str(one / "a.txt")])
    line = f"{two} is not a folder. Give the folder to keep in step with"
    assert report.failed == [(str(two), line)]
    assert texts(library) == ["A cat.", "A cow.", "A dog."]


def test_a_folder_without_a_name_is_not_the_one_somebody_is_in(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notes)
    with pytest.raises(UnreadableFile, match=r"^'' is not a folder\. Give the folder to keep"):
        library.sync("")
    assert (library.folders(), texts(library)) == ([], [])
    assert library.sync(".").added == [str(notes / "a.txt"), str(notes / "b.txt")]


def test_a_file_that_is_taken_out_meanwhile_gets_no_tags(library: Library, notes: Path) -> None:
    library.add([notes])
    paths = [str(notes / "a.txt"), str(notes / "b.txt")]
    library.remove(paths[:1])
    inventory.tag(library.catalog, paths, add=["soft"], remove=["hard"])
    assert library.tags() == {"soft": 1}
    assert library.check() == []


def test_a_file_that_is_renamed_keeps_its_tags_and_its_collection(
    library: Library, notes: Path
) -> None:
    library.sync(notes, collection="all")
    library.tag(["a.txt"], add=["soft", "old"])
    library.move(["a.txt"], "cats")
    (notes / "a.txt").rename(notes / "c.txt")
    report = library.sync(notes)
    assert (report.also, report.removed) == ([str(notes / "c.txt")], [str(notes / "a.txt")])
    second, first = library.documents()
    assert (first.sources, first.tags, first.collections) == (
        (str(notes / "c.txt"),),
        ("old", "soft"),
        ("cats",),
    )
    assert (second.tags, second.collections) == ((), ("all",))
    # A copy beside it is another file, and who names a collection means it.
    shutil.copy(notes / "c.txt", notes / "d.txt")
    library.sync(notes)
    assert library.tags() == {"old": 1, "soft": 1}
    assert library.collections() == {"all": 2, "cats": 1}
    (notes / "c.txt").rename(notes / "e.txt")
    library.sync(notes, collection="new")
    assert library.collections() == {"new": 2}
    assert library.tags() == {"old": 1, "soft": 1}
    assert library.check() == []


def labels(library: Library) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The tags and the collections of all documents, by title."""
    return {entry.title: (entry.tags, entry.collections) for entry in library.documents()}


@pytest.mark.parametrize("followed", [False, True])
def test_a_file_that_is_renamed_is_called_by_its_new_name(
    library: Library, notes: Path, followed: bool
) -> None:
    shelf(notes, c_md="# The cow\n\nA cow.")
    library.sync(notes)
    pairs = [("a.txt", "cat of Ada.txt"), ("c.md", "d.md")]
    for old, new in pairs:
        (notes / old).rename(notes / new)
    if followed:
        olds, news = (
            [str(notes / each) for each in several] for several in zip(*pairs, strict=True)
        )
        report = library.follow(notes, news, olds)
    else:
        report = library.sync(notes)
    assert (len(report.also), len(report.removed), report.failed) == (2, 2, [])
    # What a file calls itself stays.
    assert [entry.title for entry in library.documents()] == ["The cow", "b", "cat of Ada"]
    assert [hit.document.name for hit in library.search("Ada", top=1)] == ["cat of Ada.txt"]
    assert library.check() == []


def test_a_copy_is_called_by_its_own_name_once_the_first_is_taken_out(
    library: Library, notes: Path
) -> None:
    library.add([notes])
    shelf(notes, copy_txt="A cat.")
    library.add([notes / "copy.txt"])
    assert [entry.title for entry in library.documents()] == ["a", "b"]
    library.remove(["a.txt"])
    assert [entry.title for entry in library.documents()] == ["b", "copy"]
    assert library.check() == []


def test_a_file_that_is_renamed_to_another_kind_is_read_as_that(
    library: Library, notes: Path
) -> None:
    shelf(notes, c_txt="# The cow\n\nA cow.", e_txt="A bee.")
    library.sync(notes)
    (notes / "c.txt").rename(notes / "c.md")
    (notes / "e.txt").rename(notes / "e.docx")
    report = library.sync(notes)
    assert report.removed == [str(notes / "c.txt"), str(notes / "e.txt")]
    ((path, line),) = report.failed
    assert (path, line.startswith(path)) == (str(notes / "e.docx"), True)
    found = {entry.title: entry.media_type for entry in library.documents()}
    assert found == {
        "The cow": "text/markdown",
        "a": "text/plain",
        "b": "text/plain",
        # What was read of it stays.
        "e": "text/plain",
    }
    assert library.sync(notes).also == []


def test_each_file_of_a_folder_that_is_renamed_keeps_its_own(
    library: Library, tmp_path: Path
) -> None:
    notes = shelf(tmp_path / "notes", z_txt="A cow.")
    for name in ("one", "two"):
        # Both have the same bytes; which is which only their paths tell.
        shelf(notes / "deep" / name, a_txt="A cat.", b_txt=f"A dog of {name}.")
    library.sync(notes, collection="all")
    library.tag([str(notes / "deep" / "two" / "a.txt")], add=["second"])
    library.move([str(notes / "deep" / "two" / "a.txt")], "cats")
    library.tag([str(notes / "deep" / "one" / "b.txt")], add=["old", "soft"])
    (notes / "deep").rename(notes / "other")
    report = library.sync(notes)
    old, new = (
        [str(notes / home / name) for name in ("one/a.txt", "one/b.txt", "two/a.txt", "two/b.txt")]
        for home in ("deep", "other")
    )
    assert report == Report(also=new, unchanged=[str(notes / "z.txt")], removed=old)
    by_path = dict.fromkeys(new, ("all", []))
    by_path |= {new[1]: ("all", ["old", "soft"]), new[2]: ("cats", ["second"])}
    assert placed(library) == {**by_path, str(notes / "z.txt"): ("all", [])}
    assert library.check() == []


def placed(library: Library) -> dict[str, tuple[str, list[str]]]:
    """The collection and the tags of each file."""
    rows = library.catalog.execute("SELECT path, collection FROM file")
    tags = library.catalog.execute("SELECT file, name FROM tag ORDER BY name")
    return {path: (place, [name for file, name in tags if file == path]) for path, place in rows}


@pytest.mark.parametrize("add", [False, True])
def test_a_folder_that_is_moved_as_a_whole_keeps_what_its_files_were_given(
    library: Library, notes: Path, tmp_path: Path, add: bool
) -> None:
    take = (lambda folder: library.add([folder])) if add else library.sync
    take(notes)
    library.tag(["a.txt"], add=["soft"])
    library.move(["a.txt"], "cats")
    moved = notes.rename(tmp_path / "moved")
    assert take(moved) == Report(also=[str(moved / "a.txt"), str(moved / "b.txt")])
    # Their old paths stay until somebody takes them out: a disk may be away for a while.
    assert labels(library) == {"a": (("soft",), ("cats",)), "b": ((), ())}
    assert library.remove([str(notes)]).removed == [str(notes / "a.txt"), str(notes / "b.txt")]
    assert labels(library) == {"a": (("soft",), ("cats",)), "b": ((), ())}
    assert [entry.sources for entry in library.documents()] == [
        (str(moved / "a.txt"),),
        (str(moved / "b.txt"),),
    ]
    # A copy beside one that is there is another file.
    shutil.copytree(moved, notes)
    take(notes)
    assert placed(library)[str(notes / "a.txt")] == ("", [])
    assert library.check() == []


@pytest.mark.parametrize(("first", "second"), [("from", "to"), ("to", "from")])
def test_what_is_moved_from_one_folder_to_another_keeps_what_it_was_given(
    library: Library, tmp_path: Path, first: str, second: str
) -> None:
    # Whichever of them is gone through first.
    home, other = tmp_path / f"1 {first}", tmp_path / f"2 {second}"
    if first == "to":
        home, other = other, home
    shelf(home, y_txt="A cow.")
    shelf(home / "deep", a_txt="A cat.", b_txt="A dog.")
    shelf(other, z_txt="A bee.")
    library.sync(home, collection="home")
    library.sync(other, collection="other")
    library.tag(["a.txt"], add=["soft"])
    library.move(["a.txt"], "cats")
    encoded = len(library.encoder.encoded)  # type: ignore[attr-defined]
    (home / "deep").rename(other / "deep")
    report = library.sync_all()
    assert report.also == [str(other / "deep" / name) for name in ("a.txt", "b.txt")]
    assert report.removed == [str(home / "deep" / name) for name in ("a.txt", "b.txt")]
    assert labels(library) == {
        "a": (("soft",), ("cats",)),
        # What nobody put anywhere goes where the folder's files go.
        "b": ((), ("other",)),
        "y": ((), ("home",)),
        "z": ((), ("other",)),
    }
    assert len(library.encoder.encoded) == encoded  # type: ignore[attr-defined]
    assert library.check() == []


def test_folders_in_one_another_are_kept_in_step_with_together(
    library: Library, tmp_path: Path
) -> None:
    outer = shelf(tmp_path / "outer", a_txt="A cat.")
    inner = shelf(outer / "inner", b_txt="A dog.", c_txt="A cow.")
    library.sync(outer)
    (outer / ".quothignore").write_text("inner\n")
    (inner / "c.txt").unlink()
    # What the one leaves out the other offers; what is gone is told once.
    report = library.sync_all([outer, inner])
    assert report == Report(
        unchanged=[str(outer / "a.txt"), str(inner / "b.txt")],
        removed=[str(inner / "c.txt")],
        ignored=[str(inner)],
    )
    assert [folder.path for folder in library.folders()] == [str(outer), str(inner)]
    assert texts(library) == ["A cat.", "A dog."]
    assert library.sync_all().removed == []
    assert texts(library) == ["A cat.", "A dog."]


def test_of_several_folders_those_that_cannot_be_gone_through_are_told(
    library: Library, notes: Path, tmp_path: Path
) -> None:
    strange = shelf(tmp_path / "caf\udce9", a_txt="A cat.")
    report = library.sync_all([tmp_path / "none", "", strange, notes])
    assert report.added == [str(notes / "a.txt"), str(notes / "b.txt")]
    give = "is not a folder. Give the folder to keep in step with"
    assert [line for _, line in report.failed] == [
        f"{tmp_path}/none {give}",
        f"'' {give}",
        f"'{tmp_path}/caf\\udce9' is not UTF-8 and cannot be stored. Give it another name",
    ]
    assert [folder.path for folder in library.folders()] == [str(notes)]


def test_new_files_of_a_followed_folder_go_where_it_goes_and_others_stay(
    library: Library, notes: Path
) -> None:
    library.add([notes / "a.txt"], collection="cats")
    library.sync(notes, collection="all")
    library.move(["a.txt"], "cats")
    shelf(notes, a_txt="Another cat.", c_txt="A cow.")
    report = library.follow(notes, [notes / "a.txt", notes / "c.txt"], [str(notes / "b.txt")])
    assert report == Report(
        replaced=[str(notes / "a.txt")],
        added=[str(notes / "c.txt")],
        removed=[str(notes / "b.txt")],
    )
    assert labels(library) == {"a": ((), ("cats",)), "c": ((), ("all",))}


def test_what_a_followed_folder_brought_goes_where_it_is_left_out_later(
    library: Library, notes: Path
) -> None:
    library.sync(notes)
    shelf(notes, c_txt="A cow.")
    library.follow(notes, [notes / "c.txt"], [])
    (notes / ".quothignore").write_text("c.txt\n")
    assert library.sync(notes).removed == [str(notes / "c.txt")]
    assert texts(library) == ["A cat.", "A dog."]


def test_a_file_that_is_gone_takes_only_what_has_its_whole_path(
    library: Library, notes: Path
) -> None:
    shelf(notes, ab_txt="A cow.")
    (notes / "caf\u00e9.txt").write_text("A bee.")
    archive(notes / "d.zip", e_txt="A fly.")
    library.sync(notes)
    never = [
        notes / "[a]b.txt",
        notes / "*.txt",
        notes / "cafe\u0301.txt",
        notes / "deep" / "a.txt",
    ]
    assert library.follow(notes, [], map(str, never)) == Report()
    assert library.remove(["", " "], exactly=True).removed == []
    gone = library.follow(notes, [], [str(notes / "d.zip"), str(notes / "d.zip" / "e.txt")])
    assert gone.removed == [str(notes / "d.zip"), str(notes / "d.zip" / "e.txt")]
    assert texts(library) == ["A bee.", "A cat.", "A cow.", "A dog."]


def test_what_a_folder_does_not_offer_any_more_is_taken_out(
    library: Library, tmp_path: Path
) -> None:
    notes = shelf(tmp_path / "notes", a_txt="A cat.", b_txt="A dog.", c_txt="A cow.")
    shelf(notes / "deep", d_txt="A bee.")
    library.sync(notes)
    (notes / ".quothignore").write_text("a.txt\n")
    (notes / "deep").rename(tmp_path / "deep")
    (notes / "deep").symlink_to(tmp_path / "deep")
    report = library.sync(notes)
    gone = [str(notes / "a.txt"), str(notes / "deep" / "d.txt")]
    assert (report.removed, texts(library)) == (gone, ["A cow.", "A dog."])
    # Who gives it by its own name means it.
    library.add([notes / "a.txt"])
    assert library.sync(notes).removed == []
    assert texts(library) == ["A cat.", "A cow.", "A dog."]
    assert library.check() == []


def test_a_name_may_be_an_id_a_path_a_folder_a_pattern_or_a_file_name(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(notes / "deep", c_md="A cow.", d_txt="A bee.")
    library.add([notes])
    monkeypatch.chdir(notes)
    ids = {entry.title: entry.id for entry in library.documents()}
    for name, expected in {
        ids["a"]: ["a"],
        str(notes / "a.txt"): ["a"],
        "deep": ["c", "d"],
        "deep/*": ["c", "d"],
        "*.txt": ["a", "b", "d"],
        "[ab].txt": ["a", "b"],
        "d.txt": ["d"],
        "none": [],
        " ": [],
    }.items():
        assert sorted(entry.title for entry in library.named([name])) == expected, name
    assert len(library.remove(["*.txt"]).removed) == 3
    assert texts(library) == ["A cow."]


# ---- two at once


def test_who_saves_last_brings_nothing_back_that_another_took_out(
    library: Library, notes: Path
) -> None:
    library.add([notes])
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        # In its memory is the cat, which is taken out before it saves again.
        assert len(other.search("cat")) == 2
        library.remove(["a.txt"])
        other.add([shelf(notes, c_txt="A cow.") / "c.txt"])
    saved = Vectors.load(library.folder / VECTORS, 2, library.catalog.build)
    assert saved.numbers == library.catalog.numbers()
    assert len(saved) == 2
    assert library.traces(shelf(notes, d_txt="A cat.") / "d.txt") == []


def test_two_that_take_in_the_same_files_make_one_document_of_each(
    library: Library, notes: Path
) -> None:
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        read, done = library.read, []

        def meddle(path: Path, source: str) -> Reading:
            # While one reads the file, the other takes it in, and takes the next one out.
            reading = read(path, source)
            if not done:
                done.append(path)
                other.add([notes])
                other.remove(["b.txt"])
            return reading

        library.read = meddle
        assert len(library.add([notes]).failed) == 0
        assert texts(library) == texts(other) == ["A cat.", "A dog."]
        assert library.check() == other.check() == []
        assert len(library) == 2


def test_a_file_that_another_takes_out_while_it_is_looked_at_is_whole_or_gone(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add([notes])
    copy = shelf(notes, c_txt="A cat.") / "c.txt"
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:

        def meddle(path: Path, stamp: Stamp) -> str:
            # The cat is known by its bytes, and then is not.
            other.remove(["a.txt"])
            return hashlib.sha256(path.read_bytes()).hexdigest()

        monkeypatch.setattr("index.intake.sha256_of", meddle)
        assert library.add([copy]).added == [str(copy)]
        assert texts(other) == ["A cat.", "A dog."]
        assert other.check() == []


def test_a_name_is_found_however_its_accents_are_written(library: Library, tmp_path: Path) -> None:
    apart, whole = normalize("NFD", "Résumé.txt"), normalize("NFC", "Résumé.txt")
    notes = shelf(tmp_path / "notes")
    (notes / apart).write_text("A cat.")
    library.add([notes])
    assert [entry.sources for entry in library.named([whole])] == [(str(notes / apart),)]
    assert [entry.sources for entry in library.named([str(notes / whole)])] == [
        (str(notes / apart),)
    ]
    assert library.remove([whole]).removed == [str(notes / apart)]


def test_a_file_that_changes_before_it_is_read_is_known_by_what_was_read(
    library: Library, notes: Path
) -> None:
    read = library.read

    def late(path: Path, source: str) -> Reading:
        path.write_text("A dog, too late.")
        found = read(path, source)
        return Reading(found.documents, found.failed)

    library.read = late
    library.add([notes / "a.txt"])
    library.read = read
    # The bytes that were hashed: had they been noted, this file would lead to the other text.
    (notes / "c.txt").write_text("A cat.")
    assert library.add([notes / "c.txt"]).added == [str(notes / "c.txt")]
    assert texts(library) == ["A cat.", "A dog, too late."]


def test_a_file_whose_name_changes_in_capitals_alone_has_only_its_new_name(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync(notes)
    old, new = str(notes / "a.txt"), str(notes / "A.txt")
    os.rename(old, new)
    stat = os.stat

    def found(path: Any, **more: Any) -> os.stat_result:
        # As on a disk that finds it under either name.
        return stat(new if str(path) == old else path, **more)

    monkeypatch.setattr(os, "stat", found)
    report = library.sync(notes)
    assert (report.also, report.removed) == ([new], [old])
    assert [entry.sources for entry in library.documents()] == [(new,), (str(notes / "b.txt"),)]


def test_an_archive_that_changes_before_it_is_read_is_not_known_by_the_bytes_before(
    library: Library, notes: Path
) -> None:
    read = library.read

    def late(path: Path, source: str) -> Reading:
        archive(path, in_txt="A dog, too late.")
        found = read(path, source)
        return Reading(found.documents, found.failed)

    library.read = late
    first = archive(notes / "c.zip", in_txt="A cat.")
    library.add([first])
    library.read = read
    other = archive(notes / "d.zip", in_txt="A cat.")
    assert library.add([other]).added == [str(other)]
    assert texts(library) == ["A cat.", "A dog, too late."]
    # What was read of the first one stands, and is looked at again.
    assert library.sync(notes).unchanged == [str(first), str(other)]


# ---- names and times that no library can hold


@pytest.mark.parametrize("nanoseconds", [10**19, -(10**19)])
def test_a_file_from_another_age_is_taken_in_and_known_again(
    library: Library, notes: Path, nanoseconds: int
) -> None:
    path = notes / "a.txt"
    os.utime(path, ns=(0, nanoseconds))
    if os.stat(path).st_mtime_ns != nanoseconds:
        pytest.skip("this disk keeps no such time")
    assert library.sync(notes).added == [str(path), str(notes / "b.txt")]
    assert library.sync(notes).unchanged == [str(path), str(notes / "b.txt")]


def test_a_folder_whose_name_cannot_be_stored_is_refused_in_a_line(
    library: Library, tmp_path: Path
) -> None:
    folder = shelf(tmp_path / "caf\udce9", a_txt="A cat.")
    for change in (library.sync, library.forget_folder):
        with pytest.raises(UserError) as told:
            change(folder)
        assert str(told.value) == (
            f"'{tmp_path}/caf\\udce9' is not UTF-8 and cannot be stored. Give it another name"
        )
    with pytest.raises(UnreadableFile) as told:
        library.traces(folder / "a.txt")
    assert str(told.value) == (
        f"'{tmp_path}/caf\\udce9/a.txt' has a name that is not UTF-8. Rename it first"
    )
    assert library.folders() == []


def test_a_label_that_cannot_be_stored_is_refused_in_a_line(library: Library, notes: Path) -> None:
    library.add([notes])
    line = "'caf\\udce9' is not UTF-8 and cannot be stored. Give it another name"
    for change in (
        lambda: library.add([notes], tags=["caf\udce9"]),
        lambda: library.add_bytes("c.txt", b"A cat.", collection="caf\udce9"),
        lambda: library.sync(notes, collection="caf\udce9"),
        lambda: library.tag(["a.txt"], add=["caf\udce9"]),
        lambda: library.tag(["a.txt"], remove=["caf\udce9"]),
        lambda: library.move(["a.txt"], "caf\udce9"),
    ):
        with pytest.raises(UserError) as told:
            change()
        assert str(told.value) == line
    assert library.folders() == []
    assert len(library.documents()) == 2


# ---- what is written


def test_a_change_of_nothing_writes_no_vectors(library: Library, notes: Path) -> None:
    library.sync(notes)
    saved = os.stat(library.folder / VECTORS)
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        assert len(other.sync(notes).unchanged) == 2
        assert os.stat(library.folder / VECTORS).st_ino == saved.st_ino
        (library.folder / VECTORS).write_bytes(b"damaged")
    with Library.open(library.folder, encoder=WordEncoder("cat", "dog")) as other:
        other.sync(notes)
        saved_again = Vectors.load(library.folder / VECTORS, 2, library.catalog.build)
    assert saved_again.numbers == library.catalog.numbers() == {1, 2}


def test_bytes_for_which_there_is_no_room_elsewhere_are_refused_in_a_line(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(LibraryError, match=r"^the disk of .* is full\. Make room there"):
        library.add_bytes("c.txt", b"A cat.")
    assert library.documents() == []


def test_a_file_in_whose_place_a_folder_stands_is_gone(library: Library, notes: Path) -> None:
    library.sync(notes)
    (notes / "a.txt").unlink()
    shelf(notes / "a.txt", c_txt="Another cat.")
    report = library.sync(notes)
    assert report.added == [str(notes / "a.txt" / "c.txt")]
    assert report.removed == [str(notes / "a.txt")]
    assert texts(library) == ["A dog.", "Another cat."]
    assert library.check() == []
