"""What a word of English can be: verb, adjective, adverb, a person, many of something."""

import re
from enum import Enum

from index.words import words

# Behind these the subject is followed by its verb: "does the pool open", "can tenants keep dogs".
BASE = frozenset("do does did can could will would should may might must shall".split())
AUXILIARY = BASE | frozenset("is are was were has have had be been being".split())
DETERMINERS = frozenset("the a an his her its their this that these those".split())
# Verbs that count as grammar elsewhere: "won" because of "won't".
SILENT_VERBS = frozenset("won say says said know tell get gets got".split())
# Forms of verbs behind a subject: "was the bridge opened", "is the child running", "was it bought".
_REGULAR = re.compile(r"(?:ed|ing)$")
_NO_PARTICIPLES = frozenset(
    "bed red shed sled seed weed need feed speed breed reed deed hundred king ring wing thing"
    " nothing something anything string spring evening morning ceiling wedding sibling".split()
)
_IRREGULAR = frozenset(
    "begun bought brought broken built caught chosen cut done drawn driven drunk eaten fallen felt"
    " born found fought given gone grown heard held hidden hit hung kept known laid led left lent"
    " lost made meant met overthrown paid put read run said seen sent shot shown shut sold spent"
    " spoken stolen struck sung sunk swept taken taught thrown told torn withdrawn won worn"
    " written".split()
)
# Verbs as they stand behind "does" or "can"; as nouns they are rare.
_VERBS = frozenset(
    "accept achieve acquire adapt add admit adopt advise affect afford agree allow announce appear"
    " apply appoint approve argue arise arrive ask assess assign assist assume attend attract avoid"
    " bake become begin behave believe belong bite boil borrow breathe bring build burn buy"
    " calculate cancel carry catch cause celebrate change choose clean climb close collapse collect"
    " come commence commit compare compete complain complete comply comprise conduct confirm"
    " connect consider consist construct consume contain continue contribute convert cool cooperate"
    " cope correct cost cover create decide declare deduct defend define delete deliver deny depart"
    " depend describe deserve destroy detect deteriorate determine develop die differ dig disappear"
    " disclose discover discuss dismiss dissolve distribute divide donate draw drink drive dry earn"
    " eat edit elect eliminate emerge emit employ empty enable encourage end enforce engage enjoy"
    " ensure enter erupt establish evaporate evict evolve examine exceed exclude exist expand"
    " expect expire explain explode extend fail fall feed feel fill find finish fit fix float fly"
    " fold follow forbid forget form found freeze generate give glow go govern graze grow handle"
    " hang happen harden hatch hear help hibernate hide hold hurt ignore implement imply impose"
    " improve include increase indicate infect influence inform inherit inhibit injure insist"
    " inspect install insure intend interact interbreed interfere introduce invade invent invest"
    " investigate invite involve join keep kill lay lead lean learn leave lend lengthen let lie"
    " listen live look loosen lose maintain make manage marry mean meet melt mention migrate move"
    " need negotiate notify obey observe obtain occupy occur offer open operate oppose organise owe"
    " participate pay perform play possess pour predict prefer prepare preserve prevent proceed"
    " produce prohibit promote propose protect prove provide publish pull punish put quit raise"
    " reach react read realise receive recognise recommend recover recycle reduce refer refuse"
    " regulate reimburse reject relate rely remain remember remove renew reopen repay repeat"
    " replace reply represent reproduce require resign resist resolve respond restore restrict"
    " retain retire reveal revoke ripen run save see seek seem sell send serve settle shine shorten"
    " shrink shut sing sit slow smell soften solve speak specify spend start steal stop strengthen"
    " sublet submit succeed suffer suggest support survive swim take teach tear tend terminate"
    " think threaten thrive throw tighten tolerate transform translate transmit treat try turn"
    " understand undertake use vaccinate vary wait waive wake want warn wash weaken wear weigh"
    " widen win withdraw work worry write".split()
)
_ALSO_VERBS = re.compile(r"\w{3}(?:ify|ize)$")
# What may as well be a noun: "does the museum charge", "the bank charge".
_VERBS_OR_NOUNS = frozenset(
    "access act aid aim answer appeal arrest attack average award ban bear beat bill block blow"
    " book break breed call camp care charge chase check claim clear coach contact control cook"
    " copy count crack cross cure cut damage dance deal decline decrease delay demand discount"
    " display dream dress drop dump escape estimate exchange exit export express face fight file"
    " film fine fish flood flow force free fund gain grant guarantee guard guide harm harvest heat"
    " hike hire hit host house hunt impact import insult interest interview issue judge jump lack"
    " land last launch leak lease lift light like limit link list load lock love mark market match"
    " matter measure mind miss nest note notice object order pack paint park pass permit pick place"
    " plan plant point post praise present press print process profit promise pump purchase push"
    " question quote rain rank rate record refund register release rent repair report request"
    " rescue research reserve rest result return review reward ride ring rise risk roll rule sail"
    " sample scan score search set share shed shelter ship shoot show sign sink sleep smoke snow"
    " sound spread stand state stay step stick store stream strike study suit supply suspect switch"
    " talk target taste tax test touch tour trade train transfer transport travel trigger trip"
    " trust upgrade value visit vote walk warm waste watch wish yield".split()
)
# What ends so is a noun or an adverb behind "does the", if it is none of the verbs above.
_NO_VERB = re.compile(
    r"(?:tion|sion|ness|ity|ment|ship|hood|dom|ism|ist|ance|ence|ery|ing|ed|ly|man|men)$"
)
_ADVERBS = frozenset(
    "abroad again already altogether always away back currently here inside instead never now"
    " offline often online outside still there today together tomorrow tonight usually".split()
)
_NO_ADVERBS = frozenset("family assembly butterfly monopoly anomaly supply".split())
# What may be said of something: "is parking free".
_ADJECTIVES = frozenset(
    "absent acceptable alive alone angry annual asleep bad beneficial best better big bigger blind"
    " blue brief bright broad busy calm cheap cheaper chemical clean clear close closed cold common"
    " complete compulsory cool correct current dark dead deaf deep digital dirty dry due early east"
    " eastern easy effective electric empty essential expensive extinct fair false famous fast fine"
    " flat foreign free fresh full genuine good green happy hard harmful healthy heavy high hot"
    " huge ill important large late left legal liable light local long loud low lower main"
    " mandatory medical mobile modern narrow necessary new normal north northern nuclear old open"
    " optional ordinary original permanent poor popular portable potent present private profitable"
    " proper public quick quiet rare raw ready real red rich right ripe rough round rude rural safe"
    " salty seasonal secret secure senior separate severe sharp short sick silent simple slow small"
    " smooth social soft solid south southern special steep strange strict strong suitable sunny"
    " sweet tall temporary thick thin tidal tight tiny toxic true ugly unsafe unsuitable upper"
    " urban urgent vacant valid warm weak west western wet white wide wild worse worst wrong"
    " young".split()
)
_ALSO_ADJECTIVES = re.compile(r"\w\w(?:ous|less|ful|ical|ible|[^bgst]able)$")
_MANY = re.compile(r"(?:(?<!ward)(?<=\w\w[^sui])s|^men|women|people|children)$")
PEOPLE = frozenset(
    "people person man men woman women boy girl child king queen prince princess mayor minister"
    " president director leader officer teacher manager owner player worker doctor lawyer author"
    " artist architect actor singer writer mother father son daughter brother sister wife husband"
    " friend guest witness chief members police team officials council"
    " committee court jury board helper driver founder farmer baker curator inventor builder"
    " painter sculptor engineer gardener nurse pilot sailor passenger prisoner speaker reporter"
    " student pupil patient customer visitor keeper ranger scientist researcher editor"
    " publisher secretary treasurer designer captain translator"
    " deputy assistant successor predecessor colleague".split()
)


class Role(Enum):
    """What a word can be behind "does" and a noun."""

    VERB = "include"
    MAYBE = "charge"
    UNKNOWN = "frobnicate"
    OTHER = "usually"


def is_verb(said: str) -> bool:
    """Return whether a word may be a verb's participle: "opened", "built", "running"."""
    small = said.lower()
    return small in _IRREGULAR or bool(_REGULAR.search(small) and small not in _NO_PARTICIPLES)


def role(said: str) -> Role:
    """Return whether a word can be the verb that "does the pool" waits for."""
    small = said.lower()
    if not small.isalpha() or said != small:
        return Role.OTHER
    if small in _VERBS or _ALSO_VERBS.search(small):
        return Role.VERB
    if small in _VERBS_OR_NOUNS:
        return Role.MAYBE
    never = is_adverb(small) or is_adjective(small) or _NO_VERB.search(small)
    return Role.OTHER if never else Role.UNKNOWN


def is_adjective(said: str) -> bool:
    """Return whether a word may be said of something: "free", "dangerous"."""
    return said.lower() in _ADJECTIVES or bool(_ALSO_ADJECTIVES.search(said.lower()))


def is_adverb(said: str) -> bool:
    """Return whether a word may stand between a subject and its verb, or behind both: "still"."""
    small = said.lower()
    regular = len(small) > 5 and small.endswith("ly") and small not in _NO_ADVERBS
    return regular or small in _ADVERBS


def is_person(noun: str) -> bool:
    """Return whether a noun in small letters names a person: "watchman"."""
    return noun in PEOPLE or noun.endswith(("man", "woman"))


def are_many(named: str) -> bool:
    """Return whether what is named looks like a plural."""
    return any(_MANY.search(word.text.lower()) for word in words(named))
