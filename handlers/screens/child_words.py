"""How pages name a child, and the buttons that lead from one child of a family to another."""

from collections.abc import Callable, Sequence

from handlers.screens.formatting import child_line
from handlers.screens.rows import in_rows
from services.diary.facts import ChildFacts
from services.i18n import gettext as _
from services.outgoing import Button

__all__ = ["child_name", "child_title", "numbered_child", "siblings"]

_IN_A_ROW = 3  # names; more are cut on a telephone


def child_title(child: ChildFacts, children: Sequence[ChildFacts]) -> str:
    """Return the line a page begins with; where no name may be written, which child it is."""
    named = child_line(
        given_name=child.given_name, family_name=child.family_name, class_name=child.class_name
    )
    if named or len(children) < 2:  # noqa: PLR2004  # an only child needs no number
        return named or _("Your child")
    return _numbered(child, children)


def child_name(child: ChildFacts, children: Sequence[ChildFacts]) -> str:
    """Return a child as a button names it."""
    return child.given_name or _numbered(child, children)


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


def _numbered(child: ChildFacts, children: Sequence[ChildFacts]) -> str:
    place = [one.student_id for one in children].index(child.student_id) + 1
    return numbered_child(place)


def numbered_child(place: int) -> str:
    """Return what a child of several is called where no name may be written."""
    # TRANSLATORS: a child that must not be named, by its place in the parent's list
    return _("Child {n}").format(n=place)
