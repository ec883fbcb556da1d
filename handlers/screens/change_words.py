"""A change of the timetable in words, for families, teachers and dispatchers alike.

A message about a change holds the date, the number of the lesson, and «вместо» or «отмен…».
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.screens.formatting import escape, inside_sentence, person_initials, short_day
from handlers.screens.subject_forms import subject_after_instead
from services.i18n import gettext as _
from services.i18n import ngettext
from services.roster.names import PersonName
from services.timetable.changes import ChangeSort
from services.timetable.rules import PlannedLesson
from services.vocabulary import DayKind

__all__ = [
    "ChangePlace",
    "day_kind_words",
    "days_range",
    "grades_words",
    "lesson_change_notes",
    "lesson_when",
    "room_name",
    "room_words",
    "teacher_words",
    "what_changes",
]


class ChangePlace(Protocol):
    """A lesson before or after a change, whoever is told of it."""

    @property
    def subject(self) -> str:
        """Its subject."""
        ...

    @property
    def teacher(self) -> PersonName:
        """Who gives it."""
        ...

    @property
    def on(self) -> date:
        """Its day."""
        ...

    @property
    def number(self) -> int:
        """Its number."""
        ...

    @property
    def room(self) -> str:
        """Its room, or nothing."""
        ...


def lesson_when(on: date, number: int) -> str:
    """Return day and number: «вт 24.11, 3-й урок»."""
    # TRANSLATORS: a day and the number of a lesson, as in "Tue 24.11, lesson 3"
    return _("{day}, lesson {number}").format(day=short_day(on), number=number)


def what_changes(
    sort: ChangeSort,
    old: ChangePlace | None,
    new: ChangePlace | None,
    *,
    with_teachers: bool = True,
) -> str:
    """Return what becomes of a lesson, to stand behind its day and number."""
    if new is None:
        return _("cancelled ({subject})").format(subject=_subject(old))
    if old is None:
        return _("an additional lesson, {subject}{details}").format(
            subject=_subject(new), details=_details(new, with_teachers=with_teachers)
        )
    match sort:
        case ChangeSort.MOVED:
            return _moved(old, new, with_teachers=with_teachers)
        case ChangeSort.OTHER_SUBJECT:
            return _("{new} instead of {old}{details}").format(
                new=_subject(new),
                old=escape(subject_after_instead(old.subject)),
                details=_details(new, with_teachers=with_teachers),
            )
        case ChangeSort.OTHER_TEACHER:
            return _other_teacher(old, new, with_teachers=with_teachers)
        case _:
            return _other_room(old, new)


def lesson_change_notes(lesson: PlannedLesson) -> list[str]:
    """Return what a teacher should know of a lesson: what it was, and what kind of day it is."""
    notes = [_day_note(lesson.day_kind)] if lesson.day_kind is not None else []
    if lesson.change is None:
        return notes
    was = lesson.change.was
    if was is None:
        return [*notes, _("additional")]
    if (was.on, was.number) != (lesson.on, lesson.number):
        notes.append(_("moved from {when}").format(when=lesson_when(was.on, was.number)))
    if was.subject != lesson.subject:
        instead = escape(subject_after_instead(was.subject.name))
        notes.append(_("for {subject}").format(subject=instead))
    if was.teacher_id != lesson.teacher_id:
        notes.append(_("a substitute"))
    if lesson.change.needs_confirmation:
        notes.append(_("to be confirmed"))
    return notes


def _day_note(kind: DayKind) -> str:
    match kind:
        case DayKind.FROST:
            return _("frost day")
        case DayKind.QUARANTINE:
            return _("quarantine")
        case DayKind.REMOTE:
            return _("from home")
        case DayKind.NO_LESSONS:
            return _("cancelled")
        case DayKind.SHORTENED:
            return _("shortened")


def _moved(old: ChangePlace, new: ChangePlace, *, with_teachers: bool) -> str:
    is_other_teacher = with_teachers and old.teacher != new.teacher
    is_other_room = old.room != new.room
    subject = _subject(old)
    if old.subject != new.subject:
        subject = f"{subject} → {_subject(new)}"
    details = _details(new, with_teachers=is_other_teacher, with_room=is_other_room)
    return _("moved ({subject}); it takes place on {when} instead{details}").format(
        subject=subject, when=lesson_when(new.on, new.number), details=details
    )


def _other_teacher(old: ChangePlace, new: ChangePlace, *, with_teachers: bool) -> str:
    room = ""
    if old.room != new.room and new.room:
        room = ", " + room_words(new.room)
    if not with_teachers:
        return _("{subject}, a substitute instead of the usual teacher{room}").format(
            subject=_subject(new), room=room
        )
    # TRANSLATORS: names stay in the nominative: «ведёт Орлов Д. С. (вместо: Полякова Н. П.)»
    return _("{subject}, given by {teacher} (instead of: {was}){room}").format(
        subject=_subject(new),
        teacher=teacher_words(new.teacher),
        was=teacher_words(old.teacher),
        room=room,
    )


def _other_room(old: ChangePlace, new: ChangePlace) -> str:
    if old.room == new.room:
        return _("{subject}, as in the timetable").format(subject=_subject(new))
    if not (old.room and new.room):
        return ", ".join(filter(None, (_subject(new), room_words(new.room))))
    return _("{subject}, {room} instead of {was}").format(
        subject=_subject(new), room=room_words(new.room), was=escape(old.room)
    )


def _details(place: ChangePlace, *, with_teachers: bool, with_room: bool = True) -> str:
    parts = [
        teacher_words(place.teacher) if with_teachers else "",
        room_words(place.room) if with_room else "",
    ]
    said = ", ".join(filter(None, parts))
    return f" ({said})" if said else ""


def _subject(place: ChangePlace | None) -> str:
    return escape(inside_sentence(place.subject)) if place is not None else ""


def teacher_words(name: PersonName) -> str:
    """Return a teacher as messages name them: «Орлов Д. С.»."""
    return escape(
        person_initials(
            family_name=name.family_name,
            given_name=name.given_name,
            patronymic=name.patronymic,
        )
    )


def room_words(room: str) -> str:
    """Return a room for a message: «каб. 214», but «спортивный зал»; nothing for none."""
    return escape(room_name(room))


def room_name(room: str) -> str:
    """Return the same in plain text."""
    if not any(letter.isdigit() for letter in room):
        return room
    return _("room {room}").format(room=room.removeprefix("№").strip())


def days_range(first: date, last: date) -> str:
    """Return one day or several: «вт 24.11», «с вт 24.11 по чт 26.11»."""
    if first == last:
        return short_day(first)
    return _("from {first} to {last}").format(first=short_day(first), last=short_day(last))


def grades_words(grades: Sequence[int]) -> str:
    """Return grades as people write them: «1–4 классы», «5, 7 классы», «9-е классы»."""
    if len(grades) == 1:
        return _("grade {grade}").format(grade=grades[0])
    return _("grades {grades}").format(grades=_runs(grades))


def _runs(grades: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for grade in sorted(grades):
        if runs and grade == runs[-1][-1] + 1:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def day_kind_words(
    kind: DayKind, *, names_illness: bool = True, minutes: int | None = None, last: str = ""
) -> str:
    """Return what a kind of day means, to stand behind its days and classes.

    Of a shortened day: *minutes* of a lesson, where every one has the same, and *last*: its end.
    """
    match kind:
        case DayKind.FROST:
            return _("lessons are cancelled because of frost. Tasks are in the diary.")
        case DayKind.QUARANTINE if names_illness:
            return _("lessons at school are cancelled: quarantine. Tasks are in the diary.")
        case DayKind.QUARANTINE:
            return _("lessons at school are cancelled. Tasks are in the diary.")
        case DayKind.REMOTE:
            return _("lessons from home instead of at school, by the timetable.")
        case DayKind.NO_LESSONS:
            return _("lessons are cancelled.")
        case DayKind.SHORTENED:
            return _shortened(minutes, last)


def _shortened(minutes: int | None, last: str) -> str:
    if minutes is None:
        said = _("shortened lessons instead of the usual ones")
    else:
        said = ngettext(
            "shortened lessons of {n} minute instead of the usual ones",
            "shortened lessons of {n} minutes instead of the usual ones",
            minutes,
        ).format(n=minutes)
    if not last:
        return f"{said}."
    # TRANSLATORS: lessons: "shortened lessons of 35 minutes"
    return _("{lessons}, the last one ends at {time}.").format(lessons=said, time=last)
