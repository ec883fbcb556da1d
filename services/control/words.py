"""What is controlled, in words that a message and a document share."""

from services.i18n import gettext as _
from services.regulation.deadlines import DutySort

__all__ = ["duty_name"]


def duty_name(sort: DutySort) -> str:
    """Return what was owed, as the name of a breach."""
    match sort:
        case DutySort.ATTENDANCE:
            return _("absentees not marked")
        case DutySort.TOPIC:
            return _("no topic")
        case DutySort.HOMEWORK:
            return _("no homework")
        case DutySort.CONTROL_WORK:
            return _("no marks of a control work")
        case DutySort.WRITTEN_WORK:
            return _("no marks of a written work")
        case DutySort.PERIOD_MARKS:
            return _("no marks of the period")
