from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import UserError
from index.holdings import Folder
from index.library import Library
from index.selection import Selection
from tests.fakes import WordEncoder, shelf


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Laws in one collection, plays in another; two of them tagged; one in neither."""
    laws = shelf(tmp_path / "laws", a_txt="A cat law.", b_txt="A dog law.")
    plays = shelf(tmp_path / "plays", c_txt="A cat play.", d_md="A dog play.")
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat", "dog"), create=True) as made:
        made.add([laws], collection="law")
        made.add([plays / "c.txt"], collection="play", tags=["old"])
        made.add([plays / "d.md"], collection="play")
        made.add([shelf(tmp_path / "else", e_txt="A cat elsewhere.")], tags=["old", "odd"])
        yield made


def found(library: Library, *, top: int = 10, **fields: tuple[str, ...]) -> list[str]:
    return sorted(hit.text for hit in library.search("cat", top=top, within=Selection(**fields)))


def test_an_empty_selection_leaves_nothing_out(library: Library) -> None:
    assert not Selection()
    assert len(found(library)) == 5
    assert library.documents(Selection()) == library.documents()


def test_a_search_stays_within_collections_tags_folders_and_documents(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(library, collections=("law",)) == ["A cat law.", "A dog law."]
    assert found(library, collections=("",)) == ["A cat elsewhere."]
    assert found(library, tags=("old",)) == ["A cat elsewhere.", "A cat play."]
    assert found(library, folders=(str(tmp_path / "plays"),)) == ["A cat play.", "A dog play."]
    monkeypatch.chdir(tmp_path)
    assert found(library, folders=("plays",)) == ["A cat play.", "A dog play."]
    assert found(library, documents=("*.md", "a.txt")) == ["A cat law.", "A dog play."]


def test_a_folder_is_told_from_others_whose_names_begin_like_its_own(
    library: Library, tmp_path: Path
) -> None:
    for name in ("plays-old", "plays0", "plays/in", "plays/\U0010ffff"):
        library.add([shelf(tmp_path / name, f_txt=f"A cat in {name}.")])
    inside = ["A cat in plays/in.", "A cat in plays/\U0010ffff.", "A cat play.", "A dog play."]
    assert found(library, folders=(str(tmp_path / "plays"),)) == inside
    assert found(library, folders=(str(tmp_path / "plays0"),)) == ["A cat in plays0."]
    # A folder is a field beside others.
    assert found(library, folders=(str(tmp_path / "plays"),), tags=("old",)) == ["A cat play."]
    assert len(found(library, folders=("/",))) == 9


def test_names_in_a_field_widen_and_fields_narrow(library: Library) -> None:
    assert len(found(library, collections=("law", "play"))) == 4
    assert found(library, collections=("law", "play"), tags=("old",)) == ["A cat play."]
    assert found(library, collections=("law",), tags=("old",)) == []


def test_the_part_is_searched_and_not_the_best_of_the_whole(tmp_path: Path) -> None:
    # The whole's first hundred by meaning and by words all lie outside the part.
    outside = {f"n{number:03}_txt": f"cat cat {number}" for number in range(300)}
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat", "dog"), create=True) as library:
        library.add([shelf(tmp_path / "outside", **outside)])
        library.add([shelf(tmp_path / "in", a_txt="cat dog dog", b_txt="dog")], collection="part")
        hits = library.search("cat", top=1, within=Selection(collections=("part",)))
        assert [(hit.text, hit.meaning_rank, hit.words_rank) for hit in hits] == [
            ("cat dog dog", 1, 1)
        ]
        assert len(found(library, collections=("part",))) == 2


def test_a_document_is_in_a_part_where_one_file_of_it_is_in_all_that_is_asked(
    library: Library, tmp_path: Path
) -> None:
    # The same bytes as a law, but old and in a collection of their own.
    copy = shelf(tmp_path / "copies", f_txt="A cat law.")
    library.add([copy], collection="copies", tags=["old"])
    assert found(library, collections=("copies",), tags=("old",)) == ["A cat law."]
    assert found(library, collections=("law",), tags=("old",)) == []


@pytest.mark.parametrize(
    ("selection", "line"),
    [
        (Selection(collections=("lwa",)), "there is no collection 'lwa'. There is: law, play"),
        (Selection(tags=("new",)), "there is no tag 'new'. There is: odd, old"),
        (Selection(documents=("z",)), "z is not in the library. See what is: quoth list"),
        (
            Selection(folders=("/nowhere",)),
            "nothing in the library is from the folder /nowhere, and none at all yet",
        ),
    ],
)
def test_a_name_that_stands_for_nothing_is_told_with_what_there_is(
    library: Library, selection: Selection, line: str
) -> None:
    with pytest.raises(UserError) as caught:
        library.search("cat", within=selection)
    assert str(caught.value) == line
    with pytest.raises(UserError):
        library.documents(selection)


def test_files_are_tagged_and_moved(library: Library) -> None:
    library.tag(["a.txt", "*.md"], add=["draft"], remove=["never"])
    assert library.tags() == {"draft": 2, "odd": 1, "old": 2}
    library.tag(["a.txt"], remove=["draft"])
    library.move(["a.txt"], "play")
    assert library.collections() == {"": 1, "law": 1, "play": 3}
    assert found(library, collections=("play",), tags=("draft",)) == ["A dog play."]
    with pytest.raises(UserError, match=r"^z is not in the library"):
        library.tag(["z"], add=["x"])
    with pytest.raises(UserError, match=r"^z is not in the library"):
        library.move(["z"], "x")


def test_a_file_stays_in_its_collection_unless_another_is_given(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "laws" / "a.txt").write_text("A changed cat law.")
    library.add([tmp_path / "laws"])
    assert found(library, collections=("law",)) == ["A changed cat law.", "A dog law."]
    library.add([tmp_path / "laws"], collection="rules")
    assert found(library, collections=("rules",)) == ["A changed cat law.", "A dog law."]


def test_a_folder_kept_in_step_with_gives_new_files_its_collection(
    library: Library, tmp_path: Path
) -> None:
    laws = tmp_path / "laws"
    library.sync(laws, collection="statutes")
    library.move(["a.txt"], "special")
    shelf(laws, g_txt="A cow law.")
    library.sync(laws)
    assert library.collections() == {"": 1, "play": 2, "special": 1, "statutes": 2}
    (folder,) = library.folders()
    assert folder == Folder(str(laws), "statutes", folder.added)
    library.forget_folder(laws)
    assert library.folders() == []
    with pytest.raises(UserError, match=r"is not kept in step with\. These are: none"):
        library.forget_folder(laws)
