"""Letters of excuse: what the journal keeps, what families hear, and who may set them."""

from datetime import date

import pytest
from sqlalchemy import select

from services.absences.letters import LETTERS
from services.database import bind_school
from services.errors import NotAllowed, OutOfDate
from services.homeroom.choice import mask_of
from services.homeroom.facts import (
    LineFault,
    NamesToChoose,
    NoClass,
    ReasonLineNotRead,
    ReasonsPreview,
)
from services.homeroom.reasons import ClassReasonService
from services.models import AbsenceLetter
from services.vocabulary import AbsenceKind, AttendanceCode
from tests.integration.absences.conftest import FATHER, MOTHER, TODAY, Morning

SICK, EXCUSED, UNEXCUSED, UNKNOWN = LETTERS


class Homeroom:
    """Orlov, who leads 7Б, at the buttons of a morning."""

    def __init__(self, morning: Morning) -> None:
        """Ask the service of the morning's database."""
        self.morning = morning
        self.service = ClassReasonService(morning.families.database)
        self.who = morning.school.staff("physics", homeroom="7Б")
        self.class_id = morning.school.classes["7Б"]

    async def page(self, **facts):
        """Return what is open."""
        return await self.service.page(self.who, now=self.morning.now, **facts)

    async def mark(self, *students: str, code=SICK, days=None, who=None):
        """Choose students and press a letter."""
        page = await self.page()
        people = self.morning.school.people
        return await self.service.set_letters(
            who or self.who,
            class_id=self.class_id,
            mask=mask_of({people[one] for one in students}, page.roster),
            days=days,
            code=code,
            now=self.morning.now,
        )

    async def read(self, text: str):
        """Type a line."""
        return await self.service.read(self.who, text, now=self.morning.now)


@pytest.fixture
def homeroom(morning):
    """Give the class teacher of 7Б."""
    return Homeroom(morning)


async def test_todays_open_absences_are_listed(homeroom):
    """Who is missing without a reason; not who was excused by a teacher's letter or came late."""
    await homeroom.morning.missing()
    await homeroom.morning.line("7б физика 1 урок: Петров о10, Сидоров б", by="physics")
    page = await homeroom.page()

    assert ["Кузнецова"] == [one.pupil.name.family_name for one in page.pupils]
    assert page.pupils[0].is_today
    assert (1,) == page.pupils[0].stretches[0].numbers


async def test_a_letter_is_one_silent_line_to_the_family(homeroom):
    """б in the journal; each guardian reads «уважительный», the call list is settled."""
    morning = homeroom.morning
    await morning.missing()
    done = await homeroom.mark("maria")
    told = await morning.told(minutes=3)

    assert ["absent_sick"] == await morning.codes()
    assert (1, 1) == (done.done[0][1].lessons, done.done[0][1].days)
    assert {MOTHER, FATHER} == set(told)
    assert ["Мария К. · 7Б\nПропуск 24.11 отмечен как уважительный"] == told[MOTHER]
    assert morning.families.sender.sent[-1].is_silent
    assert () == (await homeroom.page()).pupils


async def test_several_children_and_days_are_one_action_and_one_line(homeroom):
    """A stretch over lessons of two days, corrected later as an answer to the first line."""
    morning = homeroom.morning
    morning.at("10:30", day=23)
    await morning.line("7б алгебра 2 урок: Кузнецова Мария н, Петров н", by="algebra")
    await morning.line("7б алгебра 3 урок: Кузнецова Мария н", by="algebra")
    await morning.missing()
    await morning.line("7б физика 1 урок: Петров н", by="physics")
    await morning.told(minutes=6)
    done = await homeroom.mark("maria", "petrov", code=UNEXCUSED)
    first = await morning.told(minutes=3)
    letter = next(
        one for pupil, one in done.done if pupil.student_id == morning.school.people["maria"]
    )
    await homeroom.service.correct(
        homeroom.who, letter_id=letter.letter_id, code=SICK, now=morning.now
    )
    second = await morning.told(minutes=3)
    reply = morning.families.sender.sent[-1].reply_to

    assert {"Кузнецова": 3, "Петров": 2} == {
        pupil.name.family_name: one.lessons for pupil, one in done.done
    }
    assert ["Мария К. · 7Б\nПропуски 23.11–24.11 отмечены как неуважительные"] == first[MOTHER]
    assert "Исправление: пропуски 23.11–24.11 отмечены как уважительные" in second[MOTHER][0]
    assert reply is not None
    assert 3 == (await morning.codes()).count("absent_sick")


async def test_a_second_press_changes_nothing(homeroom):
    """Nobody is told twice and the page says that it stood so."""
    morning = homeroom.morning
    await morning.missing()
    days = (TODAY, TODAY)
    await homeroom.mark("maria", days=days)
    await morning.told(minutes=3)
    again = await homeroom.mark("maria", days=days)

    assert again.is_repeat
    assert {} == await morning.told(minutes=3)


async def test_a_slip_mended_at_once_is_never_seen(homeroom):
    """Within the hold the family hears only how it ended; taken back, nothing."""
    morning = homeroom.morning
    await morning.missing()
    done = await homeroom.mark("maria", code=UNEXCUSED)
    letter_id = done.done[0][1].letter_id
    await homeroom.service.correct(
        homeroom.who, letter_id=letter_id, code=UNKNOWN, now=morning.now
    )

    assert {} == await morning.told(minutes=3)
    assert ["absent"] == await morning.codes()


async def test_the_familys_word_waits_for_the_paper(homeroom):
    """у by the button is listed; the paper settles it, and the family hears nothing new."""
    morning = homeroom.morning
    await morning.missing()
    await morning.reasons.give(
        morning.mother, student_id=morning.maria, on=TODAY, kind=AbsenceKind.SICK, now=morning.now
    )
    await morning.told()
    waiting = (await homeroom.page()).pupils
    await homeroom.mark("maria")

    assert [(True, AbsenceKind.SICK)] == [(one.needs_paper, one.said) for one in waiting]
    assert {} == await morning.told(minutes=3)
    assert ["absent_sick"] == await morning.codes()
    assert () == (await homeroom.page()).pupils


async def test_days_to_come_are_excused_beforehand(homeroom):
    """A certificate until tomorrow: tomorrow's н is б by itself and alarms nobody."""
    morning = homeroom.morning
    morning.at("12:00", day=23)
    done = await homeroom.mark("maria", days=(date(2026, 11, 23), TODAY))
    await morning.missing()

    assert 0 == done.done[0][1].lessons
    assert ["absent_sick"] == await morning.codes()
    assert [] == morning.families.sender.sent


async def test_what_has_not_happened_cannot_be_unexcused(homeroom):
    """ну for a day without absences marks nothing and stores nothing."""
    done = await homeroom.mark("maria", code=UNEXCUSED, days=(TODAY, TODAY))

    assert () == done.done
    assert ["maria"] == [
        key
        for key, one in homeroom.morning.school.people.items()
        if one in {pupil.student_id for pupil in done.nothing}
    ]


async def test_only_the_class_teacher_sets_letters(homeroom):
    """Neither another teacher nor the office, whatever button they press."""
    morning = homeroom.morning
    await morning.missing()
    other = morning.school.staff("algebra", homeroom="1А")
    with pytest.raises(NotAllowed):
        await homeroom.mark("maria", who=other)
    with pytest.raises(NoClass):
        await homeroom.service.page(morning.school.staff("english1"), now=morning.now)

    assert ["absent"] == await morning.codes()


async def test_a_choice_of_another_list_is_out_of_date(homeroom):
    """The class has grown since the button was shown."""
    with pytest.raises(OutOfDate):
        await homeroom.page(class_id=homeroom.class_id, mask=mask_of({1}, range(3)))


async def test_a_line_is_shown_before_it_marks(homeroom):
    """Name, days and letter; nothing is stored."""
    morning = homeroom.morning
    await morning.missing()
    shown = await homeroom.read("Кузнецова Мария 24.11 б")

    assert isinstance(shown, ReasonsPreview)
    assert (TODAY, TODAY, AttendanceCode.ABSENT_SICK) == (
        shown.starts_on, shown.ends_on, shown.code,
    )  # fmt: skip
    assert 1 == shown.pupils[0].stretches[0].lessons
    assert ["absent"] == await morning.codes()


async def test_namesakes_are_asked_and_strangers_named(homeroom):
    """Two of one family name are offered by their full names."""
    await homeroom.morning.missing()
    asked = await homeroom.read("Кузнецова 24.11 б")
    with pytest.raises(ReasonLineNotRead) as refused:
        await homeroom.read("Васильев 24.11 б")
    with pytest.raises(ReasonLineNotRead) as nothing:
        await homeroom.read("Петров б")

    assert isinstance(asked, NamesToChoose)
    assert ["Марина", "Мария"] == sorted(one.name.given_name for one, _ in asked.options)
    assert LineFault.UNKNOWN_NAME is refused.value.facts["fault"]
    assert LineFault.NOTHING_MISSED is nothing.value.facts["fault"]


async def test_a_letter_is_one_row_for_the_same_days(homeroom):
    """Set anew it is another revision, by whoever set it last."""
    morning = homeroom.morning
    await morning.missing()
    await homeroom.mark("maria", days=(TODAY, TODAY))
    await homeroom.mark("maria", code=EXCUSED, days=(TODAY, TODAY))
    with bind_school(morning.school.school_id):
        async with morning.families.database.reading() as session:
            rows = list(await session.scalars(select(AbsenceLetter)))

    assert [(EXCUSED, 2, homeroom.who.person_id)] == [
        (row.code, row.revision, row.author_id) for row in rows
    ]
