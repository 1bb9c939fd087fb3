"""What the reader learns from: where answers stay, and what holds none."""

import gzip
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.training import examples, recipes
from eval.training.examples import (
    Example,
    aligned,
    cut,
    near,
    swapped,
    together,
)
from eval.training.kin import Kin
from eval.training.recipes import RECIPES, gather
from index.encoder import Floats
from tests.tiny import published

ALIGNED = "squad2_backtranslated_aligned"
GUESSED = "squad2_backtranslated_impossible"


def line(
    place: str, passage: str, question: str, *answers: str, title: str = "", **more: Any
) -> dict[str, Any]:
    """Return a line of a file; `place` is the question's id, its document's before a colon."""
    return {
        "id": place,
        "doc_id": place.split(":")[0],
        "title": title,
        "context": passage,
        "question": question,
        "answers": [{"text": text, "start": passage.index(text)} for text in answers],
        "is_impossible": not answers,
        **more,
    }


def write(folder: Path, name: str, lines: Sequence[dict[str, Any]]) -> None:
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(fields) + "\n" for fields in lines)


def example(passage: str, question: str = "Who?", *answers: str, **more: Any) -> Example:
    fields = {"id": "pets:1", "set": "pets", "group": "1", "above": "", **more}
    spans = tuple((passage.index(text), passage.index(text) + len(text)) for text in answers)
    return Example(question=question, passage=passage, answers=spans, **fields)


# ---- lines


def test_a_line_becomes_an_example(tmp_path: Path) -> None:
    passage = "Ada bought the quay of Vik."
    write(
        tmp_path,
        "pets",
        [
            # Two people marked the same words, one marked more.
            line("d:1", passage, "Who?", "Ada", "Ada", "Ada bought", title="Vik_(town)"),
            line("d:2", passage, "Why?", title="Reviews of quays"),
        ],
    )
    first, second = examples.lines_of(tmp_path / "pets.jsonl.gz", "pets")
    assert first == Example(
        "pets:d:1", "pets", "d", "Vik (town)", "Who?", passage, ((0, 3), (0, 10))
    )
    assert (second.above, second.answers) == ("", ())


# ---- machine-translated questions

MARGINS = [
    # answered, margin, guessed to have no answer -> weight, first and last share; None: left out.
    (True, 6.0, False, (1.0, 0.0, 1.0)),
    (True, 4.0, False, (1.0, 0.0, 1.0)),  # an odd one
    (True, 4.0, False, None),  # an even one
    (True, 2.0, False, (0.5, 0.0, 0.6)),
    (True, 2.0, False, None),
    (True, 2.0, True, None),
    (True, 6.0, True, (1.0, 0.0, 1.0)),
    (True, -1.0, False, None),
    (False, 4.0, False, (1.0, 0.1, 1.0)),
    (False, 2.0, False, (0.6, 0.1, 0.8)),
    (False, -1.0, True, (0.6, 0.1, 0.8)),
    (False, -1.0, False, None),
]


def test_machine_translated_questions_are_weighed_by_how_sure_they_are(tmp_path: Path) -> None:
    passage = "Ada bought the quay."
    rows = [
        line(
            f"d:{number}",
            passage,
            f"Who, number {number}?",
            *(["Ada"] if answered else []),
            margin=margin,
        )
        for number, (answered, margin, _, _) in enumerate(MARGINS)
    ]
    write(tmp_path, ALIGNED, rows)
    write(
        tmp_path,
        GUESSED,
        [
            line(f"g:{number}", passage, f"Who, number {number}?")
            for number, (_, _, guessed, _) in enumerate(MARGINS)
            if guessed
        ],
    )
    found = {one.id: (one.weight, one.first, one.last) for one in aligned(tmp_path)}
    assert found == {
        f"{ALIGNED}:d:{number}": expected
        for number, (*_, expected) in enumerate(MARGINS)
        if expected
    }


# ---- sentences put together

NEWS = ["Ada bought the quay.", "Bo sold the mill. ", "It rained in Vik.", "Nobody paid 9 crowns."]


def news(asked: int) -> list[Example]:
    """Return questions over four sentences of one document, not in their order."""
    return [
        example(
            sentence,
            f"What, number {number}?",
            sentence.split()[number % 3],
            id=f"qamr:test:news:7:{at}:1:430:{number}",
            group="7",
        )
        for at, sentence in reversed(list(enumerate(NEWS)))
        for number in range(asked)
    ]


@given(st.randoms(use_true_random=False))
def test_answers_stay_where_they_were_when_sentences_are_joined(chance):
    asked = {one.id: one for one in news(3)}
    for one in together(iter(asked.values()), chance):
        whole = " ".join(NEWS)
        alone = asked[one.id]
        assert one.passage in whole
        assert alone.passage.rstrip() in one.passage
        for (start, end), (first, last) in zip(one.answers, alone.answers, strict=True):
            assert one.passage[start:end] == alone.passage[first:last]


def test_a_sentence_is_asked_10_questions_and_joined_for_half_of_them():
    found = list(together(iter(news(40)), random.Random(1)))
    asked = Counter(one.id.split(":")[-4] for one in found)
    assert asked == {"0": 10, "1": 10, "2": 10, "3": 10}
    alone = sum(one.passage in NEWS for one in found)
    # Half of the 40, and some of the others drew no neighbour.
    assert 15 <= alone <= 30
    assert max(one.passage.count(".") for one in found) > 2


# ---- passages without the answer


def test_a_near_passage_does_not_hold_the_answer():
    towns = ["Vik", "Moss", "Bergen", "Horten"]
    asked = [
        example(
            f"The quay of {town} was bought by Ada Quill in {1950 + number}.",
            f"When was the quay of {town} bought?",
            str(1950 + number),
            id=f"pets:{town}",
            group=town,
            above=f"On {town}",
            weight=0.5,
            last=0.6,
        )
        for number, town in enumerate(towns)
    ]
    # A fifth passage says 1950 in another way; it is never taken for Vik's question.
    asked.append(example("The quay was new in 1950 or so.", "Which quay?", id="pets:new"))
    for seed in range(5):
        found = {one.id: one for one in near(asked, 99, random.Random(seed))}
        assert set(found) == {f"pets:{town}+near" for town in towns}
        for number, town in enumerate(towns):
            one = found[f"pets:{town}+near"]
            assert one.question == asked[number].question
            assert str(1950 + number) not in one.passage
            assert one.answers == ()
            (other,) = [place for place in asked if place.passage == one.passage]
            assert (one.group, one.above) == (other.group, other.above)
            assert (one.weight, one.first, one.last) == (1.0, 0.05, 1.0)


def test_a_question_whose_answer_is_everywhere_has_no_near_passage():
    asked = [
        example("Ada bought a quay.", "Who bought a quay?", "Ada", id="pets:1"),
        example("The mill was ADA's.", "Whose mill?", id="pets:2"),
    ]
    assert list(near(asked, 9, random.Random(0))) == []
    assert list(near(asked, 0, random.Random(0))) == []


def test_a_swapped_name_or_figure_does_not_stand_in_the_passage():
    asked = [
        example("In 1954 Ada Quill bought it.", "Who is Ada Quill in 1954?", "Ada", id="pets:1"),
        example("In 1960 Bo Hale sold it.", "Where is Bo Hale in 1960?", "sold", id="pets:2"),
        # These names stand not in the passage, those answers are unsure, these are none.
        example("It rained.", "Did Vik see rain?", "rained", id="pets:3"),
        example("Ada Quill left.", "Why did Ada Quill?", "left", id="pets:4", weight=0.5),
        example("Ada Quill left.", "Why did Ada Quill?", id="pets:5"),
    ]
    by_id = {f"{one.id}+swapped": one for one in asked}
    found = [one for seed in range(20) for one in swapped(asked, 9, random.Random(seed))]
    assert {one.id for one in found} == {"pets:1+swapped", "pets:2+swapped"}
    assert {one.question for one in found if one.id == "pets:1+swapped"} == {
        f"Who is {name} in 1954?" for name in ("Bo Hale", "Vik")
    } | {"Who is Ada Quill in 1960?"}
    for one in found:
        assert one.passage == by_id[one.id].passage
        assert one.answers == ()
        assert (one.weight, one.first, one.last) == (0.8, 0.1, 1.0)
    assert len(list(swapped(asked, 1, random.Random(0)))) <= 1


# ---- cutting

sentences = st.lists(
    st.sampled_from(["Ada", "bought", "the", "quay.", "in 1954", "Vik\n\n", "é́中", "x" * 30]),
    min_size=1,
    max_size=600,
).map(" ".join)


@given(st.data())
def test_what_is_cut_is_a_slice_and_an_answer_is_the_marked_one_or_a_part_of_it(data):
    text = data.draw(sentences)
    spans = set()
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.add((start, data.draw(st.integers(start + 1, len(text)))))
    whole = Example("pets:1", "pets", "1", "", "Who?", text, tuple(sorted(spans)))
    one = cut(whole, random.Random(data.draw(st.integers(0, 99))))
    assert one.passage in text
    if len(text) <= 1000:
        assert one == whole
        return
    assert 500 <= len(one.passage) <= 1000
    marked = [text[first:last] for first, last in spans]
    for start, end in one.answers:
        assert 0 <= start < end <= len(one.passage)
        assert any(one.passage[start:end] in answer for answer in marked)


def test_an_answer_longer_than_a_passage_is_kept_as_far_as_it_goes():
    text = "Once. " + "Ada said it " * 120 + "and no more."
    whole = Example("pets:1", "pets", "1", "", "What?", text, ((6, 1446),))
    for seed in range(20):
        one = cut(whole, random.Random(seed))
        ((start, end),) = one.answers
        assert end == len(one.passage)
        assert text[6:1446].startswith(one.passage[start:end].lstrip())


def test_a_passage_is_cut_at_spaces_round_its_answer():
    words = [f"w{number:03}" for number in range(400)]
    text = " ".join(words)
    whole = example(text, "Which?", "w200")
    starts = set()
    for seed in range(200):
        one = cut(whole, random.Random(seed))
        assert set(one.passage.split()) <= set(words)
        starts.add(text.index(one.passage))
        ((start, end),) = one.answers
        assert one.passage[start:end] == "w200"
    # It is met in many places, so that its place tells nothing.
    assert len(starts) > 50


# ---- all together


def town(number: int, chance: random.Random) -> str:
    names = ["Ada Quill", "Bo Hale", "Cy Vane", "Di Moss", "Ed Lund", "Flo Berg"]
    first, second = chance.sample(names, 2)
    return (
        f"In {1900 + number} {first} bought the quay number {number} from {second}. It had"
        f" {number + 3} mills, and {second} kept them. "
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all files, each a few questions long."""
    folder = tmp_path_factory.mktemp("train")
    chance = random.Random(0)
    number = 0
    sets = [name for name in RECIPES["first"].clean if name != "qamr"]
    for name in (*sets, ALIGNED, GUESSED):
        lines = []
        for _ in range(12):
            number += 1
            # Every third is longer than a passage may be.
            passage = town(number, chance) * (12 if number % 3 == 0 else 1)
            buyer = " ".join(passage.split()[2:4])
            asked = f"What did {buyer} buy in {1900 + number}?"
            answers = [] if number % 4 == 0 else [f"the quay number {number}"]
            if name == GUESSED:
                answers = []
            lines.append(
                line(f"{name}-{number}:1", passage, asked, *answers, title="A_town", margin=9.0)
            )
        write(folder, name, lines)
    lines = []
    for at in range(12):
        passage = town(at, chance)
        lines += [
            line(f"test:news:{at // 4}:{at % 4}:1:430:{asked}", passage, "Who?", "bought")
            | {"doc_id": f"news:{at // 4}"}
            for asked in range(12)
        ]
    write(folder, "qamr", lines)
    return folder


def base(one: Example) -> str:
    return one.id.split("+")[0]


def test_gathering_is_the_same_for_the_same_seed(data: Path) -> None:
    found = gather(data, seed=1, encoder=data)
    assert gather(data, seed=1, encoder=data) == found
    assert gather(data, seed=2, encoder=data) != found
    assert len({one.id for one in found}) == len(found)


def test_nothing_is_learned_from_passages_to_be_measured_with(data: Path) -> None:
    found = gather(data, seed=1, encoder=data)
    one = next(example for example in found if example.set == "fairytale")
    rest = gather(data, seed=1, encoder=data, apart={one.passage.strip()})
    of_it = [each for each in found if each.passage == one.passage]
    assert one.passage not in {each.passage for each in rest}
    assert len(rest) == len(found) - len(of_it) > 0


def test_all_that_is_gathered_keeps_its_answers(data: Path) -> None:
    marked: dict[str, list[str]] = {}
    for path in data.glob("*.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for fields in map(json.loads, file):
                place = f"{path.name.split('.')[0]}:{fields['id']}"
                marked[place] = [answer["text"] for answer in fields["answers"]]
    found = gather(data, seed=1, encoder=data)
    kinds = Counter(one.id.partition("+")[2] for one in found)
    # 9 files of 12, 10 of 12 questions on each of 12 sentences; 12 of new_wiki come again.
    assert kinds[""] == 9 * 12 + 120
    assert kinds["again"] >= 12
    assert kinds["near"] > 50
    assert kinds["swapped"] > 5
    for one in found:
        assert len(one.passage) <= 1000
        assert one.above == ("A town" if one.set != "qamr" else "")
        answers = marked[base(one)]
        for start, end in one.answers:
            assert one.passage[start:end] in answers
        if one.id.endswith("+near"):
            assert answers
            assert not any(answer.lower() in one.passage.lower() for answer in answers)
        if one.id.endswith(("+near", "+swapped")):
            assert one.answers == ()
        if one.id.endswith("+again"):
            assert one.first == 0.5
        assert 0 <= one.first < one.last <= 1
        assert 0 < one.weight <= 1
    # The guesses only weigh others; they are not learned from by themselves.
    assert GUESSED not in {one.set for one in found}


def test_the_second_recipe_learns_from_links_made_again(data: Path, tmp_path: Path) -> None:
    fields = line("bt-1-1-1", town(3, random.Random(1)), "Who sold it?", "the quay number 3")
    rows = [{**fields, "weight": 1.0}, {**fields, "id": "bt-1-1-2", "weight": 0.6}]
    rows.append({**fields, "id": "bt-1-1-3", "weight": 0.8})
    write(tmp_path, "links", rows)
    links = tmp_path / "links.jsonl.gz"
    found = gather(data, seed=1, encoder=data, recipe="second", links=links)
    linked = [one for one in found if one.set == ALIGNED and "+" not in one.id]
    assert [(one.id, one.weight, one.last) for one in linked] == [
        (f"{ALIGNED}:bt-1-1-1", 1.0, 1.0),
        (f"{ALIGNED}:bt-1-1-2", 0.6, 0.8),
        (f"{ALIGNED}:bt-1-1-3", 0.8, 1.0),
    ]
    assert not any(one.id.endswith("+again") for one in found)


def links(folder: Path, question: str, *, unsure: float = 1.0) -> Path:
    """Write twenty questions linked again, every second one with an answer, and return the file."""
    rows = [
        line(
            f"bt-1-1-{number}",
            town(number, random.Random(1)),
            question.format(number=number),
            *answer,
        )
        | {"weight": unsure if answer else 1.0}
        for number in range(20)
        for answer in ([f"the quay number {number}"] if number % 2 else [],)
    ]
    write(folder, "links", rows)
    return folder / "links.jsonl.gz"


def test_the_third_recipe_has_near_misses(data: Path, tmp_path: Path) -> None:
    found = gather(
        data,
        seed=1,
        encoder=published(tmp_path / "encoder"),
        recipe="third",
        links=links(tmp_path, "Who sold quay {number}?", unsure=0.8),
    )
    kinds = Counter(one.id.split("+")[1] for one in found if "+" in one.id)
    assert {"opposite", "renamed", "thinned", "shortened"} <= set(kinds)
    none = ("near", "swapped", "opposite", "denied", "exchanged", "renamed", "taken_out")
    assert not any(one.answers for one in found if one.id.endswith(none))
    drawn = [one for one in found if one.set == ALIGNED and "+" not in one.id]
    assert Counter(bool(one.answers) for one in drawn) == {True: 10, False: 10}


def test_the_fourth_recipe_puts_questions_in_other_words(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encoded(texts: Sequence[str]) -> Floats:
        return np.ones((len(texts), 1), dtype=np.float32)

    def same(self: Kin, word: str, before: str, behind: str) -> list[str]:
        return ["acquired"]

    monkeypatch.setattr(
        "eval.training.recipes.SentenceEncoder", lambda: SimpleNamespace(encode_passages=encoded)
    )
    monkeypatch.setattr(Kin, "same", same)
    found = gather(
        data,
        seed=1,
        encoder=published(tmp_path / "encoder"),
        recipe="fourth",
        links=links(tmp_path, "Who bought it?"),
    )
    made = [one for one in found if one.id.endswith("+reworded")]
    assert Counter(bool(one.answers) for one in made) == {True: 10, False: 10}
    assert {one.question for one in made} == {"Who acquired it?"}
    assert {one.weight for one in made} == {0.9}


def test_what_is_held_out_is_cut_and_comes_shortest_first(data: Path) -> None:
    path = data / "fairytale.jsonl.gz"
    found = examples.held_out(path, seed=1, count=5)
    assert found == examples.held_out(path, seed=1, count=5)
    lengths = [len(one.passage) for one in found]
    assert len(lengths) == 5
    assert lengths == sorted(lengths)
    assert len(examples.held_out(path, seed=1)) == 12
    assert {one.set for one in found} == {"fairytale"}


def test_what_was_written_is_met_as_often_as_a_recipe_says(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ours(folder: Path, lines: Path) -> list[Example]:
        name = lines.name.removesuffix(".jsonl.gz")
        return [
            example(
                "Ada bought the quay of Vik.", "Whose is the pier at Vik?", "Ada", id=f"{name}:0"
            ),
            example("The mill of Odd was sold.", "What happened to it?", "sold", id=f"{name}:1"),
            example("Kim did not tell the price.", "What did Kim pay?", id=f"{name}:2"),
        ]

    monkeypatch.setattr(recipes, "written", ours)

    def made(recipe: str) -> tuple[list[tuple[str, float, float]], int]:
        found = gather(
            data,
            seed=1,
            encoder=published(tmp_path / "encoder"),
            recipe=recipe,
            links=links(tmp_path, "Who sold quay {number}?"),
        )
        met = [
            (one.id, one.first, one.last)
            for one in found
            if one.id.startswith(("written:", "twins:", "rulings:"))
        ]
        return met, len(found) - len(met)

    _, fifth = made("fifth")
    # "What happened to it?" may be answered by any passage.
    asked = ["0", "1", "2", "0+near"]
    sixth = [(f"written:{one}+0", 0.0, 0.5) for one in asked]
    sixth += [(f"written:{one}+1", 0.5, 1.0) for one in asked]
    assert made("sixth") == (sixth, round(0.2 * fifth))
    seventh, rest = made("seventh")
    assert rest == round(0.1 * fifth)
    # One of the four that were written first, and all twins.
    assert seventh[0] in [(f"written:{one}+0", 0.0, 1.0) for one in asked]
    assert seventh[1:] == [(f"twins:{one}+0", 0.0, 1.0) for one in asked]
    # Of the others too little is taken for one of these three.
    ninth, rest = made("ninth")
    assert rest == round(0.09 * fifth)
    assert ninth == [(f"rulings:{one}+0", 0.0, 1.0) for one in asked]
