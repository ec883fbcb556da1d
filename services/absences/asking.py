"""Who of a family speaks about a child, asked again at every press."""

from collections.abc import Sequence

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.errors import NotAllowed

__all__ = ["guardian_of"]


def guardian_of(family: Sequence[Identity], student_id: int) -> Identity:
    """Return the guardian behind an account who may speak about a child.

    Raises:
        NotAllowed: nobody of *family* may, or there is no such child.
    """
    for who in family:
        if is_allowed(who, Action.REPORT_ABSENCE, student_id=student_id):
            return who
    raise NotAllowed(action=Action.REPORT_ABSENCE)
