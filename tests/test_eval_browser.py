"""What a browser's clock told is summed up, and pictures keep the colours that count."""

from io import BytesIO

import pytest

from eval.browser import Waited, summed, waited
from eval.tour import reduced


def test_an_answer_is_timed_from_the_press_of_enter():
    told = {"paint": 250.0, "ready": 900.0, "enter": 1200.0, "answer": 1450.0, "server": 0.2}
    assert waited(told) == Waited(0.25, 0.9, 0.25, 0.2)


def test_times_are_told_by_the_middle_and_the_highest():
    visits = [Waited(number, 1.0, 0.1234567, number) for number in (3.0, 1.0, 2.0)]
    found = summed(visits)
    assert found["paint"] == {"p50": 2.0, "highest": 3.0}
    assert found["answer"] == {"p50": 0.123, "highest": 0.123}


def test_a_picture_keeps_its_most_frequent_colours_exactly():
    image = pytest.importorskip("PIL.Image")
    # Half is cream, a quarter ink; the rest are a thousand shades of blue, each in one dot.
    whole = image.new("RGB", (64, 64), (247, 245, 240))
    whole.paste((34, 38, 43), (0, 0, 64, 16))
    for at in range(1024):
        whole.putpixel((at % 64, 48 + at // 64), (at % 16, at // 16, 255))
    picture = BytesIO()
    whole.save(picture, "PNG")
    with image.open(BytesIO(reduced(picture.getvalue(), 8))) as few:
        found = few.convert("RGB")
    assert len(found.getcolors()) <= 8
    assert (found.getpixel((0, 0)), found.getpixel((63, 40))) == ((34, 38, 43), (247, 245, 240))
