"""Questions in the form of SQuAD, as one JSON file or one question a line.

    {"data": [{"title", "paragraphs": [{"context", "qas": [
        {"id", "question", "answers": [{"text", "answer_start"}], "is_impossible"?}]}]}]}

    {"id", "title"?, "context", "question", "answers": [{"text", "start"?}], "is_impossible"?}

Rajpurkar et al. 2016 (1.1) and 2018 (2.0, with questions that their text does not answer).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.entries import (
    Faults,
    Ids,
    Wrong,
    fields,
    flag,
    lines,
    short,
    string,
    string_or_none,
    values,
)
from eval.sets import Labelled, QuestionSet, Reading, Text
from qa.language.kinds import kind_of

_REMEDY = "Mend or remove what is named; nothing was read"


def read_squad(path: Path, text: str) -> QuestionSet:
    """Return the set of a file that is one JSON object.

    Args:
        path: Names the set.
        text: What is in the file.

    Raises:
        UserError: Something in it is missing, of another type or twice, or an answer does not
            stand where it should; or it holds no question.
    """
    reading, faults, ids = Reading(path), Faults(path), Ids()
    with faults.at("it"):
        for place, article in _placed("", fields(text), "data"):
            with faults.at(place):
                title = string_or_none(fields(article), "title") or ""
                for below, paragraph in _placed(place, fields(article), "paragraphs"):
                    with faults.at(below):
                        about = reading.text(title, string(fields(paragraph), "context"))
                        for at, entry in _placed(below, fields(paragraph), "qas"):
                            with faults.at(at):
                                question = _labelled(reading, fields(entry), ids, at, about)
                                reading.questions.append(question)
    faults.stop(_REMEDY)
    return reading.done()


def read_squad_lines(path: Path, text: str) -> QuestionSet:
    """Return the set of a file with one question a line.

    Args:
        path: Names the set.
        text: What is in the file.

    Raises:
        UserError: As `read_squad`.
    """
    reading, faults, ids = Reading(path), Faults(path), Ids()
    for number, line in lines(text):
        place = f"line {number}"
        with faults.at(place):
            entry = fields(line)
            title = string_or_none(entry, "title") or ""
            about = reading.text(title, string(entry, "context"))
            reading.questions.append(_labelled(reading, entry, ids, place, about))
    faults.stop(_REMEDY)
    return reading.done()


def _placed(above: str, entry: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    """Return the entries of a list, each with its path in the JSON."""
    path = f"{above}.{key}" if above else key
    return ((f"{path}[{number}]", value) for number, value in enumerate(values(entry, key)))


def _labelled(
    reading: Reading, entry: Mapping[str, Any], ids: Ids, place: str, about: Text
) -> Labelled:
    identifier = ids.claim(string(entry, "id"), place)
    question = string(entry, "question")
    marked = [_marked(answer, about) for answer in values(entry, "answers")]
    impossible = flag(entry, "is_impossible")
    if impossible and marked:
        raise Wrong('has answers, though its "is_impossible" is true')
    if impossible is False and not marked:
        raise Wrong('has no answers, though its "is_impossible" is false')
    placed = [span for _, span in marked if span is not None]
    reading.noticed["answer without a place in its text"] += len(marked) - len(placed)
    reading.noticed["question whose plausible answers are not used"] += bool(
        entry.get("plausible_answers")
    )
    return Labelled(
        id=identifier,
        set=reading.name,
        question=question,
        kind=string_or_none(entry, "kind") or kind_of(question).value,
        answers=tuple(dict.fromkeys(answer for answer, _ in marked)),
        documents={about.name: 1.0} if marked else {},
        answerable=bool(marked),
        # It was written about this very text.
        near_miss=not marked,
        context=about.name,
        spans=tuple(dict.fromkeys(placed)),
    )


def _marked(answer: Any, about: Text) -> tuple[str, tuple[int, int] | None]:
    """Return an answer, and its place in the text where that is given."""
    if not isinstance(answer, dict):
        raise Wrong(f"has an answer that is no JSON object ({short(answer)})")
    text = string(answer, "text")
    start = answer.get("start", answer.get("answer_start"))
    if start is None:
        return text, None
    if not isinstance(start, int) or isinstance(start, bool) or start < 0:
        raise Wrong(f"has an answer that starts at {short(start)}, which is no offset")
    there = about.text[start : start + len(text)]
    if there != text:
        raise Wrong(f"has the answer {short(text)} at {start}, where its text has {short(there)}")
    return text, (start, start + len(text))
