"""From a question to an answer, over real libraries with toy encoders."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import QuestionError
from index.library import Library
from qa.answer import Found, Reason
from qa.assistant import Assistant
from qa.reading.untrained import SentenceReader
from tests.fakes import PointingReader, WordEncoder, shelf

PETS = "The cat sleeps on the mat. The dog barks at night.\n\nNobody feeds the parrot."


@pytest.fixture
def pets(tmp_path):
    folder = shelf(tmp_path / "shelf", pets_txt=PETS)
    encoder = WordEncoder("cat", "dog", "parrot")
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as library:
        library.add([folder])
        yield library


def test_an_answer_quotes_the_sentence_the_reader_points_at(pets):
    answer = Assistant(pets, reader=PointingReader(on_the_mat=3.0)).ask("Where does the cat sleep?")
    (quote,) = answer.quotes
    assert quote.text == "The cat sleeps on the mat."
    assert quote.highlight == "on the mat"
    assert quote.document.text[quote.start : quote.end] == quote.text
    assert answer.silence is None
    assert answer.question == answer.asked == "Where does the cat sleep?"


def test_what_the_documents_do_not_say_is_refused_with_the_nearest_passage(pets):
    answer = Assistant(pets, reader=PointingReader()).ask("Who bought the cat a zebra?")
    assert answer.quotes == ()
    assert answer.silence is not None
    assert answer.silence.unknown_words == ("bought", "zebra")
    assert answer.nearest[0].text.startswith("The cat sleeps")


def test_a_word_counts_as_known_in_any_inflection(pets):
    answer = Assistant(pets, reader=PointingReader()).ask("Are cats barking?")
    assert answer.silence is not None
    assert answer.silence.unknown_words == ()


def test_a_conversation_stays_with_the_document_it_is_on(tmp_path):
    folder = shelf(
        tmp_path / "shelf",
        cat_txt="The cat sleeps in Vik, where the miller fed it at noon.",
        dog_txt="The dog was fed at noon by the cook.",
    )
    encoder = WordEncoder("cat", "dog", "fed")
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as library:
        library.add([folder])
        first = Assistant(library, reader=PointingReader(in_Vik=3.0)).ask("Where is the cat?")
        assistant = Assistant(library, reader=PointingReader())
        silent = assistant.ask("Who painted Norway?", history=[first])

        def nearest(*history):
            return assistant.ask("Who fed the dog at noon?", history=history).hits[0].document.name

        assert (first.quotes[0].document.name, silent.quotes) == ("cat.txt", ())
        assert nearest() == "dog.txt"
        assert nearest(first) == nearest(first, silent) == "cat.txt"
        assert nearest(first, silent, silent, silent, silent) == "dog.txt"


def test_a_follow_up_is_searched_as_a_question_that_stands_alone(pets):
    reader = PointingReader(on_the_mat=3.0)
    assistant = Assistant(pets, reader=reader)
    first = assistant.ask("Where is the cat?")
    second = assistant.ask("and when does it wake?", history=[first])
    assert second.question == "and when does it wake?"
    assert second.asked == "When does the cat wake?"
    assert reader.asked[-1] == "When does the cat wake?"


@pytest.mark.parametrize("question", ["", "   \n", "?!"])
def test_an_empty_question_is_one_clear_line(pets, question):
    with pytest.raises(QuestionError, match=r"^the question is empty\. Ask in plain words"):
        Assistant(pets).ask(question)


def test_a_question_of_100_000_characters_is_one_clear_line(pets):
    with pytest.raises(QuestionError, match=r"^the question has 100,000 characters; the longest"):
        Assistant(pets).ask("x" * 100_000)


def test_a_question_no_quote_can_answer_is_not_even_searched(pets):
    reader = PointingReader()
    answer = Assistant(pets, reader=reader).ask("How many documents mention the cat?")
    assert answer.silence is not None
    assert answer.silence.reason is Reason.COUNTING
    assert reader.asked == []


def test_an_empty_library_says_so(tmp_path):
    with Library.open(tmp_path, encoder=WordEncoder("cat"), create=True) as library:
        answer = Assistant(library).ask("Where does the cat sleep?")
    assert answer.silence is not None
    assert answer.silence.reason is Reason.EMPTY_LIBRARY


def test_a_removed_document_no_longer_answers(pets):
    assistant = Assistant(pets, reader=PointingReader(on_the_mat=3.0))
    assert assistant.ask("Where does the cat sleep?").quotes
    pets.remove(["pets.txt"])
    assert assistant.ask("Where does the cat sleep?").silence is not None


def test_the_sentence_reader_points_into_every_sentence_it_reads(pets):
    hits = pets.search("Where does the cat sleep?")
    spans = SentenceReader(pets).read("Where does the cat sleep?", hits)
    text = hits[0].document.text
    assert [text[span.start : span.end] for span in sorted(spans, key=lambda span: span.start)] == [
        "on the mat",
        "at night",
        "Nobody",
    ]
    best = max(spans, key=lambda span: span.score)
    assert text[best.start : best.end] == "on the mat"


WORDS = st.sampled_from(
    ["The", "cat", "dog", "parrot", "sleeps", "on", "Monday", "in", "1954", "é"]
)
MARKS = st.sampled_from(
    [" ", " ", " ", ". ", "! ", ".\n\n", "\n", "\r\n", " “", "” ", "\u2028", "。"]
)


@settings(max_examples=40)
@given(
    texts=st.lists(
        st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=40), min_size=1, max_size=3
    ),
    question=st.lists(WORDS, min_size=1, max_size=5),
)
def test_every_quote_is_verbatim_over_any_documents_and_questions(
    tmp_path_factory, texts, question
):
    folder = tmp_path_factory.mktemp("any")
    for number, pieces in enumerate(texts):
        written = "".join(word + mark for word, mark in pieces)
        Path(folder, f"{number}.txt").write_bytes(written.encode())
    encoder = WordEncoder("cat", "dog", "parrot", "monday")
    with Library.open(folder / "library", encoder=encoder, create=True) as library:
        library.add(sorted(folder.glob("*.txt")))
        answer = Assistant(library, threshold=0.0).ask(" ".join(question))
        assert bool(answer.quotes) != (answer.silence is not None)
        for quote in answer.quotes:
            stored = library.document(quote.document.id).text
            assert stored[quote.start : quote.end] == quote.text
            on_disk = Path(quote.document.source).read_bytes().decode()
            assert on_disk[quote.start : quote.end] == quote.text
            assert quote.start <= quote.highlight_start < quote.highlight_end <= quote.end


def test_what_was_found_comes_before_the_answer(pets):
    assistant = Assistant(pets, reader=PointingReader(on_the_mat=3.0))
    found, answer = assistant.steps("Where does the cat sleep?")
    assert isinstance(found, Found)
    assert found.asked == answer.question
    assert found.hits == answer.hits
    # Nothing is looked for where quoting cannot help.
    (refusal,) = assistant.steps("Summarise the documents.")
    assert refusal.silence is not None


def test_an_answer_is_explained_by_a_row_for_each_passage(pets):
    told = Assistant(pets, reader=PointingReader(on_the_mat=3.0)).explain("Where is the cat?")
    assert [row.hit.text[:7] for row in told.rows] == ["The cat", "Nobody "][: len(told.rows)]
    best = told.rows[0].best
    assert best is not None
    assert best.highlight == "on the mat"
    assert told.answer.quotes[0] == best
    assert all(row.best is None for row in told.rows[1:])
