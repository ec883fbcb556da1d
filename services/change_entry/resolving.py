"""From parsed lines to drafts of changes, against the day as it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.model import Span
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.change_entry.model import ParsedChange
from services.change_entry.other_day import exchanged, lessons_of_weekday
from services.change_entry.repository import ClassRow, SchoolLists, assigned_teachers
from services.change_entry.slots import Slot, slots_of_class
from services.timetable.change_drafts import DayDraft, LessonDraft, place_ids
from services.timetable.repository import load_calendar, taught_groups, taught_subject
from services.timetable.rules import Calendar, LessonPlace, TaughtGroup, TaughtSubject, placed

__all__ = ["Drafted", "DraftedDay", "DraftedLesson", "MissingLesson", "resolve_lines"]


@dataclass(frozen=True, slots=True)
class DraftedLesson:
    """A draft with the lessons behind its ids."""

    draft: LessonDraft
    old: LessonPlace | None
    new: LessonPlace | None


@dataclass(frozen=True, slots=True)
class DraftedDay:
    """A draft of a day with the names of its classes."""

    draft: DayDraft
    classes: tuple[ClassRow, ...]


@dataclass(frozen=True, slots=True)
class MissingLesson:
    """There is no such lesson: nothing would change."""

    group: str
    on: date
    number: int


Drafted = DraftedLesson | DraftedDay | MissingLesson


async def resolve_lines(
    session: AsyncSession, lines: Sequence[ParsedChange], lists: SchoolLists
) -> tuple[Drafted, ...]:
    """Say of every line what it would do.

    Raises:
        ChangeNotTaken: a group, a bell or a teacher is missing, or two lines are about one lesson.
    """
    drafted: list[Drafted] = []
    seen: set[tuple[int, date, int]] = set()
    for line in lines:
        resolver = _Line(session, line, lists, await load_calendar(session, on=line.on))
        for one in await resolver.drafts():
            if isinstance(one, DraftedLesson):
                key = _key(one)
                if key in seen:
                    raise ChangeNotTaken(
                        ChangeFaultKind.LESSON_TWICE, span=_or(line.spans.lesson, line)
                    )
                seen.add(key)
            drafted.append(one)
    return tuple(drafted)


def _key(one: DraftedLesson) -> tuple[int, date, int]:
    place = one.old or one.new
    if place is None:
        raise ValueError(one)
    return place.group.group_id, place.on, place.number


def _or(span: Span, line: ParsedChange) -> Span:
    return span if span.end else line.spans.whole


@dataclass(frozen=True, slots=True)
class _Line:
    session: AsyncSession
    line: ParsedChange
    lists: SchoolLists
    calendar: Calendar

    async def drafts(self) -> list[Drafted]:
        """Return what the line does, class by class and lesson by lesson."""
        classes = self._classes()
        if self.line.day_kind is not None:
            return [self._day(classes)]
        if self.line.as_weekday is not None:
            return await self._other_day(classes, self.line.as_weekday)
        return [
            one
            for school_class in classes
            for number in self.line.numbers
            for one in await self._lessons(school_class, number)
        ]

    def _classes(self) -> list[ClassRow]:
        line = self.line
        is_everybody = line.is_everybody or not (line.classes or line.grades)
        found = [
            one
            for one in self.lists.classes
            if (is_everybody or one.name in line.classes or one.grade in line.grades)
            and line.shift in {None, one.shift}
        ]
        if not found:
            raise ChangeNotTaken(ChangeFaultKind.UNKNOWN_CLASS, span=line.spans.whole)
        return found

    def _day(self, classes: Sequence[ClassRow]) -> DraftedDay:
        line = self.line
        if line.day_kind is None:
            raise ValueError(line)
        grades = line.grades
        if line.is_everybody:
            grades = tuple(dict.fromkeys(one.grade for one in classes))
        if line.shift is not None:
            grades = ()  # the other shift of these grades comes as always: class by class
        draft = DayDraft(
            kind=line.day_kind,
            starts_on=line.on,
            ends_on=line.until or line.on,
            class_ids=tuple(one.class_id for one in classes),
            grades=grades,
            bells=line.bells,
            reason=line.reason,
        )
        return DraftedDay(draft, tuple(classes))

    async def _other_day(self, classes: Sequence[ClassRow], weekday: int) -> list[Drafted]:
        """Return what differs where the day has the lessons of another weekday."""
        on, ids = self.line.on, frozenset(one.class_id for one in classes)
        drafted: dict[tuple[int, date, int], Drafted] = {}
        for one in classes:
            slots = await slots_of_class(self.session, one.class_id, on=on)
            wanted = await lessons_of_weekday(
                self.session, one.class_id, on=on, weekday=weekday, calendar=self.calendar
            )
            for slot, new in exchanged(slots, wanted, class_ids=ids):
                if slot is None:
                    draft = LessonDraft(None, place_ids(new) if new else None)
                    made = DraftedLesson(replace(draft, reason=self.line.reason), None, new)
                else:
                    # A lesson that another change has added goes like one of the timetable.
                    old = slot.old if new is not None else slot.old or slot.standing
                    made = self._draft(old, new, slot)
                drafted.setdefault(_key(made), made)
        if not drafted:
            raise ChangeNotTaken(ChangeFaultKind.NOTHING_TO_CHANGE, span=self.line.spans.whole)
        return list(drafted.values())

    async def _lessons(self, school_class: ClassRow, number: int) -> list[Drafted]:
        slots = await slots_of_class(
            self.session, school_class.class_id, on=self.line.on, number=number
        )
        slots = self._of_group(slots)
        here = [slot for slot in slots if slot.is_here]
        if self.line.subject is not None and not here:
            here = [slot for slot in slots if slot.is_cancelled]
        here = self._of_subject(here)
        if here:
            return [await self._changed(slot, school_class) for slot in here]
        if self.line.subject is not None and self.line.target is None:
            return [await self._added(school_class, number)]
        return [MissingLesson(school_class.name, self.line.on, number)]

    def _of_group(self, slots: list[Slot]) -> list[Slot]:
        wanted = self.line.group_number
        if wanted is None:
            return slots
        found = [slot for slot in slots if slot.group_number == wanted]
        if not found:
            raise ChangeNotTaken(ChangeFaultKind.UNKNOWN_GROUP, span=self.line.spans.group)
        return found

    def _of_subject(self, slots: list[Slot]) -> list[Slot]:
        """«Вместо физики»: of two lessons at once the one that is meant, and a check."""
        wanted = self.line.instead_of
        if wanted is None:
            return slots
        found = [slot for slot in slots if slot.standing.subject.name == wanted]
        if not found:
            raise ChangeNotTaken(ChangeFaultKind.NOT_THAT_LESSON, span=self.line.spans.instead)
        return found

    async def _changed(self, slot: Slot, school_class: ClassRow) -> DraftedLesson:
        if self.line.is_cancelled:
            # A lesson that another change has added is cancelled like one of the timetable.
            return self._draft(slot.old or slot.standing, None, slot)
        standing = slot.standing
        subject = await self._subject(standing.subject)
        group = standing.group
        is_other = subject.subject_id != standing.subject.subject_id
        if is_other and self.line.group_number is None and not group.is_whole_class:
            group = await self._whole_class(school_class)
        teacher_id = self.line.teacher_id
        if teacher_id is None:
            teacher_id = (
                await self._assigned_teacher(subject, group) if is_other else standing.teacher_id
            )
        is_same_room = not is_other or teacher_id == standing.teacher_id
        target = self.line.target
        new = LessonPlace(
            group=group,
            subject=subject,
            teacher_id=teacher_id,
            on=(target.on or standing.on) if target else standing.on,
            number=target.number if target else standing.number,
            room=self.line.room or (standing.room if is_same_room else ""),
        )
        if target is not None and (new.on, new.number) == (standing.on, standing.number):
            raise ChangeNotTaken(ChangeFaultKind.MOVE_NOWHERE, span=self.line.spans.target)
        self._require_bell(new)
        return self._draft(slot.old, new, slot)

    async def _added(self, school_class: ClassRow, number: int) -> DraftedLesson:
        group = await self._whole_class(school_class)
        subject = await self._subject(None)
        teacher_id = self.line.teacher_id
        if teacher_id is None:
            teacher_id = await self._assigned_teacher(subject, group)
        new = LessonPlace(group, subject, teacher_id, self.line.on, number, self.line.room or "")
        self._require_bell(new)
        draft = LessonDraft(None, place_ids(new), reason=self.line.reason)
        return DraftedLesson(draft, None, new)

    def _draft(
        self, old: LessonPlace | None, new: LessonPlace | None, slot: Slot
    ) -> DraftedLesson:
        draft = LessonDraft(
            old=place_ids(old) if old else None,
            new=place_ids(new) if new else None,
            replaces_id=slot.change_id,
            reason=self.line.reason,
        )
        return DraftedLesson(draft, old, new)

    async def _subject(self, standing: TaughtSubject | None) -> TaughtSubject:
        if self.line.subject is None and standing is not None:
            return standing
        subject_id = self.lists.subject_ids[self.line.subject or ""]
        return await taught_subject(self.session, subject_id)

    async def _whole_class(self, school_class: ClassRow) -> TaughtGroup:
        if school_class.group_id is None:
            raise ChangeNotTaken(ChangeFaultKind.UNKNOWN_GROUP, span=self.line.spans.whole)
        groups = await taught_groups(self.session, [school_class.group_id], on=self.line.on)
        return groups[school_class.group_id]

    async def _assigned_teacher(self, subject: TaughtSubject, group: TaughtGroup) -> int:
        teachers = await assigned_teachers(
            self.session, subject_id=subject.subject_id, group_ids=[group.group_id]
        )
        if len(teachers) != 1:
            raise ChangeNotTaken(
                ChangeFaultKind.TEACHER_NEEDED,
                span=self.line.spans.subject,
                subject=subject.name,
                group=group.label,
            )
        return next(iter(teachers))

    def _require_bell(self, place: LessonPlace) -> None:
        if placed(place, self.calendar) is None:
            spans = self.line.spans
            span = spans.target if self.line.target else spans.lesson
            raise ChangeNotTaken(ChangeFaultKind.NO_BELL, span=span, number=place.number)
