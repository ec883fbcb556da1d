"""Letters of excuse, reasons and stretches of days as staff read them."""

from collections.abc import Sequence

from handlers.screens.formatting import short_day
from services.homeroom.facts import AbsenceStretch, PupilName
from services.i18n import gettext as _
from services.i18n import ngettext
from services.vocabulary import AbsenceKind, AttendanceCode

__all__ = ["letter_caption", "letter_name", "pupil_name", "said_words", "stretch_words"]


def letter_caption(code: AttendanceCode) -> str:
    """Return a letter as a button offers it."""
    match code:
        case AttendanceCode.ABSENT_SICK:
            return _("б — illness")
        case AttendanceCode.ABSENT_EXCUSED:
            return _("у — valid reason")
        case AttendanceCode.ABSENT_UNEXCUSED:
            return _("ну — no valid reason")
        case _:
            return _("н — not known")


def letter_name(code: AttendanceCode) -> str:
    """Return a letter inside a line."""
    return letter_caption(code)


def pupil_name(pupil: PupilName) -> str:
    """Return a student's family and given name, as lists have it."""
    return f"{pupil.name.family_name} {pupil.name.given_name}".strip()


def stretch_words(one: AbsenceStretch) -> str:
    """Return days with their missed lessons: «пн 16.11 – пт 20.11, 18 уроков»."""
    if one.starts_on == one.ends_on:
        return f"{short_day(one.starts_on)}, {_numbers(one.numbers)}"
    lessons = ngettext("{n} lesson", "{n} lessons", one.lessons).format(n=one.lessons)
    return f"{short_day(one.starts_on)} – {short_day(one.ends_on)}, {lessons}"


def said_words(kind: AbsenceKind | None) -> str:
    """Return what the family said, for the class teacher."""
    match kind:
        case AbsenceKind.SICK:
            return _("the family says: illness")
        case AbsenceKind.DOCTOR:
            return _("the family says: at the doctor's")
        case AbsenceKind.FAMILY:
            return _("the family says: family matters")
        case AbsenceKind.LATE:
            return _("the family says: late")
        case None:
            return ""


def _numbers(numbers: Sequence[int]) -> str:
    return ngettext("lesson {numbers}", "lessons {numbers}", len(numbers)).format(
        numbers=", ".join(map(str, numbers))
    )
