import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import inventory
from index.catalog import Catalog, Entry, Failure, File, Stamp
from index.documents import Document, Heading
from index.encoder import Floats
from index.errors import LibraryError
from index.passages import split
from tests.fakes import document

FACTS = {"encoder": "toy", "encoder_sha256": "0" * 64, "width": "2", "normalised": "yes"}
STAMP = Stamp(size=1, modified_ns=2)
FILE = File(STAMP, "f" * 64)
EAST: Floats = np.array([1, 0], dtype=np.float32)

# All that SQLite can hold: Python's strings but for lone surrogates.
TEXTS = st.text(alphabet=st.characters(codec="utf-8"))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "library.db", facts=FACTS)) as made:
        yield made


def put(catalog: Catalog, pets: Document, *, stamp: Stamp = STAMP) -> str:
    """Take in a document as its file, and give its passages their vectors."""
    state = catalog.store(pets.source, File(stamp, pets.sha256), [(pets, split(pets))])
    waiting = catalog.without_vectors()
    catalog.set_vectors(waiting, np.tile(EAST, (len(waiting), 1)))
    return state


def link(catalog: Catalog, path: str, to: Document, stamp: Stamp = STAMP) -> str | None:
    return catalog.store_same(path, File(stamp, to.sha256))


def scrub(catalog: Catalog) -> None:
    catalog.merge_words()
    catalog.end_scrub(catalog.unscrubbed or "")


def pets(text: str, source: str = "/shelf/a.txt", title: str = "Pets") -> Document:
    return document(text, source=source, title=title)


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, the words' as the passages they are found in."""
    with closing(sqlite3.connect(path)) as connection:
        tables = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for name in ("document", "file", "source", "tag", "passage", "words")
        }
        connection.execute("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, words, instance)")
        tables["term"] = connection.execute("SELECT * FROM term").fetchall()
        tables["generation"] = connection.execute("PRAGMA user_version").fetchall()
    return tables


def one_line(error: BaseException) -> str:
    assert len(str(error).splitlines()) == 1
    return str(error)


# ---- documents


@given(
    text=TEXTS,
    title=TEXTS,
    source=TEXTS,
    pages=st.lists(st.integers(0, 2**40)),
    headings=st.lists(
        st.builds(Heading, st.integers(0, 9), st.integers(0, 9), st.integers(1, 6), TEXTS)
    ),
    unit=st.sampled_from(["page", "row"]),
    date=st.sampled_from(["", "2024-05-01"]),
)
def test_put_then_read_is_identity(
    text: str,
    title: str,
    source: str,
    pages: list[int],
    headings: list[Heading],
    unit: str,
    date: str,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put_in = document(text, title=title, source=source, pages=pages, headings=headings)
        put_in = replace(put_in, unit=unit, date=date, numbers=tuple(pages))
        path = Path(folder) / "library.db"
        with closing(Catalog(path, facts=FACTS)) as catalog:
            put(catalog, put_in)
        with closing(Catalog(path)) as catalog:
            assert catalog.document(put_in.id) == put_in
            assert inventory.files(catalog) == {source: File(STAMP, put_in.sha256)}
            assert list(catalog.passages(sorted(catalog.numbers())).values()) == split(put_in)
            assert catalog.complaints(2) == []


def test_a_listing_holds_what_a_person_asks_of_each_document(catalog: Catalog) -> None:
    cats = document("Purr.\n\nHiss.", title="Cats", headings=[Heading(7, 12, 1, "Hiss.")])
    put(catalog, cats)
    put(catalog, pets("Woof.", source="/shelf/b.txt", title="A dog"))
    inventory.move(catalog, ["/shelf/a.txt"], "Pets")
    inventory.tag(catalog, ["/shelf/a.txt"], add=["soft", "loud"], remove=["loud"])
    first, second = inventory.entries(catalog)
    assert [first, second] == [
        Entry(pets("Woof.").id, "A dog", "text/plain", ("/shelf/b.txt",), 5, 1, added=first.added),
        Entry(
            id=cats.id,
            title="Cats",
            media_type="text/plain",
            sources=("/shelf/a.txt",),
            characters=12,
            passages=2,
            added=second.added,
            collections=("Pets",),
            tags=("soft",),
        ),
    ]
    assert datetime.fromisoformat(first.added).utcoffset() == timedelta(0)
    assert inventory.entries(catalog, [cats.id]) == [second]


def test_the_same_bytes_twice_are_one_document_with_two_sources(catalog: Catalog) -> None:
    put(catalog, pets("Purr.", source="/shelf/b.txt"))
    put(catalog, pets("Purr.", source="/shelf/a.txt"))
    link(catalog, "/shelf/c.txt", pets("Purr."))
    (entry,) = inventory.entries(catalog)
    assert entry.sources == ("/shelf/a.txt", "/shelf/b.txt", "/shelf/c.txt")
    assert catalog.document(entry.id).sources == entry.sources
    assert catalog.count() == entry.passages == 1
    catalog.forget(["/shelf/a.txt", "/shelf/c.txt"])
    assert catalog.document(entry.id).sources == ("/shelf/b.txt",)


def test_a_changed_file_takes_the_place_of_its_older_version(catalog: Catalog) -> None:
    put(catalog, pets("Purr."))
    (before,) = catalog.numbers()
    put(catalog, pets("Hiss."), stamp=Stamp(5, 6))
    assert [entry.id for entry in inventory.entries(catalog)] == [pets("Hiss.").id]
    assert inventory.files(catalog) == {"/shelf/a.txt": File(Stamp(5, 6), pets("Hiss.").sha256)}
    assert not catalog.has(pets("Purr.").sha256)
    assert catalog.passages_with("purr") == 0
    # A number is never given twice, or a vector kept under it would be another passage's.
    (after,) = catalog.numbers()
    assert after > before
    assert catalog.complaints(2) == []


def test_a_changed_file_leaves_the_older_version_to_its_other_source(catalog: Catalog) -> None:
    put(catalog, pets("Purr.", source="/shelf/b.txt"))
    link(catalog, "/shelf/a.txt", pets("Purr."))
    put(catalog, pets("Hiss.", source="/shelf/a.txt"))
    assert {entry.id: entry.sources for entry in inventory.entries(catalog)} == {
        pets("Purr.").id: ("/shelf/b.txt",),
        pets("Hiss.").id: ("/shelf/a.txt",),
    }


def store(catalog: Catalog, read: Document, *failed: Failure) -> str | None:
    """Take in a document, without the vectors of its passages."""
    file = File(STAMP, read.sha256)
    return catalog.store(read.source, file, [(read, split(read))], failed=failed)


def test_another_reading_of_the_same_bytes_takes_the_place_of_the_one_before(
    catalog: Catalog,
) -> None:
    part = pets("A zebrafinch.")
    whole = replace(part, text="A wagtail. A heron on page 2.", pages=(0, 11))
    missing = Failure("/shelf/a.txt/page 2", "no text layer")
    store(catalog, part, missing)
    link(catalog, "/shelf/b.txt", part)
    catalog.set_vectors(catalog.without_vectors(), EAST.reshape(1, 2))
    (before,), generation = catalog.numbers(), catalog.generation
    assert store(catalog, whole) == "replaced"
    assert catalog.document(part.id) == replace(whole, sources=("/shelf/a.txt", "/shelf/b.txt"))
    (entry,) = inventory.entries(catalog)
    assert (entry.characters, entry.passages) == (29, 1)
    # The vector is made anew, under a number of its own.
    (after,) = catalog.without_vectors()
    assert after > before
    assert list(catalog.passages([before, after]).values()) == split(whole)
    assert (catalog.passages_with("zebrafinch"), catalog.passages_with("heron")) == (0, 1)
    assert catalog.generation == generation + 1
    assert catalog.unscrubbed is not None
    assert catalog.complaints(2) == []
    # The copy is told to lack the page until it is looked at, too.
    assert [failure.path for failure in inventory.failures(catalog)] == ["/shelf/b.txt/page 2"]
    assert store(catalog, replace(whole, sources=("/shelf/b.txt",))) == "unchanged"
    assert inventory.failures(catalog) == []


def test_a_passage_of_the_version_before_has_its_vector_at_once(catalog: Catalog) -> None:
    west = -EAST
    read = pets("A cat.\n\nA dog.")
    split_up = replace(read, headings=(Heading(8, 14, 1, "A dog."),))
    store(catalog, split_up)
    catalog.set_vectors(catalog.without_vectors(), np.stack([EAST, west]))
    # Another reading of the same bytes.
    assert store(catalog, replace(split_up, pages=(0,))) == "replaced"
    assert catalog.without_vectors() == []
    assert catalog.vectors(sorted(catalog.numbers()), 2).tolist() == [[1, 0], [-1, 0]]
    # Under another title all are encoded otherwise.
    store(catalog, replace(split_up, text="A cat.\n\nA cow.", title="Cows", sha256="c" * 64))
    assert len(catalog.without_vectors()) == 2
    assert catalog.complaints(2) == []


@pytest.mark.parametrize(
    "now", [{"headings": (Heading(0, 1, 1, "A"),)}, {"pages": (0, 2)}, {"numbers": (7,)}]
)
def test_other_headings_or_pages_are_another_reading(catalog: Catalog, now: dict) -> None:
    read = replace(pets("A cat."), pages=(0,))
    store(catalog, read)
    assert store(catalog, replace(read, **now)) == "replaced"
    assert catalog.document(read.id) == replace(read, **now)
    assert catalog.complaints(2) == []


def test_the_same_reading_or_one_as_another_kind_leaves_a_document_as_it_is(
    catalog: Catalog,
) -> None:
    read = pets("# A cat.")
    put(catalog, read)
    before, twin = dump(catalog.path), replace(read, title="Another name")
    assert store(catalog, twin) == "unchanged"
    heading = Heading(0, 8, 1, "A cat.")
    other = replace(read, media_type="text/markdown", headings=(heading,))
    named = replace(other, sources=("/shelf/a.md",))
    assert store(catalog, named) == "also"
    catalog.forget(["/shelf/a.md"])
    assert dump(catalog.path)["document"] == before["document"]
    # Where no other file leads to it, it is of the kind that is said now.
    assert store(catalog, other) == "replaced"
    assert catalog.document(read.id) == other


def test_a_reading_that_lacks_parts_takes_the_place_of_none_that_has_more(
    catalog: Catalog,
) -> None:
    whole = pets("A cat. A dog. A cow.")
    store(catalog, whole)
    missing = Failure("/shelf/a.txt/page 3", "no text layer")
    assert store(catalog, replace(whole, text="A cat. A dog."), missing) == "unchanged"
    assert catalog.document(whole.id) == whole
    assert store(catalog, replace(whole, text="A cat. A dog. A cow. An owl."), missing)
    assert catalog.document(whole.id).text == "A cat. A dog. A cow. An owl."
    # What lacks nothing may be shorter: lines that every page repeats may be left out now.
    elsewhere = Failure("/shelf/a.txt.zip/b.txt", "is empty")
    assert store(catalog, whole, elsewhere) == "replaced"
    assert catalog.document(whole.id) == whole


def test_linking_elsewhere_takes_out_what_no_path_leads_to_any_more(catalog: Catalog) -> None:
    put(catalog, pets("Purr.", source="/shelf/a.txt"))
    put(catalog, pets("Hiss.", source="/shelf/b.txt"))
    hiss = pets("Hiss.")
    assert link(catalog, "/shelf/a.txt", hiss) == "replaced"
    assert link(catalog, "/shelf/a.txt", hiss) == "unchanged"
    assert link(catalog, "/shelf/c.txt", hiss) == "also"
    assert link(catalog, "/shelf/c.txt", pets("Purr.")) is None
    assert [entry.id for entry in inventory.entries(catalog)] == [hiss.id]


def test_a_copy_is_linked_and_forgotten_in_as_many_steps_however_many_there_are(
    catalog: Catalog,
) -> None:
    def steps(task: Callable[[], object]) -> int:
        done: list[None] = []
        catalog._connection.set_progress_handler(lambda: done.append(None), 1)
        task()
        catalog._connection.set_progress_handler(None, 1)
        return len(done)

    read = pets("A cat.")
    put(catalog, read)
    copies = [f"/shelf/{number:03}.txt" for number in range(300)]
    linked = [steps(partial(link, catalog, path, read)) for path in copies]
    # The second is the first that has a copy before it.
    assert max(linked[1:]) < 2 * min(linked[1:])
    forgotten = [steps(partial(catalog.forget, [path])) for path in copies]
    assert max(forgotten) < 2 * min(forgotten)
    assert catalog.document(read.id) == read


def test_an_unknown_document_is_a_key_error(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        catalog.document("0123456789abcdef")
    with pytest.raises(KeyError):
        catalog.vectors([1], 2)
    assert catalog.passages([1, 2]) == {}


def test_vectors_come_back_to_three_digits_in_the_order_asked(catalog: Catalog) -> None:
    two = document("Purr.\n\nHiss.", headings=[Heading(7, 12, 1, "Hiss.")])
    vectors = np.array([[0.6, 0.8], [-1, 0]], dtype=np.float32)
    catalog.store(two.source, FILE, [(two, split(two))])
    first, second = catalog.without_vectors()
    assert catalog.numbers() == set()
    catalog.set_vectors([first, second], vectors)
    # float16 keeps 11 bits: 0.6 is off by at most 2 ** -12.
    assert catalog.vectors([second, first], 2) == pytest.approx(vectors[::-1], abs=2**-12)
    assert catalog.vectors([second, first], 2).dtype == np.float32
    assert catalog.vectors([], 2).shape == (0, 2)


# ---- forgetting


def test_forgetting_leaves_nothing_in_any_table(catalog: Catalog) -> None:
    put(catalog, pets("A cat purrs.", source="/shelf/b.txt"))
    before = dump(catalog.path)
    put(catalog, pets("A zebrafinch sings.", title="Birds"))
    assert catalog.forget(["/shelf/a.txt", "/shelf/none.txt"]) == 1
    after = dump(catalog.path)
    # Three changes since: the text in, its vector, both out.
    assert after.pop("generation") == [(before.pop("generation")[0][0] + 3,)]
    assert after == before
    assert catalog.complaints(2) == []


def test_forgetting_what_is_not_there_changes_nothing(catalog: Catalog) -> None:
    put(catalog, pets("Purr."))
    before = dump(catalog.path)
    assert catalog.forget(["/shelf/none.txt"]) == 0
    assert catalog.forget([]) == 0
    assert dump(catalog.path) == before


def test_once_scrubbed_no_byte_of_a_removed_text_is_left_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    others = " ".join(f"word{number}" for number in range(3000))
    with closing(Catalog(path, facts=FACTS)) as catalog:
        put(catalog, pets(others, source="/shelf/b.txt"))
        put(catalog, pets("Zebrafinch and quetzal. " * 300, "/shelf/secret.txt", "Myna"))
        put(catalog, pets("Hoopoe at dawn.", title="Kakapo"))
        put(catalog, pets(others + " more", source="/shelf/b.txt"))
        catalog.forget(["/shelf/secret.txt", "/shelf/a.txt"])
        scrub(catalog)
        # While it is open the write-ahead log is a file of its own; the last to close removes it.
        for file in tmp_path.iterdir():
            content = file.read_bytes().lower()
            for gone in (b"zebrafinch", b"quetzal", b"hoopoe", b"kakapo", b"myna", b"secret.txt"):
                assert gone not in content, (file, gone)
    content = path.read_bytes().lower()
    # FTS5 keeps stems, and only what differs from the one before: "quetzal", "zebrafinch".
    for gone in (b"zebrafin", b"ebrafin", b"uetzal", b"oopoe", b"akapo", b"myna", b"secret"):
        assert gone not in content
    assert b"word2999" in content


def test_scrubbing_changes_nothing_that_can_be_found(catalog: Catalog) -> None:
    put(catalog, pets("A cat purrs."))
    before = dump(catalog.path)
    scrub(catalog)
    assert dump(catalog.path) == before


# ---- generations and transactions


def test_the_generation_rises_by_each_change_and_only_then(catalog: Catalog) -> None:
    seen = [catalog.generation]

    def rise() -> int:
        seen.append(catalog.generation)
        return seen[-1] - seen[-2]

    put(catalog, pets("Purr."))
    assert rise() == 2  # the text, then its vector
    link(catalog, "/shelf/b.txt", pets("Purr."))
    assert rise() == 1
    put(catalog, pets("Hiss."))
    assert rise() == 2
    link(catalog, "/shelf/b.txt", pets("Purr."), Stamp(8, 9))  # touched, not changed
    assert rise() == 0
    catalog.fail("/shelf/c.txt", replace(FILE, reason="is empty"))
    assert rise() == 0
    catalog.forget(["/shelf/none.txt"])
    scrub(catalog)
    catalog.search_words(["hiss"], 5)
    catalog.complaints(2)
    assert rise() == 0
    catalog.forget(["/shelf/a.txt", "/shelf/b.txt"])
    assert rise() == 2


def test_another_connection_sees_a_change_and_its_generation_together(catalog: Catalog) -> None:
    with closing(Catalog(catalog.path)) as other:
        with other.reading():
            assert (other.generation, other.count()) == (0, 0)
            put(catalog, pets("Purr."))
            assert (other.generation, other.count()) == (0, 0)
        assert (other.generation, other.count()) == (2, 1)


def test_a_change_that_fails_leaves_all_as_it_was(catalog: Catalog) -> None:
    put(catalog, pets("Purr."))
    before = dump(catalog.path)
    changed = pets("Hiss.\n\nGrowl.")
    good = (changed, split(changed))
    # The first document goes in, the second cannot.
    nameless = replace(pets("Bark."), title=None)  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        catalog.store("/shelf/a.txt", FILE, [good, (nameless, [])])
    with pytest.raises(AttributeError):
        catalog.store("/shelf/a.txt", FILE, [(changed, [split(changed)[0], None])])  # type: ignore[list-item]
    assert dump(catalog.path) == before
    put(catalog, changed)
    assert catalog.complaints(2) == []


def test_a_full_disk_is_told_in_one_line_and_leaves_all_as_it_was(catalog: Catalog) -> None:
    put(catalog, pets("Purr."))
    before = dump(catalog.path)
    with closing(sqlite3.connect(catalog.path)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    catalog.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryError) as caught:
        put(catalog, pets("Hiss. " * 50_000))
    assert "is full. Make room" in one_line(caught.value)
    assert dump(catalog.path) == before
    catalog.execute("PRAGMA max_page_count = 1000000")
    put(catalog, pets("Hiss."))
    assert catalog.complaints(2) == []


# ---- opening


def test_facts_and_identity_are_the_same_each_time_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(Catalog(path, facts=FACTS)) as catalog:
        facts, identity = dict(catalog.facts), catalog.identity
    assert {name: facts[name] for name in FACTS} == FACTS
    assert len(identity) == 16
    # Facts given for a library that is there already change nothing.
    with closing(Catalog(path, facts={**FACTS, "encoder": "other"})) as catalog:
        assert (dict(catalog.facts), catalog.identity) == (facts, identity)
    with closing(Catalog(tmp_path / "other.db", facts=FACTS)) as catalog:
        assert catalog.identity != identity


@pytest.mark.parametrize("content", [b"not a database, " * 400, b"SQLite format 3\0junk", b""])
def test_a_file_that_is_no_library_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(LibraryError) as caught:
        Catalog(path)
    assert one_line(caught.value).startswith(f"{path} is not a library that can be read (")


def test_the_database_of_another_program_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE visits (url TEXT)")
    with pytest.raises(LibraryError, match=r"library\.db is not a library that can be read \(no"):
        Catalog(path)


def test_another_format_is_told_in_one_line(catalog: Catalog) -> None:
    with closing(sqlite3.connect(catalog.path, isolation_level=None)) as connection:
        connection.execute("UPDATE facts SET value = '99' WHERE name = 'format'")
    with pytest.raises(LibraryError) as caught:
        Catalog(catalog.path)
    assert one_line(caught.value) == (
        f"{catalog.path} has the format 99; this version of Quoth reads formats up to 2."
        " Install a newer version of Quoth"
    )


def test_a_file_cut_off_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(Catalog(path, facts=FACTS)) as catalog:
        put(catalog, pets("Purr. " * 5000))
    content = path.read_bytes()
    for length in (1, 50, 4096, 8192, len(content) // 2, len(content) - 4096):
        path.write_bytes(content[:length])
        with pytest.raises(LibraryError) as caught:
            Catalog(path)
        assert one_line(caught.value).startswith(f"{path} is not a library that can be read (")


def test_a_folder_in_its_place_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        Catalog(tmp_path)
    assert one_line(caught.value) == (
        f"{tmp_path} cannot be opened (unable to open database file). Check the path"
    )


def test_only_a_database_without_tables_is_blank(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "foreign").write_bytes(b"not a database " * 100)
    with closing(sqlite3.connect(tmp_path / "begun")) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
    assert (tmp_path / "begun").stat().st_size > 0
    names = ("empty", "begun", "foreign", "library.db")
    assert [Catalog.is_blank(tmp_path / name) for name in names] == [True, True, False, False]


# ---- words


def words_of(catalog: Catalog, words: list[str]) -> list[str]:
    """Return the texts found, best first."""
    numbers = catalog.search_words(words, 10)
    passages = catalog.passages(numbers)
    found = []
    for number in numbers:
        passage = passages[number]
        found.append(catalog.document(passage.document_id).text[passage.start : passage.end])
    return found


def test_words_find_passages_in_any_inflection_case_and_accent(catalog: Catalog) -> None:
    put(catalog, pets("The cats were SLEEPING in a café.", source="/1"))
    put(catalog, pets("Dogs bark.", source="/2"))
    for word in ("cat", "sleeps", "cafe", "Café"):
        assert words_of(catalog, [word]) == ["The cats were SLEEPING in a café."]
    assert words_of(catalog, ["bird"]) == words_of(catalog, []) == []


def test_the_passage_with_more_and_rarer_of_the_words_comes_first(catalog: Catalog) -> None:
    put(catalog, pets("A cat and a dog.", source="/1"))
    put(catalog, pets("A cat and a bird.", source="/2"))
    put(catalog, pets("A cat and a cow.", source="/3"))
    put(catalog, pets("Only horses here.", source="/4"))
    assert words_of(catalog, ["cat", "bird"])[0] == "A cat and a bird."
    assert len(words_of(catalog, ["cat", "bird"])) == 3


def test_a_word_in_the_text_counts_for_more_than_one_above_it(catalog: Catalog) -> None:
    put(catalog, pets("They purr.", source="/1", title="Cats"))
    put(catalog, pets("Cats purr.", source="/2", title="They"))
    put(catalog, pets("Dogs bark.", source="/3"))
    put(catalog, pets("Birds sing.", source="/4"))
    put(catalog, pets("Cows moo.", source="/5"))
    assert words_of(catalog, ["cat"]) == ["Cats purr.", "They purr."]


def test_fewer_are_returned_where_fewer_are_asked_for(catalog: Catalog) -> None:
    for number in range(5):
        put(catalog, pets(f"Cat {number}.", source=f"/{number}"))
    assert [len(catalog.search_words(["cat"], top)) for top in (0, 3, 9)] == [0, 3, 5]


OPERATORS = [
    *(
        '"',
        '""',
        '"cat',
        "'",
        "*",
        "c*",
        "^cat",
        "+",
        "-",
        "--",
        "cat-dog",
        "(",
        ")",
        ";",
        "%",
        "\\",
    ),
    *("NEAR", "NEAR(cat dog)", "AND", "OR", "NOT", "text:cat", "{heading}:cat", "", " ", "🎉"),
]


@pytest.mark.parametrize("word", OPERATORS)
def test_what_fts5_takes_for_an_operator_is_a_word_like_others(catalog: Catalog, word: str) -> None:
    put(catalog, pets("A cow.", source="/1"))
    put(catalog, pets("A cat dog near, and or not, heading.", source="/2"))
    assert set(words_of(catalog, [word])) <= {"A cat dog near, and or not, heading."}
    assert catalog.passages_with(word) <= 1
    assert words_of(catalog, ["cow", word])[0] in ("A cow.", "A cat dog near, and or not, heading.")


def test_near_finds_the_word_near(catalog: Catalog) -> None:
    put(catalog, pets("It is near the house."))
    assert len(catalog.search_words(["NEAR"], 5)) == catalog.passages_with("NEAR") == 1


@given(words=st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"))))
def test_no_word_is_a_mistake_in_the_query(words: list[str]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Catalog(Path(folder) / "library.db", facts=FACTS)) as catalog,
    ):
        assert catalog.search_words(words, 5) == []
        assert [catalog.passages_with(word) for word in words] == [0] * len(words)


def test_passages_are_counted_once_however_often_they_hold_a_word(catalog: Catalog) -> None:
    put(catalog, pets("Cat, cats, CAT.", source="/1"))
    put(catalog, pets("A cat.", source="/2"))
    assert (catalog.passages_with("cat"), catalog.passages_with("dog")) == (2, 0)


# ---- complaints


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("DELETE FROM source", "document without a source: 1"),
        ("DELETE FROM file", "source without a file: 1"),
        ("UPDATE source SET document_id = 'gone'", "document without a source: 1"),
        ("UPDATE passage SET document_id = 'gone'", "passage without a document: 1"),
        ("DELETE FROM words", "passage without its words: 1"),
        ("INSERT INTO words (rowid, text) VALUES (99, 'x')", "words without a passage: 1"),
        ("UPDATE passage SET vector = x'0000'", "vector of a wrong width: 1"),
        ("UPDATE passage SET end = 6", "passage outside its document: 1"),
        ("UPDATE passage SET start = end", "passage outside its document: 1"),
        ("UPDATE passage SET start = -1", "passage outside its document: 1"),
    ],
)
def test_a_broken_rule_is_named(catalog: Catalog, damage: str, complaint: str) -> None:
    put(catalog, pets("Purr."))
    assert catalog.complaints(2) == []
    with closing(sqlite3.connect(catalog.path, isolation_level=None)) as connection:
        connection.execute(damage)
    assert complaint in catalog.complaints(2)


def test_damaged_pages_are_named_each_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(Catalog(path, facts=FACTS)) as catalog:
        for number in range(20):
            put(catalog, pets(f"{number} purrs. " * 400, source=f"/{number}"))
    content = path.read_bytes()
    noise = hashlib.shake_256(b"noise").digest(4096)
    opened = 0
    for page in range(1, len(content) // 4096, 9):
        path.write_bytes(content[: page * 4096] + noise + content[(page + 1) * 4096 :])
        try:
            catalog = Catalog(path)
        except LibraryError:
            continue  # the page held the facts
        opened += 1
        with closing(catalog):
            complaints = catalog.complaints(2)
            assert complaints
            assert all(len(line.splitlines()) == 1 for line in complaints)
    assert opened > 5


def test_headings_and_pages_are_stored_as_plain_json(catalog: Catalog) -> None:
    put(catalog, document("ab", pages=(0, 1), headings=[Heading(0, 1, 2, "a")]))
    with closing(sqlite3.connect(catalog.path)) as connection:
        row = connection.execute("SELECT pages, headings FROM document").fetchone()
    assert [json.loads(column) for column in row] == [[0, 1], [[0, 1, 2, "a"]]]
