"""Reports accepted with one press and filed: who, when, and whether the journal changed since."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from services.database import bind_school
from services.errors import NotAllowed
from services.i18n import use_locale
from services.models import FiledReport, GradingPeriod, PeriodMark, SchoolClass
from services.outgoing import Attachment
from services.reports.office.ask import NoSuchPeriod, PeriodWish, read_wish, wish_code
from services.reports.office.catalogue import REPORTS
from services.reports.office.filing import FiledReports, ReportHasChanged
from services.reports.office.service import NameAClass, OfficeReports
from services.vocabulary import FinalKind, PeriodKind
from tests.factories import at
from tests.integration.reports.conftest import Line, speak_english

DEPUTY = 12
FIRST_QUARTER = PeriodWish(PeriodKind.QUARTER, 1)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (PeriodWish(PeriodKind.QUARTER, 2), "q2"),
        (PeriodWish(PeriodKind.TRIMESTER, 3), "t3"),
        (PeriodWish(PeriodKind.HALF_YEAR, 1), "h1"),
        (PeriodWish(None, 2), "2"),
        (PeriodWish(is_year=True), "y"),
        (PeriodWish(), ""),
    ],
)
def test_a_period_is_written_and_read(wish, code):
    """What a button holds means the same period next week."""
    on = date(2026, 9, 1)

    assert code == wish_code(wish)
    assert replace(wish, on=on) == read_wish(code, on)


@pytest.mark.parametrize("code", ["q", "x2", "q2; drop", "²"])
def test_no_other_code_is_a_period(code):
    """A period named by a letter alone is the one of the day; anything else is refused."""
    if code == "q":
        assert read_wish(code, date(2026, 9, 1)).number is None
        return
    with pytest.raises(NoSuchPeriod):
        read_wish(code, date(2026, 9, 1))


@pytest.fixture
def filed(families) -> FiledReports:
    """Give the service."""
    return FiledReports(families.database)


async def test_a_report_is_accepted_once_with_name_and_moment(families, filed):
    """A second press changes nothing, whoever reads in whatever language."""
    deputy = families.school.staff("deputy")
    kind = REPORTS["class-teacher"]
    shown = await filed.with_offer(
        deputy,
        kind,
        class_id=families.school.classes["7Б"],
        wish=FIRST_QUARTER,
        now=families.clock.now(),
    )
    with use_locale("ru"):
        first = await filed.accept(deputy, shown.offer, now=at(24, "12:00"))
    again = await filed.accept(deputy, shown.offer, now=at(25, "12:00"))
    page = await filed.page(deputy, page=0, now=at(25, "12:00"))

    assert at(24, "12:00") == first.filed.accepted_at == again.filed.accepted_at
    assert "Комарова" == first.filed.accepted_by.family_name
    assert [("class-teacher", "7Б")] == [(one.key, one.class_name) for one in page.filed]
    with bind_school(families.school.school_id):
        async with families.database.reading() as session:
            assert 1 == len(list(await session.scalars(select(FiledReport))))


async def test_what_was_not_shown_is_not_accepted(families, filed):
    """A child leaves between the look and the press: it is to be looked at again."""
    deputy = families.school.staff("deputy")
    shown = await _shown(filed, deputy, families)
    await _give_a_final(families)
    with pytest.raises(ReportHasChanged):
        await filed.accept(deputy, shown.offer, now=families.clock.now())

    assert () == (await filed.page(deputy, page=0, now=families.clock.now())).filed


async def test_another_name_of_the_class_changes_no_filed_report(families, filed):
    """Classes move up in September; what was filed still says the same."""
    deputy = families.school.staff("deputy")
    shown = await _shown(filed, deputy, families)
    kept = await filed.accept(deputy, shown.offer, now=families.clock.now())
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            row = await session.get(SchoolClass, shown.offer.class_id)
            row.name = "8Б"
    after = await filed.filed(deputy, kept.filed.filed_id, now=families.clock.now())

    assert "8Б" in after.report.pages[0].title
    assert not after.has_changed


async def test_a_filed_report_says_that_the_journal_changed_since(families, filed):
    """Its contents are the journal's; the digest knows what stood in it."""
    deputy = families.school.staff("deputy")
    shown = await _shown(filed, deputy, families)
    kept = await filed.accept(deputy, shown.offer, now=families.clock.now())
    before = await filed.filed(deputy, kept.filed.filed_id, now=families.clock.now())
    await _give_a_final(families)
    after = await filed.filed(deputy, kept.filed.filed_id, now=families.clock.now())
    anew = await _shown(filed, deputy, families)

    assert (False, True) == (before.has_changed, after.has_changed)
    assert anew.offer is not None  # the changed one can be accepted, too


async def test_the_last_period_waits_until_its_reports_are_accepted(families, filed):
    """The first quarter is over: both classes and the subject teachers' report wait."""
    deputy, classes = families.school.staff("deputy"), families.school.classes
    before = await filed.page(deputy, page=0, now=families.clock.now())
    for key, class_id in (("class-teacher", classes["7Б"]), ("subject-teacher", None)):
        (waiting,) = before.waiting
        shown = await filed.with_offer(
            deputy,
            REPORTS[key],
            class_id=class_id,
            wish=read_wish(waiting.code, waiting.on),
            now=families.clock.now(),
        )
        if shown.offer is not None:  # nothing stands in an empty one
            await filed.accept(deputy, shown.offer, now=families.clock.now())
    (after,) = (await filed.page(deputy, page=0, now=families.clock.now())).waiting

    assert ["1А", "7Б"] == [name for _id, name in before.waiting[0].classes]
    assert ["1А"] == [name for _id, name in after.classes]


@pytest.mark.parametrize("key", ["algebra", "physics"])
async def test_nobody_else_accepts(families, filed, key):
    """A class teacher reads the own report and files nothing."""
    who = families.school.staff(key, homeroom="7Б" if key == "physics" else None)
    deputy = families.school.staff("deputy")
    shown = await _shown(filed, deputy, families)
    with pytest.raises(NotAllowed):
        await filed.accept(who, shown.offer, now=families.clock.now())
    with pytest.raises(NotAllowed):
        await filed.page(who, page=0, now=families.clock.now())


async def test_certified_copies_are_of_one_class(families, filed):
    """Of a whole school they would be thousands of pages."""
    with pytest.raises(NameAClass):
        await filed.with_offer(
            families.school.staff("deputy"),
            REPORTS["certified-copy"],
            class_id=None,
            wish=FIRST_QUARTER,
            now=families.clock.now(),
        )


async def test_in_the_chat_one_press_files_a_report(families):
    """From /report to «Accept and file», then the list, then the filed document."""
    await families.link("deputy", account_id=DEPUTY)
    await speak_english(families)
    line = Line(
        families,
        office_reports=OfficeReports(families.database, families.clock),
        filed_reports=FiledReports(families.database),
    )
    chat = line.chat(DEPUTY)
    await chat.send("/report 1 четверть")
    await chat.press("Class teacher’s report")
    await chat.press("7Б")
    await chat.press("To print (PDF)")
    document = chat.last
    await chat.press("Accept and file")
    said = chat.last.text
    await chat.press("Accepted reports")
    listed = chat.last.text
    await chat.press("Open 1")

    assert isinstance(document.attachment, Attachment)
    assert isinstance(chat.last.attachment, Attachment)
    assert document.attachment.file_name == "class-teacher.pdf"
    assert "Accepted: Комарова Е. В., 24.11.2026 12:00" in said
    assert "1. Class teacher’s report · 7Б · quarter I 2026/2027" in listed
    assert "Not accepted yet · quarter I 2026/2027" in listed
    assert chat.last.attachment.content.startswith(b"%PDF")
    assert "Accepted: " in chat.last.text


async def _shown(filed, who, families):
    """Show the class teacher's report of 7Б for the first quarter, as the chat does."""
    return await filed.with_offer(
        who,
        REPORTS["class-teacher"],
        class_id=families.school.classes["7Б"],
        wish=FIRST_QUARTER,
        now=families.clock.now(),
    )


async def _give_a_final(families) -> None:
    """Record a mark of the first quarter."""
    school = families.school
    with bind_school(school.school_id):
        async with families.database.transaction() as session:
            period = await session.get_one(GradingPeriod, school.periods["q1"])
            session.add(
                PeriodMark(
                    student_id=school.people["maria"],
                    subject_id=school.subjects["algebra"],
                    academic_year_id=period.academic_year_id,
                    grading_period_id=period.id,
                    kind=FinalKind.PERIOD,
                    value=5,
                    result_on=period.ends_on,
                    author_id=school.people["algebra"],
                    recorded_at=families.clock.now(),
                )
            )
