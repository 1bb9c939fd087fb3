"""A run of twenty questions, small enough to work out each of its figures by hand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.outcomes import Outcome, Run, Said

# Right for the answer 1893: the short answer has F1 1 and the quote 2 * 1 / (4 + 1) = 0.4.
OPENED = ("It opened in 1893", "1893")
# Right, with a short answer that is too long: not exact, F1 2 * 1 / (2 + 1) = 2/3.
IN_1893 = ("It opened in 1893", "in 1893")
RED = ("It is red", "red")

HERE, ELSEWHERE = "bridge.md", "canal.md"


def said(quote: tuple[str, str], confidence: float, document: str = HERE) -> Said:
    text, highlight = quote
    return Said(text, highlight, document, 0, len(text), confidence)


def asked(name: str, *quotes: Said, withheld: Said | None = None, **changes) -> Outcome:
    """Return an answerable question about a year; changes say what else it is."""
    outcome = Outcome(
        id=name,
        set="first",
        question=f"When, {name}?",
        kind="when",
        answerable=True,
        near_miss=False,
        follows=None,
        answers=("1893",),
        documents={HERE: 1.0},
        quotes=quotes,
        best=quotes[0] if quotes else withheld,
        reason=None if quotes else "unsure",
        ranking=(),
        gold=(1.0,),
        faults=(),
        seconds={},
    )
    return replace(outcome, **changes)


def unanswerable(name: str, *quotes: Said, withheld: Said | None = None, **changes) -> Outcome:
    nothing = {"answerable": False, "answers": (), "documents": {}, "gold": (), "kind": "who"}
    return asked(name, *quotes, withheld=withheld, **nothing | changes)


def run(outcomes: Sequence[Outcome], name: str = "run.jsonl", **settings) -> Run:
    return Run(Path("runs", name), settings, outcomes)


def _numbered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Give the n-th a set (ten each) and n tenths of a second."""
    return [
        replace(
            outcome,
            set="first" if number <= 10 else "second",
            seconds={"search": 0.0, "total": number / 10},
        )
        for number, outcome in enumerate(outcomes, 1)
    ]


TWENTY = _numbered(
    [
        asked("a1", said(OPENED, 0.95), ranking=(1, 0, 0)),
        asked("a2", said(OPENED, 0.90), ranking=(0, 1)),
        asked("a3", said(IN_1893, 0.85), ranking=(0, 0, 0, 1), question="Who says how?"),
        asked("a4", said(RED, 0.81, ELSEWHERE), ranking=(0, 0, 0, 0, 0, 1)),
        asked("a5", said(OPENED, 0.75), said(RED, 0.75), ranking=(1,), gold=(1, 1)),
        asked("a6", said(RED, 0.70), said(OPENED, 0.60), ranking=(0, 2, 1), gold=(2, 1)),
        unanswerable("u1", withheld=said(RED, 0.50), near_miss=True),
        unanswerable("u2", withheld=said(RED, 0.21), near_miss=True),
        unanswerable("u3", said(RED, 0.88), near_miss=True, follows="u2"),
        unanswerable("u4", said(OPENED, 0.62), near_miss=True),
        # Right by chance, from a document that does not hold the answer.
        asked("a7", said(OPENED, 0.65, ELSEWHERE)),
        asked("a8", withheld=said(OPENED, 0.41), ranking=(1,)),
        asked("a9", withheld=said(RED, 0.30), ranking=(0,) * 11),
        asked("a10", documents={}, gold=(), reason="nothing-near"),
        asked("a11", said(RED, 0.61), gold=(), faults=("the line is 3, not 2",)),
        # From a retrieval collection: nobody wrote an answer down.
        asked("a12", said(RED, 0.55), answers=(), ranking=(1,), question="bridge openings"),
        unanswerable("u5", reason="nothing-near"),
        unanswerable("u6", withheld=said(RED, 0.10)),
        unanswerable("u7", said(RED, 0.30)),
        unanswerable("u8", said(RED, 0.45)),
    ]
)
