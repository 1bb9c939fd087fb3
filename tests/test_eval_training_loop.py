"""The training: its loss by hand, and that it can be stopped and gone on with."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

import index.minilm
import qa.reading.pairs
from eval.training import batches, loop
from eval.training.batches import Batch, Batcher
from eval.training.examples import Example
from eval.training.heads import Heads
from eval.training.judge import _auroc, _overlap, best_span, judge
from eval.training.loop import _parted, distance, loss, train
from eval.training.student import average, best_device, put, student, write
from qa.reading import packed
from qa.reading.pairs import OwnPairs
from tests.tiny import LAYERS, POSITIONS, WIDE, WIDTH, bert, published, tokenizer

# ---- the loss


def handmade(**parts: Any) -> Batch:
    """Return a batch of two examples of four pieces, the last one padding."""
    ones = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 0]], dtype=torch.bool)
    fields = {
        "examples": (),
        "ids": torch.zeros((2, 4), dtype=torch.long),
        "mask": ones,
        "seconds": ones.long(),
        "allowed": ones,
        "spans": [[(1, 1), (1, 2)], [(0, 0)]],
        "evidence": torch.tensor([[0.0, 1, 0, 0], [0, 0, 0, 0]]),
        "weights": torch.tensor([0.5, 1.0]),
        **parts,
    }
    return Batch(**fields)


BARRED = -1e4


def test_the_loss_of_two_examples_worked_by_hand():
    starts = [[0, math.log(2), 0, BARRED], [0, 0, 0, BARRED]]
    ends = [[0, 0, math.log(2), BARRED], [0, 0, 0, BARRED]]
    # What is said of marks and padding does not count.
    evidence = [[7, 0, math.log(3), -7], [7, 0, 0, -7]]
    logits = torch.tensor([starts, ends, evidence]).permute(1, 2, 0)
    # First: starts 1/4, 1/2, 1/4, ends 1/4, 1/4, 1/2. Its two answers: 1/2 * 1/4 + 1/2 * 1/2
    # = 3/8. Evidence: ln 2 for the piece that is and ln 4 for the one that is not, 1.5 ln 2.
    # Second: none starts with 1/3 and ends with 1/3; evidence ln 2 twice, on average ln 2.
    first = -math.log(3 / 8) + 1.5 * math.log(2)
    second = math.log(9) + math.log(2)
    assert float(loss(logits, handmade())) == pytest.approx(0.5 * first + second, abs=1e-5)
    only = handmade(weights=torch.tensor([0.0, 1.0]))
    assert float(loss(logits, only)) == pytest.approx(second, abs=1e-5)


def test_an_example_in_which_nothing_is_allowed_has_no_evidence_to_learn():
    allowed = torch.tensor([[1, 0, 0, 0], [1, 0, 0, 0]], dtype=torch.bool)
    nothing = handmade(allowed=allowed, spans=[[(0, 0)], [(0, 0)]], evidence=torch.zeros(2, 4))
    logits = torch.zeros(2, 4, 3)
    logits[:, 1:, :2] = BARRED
    assert float(loss(logits, nothing)) == 0


def test_a_student_s_distance_from_its_teacher_worked_by_hand():
    likely = torch.tensor([[0, math.log(2), 0, BARRED], [0, 0, 0, BARRED]])
    even = torch.tensor([[0, 0, 0, BARRED]] * 2)
    told = torch.stack([likely, even, torch.zeros(2, 4)], dim=2)
    logits = torch.stack([even, even, torch.full((2, 4), math.log(3))], dim=2)
    # 1/4, 1/2, 1/4 told and 1/3 thrice said: 1/2 ln(3/4) + 1/2 ln(3/2). Evidence: 1/2 told and 3/4
    # said of each piece, 1/2 ln(2/3) + 1/2 ln 2, on average of two pieces in both examples.
    spans = math.log(3 / 4) / 2 + math.log(3 / 2) / 2
    evidence = math.log(2 / 3) / 2 + math.log(2) / 2
    wanted = torch.tensor([[[1.0], [-1.0], [0.0], [9.0]], [[1.0], [-1.0], [0.0], [9.0]]])
    # Off by 1/2 everywhere, padding aside: 6 quarters, of a spread of 4; twice, for two examples.
    states = wanted + 0.5
    found = distance((states, logits), (wanted, told), handmade())
    assert float(found) == pytest.approx(spans + 2 * evidence + 2 * 1.5 / 4, abs=1e-5)
    assert float(distance((wanted, told), (wanted, told), handmade())) == pytest.approx(0, abs=1e-6)


# ---- quick figures


def test_the_best_span_is_the_likeliest_that_does_not_run_backwards():
    starts = torch.tensor([0, 1.0, 3.0, 0])
    ends = torch.tensor([0, 4.0, 0, 2.0])
    # The best start is 2, the best end 1: together they run backwards. 1 to 1 has 1 + 4 = 5,
    # and so has 2 to 3, 3 + 2: the first counts. None has 0.
    logits = torch.stack([starts, ends, torch.zeros(4)], dim=1)
    first, last, margin = best_span(logits)
    assert (first, last) == (1, 1)
    assert margin == pytest.approx(5, abs=1e-5)
    logits[3, 1] = 2.5
    assert best_span(logits)[:2] == (2, 3)
    assert best_span(logits, longest=1)[:2] == (1, 1)
    assert best_span(logits, longest=2)[:2] == (2, 3)


def test_a_span_that_is_certain_is_still_the_best():
    # The logarithms of both probabilities are 0 here.
    logits = torch.full((6, 2), BARRED)
    logits[3, 0] = logits[4, 1] = 100.0
    assert best_span(logits)[:2] == (3, 4)


def test_the_overlap_of_two_spans_is_their_f1():
    assert _overlap((3, 5), (3, 5)) == 1
    assert _overlap((3, 5), (6, 7)) == 0
    # Two pieces shared, of 3 and of 4: 2 * 2 / 7.
    assert _overlap((3, 5), (4, 7)) == pytest.approx(4 / 7)


@given(
    st.lists(st.tuples(st.sampled_from([-1.0, 0.0, 0.5, 2.0]) | st.floats(-5, 5), st.booleans()))
)
def test_the_area_under_the_curve_is_that_of_scikit_learn(pairs):
    scores, labels = [score for score, _ in pairs], [label for _, label in pairs]
    if len(set(labels)) < 2:
        assert _auroc(scores, labels) == 0
    else:
        assert _auroc(scores, labels) == pytest.approx(roc_auc_score(labels, scores))


# ---- a tiny student


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Compute with one thread: for tensors this small, waiting for others takes longer."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("published"))


def examples(count: int) -> list[Example]:
    """Return questions about who bought and who sold, a third of them without an answer."""
    found = []
    for number in range(count):
        buyer, seller = f"x{number % 7}", f"y{number % 5}"
        passage = f"the quay was bought by {buyer}. it was sold by {seller}."
        asked, answer = (("bought", buyer), ("sold", seller), ("mill", ""))[number % 3]
        start = passage.index(answer)
        spans = ((start, start + len(answer)),) if answer else ()
        found.append(
            Example(f"pets:{number}", "pets", "1", "the quay", f"who {asked} it?", passage, spans)
        )
    return found


def rows(work: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (work / "log.jsonl").read_text().splitlines()]


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make passes of 4 examples and steps of 2 passes, each with its checkpoint."""
    # The examples below have 32 pieces at most, padding included.
    monkeypatch.setattr(batches, "PASS", 4 * 32)
    monkeypatch.setattr(batches, "PASSES", 2)
    monkeypatch.setattr(loop, "_CHECKPOINT_SECONDS", -1.0)


def test_a_student_starts_as_the_published_network_with_small_heads(folder: Path) -> None:
    found = student(folder, seed=1)
    named = found.parameters()
    published_as = bert()
    assert torch.equal(found.network.words, published_as["embeddings.word_embeddings.weight"])
    assert not found.network.words.requires_grad
    assert torch.equal(named["positions"], published_as["embeddings.position_embeddings.weight"])
    assert all(tensor.requires_grad and tensor.is_leaf for tensor in named.values())
    assert named["heads"].shape == (3, WIDTH)
    assert named["heads"].abs().max() < 0.1
    assert named["heads_bias"].tolist() == [0, 0, 0]
    assert torch.equal(student(folder, seed=1).heads.weight, found.heads.weight)
    assert not torch.equal(student(folder, seed=2).heads.weight, found.heads.weight)


def test_a_student_says_nothing_of_pieces_that_may_hold_no_answer(folder: Path) -> None:
    batch = Batcher(tokenizer()).batch(examples(3))
    both = student(folder, seed=1).logits(batch)
    assert both.shape == (2, *batch.ids.shape, 3)
    for logits in both:
        assert (logits[..., :2][~batch.allowed] == BARRED).all()
        assert (logits[..., :2][batch.allowed].abs() < 100).all()
        assert logits[..., 2].abs().max() < 100


def test_a_student_reads_half_way_and_to_the_end(folder: Path) -> None:
    batch = Batcher(tokenizer()).batch(examples(3))
    found = student(folder, seed=1)
    assert len(found.network.layers) == LAYERS == 2
    shallow = found._replace(
        network=found.network._replace(layers=found.network.layers[:1]), heads=found.middle
    )
    with torch.no_grad():
        last, middle = found.logits(batch)
        torch.testing.assert_close(middle, shallow.logits(batch)[0])
        states = found.network.states(batch.ids, batch.mask, batch.seconds)
    expected = states @ found.heads.weight.T + found.heads.bias
    torch.testing.assert_close(last[batch.allowed], expected.detach()[batch.allowed])


def test_another_network_keeps_the_words_of_the_published_one(folder: Path, tmp_path: Path) -> None:
    base = published(tmp_path / "base", seed=5)
    found = student(folder, seed=1, base=base)
    named, theirs = found.parameters(), bert(seed=5)
    assert torch.equal(found.network.words, bert()["embeddings.word_embeddings.weight"])
    assert torch.equal(named["positions"], theirs["embeddings.position_embeddings.weight"])
    assert torch.equal(named["layers.1.widen"], theirs["encoder.layer.1.intermediate.dense.weight"])
    assert not torch.equal(named["layers.1.widen"], student(folder, seed=1).network.layers[1].widen)


def test_all_is_computed_on_the_device_of_the_student(folder: Path) -> None:
    # "meta" computes shapes alone, and most of what is done refuses another device's numbers.
    device = torch.device("meta")
    found = student(folder, seed=1, device=device)
    assert {tensor.device for tensor in (*found.parameters().values(), found.network.words)} == {
        device
    }
    batcher = Batcher(tokenizer())
    batch = batcher.batch(examples(3))
    logits = found.logits(batch.to(device), dropout=0.1)
    assert logits.shape == (2, *batch.ids.shape, 3)
    value = sum(loss(one.float(), batch.to(device)) for one in logits)
    assert (value.shape, value.device) == ((), device)
    value.backward()
    assert all(tensor.grad is not None for tensor in found.parameters().values())


@pytest.mark.parametrize(("there", "device"), [(True, "cuda"), (False, "cpu")])
def test_a_graphics_card_is_taken_if_there_is_one(
    monkeypatch: pytest.MonkeyPatch, there: bool, device: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert best_device().type == device


def test_all_but_the_words_is_learned(folder: Path) -> None:
    learned = student(folder, seed=1)
    batch = Batcher(tokenizer()).batch(examples(6))
    last, middle = learned.logits(batch)
    (loss(last, batch) + loss(middle, batch)).backward()  # type: ignore[no-untyped-call]
    named = learned.parameters()
    assert len(named) == 8 + 12 * LAYERS
    for name, tensor in named.items():
        assert tensor.grad is not None, name
        assert tensor.grad.abs().max() > 0, name
    # Positions behind the longest text are not touched.
    used = batch.ids.shape[1]
    positions = named["positions"].grad
    assert positions is not None
    assert positions[used:].abs().max() == 0
    assert len(positions) == POSITIONS


@pytest.mark.usefixtures("small_steps")
def test_a_training_that_was_stopped_goes_on_as_if_it_had_not_been(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Any] = {"folder": folder, "seed": 1, "rate": 1e-3, "check": examples(6)}
    told["dropout"] = 0.1
    whole = train(examples(60), work=tmp_path / "whole", **told)
    assert rows(tmp_path / "whole")[-1]["step"] == 8
    real, calls = loop.loss, []

    def failing(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
        calls.append(len(batch.weights))
        if len(calls) == 15:
            # In the middle of the fourth step: two passes a step, each judged at two depths.
            raise KeyboardInterrupt
        return real(logits, batch)

    with monkeypatch.context() as patch:
        patch.setattr(loop, "loss", failing)
        with pytest.raises(KeyboardInterrupt):
            train(examples(60), work=tmp_path / "parts", **told)
    kept = torch.load(tmp_path / "parts" / "checkpoint.pt", weights_only=True)
    assert kept["step"] == 3
    parts = train(examples(60), work=tmp_path / "parts", **told)
    for (name, one), other in zip(
        whole.parameters().items(), parts.parameters().values(), strict=True
    ):
        assert (one - other).abs().max() <= 1e-6, name
        assert (one - student(folder, seed=1).parameters()[name]).abs().max() > 0, name
    # Gone on with once more, there is nothing left to do.
    done = train(examples(60), work=tmp_path / "parts", **told)
    assert torch.equal(done.heads.weight, parts.heads.weight)
    assert not (tmp_path / "parts" / "checkpoint.new").exists()


@pytest.mark.usefixtures("small_steps")
def test_the_log_holds_the_curve(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # 160 examples, 8 in a step; judged with each second of the 20.
    train(examples(160), folder=folder, work=tmp_path, seed=1, rate=1e-2, check=examples(9))
    found = rows(tmp_path)
    judged = [row for row in found if "overlap" in row]
    assert [row["step"] for row in judged] == list(range(2, 21, 2))
    for row in judged:
        assert set(row) == {"step", "overlap", "auroc"}
        assert 0 <= row["overlap"] <= 1
        assert 0 <= row["auroc"] <= 1
    (losses,) = [row for row in found if "loss" in row]
    assert losses["step"] == losses["of"] == 20
    assert losses["pieces_per_second"] > 0
    assert capsys.readouterr().out == (tmp_path / "log.jsonl").read_text()


def test_passes_are_parted_into_what_a_teacher_knows_and_what_is_learned_as_labelled():
    one, two, three, four = (
        replace(one, set=name)
        for one, name in zip(examples(4), ["pets", "rules", "pets", "rules"], strict=True)
    )
    passes = [[one, two, three], [four]]
    assert list(_parted(passes, {"rules"})) == [
        ([one, three], False),
        ([two], True),
        ([four], True),
    ]
    assert list(_parted(passes, ())) == [([one, two, three], False), ([four], False)]


@pytest.mark.usefixtures("small_steps")
def test_what_a_teacher_does_not_know_is_learned_as_labelled(folder: Path, tmp_path: Path) -> None:
    write(student(folder, seed=1), tmp_path / "teacher.safetensors")
    taught = [replace(one, set="taught") for one in examples(80)]
    batch = Batcher(tokenizer()).batch(examples(12))
    after = {}
    for labelled in ((), ("pets",)):
        learned = train(
            [*taught, *examples(160)],
            folder=folder,
            work=tmp_path / f"work-{len(labelled)}",
            seed=1,
            rate=1e-2,
            start_from=tmp_path / "teacher.safetensors",
            teacher=tmp_path / "teacher.safetensors",
            as_labelled=labelled,
        )
        with torch.no_grad():
            after[labelled] = float(loss(learned.logits(batch)[0], batch)) / 12
    assert after["pets",] < after[()] - 1


@pytest.mark.usefixtures("small_steps")
def test_a_training_lowers_the_loss(folder: Path, tmp_path: Path) -> None:
    batch = Batcher(tokenizer()).batch(examples(12))
    learned = train(examples(160), folder=folder, work=tmp_path, seed=1, rate=1e-2)
    with torch.no_grad():
        before, after = (
            float(loss(one.logits(batch)[0], batch)) / 12
            for one in (student(folder, seed=1), learned)
        )
    assert after < before - 1


def test_what_is_left_out_by_chance_is_left_out_of_the_results_of_layers(folder: Path) -> None:
    learned = student(folder, seed=1)
    batch = Batcher(tokenizer()).batch(examples(2))
    with torch.no_grad():
        plain = learned.logits(batch)
        assert torch.equal(learned.logits(batch), plain)
        torch.manual_seed(1)
        thin = learned.logits(batch, dropout=0.5)
        assert not torch.equal(thin, plain)
        assert not torch.equal(learned.logits(batch, dropout=0.5), thin)
        torch.manual_seed(1)
        assert torch.equal(learned.logits(batch, dropout=0.5), thin)


@pytest.mark.usefixtures("small_steps")
def test_a_training_takes_the_weights_of_an_earlier_one(folder: Path, tmp_path: Path) -> None:
    first = train(examples(16), folder=folder, work=tmp_path / "first", seed=1)
    write(first, tmp_path / "first.safetensors")
    second = train(
        examples(16),
        folder=folder,
        work=tmp_path / "second",
        seed=2,
        start_from=tmp_path / "first.safetensors",
        steps=0,
    )
    for one, other in zip(first.parameters().values(), second.parameters().values(), strict=True):
        # As the file has them.
        assert (one - other).abs().max() <= one.abs().max() / 200
    assert not (tmp_path / "second" / "checkpoint.pt").exists()


def test_weights_without_heads_half_way_can_be_gone_on_from(folder: Path, tmp_path: Path) -> None:
    first = student(folder, seed=1).parameters()
    packed.save(
        {name: one for name, one in first.items() if not name.startswith("middle")},
        tmp_path / "first.safetensors",
    )
    told: dict[str, Any] = {"folder": folder, "work": tmp_path / "second", "seed": 2, "steps": 0}
    found = train(examples(16), start_from=tmp_path / "first.safetensors", **told).parameters()
    assert (found["heads"] - first["heads"]).abs().max() < 1e-3
    assert torch.equal(found["middle"], student(folder, seed=2).parameters()["middle"])


def test_judging_compares_spans_with_those_marked(folder: Path) -> None:
    # Heads of 0: every span is as likely as every other, so the first piece is the best, and
    # none is as likely with every example: AUROC says nothing, 1/2.
    plain = student(folder, seed=1)
    plain = plain._replace(heads=Heads(torch.zeros(3, WIDTH), torch.zeros(3)))
    found = examples(3)
    bought = Example("pets:9", "pets", "1", "", "who?", "mill", ((0, 4),))
    # "mill" is one piece and right; "x0" and "y1" are two, none of them the first.
    assert judge(plain, [*found, bought], Batcher(tokenizer())) == {
        "overlap": round(1 / 3, 4),
        "auroc": 0.5,
    }
    assert judge(plain, [], Batcher(tokenizer())) == {"overlap": 0.0, "auroc": 0.0}


# ---- the file


def test_what_is_written_is_what_our_reader_reads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned = student(folder, seed=1)
    path = tmp_path / "reader.safetensors"
    write(learned, path)
    found = packed.load(path)
    assert set(found) == set(learned.parameters())
    assert found["layers.1.widen"].shape == (WIDE, WIDTH)
    monkeypatch.setattr(index.minilm, "bfloat16_is_faster", lambda: False)
    monkeypatch.setattr(index.minilm, "int8_is_faster", lambda: False)
    monkeypatch.setattr(qa.reading.pairs, "default_folder", lambda: folder)
    pairs = OwnPairs(path, sha256=None)
    # The student itself with weights rounded as in the file reads the same.
    put(learned.parameters(), found)
    one = examples(1)[0]
    batch = Batcher(tokenizer()).batch([one])
    with torch.no_grad():
        logits = learned.logits(batch)[0, 0][batch.allowed[0]][:, :2]
    likely = logits.log_softmax(dim=0).numpy()
    ((window,),) = pairs.read(one.question, [(f"{one.above}\n{one.passage}", len(one.above) + 1)])
    assert np.abs(window.starts - likely[1:, 0]).max() < 1e-5
    assert np.abs(window.ends - likely[1:, 1]).max() < 1e-5
    assert window.none == pytest.approx(float(likely[0].sum()), abs=1e-5)


def test_the_mean_of_two_trainings_is_that_of_each_weight(tmp_path: Path) -> None:
    paths = [tmp_path / "one.safetensors", tmp_path / "other.safetensors"]
    for path, values in zip(paths, ([1.0, 2.0], [3.0, -2.0]), strict=True):
        packed.save({"heads": torch.tensor(values)}, path)
    average(paths, tmp_path / "mean.safetensors")
    mean = packed.load(tmp_path / "mean.safetensors")
    assert mean["heads"].tolist() == [2.0, 0.0]
