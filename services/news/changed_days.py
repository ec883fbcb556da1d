"""The truth about changed days: of students by their groups, of teachers by their lessons."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.news import repository
from services.news.changed_day_items import (
    KnownDay,
    day_items,
    day_times,
    known_day,
    lesson_items,
    own_day,
    remembered,
    with_end,
)
from services.news.facts import ChangeItem, ChangeNews, News, StaffChangeNews
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.individual_plans import IndividualPlans, individual_plans
from services.roster.membership import class_ids_of, group_ids_of_students
from services.roster.names import PersonName, names_of
from services.timetable.change_entries_repository import changed_days
from services.timetable.changes import NO_CHANGES, ChangedLesson, Changes, DayPlan, DayRule
from services.timetable.changes_repository import (
    changed_lessons,
    load_changes,
    rows_by_id,
    rules_by_id,
)
from services.timetable.day_teachers import ClassDays, TeachersOfDays, teachers_of_days
from services.timetable.planner import plans_of_students

__all__ = ["ChangedDaySource"]


class ChangedDaySource:
    """Days as they are now, held changes left out."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        days = await changed_days(session, {look.fact.id for look in looks})
        found: dict[int, Looked[News]] = {}
        by_day: dict[date, list[Look]] = defaultdict(list)
        for look in looks:
            if look.fact.id in days:
                by_day[days[look.fact.id]].append(look)
            else:
                found[look.notice_id] = NOTHING_NEW
        for on, of_day in by_day.items():
            known = await _known(session, on, of_day, moment)
            found.update({look.notice_id: _look_at(look, known, moment) for look in of_day})
        return found


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything read for the looks at one day."""

    on: date
    changes: Changes
    gone: dict[int, ChangedLesson]
    gone_rules: dict[int, DayRule]
    plans: Mapping[int, DayPlan]
    base: Mapping[int, DayPlan]
    groups: Mapping[int, Collection[int]]
    own_plans: IndividualPlans
    classes: Mapping[int, int]
    pupils: Mapping[int, StudentRow]
    names: Mapping[int, PersonName]
    teachers: TeachersOfDays
    class_names: Mapping[int, str]


async def _known(session: AsyncSession, on: date, looks: Sequence[Look], moment: Moment) -> _Known:
    told = [known_day(look.told.value if look.told else None) for look in looks]
    changes = await load_changes(session, first=on, last=on, as_of=moment.now)
    holding = {one.change_id for one in changes.lessons}
    gone = await changed_lessons(
        session,
        await rows_by_id(session, {key for one in told for key in one.lesson_ids} - holding),
    )
    rules = await rules_by_id(session, {key for one in told for key in one.rule_ids})
    student_ids = {look.student_id for look in looks if look.student_id is not None}
    places = [place for one in (*changes.lessons, *gone) for place in (one.old, one.new) if place]
    return _Known(
        on=on,
        changes=changes,
        gone={one.change_id: one for one in gone},
        gone_rules={one.rule_id: one for one in rules},
        plans=await plans_of_students(session, student_ids, on=on, changes=changes),
        base=await plans_of_students(session, student_ids, on=on, changes=NO_CHANGES),
        groups=await group_ids_of_students(session, student_ids, on=on),
        own_plans=await individual_plans(session, student_ids),
        classes=await class_ids_of(session, student_ids, on=on),
        pupils=await repository.students(session, student_ids, on=moment.today),
        names=await names_of(session, {place.teacher_id for place in places}),
        teachers=await teachers_of_days(
            session,
            [_class_days(one) for one in (*changes.days, *rules) if one.starts_on == on]
            if any(look.student_id is None for look in looks)
            else [],
        ),
        class_names=await repository.class_names(
            session, {key for one in (*changes.days, *rules) for key in one.class_ids}
        ),
    )


def _look_at(look: Look, known: _Known, moment: Moment) -> Looked[News]:
    told = known_day(look.told.value if look.told else None)
    if look.student_id is None:
        return _teacher(look, known, told)
    pupil = known.pupils.get(look.student_id)
    return NOTHING_NEW if pupil is None else _student(look, pupil, known, told, moment)


def _teacher(look: Look, known: _Known, told: KnownDay) -> Looked[News]:
    now = {
        one.change_id: one
        for one in known.changes.lessons
        if look.person_id in _teachers(one) and _day_of(one) == known.on
    }
    classes = {
        one.rule_id: _own_classes(look.person_id, one, known)
        for one in (*known.changes.days, *known.gone_rules.values())
    }
    rules = {
        one.rule_id: one
        for one in known.changes.days
        if one.starts_on == known.on and classes[one.rule_id]
    }
    items: tuple[ChangeItem, ...] = (
        *day_items(rules, known.gone_rules, told, classes=classes),
        *lesson_items(now, known.gone, told, known.names),
    )
    if not items:
        return NOTHING_NEW
    return Looked(
        news=StaffChangeNews(look.person_id, tuple(items)),
        revision=look.revision,
        value=KnownDay(frozenset(now), frozenset(rules)).as_json(),
    )


def _own_classes(teacher_id: int, rule: DayRule, known: _Known) -> tuple[str, ...]:
    """The classes of a day rule that are a teacher's work, by name; none of another day's rule."""
    of_rule = known.teachers.get(_class_days(rule), {})
    return tuple(sorted(known.class_names[one] for one in of_rule.get(teacher_id, frozenset())))


def _class_days(rule: DayRule) -> ClassDays:
    return ClassDays(rule.class_ids, rule.starts_on, rule.ends_on)


def _student(
    look: Look, pupil: StudentRow, known: _Known, told: KnownDay, moment: Moment
) -> Looked[News]:
    student_id = pupil.name.student_id
    groups = known.groups.get(student_id, frozenset())
    left_out = known.own_plans.left_out(student_id, on=known.on)
    now = own_day(known.changes.lessons, groups, on=known.on, left_out=left_out)
    gone = own_day(known.gone.values(), groups, on=known.on, left_out=left_out)
    rules = {
        one.rule_id: one
        for one in known.changes.days
        if one.starts_on == known.on and known.classes.get(student_id) in one.class_ids
    }
    rule_items = day_items(rules, known.gone_rules, told)
    plan, zone = known.plans[student_id], moment.profile.timezone
    items: tuple[ChangeItem, ...] = (
        *with_end(rule_items, plan, zone=zone),
        *lesson_items(now, gone, told, known.names),
    )
    if not items:
        return NOTHING_NEW
    times = day_times(known.base[student_id], plan, told, zone=zone)
    is_at_school = plan.day_rule is None or plan.day_rule.bells is not None
    says_times = is_at_school and not rule_items
    return Looked(
        news=ChangeNews(
            child=pupil.name,
            items=items,
            first_at=times.first_at if says_times else None,
            comes_later=times.comes_later,
            last_at=times.last_at if says_times else None,
            has_no_lessons=times.has_no_lessons and says_times,
        ),
        revision=look.revision,
        value=remembered(now, rules, plan, zone=zone).as_json(),
    )


def _teachers(change: ChangedLesson) -> set[int]:
    return {place.teacher_id for place in (change.old, change.new) if place is not None}


def _day_of(change: ChangedLesson) -> date | None:
    place = change.old or change.new
    return place.on if place is not None else None
