"""«Зач» and «незач» at single lessons: written, replaced, taken back, read; in no average."""

from fractions import Fraction

import pytest

from handlers.screens.diary import marks_page
from handlers.screens.entry import preview as preview_screen
from handlers.screens.journal_pages import cell_text
from handlers.screens.lesson_sheets import mark_sheet
from services.bulk_entry.service import EntryService
from services.diary.service import DiaryService
from services.i18n import use_locale
from services.journal_pages.service import JournalPageService
from services.lesson_cards.marks import MarkSheetService
from services.reports.journal_book import plain_cell
from services.vocabulary import PassFail
from tests.factories import at, build_school
from tests.integration.journal.conftest import Journal

LATE = at(24, "20:00")


@pytest.fixture
async def journal(database):
    """Give the journal of the small school with a figure and a pass in it."""
    journal = Journal(database, await build_school(database), EntryService(database))
    await journal.save("7б алгебра: Петров 5", now=at(16, "09:30"))
    await journal.save("7б алгебра кр: Петров зач", now=at(23, "10:30"))
    return journal


async def _petrov(journal):
    """Return Petrov's row of the journal's page of algebra."""
    school = journal.school
    key = (school.groups["7Б"], school.subjects["algebra"], school.periods["q2"])
    page = await JournalPageService(journal.database).whole(school.staff("algebra"), key, now=LATE)
    (row,) = [one for one in page.rows if one.student_id == school.people["petrov"]]
    return row


async def test_a_pass_stands_in_its_cell_and_in_no_average(journal):
    """The page, the cells of a state journal, the family's page; a control work adds no weight."""
    row = await _petrov(journal)
    diary = DiaryService(journal.database)
    page = await diary.marks([journal.school.guardian("mother_petrov")], now=LATE)
    with use_locale("ru"):
        cells = [cell_text(one) for one in row.cells if one.marks]
        plain = [plain_cell(one) for one in row.cells if one.marks]
        family = marks_page(page).text

    assert ["5", "зач"] == cells
    assert ["5", "зач"] == plain
    assert Fraction(5) == row.average
    assert "5 зач — средний 5,00" in family


async def test_a_pass_becomes_a_fail_and_comes_back(journal):
    """The preview says was and becomes in words that are understood again; undo restores."""
    who = journal.school.staff("algebra")
    found = await journal.entries.preview(
        who, "7б алгебра 23.11 кр: Петров незач", now=at(23, "10:31")
    )
    with use_locale("ru"):
        text = preview_screen(found).text
    saved = await journal.entries.save(who, found.entry_id, now=at(23, "10:31"))
    changed = [(row.value, row.sign) for row in await journal.mark_rows()]
    await journal.entries.undo(who, saved.entry_id, now=at(23, "10:32"))

    assert "незачёт (было зачёт, станет незачёт)" in text
    assert [(5, None), (None, PassFail.FAILED)] == changed
    assert [5, PassFail.PASSED] == [row.given for row in await journal.mark_rows()]


async def test_the_sheet_of_a_subject_without_figures_has_two_buttons(journal):
    """A tap a sign; a figure cannot be pressed where there are none."""
    school, sheets = journal.school, MarkSheetService(journal.database)
    who, now = school.staff("primary"), at(23, "11:20")
    key = (school.groups["7Б"], school.subjects["ethics"], "2026-11-23", 4)
    sheet = await sheets.marks(who, key, now=now)
    petrov = school.people["petrov"]
    sheet = await sheets.choose_name(who, sheet.entry_id, student_id=petrov, now=now)
    with use_locale("ru"):
        captions = [[one.caption for one in row] for row in mark_sheet(sheet).buttons]
    await sheets.give_mark(who, sheet.entry_id, student_id=petrov, value=PassFail.PASSED, now=now)
    await sheets.check_marks(who, sheet.entry_id, now=now)
    await journal.entries.save(who, sheet.entry_id, now=now)

    assert ["зач", "незач", "н", "✕"] in captions
    assert PassFail.PASSED == (await journal.mark_rows())[-1].given
