"""From bells, base timetable and calendar to the lessons of one day; pure.

Dates are local dates of the school; moments come out aware, in UTC.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from services.vocabulary import DayKind, WeekParity

__all__ = [
    "BaseLesson",
    "Bell",
    "Calendar",
    "ChangeMark",
    "FreeDays",
    "LessonPlace",
    "PlannedLesson",
    "TaughtGroup",
    "TaughtSubject",
    "Term",
    "bell_for",
    "current_or_last",
    "is_school_day",
    "moment",
    "next_school_day",
    "placed",
    "previous_school_day",
    "resolve_day",
    "week_parity",
]

_MOMENTS = 4096  # a quarter of six lessons a day has 600
_LOOK_AHEAD_DAYS = 120  # longer than any holidays; without a school day in it there is none


@dataclass(frozen=True, slots=True)
class Bell:
    """When lesson *number* begins and ends, by local time, and where this row holds."""

    bell_set: str
    number: int
    starts_at: time
    ends_at: time
    weekdays: frozenset[int] = frozenset()  # ISO 1…7; empty: every day
    grades: frozenset[int] = frozenset()  # empty: all
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class FreeDays:
    """Days without lessons of some grades, or (no grades named) of all."""

    starts_on: date
    ends_on: date
    grades: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Term:
    """A grading period as the calendar needs it: when these grades are taught."""

    starts_on: date
    ends_on: date
    grades: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything about days that all groups of a school share."""

    timezone: ZoneInfo
    days_per_week: int = 5
    year_starts_on: date | None = None
    year_ends_on: date | None = None
    terms: tuple[Term, ...] = ()
    free_days: tuple[FreeDays, ...] = ()
    bells: tuple[Bell, ...] = ()


@dataclass(frozen=True, slots=True)
class TaughtGroup:
    """A study group as a lesson shows it. *class_id* is missing where several classes meet."""

    group_id: int
    class_id: int | None
    label: str  # the class, or the class and the group: «7А», «7А англ. 1»
    grade: int
    bell_set: str = ""
    class_ids: frozenset[int] = frozenset()  # where its students come from
    is_whole_class: bool = False
    is_club: bool = False  # after lessons, counted apart from them


@dataclass(frozen=True, slots=True)
class TaughtSubject:
    """A subject as a lesson shows it."""

    subject_id: int
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class BaseLesson:
    """A row of the base timetable: weekly, by parity, between dates."""

    group: TaughtGroup
    weekday: int
    number: int
    subject: TaughtSubject
    teacher_id: int
    room: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    parity: WeekParity = WeekParity.EVERY


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """A lesson of a date by its number, before anybody asked the bells."""

    group: TaughtGroup
    subject: TaughtSubject
    teacher_id: int
    on: date
    number: int
    room: str = ""


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """Says of a lesson that a change put it where it is; *was* is missing for an added one."""

    change_id: int
    was: LessonPlace | None
    needs_confirmation: bool = False


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """A lesson that takes place on a day by the timetable, with the changes of that day."""

    group: TaughtGroup
    subject: TaughtSubject
    teacher_id: int
    on: date
    number: int
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    change: ChangeMark | None = None
    day_kind: DayKind | None = None

    @property
    def counts_absences(self) -> bool:
        """Whether a student not there is missed: not on a frost, quarantine or remote day."""
        return self.day_kind is None

    @property
    def order(self) -> tuple[datetime, int, str]:
        """The key that sorts lessons as a day goes on."""
        return (self.starts_at, self.number, self.group.label)

    def is_going_on(self, now: datetime) -> bool:
        """Whether the lesson has begun and has not ended."""
        return self.starts_at <= now < self.ends_at


def _holds(on: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


def week_parity(on: date, *, year_starts_on: date | None) -> WeekParity:
    """Whether a day lies in an odd or an even week.

    Weeks are counted from the one in which the school year begins, which is the first and odd;
    without a known year the calendar's own (ISO) week number decides.
    """
    if year_starts_on is None or on < year_starts_on:
        number = on.isocalendar().week
    else:
        first_monday = year_starts_on - timedelta(days=year_starts_on.weekday())
        number = (on - first_monday).days // 7 + 1
    return WeekParity.ODD if number % 2 else WeekParity.EVEN


def is_school_day(calendar: Calendar, *, on: date, grade: int) -> bool:
    """Whether a grade has lessons on a day: inside its year and week, outside its holidays."""
    if on.isoweekday() > calendar.days_per_week:
        return False
    if not _holds(on, calendar.year_starts_on, calendar.year_ends_on):
        return False
    terms = [term for term in calendar.terms if not term.grades or grade in term.grades]
    # The last grades end early for their exams: the grade's own periods say when.
    if terms and not min(t.starts_on for t in terms) <= on <= max(t.ends_on for t in terms):
        return False
    return not any(
        free.starts_on <= on <= free.ends_on and (not free.grades or grade in free.grades)
        for free in calendar.free_days
    )


def next_school_day(calendar: Calendar, *, after: date, grade: int) -> date | None:
    """The first school day of a grade after a day, or None when the year is over."""
    return _nearest(calendar, after, grade, step=timedelta(days=1))


def previous_school_day(calendar: Calendar, *, before: date, grade: int) -> date | None:
    """The last school day of a grade before a day, or None when the year has not begun."""
    return _nearest(calendar, before, grade, step=timedelta(days=-1))


def _nearest(calendar: Calendar, start: date, grade: int, *, step: timedelta) -> date | None:
    days = (start + step * count for count in range(1, _LOOK_AHEAD_DAYS))
    return next((day for day in days if is_school_day(calendar, on=day, grade=grade)), None)


def bell_for(
    bells: Iterable[Bell], *, number: int, on: date, grade: int, bell_set: str
) -> Bell | None:
    """The row that says when a lesson of a grade begins on a day; the most specific one wins.

    A class's own set goes before the main one (empty name), which stands in for numbers the own
    set does not have. Within a set a row for these dates beats one for this weekday, that one
    beats a row for this grade, and that one a row for everybody.
    """
    fitting = [
        bell
        for bell in bells
        if bell.number == number
        and bell.bell_set in {bell_set, ""}
        and (not bell.weekdays or on.isoweekday() in bell.weekdays)
        and (not bell.grades or grade in bell.grades)
        and _holds(on, bell.valid_from, bell.valid_to)
    ]
    return max(
        fitting,
        key=lambda bell: (
            bell.bell_set == bell_set,
            bell.valid_from is not None or bell.valid_to is not None,
            bool(bell.weekdays),
            bool(bell.grades),
        ),
        default=None,
    )


def resolve_day(
    lessons: Iterable[BaseLesson], calendar: Calendar, *, on: date
) -> tuple[PlannedLesson, ...]:
    """The lessons that take place on a day by the base timetable, in order of time.

    A lesson whose number has no bell is left out: nobody could say when it is.
    """
    weekday, parity = on.isoweekday(), week_parity(on, year_starts_on=calendar.year_starts_on)
    planned = []
    is_at_school: dict[int, bool] = {}  # by grade
    for lesson in lessons:
        group = lesson.group
        if lesson.weekday != weekday or lesson.parity not in {WeekParity.EVERY, parity}:
            continue
        if not _holds(on, lesson.valid_from, lesson.valid_to):
            continue
        if group.grade not in is_at_school:
            is_at_school[group.grade] = is_school_day(calendar, on=on, grade=group.grade)
        if not is_at_school[group.grade]:
            continue
        planned.append(
            placed(
                LessonPlace(
                    group=group,
                    subject=lesson.subject,
                    teacher_id=lesson.teacher_id,
                    on=on,
                    number=lesson.number,
                    room=lesson.room,
                ),
                calendar,
            )
        )
    return tuple(sorted(filter(None, planned), key=lambda one: one.order))


def placed(
    place: LessonPlace, calendar: Calendar, *, change: ChangeMark | None = None
) -> PlannedLesson | None:
    """Give a lesson its times by the bells; None where its number has none."""
    bell = bell_for(
        calendar.bells,
        number=place.number,
        on=place.on,
        grade=place.group.grade,
        bell_set=place.group.bell_set,
    )
    if bell is None:
        return None
    return PlannedLesson(
        group=place.group,
        subject=place.subject,
        teacher_id=place.teacher_id,
        on=place.on,
        number=place.number,
        starts_at=moment(place.on, bell.starts_at, calendar.timezone),
        ends_at=moment(place.on, bell.ends_at, calendar.timezone),
        room=place.room,
        change=change,
    )


@lru_cache(maxsize=_MOMENTS)
def moment(on: date, at: time, timezone: ZoneInfo) -> datetime:
    """The moment of a local time on a day, in UTC."""
    return datetime.combine(on, at, tzinfo=timezone).astimezone(UTC)


def current_or_last(lessons: Sequence[PlannedLesson], *, now: datetime) -> PlannedLesson | None:
    """The lesson going on at a moment, else the last one that has begun, else None."""
    begun = [lesson for lesson in lessons if lesson.starts_at <= now]
    going_on = [lesson for lesson in begun if lesson.is_going_on(now)]
    return max(going_on or begun, key=lambda one: one.order, default=None)
