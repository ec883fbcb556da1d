"""Words of announcements that both sides read: audiences, readers, reasons, answers."""

from collections.abc import Sequence

from services.broadcasts.facts import Exclusion
from services.i18n import gettext as _
from services.vocabulary import BroadcastTarget

__all__ = ["answer_names", "audience_name", "exclusion_name", "target_name"]


def audience_name(label: str) -> str:
    """Return the name of an audience: class, group, grade (a number), or (empty) the school."""
    if not label:
        return _("the whole school")
    if label.isdecimal():
        return _("grade {n}").format(n=label)
    return label


def target_name(target: BroadcastTarget) -> str:
    """Return for whom of the families it is."""
    match target:
        case BroadcastTarget.PARENTS:
            return _("to parents")
        case BroadcastTarget.STUDENTS:
            return _("to students")
        case BroadcastTarget.BOTH:
            return _("to parents and students")


def exclusion_name(reason: Exclusion) -> str:
    """Return why some will not receive it."""
    match reason:
        case Exclusion.ON_PAPER:
            return _("on paper")
        case Exclusion.SUSPENDED:
            return _("access suspended")
        case Exclusion.NO_CONSENT:
            return _("no consent")
        case Exclusion.NOT_LINKED:
            return _("not linked")
        case Exclusion.UNREACHABLE:
            return _("the bot is blocked")


def answer_names(answers: Sequence[str]) -> list[tuple[int, str]]:
    """Return every answer by its number; 0 is always «read»."""
    return [(0, _("Acknowledged")), *enumerate(answers, start=1)]
