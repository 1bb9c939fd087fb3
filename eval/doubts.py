"""Labels that look like slips of whoever wrote the questions, told before figures rest on them."""

from collections.abc import Callable, Iterator, Sequence

from eval.measures import holds
from eval.questions import Labelled, QuestionSet
from eval.shown import count

# Enough to begin with; each of them is also among the failures of the report.
_NAMED = 5


def doubts(one: QuestionSet, text_of: Callable[[str], str | None]) -> Iterator[str]:
    """Yield a line for each kind of slip.

    Args:
        one: Questions about documents that did not come with them.
        text_of: Gives the text of a document by its name; None where there is none.
    """
    unsaid = [each.id for each in one.questions if _unsaid(each, text_of)]
    if unsaid:
        yield f"{count(len(unsaid), 'answer')} not in the documents named: {_some(unsaid)}"
    met: dict[str, str] = {}
    again = []
    for each in one.questions:
        # "And when?" may follow on many.
        if each.follows is None:
            before = met.setdefault(" ".join(each.question.casefold().split()), each.id)
            if before != each.id:
                again.append(f"{each.id} (as {before})")
    if again:
        yield f"{count(len(again), 'question')} asked before under another id: {_some(again)}"


def _unsaid(labelled: Labelled, text_of: Callable[[str], str | None]) -> bool:
    """Return whether none of the documents holds an answer, so that no quote can be right."""
    texts = [text_of(name) for name in labelled.documents]
    if not texts or not labelled.answers:
        return False
    return not any(text is None or _says(text, labelled.answers) for text in texts)


def _says(text: str, answers: Sequence[str]) -> bool:
    # The first is quick, also in a long text, and nearly always enough.
    return any(answer in text for answer in answers) or bool(holds(text, answers))


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
