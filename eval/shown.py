"""Text and figures as HTML: whatever was typed stays text, and numbers read well.

First of the modules that make the report; after it come `eval.plots`, `eval.failures`,
`eval.tables`, `eval.tiles` and `eval.page`.
"""

import math
import re
from html import escape

# U+0000, lone surrogates and noncharacters cannot stand in a page; other control characters can,
# but show nothing.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNSHOWABLE = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_SPACE = "\N{NO-BREAK SPACE}"
NOTHING = "–"


def escaped(text: str) -> str:
    r"""Return HTML that shows `text`, also inside an attribute.

    A control character is shown by its picture (U+2400 and following), and what cannot be shown
    at all as U+FFFD.

        >>> escaped('<b>"\x00')
        '&lt;b&gt;&quot;␀'
    """
    pictured = _CONTROLS.sub(lambda match: _picture(match[0]), text)
    return escape(_UNSHOWABLE.sub("\ufffd", pictured))


def _picture(control: str) -> str:
    return "\u2421" if control == "\x7f" else chr(0x2400 + ord(control))


def isolated(text: str) -> str:
    """Return HTML of `text` whose direction of writing does not reach what stands round it."""
    return f"<bdi>{escaped(text)}</bdi>"


def percent(share: float | None) -> str:
    r"""Return a share of 1 as a percentage with one decimal; a dash for None or NaN.

    Only what is whole reads as "100 %", and only nothing as "0 %".

        >>> percent(0.7638)
        '76.4\xa0%'
    """
    if share is None or not math.isfinite(share):
        return NOTHING
    if share in (0, 1):
        return f"{100 * share:.0f}{_SPACE}%"
    text = f"{100 * share:.1f}"
    if text == "100.0" and share < 1:
        text = "over 99.9"
    elif text == "0.0" and share > 0:
        text = "under 0.1"
    return f"{text} %".replace(" ", _SPACE)


def figure(name: str, value: float | None) -> str:
    """Return a measure's value in the unit usual for it; a dash where there is none.

    Args:
        name: The measure's, as in `eval.summary`.
        value: A share of 1 for most measures.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if name in POINTS:
        return f"{100 * value:.1f}{_SPACE}points"
    if name in PLAIN or not 0 <= value <= 1:
        return f"{value:.3f}"
    return percent(value)


POINTS = frozenset({"ece", "ece_mass"})
"""Measures that are a difference between percentages."""

PLAIN = frozenset({"mrr", "ndcg_10", "auroc", "brier", "aurc", "squad_threshold"})
"""Measures that are never given as a percentage."""


def interval(name: str, low: float | None, high: float | None, *, brief: bool = False) -> str:
    """Return the bounds of an interval, without a unit; nothing where there is none.

        >>> interval("f1", 0.712, 0.82)
        '71.2 to 82.0'

    Args:
        name: The measure's.
        low: Its lower bound, None where there is none.
        high: Its upper bound.
        brief: With one digit less and a dash between, for tables.
    """
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return ""
    plain = name in PLAIN or not 0 <= low <= high <= 1
    decimals = (3 if plain else 1) - brief
    factor, between = 1 if plain else 100, "–" if brief else " to "
    return f"{factor * low:.{decimals}f}{between}{factor * high:.{decimals}f}"


def count(number: int, noun: str) -> str:
    """Return for example "1 question" or "6,000 questions"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """Return for example "86 ms", "0.4 ms" or "2.41 s"."""
    if seconds >= 1:
        return f"{seconds:.2f}{_SPACE}s"
    decimals = 1 if seconds < 0.01 else 0
    return f"{1000 * seconds:.{decimals}f}{_SPACE}ms"


def ordinal(number: int) -> str:
    """Return for example "1st" or "12th"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
