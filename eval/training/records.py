"""Made-up tables and questions about their cells, so that a reader keeps to row and column.

In what people mark, answers stand in sentences. In a table the nearest name is often the wrong
one: "Siri Dahl" stands in her own row and as the manager in Jonas Vik's. So tables are made as
`index.formats` writes them, with questions whose row or column is there or is not.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.training.examples import Example

# So many ask for what the table does not say.
_ABSENT = 0.35

# And so many for the row, by one of its values.
_REVERSED = 0.2

# A cell that may be empty is so often.
_EMPTY = 0.05

_FIRST = (
    "Ada Amir Anna Ben Bruno Carla Chen Clara Dina Elif Emil Eva Farid Femi Greta Hana Hugo Ida"
    " Ivan Jana Jonas Kenji Kofi Lara Leo Lina Luca Maja Marek Mina Nadia Nils Nora Olga Omar"
    " Oskar Paula Pedro Petra Priya Rahel Ravi Rosa Samir Sara Stefan Tara Tomas Uma Viktor"
    " Wanda Yusuf Zoe"
).split()
_LAST = (
    "Abbas Adeyemi Andersen Bauer Becker Berg Bianchi Brandt Castro Costa Dahl Demir Dubois"
    " Eriksen Fischer Fontana Garcia Haddad Hansen Horvat Ivanov Jansen Kaya Keller Kim Kovacs"
    " Kowalski Lang Lehmann Lindgren Lopez Marino Martens Mensah Moreau Nakamura Novak Okafor"
    " Olsen Patel Pereira Petrov Quist Rossi Sato Schmidt Silva Singh Soto Strand Tanaka Vargas"
    " Vogel Weber Yilmaz Zhang"
).split()
_TOWNS = (
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
_SUBJECTS = (
    "algebra archery astronomy baking botany carpentry ceramics chess choir dance drawing"
    " fencing gardening geology history knitting logic painting photography poetry rowing"
    " sailing sewing statistics swimming weaving yoga"
).split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()

Draw = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its names, what stands in it, and how people ask for it.

    In what is asked `{}` stands for the row; in what is asked back, for the value.
    """

    names: Sequence[str]
    draw: Draw
    asked: Sequence[str]
    back: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    names: Sequence[str]
    draw: Draw
    titles: Sequence[str]
    columns: Sequence[_Column]


def _one(*of: str) -> Draw:
    return lambda chance: chance.choice(of)


def _number(low: int, high: int, shape: str = "{}", step: int = 1) -> Draw:
    return lambda chance: shape.format(chance.randrange(low, high, step))


def _price(chance: random.Random) -> str:
    value = chance.choice([chance.randint(1, 20), chance.randint(20, 400)])
    cents = chance.choice([".00", ".50", ".90", ".99", ""])
    return chance.choice(["{} euros", "${}", "€{}", "{}", "£{}"]).format(f"{value}{cents}")


def _date(chance: random.Random) -> str:
    year, month, day = chance.randint(1985, 2026), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice(
        [
            f"{year}-{month:02}-{day:02}",
            f"{day} {_MONTHS[month - 1]} {year}",
            f"{day}.{month}.{year}",
        ]
    )


def _hours(chance: random.Random) -> str:
    begin, end = chance.randint(6, 12), chance.randint(13, 22)
    half = chance.choice(["00", "30"])
    if chance.random() < 0.1:
        return "closed"
    return chance.choice(
        [f"{begin:02}:{half} to {end}:00", f"{begin}–{end}", f"{begin}.{half}-{end}.00"]
    )


def _clock(chance: random.Random) -> str:
    return f"{chance.randint(7, 21):02}:{chance.choice(['00', '15', '30', '45'])}"


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _place(chance: random.Random) -> str:
    return (chance.choice(_SYLLABLES) + chance.choice(_ENDINGS)).capitalize()


def _product(chance: random.Random) -> str:
    name = f"{chance.choice(_ADJECTIVES)} {chance.choice(_THINGS)}"
    return chance.choice([name, name.capitalize(), f"{name} {chance.randint(2, 900)}"])


def _code(chance: random.Random) -> str:
    return f"{chance.choice('ABCDEKLMPRST')}{chance.choice('AEKMRX')}-{chance.randint(100, 9999)}"


def _mail(chance: random.Random) -> str:
    return f"{chance.choice(_LAST).lower()}@{chance.choice(['example.org', 'office.example'])}"


_KINDS = (
    _Kind(
        ("Name", "Employee", "Person", "Member"),
        _person,
        ("Staff", "Team list", "Employees", "Members", ""),
        (
            _Column(
                ("Department", "Team", "Unit"),
                _one("Sales", "Research", "Finance", "Logistics", "Design", "Legal", "Support"),
                (
                    "Which department is {} in?",
                    "what team does {} belong to",
                    "Where in the company does {} work?",
                ),
                ("Who is in {}?", "Who works in {}?", "who belongs to the {} team?"),
            ),
            _Column(
                ("Role", "Position", "Job", "Function"),
                _one(
                    "accountant",
                    "analyst",
                    "cook",
                    "driver",
                    "engineer",
                    "lawyer",
                    "nurse",
                    "planner",
                    "welder",
                ),
                (
                    "What is {}'s job?",
                    "What does {} do?",
                    "what is the position of {}",
                    "What does {} work as?",
                ),
                ("Who is the {}?", "who works as {}?", "What is the name of the {}?"),
            ),
            _Column(
                ("Start date", "Joined", "Hired", "Since"),
                _date,
                (
                    "When did {} start?",
                    "When was {} hired?",
                    "since when is {} there",
                    "On what date did {} join?",
                ),
            ),
            _Column(
                ("Office", "Location", "City", "Site"),
                lambda chance: chance.choice(_TOWNS),
                ("Where does {} work?", "In which city is {} based?", "where is {}'s office"),
                ("Who works in {}?", "who is based in {}", "Who sits in the {} office?"),
            ),
            _Column(
                ("Salary", "Pay", "Wage"),
                _number(28_000, 130_000, step=500),
                (
                    "How much does {} earn?",
                    "What is the salary of {}?",
                    "what is {} paid",
                    "How high is {}'s pay?",
                ),
                ("Who earns {}?", "who is paid {}"),
            ),
            _Column(
                ("Manager", "Supervisor", "Reports to", "Boss"),
                _person,
                (
                    "Who is {}'s manager?",
                    "Who does {} report to?",
                    "who is the boss of {}",
                    "Who supervises {}?",
                ),
            ),
            _Column(
                ("Phone", "Extension", "Telephone"),
                _number(1000, 9999),
                (
                    "What is {}'s phone number?",
                    "how can I call {}",
                    "Which extension does {} have?",
                ),
                ("Who has extension {}?", "whose number is {}"),
            ),
            _Column(
                ("E-mail", "Email", "Mail"),
                _mail,
                ("What is {}'s e-mail address?", "how do I email {}"),
            ),
            _Column(
                ("Age",),
                _number(18, 80),
                ("How old is {}?", "what age is {}"),
                ("Who is {} years old?",),
            ),
        ),
    ),
    _Kind(
        ("Product", "Item", "Article"),
        _product,
        ("Price list", "Stock", "Products", "Catalogue", ""),
        (
            _Column(
                ("Price", "Cost"),
                _price,
                (
                    "How much is the {}?",
                    "What does the {} cost?",
                    "price of the {}",
                    "What do I pay for a {}?",
                ),
                ("Which product costs {}?",),
            ),
            _Column(
                ("Weight",),
                _number(1, 60, "{} kg"),
                ("How heavy is the {}?", "What does the {} weigh?"),
            ),
            _Column(
                ("Colour", "Color"),
                _one("beige", "brown", "grey", "orange", "pink", "purple", "white", "yellow"),
                ("What colour is the {}?", "which color does the {} come in"),
                ("Which product is {}?",),
            ),
            _Column(
                ("Maker", "Manufacturer", "Supplier", "Brand"),
                lambda chance: (
                    f"{chance.choice(_LAST)} {chance.choice(['Ltd', 'AG', '& Sons', 'Works'])}"
                ),
                ("Who makes the {}?", "Who supplies the {}?", "which company is the {} from"),
                ("What does {} make?", "Which product comes from {}?"),
            ),
            _Column(
                ("In stock", "Stock", "Quantity"),
                _number(0, 400),
                ("How many of the {} are in stock?", "How many {} are left?"),
            ),
            _Column(
                ("Code", "Number", "SKU"),
                _code,
                ("What is the code of the {}?", "article number of the {}"),
                ("What is {}?",),
            ),
            _Column(
                ("Made in", "Origin"),
                lambda chance: chance.choice(_TOWNS),
                ("Where is the {} made?", "Where does the {} come from?"),
                ("What is made in {}?",),
            ),
            _Column(
                ("Warranty", "Guarantee"),
                _number(1, 10, "{} years"),
                ("How long is the guarantee on the {}?", "What warranty has the {}?"),
            ),
        ),
    ),
    _Kind(
        ("Town", "City", "District", "Municipality"),
        _place,
        ("Towns", "Figures by district", ""),
        (
            _Column(
                ("Population", "Inhabitants", "People"),
                _number(900, 900_000, "{:,}"),
                (
                    "How many people live in {}?",
                    "What is the population of {}?",
                    "how many inhabitants has {}",
                ),
            ),
            _Column(
                ("Area", "Size"),
                _number(12, 4000, "{} km²"),
                ("How large is {}?", "What area does {} cover?"),
            ),
            _Column(
                ("Mayor", "Head", "Governor"),
                _person,
                ("Who is the mayor of {}?", "Who governs {}?", "who heads {}"),
                ("Which town is {} mayor of?", "Where is {} in office?"),
            ),
            _Column(
                ("Founded", "First mentioned", "Since"),
                _number(800, 1950),
                ("When was {} founded?", "In which year was {} first mentioned?", "how old is {}"),
                ("What was founded in {}?",),
            ),
            _Column(("River",), _place, ("Which river does {} lie on?", "what flows through {}")),
            _Column(
                ("Visitors", "Tourists"),
                _number(500, 90_000, "{:,}"),
                ("How many tourists come to {}?", "number of visitors in {}"),
            ),
        ),
    ),
    _Kind(
        ("Course", "Class", "Workshop", "Event"),
        lambda chance: chance.choice(_SUBJECTS).capitalize(),
        ("Courses", "Timetable", "Programme", ""),
        (
            _Column(
                ("Date", "Begins", "First day"),
                _date,
                ("When is {}?", "When does {} begin?", "on what day does {} start"),
            ),
            _Column(
                ("Time", "Hour"),
                _clock,
                ("At what time is {}?", "what time does {} start"),
                ("What starts at {}?",),
            ),
            _Column(
                ("Room", "Place", "Venue"),
                _number(1, 400, "Room {}"),
                ("Where is {}?", "In which room is {}?"),
                ("What takes place in {}?",),
            ),
            _Column(
                ("Teacher", "Led by", "Speaker", "Instructor"),
                _person,
                ("Who teaches {}?", "Who leads {}?", "who gives the {} class"),
                ("What does {} teach?", "which course is given by {}"),
            ),
            _Column(
                ("Fee", "Price", "Cost"),
                _price,
                ("What does {} cost?", "How much is {}?", "fee for {}"),
            ),
            _Column(
                ("Seats", "Places", "Participants"),
                _number(4, 80),
                ("How many people can take {}?", "How many places are there in {}?"),
            ),
            _Column(
                ("Duration", "Length"),
                _number(2, 30, "{} weeks"),
                ("How long is {}?", "How long does {} last?"),
            ),
        ),
    ),
    _Kind(
        ("Project", "Contract", "Order", "Invoice"),
        _code,
        ("Projects", "Contracts", "Orders", ""),
        (
            _Column(
                ("Client", "Customer", "Partner"),
                lambda chance: (
                    f"{chance.choice(_LAST)} {chance.choice(['GmbH', 'Ltd', 'Bank', 'Foods'])}"
                ),
                ("Who is the client of {}?", "For whom is {}?", "who ordered {}"),
                ("Which one is for {}?", "what did {} order"),
            ),
            _Column(
                ("Amount", "Value", "Total", "Budget"),
                _number(900, 90_000, "{:,} euros"),
                ("What is {} worth?", "How much is {}?", "total of {}"),
            ),
            _Column(
                ("Deadline", "Due", "Due date"),
                _date,
                ("When is {} due?", "What is the deadline of {}?", "until when must {} be done"),
            ),
            _Column(
                ("Status", "State"),
                _one("done", "in progress", "paid", "cancelled", "on hold", "delivered", "late"),
                ("What is the status of {}?", "how far is {}", "What state is {} in?"),
                ("Which one is {}?",),
            ),
            _Column(
                ("Owner", "Responsible", "Lead"),
                _person,
                ("Who is responsible for {}?", "Who runs {}?"),
                ("What is {} responsible for?",),
            ),
        ),
    ),
    _Kind(
        ("Sample", "Site", "Station", "Specimen"),
        lambda chance: f"{chance.choice(['S', 'P', 'Q', 'Site ', 'Core '])}{chance.randint(1, 60)}",
        ("Measurements", "Results", "Table 1", ""),
        (
            _Column(
                ("Temperature", "Temp."),
                _number(-4, 90, "{} °C"),
                ("What temperature was measured at {}?", "How warm was {}?"),
            ),
            _Column(
                ("pH",),
                lambda chance: f"{chance.uniform(4, 9):.1f}",
                ("What pH had {}?", "what was the ph of {}"),
            ),
            _Column(
                ("Depth",), _number(1, 900, "{} m"), ("How deep was {}?", "From what depth is {}?")
            ),
            _Column(
                ("Date", "Taken"), _date, ("When was {} taken?", "On which day was {} measured?")
            ),
            _Column(
                ("Species", "Count"),
                _number(0, 70),
                ("How many species were found at {}?", "what was counted at {}"),
            ),
            _Column(
                ("Taken by", "Observer"),
                _person,
                ("Who took {}?", "Who measured at {}?"),
                ("What did {} take?",),
            ),
        ),
    ),
)

_ACROSS = (
    (
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("Pool", "Gym", "Sauna", "Library", "Café", "Shop", "Office"),
        _hours,
        (
            "When is the {1} open on {0}?",
            "what time does the {1} open on {0}",
            "{1} hours on {0}",
            "Until when is the {1} open on {0}?",
        ),
        ("Opening hours", "Hours"),
    ),
    (
        ("Adults", "Students", "Seniors", "Families", "Groups", "Members"),
        ("One day", "Weekend", "Week", "Month", "Year"),
        _price,
        ("What do {0} pay for a {1} ticket?", "How much is a {1} pass for {0}?", "{1} price {0}"),
        ("Prices", "Fees", "Tickets"),
    ),
    (
        tuple(_TOWNS),
        ("2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024"),
        _number(100, 90_000, "{:,}"),
        (
            "How many visitors had {0} in {1}?",
            "How many came to {0} in {1}?",
            "number of guests in {0} in {1}",
            "What was the figure for {0} in {1}?",
        ),
        ("Visitors", "Guests by year", "Sales"),
    ),
)


def records(count: int, chance: random.Random) -> Iterator[Example]:
    """Yield so many questions over made-up tables."""
    for number in range(count):
        made = _crossed(chance) if chance.random() < 0.25 else _listed(chance)
        question, title, passage, answer = made
        yield Example(
            id=f"records:{number}",
            set="records",
            group=f"records:{number}",
            above=title,
            question=question,
            passage=passage,
            answers=(answer,) if answer else (),
            weight=0.8,
        )


# Row and column.
_Place = tuple[int, int]
_Made = tuple[str, str, str, tuple[int, int] | None]


def _listed(chance: random.Random) -> _Made:
    """Return a question about a table with a row for each thing."""
    kind = chance.choice(_KINDS)
    columns = chance.sample(kind.columns, chance.randint(2, min(6, len(kind.columns))))
    names: list[str] = []
    wanted = chance.randint(3, 8)
    while len(names) < wanted:
        names += {kind.draw(chance)}.difference(names)
    missing = names.pop()
    rows = []
    for name in names:
        others = [other for other in (*names, missing) if other != name]
        rows.append([name, *(_cell(kind, column, others, chance) for column in columns)])
    header = [chance.choice(kind.names), *(chance.choice(column.names) for column in columns)]
    place = chance.randrange(len(rows)), chance.randrange(len(columns)) + 1
    column = columns[place[1] - 1]
    if column.back and rows[place[0]][place[1]] and chance.random() < _REVERSED:
        question, answer = _asked_back(rows, place, column, chance)
    else:
        left = [other for other in kind.columns if other not in columns]
        question, answer = _asked(rows, place, column, left, missing, chance)
    return _written(question, chance.choice(kind.titles), header, rows, answer, chance)


def _asked(
    rows: Sequence[Sequence[str]],
    place: _Place,
    column: _Column,
    left: Sequence[_Column],
    missing: str,
    chance: random.Random,
) -> tuple[str, _Place | None]:
    """Return a question for a cell, or for one that is not there."""
    name = rows[place[0]][0]
    answer = place if rows[place[0]][place[1]] else None
    if chance.random() < _ABSENT:
        answer = None
        if left and chance.random() < 0.5:
            column = chance.choice(left)
        else:
            name = missing
    return chance.choice(column.asked).format(name), answer


def _asked_back(
    rows: Sequence[Sequence[str]], place: _Place, column: _Column, chance: random.Random
) -> tuple[str, _Place | None]:
    """Return a question for the row with some value, or with one that is not there."""
    value = column.draw(chance) if chance.random() < _ABSENT else rows[place[0]][place[1]]
    holding = [number for number, row in enumerate(rows) if row[place[1]] == value]
    return chance.choice(column.back).format(value), (holding[0], 0) if holding else None


def _cell(kind: _Kind, column: _Column, others: Sequence[str], chance: random.Random) -> str:
    if chance.random() < _EMPTY:
        return ""
    # A name in one row is what another row is about.
    if column.draw is kind.draw and others and chance.random() < 0.5:
        return chance.choice(others)
    return column.draw(chance)


def _crossed(chance: random.Random) -> _Made:
    """Return a question about a table of which rows and columns are of a kind each."""
    side, top, draw, asked, titles = chance.choice(_ACROSS)
    left = chance.sample(side, chance.randint(3, min(7, len(side))))
    above = chance.sample(top, chance.randint(3, min(5, len(top))))
    if chance.random() < 0.5:
        left.sort(key=side.index)
        above.sort(key=top.index)
    no_row, no_column = left.pop(), above.pop()
    rows = [[name, *(draw(chance) for _ in above)] for name in left]
    at, cell = chance.randrange(len(rows)), chance.randrange(len(above)) + 1
    place: _Place | None = (at, cell)
    row, column = left[at], above[cell - 1]
    if chance.random() < _ABSENT:
        place = None
        row, column = (no_row, column) if chance.random() < 0.5 else (row, no_column)
    question = chance.choice(asked).format(row, column.lower() if chance.random() < 0.5 else column)
    header = [chance.choice(["", "", titles[0]]), *above]
    return _written(question, chance.choice(titles), header, rows, place, chance)


def _written(
    question: str,
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    place: _Place | None,
    chance: random.Random,
) -> _Made:
    """Return the table as text, as one of the formats has it, with where the answer stands."""
    form = chance.choice(("named", "named", "bars", "markdown"))
    text = ""
    answer = None
    edge = "| " if form == "markdown" else ""
    if form == "named":
        header = [header[0] or "Row", *header[1:]]
    else:
        text = edge + " | ".join(header) + edge.rstrip().rjust(len(edge))
    if form == "markdown":
        text += "\n|" + "---|" * len(header)
    for number, row in enumerate(rows):
        text += ("\n" if text else "") + edge
        begun = False
        for cell, value in enumerate(row):
            if form == "named":
                if not value:
                    continue
                text += ("; " if begun else "") + f"{header[cell]}: "
            elif begun:
                text += " | "
            begun = True
            if place == (number, cell):
                answer = (len(text), len(text) + len(value))
            text += value
        text += edge.rstrip().rjust(len(edge))
    return question, title, text, answer
