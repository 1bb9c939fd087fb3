"""Captions to what was said, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.formats.captions import read_captions
from index.formats.content import Content

TALK = """\
WEBVTT
Kind: captions

NOTE Not said.

STYLE
::cue { color: white }

1
00:01.000 --> 00:03.500 align:start
<v Dana Fox>Glaciers move,
some of them <i>fast</i> &amp; far.</v>

00:03.500 --> 00:05.000
<v.loud Lee>How fast?</v>
<v Dana Fox>It varies.</v>

00:15.000 --> 00:17.000
Next slide: 3 < 4.

1:01:15.000 --> 1:01:17.000
The end.
"""


def captions(*told: tuple[str, str, str]) -> bytes:
    blocks = (f"{start} --> {end}\n{text}\n" for start, end, text in told)
    return "\n".join(["WEBVTT\n", *blocks]).encode()


def read(*told: tuple[str, str, str]) -> Content:
    return read_captions(captions(*told), "a.vtt")


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_captions(content, "a.vtt")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_each_turn_is_a_paragraph_and_its_speaker_is_named_once():
    assert read_captions(TALK.encode(), "a.vtt").text == (
        "Dana Fox: Glaciers move, some of them fast & far.\n\n"
        "Lee: How fast?\n\n"
        "Dana Fox: It varies.\n\n"
        "Next slide: 3 < 4.\n\n"
        "The end."
    )


def test_the_time_is_told_every_ten_seconds():
    content = read_captions(TALK.encode(), "a.vtt")
    told = [content.text[page : page + 8] for page in content.pages]
    assert list(zip(content.numbers, told, strict=True)) == [
        (1, "Dana Fox"),
        (15, "Next sli"),
        (3675, "The end."),
    ]
    assert content.unit == "second"


def test_subrip_is_read_too():
    content = b"1\n00:00:01,000 --> 00:00:03,500\n{\\an8}<i>Cats</i> purr\n\n2\n"
    content += b"00:00:03,600 --> 00:00:05,000\nat night.\n"
    assert read_captions(content, "a.srt").text == "Cats purr at night."


def test_a_name_before_each_caption_is_written_once():
    content = read(
        ("00:01.000", "00:02.000", "Dana Fox: It is"),
        ("00:02.000", "00:03.000", "Dana Fox: cold."),
        ("00:03.000", "00:04.000", "Lee Park: Why?"),
    )
    assert content.text == "Dana Fox: It is cold.\n\nLee Park: Why?"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("\n\n1\n00:00:11,000 --> 00:00:12,000\nCats purr.\n", "a.srt"),
        ("00:00:11,000 --> 00:00:12,000\nCats purr.\n", "a.srt"),
        ("00:00:11.000 --> 00:00:12.000\nCats purr.\n", "a.vtt"),
        ("\r\n00:11,000 --> 00:12,000\r\nCats purr.\r\n\r\n", "a.srt"),
    ],
)
def test_captions_without_numbers_or_a_first_line_are_read(content: str, name: str):
    read_ = read_captions(content.encode(), name)
    assert (read_.text, read_.numbers, read_.unread) == ("Cats purr.", (11,), ())


def test_signs_of_less_and_more_are_no_styles():
    content = read(("00:01.000", "00:02.000", "<i>It</i> is 5<6 & 7>3, <00:00:01.500>or so."))
    assert content.text == "It is 5<6 & 7>3, or so."


def test_captions_that_roll_are_read_once():
    content = read(
        ("00:01.000", "00:02.000", "so<00:01.300><c> today</c>"),
        ("00:02.000", "00:03.000", "so today\nwe<00:02.300><c> talk</c>"),
        ("00:03.000", "00:04.000", "we talk"),
    )
    assert content.text == "so today we talk"
    again = read(("00:01.000", "00:02.000", "No."), ("00:09.000", "00:10.000", "No."))
    assert again.text == "No.\n\nNo."


def test_what_has_no_full_stops_is_cut_into_lines():
    told = [(f"00:{at:02}.000", f"00:{at + 1:02}.000", f"{at} " + "ice " * 12) for at in range(10)]
    text = read(*told).text
    assert [len(line) for line in text.splitlines()] == [249, 249]


def test_what_holds_no_captions_is_refused():
    assert refusal(b"Cats purr.") == (
        "a.vtt holds no captions with times (00:12.000 --> 00:14.500). Rename it if it is plain "
        "text (.txt)"
    )
    assert read_captions(b"WEBVTT\n", "a.vtt").text == ""


def test_what_each_of_two_people_says_in_one_caption_is_a_line():
    content = read(
        ("00:01.000", "00:02.000", "Hello there,\nfriend."),
        ("00:02.000", "00:04.000", "- Who are you?\n-Bo.\n- 5"),
    )
    assert content.text == "Hello there, friend.\n- Who are you?\n-Bo.\n- 5"


def test_who_says_the_same_as_the_one_before_is_heard():
    voted = ("Chair: Aye or no?", "Anna: Aye.", "Bo: Aye.", "Bo: Aye.", "Aye.")
    content = read(*((f"00:{at:02}.000", f"00:{at + 1:02}.000", v) for at, v in enumerate(voted)))
    assert content.text == "Chair: Aye or no?\n\nAnna: Aye.\n\nBo: Aye."


def test_a_caption_that_says_nothing_is_none_whose_times_are_damaged():
    times = ["00:00:01,000 --> 00:00:02,000", "00:00:02,500 --> 00:00:03,000"]
    content = f"1\r\n{times[0]}\r\nHello.\r\n\r\n2\r\n{times[1]}\r\n\r\n".encode()
    assert read_captions(content, "a.srt").text == "Hello."
    assert read_captions(content, "a.srt").unread == ()


def test_a_caption_that_says_nothing_hides_none_whose_times_are_damaged():
    said = ("00:03.000", "00:04.000", "Dogs bark.")
    silent, lost = ("00:01.000", "00:02.000", ""), ("99:99.000", "99:99.500", "Loud.")
    content = read(silent, said, lost)
    assert content.text == "Dogs bark."
    # Two have words: one is read, one is not.
    assert content.unread == (("1 of 2 captions", "The times are damaged. Mend them first"),)


def test_captions_without_their_times_are_told():
    content = read(("00:01.000", "00:02.000", "Cats purr."), ("99:99.000", "99:99.500", "Loud."))
    assert content.text == "Cats purr."
    assert content.unread == (("1 of 2 captions", "The times are damaged. Mend them first"),)


@given(st.lists(st.tuples(st.integers(0, 59), st.text("a<>&{}\\/:. ", max_size=12)), max_size=8))
def test_places_lie_in_the_text(told):
    content = read(*((f"00:{at:02}.000", f"00:{at:02}.900", text) for at, text in told))
    assert len(content.pages) == len(content.numbers)
    assert list(content.pages) == sorted(set(content.pages))
    assert all(0 <= page < len(content.text) for page in content.pages)


def test_a_line_of_arrows_is_read_in_the_time_that_its_length_needs() -> None:
    # To look on from each of them for what follows took a minute.
    arrows = "-->" * 50_000
    content = read_captions(captions(("00:01.000", "00:02.000", f"Hi.\n\n{arrows}")), "a.vtt")
    assert (content.text, content.unread) == ("Hi.", ())
