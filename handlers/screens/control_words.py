"""Duties, breaches and shares as the deputy head reads them."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from handlers.screens.formatting import (
    day_and_month,
    decimal_number,
    escape,
    inside_sentence,
    person_initials,
    short_day,
)
from services.control.week import Breach, Tally
from services.control.words import duty_name
from services.i18n import gettext as _
from services.i18n import ngettext
from services.regulation.deadlines import DUTIES, DutySort
from services.roster.names import PersonName

__all__ = [
    "breach_line",
    "by_lesson",
    "duty_term",
    "percent",
    "tally_words",
    "teacher_name",
    "week_name",
]

_PERCENT = 100


def duty_term(sort: DutySort) -> str:
    """Return by when it was owed, with the clause."""
    term = DUTIES[sort]
    match sort:
        case DutySort.HOMEWORK:
            said = _("2 hours after the class's last lesson")
        case DutySort.PERIOD_MARKS:
            said = ngettext("{n} working day", "{n} working days", term.days).format(n=term.days)
        case _ if term.days:
            said = ngettext("{n} day", "{n} days", term.days).format(n=term.days)
        case _:
            said = _("on the day of the lesson")
    return f"{said} ({term.clause})"


def by_lesson(breaches: Iterable[Breach]) -> list[list[Breach]]:
    """Join what one lesson lacks, in the order in which lessons begin to be mentioned."""
    found: dict[object, list[Breach]] = {}
    for one in breaches:
        key = (one.on, one.number, one.group, one.subject, one.teacher_id, one.is_done)
        found.setdefault(key, []).append(one)
    return list(found.values())


def breach_line(breaches: Sequence[Breach], teacher: PersonName | None = None) -> str:
    """Return one line about a lesson: subject, class, teacher, which lesson, what it lacks."""
    one = breaches[0]
    who = f", {escape(teacher_name(teacher))}" if teacher is not None else ""
    where = f"{escape(inside_sentence(one.subject))} {escape(one.group)}{who}"
    late = _(", entered late") if one.is_done else ""
    return _("{where}, {day}, lesson {number}: {what}{late}").format(
        where=where,
        what=", ".join(duty_name(each.sort) for each in breaches),
        day=short_day(one.on),
        number=one.number,
        late=late,
    )


def teacher_name(name: PersonName | None) -> str:
    """Return a teacher with initials; somebody unknown has none."""
    if name is None:
        return "—"
    return person_initials(
        family_name=name.family_name, given_name=name.given_name, patronymic=name.patronymic
    )


def percent(share: Fraction | None) -> str:
    """Return a share: «97,8 %»; a dash where nothing was due."""
    return "—" if share is None else f"{decimal_number(share * _PERCENT, places=1)} %"


def tally_words(tally: Tally) -> str:
    """Return breaches and the share in time."""
    if not tally.breaches:
        return _("in time: {share}").format(share=percent(tally.share_in_time))
    return _("breaches: {n}, in time: {share}").format(
        n=tally.breaches, share=percent(tally.share_in_time)
    )


def week_name(first: date, last: date) -> str:
    """Return a week by its days: «16.11–22.11»."""
    return f"{day_and_month(first)}–{day_and_month(last)}"
