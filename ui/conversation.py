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
        _turn(turn, when, chat.parts.get(number, ""), number, thumbs=thumbs)
        for number, (turn, when) in enumerate(zip(chat.turns, chat.times, strict=True), 1)
    ]
    if waiting is not None:
        articles.append(_waiting(waiting, f' id="t{len(chat.turns) + 1}"'))
    return f'<div class="turns">{"".join(articles)}</div>'


def asked() -> str:
    """Return what the page's script draws of a question before the server has seen it."""
    return f'<template id="quoth-asked">{_waiting(Waiting(""))}</template>'


def _waiting(waiting: Waiting, identifier: str = "") -> str:
    head = f'<h2 class="question" dir="auto">{escaped(waiting.question)}</h2>'
    return f'<article class="turn waiting"{identifier}>{head}{reading(waiting.hits)}</article>'


def _turn(turn: Turn, when: datetime, part: str, number: int, *, thumbs: bool) -> str:
    body = (
        answered(turn, number, thumbs=thumbs)
        if isinstance(turn, Answer)
        else f'<p class="trouble" role="alert">{escaped(turn.message)}</p>'
    )
    within = f'<p class="asked">Asked only in <bdi>{escaped(part)}</bdi></p>' if part else ""
    again = (
        f'<div class="again">{button("Edit", classes="link", edit=turn.question)}'
        f"{button('Ask again', classes='link', ask=turn.question)}</div>{within}"
    )
    kept = escaped(json.dumps(stored(turn, when, part), separators=(",", ":")))
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
