"""What other documents say in the same words stands beside the quote, with its date."""

from dataclasses import replace

import pytest

from index.documents import Document
from index.holdings import Entry
from index.library import Hit, Library
from index.passages import Passage
from qa.answer import Answer, Quote
from tests.drawn import NOON, Letters, quote, silent, talk
from tests.fakes import WordEncoder, document, shelf
from ui.chats import Chat, restored, stored
from ui.elsewhere import elsewhere
from ui.sources import cited, source
from ui.talking import Talk

SAID = "Adults pay 9 crowns."
NEW = replace(document(f"New.\n\n{SAID}", title="New & <bold>"), date="2024-03-09")
OLD = replace(document("Old.\n\nAdults  pay\n9 crowns. More.", title="Old"), date="2019-05-01")
COPY = document(f"{SAID} So they say.", title="Copy")


def hit(of: Document, *also: Document) -> Hit:
    return Hit(of, Passage(of.id, 0, len(of.text)), 0.1, also=also)


def answer(*hits: Hit) -> Answer:
    return Answer("?", "?", (quote(SAID, of=NEW),), None, hits)


BOTH = answer(hit(NEW, OLD), hit(COPY))


def places(of: Answer) -> list[tuple[str, str]]:
    (first,) = of.quotes
    found = elsewhere(of, first.document, first.start, first.end)
    return [(one.document.title, one.text) for one in found]


def test_a_text_is_found_in_documents_that_share_the_passage_and_in_other_hits():
    assert places(BOTH) == [("Old", "Adults  pay\n9 crowns."), ("Copy", SAID)]


def test_what_is_not_said_word_for_word_is_nowhere_else():
    other = document("Adults pay 11 crowns.", title="Other")
    assert places(answer(hit(NEW, other), hit(other))) == []
    # A passage of the same document that shares another text is not looked at.
    apart = Hit(NEW, Passage(NEW.id, 0, 4), 0.1, also=(OLD,))
    assert places(answer(apart)) == []


def test_a_figure_that_goes_on_is_another_one():
    old = quote("Adults pay 9", "9", of=document("Adults pay 9", title="Old"))
    for said in ("Adults pay 90.", "Adults pay 9.50 crowns."):
        other = document(said, title="Other")
        for hits in ((hit(old.document, other),), (hit(old.document), hit(other))):
            assert places(Answer("?", "?", (old,), None, hits)) == []


def test_no_more_than_five_are_named():
    many = [document(f"{SAID} {number}", title=str(number)) for number in range(9)]
    assert [title for title, _ in places(answer(hit(NEW, *many)))] == ["0", "1", "2", "3", "4"]


def test_a_quote_names_the_others_with_all_dates():
    drawn = talk(BOTH)
    assert Letters(drawn, inside="facts also").text == (
        "dated 9 March 2024, also in Old (1 May 2019), Copy"
    )
    assert 'data-cite="t1-q1-1" aria-controls="quoth-panel"><bdi>Old</bdi></button>' in drawn
    assert "also in" not in talk(answer(hit(NEW)))


def test_a_nearest_passage_names_the_others_too():
    refused = replace(silent(), hits=(hit(COPY, OLD), hit(NEW)))
    assert "also in" not in talk(refused)
    short = Hit(COPY, Passage(COPY.id, 0, len(SAID)), 0.1, also=(OLD,))
    drawn = talk(replace(silent(), hits=(short, hit(NEW))))
    assert Letters(drawn, inside="facts also").text == (
        "also in Old (1 May 2019), New & <bold> (9 March 2024)"
    )


def test_documents_of_one_title_are_told_by_their_files():
    old = replace(OLD, title=NEW.title, sources=("/shelf/2019/fares.txt",))
    draft, copy = (
        document(f"{SAID} {name}", title="Copy", source=f"{name}.md") for name in ("draft", "copy")
    )
    drawn = talk(answer(hit(NEW, old), hit(draft), hit(copy)))
    assert Letters(drawn, inside="facts also").text == (
        "dated 9 March 2024, also in 2019/fares.txt (1 May 2019), draft.md, copy.md"
    )
    versions = [Entry("7", NEW.title, "text/plain", ("/shelf/2018/fares.txt",), 9, 1)]
    drawn = source(cited([answer(hit(NEW))], "t1-q1"), versions=versions)
    assert "nearly the same: <bdi>2018/fares.txt</bdi></p>" in drawn


def test_a_name_leads_to_the_same_words_in_the_other_document():
    found = cited([BOTH], "t1-q1-1")
    assert found.document is OLD
    assert OLD.text[found.start : found.end] == "Adults  pay\n9 crowns."
    assert OLD.text[slice(*found.highlight)] == "9 crowns"
    # And from there to the one that is cited and to the rest.
    assert found.also == (("t1-q1", NEW), ("t1-q1-2", COPY))
    assert cited([BOTH], "t1-q1").also == (("t1-q1-1", OLD), ("t1-q1-2", COPY))
    drawn = source(found, identifier="t1-q1-1")
    assert Letters(drawn, inside="facts also").text == ("also in New & <bold> (9 March 2024), Copy")
    assert '<mark class="quote short">9 crowns</mark>' in drawn


@pytest.mark.parametrize("identifier", ["t1-q1-3", "t1-q1-0", "t1-q1-", "t1-q1-1-1", "t1-n1-1"])
def test_another_document_that_is_not_there_is_none(identifier):
    assert cited([BOTH], identifier) is None


def test_the_source_names_documents_that_are_nearly_the_same_with_their_dates():
    versions = [
        Entry(OLD.id, "Old", "text/plain", ("/o",), 9, 1, date=OLD.date),
        Entry("7", "<Draft>", "text/plain", ("/d",), 9, 1, date="2018-01-02"),
    ]
    drawn = source(cited([BOTH], "t1-q1"), versions=versions)
    # What says the same is not named twice.
    assert "nearly the same: <bdi>&lt;Draft&gt;</bdi> (2 January 2018)</p>" in drawn
    assert drawn.count("<bdi>Old</bdi>") == 1


def test_a_chat_that_is_kept_still_knows_the_others_and_forgets_those_that_are_gone():
    held = {one.id: one for one in (NEW, OLD, COPY)}
    kept = stored(BOTH, NOON)
    assert kept["also"] == [[OLD.id, COPY.id]]
    again = restored(kept, held.__getitem__)
    assert again.quotes == BOTH.quotes
    assert places(again) == places(BOTH)
    del held[OLD.id]
    assert places(restored(kept, held.__getitem__)) == [("Copy", SAID)]
    # As a page of an older version kept it.
    del kept["also"]
    assert restored(kept, held.__getitem__) == Answer("?", "?", BOTH.quotes, None)


def test_a_quote_longer_than_its_passage_is_found_whole():
    text = "One is here. Two is there."
    one, two = document(text, title="One"), document(f"{text} Three.", title="Two")
    hits = (
        Hit(one, Passage(one.id, 0, 12), 0.2, also=(two,)),
        Hit(two, Passage(two.id, 13, 26), 0.1),
    )
    whole = Answer("?", "?", (Quote(one, 0, 26, 0, 3, 0.9),), None, hits)
    assert places(whole) == [("Two", text)]


class Mute:
    """Asked nothing in these tests."""

    def ask(self, question: str, *, history=()) -> Answer:
        raise AssertionError(question)


def test_the_library_is_asked_for_what_is_nearly_the_same(tmp_path):
    words = [f"word{number}" for number in range(400)]
    folder = shelf(
        tmp_path / "shelf", first_txt=" ".join(words), second_txt=" ".join([*words, "one", "more"])
    )
    encoder = WordEncoder("word1")
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as library:
        library.add([folder])
        first = next(one for one in library.documents() if one.title == "first")
        held = library.document(first.id)
        chat = Chat().plus(Answer("?", "?", (Quote(held, 0, 11, 0, 5, 0.9),), None))
        panel = Talk(Mute(), library=library).open(chat, {"citation": "t1-q1"})
        assert "nearly the same: <bdi>second</bdi></p>" in panel
        # A document that was taken out since is still shown, as it was cited.
        library.remove([first.id])
        panel = Talk(Mute(), library=library).open(chat, {"citation": "t1-q1"})
        assert "word0 word1" in panel
        assert "nearly the same" not in panel
