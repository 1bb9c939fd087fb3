"""The headline figures of a report, after `eval.shown`, each on a tile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.shown import count, figure, interval, percent
from eval.tables import Figures, value_of


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure.

    Attributes:
        name: Of the measure.
        title: In plain words.
        about: What it says, in a sentence.
        over: What the eligible ones are.
    """

    name: str
    title: str
    about: str
    over: str = "question"


_TILES = (
    Tile(
        "first_quote",
        "Answer in the first quote",
        "How often the first quote holds the answer, when the documents have one. Silence counts"
        " as wrong.",
    ),
    Tile(
        "refusal_recall",
        "Silent when it should be",
        "How often it rightly keeps silent, when the documents do not say.",
    ),
    Tile(
        "squad_f1",
        "SQuAD 2.0 F1",
        "The field’s usual mark for short answers and silences together; 100 % is perfect.",
    ),
    Tile(
        "ece",
        "Calibration error",
        "How far the confidence shown is, on average, from how often it proves right;"
        " 0 is perfect.",
    ),
    Tile(
        "coverage_95",
        "Answered at 95 % precision",
        "The share of all questions it could answer with no more than one answer in 20 wrong.",
    ),
    Tile(
        "verbatim",
        "Verbatim quotes",
        "The share of answers in which every quote stands in its document, character for"
        " character.",
        "answer",
    ),
)


def tiles(figures: Figures) -> str:
    """Return the tiles of the figures that there are, or nothing where there are none."""
    shown = "".join(
        _tile(tile, figures[tile.name], figures) for tile in _TILES if tile.name in figures
    )
    if not shown:
        return ""
    return f'<section><h2 id="figures">In short</h2><ul class="tiles">{shown}</ul></section>'


def _tile(tile: Tile, found: Mapping[str, Any], figures: Figures) -> str:
    value, low, high = found["value"], found.get("low"), found.get("high")
    about = tile.about
    if tile.name == "refusal_recall" and value_of(figures, "refusal_precision") is not None:
        about += f" Of its silences, {percent(value_of(figures, 'refusal_precision'))} were right."
    eligible = count(found.get("eligible") or 0, tile.over)
    bounds = "" if tile.name == "verbatim" else interval(tile.name, low, high)
    between = f"95 % interval {bounds}, " if bounds and value is not None else ""
    alarm = " alarm" if tile.name == "verbatim" and value is not None and value < 1 else ""
    track = _track(value, low, high) if bounds and tile.name != "ece" else ""
    return (
        f'<li class="tile{alarm}"><h3>{tile.title}</h3>'
        f'<p class="value">{figure(tile.name, value)}</p>{track}'
        f'<p class="n">{between}{eligible}</p><p class="about">{about}</p></li>'
    )


def _track(value: float | None, low: float | None, high: float | None) -> str:
    """Return a line from 0 to 1 with the interval and the value on it."""
    if value is None or low is None or high is None or not 0 <= low <= high <= 1:
        return ""
    return (
        '<span class="track" aria-hidden="true">'
        f'<i style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></i>'
        f'<b style="left:{100 * value:.1f}%"></b></span>'
    )
