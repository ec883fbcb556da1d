"""The timetable in the chats of a deputy head, a teacher and a mother, in both languages."""

import re

import pytest
from sqlalchemy import update

from services.database import bind_school
from services.models import Account, RoleAssignment, SchoolSetting
from services.vocabulary import Role
from tests.integration.changes.chat import OfficeLine
from tests.integration.changes.conftest import MOTHER, TEACHER, Office

pytestmark = pytest.mark.one_database

DEPUTY = 31


@pytest.fixture
async def line(office: Office) -> OfficeLine:
    """Give the way into the program; the deputy head is linked too."""
    await office.families.link("deputy", account_id=DEPUTY)
    return OfficeLine(office.database, office.families.clock)


async def speak(office: Office, account_id: int, language: str) -> None:
    """Let an account read another language."""
    async with office.database.transaction() as session:
        await session.execute(
            update(Account).where(Account.id == account_id).values(language=language)
        )


def plain(text: str) -> str:
    """Return the text without its markup."""
    return re.sub(r"</?(?:b|s|code)>", "", text)


async def test_a_change_from_line_to_withdrawal(office, line):
    """Preview, save, withdraw: what is pressed is what the timetable does."""
    chat = line.chat(DEPUTY)
    await chat.send("/change 24.11 7Б 3 Биология Смирнова 214")
    preview = plain(chat.last.text).splitlines()
    captions = chat.captions
    await chat.press("Сохранить")
    saved = plain(chat.last.text).splitlines()
    await chat.press("Отменить изменение")

    whom = "Касается 6 семей. Из них 4 без связи с дневником: сообщите иначе. И 2 учителей."
    assert [
        "7Б · вт 24.11, 3-й урок",
        "вместо алгебры — биология (Смирнова О. В., каб. 214)",
        "",
        f"{whom} Узнают в 12:03 или после тихих часов.",
    ] == preview
    assert ["Сохранить", "Не сохранять"] == captions
    assert "Сохранено." == saved[0]
    assert "До 12:03 об этом никто не узнает." == saved[-1]
    assert "Изменение отменено" in chat.last.text
    assert {} == await office.told(minutes=5)


async def test_a_list_of_changes_comes_as_a_file(office, line):
    """Shown as if it had been typed; a file that is no list, and a teacher, are refused."""
    table = "дата;класс;урок;что\n24.11;7Б;3;отмена\n26.11;7Б;;по понедельнику".encode()
    chat, teacher = line.chat(DEPUTY), line.chat(TEACHER)
    await chat.send_file("замены.csv", table, "/change")
    shown = plain(chat.last.text)
    await chat.press("Сохранить")
    saved = plain(chat.last.text)
    await chat.send_file("фото.jpg", b"\x89PNG\r\n\x1a\n\x98\x00\x81", "/change")
    refused = chat.last.text
    await teacher.send_file("замены.csv", table, "/change")

    assert "7Б · вт 24.11, 3-й урок\nотмена" in shown
    assert "7Б · чт 26.11, 4-й урок" in shown
    assert "Сохранено." in saved
    assert "пришлите текст, таблицу CSV" in refused
    assert "не открыт" in teacher.last.text or "недоступ" in teacher.last.text


async def test_the_same_in_english(office, line):
    """Every sentence has its English counterpart; the line stays as schools write it."""
    await speak(office, DEPUTY, "en")
    chat = line.chat(DEPUTY)
    await chat.send("/change 24.11 7Б 3 Биология Смирнова 214\n1-4 актированный день")
    first = chat.last
    await chat.send("/change 24.11 7Б 6 отмена")
    nothing = chat.last
    await chat.send("/change 24.11 7Б 3 Биология Смирнова 214")

    assert "This is about whole days" in first.text
    assert "there is no such lesson, so nothing would change" in nothing.text
    assert "биология instead of алгебра (Смирнова О. В., room 214)" in chat.last.text
    assert "It concerns 6 families. 4 of them have no link" in chat.last.text
    assert ["Save", "Do not save"] == chat.captions


async def test_a_fault_shows_its_line_and_word(office, line):
    """Nothing is stored, and the way out is a button."""
    chat = line.chat(DEPUTY)
    await chat.send("/change 24.11 7Б\n3 Билогия Смирнова\n6 отмена")

    assert [
        "3 <b>Билогия</b> Смирнова",
        "Здесь нет ни предмета, ни учителя, ни кабинета школы, и другого смысла не видно.",
        "Возможно: Биология",
        "Ничего не записано.",
    ] == chat.last.text.splitlines()
    await chat.press("Как изменить расписание")
    assert "/change 24.11 7Б 6 отмена" in chat.last.text


async def test_a_discarded_preview_and_an_old_button(office, line):
    """«Не сохранять», and a press a day later, are answered kindly."""
    chat = line.chat(DEPUTY)
    await chat.send("/change 24.11 7Б 3 отмена")
    await chat.press("Не сохранять")
    discarded = chat.last.text
    await chat.press("Сохранить")

    assert "расписание прежнее" in discarded
    assert "не сохранено" in chat.last.text


@pytest.mark.parametrize("text", ["/change", "/change 24.11 7Б 3 отмена"])
async def test_a_teacher_does_not_change_the_timetable(office, line, text):
    """The command answers that it is not open to them."""
    chat = line.chat(TEACHER)
    await chat.send(text)

    assert "/change" not in chat.last.text
    assert ["Меню"] == chat.captions


async def test_the_command_alone_explains_itself(office, line):
    """No grammar needs to be remembered."""
    chat = line.chat(DEPUTY)
    await chat.send("/change")

    assert "/change 24.11 1-4 актированный день" in chat.last.text


async def test_a_mother_reads_the_timetable_with_changes(office, line):
    """Today, tomorrow, the week; what changed stands beside what it changes."""
    await office.save("24.11 7Б\n1 отмена\n2 группа 1 ведёт Орлов\n3 Биология Смирнова 214")
    chat = line.chat(MOTHER)
    await chat.send("/timetable")
    held = chat.last
    await chat.press("Завтра")
    unseen = plain(chat.last.text)
    office.families.pass_minutes(3)
    await chat.send("/timetable")
    await chat.press("Завтра")
    tomorrow = plain(chat.last.text).splitlines()
    await chat.press("Неделя")
    week = plain(chat.last.text)
    captions = chat.captions
    await chat.press("◀ пн 16.11")

    assert "Сегодня, понедельник, 23 ноября" in plain(held.text)
    assert "отмена" not in unseen
    assert [
        "Мария К. · 7Б",
        "Завтра, вторник, 24 ноября",
        "1. 08:30–09:10 Физика (отмена)",
        "2. 09:20–10:00 Английский язык · 7Б англ. 1 · каб. 305 (ведёт Орлов Д. С.)",
        "3. 10:20–11:00 Биология · каб. 214 (вм. алгебры, Смирнова О. В.)",
    ] == tomorrow
    assert "Вт 24.11\n1. Физика (отмена)" in week
    assert ["Сегодня", "Завтра", "◀ пн 16.11", "пн 30.11 ▶", "Меню"] == captions
    assert "Пн 16.11" in plain(chat.last.text)


async def test_moved_cancelled_and_other_days_in_the_timetable(office, line):
    """A moved lesson is seen on both days, a frost day says what it is, holidays their name."""
    await office.save("24.11 7Б 3 → 26.11 2\n25.11 7Б актированный день\n27.11 7Б 1 Биология")
    office.families.pass_minutes(3)
    chat = line.chat(MOTHER)
    await chat.send("/timetable")
    await chat.press("Неделя")
    week = plain(chat.last.text)

    assert "3. Алгебра (перенос на чт 26.11, 2-й урок)" in week
    assert "2. Алгебра (перенос с вт 24.11, 3-й урок)" in week
    assert "Актированный день: в школу не приходят." in week
    assert "1. Биология (дополнительно)" in week


async def test_a_teacher_reads_the_own_timetable(office, line):
    """Lessons to give, and those given by somebody else."""
    await office.save("24.11 7Б\n1 ведёт Смирнова\n3 ведёт Орлов")
    chat = line.chat(TEACHER)
    await chat.send("/timetable")
    await chat.press("Завтра")

    assert [
        "Мои уроки",
        "Завтра, вторник, 24 ноября",
        "1. 08:30–09:10 Физика · 7Б (ведёт Смирнова О. В.)",
        "3. 10:20–11:00 Алгебра · 7Б · каб. 214 (вместо: Гусева Е. Д.)",
    ] == plain(chat.last.text).splitlines()


async def test_a_teacher_takes_over_a_lesson(office, line):
    """From the button to the teacher's day, and back."""
    office.at(24, "10:25")
    chat = line.chat(TEACHER)
    await chat.send("/timetable")
    await chat.press("Веду вместо")
    offers = chat.captions
    await chat.press("3 · 7Б · Алгебра")
    question = plain(chat.last.text)
    await chat.press("Веду этот урок")
    taken = plain(chat.last.text)
    await chat.press("Сегодня")
    today = plain(chat.last.text)
    await chat.press("Веду этот урок", skip=0)
    again = chat.last.text

    assert "3 · 7Б · Алгебра" in offers
    assert "10:20–11:00, 3-й урок, вместо: Гусева Е. Д." in question
    assert "Семьи узнают в 10:28." in taken
    assert "замена" in today
    assert "это и так Ваш урок" in again


async def test_a_school_that_names_nobody_shows_no_timetable(office, line):
    """In ``signal`` what families open is bound like what they are sent."""
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            session.add(SchoolSetting(key="content_mode", value="signal"))
    chat = line.chat(MOTHER)
    await chat.send("/timetable")

    assert "Подробности — в школьном дневнике или у классного руководителя." == chat.last.text


async def test_the_diary_shows_changes_too(office, line):
    """One resolved day behind every screen: `3. Биология (вм. алгебры, Смирнова О. В.)`."""
    await office.save("24.11 7Б\n1 отмена\n3 Биология Смирнова 214")
    office.families.pass_minutes(3)
    chat = line.chat(MOTHER)
    await chat.send("/diary")
    await chat.press("вт 24.11 ▶")
    text = plain(chat.last.text)

    assert "Физика (отмена)" in text
    assert "3. 10:20–11:00 Биология (вм. алгебры, Смирнова О. В.) · каб. 214" in text


async def test_a_stranger_and_a_dispatcher(office, line):
    """Nobody unknown sees a timetable; a dispatcher who does not teach has none of the own."""
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            session.add(
                RoleAssignment(person_id=office.school.people["deputy"], role=Role.DISPATCHER)
            )
    deputy, stranger = line.chat(DEPUTY), line.chat(999)
    await deputy.send("/timetable")
    await stranger.send("/timetable")

    assert "Мои уроки" not in deputy.last.text
    assert "7Б" not in stranger.last.text
