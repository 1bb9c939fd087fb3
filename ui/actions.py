"""The five actions as a table: their names, what each takes and gives, whether it changes anything.

`ui.web`, `ui.api` and `ui.mcp` offer what stands here and add nothing; `ui.programs` does it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any

from index.errors import UserError
from ui.programs import Programs

_MANY = list[str] | None

_PART = (
    " The lists narrow where to look: collections, tags, folders, documents (by id or path, as"
    " `list` gives them)."
)


def _needed(name: str, kind: Any) -> Parameter:
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)


def _else(name: str, kind: Any, default: object = None) -> Parameter:
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=kind, default=default)


_WHERE = tuple(_else(name, _MANY) for name in ("collections", "tags", "folders", "documents"))


@dataclass(frozen=True, slots=True)
class Action:
    """One of the five.

    Attributes:
        name: As programs call it.
        about: What it does, for people and language models.
        takes: Its values, in order, with their types and defaults.
        gives: The type of what comes back.
        does: Which method of `Programs` it is.
        changes: Whether it changes the library; then it is for editors only.
    """

    name: str
    about: str
    takes: tuple[Parameter, ...]
    gives: Any
    does: Callable[..., Any]
    changes: bool = False

    @property
    def lists(self) -> frozenset[str]:
        """The names of the values that are lists."""
        return frozenset(one.name for one in self.takes if one.annotation in (_MANY, list[str]))

    def call(self, programs: Programs, values: Mapping[str, Any], user: str | None) -> Any:
        """Do it, and return what comes of it.

        Args:
            programs: What does it.
            values: By name.
            user: Who asks for it, as logged in; None for nobody.

        Raises:
            UserError: A value is missing or unknown, or it cannot be done.
        """
        known = [one.name for one in self.takes]
        # Bytes cannot come in JSON: they are a file that was sent as it is.
        unknown = [key for key in values if key not in known and not isinstance(values[key], bytes)]
        if unknown:
            raise UserError(
                f"{self.name} takes no {', '.join(unknown)[:80]!a}. It takes: {', '.join(known)}"
            )
        needed = [one.name for one in self.takes if one.default is Parameter.empty]
        missing = [name for name in needed if name not in values]
        if missing:
            raise UserError(f"{self.name} needs {' and '.join(missing)}")
        who = {"user": user} if self.changes else {}
        return self.does(programs, **values, **who)

    def function(
        self,
        programs: Programs,
        *,
        sender: Any,
        user: Callable[[Any], str | None],
        error: Callable[[str], Exception],
    ) -> Callable[..., Any]:
        """Return it as a function whose types a framework can read.

        Args:
            programs: What does it.
            sender: The type by which the framework knows where to put who asks.
            user: Returns the name of such a sender.
            error: Makes the framework's error of a line that somebody can mend.
        """
        first = _needed("sender", sender)
        signature = Signature([first, *self.takes], return_annotation=self.gives)

        def called(*given: Any, **named: Any) -> Any:
            values = dict(signature.bind(*given, **named).arguments)
            try:
                return self.call(programs, values, user(values.pop("sender")))
            except UserError as wrong:
                raise error(str(wrong)) from wrong

        called.__name__ = self.name
        called.__signature__ = signature  # type: ignore[attr-defined]
        kinds = {one.name: one.annotation for one in signature.parameters.values()}
        called.__annotations__ = {**kinds, "return": self.gives}
        return called


_OBJECT = dict[str, Any]

ACTIONS = {
    action.name: action
    for action in (
        Action(
            "ask",
            "Answer a question with quotes cut from the documents, each with its document, place"
            " and confidence, or say why there is none. `before` takes the questions of the"
            f" conversation so far, oldest first.{_PART}",
            (_needed("question", str), _else("before", _MANY), *_WHERE),
            _OBJECT,
            Programs.ask,
        ),
        Action(
            "search",
            f"Find the passages nearest to a question, best first.{_PART}",
            (_needed("question", str), _else("top", int, 10), *_WHERE),
            list[_OBJECT],
            Programs.search,
        ),
        Action(
            "list",
            f"List the documents, without their text.{_PART}",
            _WHERE,
            list[_OBJECT],
            Programs.listed,
        ),
        Action(
            "add",
            "Take in a file, in place of one of the same name: its text, or its bytes in base64."
            " The suffix of its name says of which kind it is.",
            (
                _needed("name", str),
                _else("text", str | None),
                _else("base64", str | None),
                _else("collection", str | None),
                _else("tags", _MANY),
            ),
            _OBJECT,
            Programs.add,
            changes=True,
        ),
        Action(
            "remove",
            "Take out documents, by id or path as `list` gives them.",
            (_needed("names", list[str]),),
            _OBJECT,
            Programs.remove,
            changes=True,
        ),
    )
}
