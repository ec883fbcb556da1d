"""Who is no longer in the lists, who comes back, and what the lists say of guardians."""

from datetime import date

import pytest
from sqlalchemy import select

from services.audit.acting import acting
from services.database import bind_school
from services.joining.people_repository import SUSPENDED_WHY
from services.models import (
    Enrollment,
    Guardianship,
    Person,
)
from services.vocabulary import AccessMode
from tests.integration.exchange.importing import DEMO_ROWS, TODAY, YESTERDAY


async def test_who_is_not_listed_stays_until_it_is_said(imported):
    """A forgotten row is no departure: the import says what it has not found."""
    folder = imported.folder
    for name, start in (("students.csv", "U0002;"), ("staff.csv", "S-head;")):
        text = folder.text(name)
        folder.write(
            name, "\r\n".join(line for line in text.splitlines() if not line.startswith(start))
        )
    text = folder.text("guardians.csv")
    folder.write(
        "guardians.csv", "\r\n".join(line for line in text.splitlines() if ";U0002;" not in line)
    )

    report = await imported.run()

    assert (0, DEMO_ROWS - 4) == (report.counts.left, report.counts.unchanged)
    assert (4, ()) == (report.unlisted, report.notices)
    assert () == report.leaving
    # The guardians go with the child, who is named once.
    assert ("Романова Ольга Алексеевна", "Степанов Никита Олегович, 1А") == report.missing
    assert [] == await imported.rows(select(Person.id).where(Person.left_on.is_not(None)))


async def test_leavers_leave_with_their_guardians(imported):
    """Student, teacher and the guardians who have no other child here have left; once."""
    folder = imported.folder
    text = folder.text("students.csv")
    folder.write(
        "students.csv",
        "\r\n".join(line for line in text.splitlines() if not line.startswith("U0002;")),
    )
    text = folder.text("guardians.csv")
    folder.write(
        "guardians.csv", "\r\n".join(line for line in text.splitlines() if ";U0002;" not in line)
    )

    report = await imported.run(with_leavers=True)
    again = await imported.run(with_leavers=True)

    assert (3, 0) == (report.counts.left, again.counts.left)
    assert [("P0002", TODAY), ("P0003", TODAY), ("U0002", TODAY)] == await imported.rows(
        select(Person.external_id, Person.left_on)
        .where(Person.left_on.is_not(None))
        .order_by(Person.external_id)
    )
    assert [(YESTERDAY,)] == await imported.rows(
        select(Enrollment.ends_on)
        .join(Person, Person.id == Enrollment.student_id)
        .where(Person.external_id == "U0002")
    )
    assert (await imported.verified()).is_intact


async def test_a_guardian_taken_off_one_child_keeps_the_other(imported):
    """A row that is gone ends one guardianship; the guardian of another child stays."""
    folder = imported.folder
    text = folder.text("guardians.csv")
    folder.write(
        "guardians.csv", "\r\n".join(line for line in text.splitlines() if ";U0005;" not in line)
    )

    await imported.run(with_leavers=True)

    assert [(None, "U0003")] == await imported.rows(
        select(Person.left_on, _student_key())
        .join(Guardianship, Guardianship.guardian_id == Person.id)
        .where(Person.external_id == "P0004")
    )


def _student_key():
    student = Person.__table__.alias("student")
    return (
        select(student.c.external_id)
        .where(student.c.id == Guardianship.student_id)
        .correlate(Guardianship)
        .scalar_subquery()
    )


async def test_who_comes_back_is_there_again(imported):
    """A student who had left and stands in the list again is enrolled again."""
    folder = imported.folder
    students, guardians = folder.text("students.csv"), folder.text("guardians.csv")
    for name, text, mark in (
        ("students.csv", students, "U0002;"),
        ("guardians.csv", guardians, ";U0002;"),
    ):
        folder.write(name, "\r\n".join(line for line in text.splitlines() if mark not in line))
    await imported.run(with_leavers=True)
    folder.write("students.csv", students)
    folder.write("guardians.csv", guardians)

    report = await imported.run()

    assert (0, 3) == (report.counts.added, report.counts.changed)
    assert [(None, None)] == await imported.rows(
        select(Person.left_on, Enrollment.ends_on)
        .join(Enrollment, Enrollment.student_id == Person.id)
        .where(Person.external_id == "U0002")
    )


async def test_a_guardian_of_two_needs_the_phone_in_one_row_only(imported):
    """Lists name the phone at the eldest child; the other rows may leave it out."""
    imported.folder.replace("guardians.csv", "Денисовна;+79990003350;U0003", "Денисовна;;U0003")

    assert DEMO_ROWS == (await imported.run()).counts.unchanged
    assert [("50",)] == await imported.rows(
        select(Person.phone_tail).where(Person.external_id == "P0004")
    )


async def test_suspended_access_is_stored_with_its_reason_and_dates(imported):
    """What a court has decided comes with the list."""
    text = imported.folder.text("guardians.csv").splitlines()
    heading, *rows = text
    suspended = f"{rows[0].rsplit(';', 1)[0]};приостановлен;решение суда;01.11.2026;31.01.2027"
    imported.folder.rewrite("guardians.csv", f"{heading};основание;с;по", suspended, *rows[1:])

    await imported.run()

    assert [
        (AccessMode.SUSPENDED, "решение суда", date(2026, 11, 1), date(2027, 1, 31))
    ] == await imported.rows(
        select(
            Guardianship.access,
            Guardianship.access_reason,
            Guardianship.access_from,
            Guardianship.access_to,
        )
        .join(Person, Person.id == Guardianship.guardian_id)
        .where(Person.external_id == "P0001")
    )


@pytest.mark.parametrize(
    ("by_chat", "access"),
    [(True, AccessMode.SUSPENDED), (False, AccessMode.ELECTRONIC)],
)
async def test_a_list_made_earlier_opens_no_access_suspended_in_the_chat(
    imported, by_chat, access
):
    """A court order outlives the next upload; what a list suspended, a list opens."""
    which = select(Guardianship).join(Person, Person.id == Guardianship.guardian_id)
    async with imported.database.transaction() as session:
        with bind_school(1):
            row = (await session.scalars(which.where(Person.external_id == "P0001"))).first()
            with acting(None, why=SUSPENDED_WHY if by_chat else "import"):
                row.access = AccessMode.SUSPENDED
                row.access_reason = "решение суда"
                await session.flush()

    report = await imported.run()

    assert {access} == {
        one
        for (one,) in await imported.rows(
            select(Guardianship.access).where(Guardianship.id == row.id)
        )
    }
    assert by_chat is any("suspended in the chat" in one.text for one in report.notices)


async def test_an_empty_cell_forgets_no_application_recorded_in_the_chat(imported):
    """The number typed into the chat is not in the office's list yet, and stays."""
    heading, *rows = imported.folder.text("guardians.csv").splitlines()
    column = heading.split(";").index("заявление")
    cells = rows[0].split(";")
    cells[column] = ""
    imported.folder.rewrite("guardians.csv", heading, ";".join(cells), *rows[1:])

    await imported.run()

    ((number,),) = set(
        await imported.rows(
            select(Guardianship.application_number)
            .join(Person, Person.id == Guardianship.guardian_id)
            .where(Person.external_id == cells[0])
        )
    )
    assert number != ""
