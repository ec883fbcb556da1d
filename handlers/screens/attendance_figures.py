"""Missed lessons in figures, for the class teacher and for those who see to the whole school."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from handlers.callbacks.reasons import OpenFigures, OpenReasons, OpenSystematic
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, decimal_number, escape, lines, month_name
from handlers.screens.letter_words import pupil_name
from handlers.screens.today import day_number
from services.homeroom.facts import MonthFigures, PupilFigures
from services.i18n import gettext as _
from services.i18n import ngettext
from services.journal.attendance_figures import AttendanceFigures
from services.outgoing import Button, OutgoingMessage

__all__ = ["month_figures", "systematic_absence"]

_MOST_LINES = 40
_PERCENT = 100


def month_figures(facts: MonthFigures) -> OutgoingMessage:
    """Show a class's month: the whole class, then who missed most."""
    ours = facts.school_class
    ordered = sorted(facts.pupils, key=lambda one: -one.figures.missed)
    systematic = [one for one in ordered if one.is_systematic]
    title = f"{ours.name} · {month_name(facts.first.month)} {facts.first.year}"
    text = "\n\n".join(
        filter(
            None,
            (
                lines(bold(title), *_total(facts)),
                _listed(_("Three tenths of the month or more"), systematic),
                _listed(_("Missed and late"), [one for one in ordered if one not in systematic]),
            ),
        )
    )
    around = [
        Button(
            f"◀ {month_name(before.month)}",
            OpenFigures(class_id=ours.class_id, month=day_number(before)).pack(),
        )
        for before in (facts.first - timedelta(days=1),)
    ]
    if facts.last < facts.today:
        after = facts.last + timedelta(days=1)
        data = OpenFigures(class_id=ours.class_id, month=day_number(after)).pack()
        around.append(Button(f"{month_name(after.month)} ▶", data))
    others = tuple(
        Button(
            one.name,
            OpenFigures(class_id=one.class_id, month=day_number(facts.first)).pack(),
        )
        for one in facts.others
    )
    back = OpenReasons(class_id=ours.class_id, mask="").pack()
    rows = (tuple(around), others, (Button(_("Reasons"), back), menu_button()))
    return OutgoingMessage(text, buttons=tuple(row for row in rows if row))


def systematic_absence(
    first: date, pupils: Sequence[PupilFigures], *, today: date
) -> OutgoingMessage:
    """Show who of the school misses three tenths of a month or more."""
    title = _("Systematic absence · {month} {year}").format(
        month=month_name(first.month), year=first.year
    )
    shown = pupils[:_MOST_LINES]
    body = [
        f"• {escape(one.class_name)} {escape(pupil_name(one.pupil))} — {_share(one)}; "
        f"{_reasons(one.figures)}"
        for one in shown
    ]
    text = lines(
        bold(title),
        _("Missed three tenths of the month's lessons or more."),
        *(body or [_("Nobody.")]),
        _("And {n} more.").format(n=len(pupils) - len(shown)) if len(pupils) > len(shown) else "",
    )
    before = first - timedelta(days=1)
    after = (first + timedelta(days=31)).replace(day=1)
    around = [
        Button(f"◀ {month_name(before.month)}", OpenSystematic(month=day_number(before)).pack())
    ]
    if after <= today:
        around.append(
            Button(f"{month_name(after.month)} ▶", OpenSystematic(month=day_number(after)).pack())
        )
    return OutgoingMessage(text, buttons=(tuple(around), (menu_button(),)))


def _total(facts: MonthFigures) -> list[str]:
    seen = facts.total
    return [
        ngettext("{n} student", "{n} students", facts.students).format(n=facts.students),
        ngettext("Missed: {n} lesson", "Missed: {n} lessons", seen.missed).format(n=seen.missed),
        _reasons(seen),
        _("Late: {n}.").format(n=seen.tardy) if seen.tardy else "",
    ]


def _listed(title: str, pupils: Sequence[PupilFigures]) -> str:
    if not pupils:
        return ""
    rows = [f"• {escape(pupil_name(one.pupil))} — {_of_pupil(one)}" for one in pupils]
    return lines(bold(title), *rows[:_MOST_LINES])


def _of_pupil(one: PupilFigures) -> str:
    seen = one.figures
    late = _("late {n}").format(n=seen.tardy) if seen.tardy else ""
    if not seen.missed:
        return late
    days = _("days {n}").format(n=seen.days) if seen.days else ""
    return ", ".join(filter(None, (_share(one), days, _reasons(seen), late)))


def _share(one: PupilFigures) -> str:
    missed = ngettext("{n} lesson", "{n} lessons", one.figures.missed).format(n=one.figures.missed)
    if not one.held:
        return missed
    share = decimal_number(Fraction(one.figures.missed * _PERCENT, one.held), places=0)
    return _("{missed} of {held} ({share} %)").format(missed=missed, held=one.held, share=share)


def _reasons(seen: AttendanceFigures) -> str:
    """Letters with their counts, those that occur."""
    counts = (
        ("б", seen.sick),
        ("у", seen.excused),
        ("ну", seen.unexcused),
        ("н", seen.unknown),
    )
    return " · ".join(f"{letter} {count}" for letter, count in counts if count)
