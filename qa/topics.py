"""What a question is about, in words that can stand for it in the next one.

Pure. "Which diseases does the new drug treat?" is about the diseases and about the drug.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.words import Word, words
from qa.pointers import AUXILIARY, DETERMINERS, IRREGULAR, REGULAR

QUESTION_WORDS = re.compile(
    r"^\W*(?P<asks>(?:(?:since|until|by|from|to|for|with|in|on|at) )?"
    r"(?:how (?:many|much|long|often|old|far|big|tall|high|large)(?: (?:of (?:them|these|those)))?"
    r"|who(?:m|se)? else|what else|where else|who(?:m|se)?|what|when|where|why|how|which))\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
# Of "the price of the drug" the drug is what is spoken of next.
_PARTS = frozenset(
    "price cost height length size age name number color colour weight population date purpose"
    " reason cause speed depth width value title author owner director meaning definition origin"
    " history role effect effects aim location address length duration area amount".split()
)


def topics(asked: str) -> list[str]:
    """Return what a question is about, what it is likeliest about first.

    What was counted or picked; then names and words behind "the"; then who or what does
    something; failing these, whatever carries meaning.
    """
    asks = QUESTION_WORDS.match(asked)
    rest = asks["rest"] if asks else asked
    runs = _runs(rest)
    if not runs:
        return []
    found = []
    texts = [rest[start:end] for start, end in runs]
    picks = asks and asks["asks"].lower().startswith(("how many", "how much", "which"))
    if picks and not rest[: runs[0][0]].strip():
        found.append(_counted(texts))
    found += _marked(rest, runs)
    subject = _doing(rest, runs[0])
    found += [subject] if subject else []
    return list(dict.fromkeys(found)) or [texts[-1]]


def _counted(runs: Sequence[str]) -> str:
    # "people" alone says too little, and "voted" is not what was counted.
    if " " in runs[0] or len(runs) == 1:
        return runs[0]
    if runs[0].endswith("ed"):
        return ", ".join(runs[1:])
    return f"{runs[0]} ({', '.join(runs[1:])})"


def _marked(rest: str, runs: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield names and what has a determiner, the whole before its part."""
    parts = []
    for start, end in runs:
        run = rest[start:end]
        first = run.split()[0]
        if first.lower() not in DETERMINERS and not first[0].isupper():
            continue
        part = rest[end:].lower().startswith(" of ") and words(run)[-1].text.lower() in _PARTS
        if part:
            parts.append(run)
        else:
            yield _without_verb(rest, start, end)
    yield from parts


def _doing(rest: str, run: tuple[int, int]) -> str | None:
    """Return "lorries" for "do lorries have to pay"."""
    start, end = run
    helper = _last(rest[:start])
    inside = words(rest[start:end])
    if helper not in ("do", "does", "did"):
        return None
    return rest[start : start + inside[-2 if len(inside) > 1 else -1].end]


def _without_verb(rest: str, start: int, end: int) -> str:
    """Return "the bridge" for "the bridge opened" in "was the bridge opened"."""
    run, helper = rest[start:end], _last(rest[:start])
    inside: list[Word] = words(run)
    if helper in ("do", "does", "did"):
        # Behind these the subject is followed by its verb: "did the bridge open". A longer run may
        # go on with what the verb is about.
        if inside[0].text.lower() in DETERMINERS:
            return run[: inside[-2].end] if len(inside) in (3, 4) else run
        named = list(takewhile(lambda word: word.text[0].isupper(), inside))
        return run[: named[-1].end] if named else run
    last = inside[-1].text.lower()
    helped = helper in AUXILIARY and len(inside) > 2
    # "Lena Ortiz opened the tunnel" says by itself that she did.
    does = len(inside) > 1 and run[0].isupper() and inside[-1].text[0].islower()
    if (helped or does) and (REGULAR.search(last) or last in IRREGULAR):
        return run[: inside[-2].end]
    return run


def _last(text: str) -> str:
    found = words(text)
    return found[-1].text.lower() if found else ""


def _runs(text: str) -> list[tuple[int, int]]:
    """Return the stretches of words with meaning, each with the determiner before it."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    end = 0
    for word in words(text):
        determiner = word.text.lower() in DETERMINERS
        if word.carries_meaning and word.text.lower() not in AUXILIARY:
            # "off-target" is one word, though "off" alone is grammar.
            joined = re.search(r"\w+-$", text[: word.start])
            begin = joined.start() if joined else word.start
            start = begin if start is None else start
            end = word.end
            continue
        if start is not None and end > start:
            runs.append((start, end))
        start, end = (word.start, word.start) if determiner else (None, 0)
    if start is not None and end > start:
        runs.append((start, end))
    return runs
