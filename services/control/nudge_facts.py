"""What a nudge is about at the moment it leaves: everything still missing, nothing more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.control.duties import Duty
from services.control.nudge_rules import open_in, works_until
from services.control.reading import (
    LatePeriod,
    ThinMarks,
    duties_between,
    late_periods,
    thin_marks,
)
from services.homeroom.class_lists import lists_due_on, unchecked_classes
from services.models import Nudge
from services.regulation.deadlines import DutySort
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_work_days
from services.vocabulary import NudgeSort

__all__ = ["NudgeReader", "NudgedItem", "self_check_of"]

_LONGEST_WORK = timedelta(days=8)  # written works have seven days


@dataclass(frozen=True, slots=True)
class NudgedItem:
    """One thing that is missing; *until*: its deadline, where it is a day to come."""

    sort: NudgeSort
    subject: str
    group: str
    on: date | None = None
    number: int = 0  # of the lesson, or of the class whose list it is
    until: date | None = None
    count: int = 0  # students without a mark, or lessons of a month


class NudgeReader:
    """Looks what is missing; what several nudges ask for is read once."""

    def __init__(self, session: AsyncSession, profile: SchoolProfile, *, now: datetime) -> None:
        self._session = session
        self._profile = profile
        self._now = now
        self._today = now.astimezone(profile.timezone).date()
        self._duties: dict[tuple[date, date], list[Duty]] = {}
        self._thin: Sequence[ThinMarks] | None = None
        self._late: Sequence[LatePeriod] | None = None

    async def items(self, nudge: Nudge) -> tuple[NudgedItem, ...]:
        """Return what is missing of what a nudge is about."""
        mine = nudge.person_id
        match nudge.sort:
            case NudgeSort.ATTENDANCE:
                return await self._of_lesson(nudge, DutySort.ATTENDANCE)
            case NudgeSort.HOMEWORK:
                return await self._of_lesson(nudge, DutySort.HOMEWORK)
            case NudgeSort.WORKS:
                return await self._works(mine)
            case NudgeSort.FEW_MARKS:
                return await self._few(mine)
            case NudgeSort.PERIOD_MARKS:
                return await self._periods(mine)
            case NudgeSort.CLASS_LIST:
                return await self._class_lists(mine)
            case NudgeSort.SELF_CHECK:
                return await self._self_check(mine, nudge.day_on)

    async def _of_lesson(self, nudge: Nudge, sort: DutySort) -> tuple[NudgedItem, ...]:
        """What the lesson of the nudge lacks, where it is still this teacher's."""
        return _lessons(
            nudge.sort,
            [
                one
                for one in open_in(await self._between(nudge.day_on, nudge.day_on), sort)
                if one.lesson.teacher_id == nudge.person_id
                and one.lesson.number == nudge.number
                and one.lesson.group.group_id == nudge.study_group_id
            ],
        )

    async def _between(self, first: date, last: date) -> list[Duty]:
        if (first, last) not in self._duties:
            self._duties[first, last] = await duties_between(
                self._session, self._profile, first=first, last=last
            )
        return self._duties[first, last]

    async def _works(self, person_id: int) -> tuple[NudgedItem, ...]:
        duties = await self._between(self._today - _LONGEST_WORK, self._today)
        work_days = await load_work_days(self._session, self._profile)
        until = works_until(
            self._now,
            next_worked_on=work_days.after(self._today, 1),
            zone=self._profile.timezone,
        )
        return _lessons(
            NudgeSort.WORKS,
            [
                one
                for sort in (DutySort.CONTROL_WORK, DutySort.WRITTEN_WORK)
                for one in open_in(duties, sort)
                if one.lesson.teacher_id == person_id and self._now <= one.deadline_at <= until
            ],
            has_deadline=True,
            profile=self._profile,
        )

    async def _few(self, person_id: int) -> tuple[NudgedItem, ...]:
        if self._thin is None:
            self._thin = await thin_marks(self._session, self._profile, today=self._today)
        return tuple(
            NudgedItem(NudgeSort.FEW_MARKS, one.subject, one.group.label)
            for one in self._thin
            if one.teacher_id == person_id
        )

    async def _periods(self, person_id: int) -> tuple[NudgedItem, ...]:
        if self._late is None:
            self._late = await late_periods(
                self._session,
                self._profile,
                today=self._today + timedelta(days=1),  # the last day itself is not late yet
                days=self._profile.final_days,
            )
        return tuple(
            NudgedItem(NudgeSort.PERIOD_MARKS, one.subject, one.group.label, count=one.missing)
            for one in self._late
            if one.teacher_id == person_id
        )

    async def _class_lists(self, person_id: int) -> tuple[NudgedItem, ...]:
        found = await unchecked_classes(self._session, today=self._today)
        if found is None:
            return ()
        until = lists_due_on(found[0])
        return tuple(
            NudgedItem(
                NudgeSort.CLASS_LIST,
                "",
                one.school_class.name,
                until=until,
                number=one.school_class.class_id,
            )
            for one in found[1]
            if one.teacher_id == person_id
        )

    async def _self_check(self, person_id: int, day_on: date) -> tuple[NudgedItem, ...]:
        first, last = self_check_of(day_on)
        missing: dict[tuple[str, str], int] = {}
        for duty in await self._between(first, last):
            if (
                duty.sort in {DutySort.TOPIC, DutySort.HOMEWORK}
                and duty.done_at is None
                and duty.lesson.teacher_id == person_id
            ):
                key = (duty.lesson.subject.name, duty.lesson.group.label)
                missing[key] = missing.get(key, 0) + 1
        return tuple(
            NudgedItem(NudgeSort.SELF_CHECK, subject, group, on=first, count=count)
            for (subject, group), count in sorted(missing.items())
        )


def self_check_of(day_on: date) -> tuple[date, date]:
    """Return the month before a day, which is to be checked."""
    last = day_on.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _lessons(
    sort: NudgeSort,
    duties: Iterable[Duty],
    *,
    has_deadline: bool = False,
    profile: SchoolProfile | None = None,
) -> tuple[NudgedItem, ...]:
    return tuple(
        NudgedItem(
            sort,
            one.lesson.subject.name,
            one.lesson.group.label,
            on=one.lesson.on,
            number=one.lesson.number,
            until=(one.deadline_at - timedelta(seconds=1)).astimezone(profile.timezone).date()
            if has_deadline and profile is not None
            else None,
        )
        for one in sorted(duties, key=lambda duty: duty.lesson.order)
    )
