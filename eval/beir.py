"""Questions in the form of BEIR: a folder with a corpus, queries, and grades for pairs of them.

    corpus.jsonl     {"_id", "title"?, "text"} a line
    queries.jsonl    {"_id", "text"} a line
    qrels/test.tsv   query-id, corpus-id, score; where there is none, dev.tsv, else train.tsv

Each may be gzip, named ".gz". Thakur et al. 2021, "BEIR: A Heterogeneous Benchmark for Zero-shot
Evaluation of Information Retrieval Models".
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from eval.entries import (
    Faults,
    Ids,
    Wrong,
    fields,
    lines,
    short,
    string,
    string_or_none,
    text_of,
    whole,
)
from eval.sets import Labelled, QuestionSet, Reading
from index.errors import UserError
from qa.language.kinds import kind_of

_SPLITS = ("qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv")
_COLUMNS = ["query-id", "corpus-id", "score"]
_REMEDY = "Mend or remove what is named; nothing was read"


def read_beir(folder: Path) -> QuestionSet:
    """Return the set of a folder: the queries with a grade above 0.

    Raises:
        UserError: A file is missing or has faults, or no query has a grade above 0.
    """
    corpus = _found(folder, "corpus.jsonl")
    queries = _found(folder, "queries.jsonl")
    qrels = _found(folder, *_SPLITS)
    reading = Reading(folder)
    names = _corpus(corpus, reading)
    asked = _queries(queries)
    grades = _grades(qrels, asked)
    split = f"{qrels.parent.name}/{qrels.name}"
    for identifier, question in asked.items():
        gold = {entry: grade for entry, grade in grades[identifier].items() if grade > 0}
        documents = {names.get(entry, entry): grade for entry, grade in gold.items()}
        if not documents:
            reading.noticed[f"query without a grade above 0 in {split}, not asked"] += 1
            continue
        missing = sum(entry not in names for entry in gold)
        reading.noticed[f"grade in {split} for something that {corpus.name} lacks"] += missing
        reading.questions.append(
            Labelled(
                id=identifier,
                set=reading.name,
                question=question,
                kind=kind_of(question).value,
                answers=(),
                documents=documents,
                answerable=True,
            )
        )
    empty = sum(not text.text.strip() for text in reading.texts.values())
    reading.noticed[f"entry of {corpus.name} without text"] += empty
    return reading.done()


def _found(folder: Path, *names: str) -> Path:
    """Return the first of some files that is there, packed or not."""
    for name in names:
        for path in (folder / name, folder / f"{name}.gz"):
            if path.is_file():
                return path
    raise UserError(
        f"{folder} is a folder, but no BEIR collection: it has no {names[0]}."
        " Give a file of questions, or complete the folder"
    )


def _corpus(path: Path, reading: Reading) -> dict[str, str]:
    """Read the corpus; return the names of its entries by id."""
    names, faults, ids = {}, Faults(path), Ids()
    for number, line in lines(text_of(path)):
        place = f"line {number}"
        with faults.at(place):
            entry = fields(line)
            identifier = ids.claim(string(entry, "_id"), place)
            if "text" not in entry:
                raise Wrong('has no "text"')
            text = whole(entry["text"], "text")
            title = string_or_none(entry, "title") or ""
            names[identifier] = reading.entry(identifier, title, text)
    faults.stop(_REMEDY)
    return names


def _queries(path: Path) -> dict[str, str]:
    """Return the queries by id."""
    queries, faults, ids = {}, Faults(path), Ids()
    for number, line in lines(text_of(path)):
        place = f"line {number}"
        with faults.at(place):
            entry = fields(line)
            identifier = ids.claim(string(entry, "_id"), place)
            queries[identifier] = string(entry, "text")
    faults.stop(_REMEDY)
    return queries


def _grades(path: Path, queries: Mapping[str, str]) -> defaultdict[str, dict[str, float]]:
    """Return for each query the grades of entries, whatever they are."""
    grades: defaultdict[str, dict[str, float]] = defaultdict(dict)
    faults = Faults(path)
    rows = lines(text_of(path))
    number, header = next(rows)
    with faults.at(f"line {number}"):
        if header.rstrip("\r").split("\t") != _COLUMNS:
            raise Wrong(f"is not the header {short(_COLUMNS)}, parted by tabs")
    for number, line in rows:
        with faults.at(f"line {number}"):
            query, name, grade = _row(line)
            if query not in queries:
                raise Wrong(f"grades {short(query)}, which is none of the queries")
            if grades[query].setdefault(name, grade) != grade:
                raise Wrong(f"grades {short(name)} for {short(query)} a second time, otherwise")
    faults.stop(_REMEDY)
    return grades


def _row(line: str) -> tuple[str, str, float]:
    columns = line.rstrip("\r").split("\t")
    if len(columns) != len(_COLUMNS):
        raise Wrong(f"has {len(columns)} columns parted by tabs, not {len(_COLUMNS)}")
    query, name, score = columns
    try:
        grade = float(score)
    except ValueError:
        grade = math.nan
    if not math.isfinite(grade):
        raise Wrong(f"has a score that is no number ({short(score)})")
    return query, name, grade
