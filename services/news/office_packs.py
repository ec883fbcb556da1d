"""The truth about the office's packs: a class's week, the school's week or month."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.control.report import WeekReport, read_report
from services.homeroom.families import FamilyReach
from services.homeroom.reaching import reach_of_students
from services.homeroom.repository import letters_in
from services.models import AuditHead, PaperSheet, RoleAssignment, SchoolClass
from services.news.facts import ClassWeekNews, News, SchoolPackNews
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.membership import student_ids_of_classes
from services.roster.names import PersonName, names_of
from services.summaries.calendar import last_due
from services.summaries.drafts import unread_of_class
from services.summaries.repository import year_start
from services.vocabulary import AttendanceCode, FactKind, Role

__all__ = ["ClassWeekSource", "SchoolPackSource"]

_UNREAD_FOR = timedelta(days=15)  # an older summary is followed by the next one
_PACK_ROLES = (Role.DEPUTY_HEAD, Role.DIRECTOR)


class ClassWeekSource:
    """Weeks of the classes whose class teachers are told."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds: whoever has the class now is told, nobody else."""
        looks = [look for group in groups for look in group]
        classes = {
            row.id: row
            for row in await session.scalars(
                select(SchoolClass).where(SchoolClass.id.in_({one.fact.id for one in looks}))
            )
        }
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = classes.get(look.fact.id)
            if row is None or row.homeroom_teacher_id != look.person_id or _was_told(look):
                found[look.notice_id] = NOTHING_NEW
                continue
            news = await _class_week(session, row, date.fromordinal(look.revision), moment)
            found[look.notice_id] = Looked(news=news, revision=look.revision, value={})
        return found


async def _class_week(
    session: AsyncSession, row: SchoolClass, last: date, moment: Moment
) -> ClassWeekNews:
    first = last - timedelta(days=last.weekday())
    students = await student_ids_of_classes(session, [row.id], on=last)
    names = await names_of(session, students)
    listed = sorted(students, key=lambda one: _in_list(names[one]))
    letters = await letters_in(session, listed, first=first, last=last)
    unexcused = Counter(
        student_id for student_id, _on, code in letters if code is AttendanceCode.ABSENT_UNEXCUSED
    )
    unknown = {student_id for student_id, _on, code in letters if code is AttendanceCode.ABSENT}
    reach = await reach_of_students(session, listed, now=moment.now)
    sheets = await session.scalars(
        select(PaperSheet.id).where(
            PaperSheet.student_id.in_(listed),
            PaperSheet.week_on == first,
            PaperSheet.handed_at.is_(None),
        )
    )
    return ClassWeekNews(
        class_id=row.id,
        class_name=row.name,
        first=first,
        last=last,
        sheets=len(list(sheets)),
        unread=await _unread(session, row, moment),
        unexcused=tuple((names[one], unexcused[one]) for one in listed if unexcused[one]),
        open_reasons=len(unknown),
        unreached=tuple(names[one] for one in listed if reach[one] is not FamilyReach.IN_TOUCH),
    )


async def _unread(
    session: AsyncSession, row: SchoolClass, moment: Moment
) -> tuple[PersonName, ...]:
    """Return the students of whose last summary every guardian who got it is silent."""
    due = last_due(
        moment.profile,
        year_starts_on=await year_start(session, on=moment.today),
        now=moment.now,
    )
    if due is None or moment.now - due.due_at > _UNREAD_FOR:
        return ()
    unread = await unread_of_class(session, row.id, row.name, due)
    return tuple(dict.fromkeys(one.student for one in unread.families if one.was_told))


class SchoolPackSource:
    """Packs of the school, for those who control it."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds: whoever has lost the role is told nothing."""
        looks = [look for group in groups for look in group]
        roles: dict[int, set[Role]] = {}
        for row in await session.scalars(
            select(RoleAssignment).where(RoleAssignment.role.in_(_PACK_ROLES))
        ):
            roles.setdefault(row.person_id, set()).add(row.role)
        weeks: dict[int, _SchoolWeek] = {}
        found: dict[int, Looked[News]] = {}
        for look in looks:
            held = roles.get(look.person_id)
            if not held or _was_told(look):
                found[look.notice_id] = NOTHING_NEW
                continue
            last = date.fromordinal(look.revision)
            if look.fact.kind is FactKind.SCHOOL_MONTH:
                news = SchoolPackNews(last.replace(day=1), last)
            else:
                if look.revision not in weeks:
                    weeks[look.revision] = await _school_week(session, last, moment)
                news = await _week_news(session, weeks[look.revision], held, look.fact.id)
            found[look.notice_id] = Looked(news=news, revision=look.revision, value={})
        return found


_SchoolWeek = tuple[WeekReport, int, int]


async def _school_week(session: AsyncSession, last: date, moment: Moment) -> _SchoolWeek:
    first = last - timedelta(days=last.weekday())
    report = await read_report(session, moment.profile, first=first, last=last, now=moment.now)
    students = await _enrolled(session, on=last)
    reach = await reach_of_students(session, students, now=moment.now)
    unreached = sum(one is not FamilyReach.IN_TOUCH for one in reach.values())
    return report, len(students), unreached


async def _week_news(
    session: AsyncSession, week: _SchoolWeek, roles: set[Role], school_id: int
) -> SchoolPackNews:
    report, students, unreached = week
    chain: tuple[int, str] | None = None
    if Role.DIRECTOR in roles:
        head = await session.get(AuditHead, school_id)
        chain = None if head is None else (head.seq, head.hash.hex())
    return SchoolPackNews(report.first, report.last, report, students, unreached, chain)


async def _enrolled(session: AsyncSession, *, on: date) -> list[int]:
    classes = list(await session.scalars(select(SchoolClass.id)))
    return sorted(await student_ids_of_classes(session, classes, on=on))


def _was_told(look: Look) -> bool:
    return look.told is not None and look.told.revision >= look.revision


def _in_list(name: PersonName) -> tuple[str, ...]:
    parts = (name.family_name, name.given_name, name.patronymic)
    return tuple(part.casefold().replace("ё", "е") for part in parts)
