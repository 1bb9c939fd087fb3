"""Ask labelled questions and keep every answer: a run on disk."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from eval.asking import Asker, asking
from eval.measures import holds
from eval.outputs import check_place, writing
from eval.questions import Labelled, QuestionSet, read
from eval.settings import Order
from eval.slips import with_slips
from index.errors import QuestionError, UserError
from index.library import Hit
from qa.answer import Answer, Quote, Reason, Silence


def run(order: Order) -> Path:
    """Ask the questions, write the answers, and return the run's file.

    A run that was stopped goes on where it was. The first line holds every setting; then follows
    one answer a line, as `quoth ask --json` prints it, with what was expected.

    Raises:
        UserError: The questions cannot be read, or the file cannot be written or holds a run with
            other settings.
    """
    sets = _read(order.questions)
    check_place(order.out)
    if order.slips:
        sets = [with_slips(one, order.seed) for one in sets]
    with asking(order, sets) as (settings, asker):
        done = _begin(order.out, settings)
        with (
            order.out.open("a", encoding="utf-8") as file,
            tqdm(
                total=sum(len(one.questions) for one in sets), unit="question", disable=None
            ) as bar,
        ):
            for one in sets:
                for labelled, answer in _ask_all(one, asker, done, bar.update):
                    line = _line(one, labelled, answer, asker)
                    with writing(order.out):
                        file.write(json.dumps(line, ensure_ascii=False) + "\n")
                        file.flush()
    return order.out


def _read(paths: Sequence[Path]) -> list[QuestionSet]:
    sets = [read(path) for path in paths]
    names = [one.name for one in sets]
    for name in names:
        if names.count(name) > 1:
            raise UserError(f"two files of questions are called {name!r}. Rename one of them")
    return sets


# What may differ between a run that was stopped and its continuation.
_PASSING = ("started", "machine", "notes")

_FIRST = b'{"run": {"format"'


def _begin(out: Path, settings: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Write the first line, or check that of a run that was stopped; return what it has asked."""
    header = json.dumps({"run": settings}, ensure_ascii=False) + "\n"
    if not out.exists() or not out.stat().st_size:
        with writing(out):
            out.write_text(header, encoding="utf-8")
        return set()
    content = out.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if not whole and _FIRST.startswith(content[: len(_FIRST)]):
        # The run was stopped within its first line.
        with writing(out):
            out.write_text(header, encoding="utf-8")
        return set()
    done = set()
    try:
        # Not splitlines(): a quote may hold U+2028 and its like.
        first, *rest = whole.decode().split("\n")[:-1]
        before = json.loads(first)["run"]
        for line in rest:
            fields = json.loads(line)
            done.add((fields["set"], fields["id"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{out} holds something else than a run. Choose another --out") from error
    now = json.loads(header)["run"]
    other = [
        key for key in sorted({*before, *now} - set(_PASSING)) if before.get(key) != now.get(key)
    ]
    if other:
        raise UserError(
            f"{out} holds a run with other settings ({', '.join(other)})."
            " Choose another --out, or remove it"
        )
    if len(whole) < len(content):
        # The run was stopped within a line.
        os.truncate(out, len(whole))
    return done


def _ask_all(
    one: QuestionSet,
    asker: Asker,
    done: set[tuple[str, str]],
    progress: Callable[[], object],
) -> Iterator[tuple[Labelled, Answer]]:
    """Yield the answers to what is not yet done; a question that follows is asked after its own."""
    by_id = {labelled.id: labelled for labelled in one.questions}
    leant_on = {labelled.follows for labelled in one.questions if labelled.follows}
    answers: dict[str, Answer] = {}

    def answer(labelled: Labelled) -> Answer:
        history: list[Answer] = []
        earlier = labelled.follows
        while earlier is not None:
            if earlier not in answers:
                answers[earlier] = answer(by_id[earlier])
            history.insert(0, answers[earlier])
            earlier = by_id[earlier].follows
        try:
            return asker.of(one, labelled).ask(labelled.question, history=history)
        except QuestionError as error:
            silence = Silence(Reason.NO_SPAN, str(error))
            return Answer(labelled.question, labelled.question, (), silence)

    for labelled in one.questions:
        progress()
        if (one.name, labelled.id) in done:
            continue
        found = answers.get(labelled.id) or answer(labelled)
        if labelled.id in leant_on:
            answers[labelled.id] = found
        yield labelled, found


def _line(one: QuestionSet, labelled: Labelled, answer: Answer, asker: Asker) -> dict[str, Any]:
    open_setting = asker.setting == "open"
    quotes = [*answer.quotes, *answer.withheld]
    documents = {quote.document.id: quote.document for quote in quotes}
    return {
        **answer.to_json(labelled.id),
        "set": one.name,
        "kind": labelled.kind,
        "documents": [
            {"id": identifier, "name": asker.name(document, one.name)}
            for identifier, document in documents.items()
        ],
        "gold": {
            "answerable": labelled.answerable,
            "near_miss": labelled.near_miss,
            "follows": labelled.follows,
            "answers": list(labelled.answers),
            "documents": dict(labelled.documents),
            "grades": sorted(labelled.documents.values(), reverse=True) if open_setting else [],
        },
        "ranking": _ranking(labelled, answer.hits, one.name, asker) if open_setting else [],
        "faults": [
            fault for quote in answer.quotes for fault in faults(quote, asker.truth(quote.document))
        ],
    }


def _ranking(labelled: Labelled, hits: Iterable[Hit], of: str, asker: Asker) -> list[float]:
    """Return for each hit its document's grade, once for each document, and else 0."""
    met: set[str] = set()
    grades = []
    for hit in hits:
        fresh = set(gold_names(labelled, hit, of, asker)) - met
        met |= fresh
        grades.append(max((float(labelled.documents[name]) for name in fresh), default=0.0))
    return grades


def gold_names(labelled: Labelled, hit: Hit, of: str, asker: Asker) -> Iterator[str]:
    """Yield the names of the right documents that a hit is of, as the questions name them.

    Where answers are known, the hit must hold one. What several documents say in the same words is
    found once, and is of each of them.

    Args:
        labelled: The question.
        hit: What was found.
        of: The name of the question's set.
        asker: Knows what documents are called.
    """
    # Answers were marked at their place in one text only.
    unmarked = replace(labelled, spans=())
    for marked, document in [(labelled, hit.document), *((unmarked, each) for each in hit.also)]:
        name = asker.name(document, of)
        if labelled.documents.get(name, 0) and _answers(marked, name, hit):
            yield name


def _answers(labelled: Labelled, name: str, hit: Hit) -> bool:
    passage = hit.passage
    if labelled.spans and name == labelled.context:
        return any(start < passage.end and passage.start < end for start, end in labelled.spans)
    return not labelled.answers or bool(holds(hit.text, labelled.answers))


def faults(quote: Quote, text: str) -> list[str]:
    """Return what is wrong with a quote, compared with its document's true text.

    An empty list is what Quoth promises; anything else is a bug.
    """
    found = []
    where = f"{quote.document.source} {quote.start}..{quote.end}"
    if text[quote.start : quote.end] != quote.text:
        found.append(f"{where}: the quote is not what stands there")
    if text[quote.highlight_start : quote.highlight_end] != quote.highlight:
        found.append(f"{where}: the short answer is not what stands there")
    if quote.place.line != text.count("\n", 0, quote.highlight_start) + 1:
        found.append(f"{where}: line {quote.place.line} is not its line")
    pages = quote.document.pages
    page = sum(start <= quote.highlight_start for start in pages) if pages else None
    if page is not None and quote.document.numbers:
        page = quote.document.numbers[page - 1]
    if quote.place.page != page:
        found.append(f"{where}: page {quote.place.page} is not its page ({page})")
    return found
