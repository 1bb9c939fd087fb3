from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library import Library
from index.signature import VALUES, likeness, signature
from tests.fakes import WordEncoder, shelf


def words(count: int, *, start: int = 0) -> list[str]:
    return [f"word{number}" for number in range(start, start + count)]


@given(st.text())
def test_a_text_is_like_itself_in_any_case_and_spacing(text: str) -> None:
    assert signature(text) == signature(" ".join(text.split()))
    if signature(text):
        assert likeness(signature(text), [signature(text)]).tolist() == [1.0]


def test_the_likeness_is_the_share_of_common_runs_of_five_words() -> None:
    # 996 runs of five in 1,000 words. The first 900 words have 896 of them: 896 / 996 = 0.90.
    # Halves that overlap by 500 words have 496 of 1,496 in common: 0.33.
    whole = signature(" ".join(words(1000)))
    others = [words(900), words(1000, start=500), words(1000, start=5000)]
    found = likeness(whole, [signature(" ".join(other)) for other in others])
    # The deviation of the mean of 64 is at most 0.0625.
    assert found.tolist() == pytest.approx([0.90, 0.33, 0], abs=0.15)


def test_texts_of_few_words_are_alike_only_where_they_are_the_same() -> None:
    assert signature("") == signature("?!") == b""
    assert len(signature("one")) == 4 * VALUES
    assert likeness(signature("one two"), [b"", signature("two one"), signature("One two!")])[
        2
    ] == pytest.approx(1)
    assert likeness(signature("one two"), [b"", signature("two one")]).tolist() == [0, 0]
    assert likeness(b"", [b""]).tolist() == [0]


def test_a_signature_never_changes() -> None:
    # Stored signatures are compared with new ones.
    assert signature("The quick brown fox jumps over the lazy dog.")[:8].hex() == FIRST


FIRST = "78185d54af5a7231"


def test_versions_of_a_document_are_found_and_others_are_not(tmp_path: Path) -> None:
    text = words(400)
    folder = shelf(
        tmp_path / "s",
        first_txt=" ".join(text),
        second_txt=" ".join([*text, "one", "more", "line"]),
        third_txt=" ".join(words(400, start=1000)),
    )
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat"), create=True) as library:
        library.add([folder])
        ids = {entry.title: entry.id for entry in library.documents()}
        assert [entry.title for entry in library.versions(ids["first"])] == ["second"]
        assert [entry.title for entry in library.versions(ids["second"])] == ["first"]
        assert library.versions(ids["third"]) == []
        with pytest.raises(KeyError):
            library.versions("none")


def test_the_same_passage_of_several_documents_is_one_hit(tmp_path: Path) -> None:
    shared = "# Cats\n\nA cat sleeps all day."
    folder = shelf(
        tmp_path / "s",
        v1_md=f"{shared}\n\n# Rest\n\nOld dog.",
        v2_md="# Cats\n\nA  cat sleeps\nall day.\n\n# Rest\n\nNew dog.",
        v3_md=f"{shared}\n\n# Rest\n\nOld dog. Near it.",
    )
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat", "dog"), create=True) as library:
        library.add([folder])
        hits = library.search("Where does the cat sleep?")
        first = hits[0]
        assert first.text == shared
        assert [Path(document.source).name for document in first.also] == ["v2.md", "v3.md"]
        # What differs in a word stays apart, and no place is taken up by a copy.
        assert [(hit.meaning_rank, hit.also) for hit in hits[1:]] == [(2, ()), (3, ()), (4, ())]
        assert {hit.text.split("\n\n")[1] for hit in hits[1:]} == {
            *("Old dog.", "New dog.", "Old dog. Near it.")
        }


def test_many_versions_do_not_fill_the_hits(tmp_path: Path) -> None:
    copies = {f"c{number:03}_md": f"# Top\n\ncat\n\n# {number}\n\ndog" for number in range(130)}
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat", "dog"), create=True) as library:
        library.add([shelf(tmp_path / "s", **copies), shelf(tmp_path / "t", z_txt="cat dog")])
        hits = library.search("cat", top=3)
        assert [len(hit.also) for hit in hits] == [129, 0, 0]
        assert hits[1].text == "cat dog"


def test_a_passage_a_document_repeats_is_a_hit_each_time(tmp_path: Path) -> None:
    text = "# One\n\ncat\n\n# One\n\ncat\n"
    with Library.open(tmp_path / "lib", encoder=WordEncoder("cat"), create=True) as library:
        library.add([shelf(tmp_path / "s", a_md=text, b_md=text + "\n")])
        hits = library.search("cat")
        assert [(hit.text, len(hit.also)) for hit in hits] == [("# One\n\ncat", 1)] * 2
        assert len({hit.passage for hit in hits}) == 2
