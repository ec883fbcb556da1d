"""Showing control works: to who gives them, to who writes them, and where one could stand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.control_works.facts import (
    ControlWorksOfChild,
    GroupChoice,
    LessonChoice,
    LessonToChoose,
    OwnControlWorks,
    SubjectToChoose,
)
from services.control_works.planning import require_plan, today_of
from services.control_works.weighing import Weighing, facts_of_all, lessons_ahead
from services.database import Database, bind_school
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.errors import OutOfDate
from services.finals import repository as finals
from services.journal.planned_works import planned_between
from services.roster.classes import classes_in_order
from services.roster.individual_plans import individual_plans
from services.roster.membership import group_ids_of
from services.timetable.repository import group_ids_touching_class, taught_groups
from services.vocabulary import Assessment

__all__ = ["ControlWorkPages"]

_SHOWN_DAYS = 120
_DAYS_TO_CHOOSE = 35
_MOST_LESSONS = 20


class ControlWorkPages:
    """Reads what is planned, and what can be."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def own(self, who: Identity, *, now: datetime) -> OwnControlWorks:
        """Return what is planned from today on in the groups *who* teaches, or leads.

        Raises:
            NotAllowed: they do not teach.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = await today_of(session, now)
                rows = await finals.assignments(session, teacher_id=who.person_id)
                pairs = {(row.study_group_id, row.subject_id) for row in rows}
                groups = {group_id for group_id, _ in pairs}
                led: set[int] = set()
                for class_id in who.homeroom_class_ids:
                    led |= await group_ids_touching_class(session, class_id, on=today)
                works = await planned_between(
                    session,
                    groups | led,
                    first=today,
                    last=today + timedelta(days=_SHOWN_DAYS),
                )
                mine = [
                    one
                    for one in works
                    if one.study_group_id in led or (one.study_group_id, one.subject_id) in pairs
                ]
                return OwnControlWorks(await facts_of_all(session, mine))

    async def of_child(
        self, family: Sequence[Identity], *, now: datetime, student_id: int | None = None
    ) -> ControlWorksOfChild:
        """Return what a child has before it; without a child, the first one.

        Raises:
            NotAllowed, NoChildOpen, DetailsAtSchool: as every page of a family.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                groups = await group_ids_of(session, child_id, on=today)
                plans = await individual_plans(session, [child_id])
                works = [
                    one
                    for one in await planned_between(
                        session, groups, first=today, last=today + timedelta(days=_SHOWN_DAYS)
                    )
                    if plans.studies(child_id, one.subject_id, on=one.work_on)
                ]
                return ControlWorksOfChild(
                    child_facts(await student_on(session, child_id, on=today), profile),
                    children,
                    await facts_of_all(session, works),
                )

    async def groups(
        self, who: Identity, *, now: datetime, class_id: int | None = None
    ) -> GroupChoice:
        """Return the classes *who* may plan in, and of one of them the subjects.

        With one class to choose from it is chosen.

        Raises:
            NotAllowed: they do not teach.
        """
        plans_all = is_allowed(who, Action.PLAN_CONTROL_WORK)
        if not plans_all:
            require(who, Action.PLAN_CONTROL_WORK, teacher_ids=(who.person_id,))
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = await today_of(session, now)
                teacher_id = None if plans_all else who.person_id
                rows = await finals.assignments(session, teacher_id=teacher_id)
                groups = await taught_groups(
                    session, sorted({row.study_group_id for row in rows}), on=today
                )
                subjects = await finals.subjects(session, {row.subject_id for row in rows})
                marked = {
                    key for key, row in subjects.items() if row.assessment is not Assessment.NONE
                }
                pairs = {
                    (row.study_group_id, row.subject_id)
                    for row in rows
                    if row.study_group_id in groups and row.subject_id in marked
                }
                taught = {one for group_id, _ in pairs for one in groups[group_id].class_ids}
                classes = tuple(
                    one for one in await classes_in_order(session) if one.class_id in taught
                )
                if class_id is None and len(classes) == 1:
                    class_id = classes[0].class_id
                if class_id is None:
                    return GroupChoice(classes)
                found = [
                    SubjectToChoose(
                        group_id, subject_id, groups[group_id].label, subjects[subject_id].name
                    )
                    for group_id, subject_id in pairs
                    if class_id in groups[group_id].class_ids
                ]
                found.sort(key=lambda one: (one.subject, one.group))
                return GroupChoice(classes, tuple(found))

    async def lessons(
        self, who: Identity, *, group_id: int, subject_id: int, now: datetime
    ) -> LessonChoice:
        """Return the coming lessons of a group's subject, each with whether rules are against it.

        Raises:
            NotYourLesson: somebody else gives it.
            OutOfDate: there is no such group or subject any more.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = await today_of(session, now)
                await require_plan(session, who, group_id, subject_id, today=today)
                groups = await taught_groups(session, [group_id], on=today)
                subject = await finals.subject_by_id(session, subject_id)
                if group_id not in groups or subject is None:
                    raise OutOfDate
                weighing = await Weighing.of(session, groups[group_id], subject, today=today)
                ahead = await lessons_ahead(
                    session, group_id, subject_id, after=today, days=_DAYS_TO_CHOOSE
                )
                return LessonChoice(
                    group_id,
                    subject_id,
                    groups[group_id].label,
                    subject.name,
                    tuple(
                        [
                            LessonToChoose(
                                one.on,
                                one.number,
                                is_free=not await weighing.doubts(session, one.on, one.number),
                            )
                            for one in ahead[:_MOST_LESSONS]
                        ]
                    ),
                )
