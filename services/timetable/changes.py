"""A day of the base timetable with its changes laid over it; pure.

A change names one lesson of the base timetable and what takes its place; a day rule says what a
whole day became for some classes. Nothing here knows who may hear of a change, or when.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.timetable.rules import (
    BaseLesson,
    Calendar,
    ChangeMark,
    LessonPlace,
    PlannedLesson,
    placed,
    resolve_day,
)
from services.timetable.shortened import ShortBells, shortened
from services.vocabulary import DayKind

__all__ = [
    "NO_CHANGES",
    "ChangeSort",
    "ChangedLesson",
    "Changes",
    "DayPlan",
    "DayRule",
    "DroppedLesson",
    "concerns",
    "placed_on_day",
    "resolve_changed_day",
    "sort_of",
    "waiting_for_others",
]

_LessonKey = tuple[int, int]  # study group, number


@dataclass(frozen=True, slots=True)
class ChangedLesson:
    """One change. Without *old* a lesson is added, without *new* it is cancelled."""

    change_id: int
    old: LessonPlace | None
    new: LessonPlace | None
    needs_confirmation: bool = False

    @property
    def is_in_place(self) -> bool:
        """Whether what is new stands where the old lesson stood."""
        return (
            self.old is not None
            and self.new is not None
            and (self.old.on, self.old.number) == (self.new.on, self.new.number)
        )


def concerns(
    place: LessonPlace | None, group_ids: Collection[int], *, left_out: Collection[int] = ()
) -> bool:
    """Whether a lesson is one of who is in these groups and studies all but *left_out*."""
    return (
        place is not None
        and place.group.group_id in group_ids
        and place.subject.subject_id not in left_out
    )


@dataclass(frozen=True, slots=True)
class DayRule:
    """What the days between two dates are for some classes."""

    rule_id: int
    kind: DayKind
    starts_on: date
    ends_on: date
    class_ids: frozenset[int]
    grades: tuple[int, ...] = ()  # as it was said; empty: class by class
    bells: ShortBells | None = None  # of a day with shortened lessons

    def holds(self, on: date) -> bool:
        """Whether the day is one of its days."""
        return self.starts_on <= on <= self.ends_on


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs from the base timetable; a later day rule beats an earlier one."""

    lessons: tuple[ChangedLesson, ...] = ()
    days: tuple[DayRule, ...] = ()


NO_CHANGES = Changes()


@dataclass(frozen=True, slots=True)
class DroppedLesson:
    """A lesson that does not take place there: cancelled, moved away, or given by another."""

    lesson: PlannedLesson
    change_id: int | None = None
    moved_to: LessonPlace | None = None
    day_kind: DayKind | None = None  # the whole day has no lessons
    replaced_by: PlannedLesson | None = None  # in the day of the teacher who does not give it


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day: the lessons that take place, those that do not, and what kind of day it is."""

    on: date
    lessons: tuple[PlannedLesson, ...] = ()
    dropped: tuple[DroppedLesson, ...] = ()
    day_rule: DayRule | None = None


class ChangeSort(StrEnum):
    """How a change reads."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    ADDED = "added"
    OTHER_SUBJECT = "other_subject"
    OTHER_TEACHER = "other_teacher"
    OTHER_ROOM = "other_room"


def sort_of(old: LessonPlace | None, new: LessonPlace | None) -> ChangeSort:
    """Return how a change from *old* to *new* reads: the weightiest difference names it."""
    if new is None:
        return ChangeSort.CANCELLED
    if old is None:
        return ChangeSort.ADDED
    if (old.on, old.number) != (new.on, new.number):
        return ChangeSort.MOVED
    if old.subject.subject_id != new.subject.subject_id:
        return ChangeSort.OTHER_SUBJECT
    if old.teacher_id != new.teacher_id:
        return ChangeSort.OTHER_TEACHER
    return ChangeSort.OTHER_ROOM


def resolve_changed_day(
    lessons: Iterable[BaseLesson],
    calendar: Calendar,
    *,
    on: date,
    changes: Changes = NO_CHANGES,
    class_id: int | None = None,
) -> DayPlan:
    """The day as it really is, in order of time.

    *class_id* is whose day it is: a day rule of that class holds for all its lessons, those shared
    with other classes too; without it a shared lesson falls only if all its classes are named.
    """
    planned = resolve_day(lessons, calendar, on=on)
    if not changes.days and not changes.lessons:
        return DayPlan(on=on, lessons=planned)  # most days: a forecast looks at forty of them
    rules = [rule for rule in changes.days if rule.holds(on)]
    base = _by_short_bells(planned, rules, calendar)
    by_old = _by_old(changes.lessons, on=on)
    standing: list[PlannedLesson] = []
    dropped: list[DroppedLesson] = []
    for lesson in base:
        change = by_old.get((lesson.group.group_id, lesson.number))
        if change is None:
            standing.append(lesson)
        elif not change.is_in_place:
            dropped.append(DroppedLesson(lesson, change_id=change.change_id, moved_to=change.new))
    arriving = _arriving(changes.lessons, calendar, on=on)
    standing.extend(_by_short_bells(arriving, rules, calendar))
    held: list[PlannedLesson] = []
    for lesson in standing:
        kind = _day_kind(rules, lesson, class_id)
        if kind is DayKind.NO_LESSONS:
            dropped.append(DroppedLesson(lesson, day_kind=kind))
        else:
            held.append(lesson if kind is None else replace(lesson, day_kind=kind))
    return DayPlan(
        on=on,
        lessons=tuple(sorted(held, key=lambda one: one.order)),
        dropped=tuple(sorted(dropped, key=lambda one: one.lesson.order)),
        day_rule=_rule_of_class(rules, class_id),
    )


def placed_on_day(
    place: LessonPlace, calendar: Calendar, changes: Changes
) -> PlannedLesson | None:
    """A lesson with its times by the bells of its day, shortened ones too; None without a bell."""
    lesson = placed(place, calendar)
    if lesson is None:
        return None
    rules = [rule for rule in changes.days if rule.holds(place.on)]
    return _by_short_bells([lesson], rules, calendar)[0]


def waiting_for_others(
    lessons: Iterable[PlannedLesson], changes: Changes, *, on: date
) -> list[PlannedLesson]:
    """Which lessons of a day no shortening holds for, though it names some of their classes."""
    short = [rule.class_ids for rule in changes.days if rule.holds(on) and rule.bells is not None]
    return [
        one
        for one in lessons
        if any(one.group.class_ids & classes for classes in short)
        and not any(one.group.class_ids <= classes for classes in short)
    ]


def _by_old(changes: Iterable[ChangedLesson], *, on: date) -> dict[_LessonKey, ChangedLesson]:
    return {
        (one.old.group.group_id, one.old.number): one
        for one in changes
        if one.old is not None and one.old.on == on
    }


def _arriving(
    changes: Iterable[ChangedLesson], calendar: Calendar, *, on: date
) -> list[PlannedLesson]:
    """What changes put on the day; two halves of a class that join make one lesson."""
    seen: set[tuple[int, int, int, int]] = set()
    found: list[PlannedLesson] = []
    for change in changes:
        new = change.new
        if new is None or new.on != on:
            continue
        key = (new.group.group_id, new.number, new.subject.subject_id, new.teacher_id)
        mark = ChangeMark(change.change_id, change.old, change.needs_confirmation)
        lesson = placed(new, calendar, change=mark)
        if key not in seen and lesson is not None:
            seen.add(key)
            found.append(lesson)
    return found


def _day_kind(
    rules: Sequence[DayRule], lesson: PlannedLesson, class_id: int | None
) -> DayKind | None:
    classes = lesson.group.class_ids if class_id is None else frozenset({class_id})
    return next(
        (
            rule.kind
            for rule in reversed(rules)
            if rule.bells is None and classes and classes <= rule.class_ids
        ),
        None,
    )


def _rule_of_class(rules: Sequence[DayRule], class_id: int | None) -> DayRule | None:
    """The latest rule of a class; what keeps children at home says more than shorter lessons."""
    of_class = [rule for rule in rules if class_id is not None and class_id in rule.class_ids]
    # Of equals max takes the first: the latest goes first.
    return max(reversed(of_class), key=lambda one: one.bells is None, default=None)


def _by_short_bells(
    lessons: Iterable[PlannedLesson], rules: Sequence[DayRule], calendar: Calendar
) -> list[PlannedLesson]:
    """Lessons by the bells of the day; one that classes share is shortened for all or for none."""
    short = [rule for rule in reversed(rules) if rule.bells is not None]
    return [_by_first_fitting(one, short, calendar) for one in lessons]


def _by_first_fitting(
    lesson: PlannedLesson, rules: Iterable[DayRule], calendar: Calendar
) -> PlannedLesson:
    classes = lesson.group.class_ids
    for rule in rules:
        if rule.bells is not None and classes and classes <= rule.class_ids:
            return shortened(lesson, rule.bells, calendar)
    return lesson
