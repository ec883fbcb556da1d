"""The card of a lesson: where and when, who is missing, what is recorded, what can be pressed."""

from collections.abc import Iterable

from handlers.callbacks.entry import OpenTeacherDay, UndoEntry
from handlers.callbacks.homework import AskHomework
from handlers.callbacks.lessons import (
    AskTopic,
    EverybodyHere,
    MarkAbsentees,
    MarkByName,
    OpenLesson,
    SameAbsent,
    TakeTopic,
)
from handlers.screens.change_words import lesson_change_notes, room_name
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    clock_time,
    escape,
    lines,
    short_day,
    time_range,
)
from handlers.screens.lesson_words import attendance_letter
from handlers.screens.listed_names import short_listed_name
from handlers.screens.today import day_number
from services.i18n import gettext as _
from services.i18n import ngettext
from services.lesson_cards.facts import CardName, LessonCardFacts, ListedName
from services.lesson_cards.rules import digest_of
from services.outgoing import Button, OutgoingMessage
from services.timetable.rules import PlannedLesson
from services.vocabulary import AttendanceCode

__all__ = [
    "ask_topic",
    "card_head",
    "card_rows",
    "card_text",
    "lesson_button",
    "lesson_card",
    "saved_toast",
]

_NAMES_IN_CAPTION = 2  # more do not fit a telephone; the number says the rest
_DONE = " ✓"


def lesson_card(facts: LessonCardFacts) -> OutgoingMessage:
    """Show the card of a lesson."""
    day = OpenTeacherDay(on=day_number(facts.lesson.on)).pack()
    rows = (*card_rows(facts), (Button(_("My lessons"), day), menu_button()))
    return OutgoingMessage(card_text(facts), buttons=rows)


def card_text(facts: LessonCardFacts) -> str:
    """Return what the card says."""
    return lines(
        bold(card_head(facts.lesson)),
        _when(facts),
        " · ".join(lesson_change_notes(facts.lesson)),
        _attendance(facts),
        _expected(facts),
        _control_work(facts),
        _topic(facts),
        _recorded(facts),
        _saved(facts),
    )


def card_head(lesson: PlannedLesson) -> str:
    """Return the line that names a lesson of today: «3-й урок · 7Б · Алгебра · каб. 214»."""
    number = _("Lesson {number}").format(number=lesson.number)
    return " · ".join(
        filter(None, (number, lesson.group.label, lesson.subject.name, room_name(lesson.room)))
    )


def card_rows(facts: LessonCardFacts) -> tuple[tuple[Button, ...], ...]:
    """Return what can be pressed on the card, and nothing that leads away from it."""
    fields = _fields(facts.lesson)
    rows: list[tuple[Button, ...]] = []
    if facts.has_begun and facts.lesson.counts_absences and facts.students:
        if facts.attendance_at is None and facts.expected:
            rows.append((_same(facts), Button(_("All here"), EverybodyHere(**fields).pack())))
        elif facts.attendance_at is None:
            rows.append((Button(_("All here"), EverybodyHere(**fields).pack()),))
        caption = _with_tick(_("Mark absentees"), facts.attendance_at is not None)
        rows.append((Button(caption, MarkAbsentees(**fields).pack()),))
    second = [Button(_with_tick(_("Topic"), bool(facts.topic)), AskTopic(**fields).pack())]
    if facts.takes_marks and facts.has_begun and facts.students:
        second.insert(0, Button(_("Marks"), MarkByName(**fields).pack()))
    if facts.planned_topic:
        take = TakeTopic(**fields, planned=facts.planned_number)
        rows.append((Button(_("Take the topic of the plan"), take.pack()),))
    rows.append(tuple(second))
    if facts.needs_homework:
        caption = _with_tick(_("Homework"), facts.has_homework)
        rows.append((Button(caption, AskHomework(**fields).pack()),))
    if facts.saved is not None:
        undo = UndoEntry(entry_id=facts.saved.entry_id).pack()
        rows.append((Button(_("Take the entry back"), undo),))
    return tuple(rows)


def lesson_button(caption: str, *, group_id: int, subject_id: int, on: int, number: int) -> Button:
    """Return the button that opens a lesson's card."""
    data = OpenLesson(group_id=group_id, subject_id=subject_id, on=on, number=number)
    return Button(caption, data.pack())


def saved_toast(facts: LessonCardFacts) -> str:
    """Return the line at the top after a press."""
    if facts.saved is None or facts.saved.is_repeat:
        return _("Marked before, nothing has changed.")
    return _("Saved.")


def ask_topic(facts: LessonCardFacts) -> OutgoingMessage:
    """Ask for the topic of a lesson."""
    back = lesson_button(_("Back"), **_fields(facts.lesson))
    now = _("Now it is: {topic}").format(topic=escape(facts.topic)) if facts.topic else ""
    return OutgoingMessage(
        lines(
            bold(card_head(facts.lesson)),
            _("Please write the topic of the lesson in one message."),
            now,
        ),
        buttons=((back, menu_button()),),
    )


def _when(facts: LessonCardFacts) -> str:
    lesson = facts.lesson
    times = time_range(lesson.starts_at, lesson.ends_at, facts.zone)
    is_today = lesson.on == facts.now.astimezone(facts.zone).date()
    return times if is_today else f"{short_day(lesson.on)}, {times}"


def _attendance(facts: LessonCardFacts) -> str:
    if not facts.has_begun or not facts.lesson.counts_absences or not facts.students:
        return ""
    if facts.attendance_at is None and not facts.absent:
        if facts.now >= facts.mark_until:
            return _("Absentees: not marked yet")
        time = clock_time(facts.mark_until, facts.zone)
        return _("Absentees: not marked yet, by {time}").format(time=time)
    missing = [one for one in facts.absent if one.code is not AttendanceCode.TARDY]
    late = [one for one in facts.absent if one.code is AttendanceCode.TARDY]
    if not facts.absent:
        return _("Nobody is absent.")
    return lines(
        _("Absent {n}: {names}").format(n=len(missing), names=_listed(missing)) if missing else "",
        _("Late {n}: {names}").format(n=len(late), names=_listed(late)) if late else "",
    )


def _expected(facts: LessonCardFacts) -> str:
    if not facts.expected or not facts.has_begun:
        return ""
    names = ", ".join(map(short_listed_name, facts.expected))
    return _("Absent before, or announced: {names}").format(names=escape(names))


def _control_work(facts: LessonCardFacts) -> str:
    if facts.control_work is None:
        return ""
    if not facts.control_work:
        return _("A control work is planned here.")
    return _("Control work: {title}").format(title=escape(facts.control_work))


def _topic(facts: LessonCardFacts) -> str:
    if facts.topic:
        return _("Topic: {topic}").format(topic=escape(facts.topic))
    if facts.planned_topic:
        return _("Topic by the plan ({n} of {of}): {topic}").format(
            n=facts.planned_number, of=facts.planned_lines, topic=escape(facts.planned_topic)
        )
    return _("The plan is through.") if facts.planned_lines else ""


def _recorded(facts: LessonCardFacts) -> str:
    return _("Marks: {n}").format(n=facts.marks) if facts.marks else ""


def _saved(facts: LessonCardFacts) -> str:
    saved = facts.saved
    if saved is None:
        return ""
    if saved.held_until is not None and saved.held_until > saved.now:
        time = clock_time(saved.held_until, facts.zone)
        return _("Saved. Families hear at {time}.").format(time=time)
    return _("Saved.")


def _listed(names: Iterable[CardName]) -> str:
    return escape(
        ", ".join(
            short_listed_name(one.name)
            if one.code in {AttendanceCode.ABSENT, AttendanceCode.TARDY}
            else f"{short_listed_name(one.name)} ({attendance_letter(one.code)})"
            for one in names
        )
    )


def _same(facts: LessonCardFacts) -> Button:
    """Name whom the press will mark: by name while they are few, else by their number."""
    ids = [one.student_id for one in facts.expected]
    data = SameAbsent(**_fields(facts.lesson), digest=digest_of(ids))
    if len(facts.expected) <= _NAMES_IN_CAPTION:
        names = ", ".join(_in_caption(one) for one in facts.expected)
        return Button(_("The same: {names}").format(names=names), data.pack())
    count = len(facts.expected)
    caption = ngettext("The same: {n} absent", "The same: {n} absent", count).format(n=count)
    return Button(caption, data.pack())


def _in_caption(one: ListedName) -> str:
    return short_listed_name(one) if one.apart.needs_given_name else one.family_name


def _with_tick(caption: str, is_done: bool) -> str:  # noqa: FBT001  # a caption and its state
    return f"{caption}{_DONE}" if is_done else caption


def _fields(lesson: PlannedLesson) -> dict[str, int]:
    return {
        "group_id": lesson.group.group_id,
        "subject_id": lesson.subject.subject_id,
        "on": day_number(lesson.on),
        "number": lesson.number,
    }
