"""What made-up tables are made of: values that are drawn by chance, columns and kinds of rows."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_FIRST = (
    "Ada Amir Anna Ben Bruno Carla Chen Clara Dina Elif Emil Eva Farid Femi Greta Hana Hugo Ida"
    " Ivan Jana Jonas Kenji Kofi Lara Leo Lina Luca Maja Marek Mina Nadia Nils Nora Olga Omar"
    " Oskar Paula Pedro Petra Priya Rahel Ravi Rosa Samir Sara Stefan Tara Tomas Uma Viktor"
    " Wanda Yusuf Zoe"
).split()
LAST = (
    "Abbas Adeyemi Andersen Bauer Becker Berg Bianchi Brandt Castro Costa Dahl Demir Dubois"
    " Eriksen Fischer Fontana Garcia Haddad Hansen Horvat Ivanov Jansen Kaya Keller Kim Kovacs"
    " Kowalski Lang Lehmann Lindgren Lopez Marino Martens Mensah Moreau Nakamura Novak Okafor"
    " Olsen Patel Pereira Petrov Quist Rossi Sato Schmidt Silva Singh Soto Strand Tanaka Vargas"
    " Vogel Weber Yilmaz Zhang"
).split()
TOWNS = (
    "Aarhus Almere Ancona Bergen Bilbao Braga Brno Cadiz Cork Debrecen Dundee Espoo Gdansk"
    " Ghent Graz Izmir Kaunas Leipzig Lille Linz Lodz Malmo Maribor Nantes Odense Oulu Parma"
    " Porto Split Tampere Tartu Trieste Turku Uppsala Utrecht Varna Vigo Zadar"
).split()
_SYLLABLES = (
    "bar bel cor dan dor fen gal har kel lan mar mor nor pel ran sel tor val ver win".split()
)
_ENDINGS = "bury dale field ford ham ia mere mouth ness ov port stad ton vik wick".split()
_ADJECTIVES = (
    "black blue classic compact deluxe electric folding garden green large light long mini"
    " outdoor portable red round small steel super travel wooden"
).split()
_THINGS = (
    "bag basket bench blanket bottle brush chair clock cup desk drill fan hammer heater kettle"
    " ladder lamp mirror pan pump radio rope saw scale shelf stool table tent torch vase watch"
).split()
SUBJECTS = (
    "algebra archery astronomy baking botany carpentry ceramics chess choir dance drawing"
    " fencing gardening geology history knitting logic painting photography poetry rowing"
    " sailing sewing statistics swimming weaving yoga"
).split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()

Draw = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its names, what stands in it, and how people ask for it.

    In what is asked `{}` stands for the row; in what is asked back, for the value.
    """

    names: Sequence[str]
    draw: Draw
    asked: Sequence[str]
    back: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """What the rows of a table are: what the first column is called, who or what stands in it."""

    names: Sequence[str]
    draw: Draw
    titles: Sequence[str]
    columns: Sequence[Column]


def one(*of: str) -> Draw:
    """Return what draws one of some values."""
    return lambda chance: chance.choice(of)


def number(low: int, high: int, shape: str = "{}", step: int = 1) -> Draw:
    """Return what draws a whole number, `high` not included, and writes it in a shape."""
    return lambda chance: shape.format(chance.randrange(low, high, step))


def price(chance: random.Random) -> str:
    """Return a price, as shops write it."""
    value = chance.choice([chance.randint(1, 20), chance.randint(20, 400)])
    cents = chance.choice([".00", ".50", ".90", ".99", ""])
    return chance.choice(["{} euros", "${}", "€{}", "{}", "£{}"]).format(f"{value}{cents}")


def date(chance: random.Random) -> str:
    """Return a day, in one of three ways of writing it."""
    year, month, day = chance.randint(1985, 2026), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice(
        [
            f"{year}-{month:02}-{day:02}",
            f"{day} {_MONTHS[month - 1]} {year}",
            f"{day}.{month}.{year}",
        ]
    )


def hours(chance: random.Random) -> str:
    """Return opening hours."""
    begin, end = chance.randint(6, 12), chance.randint(13, 22)
    half = chance.choice(["00", "30"])
    if chance.random() < 0.1:
        return "closed"
    return chance.choice(
        [f"{begin:02}:{half} to {end}:00", f"{begin}–{end}", f"{begin}.{half}-{end}.00"]
    )


def clock(chance: random.Random) -> str:
    """Return a time of day, by the quarter of an hour."""
    return f"{chance.randint(7, 21):02}:{chance.choice(['00', '15', '30', '45'])}"


def person(chance: random.Random) -> str:
    """Return a first and a last name."""
    return f"{chance.choice(_FIRST)} {chance.choice(LAST)}"


def place(chance: random.Random) -> str:
    """Return a made-up name of a town."""
    return (chance.choice(_SYLLABLES) + chance.choice(_ENDINGS)).capitalize()


def product(chance: random.Random) -> str:
    """Return a product's name."""
    name = f"{chance.choice(_ADJECTIVES)} {chance.choice(_THINGS)}"
    return chance.choice([name, name.capitalize(), f"{name} {chance.randint(2, 900)}"])


def code(chance: random.Random) -> str:
    """Return an article's or a contract's number."""
    return f"{chance.choice('ABCDEKLMPRST')}{chance.choice('AEKMRX')}-{chance.randint(100, 9999)}"


def mail(chance: random.Random) -> str:
    """Return a person's e-mail address."""
    return f"{chance.choice(LAST).lower()}@{chance.choice(['example.org', 'office.example'])}"
