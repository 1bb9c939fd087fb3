"""Numbers as the items of lists show them."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
# Programs write no larger ones so.
_MOST_ROMAN, _MOST_LETTERS = 4999, 780


def roman(number: int) -> str:
    """Return a number in small Roman letters: iv for 4; in figures where it has none."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said


def repeated(number: int) -> str:
    """Return a number as Word's small letters: a, ... z, aa, bb; else in figures."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(97 + letter) * (times + 1)


def counted(number: int) -> str:
    """Return a number as a page's small letters: a, ... z, aa, ab; else in figures."""
    if number < 1:
        return str(number)
    said = ""
    while number:
        number, letter = divmod(number - 1, 26)
        said = chr(97 + letter) + said
    return said
