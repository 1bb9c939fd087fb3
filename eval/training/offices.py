"""Made-up tables of an office: its staff, what it sells, what it has promised to whom."""

from eval.training.cells import (
    LAST,
    TOWNS,
    Column,
    Kind,
    code,
    date,
    mail,
    number,
    one,
    person,
    price,
    product,
)

STAFF = Kind(
    ("Name", "Employee", "Person", "Member"),
    person,
    ("Staff", "Team list", "Employees", "Members", ""),
    (
        Column(
            ("Department", "Team", "Unit"),
            one("Sales", "Research", "Finance", "Logistics", "Design", "Legal", "Support"),
            (
                "Which department is {} in?",
                "what team does {} belong to",
                "Where in the company does {} work?",
            ),
            ("Who is in {}?", "Who works in {}?", "who belongs to the {} team?"),
        ),
        Column(
            ("Role", "Position", "Job", "Function"),
            one(
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
        Column(
            ("Start date", "Joined", "Hired", "Since"),
            date,
            (
                "When did {} start?",
                "When was {} hired?",
                "since when is {} there",
                "On what date did {} join?",
            ),
        ),
        Column(
            ("Office", "Location", "City", "Site"),
            lambda chance: chance.choice(TOWNS),
            ("Where does {} work?", "In which city is {} based?", "where is {}'s office"),
            ("Who works in {}?", "who is based in {}", "Who sits in the {} office?"),
        ),
        Column(
            ("Salary", "Pay", "Wage"),
            number(28_000, 130_000, step=500),
            (
                "How much does {} earn?",
                "What is the salary of {}?",
                "what is {} paid",
                "How high is {}'s pay?",
            ),
            ("Who earns {}?", "who is paid {}"),
        ),
        Column(
            ("Manager", "Supervisor", "Reports to", "Boss"),
            person,
            (
                "Who is {}'s manager?",
                "Who does {} report to?",
                "who is the boss of {}",
                "Who supervises {}?",
            ),
        ),
        Column(
            ("Phone", "Extension", "Telephone"),
            number(1000, 9999),
            (
                "What is {}'s phone number?",
                "how can I call {}",
                "Which extension does {} have?",
            ),
            ("Who has extension {}?", "whose number is {}"),
        ),
        Column(
            ("E-mail", "Email", "Mail"),
            mail,
            ("What is {}'s e-mail address?", "how do I email {}"),
        ),
        Column(
            ("Age",),
            number(18, 80),
            ("How old is {}?", "what age is {}"),
            ("Who is {} years old?",),
        ),
    ),
)

PRODUCTS = Kind(
    ("Product", "Item", "Article"),
    product,
    ("Price list", "Stock", "Products", "Catalogue", ""),
    (
        Column(
            ("Price", "Cost"),
            price,
            (
                "How much is the {}?",
                "What does the {} cost?",
                "price of the {}",
                "What do I pay for a {}?",
            ),
            ("Which product costs {}?",),
        ),
        Column(
            ("Weight",),
            number(1, 60, "{} kg"),
            ("How heavy is the {}?", "What does the {} weigh?"),
        ),
        Column(
            ("Colour", "Color"),
            one("beige", "brown", "grey", "orange", "pink", "purple", "white", "yellow"),
            ("What colour is the {}?", "which color does the {} come in"),
            ("Which product is {}?",),
        ),
        Column(
            ("Maker", "Manufacturer", "Supplier", "Brand"),
            lambda chance: (
                f"{chance.choice(LAST)} {chance.choice(['Ltd', 'AG', '& Sons', 'Works'])}"
            ),
            ("Who makes the {}?", "Who supplies the {}?", "which company is the {} from"),
            ("What does {} make?", "Which product comes from {}?"),
        ),
        Column(
            ("In stock", "Stock", "Quantity"),
            number(0, 400),
            ("How many of the {} are in stock?", "How many {} are left?"),
        ),
        Column(
            ("Code", "Number", "SKU"),
            code,
            ("What is the code of the {}?", "article number of the {}"),
            ("What is {}?",),
        ),
        Column(
            ("Made in", "Origin"),
            lambda chance: chance.choice(TOWNS),
            ("Where is the {} made?", "Where does the {} come from?"),
            ("What is made in {}?",),
        ),
        Column(
            ("Warranty", "Guarantee"),
            number(1, 10, "{} years"),
            ("How long is the guarantee on the {}?", "What warranty has the {}?"),
        ),
    ),
)

CONTRACTS = Kind(
    ("Project", "Contract", "Order", "Invoice"),
    code,
    ("Projects", "Contracts", "Orders", ""),
    (
        Column(
            ("Client", "Customer", "Partner"),
            lambda chance: (
                f"{chance.choice(LAST)} {chance.choice(['GmbH', 'Ltd', 'Bank', 'Foods'])}"
            ),
            ("Who is the client of {}?", "For whom is {}?", "who ordered {}"),
            ("Which one is for {}?", "what did {} order"),
        ),
        Column(
            ("Amount", "Value", "Total", "Budget"),
            number(900, 90_000, "{:,} euros"),
            ("What is {} worth?", "How much is {}?", "total of {}"),
        ),
        Column(
            ("Deadline", "Due", "Due date"),
            date,
            ("When is {} due?", "What is the deadline of {}?", "until when must {} be done"),
        ),
        Column(
            ("Status", "State"),
            one("done", "in progress", "paid", "cancelled", "on hold", "delivered", "late"),
            ("What is the status of {}?", "how far is {}", "What state is {} in?"),
            ("Which one is {}?",),
        ),
        Column(
            ("Owner", "Responsible", "Lead"),
            person,
            ("Who is responsible for {}?", "Who runs {}?"),
            ("What is {} responsible for?",),
        ),
    ),
)
