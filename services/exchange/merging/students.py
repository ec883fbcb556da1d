"""Students and the classes they are enrolled in, from day to day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from services.exchange.merging.namesakes import Known
from services.exchange.merging.people import merge_person, people_of
from services.exchange.merging.state import Merge
from services.exchange.merging.stretches import Stretch, enrolled
from services.exchange.repository import stored_rows
from services.exchange.sheets import StudentRow
from services.models import Enrollment, Person
from services.vocabulary import PersonKind

__all__ = ["enrollments_by_student", "merge_students", "store_enrollments", "stretches_of"]

_DAY = timedelta(days=1)


async def enrollments_by_student(merge: Merge) -> dict[int, list[Enrollment]]:
    """Return every student's enrolments in the order of their days."""
    found: dict[int, list[Enrollment]] = defaultdict(list)
    rows = await stored_rows(merge.session, Enrollment)
    for row in sorted(rows, key=lambda row: (row.starts_on, row.id)):
        found[row.student_id].append(row)
    return found


def stretches_of(rows: Sequence[Enrollment]) -> list[Stretch]:
    """Return enrolments as the stretches that rules speak of."""
    return [Stretch(row.school_class_id, row.starts_on, row.ends_on) for row in rows]


async def merge_students(merge: Merge) -> None:
    """Store the students; a new class in the list is a move, not a correction of the past."""
    known = Known(merge, await people_of(merge, PersonKind.STUDENT))
    rows: list[tuple[StudentRow, Person]] = []
    for row in merge.tables.students.rows:
        # The day after the last one is the first on which somebody is no longer there.
        values = {"left_on": row.ends_on + _DAY if row.ends_on else None}
        stored = known.student(row)
        birth_date = {"birth_date": row.birth_date} if "birth_date" in row.given else {}
        person = merge_person(merge, row, stored, PersonKind.STUDENT, {**values, **birth_date})
        merge.students[row.external_id] = person
        rows.append((row, person))
    await merge.session.flush()
    stored_enrollments = await enrollments_by_student(merge)
    for row, person in rows:
        held = stored_enrollments.get(person.id, [])
        wanted = Stretch(merge.classes[row.class_name].id, row.starts_on, row.ends_on)
        stretches = enrolled(
            stretches_of(held), wanted, today=merge.as_of, first_day=merge.first_day
        )
        is_changed = await store_enrollments(merge, person.id, held, stretches)
        merge.ledger.note_change(row, is_changed=is_changed)
        merge.class_ids[person.id] = wanted.place_id


async def store_enrollments(
    merge: Merge, student_id: int, held: Sequence[Enrollment], wanted: Sequence[Stretch]
) -> bool:
    """Let a student's enrolments become *wanted*, in order; return whether anything changed."""
    if stretches_of(held) == list(wanted):
        return False
    for row, stretch in zip(held, wanted, strict=False):
        row.school_class_id = stretch.place_id
        row.starts_on = stretch.starts_on or merge.first_day
        row.ends_on = stretch.ends_on
    for stretch in wanted[len(held) :]:
        merge.session.add(
            Enrollment(
                student_id=student_id,
                school_class_id=stretch.place_id,
                starts_on=stretch.starts_on or merge.first_day,
                ends_on=stretch.ends_on,
            )
        )
    for row in held[len(wanted) :]:
        await merge.session.delete(row)
    return True
