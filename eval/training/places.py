"""Made-up tables of places: towns, courses, what was measured where, and figures both ways."""

from eval.training.cells import (
    SUBJECTS,
    TOWNS,
    Column,
    Kind,
    clock,
    date,
    hours,
    number,
    person,
    place,
    price,
)

DISTRICTS = Kind(
    ("Town", "City", "District", "Municipality"),
    place,
    ("Towns", "Figures by district", ""),
    (
        Column(
            ("Population", "Inhabitants", "People"),
            number(900, 900_000, "{:,}"),
            (
                "How many people live in {}?",
                "What is the population of {}?",
                "how many inhabitants has {}",
            ),
        ),
        Column(
            ("Area", "Size"),
            number(12, 4000, "{} km²"),
            ("How large is {}?", "What area does {} cover?"),
        ),
        Column(
            ("Mayor", "Head", "Governor"),
            person,
            ("Who is the mayor of {}?", "Who governs {}?", "who heads {}"),
            ("Which town is {} mayor of?", "Where is {} in office?"),
        ),
        Column(
            ("Founded", "First mentioned", "Since"),
            number(800, 1950),
            ("When was {} founded?", "In which year was {} first mentioned?", "how old is {}"),
            ("What was founded in {}?",),
        ),
        Column(("River",), place, ("Which river does {} lie on?", "what flows through {}")),
        Column(
            ("Visitors", "Tourists"),
            number(500, 90_000, "{:,}"),
            ("How many tourists come to {}?", "number of visitors in {}"),
        ),
    ),
)

COURSES = Kind(
    ("Course", "Class", "Workshop", "Event"),
    lambda chance: chance.choice(SUBJECTS).capitalize(),
    ("Courses", "Timetable", "Programme", ""),
    (
        Column(
            ("Date", "Begins", "First day"),
            date,
            ("When is {}?", "When does {} begin?", "on what day does {} start"),
        ),
        Column(
            ("Time", "Hour"),
            clock,
            ("At what time is {}?", "what time does {} start"),
            ("What starts at {}?",),
        ),
        Column(
            ("Room", "Place", "Venue"),
            number(1, 400, "Room {}"),
            ("Where is {}?", "In which room is {}?"),
            ("What takes place in {}?",),
        ),
        Column(
            ("Teacher", "Led by", "Speaker", "Instructor"),
            person,
            ("Who teaches {}?", "Who leads {}?", "who gives the {} class"),
            ("What does {} teach?", "which course is given by {}"),
        ),
        Column(
            ("Fee", "Price", "Cost"),
            price,
            ("What does {} cost?", "How much is {}?", "fee for {}"),
        ),
        Column(
            ("Seats", "Places", "Participants"),
            number(4, 80),
            ("How many people can take {}?", "How many places are there in {}?"),
        ),
        Column(
            ("Duration", "Length"),
            number(2, 30, "{} weeks"),
            ("How long is {}?", "How long does {} last?"),
        ),
    ),
)

SAMPLES = Kind(
    ("Sample", "Site", "Station", "Specimen"),
    lambda chance: f"{chance.choice(['S', 'P', 'Q', 'Site ', 'Core '])}{chance.randint(1, 60)}",
    ("Measurements", "Results", "Table 1", ""),
    (
        Column(
            ("Temperature", "Temp."),
            number(-4, 90, "{} °C"),
            ("What temperature was measured at {}?", "How warm was {}?"),
        ),
        Column(
            ("pH",),
            lambda chance: f"{chance.uniform(4, 9):.1f}",
            ("What pH had {}?", "what was the ph of {}"),
        ),
        Column(("Depth",), number(1, 900, "{} m"), ("How deep was {}?", "From what depth is {}?")),
        Column(("Date", "Taken"), date, ("When was {} taken?", "On which day was {} measured?")),
        Column(
            ("Species", "Count"),
            number(0, 70),
            ("How many species were found at {}?", "what was counted at {}"),
        ),
        Column(
            ("Taken by", "Observer"),
            person,
            ("Who took {}?", "Who measured at {}?"),
            ("What did {} take?",),
        ),
    ),
)

ACROSS = (
    (
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("Pool", "Gym", "Sauna", "Library", "Café", "Shop", "Office"),
        hours,
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
        price,
        ("What do {0} pay for a {1} ticket?", "How much is a {1} pass for {0}?", "{1} price {0}"),
        ("Prices", "Fees", "Tickets"),
    ),
    (
        tuple(TOWNS),
        ("2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024"),
        number(100, 90_000, "{:,}"),
        (
            "How many visitors had {0} in {1}?",
            "How many came to {0} in {1}?",
            "number of guests in {0} in {1}",
            "What was the figure for {0} in {1}?",
        ),
        ("Visitors", "Guests by year", "Sales"),
    ),
)
