"""A class as its class teacher sees it now: the list, what is open, what a line would mark."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.letters import MISSED
from services.absences.repository import family_reasons_of, letters_of, missed_lessons
from services.bulk_entry.repository import ListedStudent
from services.errors import NotFound
from services.homeroom import repository
from services.homeroom.facts import (
    ClassFacts,
    LineFault,
    OpenPupil,
    PupilName,
    ReasonLineNotRead,
    ReasonsPreview,
)
from services.homeroom.open_absences import LetterDays, MissedOne, open_pupils, stretches_of
from services.roster.names import PersonName
from services.timetable.repository import load_calendar
from services.timetable.rules import is_school_day
from services.vocabulary import AttendanceCode

__all__ = ["ClassNow", "class_now", "open_of", "preview_of", "spans_of"]

_LISTED = timedelta(days=30)  # what is older is found by the line
_OPEN = (AttendanceCode.ABSENT, AttendanceCode.ABSENT_EXCUSED)


@dataclass(frozen=True, slots=True)
class ClassNow:
    """A class at a moment: its list, and what of it is open."""

    facts: ClassFacts
    grade: int
    listed: tuple[ListedStudent, ...]

    @property
    def roster(self) -> tuple[int, ...]:
        """Whom choices count in."""
        return tuple(sorted(one.student_id for one in self.listed))

    @property
    def pupils(self) -> tuple[PupilName, ...]:
        """The students with their names, in the order of the list."""
        return tuple(
            PupilName(one.student_id, PersonName(one.family_name, one.given_name, one.patronymic))
            for one in self.listed
        )


async def class_now(session: AsyncSession, class_id: int, *, on: date) -> ClassNow:
    """Return a class as it is on a day.

    Raises:
        NotFound: the school has no such class.
    """
    rows = await repository.class_rows(session, [class_id])
    if not rows:
        raise NotFound
    return ClassNow(
        ClassFacts(class_id, rows[0].name),
        rows[0].grade_level,
        await repository.listed_students(session, class_id, on=on),
    )


async def open_of(
    session: AsyncSession,
    found: ClassNow,
    *,
    today: date,
    student_ids: Collection[int] | None = None,
) -> tuple[OpenPupil, ...]:
    """Return whose absences are open, of the whole class or of some students."""
    ids = found.roster if student_ids is None else sorted(student_ids)
    first = today - _LISTED
    calendar = await load_calendar(session, on=today)
    letters = await letters_of(session, ids, first=first, last=today)
    return open_pupils(
        [one for one in found.pupils if one.student_id in ids],
        await _missed(session, ids, first=first, last=today, codes=_OPEN),
        letters=[LetterDays(one.student_id, one.starts_on, one.ends_on) for one in letters],
        said=await family_reasons_of(session, ids, first=first, last=today),
        today=today,
        is_school_day=lambda day: is_school_day(calendar, on=day, grade=found.grade),
    )


async def _missed(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    first: date,
    last: date,
    codes: Collection[AttendanceCode],
) -> list[MissedOne]:
    return [
        MissedOne(one.row.student_id, one.row.lesson_on, one.lesson.number, one.row.code)
        for one in await missed_lessons(session, student_ids, first=first, last=last, codes=codes)
    ]


async def preview_of(
    session: AsyncSession,
    found: ClassNow,
    chosen: frozenset[int],
    days: tuple[date, date] | None,
    code: AttendanceCode | None,
    *,
    today: date,
) -> ReasonsPreview:
    """Return what marking would be about.

    Raises:
        ReasonLineNotRead: no days are named and nothing is open.
    """
    if days is None:
        pupils = await open_of(session, found, today=today, student_ids=chosen)
        if not pupils:
            raise ReasonLineNotRead(fault=LineFault.NOTHING_MISSED, word="")
    else:
        calendar = await load_calendar(session, on=today)
        missed = await _missed(session, chosen, first=days[0], last=days[1], codes=MISSED)
        pupils = tuple(
            OpenPupil(
                pupil,
                stretches_of(
                    [one for one in missed if one.student_id == pupil.student_id],
                    is_school_day=lambda day: is_school_day(calendar, on=day, grade=found.grade),
                ),
                is_today=days[0] <= today <= days[1],
            )
            for pupil in found.pupils
            if pupil.student_id in chosen
        )
    return ReasonsPreview(
        class_id=found.facts.class_id,
        roster=found.roster,
        pupils=pupils,
        starts_on=days[0] if days else None,
        ends_on=days[1] if days else None,
        code=code,
        today=today,
    )


async def spans_of(
    session: AsyncSession,
    found: ClassNow,
    chosen: frozenset[int],
    days: tuple[date, date] | None,
    *,
    today: date,
) -> dict[int, list[tuple[date, date]]]:
    """Return which days to mark, by student: those named, or all that is open."""
    if days is not None:
        return {one: [days] for one in sorted(chosen)}
    spans: dict[int, list[tuple[date, date]]] = {one: [] for one in sorted(chosen)}
    for pupil in await open_of(session, found, today=today, student_ids=chosen):
        spans[pupil.pupil.student_id].extend(
            (one.starts_on, one.ends_on) for one in pupil.stretches
        )
    return spans
