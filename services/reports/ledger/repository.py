"""What the ledger reads beside notices: who is meant, what facts are about, sheets on paper."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.finals.periods import names_of_periods
from services.models import (
    AbsenceLetter,
    Attendance,
    Broadcast,
    ChangedDay,
    DayCard,
    Debt,
    Enrollment,
    GradingPeriod,
    Guardianship,
    Homework,
    Lesson,
    Mark,
    Notice,
    PaperSheet,
    PeriodMark,
    Person,
    SchoolClass,
    Subject,
    Summary,
)
from services.reports.ledger.facts import FactLabel
from services.reports.words import term_text
from services.vocabulary import FactKind, FactRef, PersonKind

__all__ = [
    "class_by_name",
    "classes_of_students",
    "labels",
    "paper_sheets",
    "relations",
    "student_ids_of_class",
    "students_named",
]

_AT_ONCE = 500  # SQLite takes some thousand parameters in one statement


async def students_named(session: AsyncSession, key: str) -> list[int]:
    """Return whom a key names: the school's own first, else our number.

    Our number stands for a student whose row is gone, as long as anything was owed about them.
    """
    own = list(
        await session.scalars(
            select(Person.id).where(Person.external_id == key, Person.kind == PersonKind.STUDENT)
        )
    )
    if own or not key.isdecimal():
        return own
    number = int(key)
    kind = await session.scalar(select(Person.kind).where(Person.id == number))
    if kind is PersonKind.STUDENT:
        return [number]
    is_known = kind is None and await session.scalar(
        select(Notice.id).where(Notice.student_id == number).limit(1)
    )
    return [number] if is_known else []


async def class_by_name(session: AsyncSession, name: str) -> SchoolClass | None:
    """Return a class of the bound school."""
    return await session.scalar(select(SchoolClass).where(SchoolClass.name == name))


async def student_ids_of_class(
    session: AsyncSession, class_id: int, *, first: date, last: date
) -> frozenset[int]:
    """Return who was in a class on any day of a span."""
    return frozenset(
        await session.scalars(
            select(Enrollment.student_id).where(
                Enrollment.school_class_id == class_id,
                Enrollment.starts_on <= last,
                or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= first),
            )
        )
    )


async def classes_of_students(
    session: AsyncSession, student_ids: Collection[int], *, first: date, last: date
) -> dict[int, str]:
    """Return the latest class each student was in during a span."""
    rows = await session.execute(
        select(Enrollment.student_id, SchoolClass.name)
        .join(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
        .where(
            Enrollment.student_id.in_(student_ids),
            Enrollment.starts_on <= last,
            or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= first),
        )
        .order_by(Enrollment.starts_on, Enrollment.id)
    )
    return {row.student_id: row.name for row in rows}


async def relations(
    session: AsyncSession, student_ids: Collection[int]
) -> dict[tuple[int, int], str]:
    """Return how guardians are related, by (guardian, student)."""
    rows = await session.execute(
        select(Guardianship.guardian_id, Guardianship.student_id, Guardianship.relation).where(
            Guardianship.student_id.in_(student_ids)
        )
    )
    return {(row.guardian_id, row.student_id): row.relation for row in rows}


async def paper_sheets(
    session: AsyncSession, student_ids: Collection[int], *, first: date, last: date
) -> list[PaperSheet]:
    """Return sheets about weeks that begin in a span."""
    rows = await session.scalars(
        select(PaperSheet)
        .where(PaperSheet.student_id.in_(student_ids), PaperSheet.week_on.between(first, last))
        .order_by(PaperSheet.week_on, PaperSheet.student_id)
    )
    return list(rows)


async def labels(session: AsyncSession, facts: Iterable[FactRef]) -> dict[FactRef, FactLabel]:
    """Return what facts are about; a kind or fact unknown here is left out.

    Marks, texts and reasons are not read: what was said is not part of the proof.
    """
    wanted: dict[FactKind, list[int]] = defaultdict(list)
    for fact in dict.fromkeys(facts):
        wanted[fact.kind].append(fact.id)
    found: dict[FactRef, FactLabel] = {}
    for kind, read in _READERS.items():
        ids = wanted.get(kind, [])
        for start in range(0, len(ids), _AT_ONCE):
            part = await read(session, ids[start : start + _AT_ONCE])
            found.update({FactRef(kind, fact_id): label for fact_id, label in part.items()})
    return found


async def _marks(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(
        select(Mark.id, Mark.lesson_on, Subject.name)
        .join(Subject, Subject.id == Mark.subject_id)
        .where(Mark.id.in_(ids))
    )
    return {row.id: FactLabel(FactKind.MARK, subject=row.name, on=row.lesson_on) for row in rows}


async def _attendance(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(
        select(Attendance.id, Lesson.lesson_on, Lesson.number, Subject.name)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Subject, Subject.id == Lesson.subject_id)
        .where(Attendance.id.in_(ids))
    )
    return {
        row.id: FactLabel(
            FactKind.ATTENDANCE, subject=row.name, on=row.lesson_on, number=row.number
        )
        for row in rows
    }


async def _finals(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    names = names_of_periods(list(await session.scalars(select(GradingPeriod))))
    rows = await session.execute(
        select(PeriodMark, Subject.name)
        .join(Subject, Subject.id == PeriodMark.subject_id)
        .where(PeriodMark.id.in_(ids))
    )
    return {
        row.id: FactLabel(
            FactKind.FINAL,
            subject=subject,
            on=row.result_on,
            period=term_text(row.kind, names.get(row.grading_period_id or 0)),
        )
        for row, subject in rows
    }


async def _homework(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(
        select(Homework.id, Homework.lesson_on, Subject.name)
        .join(Subject, Subject.id == Homework.subject_id)
        .where(Homework.id.in_(ids))
    )
    return {
        row.id: FactLabel(FactKind.HOMEWORK, subject=row.name, on=row.lesson_on) for row in rows
    }


async def _changed_days(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(
        select(ChangedDay.id, ChangedDay.day_on).where(ChangedDay.id.in_(ids))
    )
    return {row.id: FactLabel(FactKind.CHANGED_DAY, on=row.day_on) for row in rows}


async def _day_cards(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(select(DayCard.id, DayCard.day_on).where(DayCard.id.in_(ids)))
    return {row.id: FactLabel(FactKind.DAY_CARD, on=row.day_on) for row in rows}


async def _broadcasts(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(
        select(Broadcast.id, Broadcast.label).where(Broadcast.id.in_(ids))
    )
    return {
        row.id: FactLabel(FactKind.BROADCAST, subject=row.label, number=row.id) for row in rows
    }


async def _letters(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(
        select(AbsenceLetter.id, AbsenceLetter.starts_on).where(AbsenceLetter.id.in_(ids))
    )
    return {row.id: FactLabel(FactKind.LETTER, on=row.starts_on) for row in rows}


async def _debts(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(
        select(Debt.id, Subject.name, Debt.lesson_on)
        .join(Subject, Subject.id == Debt.subject_id)
        .where(Debt.id.in_(ids))
    )
    return {row.id: FactLabel(FactKind.DEBT, subject=row.name, on=row.lesson_on) for row in rows}


async def _summaries(session: AsyncSession, ids: Collection[int]) -> dict[int, FactLabel]:
    rows = await session.execute(select(Summary.id, Summary.ends_on).where(Summary.id.in_(ids)))
    return {row.id: FactLabel(FactKind.SUMMARY, on=row.ends_on) for row in rows}


_READERS = {
    FactKind.MARK: _marks,
    FactKind.ATTENDANCE: _attendance,
    FactKind.FINAL: _finals,
    FactKind.HOMEWORK: _homework,
    FactKind.CHANGED_DAY: _changed_days,
    FactKind.DAY_CARD: _day_cards,
    FactKind.BROADCAST: _broadcasts,
    FactKind.LETTER: _letters,
    FactKind.DEBT: _debts,
    FactKind.SUMMARY: _summaries,
}
