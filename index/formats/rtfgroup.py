"""What holds in a group of Rich Text, and the words that change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Group:
    """What holds until the group ends.

    Attributes:
        kind: "text", "note", "skipped", "listed", "fonttbl", "stylesheet", "info", or a property.
        fallback: How many characters stand behind one in Unicode, for programs without it.
        font: Its number.
        hidden: Whether the text is hidden.
        deleted: Whether its deletion is tracked.
        struck: Whether it is struck out.
        level: Of the heading that the paragraph is; 0 for the title, None for running text.
        is_item: Whether the paragraph is an item of a list.
        in_cell: Whether the paragraph stands in a table.
        raised: Whether the text is raised.
    """

    kind: str = "text"
    fallback: int = 1
    font: int | None = None
    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    level: int | None = None
    is_item: bool = False
    in_cell: bool = False
    raised: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether its text shows."""
        return not (self.hidden or self.deleted or self.struck)


def _pard(group: Group, _: int | None) -> None:
    """Forget how the last paragraph was."""
    group.level, group.is_item, group.in_cell = None, False, False


def _plain(group: Group, _: int | None) -> None:
    """Forget how the last characters were."""
    group.font = None
    group.hidden = group.deleted = group.struck = group.raised = False


def _outline(group: Group, number: int | None) -> None:
    """Set the level of a heading; 9 is running text."""
    if number is not None and 0 <= number < 9:
        group.level = number + 1


def _lower(group: Group, _: int | None) -> None:
    """Raise the text no more."""
    group.raised = False


def _set(attribute: str) -> Callable[[Group, int | None], None]:
    """Return what switches an attribute on, or off where the number is 0."""
    return lambda group, number: setattr(group, attribute, number != 0)


def _font(group: Group, number: int | None) -> None:
    """Set the font."""
    group.font = number


def _fallback(group: Group, number: int | None) -> None:
    """Set how many characters stand behind one in Unicode."""
    group.fallback = max(number or 0, 0)


SETTINGS: Mapping[str, Callable[[Group, int | None], None]] = {
    "pard": _pard,
    "plain": _plain,
    "outlinelevel": _outline,
    "f": _font,
    "uc": _fallback,
    "v": _set("hidden"),
    "deleted": _set("deleted"),
    "strike": _set("struck"),
    "strikd": _set("struck"),
    "super": _set("raised"),
    "up": _set("raised"),
    "sub": _lower,
    "dn": _lower,
    "nosupersub": _lower,
    "intbl": _set("in_cell"),
    "ls": _set("is_item"),
}
"""What each control word does to its group, given its number."""
