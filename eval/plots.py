"""Plots as inline SVG, after `eval.shown`; colours and fonts come from `eval/page.css`.

All plots are 420 units wide. `BOX` is where values are drawn; axes and words stand round it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.shown import count, duration, escaped, percent

_WIDTH = 420


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that shares from 0 to 1 are drawn in.

    Attributes:
        left: Its left edge, in the units of the plot.
        top: Its upper edge.
        width: What a share of 1 is wide.
        height: What `highest` is high.
        highest: The share at the upper edge.
    """

    left: float = 48
    top: float = 12
    width: float = 348
    height: float = 220
    highest: float = 1

    def x(self, share: float) -> float:
        """Return where a share stands from left to right."""
        return self.left + self.width * share

    def y(self, share: float) -> float:
        """Return where a share stands from top to bottom."""
        return self.top + self.height * (1 - share / self.highest)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


BOX = Box()

_SHADES = {"p50": "", "p95": "middle", "p99": "pale"}


def reliability(bins: Sequence[Mapping[str, Any]]) -> str:
    """Return the share that was right over the confidence stated; beneath it, how many.

    Args:
        bins: Each with "confidence" (mean), "right" (share), "count", "low" and "high".
    """
    full = [one for one in bins if one["count"]]
    if not full:
        return ""
    most, total = max(one["count"] for one in full), sum(one["count"] for one in full)
    points = [(BOX.x(one["confidence"]), BOX.y(one["right"])) for one in full]
    dots = "".join(
        f'<circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="{_n(2.5 + 4 * one["count"] / most)}">'
        f"<title>said {percent(one['confidence'])}, right {percent(one['right'])}"
        f" ({count(one['count'], 'question')})</title></circle>"
        for one, (x, y) in zip(full, points, strict=True)
    )
    foot, height = 310.0, 36.0
    bars = "".join(
        _bar(
            BOX.x(one["low"]) + 1,
            foot,
            BOX.width * (one["high"] - one["low"]) - 2,
            height * one["count"] / most,
            f"{percent(one['low'])} to {percent(one['high'])}: {count(one['count'], 'question')}",
            "bar pale",
        )
        for one in full
    )
    parts = [
        _grid(BOX),
        _line(BOX.x(0), BOX.y(0), BOX.x(1), BOX.y(1), "diagonal"),
        _text(BOX.x(0.04), BOX.y(0.93), "right more often than said", "start", "hint"),
        _text(BOX.x(0.97), BOX.y(0.05), "right less often than said", "end", "hint"),
        _curve(points),
        dots,
        bars,
        _line(BOX.x(0), foot, BOX.x(1), foot, "axis"),
        _text(BOX.left - 6, foot - height + 9, f"{most:,}", "end"),
        _text(BOX.left - 6, foot, "0", "end"),
        _text(BOX.x(0.5), 330, "confidence stated, and number of questions", "middle", "title"),
    ]
    label = (
        f"Reliability curve of {count(total, 'question')} in {count(len(full), 'bin')}:"
        " the share that was right against the confidence stated; the diagonal is perfect."
    )
    return _svg(338, label, parts)


def risk_coverage(points: Sequence[Sequence[float]], *, safe: float | None = None) -> str:
    """Return the share that is wrong over the share that is answered, the surest first.

    Args:
        points: Coverage and risk, by rising coverage.
        safe: The highest coverage at which at most 5 % are wrong; None where there is none.
    """
    if not points:
        return ""
    box = Box(highest=_ceiling(max(risk for _, risk in points)), height=270)
    path = [(box.x(coverage), box.y(risk)) for coverage, risk in points]
    under = [(path[0][0], box.bottom), *path, (path[-1][0], box.bottom)]
    last = points[-1]
    parts = [
        _grid(box),
        f'<polygon class="under" points="{_points(under)}"/>',
        _line(box.x(0), box.y(0.05), box.x(1), box.y(0.05), "limit"),
        _text(box.x(1), box.y(0.05) - 5, "5 % wrong", "end", "hint"),
        _curve(path),
        f'<circle class="dot" cx="{_n(path[-1][0])}" cy="{_n(path[-1][1])}" r="3.5"/>',
        _text(box.x(0.5), box.bottom + 42, "share of questions answered", "middle", "title"),
    ]
    if safe:
        at = box.x(safe)
        end, aside = ("end", -6) if safe > 0.6 else ("start", 6)
        parts += [
            _line(at, box.y(box.highest), at, box.bottom, "limit"),
            _text(at + aside, box.top + 12, f"safe up to {percent(safe)}", end, "strong"),
        ]
    label = (
        "Risk-coverage curve: the share of wrong answers against the share of questions answered,"
        f" the surest first. With {percent(last[0])} answered, {percent(last[1])} are wrong."
    )
    return _svg(box.bottom + 50, label, parts)


def histogram(bars: Sequence[tuple[str, int]], *, title: str, label: str) -> str:
    """Return upright bars, each as high as its share of all.

    Args:
        bars: Name and number of each.
        title: Written under the axis.
        label: Read out in place of the plot.
    """
    total = sum(number for _, number in bars)
    if not total:
        return ""
    box = Box(highest=_ceiling(max(number for _, number in bars) / total), height=270)
    wide = box.width / len(bars)
    parts = [_grid(box, upright=False)]
    for index, (name, number) in enumerate(bars):
        share = number / total
        left = box.left + wide * index
        high = box.height * share / box.highest
        named = f"{name}: {count(number, 'question')}, {percent(share)}"
        kind = "bar" if name.isdigit() else "bar warn"
        parts.append(_bar(left + 3, box.bottom, wide - 6, high, named, kind))
        middle = left + wide / 2
        parts.append(_text(middle, box.bottom - high - 5, f"{number:,}", "middle"))
        for row, word in enumerate(name.split()):
            parts.append(_text(middle, box.bottom + 16 + 12 * row, word, "middle"))
    parts.append(_text(box.x(0.45), box.bottom + 44, title, "middle", "title"))
    return _svg(box.bottom + 50, label, parts)


def latency(stages: Mapping[str, Mapping[str, float]]) -> str:
    """Return lying bars for the percentiles of each stage.

    Args:
        stages: Seconds by percentile ("p50") by stage.
    """
    longest = max((max(stage.values(), default=0) for stage in stages.values()), default=0)
    if not longest:
        return ""
    left, widest, thick = 48.0, 280.0, 14.0
    parts, y = [], 10.0
    for stage, percentiles in stages.items():
        parts.append(_text(8, y + 12, stage, "start", "strong"))
        y += 20
        for name, seconds in percentiles.items():
            long = widest * seconds / longest
            said = f"{stage}, {name}: {duration(seconds)}"
            parts.append(_bar(left, y + thick, long, thick, said, f"bar {_SHADES.get(name, '')}"))
            parts.append(_text(left - 6, y + 11, name, "end"))
            parts.append(_text(left + long + 6, y + 11, duration(seconds), "start"))
            y += thick + 5
        y += 12
    label = "Time taken. " + " ".join(
        f"{stage}: {', '.join(f'{name} {duration(one)}' for name, one in percentiles.items())}."
        for stage, percentiles in stages.items()
    )
    return _svg(y, label, parts)


def _ceiling(share: float) -> float:
    """Return the first of some round numbers that is not below `share`."""
    return next((top for top in (0.1, 0.2, 0.4, 0.6, 0.8) if share <= top), 1.0)


def _grid(box: Box, *, upright: bool = True) -> str:
    lines = []
    for step in range(5):
        share = box.highest * step / 4
        y = box.y(share)
        lines.append(_line(box.left, y, box.x(1), y, "axis" if step == 0 else "grid"))
        lines.append(_text(box.left - 6, y + 4, _tick(share), "end"))
        if upright:
            lines.append(_text(box.x(step / 4), box.bottom + 16, _tick(step / 4), "middle"))
    return "".join(lines)


def _tick(share: float) -> str:
    return f"{100 * share:g}\N{NO-BREAK SPACE}%"


def _svg(height: float, label: str, parts: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_n(height)}" role="img" aria-label="{escaped(label)}">'
        f"{''.join(parts)}</svg>"
    )


def _bar(left: float, foot: float, width: float, height: float, said: str, kind: str) -> str:
    return (
        f'<rect class="{kind.strip()}" x="{_n(left)}" y="{_n(foot - height)}" width="{_n(width)}"'
        f' height="{_n(height)}"><title>{escaped(said)}</title></rect>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "tick") -> str:
    return (
        f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">'
        f"{escaped(words)}</text>"
    )


def _curve(points: Iterable[tuple[float, float]]) -> str:
    return f'<polyline class="curve" points="{_points(points)}"/>'


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
