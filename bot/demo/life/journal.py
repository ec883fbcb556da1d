"""Keeps the demo school's journal: every lesson written down as its teacher would, in order.

What families hear of is recorded as a saved line is; the months before are rows that were kept.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.calendar import days_between
from bot.demo.life.chances import (
    Mood,
    happening,
    homework_text,
    is_forgotten,
    mood_of,
    planned_topic,
)
from bot.demo.life.rows import (
    BEFORE_THE_BELL,
    entry_row,
    final_changes,
    lesson_row,
    period_marks,
    rows_of,
)
from bot.demo.lists import curriculum
from services.audit.acting import acting
from services.database import Database, bind_school
from services.finals.facts import Sheet
from services.homework.drafts import HomeworkDraft
from services.homework.recording import record_homework
from services.journal.drafts import EntryDraft, StudentDraft
from services.journal.mark_rules import WantedMark
from services.journal.recording import record_drafts
from services.journal.slots import slot_of_lesson
from services.models import FinalEntry, JournalEntry, Lesson, Person, Subject
from services.regulation.repository import load_profile
from services.roster.membership import student_ids_of_group
from services.timetable.changes import resolve_changed_day
from services.timetable.planner import plan_of_school
from services.timetable.repository import base_lessons, load_calendar
from services.timetable.rules import PlannedLesson
from services.vocabulary import Assessment, AttendanceCode, EntryState

__all__ = ["JournalKeeper"]

_Place = tuple[int, int]  # group, subject


@dataclass(slots=True)
class JournalKeeper:
    """Writes the lessons of a school day by day; the year's lessons are planned once."""

    database: Database
    school_id: int
    zone: ZoneInfo
    first: date
    last: date
    _days: dict[date, tuple[PlannedLesson, ...]] = field(default_factory=dict)
    _ordinals: dict[tuple[_Place, date, int], int] = field(default_factory=dict)
    _nexts: dict[tuple[_Place, date, int], tuple[date, int]] = field(default_factory=dict)
    _per_week: dict[_Place, int] = field(default_factory=dict)
    _moods: dict[int, Mood] = field(default_factory=dict)
    _members: dict[int, frozenset[int]] = field(default_factory=dict)
    _marked: frozenset[int] = frozenset()
    _with_homework: frozenset[int] = frozenset()
    _topics: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)

    async def plan(self) -> None:
        """Read the timetable of all the days: each lesson knows its number and the next one."""
        for one in curriculum():
            self._topics.setdefault((one.subject, one.grade), []).append((one.topic, one.hours))
        with bind_school(self.school_id):
            async with self.database.reading() as session:
                calendar = await load_calendar(session, on=self.first)
                base = await base_lessons(session, on=self.first)
                for on in days_between(self.first, self.last):
                    lessons = resolve_changed_day(base, calendar, on=on).lessons
                    if lessons:
                        self._days[on] = tuple(sorted(lessons, key=lambda one: one.order))
                subjects = (await session.scalars(select(Subject))).all()
                people = {one.id: one for one in await session.scalars(select(Person))}
                for group in {one.group.group_id for one in base}:
                    self._members[group] = await student_ids_of_group(
                        session, group, on=self.first
                    )
        self._marked = frozenset(one.id for one in subjects if one.assessment is Assessment.MARKS)
        self._with_homework = frozenset(one.id for one in subjects if one.has_homework)
        days = sorted(self._days)
        for student in {one for members in self._members.values() for one in members}:
            person = people[student]
            name = f"{person.family_name} {person.given_name} {person.birth_date}"
            self._moods[student] = mood_of(name, days)
        self._number(days)

    def _number(self, days: Sequence[date]) -> None:
        counts: dict[_Place, int] = defaultdict(int)
        before: dict[_Place, tuple[_Place, date, int]] = {}
        for on in days:
            for lesson in self._days[on]:
                place = _place(lesson)
                key = (place, on, lesson.number)
                counts[place] += 1
                self._ordinals[key] = counts[place]
                if place in before:
                    self._nexts[before[place]] = (on, lesson.number)
                before[place] = key
        weeks = max(1, len({on.isocalendar()[:2] for on in days}))
        self._per_week = {place: round(count / weeks) for place, count in counts.items()}

    async def recall(self, *, after: date, until: date, begin: Callable[[datetime], None]) -> int:
        """Write the lessons after one day up to another as kept elsewhere; nobody is told.

        *begin* is told the end of each day before it is written.
        """
        written = 0
        for on in (one for one in sorted(self._days) if after < one <= until):
            begin(max(one.ends_at for one in self._days[on]))
            with bind_school(self.school_id):
                async with self.database.transaction() as session:
                    written += await self._remember(session, self._days[on])
        return written

    async def recall_finals(
        self, sheet: Sheet, teacher_id: int, *, subject_id: int, now: datetime
    ) -> None:
        """Write a sheet's proposals as agreed with elsewhere; nobody is told."""
        marks = period_marks(
            sheet,
            subject_id=subject_id,
            author_id=teacher_id,
            on=now.astimezone(self.zone).date(),
            at=now,
        )
        with acting(teacher_id), bind_school(self.school_id):
            async with self.database.transaction() as session:
                entry = await session.get_one(FinalEntry, sheet.entry_id)
                entry.state = EntryState.SAVED if marks else EntryState.DISCARDED
                entry.saved_at = now if marks else None
                session.add_all(marks)
                await session.flush()
                session.add_all(final_changes(sheet, marks))

    def class_ids(self, label: str) -> frozenset[int]:
        """Return the class of that name."""
        groups = (one.group for day in self._days.values() for one in day)
        return next((one.class_ids for one in groups if one.label == label), frozenset())

    def places(self, grades: Collection[int]) -> list[tuple[int, int, int]]:
        """Return teacher, group and subject of everything marked in these grades."""
        return sorted(
            {
                (one.teacher_id, one.group.group_id, one.subject.subject_id)
                for day in self._days.values()
                for one in day
                if one.group.grade in grades and one.subject.subject_id in self._marked
            }
        )

    async def keep(self, *, after: datetime, until: datetime, told: Collection[int]) -> int:
        """Write the lessons that end in this time and nobody has touched; return how many.

        Families of the classes *told* hear of theirs, as of any saved line.
        """
        written = 0
        for on in days_between(
            after.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        ):
            due = [one for one in self._days.get(on, ()) if after < one.ends_at <= until]
            if not due:
                continue
            with bind_school(self.school_id):
                async with self.database.transaction() as session:
                    due = await _still_to_write(session, due, on=on)
                    aloud = [one for one in due if one.group.class_ids & set(told)]
                    await self._remember(session, [one for one in due if one not in aloud])
                    for lesson in aloud:
                        await self._record(session, lesson)
                    written += len(due)
        return written

    async def _remember(self, session: AsyncSession, lessons: Sequence[PlannedLesson]) -> int:
        by_teacher: dict[int, list[PlannedLesson]] = defaultdict(list)
        for lesson in lessons:
            by_teacher[lesson.teacher_id].append(lesson)
        for teacher_id, own in by_teacher.items():
            with acting(teacher_id):
                drafts = [self._draft(one) for one in own]
                rows = [lesson_row(one) for one in drafts]
                entries = [entry_row(one) for one in drafts]
                session.add_all([*rows, *entries])
                await session.flush()
                for row, entry, draft, lesson in zip(rows, entries, drafts, own, strict=True):
                    session.add_all(rows_of(row, entry, draft, self._homework(lesson)))
                await session.flush()
        return len(lessons)

    async def _record(self, session: AsyncSession, lesson: PlannedLesson) -> None:
        profile = await load_profile(session)
        now = lesson.ends_at - BEFORE_THE_BELL
        with acting(lesson.teacher_id):
            entry = JournalEntry(
                author_id=lesson.teacher_id,
                state=EntryState.PREVIEWED,
                source="",
                resolved={},
                created_at=now,
            )
            session.add(entry)
            await session.flush()
            draft = self._draft(lesson)
            await record_drafts(session, entry, [draft], profile=profile, now=now)
            await record_homework(
                session,
                entry,
                [draft.lesson],
                self._homework(lesson),
                [],
                profile=profile,
                now=now,
            )

    def _draft(self, lesson: PlannedLesson) -> EntryDraft:
        key = (_place(lesson), lesson.on, lesson.number)
        ordinal = self._ordinals[key]
        moods = {one: self._moods[one] for one in self._members[lesson.group.group_id]}
        what = happening(
            on=lesson.on,
            subject=lesson.subject.name,
            grade=lesson.group.grade,
            ordinal=ordinal,
            per_week=self._per_week[_place(lesson)],
            moods=moods,
            is_marked=lesson.subject.subject_id in self._marked,
        )
        is_forgotten_here = is_forgotten(
            on=lesson.on, subject=lesson.subject.name, group=lesson.group.label
        )
        topics = self._topics.get((lesson.subject.name, str(lesson.group.grade)), [])
        return EntryDraft(
            slot_of_lesson(lesson),
            tuple(
                StudentDraft(
                    student_id=one,
                    marks=_marks(what.marks.get(one), what.work_kind),
                    attendance=what.letters.get(one),
                    minutes_late=what.minutes_late
                    if what.letters.get(one) is AttendanceCode.TARDY
                    else None,
                )
                for one in sorted({*what.marks, *what.letters})
            ),
            topic=None if is_forgotten_here else planned_topic(topics, ordinal) or None,
            takes_roll=True,
        )

    def _homework(self, lesson: PlannedLesson) -> list[HomeworkDraft]:
        key = (_place(lesson), lesson.on, lesson.number)
        if lesson.subject.subject_id not in self._with_homework or lesson.group.grade == 1:
            return []
        text = homework_text(lesson.subject.name, on=lesson.on, ordinal=self._ordinals[key])
        following = self._nexts.get(key)
        if not text or following is None:
            return [HomeworkDraft(place=0, is_none=True)]
        due_on, number = following
        return [HomeworkDraft(place=0, text=text, due_on=due_on, due_number=number)]


async def _still_to_write(
    session: AsyncSession, lessons: Sequence[PlannedLesson], *, on: date
) -> list[PlannedLesson]:
    """Return the lessons that take place as planned and have no row in the journal yet."""
    rows = await session.scalars(select(Lesson).where(Lesson.lesson_on == on))
    touched = {(row.study_group_id, row.subject_id, row.number) for row in rows}
    plan = await plan_of_school(session, on=on)
    planned = {(*_place(one), one.number, one.teacher_id) for one in plan.lessons}
    return [
        one
        for one in lessons
        if (*_place(one), one.number) not in touched
        and (*_place(one), one.number, one.teacher_id) in planned
    ]


def _place(lesson: PlannedLesson) -> _Place:
    return lesson.group.group_id, lesson.subject.subject_id


def _marks(value: int | None, work_kind: str) -> tuple[WantedMark, ...]:
    return () if value is None else (WantedMark((value,), work_kind),)
