"""What the tests of drawing share: a document, quotes of it, and HTML without its tags."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser

from hypothesis import strategies as st

from index.documents import Document, Heading
from index.library import Hit
from index.passages import Passage
from qa.answer import Answer, Quote, Reason, Silence
from tests.fakes import document
from ui.chats import Chat, Turn
from ui.conversation import conversation

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
TEXT = "# Prices\n\nAdults pay 9 crowns. Children pay nothing."
PRICES = document(
    TEXT, title="The tram", source="/shelf/tram.md", headings=[Heading(0, 8, 1, "Prices")]
)
HOSTILE = "<script>alert('&amp;')</script> \"${value}\" {{value}} `\u202e`"

# What a browser or a parser is known to change: line ends, U+0000, entities, tags, templates.
hostile = st.text() | st.lists(
    st.sampled_from([*"\r\n\x00\x0c\t<>&\"'`;#", "&#13;", "<b>", "</mark>", "\ud800", "\u202e"])
).map("".join)


class Letters(HTMLParser):
    """Collects what is left of HTML when the tags are taken out and the entities decoded."""

    def __init__(self, html: str, *, inside: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = inside
        self.open = 0
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if self.open or self.inside in (tag, dict(attrs).get("class")):
            self.open += 1

    def handle_endtag(self, tag: str) -> None:
        self.open = max(0, self.open - 1)

    def handle_data(self, data: str) -> None:
        if self.inside is None or self.open:
            self.text += data


def shown(text: str) -> str:
    """Return what a page can hold of a text: all of it but U+0000 and lone surrogates."""
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def quote(
    text: str = "Adults pay 9 crowns.",
    short: str = "9 crowns",
    *,
    of: Document = PRICES,
    confidence: float = 0.87,
) -> Quote:
    start = of.text.index(text)
    at = of.text.index(short, start)
    return Quote(of, start, start + len(text), at, at + len(short), confidence)


def silent(question: str = "Who paid?", words: tuple[str, ...] = ()) -> Answer:
    hit = Hit(PRICES, Passage(PRICES.id, 10, 30), 0.03)
    silence = Silence(Reason.NO_SPAN, "The documents do not say.", words)
    return Answer(question, question, (), silence, (hit,))


def chat(*turns: Turn) -> Chat:
    return Chat(turns, (NOON,) * len(turns))


def talk(*turns: Turn) -> str:
    """Return the turns as they are drawn."""
    return conversation(chat(*turns))
