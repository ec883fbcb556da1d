"""Debts: what a child owes, whose work a teacher waits for, and how it is said in one line."""

from datetime import date

from handlers.callbacks.debts import CloseDebt, OpenDebts, ProlongDebt
from handlers.callbacks.diary import OpenDay
from handlers.screens.child_words import child_title, siblings
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import (
    bold,
    day_and_month,
    escape,
    inside_sentence,
    lines,
    short_day,
)
from services.debts.facts import DebtClosed, DebtPressed, OpenDebt, TeacherDebt
from services.diary.debts import DebtPage
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.regulation.work_kinds import work_kind_name

__all__ = ["debt_due_words", "debt_pressed", "debt_words", "family_debts", "teacher_debts"]

_MOST = 20


def family_debts(page: DebtPage) -> OutgoingMessage:
    """Show what a child owes, the nearest date first."""
    child = page.child.student_id
    rows = (
        *siblings(page.child, page.children, lambda one: OpenDebts(student_id=one).pack()),
        [Button(_("Diary"), OpenDay(student_id=child, on=0).pack()), menu_button()],
    )
    return OutgoingMessage(
        lines(
            bold(child_title(page.child, page.children)),
            bold(_("Not handed in")),
            *(f"• {debt_due_words(one, page.today)}" for one in page.debts),
            "" if page.debts else _("Nothing: everything is handed in."),
            _("How to hand it in, the teacher of the subject says.") if page.debts else "",
        ),
        buttons=tuple(tuple(row) for row in rows if row),
    )


def teacher_debts(today: date, debts: tuple[TeacherDebt, ...]) -> OutgoingMessage:
    """Show whose work a teacher waits for; a mark closes it, or a press."""
    shown = debts[:_MOST]
    rows = [
        (
            Button(
                _("Handed in: {name}").format(name=one.student.family_name),
                CloseDebt(debt_id=one.debt.debt_id).pack(),
            ),
            Button(_("A week more"), ProlongDebt(debt_id=one.debt.debt_id).pack()),
        )
        for one in shown
    ]
    return OutgoingMessage(
        lines(
            bold(_("Works not handed in")),
            *(f"• {_whose(one)}: {debt_due_words(one.debt, today)}" for one in shown),
            _("And {n} more.").format(n=len(debts) - _MOST) if len(debts) > _MOST else "",
            "" if debts else _("Nobody owes anything."),
            _("A mark of that lesson closes a debt by itself. To say one: {example}").format(
                example="<code>7б химия 12.11 лаб: Иванов долг</code>"
            ),
        ),
        buttons=(*rows, (menu_button(),)),
    )


def debt_pressed(pressed: DebtPressed) -> OutgoingMessage:
    """Say what a press has changed; the family hears of it silently."""
    one = pressed.debt
    words = debt_words(one.debt.subject, one.debt.work_kind, one.debt.on)
    if pressed.is_closed:
        said = _("{work}: handed in, the debt is closed.").format(work=words)
    else:
        said = _("{work}: until {day}").format(work=words, day=short_day(one.debt.due_on))
    return OutgoingMessage(
        lines(bold(_whose(one)), said, _("The family gets one silent line.")),
        buttons=((menu_button(),),),
    )


def debt_words(subject: str, work_kind: str, on: date) -> str:
    """Return which work it is: «химия, лабораторная работа от 12.11»."""
    return _("{subject}, {work} of {day}").format(
        subject=escape(inside_sentence(subject)),
        work=work_kind_name(work_kind),
        day=day_and_month(on),
    )


@sentence_for(DebtClosed)
def _closed(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("This debt is closed already, nothing has changed."), buttons=((menu_button(),),)
    )


def debt_due_words(one: OpenDebt, today: date) -> str:
    """Return which work it is and by when: «химия, тест от 12.11, сдать до 27.11»."""
    words = debt_words(one.subject, one.work_kind, one.on)
    if one.due_on < today:
        return _("{work}, was due by {day}").format(work=words, day=day_and_month(one.due_on))
    return _("{work}, to hand in by {day}").format(work=words, day=day_and_month(one.due_on))


def _whose(one: TeacherDebt) -> str:
    name = f"{one.student.family_name} {one.student.given_name}"
    return " · ".join(filter(None, (escape(name), escape(one.class_name))))
