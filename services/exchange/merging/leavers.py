"""Who is in the database and no longer in the lists: told, and with leave taken, closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.exchange.merging.people import people_of
from services.exchange.merging.state import Merge
from services.exchange.merging.stretches import closed
from services.exchange.merging.students import (
    enrollments_by_student,
    store_enrollments,
    stretches_of,
)
from services.exchange.repository import stored_rows
from services.models import Guardianship, Person, SchoolClass
from services.vocabulary import PersonKind

__all__ = ["merge_leavers"]


_NINTH = 9  # after it many go to colleges


@dataclass(frozen=True, slots=True)
class _Gone:
    """What is stored and not listed."""

    staff: tuple[Person, ...]
    students: tuple[Person, ...]
    guardianships: tuple[Guardianship, ...]

    @property
    def count(self) -> int:
        return len(self.staff) + len(self.students) + len(self.guardianships)


async def merge_leavers(merge: Merge) -> None:
    """Close what is no longer listed, if the import was told to; else say how much there is."""
    gone = await _gone(merge)
    if merge.is_new_year and not merge.with_leavers:
        graduates = await _graduates(merge, gone.students)
        merge.ledger.leaving = await _named(merge, _Gone((), graduates, ()))
        await _let_go(merge, _Gone((), graduates, ()))
        gone = replace(gone, students=tuple(one for one in gone.students if one not in graduates))
    if not gone.count:
        return
    if not merge.with_leavers:
        merge.ledger.unlisted = gone.count
        merge.ledger.missing = await _named(merge, gone)
        return
    merge.ledger.leaving = await _named(merge, gone)
    await _let_go(merge, gone)
    await _close_guardians(merge)


async def _named(merge: Merge, gone: _Gone) -> tuple[str, ...]:
    """Name people as lists do: staff, students with their class, guardians with the child."""
    names = {row.id: row.name for row in await stored_rows(merge.session, SchoolClass)}
    enrollments = await enrollments_by_student(merge)
    people = {one.id: one for one in await people_of(merge, PersonKind.STUDENT)}
    guardians = {one.id: one for one in await people_of(merge, PersonKind.GUARDIAN)}
    left = {one.id for one in gone.students}

    def student(person: Person) -> str:
        held = enrollments.get(person.id, [])
        of_class = names.get(held[-1].school_class_id, "") if held else ""
        return f"{_full(person)}, {of_class}" if of_class else _full(person)

    return (
        *sorted(_full(one) for one in gone.staff),
        *sorted(student(one) for one in gone.students),
        *sorted(
            f"{_full(guardians[link.guardian_id])} → {student(people[link.student_id])}"
            for link in gone.guardianships
            if link.student_id not in left and link.guardian_id in guardians
        ),
    )


def _full(person: Person) -> str:
    parts = (person.family_name, person.given_name, person.patronymic)
    return " ".join(part for part in parts if part)


async def _graduates(merge: Merge, gone: Sequence[Person]) -> tuple[Person, ...]:
    """Return who finished the school with the year: last in a ninth or the highest grade."""
    grades = {row.id: row.grade_level for row in await stored_rows(merge.session, SchoolClass)}
    last = {_NINTH, max(grades.values(), default=0)}
    enrollments = await enrollments_by_student(merge)
    return tuple(
        one
        for one in gone
        if enrollments[one.id] and grades[enrollments[one.id][-1].school_class_id] in last
    )


async def _let_go(merge: Merge, gone: _Gone) -> None:
    for person in (*gone.staff, *gone.students):
        person.left_on = merge.as_of
    enrollments = await enrollments_by_student(merge)
    for student in gone.students:
        held = enrollments.get(student.id, [])
        stretches = closed(stretches_of(held), today=merge.as_of)
        await store_enrollments(merge, student.id, held, stretches)
    left = {student.id for student in gone.students}
    for link in gone.guardianships:
        # Of a child who left with the guardian the link stays: it says whose guardian it was.
        if link.student_id not in left:
            await merge.session.delete(link)
    # Parents in the row of their child left with that row.
    in_one_row = merge.tables.guardians.file == merge.tables.students.file
    merge.ledger.note_left(
        gone.count - in_one_row * sum(link.student_id in left for link in gone.guardianships)
    )
    await merge.session.flush()


async def _gone(merge: Merge) -> _Gone:
    students = await people_of(merge, PersonKind.STUDENT)
    present = _present(merge, students)
    links = await stored_rows(merge.session, Guardianship)
    return _Gone(
        _unlisted(await people_of(merge, PersonKind.STAFF), merge.staff),
        _unlisted(students, merge.students),
        tuple(
            link
            for link in links
            if merge.tables.guardians.is_given
            and link.student_id in present
            and (link.guardian_id, link.student_id) not in merge.guardianships
        ),
    )


def _unlisted(stored: Iterable[Person], listed: Mapping[str, Person]) -> tuple[Person, ...]:
    ids = {person.id for person in listed.values()}
    return tuple(person for person in stored if person.id not in ids and person.left_on is None)


async def _close_guardians(merge: Merge) -> None:
    """Let guardians go who are not listed and have no child at the school any more."""
    listed = {guardian_id for guardian_id, _student_id in merge.guardianships}
    present = _present(merge, await people_of(merge, PersonKind.STUDENT))
    needed = {
        link.guardian_id
        for link in await stored_rows(merge.session, Guardianship)
        if link.student_id in present
    }
    for guardian in await people_of(merge, PersonKind.GUARDIAN):
        is_needed = guardian.id in listed or guardian.id in needed
        if not is_needed and guardian.left_on is None:
            guardian.left_on = merge.as_of


def _present(merge: Merge, students: Iterable[Person]) -> set[int]:
    return {
        person.id for person in students if person.left_on is None or person.left_on > merge.as_of
    }
