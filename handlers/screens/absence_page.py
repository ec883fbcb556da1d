"""What a child has missed, as the family reads it: figures, then days, the newest first."""

from collections.abc import Sequence

from handlers.callbacks.absences import OpenAbsences
from handlers.callbacks.diary import OpenDay
from handlers.screens.child_words import child_title, siblings
from handlers.screens.diary_words import period_name
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, inside_sentence, lines, month_name, short_day
from services.diary.absences import AbsenceDay, AbsencePage, MissedLine, Month
from services.diary.facts import FamilyAttendance
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage

__all__ = ["absence_page", "month_number"]

_MOST_DAYS = 30  # of a period; a month has fewer school days
_NAMED_LESSONS = 2  # so many lessons of a day are named, more are only numbered


def absence_page(page: AbsencePage) -> OutgoingMessage:
    """Show a month or a period of a child."""
    title = _("Absences")
    shown = page.days[:_MOST_DAYS]
    hidden = len(page.days) - len(shown)
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(f"{title} · {_span(page)}"),
        _figures(page),
        "\n" + "\n".join(_day(day) for day in shown) if shown else "",
        ngettext(
            "And {n} day more: please look at its month.",
            "And {n} days more: please look at their months.",
            hidden,
        ).format(n=hidden)
        if hidden
        else "",
    )
    child = page.child.student_id
    return OutgoingMessage(
        text,
        buttons=tuple(
            tuple(row)
            for row in (
                _around(page),
                *siblings(page.child, page.children, lambda one: _open(one, page.month)),
                [Button(_("Diary"), OpenDay(student_id=child, on=0).pack()), menu_button()],
            )
            if row
        ),
    )


def month_number(month: Month) -> int:
    """Return a month as buttons carry it: YYYYMM."""
    return month.year * 100 + month.month


def _span(page: AbsencePage) -> str:
    if page.period is not None:
        return period_name(page.period)
    month = page.month
    return f"{month_name(month.month)} {month.year}" if month else ""


def _figures(page: AbsencePage) -> list[str]:
    seen = page.figures
    if not seen.missed:
        found = [_("No lessons missed.")]
    else:
        found = [
            ngettext("Missed: {n} lesson", "Missed: {n} lessons", seen.missed).format(
                n=seen.missed
            )
            + (_(", whole days: {n}").format(n=seen.days) if seen.days else ""),
            "• " + _("for a valid reason: {n}").format(n=seen.valid),
            "• " + _("without a valid reason: {n}").format(n=seen.unexcused),
            "• " + _("the reason is not known: {n}").format(n=seen.unknown),
        ]
    if seen.tardy:
        found.append(_("Late: {n}.").format(n=seen.tardy))
    return found


def _day(day: AbsenceDay) -> str:
    """One line for each way a day's lessons were missed."""
    of_sort: dict[FamilyAttendance, list[MissedLine]] = {}
    for line in day.lessons:
        of_sort.setdefault(line.attendance, []).append(line)
    said = "; ".join(_sort(sort, of_day) for sort, of_day in of_sort.items())
    return f"{bold(short_day(day.on))} — {said}"


def _sort(sort: FamilyAttendance, missed: Sequence[MissedLine]) -> str:
    return f"{_lessons(missed)}: {_words(sort, missed)}"


def _lessons(missed: Sequence[MissedLine]) -> str:
    numbers = ", ".join(str(line.number) for line in missed)
    said = ngettext("lesson {numbers}", "lessons {numbers}", len(missed)).format(numbers=numbers)
    if len(missed) > _NAMED_LESSONS:
        return said
    subjects = dict.fromkeys(inside_sentence(line.subject) for line in missed)
    return f"{said} ({escape(', '.join(subjects))})"


def _words(sort: FamilyAttendance, missed: Sequence[MissedLine]) -> str:
    match sort:
        case FamilyAttendance.EXCUSED:
            return _("valid reason")
        case FamilyAttendance.UNEXCUSED:
            return _("no valid reason")
        case FamilyAttendance.TARDY:
            minutes = sum(line.minutes_late or 0 for line in missed)
            return _("late by {n} min").format(n=minutes) if minutes else _("late")
        case _:
            return _("the reason is not known")


def _around(page: AbsencePage) -> list[Button]:
    child = page.child.student_id
    around: list[Button] = []
    if page.month is None:
        month = Month(page.today.year, page.today.month)
        around.append(_month_button(child, month.previous, "◀ {month}"))
        around.append(_month_button(child, month, "{month}"))
        return around
    if page.has_earlier:
        around.append(_month_button(child, page.month.previous, "◀ {month}"))
    around.append(Button(_("The whole period"), _open(child, None)))
    if page.ends_on < page.today:
        around.append(_month_button(child, page.month.next, "{month} ▶"))
    return around


def _month_button(student_id: int, month: Month, caption: str) -> Button:
    return Button(caption.format(month=month_name(month.month)), _open(student_id, month))


def _open(student_id: int, month: Month | None) -> str:
    return OpenAbsences(student_id=student_id, month=month_number(month) if month else 0).pack()
