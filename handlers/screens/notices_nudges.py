"""Reminders to teachers: what is missing, by when, and the button that leads to it."""

from collections.abc import Sequence

from handlers.callbacks.class_lists import OpenClassList
from handlers.callbacks.menu import Open
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    escape,
    inside_sentence,
    lines,
    month_name,
    short_day,
)
from services.control.nudge_facts import NudgedItem
from services.i18n import gettext as _
from services.i18n import ngettext
from services.news.facts import NudgeNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.vocabulary import NudgeSort

__all__ = ["nudge_lines", "nudge_rows"]

_MOST = 12


def nudge_lines(_reader: NoticeReader, news: Sequence[NudgeNews]) -> list[str]:
    """Return what is missing, one block for each sort."""
    of_sort: dict[NudgeSort, list[NudgedItem]] = {}
    for one in news:
        for item in one.items:
            of_sort.setdefault(item.sort, []).append(item)
    return [_block(sort, items) for sort, items in of_sort.items()]


def nudge_rows(_reader: NoticeReader, news: NudgeNews) -> tuple[tuple[Button, ...], ...]:
    """Return the way to what is missing."""
    sorts = {one.sort for one in news.items}
    rows: list[tuple[Button, ...]] = []
    if sorts & {NudgeSort.ATTENDANCE, NudgeSort.WORKS}:
        rows.append((Button(_("My lessons today"), Open(screen="today").pack()),))
    if NudgeSort.HOMEWORK in sorts:
        rows.append((Button(_("Set homework"), Open(screen="hw").pack()),))
    rows += [
        (
            Button(
                _("The list of {school_class}").format(school_class=one.group),
                OpenClassList(class_id=one.number).pack(),
            ),
        )
        for one in news.items
        if one.sort is NudgeSort.CLASS_LIST
    ]
    if NudgeSort.PERIOD_MARKS in sorts:
        rows.append((Button(_("Marks for a period"), Open(screen="final").pack()),))
    return tuple(rows) or ((menu_button(),),)


def _block(sort: NudgeSort, items: Sequence[NudgedItem]) -> str:
    shown = list(dict.fromkeys(items))
    rest = len(shown) - _MOST
    return lines(
        _title(sort, shown),
        *(f"• {_item(one)}" for one in shown[:_MOST]),
        _("And {n} more.").format(n=rest) if rest > 0 else "",
    )


def _title(sort: NudgeSort, items: Sequence[NudgedItem]) -> str:
    match sort:
        case NudgeSort.ATTENDANCE:
            return _("The lesson has begun, and absentees are not marked yet:")
        case NudgeSort.HOMEWORK:
            return _("There is no homework yet; after an hour more it is late:")
        case NudgeSort.WORKS:
            return _("Marks of these works are due soon:")
        case NudgeSort.FEW_MARKS:
            return _("There are few marks in this period so far:")
        case NudgeSort.PERIOD_MARKS:
            return _("Marks of the period are not complete:")
        case NudgeSort.CLASS_LIST:
            until = short_day(items[0].until) if items[0].until else ""
            return _("Please look at the list of the class by {day}:").format(day=until)
        case NudgeSort.SELF_CHECK:
            month = month_name(items[0].on.month) if items[0].on else ""
            return _("Topics and homework of the month ({month}) to check by the 8th:").format(
                month=month
            )


def _item(one: NudgedItem) -> str:
    what = f"{escape(one.group)} · {escape(inside_sentence(one.subject))}"
    match one.sort:
        case NudgeSort.ATTENDANCE | NudgeSort.HOMEWORK:
            return _("{what}, lesson {number}").format(what=what, number=one.number)
        case NudgeSort.WORKS:
            given = short_day(one.on) if one.on else ""
            until = short_day(one.until) if one.until else ""
            return _("{what}, work of {day}: until {until}").format(
                what=what, day=given, until=until
            )
        case NudgeSort.FEW_MARKS:
            return what
        case NudgeSort.CLASS_LIST:
            return escape(one.group)
        case NudgeSort.PERIOD_MARKS:
            students = ngettext("{n} student", "{n} students", one.count).format(n=one.count)
            return _("{what}: {students} without a mark").format(what=what, students=students)
        case NudgeSort.SELF_CHECK:
            return _("{what}: not filled {n}").format(what=what, n=one.count)
