"""Who is in the database and no longer in the lists: told, and with leave taken, closed."""

from dataclasses import dataclass

from services.exchange.findings import Finding
from services.exchange.merging.people import people_of
from services.exchange.merging.state import Merge
from services.exchange.merging.stretches import closed
from services.exchange.merging.students import (
    enrollments_by_student,
    store_enrollments,
    stretches_of,
)
from services.exchange.repository import stored_rows
from services.i18n import ngettext
from services.models import Guardianship, Person
from services.vocabulary import PersonKind

__all__ = ["merge_leavers"]


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
    if not gone.count:
        return
    if not merge.with_leavers:
        sentence = ngettext(
            "{count} row of the database is not in the lists any more; nothing was done about it."
            " If they have left, import with --leavers.",
            "{count} rows of the database are not in the lists any more; nothing was done about"
            " it. If they have left, import with --leavers.",
            gone.count,
        )
        merge.findings.notices.append(Finding(sentence.format(count=gone.count)))
        return
    for person in (*gone.staff, *gone.students):
        person.left_on = merge.today
    enrollments = await enrollments_by_student(merge)
    for student in gone.students:
        held = enrollments.get(student.id, [])
        stretches = closed(stretches_of(held), today=merge.today)
        await store_enrollments(merge, student.id, held, stretches)
    left = {student.id for student in gone.students}
    for link in gone.guardianships:
        # Of a child who left with the guardian the link stays: it says whose guardian it was.
        if link.student_id not in left:
            await merge.session.delete(link)
    merge.ledger.note_left(gone.count)
    await merge.session.flush()
    await _close_guardians(merge)


async def _gone(merge: Merge) -> _Gone:
    staff = {row.external_id for row in merge.tables.staff.rows}
    students = {row.external_id for row in merge.tables.students.rows}
    listed = {(row.external_id, row.student) for row in merge.tables.guardians.rows}
    guardians = await people_of(merge, PersonKind.GUARDIAN)
    names = {person.id: key for key, person in guardians.items()} | {
        person.id: key for key, person in merge.students.items()
    }
    present = _present(merge)
    links = await stored_rows(merge.session, Guardianship)
    return _Gone(
        _unlisted(merge.staff, staff),
        _unlisted(merge.students, students),
        tuple(
            link
            for link in links
            if merge.tables.guardians.is_given
            and link.student_id in present
            and (names.get(link.guardian_id), names.get(link.student_id)) not in listed
        ),
    )


def _unlisted(stored: dict[str, Person], listed: set[str]) -> tuple[Person, ...]:
    return tuple(
        person for key, person in stored.items() if key not in listed and person.left_on is None
    )


async def _close_guardians(merge: Merge) -> None:
    """Let guardians go who are not listed and have no child at the school any more."""
    listed = {row.external_id for row in merge.tables.guardians.rows}
    present = _present(merge)
    needed = {
        link.guardian_id
        for link in await stored_rows(merge.session, Guardianship)
        if link.student_id in present
    }
    for key, guardian in (await people_of(merge, PersonKind.GUARDIAN)).items():
        if key not in listed and guardian.id not in needed and guardian.left_on is None:
            guardian.left_on = merge.today


def _present(merge: Merge) -> set[int]:
    return {
        person.id
        for person in merge.students.values()
        if person.left_on is None or person.left_on > merge.today
    }
