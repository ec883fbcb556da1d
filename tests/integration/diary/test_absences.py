"""What families read of missed lessons."""

from datetime import timedelta

import pytest

from services.bulk_entry.service import EntryService
from services.diary.absences import AbsencePagesService, Month
from services.diary.facts import DetailsAtSchool, FamilyAttendance
from services.errors import NotAllowed
from services.regulation.profile import SettingKey
from tests.factories import at, build_school
from tests.integration.journal.conftest import Journal


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


async def test_days_are_newest_first_with_reasons_and_figures(journal):
    """б reads as excused; what is still held is not there yet."""
    await journal.save("7б алгебра 2 урок: Петров б", now=at(16, "10:00"))
    await journal.save("7б алгебра 3 урок: Петров о12", now=at(23, "10:30"))
    await journal.save("7б физика 1 урок: Петров н", now=at(24, "08:41"), by="physics")
    pages = AbsencePagesService(journal.database)
    mother = [journal.school.guardian("mother_petrov")]
    held = await pages.page(mother, now=at(24, "08:42"))
    page = await pages.page(mother, now=at(24, "09:00"))

    assert [23, 16] == [day.on.day for day in held.days]
    assert [
        (24, 1, FamilyAttendance.ABSENT, None),
        (23, 3, FamilyAttendance.TARDY, 12),
        (16, 2, FamilyAttendance.EXCUSED, None),
    ] == [
        (day.on.day, one.number, one.attendance, one.minutes_late)
        for day in page.days
        for one in day.lessons
    ]
    assert (2, 1, 1, 0) == (
        page.figures.missed, page.figures.valid, page.figures.unknown, page.figures.unexcused,
    )  # fmt: skip
    assert page.period is not None


async def test_a_month_is_a_page_of_its_own(journal):
    """October is another page than the quarter of today."""
    await journal.save("7б алгебра 2 урок: Петров ну", now=at(19, "10:00", month=10))
    pages = AbsencePagesService(journal.database)
    mother = [journal.school.guardian("mother_petrov")]
    now = at(24, "12:00")
    quarter = await pages.page(mother, now=now)
    october = await pages.page(mother, now=now, month=Month(2026, 10))

    assert () == quarter.days
    assert [19] == [day.on.day for day in october.days]
    assert 1 == october.figures.unexcused
    month = Month(2026, 10)
    assert month == october.month
    assert (Month(2026, 9), Month(2026, 11)) == (month.previous, month.next)
    assert october.ends_on + timedelta(days=1) == month.next.first


async def test_another_child_and_a_signal_are_refused(journal):
    """A forged button shows nothing; where messages name nobody, the page neither."""
    pages = AbsencePagesService(journal.database)
    mother = [journal.school.guardian("mother_petrov")]
    with pytest.raises(NotAllowed):
        await pages.page(mother, now=at(24, "12:00"), student_id=journal.school.people["maria"])
    other = await build_school(
        journal.database, short_name="Лицей", settings={SettingKey.CONTENT_MODE: "signal"}
    )
    with pytest.raises(DetailsAtSchool):
        await pages.page([other.guardian("mother_petrov")], now=at(24, "12:00"))
