"""What a conversation holds after each step, without a page."""

from collections.abc import Sequence

import pytest

from index.selection import Selection
from qa.answer import Answer
from tests.drawn import NOON, PRICES, Letters, quote
from ui.chats import Chat, Trouble, stored
from ui.notes import Note
from ui.talking import _BROKEN, _TAKEN_OUT, Talk

FIRST = Answer("What do adults pay?", "What do adults pay?", (quote(),), None)


class Shelf:
    """Holds one document, or none."""

    def __init__(self, *documents) -> None:
        self.held = {one.id: one for one in documents}

    def document(self, document_id: str):
        return self.held[document_id]


class Asked:
    """Answers as it was told to, and remembers what was asked before."""

    def __init__(self) -> None:
        self.histories: list[list[str]] = []

    def ask(self, question: str, *, history: Sequence[Answer] = ()) -> Answer:
        self.histories.append([answer.question for answer in history])
        if "explode" in question:
            raise RuntimeError("a bug")
        return Answer(question, question, (quote(),), None)

    def explain(self, question: str):
        return self.ask(question)


def ended(steps) -> tuple[list[str], dict | None]:
    """Return the questions that are held in the end, and what was last said of them."""
    chat, said = Chat(), None
    for _, after, noted in steps:
        chat, said = after or chat, said if noted is None else noted
    return [turn.question for turn in chat.turns], said


@pytest.mark.parametrize(
    ("documents", "asked"),
    [([PRICES], [[FIRST.question]]), ([], [[], [FIRST.question]])],
    ids=["there", "gone"],
)
def test_turns_that_only_the_page_still_has_are_made_again_before_the_next(documents, asked):
    assistant = Asked()
    talk = Talk(assistant, library=Shelf(*documents))
    kept = [stored(FIRST, NOON)]
    steps = list(talk.ask(Chat(), "And children?", kept=kept))
    assert ended(steps) == ([FIRST.question, "And children?"], {})
    assert assistant.histories == asked
    # The page waits until the end.
    assert ["waiting" in html for html, _, _ in steps] == [True] * (len(steps) - 1) + [False]


@pytest.mark.parametrize("kept", [None, [], "nonsense", [None], [stored(FIRST, NOON)]])
def test_turns_that_are_held_are_not_made_again(kept):
    talk = Talk(Asked(), library=Shelf(PRICES))
    before = Chat().plus(FIRST, NOON)
    _, chat, said = list(talk.ask(before, "And children?", kept=kept))[-1]
    assert chat.turns[:1] == (FIRST,)
    assert len(chat.turns) == 2
    assert said is None


def test_what_only_the_page_still_has_is_shown_without_asking_again():
    assistant = Asked()
    talk = Talk(assistant, library=Shelf(PRICES))
    note = Note("up")
    chat, said = talk.whole(Chat(), {0: note}, [stored(FIRST, NOON)])
    assert (chat.turns, chat.times, said) == ((FIRST,), (NOON,), {0: note})
    # What is held counts, and a page of which no turn can be made says so.
    assert talk.whole(chat, said, [stored(FIRST, NOON)]) == (chat, said)
    assert talk.whole(chat, said, "nonsense") == (chat, said)
    assert Talk(assistant).whole(Chat(), {}, [stored(FIRST, NOON)]) == (Chat(), {})
    gone, _ = Talk(assistant, library=Shelf()).whole(Chat(), {}, [stored(FIRST, NOON)])
    assert gone.answers == []
    assert assistant.histories == []


class Limited(Asked):
    """Takes a part of the library, and remembers which."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list = []

    def ask(self, question: str, *, history: Sequence[Answer] = (), within=None) -> Answer:
        self.parts.append(within)
        return super().ask(question, history=history)


def test_a_turn_says_what_it_was_asked_in_also_once_it_is_opened_again():
    talk = Talk(Limited(), library=Shelf(PRICES))
    html, chat, _ = list(talk.ask(Chat(), "What?", (("boats <b>",), (PRICES.id, "gone"))))[-1]
    assert chat.parts == {1: "boats <b>, The tram"}
    assert '<p class="asked">Asked only in <bdi>boats &lt;b&gt;, The tram</bdi></p>' in html
    html, chat, _ = list(talk.ask(chat, "And in all?"))[-1]
    assert html.count("Asked only in") == 1
    kept = [
        stored(turn, NOON, chat.parts.get(number, "")) for number, turn in enumerate(chat.turns, 1)
    ]
    again = list(talk.reopen(kept))[-1][1]
    assert again.parts == {1: "boats <b>, The tram"}
    assert talk.whole(Chat(), {}, kept)[0].parts == again.parts
    # Of many, three are named.
    _, chat, _ = list(talk.ask(Chat(), "What?", (("a", "b", "c", "d", "e"), ())))[-1]
    assert chat.parts == {1: "a, b, c, 2 more"}


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        (((), (PRICES.id, "gone")), Selection(documents=(PRICES.id,))),
        ((("boats",), ("gone",)), Selection(collections=("boats",))),
        (None, None),
    ],
    ids=["one is there", "the collection is", "no box is ticked"],
)
def test_documents_that_were_taken_out_are_not_asked_in(part, asked):
    assistant = Limited()
    _, chat, _ = list(Talk(assistant, library=Shelf(PRICES)).ask(Chat(), "What?", part))[-1]
    assert assistant.parts == [asked]
    assert chat.turns == (Answer("What?", "What?", (quote(),), None),)


def test_where_all_that_was_chosen_was_taken_out_nothing_is_asked():
    assistant = Limited()
    talk = Talk(assistant, library=Shelf(PRICES))
    ((html, chat, said),) = talk.ask(Chat(), "What?", ((), ("gone",)))
    assert chat.turns == (Trouble("What?", _TAKEN_OUT),)
    assert Letters(html, inside="trouble").text == (
        "What you chose to ask in was taken out or replaced."
        " Choose anew, or “Ask in all documents”."
    )
    assert (assistant.parts, said) == ([], None)


def test_a_bug_is_told_and_goes_on_to_the_log():
    talk = Talk(Asked())
    asked, tried = talk.ask(Chat(), "Please explode"), talk.explain("Please explode")
    next(asked)
    _, chat, _ = next(asked)
    assert chat.turns == (Trouble("Please explode", _BROKEN),)
    with pytest.raises(RuntimeError, match="a bug"):
        next(asked)
    html, found = next(tried)
    assert Letters(html, inside="trouble").text == _BROKEN
    assert found is None
    with pytest.raises(RuntimeError, match="a bug"):
        next(tried)
