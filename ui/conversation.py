"""A conversation as HTML, oldest turn first; pure, read after `ui.answers`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from index.library import Hit
from qa.answer import Answer
from ui.answers import adding, answered, reading
from ui.chats import Chat, Turn, stored
from ui.html import button, escaped


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that is being read just now.

    Attributes:
        question: What the person typed.
        hits: The places that were found for it; empty while they are looked for.
    """

    question: str
    hits: tuple[Hit, ...] = ()


def conversation(
    chat: Chat,
    waiting: Waiting | None = None,
    *,
    examples: Sequence[str] = (),
    thumbs: bool = False,
) -> str:
    """Return all turns, oldest first.

    Args:
        chat: What was asked so far.
        waiting: A question that is being read just now, shown behind the others.
        examples: Questions offered while nothing has been asked.
        thumbs: Whether people may say what they think of an answer.
    """
    if not chat.turns and waiting is None:
        return _welcome(examples)
    articles = [
        _turn(turn, when, number, thumbs=thumbs)
        for number, (turn, when) in enumerate(zip(chat.turns, chat.times, strict=True), 1)
    ]
    if waiting is not None:
        head = f'<h2 class="question" dir="auto">{escaped(waiting.question)}</h2>'
        number = len(chat.turns) + 1
        articles.append(
            f'<article class="turn waiting" id="t{number}">{head}{reading(waiting.hits)}</article>'
        )
    return f'<div class="turns">{"".join(articles)}</div>'


def _turn(turn: Turn, when: datetime, number: int, *, thumbs: bool) -> str:
    body = (
        answered(turn, number, thumbs=thumbs)
        if isinstance(turn, Answer)
        else f'<p class="trouble" role="alert">{escaped(turn.message)}</p>'
    )
    again = (
        f'<div class="again">{button("Edit", classes="link", edit=turn.question)}'
        f"{button('Ask again', classes='link', ask=turn.question)}</div>"
    )
    kept = escaped(json.dumps(stored(turn, when), separators=(",", ":")))
    return (
        f'<article class="turn" id="t{number}" data-kept="{kept}">'
        f'<h2 class="question" dir="auto">{escaped(turn.question)}</h2>{again}{body}</article>'
    )


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" data-ask="{escaped(example)}" dir="auto">'
        f"{escaped(example)}</button></li>"
        for example in examples
    )
    offered = f'<ul class="examples" aria-label="Example questions">{buttons}</ul>'
    return (
        '<div class="welcome"><h2>What do your documents say?</h2>'
        "<p>Every answer is a quote, with the place it comes from. "
        "Where the documents do not say, Quoth tells you so.</p>"
        f"{adding()}{offered if examples else ''}</div>"
    )
