"""What a journal line is read against: the school's words and class lists; read only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.tokens import fold
from services.bulk_entry.wordlist import EntryVocabulary, SubjectWord
from services.models import Person, SchoolClass, StudyGroup, Subject
from services.roster.individual_plans import individual_plans
from services.roster.membership import student_ids_of_group
from services.roster.names import PersonName
from services.roster.namesakes import UNLIKE, Apart, tell_apart
from services.vocabulary import GroupKind, PersonKind

__all__ = ["ListedStudent", "SchoolWords", "class_list", "school_words", "whole_class_group_id"]


@dataclass(frozen=True, slots=True)
class SchoolWords:
    """The school's words, and the ids behind them."""

    vocabulary: EntryVocabulary
    class_ids: dict[str, int]
    subject_ids: dict[str, int]


@dataclass(frozen=True, slots=True)
class ListedStudent:
    """A student with the place in the list, counted from 1."""

    student_id: int
    family_name: str
    given_name: str
    patronymic: str
    number: int
    apart: Apart = UNLIKE


async def school_words(session: AsyncSession, *, today: date) -> SchoolWords:
    """Return everything the grammar needs of the bound school."""
    classes = (await session.execute(select(SchoolClass.id, SchoolClass.name))).all()
    subjects = (await session.execute(select(Subject.id, Subject.name, Subject.short_name))).all()
    staff = await session.scalars(
        select(Person.family_name).where(Person.kind == PersonKind.STAFF)
    )
    return SchoolWords(
        vocabulary=EntryVocabulary(
            today=today,
            classes=tuple(row.name for row in classes),
            subjects=tuple(SubjectWord(row.name, row.short_name) for row in subjects),
            staff=tuple(sorted(set(staff))),
        ),
        class_ids={row.name: row.id for row in classes},
        subject_ids={row.name: row.id for row in subjects},
    )


async def whole_class_group_id(session: AsyncSession, class_id: int) -> int | None:
    """Return the study group that is the whole of a class."""
    return await session.scalar(
        select(StudyGroup.id).where(
            StudyGroup.school_class_id == class_id, StudyGroup.kind == GroupKind.WHOLE_CLASS
        )
    )


async def class_list(
    session: AsyncSession,
    study_group_id: int,
    *,
    on: date,
    subject_id: int | None = None,
    numbered_by: int | None = None,
) -> tuple[ListedStudent, ...]:
    """Return the students of a group on a day, by name with «ё» as «е».

    *subject_id*: those who study it; the others keep their numbers in the list. *numbered_by*: the
    group whose list gives the numbers; a part of a class keeps the class's.
    """
    listed = ids = await student_ids_of_group(session, study_group_id, on=on)
    if subject_id is not None:
        ids = (await individual_plans(session, ids)).studying(ids, subject_id, on=on)
    if numbered_by is not None and numbered_by != study_group_id:
        listed |= await student_ids_of_group(session, numbered_by, on=on)
    people = await _people(session, listed)
    ordered = sorted(people, key=_place_in_list)
    told = tell_apart(
        [PersonName(row.family_name, row.given_name, row.patronymic) for row in ordered]
    )
    return tuple(
        ListedStudent(row.id, row.family_name, row.given_name, row.patronymic, number, apart)
        for number, (row, apart) in enumerate(zip(ordered, told, strict=True), start=1)
        if row.id in ids
    )


def _place_in_list(one: Person) -> tuple[str, str, str, int]:
    """By name; namesakes keep their places, whatever the database returns first."""
    return fold(one.family_name), fold(one.given_name), fold(one.patronymic), one.id


async def _people(session: AsyncSession, ids: Collection[int]) -> list[Person]:
    return list(await session.scalars(select(Person).where(Person.id.in_(ids))))
