"""The worst failures of a run, after `eval.shown`: which they are, and each of them to read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.measures import holds
from eval.outcomes import Outcome, Said
from eval.shown import count, escaped, isolated, ordinal, percent

MOST = 12
"""How many of each kind are shown."""

_ANSWERS = 3
_DOCUMENTS = 3
# A quote is a few sentences; a longer one is a text without full stops, and shown in part.
_LONGEST = 700


@dataclass(frozen=True, slots=True)
class Failures:
    """What went wrong in a run, by kind, the worst first.

    Attributes:
        wrong: Answerable, and answered wrongly; the surest first.
        spoken: Answered, though the documents do not say; the surest first.
        silent: Answerable, but left unanswered; those first where the right quote was withheld,
            then the surest.
    """

    wrong: Sequence[Outcome]
    spoken: Sequence[Outcome]
    silent: Sequence[Outcome]


def failures(outcomes: Iterable[Outcome]) -> Failures:
    """Return what went wrong, all of it."""
    wrong, spoken, silent = [], [], []
    for outcome in outcomes:
        if not outcome.answerable:
            if not outcome.silent:
                spoken.append(outcome)
        elif outcome.silent:
            silent.append(outcome)
        elif not right(outcome, outcome.quotes[0]):
            wrong.append(outcome)
    wrong.sort(key=_surest)
    spoken.sort(key=_surest)
    silent.sort(key=lambda outcome: (not right(outcome, outcome.best), _surest(outcome)))
    return Failures(wrong, spoken, silent)


def right(outcome: Outcome, quote: Said | None) -> bool:
    """Return whether a quote holds an expected answer.

    Where nobody wrote an answer down, whether it comes from a document that holds it.
    """
    if quote is None or not outcome.answerable:
        return False
    if outcome.answers:
        return holds(quote.text, outcome.answers) > 0
    return quote.document in outcome.documents


def gold_rank(outcome: Outcome) -> int | None:
    """Return the rank, from 1, of the first gold passage; None where none was found."""
    ranks = (rank for rank, grade in enumerate(outcome.ranking, 1) if grade > 0)
    return next(ranks, None)


def failure_lists(outcomes: Sequence[Outcome]) -> str:
    """Return the worst failures as HTML, up to `MOST` of each kind."""
    found = failures(outcomes)
    questions = {(outcome.set, outcome.id): outcome.question for outcome in outcomes}
    return "".join(
        _kind(title, about, group, questions)
        for title, about, group in (
            (
                "Answered wrongly",
                "The answer is in the documents, but not in the first quote. The surest first.",
                found.wrong,
            ),
            (
                "Answered where there was nothing to say",
                "The documents do not answer these; silence would have been right."
                " The surest first.",
                found.spoken,
            ),
            (
                "Silent though the answer was there",
                "The documents answer these. Where the right quote was found but withheld,"
                " it comes first.",
                found.silent,
            ),
        )
    )


def _surest(outcome: Outcome) -> float:
    quote = outcome.quotes[0] if outcome.quotes else outcome.best
    return -quote.confidence if quote else 0.0


def _kind(
    title: str,
    about: str,
    group: Sequence[Outcome],
    questions: Mapping[tuple[str, str], str],
) -> str:
    head = f'<section class="failures"><h3>{title} <span class="n">{len(group):,}</span></h3>'
    if not group:
        return f'{head}<p class="none">None.</p></section>'
    more = f" {MOST} of {count(len(group), 'question')} shown." if len(group) > MOST else ""
    items = "".join(_failure(outcome, questions) for outcome in group[:MOST])
    return f'{head}<p class="about">{about}{more}</p><ol>{items}</ol></section>'


def _failure(outcome: Outcome, questions: Mapping[tuple[str, str], str]) -> str:
    earlier = questions.get((outcome.set, outcome.follows or ""))
    after = f'<p class="after">after: {isolated(earlier)}</p>' if earlier else ""
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{html}</dd></div>" for name, html in _rows(outcome) if html
    )
    return (
        f'<li><h4 dir="auto">{escaped(outcome.question)}</h4>{after}{_figure(outcome)}'
        f"<dl>{rows}</dl></li>"
    )


def _rows(outcome: Outcome) -> list[tuple[str, str]]:
    return [
        ("Expected", _expected(outcome)),
        ("Reason given", isolated(outcome.reason) if outcome.reason else ""),
        ("Right passage", _rank(outcome)),
        ("Also", _elsewhere(outcome)),
        ("Id", f"{isolated(outcome.id)} in {isolated(outcome.set)}"),
    ]


def _expected(outcome: Outcome) -> str:
    if not outcome.answerable:
        near = " (close to what the documents treat)" if outcome.near_miss else ""
        return f"silence{near}"
    answers = _some(outcome.answers, _ANSWERS, " <i>or</i> ")
    documents = _some(tuple(outcome.documents), _DOCUMENTS, ", ")
    if answers and documents:
        return f"<b>{answers}</b>, from {documents}"
    return f"<b>{answers}</b>" if answers else f"a quote from {documents or 'the documents'}"


def _some(texts: Sequence[str], most: int, between: str) -> str:
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return between.join(isolated(_cut(text, 0, 0)) for text in texts[:most]) + more


def _rank(outcome: Outcome) -> str:
    if not outcome.gold:
        return ""
    rank, found = gold_rank(outcome), len(outcome.ranking)
    return f"{ordinal(rank)} of {found} found" if rank else f"not among the {found} found"


def _elsewhere(outcome: Outcome) -> str:
    later = next((n for n, one in enumerate(outcome.quotes, 1) if right(outcome, one)), None)
    return f"quote {later} held the answer" if later else ""


def _figure(outcome: Outcome) -> str:
    quote = outcome.quotes[0] if outcome.quotes else outcome.best
    if quote is None:
        return '<p class="none">Nothing was near enough to quote.</p>'
    withheld = "" if outcome.quotes else '<span class="tag">withheld</span> '
    if withheld and right(outcome, quote):
        withheld = '<span class="tag good">withheld, and right</span> '
    return (
        f'<figure class="quote"><blockquote dir="auto">{_marked(quote)}</blockquote>'
        f"<figcaption>{withheld}{isolated(quote.document)}"
        f' <span class="sure">{percent(quote.confidence)} sure</span></figcaption></figure>'
    )


def _marked(quote: Said) -> str:
    """Return the quote's text with its short answer marked where that stands first."""
    start = quote.text.find(quote.highlight) if quote.highlight else -1
    if start < 0:
        return escaped(_cut(quote.text, 0, 0))
    end = start + len(quote.highlight)
    if end - start > _LONGEST:
        return f"<mark>{escaped(_cut(quote.highlight, 0, 0))}</mark>"
    shown = _cut(quote.text, start, end)
    start = shown.find(quote.highlight)
    end = start + len(quote.highlight)
    return f"{escaped(shown[:start])}<mark>{escaped(shown[start:end])}</mark>{escaped(shown[end:])}"


def _cut(text: str, start: int, end: int) -> str:
    """Return at most `_LONGEST` characters of a text, those round `text[start:end]`."""
    if len(text) <= _LONGEST:
        return text
    spare = (_LONGEST - (end - start)) // 2
    first = max(0, min(start - spare, len(text) - _LONGEST))
    last = first + _LONGEST
    before, behind = "… " if first else "", " …" if last < len(text) else ""
    return f"{before}{text[first:last]}{behind}"
