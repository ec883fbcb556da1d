"""Turning the timetable in a chat: over free days with a word why, and of any class."""

import pytest
from sqlalchemy import delete

from services.database import bind_school
from services.errors import NotAllowed, NotFound
from services.models import RoleAssignment
from services.vocabulary import Role
from tests.integration.changes.chat import OfficeLine
from tests.integration.changes.conftest import MOTHER, TEACHER, Office
from tests.integration.changes.test_chat import DEPUTY, plain

pytestmark = pytest.mark.one_database


@pytest.fixture
async def line(office: Office) -> OfficeLine:
    """Give the way into the program; the dispatcher, who teaches nothing, is linked too."""
    await office.families.link("deputy", account_id=DEPUTY)
    return OfficeLine(office.database, office.families.clock)


async def test_a_weekend_is_jumped_over(office, line):
    """On Friday the next page is Monday's, and says what lies between."""
    office.at(27, "12:00")
    chat = line.chat(MOTHER)
    await chat.send("/timetable")
    friday, captions = plain(chat.last.text), chat.captions
    await chat.press("пн 30.11 ▶")
    monday = plain(chat.last.text)
    await chat.press("◀ пт 27.11")

    assert "Сегодня, пятница, 27 ноября" in friday
    assert "Сб 28.11 – вс 29.11: выходные." == friday.splitlines()[-1]
    assert ["Завтра", "Неделя", "◀ чт 26.11", "пн 30.11 ▶", "Меню"] == captions
    assert "Понедельник, 30 ноября" in monday
    assert "Сегодня, пятница, 27 ноября" in plain(chat.last.text)


async def test_asked_on_a_sunday_it_is_mondays(office, line):
    """Nobody asks for an empty day; a day asked for says why it is empty."""
    office.at(29, "12:00")
    chat = line.chat(MOTHER)
    await chat.send("/timetable")
    sunday = plain(chat.last.text)
    office.at(27, "12:00")
    await chat.send("/timetable")
    await chat.press("Завтра")

    assert "Завтра, понедельник, 30 ноября" in sunday
    assert "Завтра, суббота, 28 ноября\nУроков нет: выходной." in plain(chat.last.text)
    assert "Вс 29.11: выходные." in plain(chat.last.text)
    assert "пн 30.11 ▶" in chat.captions


async def test_holidays_are_jumped_over_by_name(office, line):
    """The week before them leads to the week after, and back; so does a teacher's."""
    chat, teacher = line.chat(MOTHER), line.chat(TEACHER)
    for one in (chat, teacher):
        await one.send("/timetable")
        await one.press("Неделя")
        for _week in range(3):
            await one.press("◀")
        assert any(caption == "◀ пн 19.10" for caption in one.captions)
        await one.press("◀ пн 19.10")
        assert "Пн 26.10 – вс 01.11: осенние каникулы." in plain(one.last.text)
        assert "пн 02.11 ▶" in one.captions


async def test_a_dispatcher_looks_at_any_class(office, line):
    """A class is chosen, its day and week turned; a change on its way is seen before families."""
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            person_id = office.school.people["deputy"]
            await session.execute(
                delete(RoleAssignment).where(RoleAssignment.person_id == person_id)
            )
            session.add(RoleAssignment(person_id=person_id, role=Role.DISPATCHER))
    await office.save("24.11 7Б 1 отмена")
    chat = line.chat(DEPUTY)
    await chat.send("/timetable")
    offered = chat.captions
    await chat.press("7Б")
    today = plain(chat.last.text).splitlines()
    await chat.press("Завтра")
    tomorrow = plain(chat.last.text)
    captions = chat.captions
    await chat.press("Неделя")
    week = plain(chat.last.text)
    await chat.press("Другой класс")

    assert "7Б" in offered
    assert ["7Б · расписание", "Сегодня, понедельник, 23 ноября"] == today[:2]
    assert "Физика (отмена)" in tomorrow
    assert ["Как изменить расписание", "Другой класс", "Меню"] == captions[-3:]
    assert "Вт 24.11\n1. Физика (отмена)" in week
    assert offered == chat.captions


async def test_nobody_else_opens_a_class(office, line):
    """An old button is checked again; a teacher's own page has no way to a class."""
    school = office.school
    teacher = line.chat(TEACHER)
    await teacher.send("/timetable")

    assert "Расписание класса" not in teacher.captions
    with pytest.raises(NotAllowed):
        await office.timetable.of_class(school.staff("physics"), 1, now=office.now)
    with pytest.raises(NotAllowed):
        await office.timetable.classes(school.staff("physics"))
    with pytest.raises(NotFound):
        await office.timetable.of_class(office.deputy, 10**9, now=office.now)
