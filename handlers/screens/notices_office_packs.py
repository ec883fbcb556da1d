"""What class teachers and heads are told at the end of a week or month, and what to do."""

from collections.abc import Sequence

from handlers.callbacks.control import OpenControl
from handlers.callbacks.office_packs import GetPack
from handlers.callbacks.paper import OpenPaper
from handlers.callbacks.reasons import OpenClass, OpenReasons
from handlers.callbacks.summaries import OpenUnreadSummaries
from handlers.screens.control_words import percent, teacher_name, week_name
from handlers.screens.formatting import bold, escape, lines
from handlers.screens.today import day_number
from services.i18n import gettext as _
from services.i18n import ngettext
from services.news.facts import ClassWeekNews, SchoolPackNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.roster.names import PersonName

__all__ = ["class_week_lines", "class_week_rows", "school_pack_lines", "school_pack_rows"]

_MOST_NAMES = 8


def class_week_lines(_reader: NoticeReader, news: Sequence[ClassWeekNews]) -> list[str]:
    """Return the class teacher's week, one block for each class."""
    return [_class_week(one) for one in news]


def _class_week(one: ClassWeekNews) -> str:
    title = _("The week of {school_class} · {week}").format(
        school_class=one.class_name, week=week_name(one.first, one.last)
    )
    said = (
        ngettext(
            "To print: {n} sheet for a family", "To print: {n} sheets for families", one.sheets
        ).format(n=one.sheets)
        if one.sheets
        else "",
        _named(_("Summary not read"), one.unread),
        _unexcused(one),
        ngettext(
            "{n} student has lessons whose reason is not settled",
            "{n} students have lessons whose reason is not settled",
            one.open_reasons,
        ).format(n=one.open_reasons)
        if one.open_reasons
        else "",
        _named(_("No chat reaches"), one.unreached),
    )
    found = [f"• {line}" for line in said if line]
    return lines(
        bold(title), *(found or [_("Everything is in order: nothing to print or settle.")])
    )


def _named(title: str, names: Sequence[PersonName]) -> str:
    if not names:
        return ""
    return f"{title}: {len(names)} — {_some(list(map(_short, names)))}"


def _unexcused(one: ClassWeekNews) -> str:
    if not one.unexcused:
        return ""
    total = sum(lessons for _name, lessons in one.unexcused)
    said = ngettext(
        "Without a good reason: {n} lesson", "Without a good reason: {n} lessons", total
    ).format(n=total)
    names = [f"{_short(name)} ({lessons})" for name, lessons in one.unexcused]
    return f"{said} — {_some(names)}"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(escape(name) for name in names[:_MOST_NAMES])
    rest = len(names) - _MOST_NAMES
    return shown + (_(" and {n} more").format(n=rest) if rest > 0 else "")


def _short(name: PersonName) -> str:
    return f"{name.family_name} {name.given_name}".strip()


def class_week_rows(_reader: NoticeReader, one: ClassWeekNews) -> list[tuple[Button, ...]]:
    """Return the way to what is to be done."""
    rows: list[tuple[Button, ...]] = []
    if one.sheets:
        sheets = OpenPaper(class_id=one.class_id, week=one.first.toordinal())
        rows.append((Button(_("Sheets to print"), sheets.pack()),))
    if one.unread:
        rows.append((Button(_("Who has not read"), OpenUnreadSummaries().pack()),))
    if one.open_reasons:
        reasons = OpenReasons(class_id=one.class_id, mask="")
        rows.append((Button(_("Reasons"), reasons.pack()),))
    rows.append((Button(_("The class"), OpenClass(class_id=one.class_id).pack()),))
    return rows


def school_pack_lines(_reader: NoticeReader, news: Sequence[SchoolPackNews]) -> list[str]:
    """Return the pack at a glance."""
    return [_school_pack(one) for one in news]


def _school_pack(one: SchoolPackNews) -> str:
    days = week_name(one.first, one.last)
    found = one.figures
    if found is None:
        return lines(
            bold(_("The month’s pack · {days}").format(days=days)),
            _("Entries, attendance, marks and families of the month: take it as a document."),
        )
    names = ", ".join(f"{escape(teacher_name(name))} ({missing})" for name, missing in found.worst)
    return lines(
        bold(_("The week’s pack · {days}").format(days=days)),
        _("In time: {share}").format(share=percent(found.tally.share_in_time)),
        _("• Entries still missing: {n}").format(n=found.tally.overdue)
        + (f" — {names}" if names else ""),
        _("• Groups with few marks: {n}").format(n=found.thin) if found.thin else "",
        _("• Marks of the period are late: {n}").format(n=found.late_periods)
        if found.late_periods
        else "",
        _("• Families no chat reaches: {n} of {all}").format(
            n=found.unreached, all=found.students
        ),
        _("• Head of the journal’s chain: {seq}, {digest}").format(
            seq=one.chain[0], digest=one.chain[1]
        )
        if one.chain is not None
        else "",
    )


def school_pack_rows(_reader: NoticeReader, one: SchoolPackNews) -> list[tuple[Button, ...]]:
    """Return the documents, and the way to the week."""
    first, last = day_number(one.first), day_number(one.last)
    files = (
        Button(_("To print (PDF)"), GetPack(first=first, last=last, is_pdf=True).pack()),
        Button(_("Table (XLSX)"), GetPack(first=first, last=last, is_pdf=False).pack()),
    )
    if one.figures is None:
        return [files]
    return [files, (Button(_("The week"), OpenControl(week=first).pack()),)]
