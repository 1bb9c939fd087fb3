"""Labelled questions: what is asked, and what should come back.

`read` knows these forms by what is in them, plain or gzip:

    Quoth's own     {"id", "question", "kind"?, "answers", "document", "also"?, "follows"?,
                     "near_miss"?} a line, about files in a folder: seeds/questions.jsonl
    the same in CSV  a row a question, its columns so named: eval/rows.py
    SQuAD           one JSON object with "data", 1.1 or 2.0: eval/squad.py
    SQuAD's lines   the same, one question a line with its "context": eval/squad.py
    BEIR            a folder of corpus.jsonl, queries.jsonl and qrels/test.tsv: eval/beir.py

The last three bring their texts along. Nothing is repaired and nothing left out in silence: a file
with faults is refused with all of them, and what is only noticed is counted in the notes.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from eval import rows
from eval.beir import read_beir
from eval.entries import (
    Faults,
    Ids,
    Wrong,
    fields,
    flag,
    lines,
    parsed,
    short,
    string,
    string_or_none,
    strings,
    text_of,
)
from eval.sets import Labelled, QuestionSet, Reading, Text
from eval.squad import read_squad, read_squad_lines
from index.errors import UserError
from qa.language.kinds import kind_of

__all__ = ["Labelled", "QuestionSet", "Text", "load", "read", "sample"]


def read(path: Path) -> QuestionSet:
    """Return the questions in a file or a BEIR folder.

    Raises:
        UserError: It cannot be read, is of no known form, or has faults: each is named with its
            line, or with its path in the JSON.
    """
    if path.is_dir():
        return read_beir(path)
    suffix = path.suffix.lower()
    if suffix in rows.BOOKS:
        raise UserError(f"{path} is a spreadsheet's own file. Save the table as CSV UTF-8")
    text = text_of(path)
    if suffix in rows.SUFFIXES:
        return _read_rows(path, text)
    if _is_squad(path, text):
        return read_squad(path, text)
    first = next(_objects(text), {})
    if "_id" in first:
        raise UserError(f"{path} is one file of a BEIR folder. Give the folder: {path.parent}")
    if "context" in first:
        return read_squad_lines(path, text)
    if not any(line.lstrip().startswith("{") for _, line in lines(text)):
        raise UserError(
            f"{path} has no line that is a JSON object. Write each question as an object on a line"
            " of its own, or save a table of them as CSV UTF-8, named .csv"
        )
    return _read_own(path, ((number, partial(fields, line)) for number, line in lines(text)))


def load(path: Path) -> list[Labelled]:
    """Return the questions in a file of Quoth's own form, in its order.

    Raises:
        UserError: As `read`, or the file brings its own texts.
    """
    found = read(path)
    if found.texts:
        raise UserError(
            f"{path} asks about texts of its own, not about documents in a folder."
            " Give a file like seeds/questions.jsonl"
        )
    return list(found.questions)


def sample(questions: Sequence[Labelled], limit: int, seed: int) -> list[Labelled]:
    """Return some of the questions, in their order; with a follow-up, all it leans on.

    Each is drawn by a hash of seed, set and id, so that the choice is the same on every machine.
    A follow-up that would bring more along than there is room for gives way to the next drawn.

    Args:
        questions: Of one set or several.
        limit: How many come back; all if there are no more.
        seed: Another one draws others.

    Raises:
        ValueError: `limit` is negative.
    """
    if limit < 0:
        raise ValueError(f"a sample of {limit} questions")
    rows = {(labelled.set, labelled.id): row for row, labelled in enumerate(questions)}
    chosen: set[int] = set()
    for drawn in sorted(range(len(questions)), key=lambda row: _draw(questions[row], seed)):
        chain: set[int] = set()
        row: int | None = drawn
        while row is not None and row not in chosen:
            chain.add(row)
            follows = questions[row].follows
            row = None if follows is None else rows[questions[row].set, follows]
        if len(chosen) + len(chain) <= limit:
            chosen |= chain
    return [questions[row] for row in sorted(chosen)]


def _draw(labelled: Labelled, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\0{labelled.set}\0{labelled.id}".encode()).digest()


# How the official files open, be they on one line or written out over many.
_OPENS_SQUAD = re.compile(r'\s*\{\s*(?:"version"\s*:\s*"[^"]*"\s*,\s*)?"data"\s*:')


def _is_squad(path: Path, text: str) -> bool:
    """Whether a file is meant as one JSON object with "data".

    Raises:
        UserError: It is one JSON value of another form.
    """
    if _OPENS_SQUAD.match(text):
        return True
    _, first = next(lines(text))
    try:
        return "data" in fields(first)
    except Wrong:
        pass
    try:
        value = parsed(text)
    except Wrong:
        # A file of lines whose first line is broken.
        return False
    if isinstance(value, dict) and "data" in value:
        return True
    raise UserError(
        f"{path} is one JSON value, but not in SQuAD's form."
        " Write each question as an object on a line of its own"
    )


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the lines that are JSON objects."""
    for _, line in lines(text):
        try:
            yield fields(line)
        except Wrong:
            continue


def _read_rows(path: Path, text: str) -> QuestionSet:
    """Return the set of a table in Quoth's own form."""
    found = list(rows.rows(path, text))
    noticed = rows.unused(found[0][1]) if found else []
    made = ((row[0], partial(rows.entry, *row)) for row in found)
    return _read_own(path, made, unused=len(noticed))


def _read_own(
    path: Path,
    entries: Iterator[tuple[int, Callable[[], Mapping[str, Any]]]],
    *,
    unused: int = 0,
) -> QuestionSet:
    """Return the set of a file in Quoth's own form.

    Args:
        path: Names the set.
        entries: The number of each line, and what makes its entry or says what is wrong with it.
        unused: How many columns there are that have no meaning.
    """
    reading, faults, ids = Reading(path), Faults(path), Ids()
    reading.noticed["column with a name that is not used"] += unused
    for number, made in entries:
        place = f"line {number}"
        with faults.at(place):
            entry = made()
            if string_or_none(entry, "state") == "review":
                # Proposed by a click in the chat; nobody has said yet what is right.
                reading.noticed["question still to be reviewed, not asked"] += 1
                continue
            reading.questions.append(_own(reading, entry, ids, place))
    faults.stop(
        "Mend or remove what is named; seeds/questions.jsonl shows Quoth's form,"
        " eval/questions.py names the others"
    )
    return reading.done()


def _own(reading: Reading, entry: Mapping[str, Any], ids: Ids, place: str) -> Labelled:
    identifier = string(entry, "id")
    follows = string_or_none(entry, "follows")
    stands_before = follows in ids
    ids.claim(identifier, place)
    question = string(entry, "question")
    answers = strings(entry, "answers")
    if follows is not None and not stands_before:
        raise Wrong(f"follows {short(follows)}, which does not stand before it")
    near_miss = flag(entry, "near_miss") or False
    if near_miss and answers:
        raise Wrong('has answers, though its "near_miss" says that there is none')
    document = string_or_none(entry, "document")
    also = strings(entry, "also") if entry.get("also") is not None else ()
    documents = dict.fromkeys(also if document is None else (document, *also), 1.0)
    reading.noticed["question with answers but no document"] += bool(answers and not documents)
    reading.noticed["question without answers, whose document is not used"] += bool(
        documents and not answers
    )
    return Labelled(
        id=identifier,
        set=reading.name,
        question=question,
        kind=string_or_none(entry, "kind") or kind_of(question).value,
        answers=answers,
        documents=documents if answers else {},
        answerable=bool(answers),
        follows=follows,
        near_miss=near_miss,
    )
