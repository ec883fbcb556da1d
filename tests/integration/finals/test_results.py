"""Exams, attestation and contests: a day of their own, told within 24 hours, in /finals."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.screens.finals_page import finals_page
from services.database import bind_school
from services.finals.errors import FinalsNotTaken, FinalsNotTakenReason
from services.finals.facts import FinalValue
from services.i18n import use_locale
from services.models import Notice, PeriodMark
from services.vocabulary import FinalKind, NoticeKind
from tests.factories import at


async def test_results_of_a_day_are_told_and_read_with_it(finals):
    """The exam of yesterday counts from its end; a second contest is another result; a corrected
    one is the same. The family reads them with their days.
    """
    await finals.save("/final 7Б Алгебра экзамен 23.11\nКузнецова Мария 4")
    await finals.save("/final 7Б Алгебра олимпиада 10.11\nКузнецова Мария 3")
    await finals.save("/final 7Б Алгебра олимпиада 24.11\nКузнецова Мария 5")
    await finals.save("/final 7Б Алгебра промежуточная аттестация\nКузнецова Мария 4")
    await finals.save("/final 7Б Алгебра олимпиада 10.11\nКузнецова Мария 4")
    with bind_school(finals.school.school_id):
        async with finals.database.reading() as session:
            rows = await session.execute(
                select(PeriodMark.kind, PeriodMark.value, Notice.result_at, Notice.deadline_at)
                .join(Notice, Notice.fact_id == PeriodMark.id)
                .where(
                    Notice.kind == NoticeKind.FINAL,
                    Notice.person_id == finals.school.people["mother_maria"],
                    PeriodMark.kind == FinalKind.EXAM,
                )
            )
            exams = [tuple(row) for row in rows]
    finals.world.clock.move_to(at(24, "18:00"))
    family = [finals.school.guardian("mother_maria")]
    page = await finals.pages.page(family, now=finals.world.clock.now())
    with use_locale("en"):
        shown = finals_page(page).text

    ended = at(24, "00:00")
    assert [(FinalKind.EXAM, 4, ended, ended + timedelta(hours=24))] == exams
    assert (
        "<b>Алгебра</b>: interim attestation 24.11 — 4, exam 23.11 — 4, contest 10.11 — 4, "
        "contest 24.11 — 5"
    ) in shown
    days = {(row.kind, row.result_on.day, row.value) for row in await finals.rows()}
    assert {
        (FinalKind.EXAM, 23, 4),
        (FinalKind.CONTEST, 10, 4),
        (FinalKind.CONTEST, 24, 5),
        (FinalKind.INTERIM, 24, 4),
    } == days


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("экзамен\nКузнецова Мария 5", (20, 5)),  # without a day: the same result, corrected
        ("экзамен 23.11\nКузнецова Мария 5", (23, 5)),
        ("экзамен 23.11\nКузнецова Мария 4", (23, 4)),  # only its day was wrong
        ("экзамен\nКузнецова Мария 4", (20, 4)),
    ],
)
async def test_a_corrected_result_keeps_its_day_unless_another_is_named(finals, line, expected):
    """The exam was on the day it was, whenever its mark is mended."""
    await finals.save("/final 7Б Алгебра экзамен 20.11\nКузнецова Мария 4")
    await finals.save(f"/final 7Б Алгебра {line}")
    (row,) = await finals.rows()

    assert expected == (row.result_on.day, row.value)


async def test_a_correction_counts_from_itself(finals):
    """Its 24 hours are not over because the exam was days ago."""
    await finals.save("/final 7Б Алгебра экзамен 20.11\nКузнецова Мария 4")
    await finals.save("/final 7Б Алгебра экзамен\nКузнецова Мария 5")
    with bind_school(finals.school.school_id):
        async with finals.database.reading() as session:
            found = set(
                await session.scalars(
                    select(Notice.deadline_at).where(
                        Notice.kind == NoticeKind.FINAL,
                        Notice.person_id == finals.school.people["mother_maria"],
                        Notice.revision == 2,
                    )
                )
            )

    assert {finals.world.clock.now() + timedelta(hours=24)} == found


async def test_a_result_cannot_lie_ahead(finals):
    """Its day is the day it is known."""
    with pytest.raises(FinalsNotTaken) as refused:
        await finals.read("/final 7Б Алгебра экзамен 25.11\nПетров 5")

    assert (FinalsNotTakenReason.RESULT_AHEAD, date(2026, 11, 25)) == (
        refused.value.reason,
        refused.value.starts_on,
    )


async def test_a_result_is_not_reckoned_and_a_certificate_is(finals):
    """Of an exam nothing is proposed; a certificate's mark comes from the year that stands."""
    await finals.save("/final 7Б Алгебра год\nПетров 4")
    exam = finals.row(await finals.read("/final 7Б Алгебра экзамен"), "petrov").proposal
    final = finals.row(await finals.read("/final 7Б Алгебра итоговая"), "petrov").proposal

    assert (None, FinalValue(4)) == (exam.value, final.value)
