"""Which spans become quotes."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from index.library import Hit
from index.passages import Passage
from qa.answer import Reason
from qa.calibration import Calibration
from qa.choose import Choice, choose
from qa.language.kinds import Kind
from qa.lists import Wanted
from qa.reader import Span
from tests.fakes import document

BRIDGE = document("The bridge opened in 1893. It is red. It turns by hand.", source="/a.txt")
MUSEUM = document("They say the bridge opened in 1896. Few know why.", source="/b.txt")


def span(whole: Document, phrase: str, score: float) -> Span:
    start = whole.text.index(phrase)
    passage = Passage(whole.id, 0, len(whole.text))
    return Span(Hit(whole, passage, 0.03), start, start + len(phrase), score)


def chosen(spans: list[Span], *, threshold: float = 0.25, **options: object) -> Choice:
    return choose(spans, Calibration(1.0, 0.0, threshold), **options)  # type: ignore[arg-type]


def texts(spans: list[Span], **options: object) -> list[str]:
    return [quote.text for quote in chosen(spans, **options).quotes]  # type: ignore[arg-type]


def test_a_quote_is_the_whole_sentence_round_its_span():
    choice = chosen([span(BRIDGE, "1893", 2.0)])
    (quote,) = choice.quotes
    assert quote.text == "The bridge opened in 1893."
    assert quote.highlight == "1893"
    # 1 / (1 + e^-2)
    assert quote.confidence == pytest.approx(0.8808, abs=1e-4)
    assert choice.silence is None


def test_yes_or_no_gets_the_whole_sentence_that_settles_it_marked():
    (quote,) = chosen([span(BRIDGE, "by hand", 2.0)], kind=Kind.TRUTH).quotes
    assert quote.text == "It is red. It turns by hand."
    assert quote.highlight == "It turns by hand."


def test_what_is_no_sentence_is_quoted_with_its_line():
    prices = document("| Part | Price |\n|---|---|\n| Pump! | ??? |\n| Seal | 5 |")
    (quote,) = chosen([span(prices, "???", 3)]).quotes
    assert (quote.text, quote.highlight) == ("| Pump! | ??? |", "???")
    (quote,) = chosen([span(document("?" * 601), "?" * 601, 3)]).quotes
    assert quote.text == "?" * 601


@pytest.mark.parametrize(
    ("text", "phrase", "marked"),
    [
        ("To roll back, run `svc rollback`.", "run `svc rollback", "run `svc rollback`"),
        ("It calls give_up(task) then.", "give_up(task", "give_up(task)"),
        ("She read “Salt and Iron” twice.", "Salt and Iron”", "“Salt and Iron”"),
        ("The ring (of gold) is lost.", "of gold", "of gold"),
        ("He said (twice) that a) is true.", "(twice) that a", "(twice) that a"),
    ],
)
def test_brackets_and_marks_are_marked_in_pairs(text, phrase, marked):
    (quote,) = chosen([span(document(text), phrase, 3.0)]).quotes
    assert quote.highlight == marked


def test_a_cell_that_the_question_names_is_no_list():
    hours = document("| Day | Open |\n|---|---|\n| Monday | 9-18 |\n| Friday | 9-16 |")
    found = span(hours, "9-16", 3)
    assert texts([found], wanted=Wanted.ITEMS) == [hours.text]
    (quote,) = chosen([replace(found, cell=True)], wanted=Wanted.ITEMS).quotes
    assert (quote.text, quote.highlight) == ("| Friday | 9-16 |", "9-16")


def test_quotes_come_best_first_and_never_overlap():
    spans = [span(BRIDGE, "opened", 1.0), span(BRIDGE, "1893", 2.0), span(BRIDGE, "red", 2.5)]
    assert texts(spans) == ["The bridge opened in 1893. It is red."]
    spans = [span(MUSEUM, "opened", 1.0), span(MUSEUM, "1896", 2.0), span(MUSEUM, "Few", 2.5)]
    assert texts(spans) == ["Few know why.", "They say the bridge opened in 1896."]


def test_a_sentence_that_points_back_is_quoted_with_the_one_before_it():
    (quote,) = chosen([span(BRIDGE, "by hand", 2.0)]).quotes
    assert quote.text == "It is red. It turns by hand."
    apart = document("The bridge is old.\n\nIt is red.")
    (quote,) = chosen([span(apart, "red", 2.0)]).quotes
    assert quote.text == "It is red."


@pytest.mark.parametrize(
    "link",
    [
        *(
            "For this reason",
            "Therefore,",
            "That is why",
            "As a result,",
            "After that",
            "In that case",
        ),
        *(
            "Before this",
            "Since then",
            "Until then",
            "By then",
            "From then on",
            "If so,",
            "Otherwise",
        ),
    ],
)
def test_what_follows_from_the_sentence_before_is_quoted_with_it(link):
    flats = document(f"The ibis breeds there. {link} the flats are closed. Guides tell more.")
    (quote,) = chosen([span(flats, "flats are closed", 2.0)]).quotes
    assert quote.text == f"The ibis breeds there. {link} the flats are closed."


LEAVE = document("Leave with pay is granted for:\n\n- a wedding: 2 days\n- a birth\n\nAsk Ada.")


def test_what_leads_to_a_list_is_quoted_with_it_and_the_list_is_marked():
    (quote,) = chosen([span(LEAVE, "granted", 2.0), span(LEAVE, "a birth", 1.9)]).quotes
    assert quote.text == "Leave with pay is granted for:\n\n- a wedding: 2 days\n- a birth"
    assert quote.highlight == "- a wedding: 2 days\n- a birth"


@pytest.mark.parametrize(
    "text",
    [
        "Leave is granted for:\n\n\n- a wedding\n- a birth",
        f"Leave is granted for:\n{'- a wedding' * 80}\n- a birth",
        "Leave is granted for:",
        "Leave is granted.\n\n- a wedding\n- a birth",
    ],
)
def test_what_leads_to_no_list_that_can_be_quoted_is_quoted_alone(text):
    (quote,) = chosen([span(document(text), "granted", 2.0)]).quotes
    assert (quote.text, quote.highlight) == (text.partition("\n")[0], "granted")


@pytest.mark.parametrize("led", ["Weddings.", "- a wedding", "a wedding: 2 days\na birth"])
def test_what_leads_to_a_paragraph_is_quoted_with_it(led):
    leave = document(f"Since 2019 leave is granted for:\n\n{led}\n\nAsk Ada.")
    (quote,) = chosen([span(leave, "granted", 2.0)]).quotes
    assert quote.text == f"Since 2019 leave is granted for:\n\n{led}"
    assert quote.highlight == led
    (quote,) = chosen([span(leave, "2019", 2.0)], kind=Kind.TIME).quotes
    assert (quote.text, quote.highlight) == ("Since 2019 leave is granted for:", "2019")


@pytest.mark.parametrize(
    ("text", "phrase", "quoted"),
    [
        ("*Serves 6. By Tom.*", "6", "Serves 6."),
        ("*Serves 6. By Tom.*", "Tom", "By Tom."),
        ("*Serves 6.* By Tom.", "6", "*Serves 6.*"),
        ("**Pool.** It opens at **9.**", "9", "**Pool.** It opens at **9.**"),
        ("_By Tom. Serves 6.", "Tom", "By Tom."),
        # Items, and what is marked.
        ("* Serves 6.", "6", "* Serves 6."),
        ("*Tom* serves 6.", "*Tom*", "*Tom* serves 6."),
        ("*Serves 6. By Tom.*", "Tom.*", "By Tom.*"),
    ],
)
def test_half_a_pair_of_marks_of_emphasis_is_not_quoted(text, phrase, quoted):
    recipe = document(text, media_type="text/markdown")
    assert texts([span(recipe, phrase, 2.0)]) == [quoted]
    assert texts([span(document(text), phrase, 2.0)])[0] in text


def test_what_answers_a_question_of_the_document_is_quoted_with_it():
    talk = document("REPORTER: Who will row?\nMARSH: Nobody will.\nMARSH: It is late.")
    (quote,) = chosen([span(talk, "Nobody", 2.0)]).quotes
    assert quote.text == "REPORTER: Who will row?\nMARSH: Nobody will."
    assert quote.highlight == "Nobody"


def test_a_short_sentence_that_ends_in_a_pronoun_is_quoted_with_the_one_before_it():
    burned = document(
        "In 1921 the mill burned down. A faulty heater had started it. Then came rain."
    )
    (quote,) = chosen([span(burned, "heater", 2.0)]).quotes
    assert quote.text == "In 1921 the mill burned down. A faulty heater had started it."
    of_stone = document("The mill was built of stone. But it burned. Nobody mourned the mill.")
    (quote,) = chosen([span(of_stone, "burned", 2.0)]).quotes
    assert quote.text == "The mill was built of stone. But it burned."
    (quote,) = chosen([span(of_stone, "Nobody", 2.0)]).quotes
    assert quote.text == "Nobody mourned the mill."


def test_a_quote_of_a_talk_without_stops_is_short_and_halves_no_word():
    said = " ".join(f"word{number:04}" for number in range(356))
    (quote,) = chosen([span(document(said), "word0178", 2.0)]).quotes
    # Of nine characters a word, 1,400 lie up to word 155 and 1,750 up to word 194.
    assert quote.text.split() == [f"word{number:04}" for number in range(156, 195)]
    assert quote.highlight == "word0178"


def test_there_are_at_most_three_quotes():
    whole = document("One is. Two is. Three is. Four is.")
    spans = [span(whole, word, 3.0) for word in ("One", "Two", "Three", "Four")]
    assert texts(spans) == ["One is.", "Two is.", "Three is."]


def test_a_further_quote_must_be_nearly_as_sure_as_the_first():
    # 0.88 and 0.50: the second is below 0.6 times the first.
    assert texts([span(BRIDGE, "1893", 2.0), span(BRIDGE, "red", 0.0)]) == [
        "The bridge opened in 1893."
    ]


def test_a_further_quote_of_the_questions_words_alone_says_nothing_new():
    hours = document("Open from 9 to 5.\n\nOpening hours of the museum")
    spans = [span(hours, "9 to 5", 3.0), span(hours, "Opening hours", 2.9)]
    asked = "What are the opening hours of the museum?"
    assert texts(spans) == ["Open from 9 to 5.", "Opening hours of the museum"]
    assert texts(spans, asked=asked) == ["Open from 9 to 5."]
    # Where nothing else is found, it is what there is.
    assert texts(spans[1:], asked=asked) == ["Opening hours of the museum"]


def test_the_same_sentence_in_another_document_is_not_quoted_twice():
    copy = document("Look! The bridge opened in 1893.", source="/copy.txt")
    assert texts([span(BRIDGE, "1893", 2.0), span(copy, "1893", 1.9)]) == [
        "The bridge opened in 1893."
    ]


def test_documents_that_give_different_figures_are_shown_side_by_side():
    spans = [span(BRIDGE, "1893", 2.0), span(MUSEUM, "1896", 1.9)]
    choice = chosen(spans, kind=Kind.TIME)
    assert [quote.highlight for quote in choice.quotes] == ["1893", "1896"]
    assert choice.differ


def test_quotes_of_one_document_do_not_differ():
    whole = document("It opened in 1893. All closed in 1901.")
    choice = chosen([span(whole, "1893", 2.0), span(whole, "1901", 1.9)], kind=Kind.TIME)
    assert len(choice.quotes) == 2
    assert not choice.differ


def of_two(kind: Kind, one: str, other: str) -> Choice:
    """Return what is chosen of two documents that say nothing but a figure, in other words."""
    first = document(f"By its charter, the hall: {one}", source="/c.txt")
    second = document(f"Many people wrote of {other}", source="/d.txt")
    return chosen([span(first, one, 2.0), span(second, other, 1.9)], kind=kind)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.TIME, "in 2016", "on 12 May 2016"),
        (Kind.TIME, "1 May 2016", "May 1st, 2016"),
        (Kind.TIME, "12.05.2016", "2016-05-12"),
        (Kind.TIME, "9 am", "9:00 am"),
        (Kind.TIME, "9.30 am", "9:30 a.m."),
        (Kind.TIME, "from 9a.m.", "from 9 o'clock"),
        (Kind.SIZE, "12 m", "12m"),
        (Kind.SIZE, "2.50 m", "2.5 m"),
        (Kind.MONEY, "€1,200", "1200.00 euros"),
        (Kind.NUMBER, "1,234,567 people", "1\u202f234\u202f567 people"),
    ],
)
def test_the_same_figure_written_otherwise_is_no_difference(kind, one, other):
    assert len(of_two(kind, one, other).quotes) == 2
    assert not of_two(kind, one, other).differ
    assert not of_two(kind, other, one).differ


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.NUMBER, "1.5 %", "15 %"),
        (Kind.NUMBER, "3,4 and 5", "34 and 5"),
        (Kind.TIME, "on 12 May 2016", "on 13 May 2016"),
        (Kind.TIME, "9 am", "9:30 am"),
        (Kind.SIZE, "2.05 m", "2.5 m"),
        (Kind.MONEY, "€1,200", "€1.200"),
    ],
)
def test_figures_of_another_worth_are_a_difference(kind, one, other):
    assert of_two(kind, one, other).differ
    assert of_two(kind, other, one).differ


def test_a_decimal_point_makes_another_figure_and_no_repeat():
    low = document("The interest rate is 1.5 % a year.", source="/c.txt")
    high = document("The interest rate is 15 % a year.", source="/d.txt")
    choice = chosen([span(low, "1.5 %", 2.0), span(high, "15 %", 1.9)], kind=Kind.NUMBER)
    assert [quote.highlight for quote in choice.quotes] == ["1.5 %", "15 %"]
    assert choice.differ


def test_a_figure_written_otherwise_makes_no_news_of_a_repeat():
    one = document("The long fence round the old mill is now 2.50 m high.", source="/c.txt")
    other = document("The long fence round the old mill is now 2.5 m high.", source="/d.txt")
    assert texts([span(one, "2.50", 2.0), span(other, "2.5", 1.9)]) == [one.text]


def test_a_letter_behind_a_number_names_another_room():
    one = document("The choir meets in room 10a on Mondays.", source="/c.txt")
    other = document("The choir meets in room 10b on Mondays.", source="/d.txt")
    assert len(texts([span(one, "10a", 2.0), span(other, "10b", 1.9)])) == 2


def test_below_the_threshold_there_is_silence():
    choice = chosen([span(BRIDGE, "1893", 0.0)], threshold=0.51)
    assert choice.quotes == ()
    assert choice.silence is not None
    assert choice.silence.reason is Reason.UNSURE


def test_a_threshold_of_zero_is_a_threshold_and_not_the_default():
    assert texts([span(BRIDGE, "1893", -9.0)], threshold=0.0) == ["The bridge opened in 1893."]


def test_a_silence_names_the_words_that_occur_nowhere():
    choice = chosen([span(BRIDGE, "1893", -9.0)], unknown_words=["zebra", "Oslo"])
    assert choice.silence is not None
    assert choice.silence.reason is Reason.NO_SPAN
    assert choice.silence.unknown_words == ("zebra", "Oslo")
    assert choice.silence.message == (
        "The documents do not say. “zebra” and “Oslo” occur nowhere in them."
    )
    choice = chosen([span(BRIDGE, "1893", -9.0)], unknown_words=["zebra", "Oslo", "tram"])
    assert choice.silence is not None
    assert choice.silence.message == (
        "The documents do not say. “zebra”, “Oslo” and “tram” occur nowhere in them."
    )


@pytest.mark.parametrize(
    ("unknown", "ending"),
    [
        (["brigde"], "“brigde” occurs nowhere in them; did you mean “bridge”?"),
        (["Brigde", "teh"], "“Brigde” and “teh” occur nowhere in them; did you mean “bridge”?"),
        (["bride"], "“bride” occurs nowhere in them; did you mean “bridge”?"),
        (["ridges"], "“ridges” occurs nowhere in them."),
        (["openly"], "“openly” occurs nowhere in them."),
    ],
)
def test_a_word_of_the_passages_may_have_been_meant(unknown, ending):
    choice = chosen([span(BRIDGE, "1893", -9.0)], unknown_words=unknown)
    assert choice.silence is not None
    assert choice.silence.message == f"The documents do not say. {ending}"


def test_what_may_have_been_meant_is_not_written_in_capitals_if_it_need_not_be():
    shouted = document("PELLWORTH, 9 June. The mayor of Pellworth spoke. PELLWORTH.")
    choice = chosen([span(shouted, "The mayor", -9.0)], unknown_words=["Pelworth"])
    assert choice.silence is not None
    assert choice.silence.message.endswith("did you mean “Pellworth”?")


def test_without_a_span_nothing_was_near():
    choice = chosen([])
    assert choice.silence is not None
    assert choice.silence.reason is Reason.NOTHING_NEAR


@given(
    st.text(alphabet="aB. !?\n\r\té。“”-1\u2028", min_size=1, max_size=80),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 30), st.floats(-5, 5)), max_size=6),
)
def test_whatever_the_spans_quotes_are_verbatim_few_and_apart(text, drawn):
    whole = document(text)
    spans = [
        Span(Hit(whole, Passage(whole.id, 0, len(text)), 0.03), start, end, score)
        for start, length, score in drawn
        for end in [min(len(text), start + length)]
        if start < end
    ]
    choice = chosen(spans, threshold=0.0)
    assert len(choice.quotes) <= 3
    assert bool(choice.quotes) == bool(spans)
    for quote in choice.quotes:
        assert whole.text[quote.start : quote.end] == quote.text
    ranges = sorted((quote.start, quote.end) for quote in choice.quotes)
    assert all(one[1] <= other[0] for one, other in pairwise(ranges))
