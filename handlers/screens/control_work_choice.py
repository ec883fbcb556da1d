"""Planning a control work by buttons: the class, the subject, the day and lesson."""

from handlers.callbacks.control_works import (
    BeginControlWork,
    ChooseControlClass,
    ChooseControlLesson,
    OpenControlWorks,
)
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines, short_day
from handlers.screens.rows import in_rows
from handlers.screens.today import day_number
from services.control_works.facts import GroupChoice, LessonChoice, LessonToChoose
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage

__all__ = ["groups", "lessons"]

_CLASSES_IN_ROW, _MOST_CLASSES = 6, 72
_SUBJECTS_IN_ROW = 2
_LESSONS_IN_ROW = 2


def groups(choice: GroupChoice) -> OutgoingMessage:
    """Offer the classes; of one that was chosen, its subjects."""
    back = OpenControlWorks(student_id=0)
    if choice.subjects:
        if len(choice.classes) > 1:
            text, to = _("Which subject?"), ChooseControlClass(class_id=0).pack()
        else:
            text, to = _("Which subject?"), back.pack()
        buttons = [
            Button(
                f"{one.group} · {one.subject}",
                ChooseControlLesson(group_id=one.group_id, subject_id=one.subject_id).pack(),
            )
            for one in choice.subjects
        ]
        rows = in_rows(buttons, _SUBJECTS_IN_ROW)
    else:
        text, to = _("Which class?"), back.pack()
        if not choice.classes:
            text = _("There are no lessons of yours in the teaching load.")
        buttons = [
            Button(one.name, ChooseControlClass(class_id=one.class_id).pack())
            for one in choice.classes[:_MOST_CLASSES]
        ]
        rows = in_rows(buttons, _CLASSES_IN_ROW)
    return OutgoingMessage(
        lines(bold(_("A control work")), text),
        buttons=(*rows, (Button(_("Back"), to), menu_button())),
    )


def lessons(choice: LessonChoice) -> OutgoingMessage:
    """Offer the coming lessons; those that nothing stands against carry a tick."""
    title = f"{choice.group} · {choice.subject}"
    if choice.lessons:
        said = _("Which lesson? ✓: nothing stands against it.")
    else:
        said = _("There is no lesson of this subject in the next five weeks.")
    rows = in_rows([_lesson(one, choice) for one in choice.lessons], _LESSONS_IN_ROW)
    back = ChooseControlClass(class_id=0).pack()
    return OutgoingMessage(
        lines(bold(_("A control work")), escape(title), said),
        buttons=(*rows, (Button(_("Back"), back), menu_button())),
    )


def _lesson(one: LessonToChoose, choice: LessonChoice) -> Button:
    when = _("{day}, lesson {number}").format(day=short_day(one.on), number=one.number)
    data = BeginControlWork(
        group_id=choice.group_id,
        subject_id=choice.subject_id,
        on=day_number(one.on),
        number=one.number,
    )
    return Button(f"✓ {when}" if one.is_free else when, data.pack())
