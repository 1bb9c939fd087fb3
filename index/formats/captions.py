"""Captions (WebVTT, SubRip) to what was said, with the time of each place.

00:12.000 --> 00:14.500               Dana Fox: Glaciers move, some of them fast.
<v Dana Fox>Glaciers move,
                                      Lee Park: How fast?
00:14.500 --> 00:16.000
some of them <i>fast</i>.

00:16.100 --> 00:17.000
<v Lee Park>How fast?
"""

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import Content, Writer
from index.formats.plain import decode
from index.formats.rows import shown

if TYPE_CHECKING:
    from webvtt import Caption

# A silence so long, in seconds, begins a paragraph, and the time is told so often.
_PAUSE, _MARK = 3, 10
# So many characters without a full stop, and the next caption begins a line: captions that a
# program wrote down often have none.
_RUN = 200

# The times of a caption that says something.
_TIMED = re.compile(r"^(?>[^\r\n]*?-->)[^\r\n]*+\r?\n[^\S\n]*\S", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
# Before what each of two people says in one caption.
_DASH = re.compile(r"[-–—]\s?(?=\w)")
_NAME = re.compile(r"([^\W\d_][\w .'’-]{0,40}): (?=\S)")
# What says how the words look, or when each of them is shown.
_STYLE = re.compile(r"\{\\[^}]*\}|</?[^\W\d][^<>]*>|<\d+:[\d:.]+>")
# The line over a caption; SubRip has commas in it, WebVTT points.
_TIMES = re.compile(r"^[ \t]*[\d:]+[.,]\d+[ \t]*-->.*", re.MULTILINE)
_STOP = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a caption.

    Attributes:
        start: When it is shown, in seconds.
        end: When it goes.
        speaker: Who says it; empty where the captions do not tell.
        text: What is said.
    """

    start: int
    end: int
    speaker: str
    text: str


def read_captions(content: bytes, name: str) -> Content:
    """Return what is said in a paragraph for each turn, a speaker's name once before it.

    Raises:
        UnreadableFile: It holds no captions.
    """
    decoded = decode(content, name)
    captions = _captions(decoded, name)
    writer = Writer()
    pages: list[int] = []
    numbers: list[int] = []
    last: _Line | None = None
    speaker = ""
    run = 0
    for line in _lines(captions):
        turns = bool(line.speaker) and line.speaker != speaker
        if last and line.text == last.text and line.start <= last.end + 1 and not turns:
            # Captions that roll show each line twice.
            last = line
            continue
        if last and (turns or line.start - last.end >= _PAUSE):
            writer.gap("\n\n")
            run = 0
        writer.gap("\n" if run > _RUN or _DASH.match(line.text) else " ")
        text = f"{line.speaker}: {line.text}" if turns else line.text
        writer.write(text)
        if not numbers or not 0 <= line.start - numbers[-1] < _MARK:
            pages.append(writer.length - len(text))
            numbers.append(line.start)
        run = 0 if _STOP.search(text) or run > _RUN else run + len(text)
        speaker, last = line.speaker or speaker, line
    told = sum(1 for caption in captions if any(map(str.strip, caption.lines)))
    lost = len(_TIMED.findall(decoded)) - told
    unread = ((f"{lost} of {lost + told} captions", "The times are damaged. Mend them first"),)
    return Content(
        writer.text,
        pages=tuple(pages),
        unit="second",
        numbers=tuple(numbers),
        unread=unread if lost > 0 else (),
    )


def _captions(text: str, name: str) -> "Sequence[Caption]":
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text = text.lstrip()
    if "-->" in text.partition("\n")[0]:
        # Neither the first line of WebVTT nor the numbers of SubRip.
        told = _TIMES.sub(lambda times: times[0].replace(",", "."), text)
        text = f"WEBVTT\n\n{told}"
    kind = "vtt" if text.startswith("WEBVTT") else "srt"
    try:
        return webvtt.from_buffer(io.StringIO(text), format=kind).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise UnreadableFile(
            f"{name} holds no captions with times (00:12.000 --> 00:14.500). Rename it if it is "
            "plain text (.txt)"
        ) from error


def _lines(captions: "Sequence[Caption]") -> Iterator[_Line]:
    for caption in captions:
        voice = ""
        for raw in caption.lines:
            if found := _VOICE.search(raw):
                voice = found[1]
            said = shown(html.unescape(_STYLE.sub("", raw)))
            named = _NAME.match(said)
            speaker = shown(html.unescape(voice)) or (named[1] if named else "")
            if named and named[1] == speaker:
                said = said[named.end() :]
            if said:
                yield _Line(caption.start_in_seconds, caption.end_in_seconds, speaker, said)
