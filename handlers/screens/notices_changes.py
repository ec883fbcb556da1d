"""Changes of the timetable as families and teachers are told of them."""

from collections.abc import Sequence

from handlers.screens.change_words import (
    day_kind_words,
    days_range,
    grades_words,
    lesson_when,
    room_words,
    teacher_words,
    what_changes,
)
from handlers.screens.formatting import clock_time, escape, inside_sentence
from services.i18n import gettext as _
from services.news.facts import (
    ChangedPlace,
    ChangeItem,
    ChangeNews,
    DayChangeItem,
    LessonChangeItem,
    StaffChangeNews,
)
from services.outbox.ports import NoticeReader
from services.timetable.changes import ChangeSort
from services.vocabulary import ContentMode

__all__ = ["change_lines", "change_signal", "staff_change_lines"]


def change_lines(reader: NoticeReader, news: Sequence[ChangeNews]) -> list[str]:
    """Return the lines about one child, day by day."""
    lines: list[str] = []
    for one in news:
        lines.extend(_item(item, reader) for item in one.items)
        lines.append(_times(one, reader))
    return lines


def change_signal(_news: object) -> str:
    """Return all that a signal says of a change."""
    return _("There are new entries in the diary. Details are in the school diary.")


def staff_change_lines(reader: NoticeReader, news: Sequence[StaffChangeNews]) -> list[str]:
    """Return the lines for a teacher: what to give, and what is given by others."""
    return [
        _day(item, reader) if isinstance(item, DayChangeItem) else _staff_item(item, one.reader_id)
        for one in news
        for item in one.items
    ]


def _item(item: ChangeItem, reader: NoticeReader) -> str:
    if isinstance(item, DayChangeItem):
        return _day(item, reader)
    on, number = item.place
    when = lesson_when(on, number)
    if not item.is_withdrawn:
        with_teachers = reader.content_mode is ContentMode.FULL
        return f"{when}: " + what_changes(
            item.sort, item.old, item.new, with_teachers=with_teachers
        )
    if item.old is None:
        return _("Change withdrawn: {when} — there is no additional lesson").format(when=when)
    return _("Change withdrawn: {when} — {subject}, as in the timetable").format(
        when=when, subject=escape(inside_sentence(item.old.subject))
    )


def _day(item: DayChangeItem, reader: NoticeReader) -> str:
    days = days_range(item.starts_on, item.ends_on)
    is_full = reader.content_mode is ContentMode.FULL
    whom = ""
    if item.classes:
        whom = f", {escape(', '.join(item.classes))}"
    elif item.grades and is_full:
        whom = f", {grades_words(item.grades)}"
    if item.is_withdrawn:
        days = f"{days}{whom}" if item.classes else days
        return _("Change withdrawn: {days} — lessons by the timetable").format(days=days)
    last = clock_time(item.last_at) if item.last_at is not None else ""
    what = day_kind_words(item.kind, names_illness=is_full, minutes=item.minutes, last=last)
    text = f"{days}{whom}: {what}"
    return text[:1].upper() + text[1:]


def _times(one: ChangeNews, reader: NoticeReader) -> str:
    if one.has_no_lessons:
        return _("No lessons on this day.")
    said = []
    if one.first_at is not None:
        time = clock_time(one.first_at)
        if one.comes_later and not reader.is_student:
            said.append(_("Please come by {time}.").format(time=time))
        else:
            said.append(_("Lessons begin at {time}.").format(time=time))
    if one.last_at is not None:
        said.append(_("Lessons end at {time}.").format(time=clock_time(one.last_at)))
    return " ".join(said)


def _staff_item(item: LessonChangeItem, reader_id: int) -> str:
    old, new = item.old, item.new
    place = old or new
    if place is None:
        return ""
    on, number = item.place
    head = f"{lesson_when(on, number)}, {escape(place.group)}"
    if item.is_withdrawn:
        return _staff_withdrawn(head, old, reader_id)
    is_mine_now = new is not None and new.teacher_id == reader_id
    was_mine = old is not None and old.teacher_id == reader_id
    if is_mine_now and not was_mine and old is not None and new is not None:
        return f"{head}: {_given_by_reader(item, old, new)}"
    if was_mine and new is not None and not is_mine_now:
        return f"{head}: " + _("{teacher} gives {subject} instead of you").format(
            teacher=teacher_words(new.teacher),
            subject=escape(inside_sentence(new.subject)),
        )
    return f"{head}: " + what_changes(item.sort, old, new)


def _given_by_reader(item: LessonChangeItem, old: ChangedPlace, new: ChangedPlace) -> str:
    room = ", " + room_words(new.room) if new.room else ""
    when = ""
    if item.sort is ChangeSort.MOVED:
        when = ", " + lesson_when(new.on, new.number)
    return _("you give {subject} instead of: {was}{when}{room}").format(
        subject=escape(inside_sentence(new.subject)),
        was=teacher_words(old.teacher),
        when=when,
        room=room,
    )


def _staff_withdrawn(head: str, old: ChangedPlace | None, reader_id: int) -> str:
    if old is not None and old.teacher_id == reader_id:
        return _("Change withdrawn: {when} — {subject}, as in the timetable").format(
            when=head, subject=escape(inside_sentence(old.subject))
        )
    return _("Change withdrawn: {when} — you need not give this lesson").format(when=head)
