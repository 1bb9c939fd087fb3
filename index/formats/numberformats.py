"""A number as a spreadsheet shows it, by the code of its format: `#,##0.00 "€"`.

See ECMA-376, part 1, 18.8.30 (numFmts). A code has up to four parts: for what is above zero, below
it, zero, and text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

# No code has more characters.
_LONGEST = 255
# Larger numbers have powers of ten.
_LARGEST = 1e20
# With room for all the digits that a code can ask for.
_EXACT = Context(prec=_LONGEST + 100, rounding=ROUND_HALF_UP)

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|\\(?P<escaped>.)"
    r"|(?P<room>_.)"
    r"|(?P<fill>\*.)"
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]"
    r"|\[(?P<colour>(?i:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+))\]"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[.,%])"
    r"|(?P<end>;)"
    r"|(?P<said>[^\[\]a-zA-Z/@\"\\*_])",
    re.DOTALL,
)

_SIGNS = frozenset(["quoted", "escaped", "currency", "said"])


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a code.

    Attributes:
        texts: What it shows, in order; nothing where a digit or a point may stand.
        whole: The places of the digits before the point, with what each is: 0, # or ?.
        fine: The same behind the point.
        point: The place of the point.
        shift: The power of ten by which the number is larger than what is shown.
        grouped: Whether thousands are kept apart.
    """

    texts: tuple[str, ...]
    whole: tuple[tuple[int, str], ...]
    fine: tuple[tuple[int, str], ...]
    point: int
    shift: int
    grouped: bool


def written(value: float, code: str) -> str | None:
    """Return a number as a format shows it.

    Args:
        value: The number; what is finer than fifteen digits does not count.
        code: Of its format.

    Returns:
        None where the code shows no number, or in a way that is not known: as a date, a fraction,
        under a condition.
    """
    parts = _parts(code)
    at = 1 if value < 0 else 0 if value else 2
    part = next(iter((*parts[at : at + 1], *parts[:1])), None)
    if part is None or not part.texts or not abs(value) < _LARGEST:
        return None
    said = " ".join(_filled(Decimal(f"{abs(value):.15g}"), part).split())
    is_below = value < 0 and len(parts) < 2 and any(map("123456789".__contains__, said))
    return f"-{said}" if is_below else said


@lru_cache(maxsize=500)
def _parts(code: str) -> tuple[_Part, ...]:
    """Return the parts of a code that are for numbers; none where one is not known."""
    parts: list[list[tuple[str, str]]] = [[]]
    at = 0
    code = code[:_LONGEST]
    while token := _TOKEN.match(code, at):
        at = token.end()
        kind = str(token.lastgroup)
        if kind == "end":
            parts.append([])
        elif kind == "room":
            parts[-1].append(("said", " "))
        elif kind not in {"fill", "colour"}:
            parts[-1].append((kind, token[kind]))
    # The part for text may be of any kind.
    return tuple(map(_part, parts[:3])) if at == len(code) or len(parts) > 3 else ()


def _part(tokens: Sequence[tuple[str, str]]) -> _Part:
    """Return a part of a code, given kind and text of what it is made of."""
    point = next((at for at, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    digits = [(at, text) for at, (kind, text) in enumerate(tokens) if kind == "digit"]
    whole = tuple(digit for digit in digits if digit[0] < point)
    first, last = (whole[0][0], whole[-1][0]) if whole else (point, point)
    end = digits[-1][0] if digits else point
    commas = [at for at, token in enumerate(tokens) if token == ("mark", ",")]
    hundreds = sum(1 for token in tokens if token == ("mark", "%"))
    return _Part(
        tuple(text if kind in _SIGNS or text == "%" else "" for kind, text in tokens),
        whole,
        fine=tuple(digit for digit in digits if digit[0] > point),
        point=point,
        # A comma behind the last digit before the point, or behind all, leaves out thousands.
        shift=2 * hundreds - 3 * sum(1 for at in commas if last < at < point or at > end),
        grouped=any(first < at < last for at in commas),
    )


def _filled(number: Decimal, part: _Part) -> str:
    """Return what a part of a code shows of a number that is not below zero."""
    places = {}
    if part.whole or part.fine:
        number = number.scaleb(part.shift)
        number = number.quantize(Decimal(1).scaleb(-len(part.fine)), context=_EXACT)
        before, _, behind = f"{number:f}".partition(".")
        while behind.endswith("0") and part.fine[len(behind) - 1][1] != "0":
            behind = behind[:-1]
        places = _placed(before.lstrip("0"), part.whole, grouped=part.grouped)
        places |= {at: digit for (at, _), digit in zip(part.fine, behind, strict=False)}
        places |= {part.point: "."} if behind else {}
    return "".join(places.get(at, text) for at, text in enumerate(part.texts))


def _placed(digits: str, places: Sequence[tuple[int, str]], *, grouped: bool) -> dict[int, str]:
    """Return which digits of a whole number stand at which places of a code.

    Args:
        digits: Of the number; none for zero.
        places: Where digits may stand, with what each place shows where there is none.
        grouped: Whether thousands are kept apart.
    """
    found: dict[int, str] = {}
    count = 0
    for left, (at, kind) in reversed(list(enumerate(places))):
        while digits or (kind == "0" and at not in found):
            digit, digits = digits[-1:] or "0", digits[:-1]
            comma = "," if grouped and count and count % 3 == 0 else ""
            found[at] = f"{digit}{comma}{found.get(at, '')}"
            count += 1
            if left:
                break
    return found
