"""Which lesson a line is about: by what it says, by the timetable, and by whose lesson it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.model import Entry
from services.bulk_entry.repository import SchoolWords
from services.journal.rights import Teaching
from services.timetable.planner import lessons_of_class, lessons_of_teacher, recent_lesson
from services.timetable.rules import PlannedLesson, current_or_last

__all__ = ["LessonChoice", "LessonKey", "choose_lesson", "lesson_key"]

LessonKey = tuple[int, int, str, int]  # study group, subject, ISO date, number


@dataclass(frozen=True, slots=True)
class LessonChoice:
    """The lesson meant (one), or those among which the teacher has to choose."""

    lessons: tuple[PlannedLesson, ...]

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.lessons) == 1


def lesson_key(lesson: PlannedLesson) -> LessonKey:
    """What names a lesson in an answer."""
    return (
        lesson.group.group_id,
        lesson.subject.subject_id,
        lesson.on.isoformat(),
        lesson.number,
    )


async def choose_lesson(
    session: AsyncSession,
    entry: Entry,
    *,
    words: SchoolWords,
    teaching: Teaching,
    now: datetime,
    today: date,
) -> LessonChoice:
    """Find the lesson an entry is about.

    Without a number: of today the lesson going on or the last one of class and subject, of another
    day the only one. Without a class: the teacher's own lesson going on, or the last of today.
    Homework alone, written before today's lesson, is set ahead for it: at the last one it would be
    due within hours. Due today it is of the last one.

    Raises:
        LineNotTaken: there is no such lesson, or none goes on and no class is named.
        NotYourLesson: there is one, and somebody else gives it.
    """
    search = _Search(session, entry, words, teaching, now, today)
    choice = await (search.in_class() if entry.classes else search.own())
    if not choice.lessons:
        is_lesson_named = bool(entry.classes or entry.day or entry.lesson_number)
        raise LineNotTaken(
            ResolveFault.NO_LESSON if is_lesson_named else ResolveFault.NO_CLASS,
            span=entry.span,
            group=entry.classes[0] if entry.classes else "",
            subject=entry.subjects[0] if entry.subjects else "",
            number=entry.lesson_number,
            on=entry.day or today,
        )
    return choice


def _sets_ahead(entry: Entry, *, today: date) -> bool:
    """Whether an entry gives homework, none of it due today, and says nothing of students."""
    due = [piece.due for piece in entry.homework if not piece.is_none]
    is_due_today = any(one.on == today or one.weekday == today.isoweekday() for one in due)
    return bool(entry.homework) and not (entry.lines or entry.everyone or is_due_today)


@dataclass(frozen=True, slots=True)
class _Search:
    session: AsyncSession
    entry: Entry
    words: SchoolWords
    teaching: Teaching
    now: datetime
    today: date

    async def in_class(self) -> LessonChoice:
        """Search among the lessons of the class that is named."""
        class_id = self.words.class_ids[self.entry.classes[0]]
        if self.entry.day is None and self.entry.lesson_number is None:
            found = await self._recent(class_id, is_mine=True)
            if found is None and (other := await self._recent(class_id, is_mine=False)):
                self.teaching.require_record(other)
            if found is not None:
                return LessonChoice((await self._ahead(class_id, found) or found,))
        on = self.entry.day or self.today
        fitting = await self._fitting(class_id, on)
        mine = [lesson for lesson in fitting if self.teaching.may_record(lesson)]
        if fitting and not mine:
            self.teaching.require_record(fitting[0])
        return self._narrow(mine, on)

    async def _fitting(self, class_id: int, on: date) -> list[PlannedLesson]:
        lessons = await lessons_of_class(
            self.session, class_id, on=on, subject_ids=self._subject_ids()
        )
        return [lesson for lesson in lessons if self._fits(lesson)]

    async def _ahead(self, class_id: int, last: PlannedLesson) -> PlannedLesson | None:
        """Today's lesson to come that homework alone is set for: the next after the *last*."""
        if last.on == self.today or not _sets_ahead(self.entry, today=self.today):
            return None
        mine = (last.group.group_id, last.subject.subject_id)
        return next(
            (
                lesson
                for lesson in await self._fitting(class_id, self.today)
                if (lesson.group.group_id, lesson.subject.subject_id) == mine
                and self.teaching.may_record(lesson)
            ),
            None,
        )

    async def _recent(self, class_id: int, *, is_mine: bool) -> PlannedLesson | None:
        return await recent_lesson(
            self.session,
            class_id,
            subject_ids=self._subject_ids(),
            now=self.now,
            is_wanted=lambda lesson: (
                self._fits(lesson) and (not is_mine or self.teaching.may_record(lesson))
            ),
        )

    async def own(self) -> LessonChoice:
        """Search among the teacher's own lessons of the day: no class is named."""
        on = self.entry.day or self.today
        subjects = self._subject_ids()
        lessons = [
            lesson
            for lesson in await lessons_of_teacher(
                self.session, self.teaching.who.person_id, on=on
            )
            if self._fits(lesson)
            and self.teaching.may_record(lesson)
            and (not subjects or lesson.subject.subject_id in subjects)
        ]
        if self.entry.day is None and self.entry.lesson_number is None:
            recent = current_or_last(lessons, now=self.now)
            return LessonChoice((recent,) if recent else ())
        return self._narrow(lessons, on)

    def _narrow(self, lessons: Sequence[PlannedLesson], on: date) -> LessonChoice:
        """Of several lessons of a class today the one of this moment is meant."""
        if on == self.today and self.entry.lesson_number is None and len(lessons) > 1:
            recent = current_or_last(lessons, now=self.now)
            if recent is not None:
                return LessonChoice((recent,))
        return LessonChoice(tuple(lessons))

    def _subject_ids(self) -> tuple[int, ...]:
        return tuple(self.words.subject_ids[name] for name in self.entry.subjects)

    def _fits(self, lesson: PlannedLesson) -> bool:
        wanted, group = self.entry.lesson_number, self.entry.group_number
        return (wanted is None or lesson.number == wanted) and (
            group is None or _group_number(lesson) == group
        )


def _group_number(lesson: PlannedLesson) -> int | None:
    """The number at the end of a group's name: «7А англ. 1»."""
    tail = lesson.group.label.rsplit(" ", 1)[-1]
    return int(tail) if tail.isdecimal() else None
