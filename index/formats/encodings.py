"""The encoding of text that is not UTF-8, where its words and letters leave no doubt.

A guess that is wrong would put letters into a quotation that the author never wrote. So a
reading counts only when the text is then written in the letters of one language, with enough of
the commonest words of that language, and when no other encoding gives another such text; or when
all encodings that can be meant give the same.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.formats.latin import is_shared

_WESTERN = "cp1252 iso8859-15 mac-roman cp850"
_CENTRAL = "cp1250 iso8859-2 cp852"
_BALTIC = "cp1257 iso8859-13"
_CYRILLIC = "cp1251 koi8-u koi8-r cp866 iso8859-5 mac-cyrillic"

# Of each language: encodings it was written in, its letters beside a to z, its commonest words.
_LANGUAGES = (
    (_WESTERN, "éèêëïöñçàâäôûî", "the of and to in is that for it with as on are this not be"),
    (_WESTERN, "äöüßéèàçê", "der die und das den von ist mit nicht für ein eine auf dem zu wird"),
    (_WESTERN, "àâæçéèêëîïôœùûüÿ", "de la le et les des en un une du est que pour dans qui pas"),
    (_WESTERN, "áéíñóúüªº", "de la que el en los del se las por un para con no una es"),
    (_WESTERN, "àèéìíîòóùú", "di che la il un per non una in del con della sono si le da"),
    (_WESTERN, "ãáâàçéêíóôõúüªº", "de que do da em um para com não uma os no se na por dos"),
    (_WESTERN, "ëïéèöüáóíê", "de het een van en in is dat op te voor niet met zijn aan die"),
    (
        _WESTERN,
        "æøåéèêòóôäö",
        "og er det at en til af på for med den som ikke der kan de et har av",
    ),
    (_WESTERN, "åäöéüà", "och att det som en på är av för med den till inte om ett kan har"),
    (_WESTERN, "äöåéšž", "ja on ei se että oli joka mutta kun ovat tai myös voi ole sen kuin"),
    (_CENTRAL, "ąćęłńóśźżéü", "nie na się do to jest że jak od po dla przez co lub może oraz"),
    (
        _CENTRAL,
        "áčďéěíňóřšťúůýžöü",
        "se na je že to pro jako do které nebo po který ale od není jsou",
    ),
    (_CENTRAL, "áäčďéíĺľňóôŕšťúýž", "na sa je že to pre ako do ktoré alebo po aby od nie pri sú"),
    (_CENTRAL, "áéíóöőúüű", "az és hogy nem egy is meg ez de csak vagy volt lehet van fel ha"),
    (_CENTRAL, "čćđšžé", "je se na da za su od koji nije kao što ali ili po iz bi"),
    (
        _CENTRAL + " iso8859-16",
        "ăâîșțşţáé",
        "de la și în cu nu pe un din este care să o pentru mai ca",
    ),
    (
        "cp1254 iso8859-9 cp857",
        "çğıöşüâîûİ",
        "bir ve bu için ile da de değil olarak daha en var çok gibi",
    ),
    (_BALTIC, "āčēģīķļņšūžōŗ", "un ir ar uz no par nav lai ka kas vai nevar bet var kā pie"),
    (_BALTIC, "ąčęėįšųūž", "ir yra kad ne su iš į kaip tai bet ar nuo per jo buvo arba"),
    (_BALTIC + " cp1252", "äöõüšž", "ja on ei see et kui ta oli mis ka aga või oma siis mida kes"),
    (
        _CYRILLIC,
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "и в не на что с по для как из это к но или от",
    ),
    (
        _CYRILLIC,
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "і в не на що з для до як та це по за або від у",
    ),
    (
        _CYRILLIC,
        "абвгдежзийклмнопрстуфхцчшщъьюя",
        "на и да се за не от са по с до като но това или",
    ),
    (_CYRILLIC, "абвгдђежзијклљмнњопрстћуфхцчџш", "је и у да се на за не од су као или са по то"),
    (
        "cp1253 iso8859-7",
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
        "και το να του η της με για την που από ο σε δεν",
    ),
    (
        "cp1255 iso8859-8",
        "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
        "של את על לא הוא זה עם אל כי גם כל או אם היא",
    ),
    (
        "cp1256 iso8859-6",
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
        "من في على أن إلى لا ما هذا عن مع كان هذه التي أو",
    ),
)

# What an author sets between words, in any language.
_SIGNS = frozenset("„“”‚‘’–—…«»‹›€§°·•£©®™×½¼¾²³¿¡\xa0\xad№´")

# Fewer words may be a name, or chance.
_MIN_WORDS = 8
# Of all words, the commonest sixteen of a language make a fifth to a third; names and tables
# have fewer.
_MIN_COMMON = 0.06
_MIN_DIFFERENT = 3
# One letter in fifty may be of another language.
_MAX_MISFITS = 0.02

# East Asian encodings by what their writing cannot do without: a pattern, and its least share
# among the characters that are not ASCII.
_KANA = re.compile("[ぁ-んァ-ヶー]")
_HANGUL = re.compile("[이다는은을를에의가고하지로한기도서사니있어게나]")
_HANZI = re.compile(
    "[的一是不了在人有我他这個个们中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於著着下自之年]"
)
_EASTERN = (
    ("cp932", _KANA, 0.2),
    ("euc_jp", _KANA, 0.2),
    ("cp949", _HANGUL, 0.15),
    ("gb18030", _HANZI, 0.12),
    ("big5", _HANZI, 0.12),
)
_MIN_EASTERN = 20

_WORD = re.compile(r"[^\W\d_]+")
_OTHER = re.compile(r"[^\x00-\x7f]")
# Of a long text, this many bytes of its lines with letters beside ASCII are looked at.
_LOOK_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class _Language:
    """A language as text in it looks.

    Attributes:
        encodings: What it was written in, by Python's names.
        letters: Those beside a to z, small and large.
        words: Its commonest words, in small letters.
    """

    encodings: tuple[str, ...]
    letters: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it is in one encoding.

    Attributes:
        words: How often each is there, in small letters.
        others: How often each character beside ASCII is there, between its neighbours.
    """

    words: Counter[str]
    others: Counter[str]


def recognise(content: bytes) -> str | None:
    """Return the encoding of a text, by Python's name; None where there is any doubt.

    Args:
        content: No UTF-8; without zero bytes it may be in one of the encodings that were used
            before, with them it may be UTF-16 without a byte order mark.
    """
    if b"\0" in content:
        return _wide(content)
    look = _look(content)
    readings: dict[str, tuple[int, str]] = {}
    for encoding, misfits in [*_eastern(look), *_by_words(look)]:
        text = look.decode(encoding)
        readings[text] = min(readings.get(text, (misfits, encoding)), (misfits, encoding))
    # Where each character fits, a reading in which some do not is a misreading.
    flawless = [reading for reading in readings.values() if reading[0] == 0]
    found = flawless or list(readings.values())
    if not found and is_shared(look):
        return "cp1252"
    return found[0][1] if len(found) == 1 else None


def _wide(content: bytes) -> str | None:
    """Return in which order the bytes are UTF-16 text, if in exactly one."""
    found = []
    look = content[: _LOOK_BYTES // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = look.decode(encoding)
        except UnicodeDecodeError as error:
            # The cut may go through a pair.
            if error.start < len(look) - 2 or len(look) == len(content):
                continue
            text = look[: error.start].decode(encoding)
        plain = sum(letter.isascii() for letter in text)
        # Even Chinese has ASCII between its lines; bytes in the wrong order have next to none.
        if plain * 50 >= len(text) >= 4 and all(_is_written(letter) for letter in set(text)):
            found.append(encoding)
    return found[0] if len(found) == 1 else None


def _is_written(letter: str) -> bool:
    """Return whether a character can stand in a text at all."""
    return letter in "\t\n\r\f" or unicodedata.category(letter) not in {"Cc", "Cn", "Co", "Cs"}


def _look(content: bytes) -> bytes:
    """Return the lines that hold more than ASCII; of many, some from everywhere."""
    lines = [line for line in content.split(b"\n") if not line.isascii()]
    length = sum(map(len, lines))
    if length > _LOOK_BYTES:
        lines = lines[:: length // _LOOK_BYTES + 1]
    return b"\n" + b"\n".join(lines)[: 10 * _LOOK_BYTES] + b"\n"


def _eastern(look: bytes) -> Iterator[tuple[str, int]]:
    """Yield the East Asian encodings in which the bytes are text, without misfits."""
    for encoding, pattern, least in _EASTERN:
        try:
            text = look.decode(encoding)
        except UnicodeDecodeError:
            continue
        others = _OTHER.findall(text)
        if (
            len(others) >= _MIN_EASTERN
            and len(pattern.findall(text)) >= least * len(others)
            and all(map(_is_written, others))
        ):
            yield encoding, 0


def _by_words(look: bytes) -> Iterator[tuple[str, int]]:
    """Yield the encodings of alphabets in which the bytes are text of some language.

    With each comes how many characters do not fit that language.
    """
    read: dict[str, _Text] = {}
    for encoding in dict.fromkeys(name for language in _KNOWN for name in language.encodings):
        try:
            text = look.decode(encoding)
        except UnicodeDecodeError:
            continue
        words = Counter(word.lower() for word in _WORD.findall(text))
        others = Counter(text[max(at - 1, 0) : at + 2] for at in _places(text))
        read[encoding] = _Text(words, others)
    for language in _KNOWN:
        for encoding in language.encodings:
            misfits = _misfits(language, read[encoding]) if encoding in read else None
            if misfits is not None:
                yield encoding, misfits


def _places(text: str) -> Iterator[int]:
    """Yield where characters beside ASCII are, but for the first and last of the text."""
    for match in _OTHER.finditer(text, 1, len(text) - 1):
        yield match.start()


def _misfits(language: _Language, text: _Text) -> int | None:
    """Return how many characters are not the language's; None where the text is not in it."""
    common = [(word, text.words[word]) for word in language.words if word in text.words]
    if (
        text.words.total() < _MIN_WORDS
        or sum(count for _, count in common) < _MIN_COMMON * text.words.total()
        or len(common) < _MIN_DIFFERENT
    ):
        return None
    misfits = sum(count for around, count in text.others.items() if not _fits(language, *around))
    return misfits if misfits <= _MAX_MISFITS * text.others.total() else None


def _fits(language: _Language, before: str, letter: str, after: str) -> bool:
    """Return whether a language has a character in such a place."""
    if letter in language.letters:
        return not (letter.isupper() and before.islower())
    # Only an apostrophe, a dash or a soft hyphen stands within a word.
    return letter in _SIGNS and (letter in "’\xad—–·" or not (before.isalpha() and after.isalpha()))


def _known() -> Iterator[_Language]:
    """Yield the languages of the table."""
    for encodings, letters, words in _LANGUAGES:
        both = frozenset(letters) | frozenset(letters.upper()) - frozenset("S")
        yield _Language(tuple(encodings.split()), both, frozenset(words.split()))


_KNOWN = tuple(_known())
