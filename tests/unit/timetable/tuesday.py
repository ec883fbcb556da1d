"""A Tuesday of 7Б made by hand, and what changes make of it."""

from datetime import date, time
from zoneinfo import ZoneInfo

from services.regulation.profile import SchoolProfile
from services.timetable.changes import (
    ChangedLesson,
    Changes,
    DayPlan,
    DayRule,
    resolve_changed_day,
)
from services.timetable.rules import (
    BaseLesson,
    Bell,
    Calendar,
    LessonPlace,
    TaughtGroup,
    TaughtSubject,
)

MON, TUE, THU = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)
ZONE = ZoneInfo("Asia/Yekaterinburg")
PROFILE = SchoolProfile(timezone=ZONE)
WHOLE = TaughtGroup(1, 70, "7Б", 7, class_ids=frozenset({70}), is_whole_class=True)
FIRST = TaughtGroup(11, 70, "7Б англ. 1", 7, class_ids=frozenset({70}))
SECOND = TaughtGroup(12, 70, "7Б англ. 2", 7, class_ids=frozenset({70}))
CHOIR = TaughtGroup(21, None, "Хор", 1, class_ids=frozenset({10, 70}))
PHYSICS, ENGLISH, ALGEBRA, BIOLOGY, SINGING = (
    TaughtSubject(number, name)
    for number, name in enumerate(
        ("Физика", "Английский язык", "Алгебра", "Биология", "Пение"), start=1
    )
)
ORLOV, POLYAKOVA, FOMINA, GUSEVA, SMIRNOVA = range(31, 36)
BELLS = tuple(
    Bell("", number, time.fromisoformat(start), time.fromisoformat(end))
    for number, start, end in (
        (1, "08:30", "09:10"),
        (2, "09:20", "10:00"),
        (3, "10:20", "11:00"),
        (4, "11:20", "12:00"),
    )
)
CALENDAR = Calendar(
    timezone=ZONE,
    year_starts_on=date(2026, 9, 1),
    year_ends_on=date(2027, 5, 26),
    bells=BELLS,
)


def base(group, number, subject, teacher_id, room=""):
    """Return a Tuesday lesson of the base timetable."""
    return BaseLesson(group, 2, number, subject, teacher_id, room)


LESSONS = (
    base(WHOLE, 1, PHYSICS, ORLOV, "113"),
    base(FIRST, 2, ENGLISH, POLYAKOVA, "305"),
    base(SECOND, 2, ENGLISH, FOMINA, "306"),
    base(WHOLE, 3, ALGEBRA, GUSEVA, "214"),
    base(CHOIR, 4, SINGING, POLYAKOVA),
)


def place(group=WHOLE, number=3, subject=ALGEBRA, teacher_id=GUSEVA, room="214", on=TUE):
    """Return a lesson of a date."""
    return LessonPlace(group, subject, teacher_id, on, number, room)


ALGEBRA_3 = place()
PHYSICS_1 = place(number=1, subject=PHYSICS, teacher_id=ORLOV, room="113")
ENGLISH_1 = place(FIRST, 2, ENGLISH, POLYAKOVA, "305")
ENGLISH_2 = place(SECOND, 2, ENGLISH, FOMINA, "306")


def day(*changes, rules=(), on=TUE, class_id=70) -> DayPlan:
    """Return the day with these changes (old, new)."""
    lessons = tuple(
        ChangedLesson(number, old, new) for number, (old, new) in enumerate(changes, start=1)
    )
    return resolve_changed_day(
        LESSONS, CALENDAR, on=on, changes=Changes(lessons, tuple(rules)), class_id=class_id
    )


def short(plan: DayPlan) -> list[str]:
    """Return the lessons as a reader would say them."""
    return [f"{one.number} {one.group.label} {one.subject.name}" for one in plan.lessons]


BEFORE = ["1 7Б Физика", "2 7Б англ. 1 Английский язык", "2 7Б англ. 2 Английский язык",
          "3 7Б Алгебра", "4 Хор Пение"]  # fmt: skip


def rule(kind, *class_ids, first=TUE, last=TUE, rule_id=1):
    """Return a day rule."""
    return DayRule(rule_id, kind, first, last, frozenset(class_ids))
