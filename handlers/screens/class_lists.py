"""The list of a class for its class teacher: right as it stands, or something is wrong."""

from handlers.callbacks.class_lists import ConfirmClassList, OpenClassList, ReportListMistake
from handlers.callbacks.reasons import OpenClass
from handlers.screens.corrections import due_words
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines, person_initials, short_day
from handlers.screens.letter_words import pupil_name
from services.homeroom.class_lists import ClassListPage, ListCheck, ListedPupil
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.corrections import CorrectionAsked
from services.outgoing import Button, OutgoingMessage

__all__ = ["class_list", "handed_in", "mistake_question"]

_DIGEST = 8  # hex digits: enough to tell the list shown from another one


def class_list(page: ClassListPage) -> OutgoingMessage:
    """Show the list with groups, and what was said of it this year."""
    ours = page.school_class
    students = ngettext("{n} student", "{n} students", len(page.pupils)).format(n=len(page.pupils))
    is_settled = page.check is not None and not page.check.has_changed
    text = lines(
        bold(_("The list of {school_class}").format(school_class=ours.name) + f" · {students}"),
        *(_line(number, one) for number, one in enumerate(page.pupils, start=1)),
        "",
        _checked(page.check, page) if page.check is not None else _asked(page),
    )
    decide = (
        ()
        if is_settled
        else (
            Button(
                _("The list is right"),
                ConfirmClassList(class_id=ours.class_id, digest=page.digest[:_DIGEST]).pack(),
            ),
        )
    )
    wrong = Button(_("Something is wrong"), ReportListMistake(class_id=ours.class_id).pack())
    back = Button(_("The class"), OpenClass(class_id=ours.class_id).pack())
    return OutgoingMessage(
        text, buttons=((*decide, wrong), (back, menu_button())), is_protected=True
    )


def mistake_question(page: ClassListPage) -> OutgoingMessage:
    """Ask what is wrong."""
    text = _(
        "{school_class}: please write in one message who is missing or too many, or what is "
        "wrong about a name or a group. The school office reads it and answers here."
    ).format(school_class=escape(page.school_class.name))
    back = Button(_("Back"), OpenClassList(class_id=page.school_class.class_id).pack())
    return OutgoingMessage(text, buttons=((back, menu_button()),))


def handed_in(asked: CorrectionAsked, class_id: int) -> OutgoingMessage:
    """Say that it was handed in, and what follows."""
    text = lines(
        _("Thank you, it was handed to the school office."),
        due_words(asked.due_on, asked.days),
        _("When the list is mended, please confirm it here."),
    )
    back = Button(_("Back"), OpenClassList(class_id=class_id).pack())
    return OutgoingMessage(text, buttons=((back, menu_button()),))


def _line(number: int, one: ListedPupil) -> str:
    groups = f" — {', '.join(one.groups)}" if one.groups else ""
    return escape(f"{number}. {pupil_name(one.pupil)}{groups}")


def _asked(page: ClassListPage) -> str:
    return _("Please look whether number, names and groups are right, by {day}.").format(
        day=short_day(page.due_on)
    )


def _checked(check: ListCheck, page: ClassListPage) -> str:
    name = person_initials(
        family_name=check.checked_by.family_name,
        given_name=check.checked_by.given_name,
        patronymic=check.checked_by.patronymic,
    )
    said = _("Confirmed: {name}, {day}.").format(
        name=escape(name), day=short_day(check.checked_at.astimezone(page.zone).date())
    )
    changed = _("The list has changed since then: please look at it once more.")
    return lines(said, changed if check.has_changed else "")
