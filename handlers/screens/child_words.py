"""How pages name a child, and the buttons that lead from one child of a family to another."""

from collections.abc import Callable, Sequence

from handlers.screens.formatting import child_line
from handlers.screens.rows import in_rows
from services.diary.facts import ChildFacts
from services.i18n import gettext as _
from services.outgoing import Button

__all__ = ["child_name", "child_title", "numbered_child", "siblings", "unnamed_child"]

_IN_A_ROW = 3  # names; more are cut on a telephone


def child_title(child: ChildFacts, children: Sequence[ChildFacts]) -> str:
    """Return the line a page begins with; where no name may be written, which child it is."""
    named = child_line(
        given_name=child.given_name, family_name=child.family_name, class_name=child.class_name
    )
    if named:
        return named
    is_only = len(children) < 2  # noqa: PLR2004  # an only child needs no number
    return unnamed_child("", None if is_only else _place(child, children))


def child_name(child: ChildFacts, children: Sequence[ChildFacts]) -> str:
    """Return a child as a button names it."""
    return child.given_name or numbered_child(_place(child, children))


def siblings(
    child: ChildFacts, children: Sequence[ChildFacts], data: Callable[[int], str]
) -> list[tuple[Button, ...]]:
    """Return rows of a button for each other child; *data* makes its callback data of the id."""
    others = [
        Button(child_name(one, children), data(one.student_id))
        for one in children
        if one.student_id != child.student_id
    ]
    return in_rows(others, _IN_A_ROW)


def _place(child: ChildFacts, children: Sequence[ChildFacts]) -> int:
    return [one.student_id for one in children].index(child.student_id) + 1


def numbered_child(place: int) -> str:
    """Return what a child of several is called where no name may be written."""
    # TRANSLATORS: a child that must not be named, by its place in the parent's list
    return _("Child {n}").format(n=place)


def unnamed_child(alias: str, number: int | None) -> str:
    """Return a child outside the mode ``full``: what the reader calls it, else which one it is."""
    if alias:
        return alias
    if number is not None:
        return numbered_child(number)
    # TRANSLATORS: begins a message about a child whose name must not be written
    return _("Your child")
