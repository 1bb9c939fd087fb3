"""Letters whose bytes are the same in all encodings of Latin letters since DOS.

So names and tables can be read, which have too few words to know an encoding by.
"""

import re

_LETTERS = frozenset("äöüßéÄÖÜÉ")
_SIGNS = frozenset("€„…‘’“”•–—§°\xa0")
_OTHER = re.compile(r"[^\x00-\x7f]")


def is_shared(content: bytes) -> bool:
    """Return whether all bytes are such letters within words, or the signs between them.

    In other alphabets, and on old computers, the bytes are signs or letters that stand within no
    word of Latin letters.

    Args:
        content: It begins and ends with ASCII.
    """
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    is_sure = False
    for match in _OTHER.finditer(text, 1, len(text) - 1):
        letter, at = match[0], match.start()
        before, after = _is_letter(text[at - 1]), _is_letter(text[at + 1])
        if letter in _LETTERS and (before or after):
            is_sure = is_sure or (letter in "äöüé" and before and after)
        elif letter not in _SIGNS or (before and after):
            return False
    return is_sure


def _is_letter(letter: str) -> bool:
    """Return whether a character is a letter of ASCII, or one of those that are shared."""
    return letter in _LETTERS or (letter.isascii() and letter.isalpha())
