"""Keys have 64 bits on both databases; so have the columns that refer to them."""

from datetime import date

from sqlalchemy import select

from services.database import bind_school
from services.models import Enrollment, Person, SchoolClass
from services.vocabulary import PersonKind
from tests.factories import build_school

_BEYOND_32_BITS = 2**31


async def test_a_row_beyond_32_bits_is_referred_to(database):
    """The student whose number needs more than 32 bits is enrolled as any other."""
    school = await build_school(database)
    with bind_school(school.school_id):
        async with database.transaction() as session:
            session.add_all(
                [
                    Person(
                        id=_BEYOND_32_BITS,
                        kind=PersonKind.STUDENT,
                        family_name="Поздний",
                        given_name="Лев",
                    ),
                    SchoolClass(id=_BEYOND_32_BITS, name="7Ю", grade_level=7),
                ]
            )
            await session.flush()
            session.add(
                Enrollment(
                    student_id=_BEYOND_32_BITS,
                    school_class_id=_BEYOND_32_BITS,
                    starts_on=date(2026, 9, 1),
                )
            )
        async with database.reading() as session:
            enrolled = await session.scalar(
                select(Enrollment.student_id).where(Enrollment.school_class_id == _BEYOND_32_BITS)
            )

    assert _BEYOND_32_BITS == enrolled
