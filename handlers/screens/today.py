"""A teacher's day: the lessons, and what is recorded for each."""

from datetime import date

from handlers.callbacks.entry import OpenTeacherDay
from handlers.callbacks.lessons import OpenLesson
from handlers.screens.change_words import lesson_change_notes
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    capitalized,
    escape,
    full_day,
    lines,
    short_day,
    time_range,
)
from services.i18n import gettext as _
from services.journal.service import TeacherDayFacts, TeacherLessonFacts
from services.outgoing import Button, OutgoingMessage

__all__ = ["day_number", "teacher_day"]


def teacher_day(facts: TeacherDayFacts) -> OutgoingMessage:
    """Show a day of lessons with their state."""
    shown = [_lesson(lesson, facts) for lesson in facts.lessons]
    body = "\n\n".join(shown) if shown else _("No lessons by the timetable.")
    day = full_day(facts.on)
    title = _("Today, {day}").format(day=day) if facts.on == facts.today else capitalized(day)
    return OutgoingMessage(
        f"{bold(title)}\n\n{body}",
        buttons=(*_lessons(facts), _neighbours(facts), (menu_button(),)),
    )


def day_number(on: date) -> int:
    """Return a day as the buttons carry it: YYYYMMDD."""
    return on.year * 10_000 + on.month * 100 + on.day


def _lesson(one: TeacherLessonFacts, facts: TeacherDayFacts) -> str:
    lesson = one.lesson
    where = " · ".join(filter(None, (lesson.group.label, lesson.subject.name, lesson.room)))
    times = time_range(lesson.starts_at, lesson.ends_at, facts.zone)
    head = f"{lesson.number}. {times} {where}"
    return lines(bold(head) if one.is_going_on else escape(head), _state(one))


def _state(one: TeacherLessonFacts) -> str:
    state = one.state
    parts = []
    if state.topic:
        parts.append(_("topic: {topic}").format(topic=escape(state.topic)))
    elif one.is_going_on or one.is_over:
        parts.append(_("no topic"))
    if state.marks:
        parts.append(_("marks: {n}").format(n=state.marks))
    if state.absent:
        parts.append(_("absent: {n}").format(n=state.absent))
    elif state.is_roll_taken:
        parts.append(_("nobody is absent"))
    elif (one.is_going_on or one.is_over) and one.lesson.counts_absences:
        parts.append(_("absentees not marked"))
    if one.is_going_on:
        parts.insert(0, _("going on now"))
    parts.extend(lesson_change_notes(one.lesson))
    return " · ".join(parts)


def _lessons(facts: TeacherDayFacts) -> list[tuple[Button, ...]]:
    """Every lesson opens its card: number and class, two in a row."""
    buttons = [
        Button(
            f"{one.lesson.number}. {one.lesson.group.label}",
            OpenLesson(
                group_id=one.lesson.group.group_id,
                subject_id=one.lesson.subject.subject_id,
                on=day_number(one.lesson.on),
                number=one.lesson.number,
            ).pack(),
        )
        for one in facts.lessons
    ]
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]


def _neighbours(facts: TeacherDayFacts) -> tuple[Button, ...]:
    row = []
    if facts.previous_on is not None:
        row.append(_to_day(f"◀ {short_day(facts.previous_on)}", facts.previous_on))
    if facts.on != facts.today:
        row.append(_to_day(_("Today"), facts.today))
    if facts.next_on is not None:
        row.append(_to_day(f"{short_day(facts.next_on)} ▶", facts.next_on))
    return tuple(row)


def _to_day(caption: str, on: date) -> Button:
    return Button(caption, OpenTeacherDay(on=day_number(on)).pack())
