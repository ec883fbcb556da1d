"""Every kind of change: exactly who hears of it, and of its withdrawal. One table.

Everybody of the small school who might be told is linked: Maria (first group of English) and her
mother, Lev Sidorov (second group) and his father, the mother of Alyona of 1А, all teachers. The
deputy head, who makes the changes, never hears of them.
"""

import pytest

from services.change_entry.facts import DayLine
from services.database import bind_school
from services.models import SchoolClass
from services.vocabulary import ConsentPurpose
from tests.integration.changes.conftest import FATHER, MOTHER, SUBSTITUTE, TEACHER, Office

ACCOUNTS = {
    MOTHER: "mother of Maria",
    FATHER: "father of Lev",
    SUBSTITUTE: "biology",
    TEACHER: "physics",
    21: "Maria",
    22: "Lev",
    23: "mother of Alyona",
    31: "algebra",
    32: "english 1",
    33: "english 2",
    34: "primary",
    35: "deputy",
}
FIRST = {"mother of Maria", "Maria"}
SECOND = {"father of Lev", "Lev"}
BOTH = FIRST | SECOND
OTHERS = {"mother of Alyona"}
OF_TUESDAY = {"physics", "english 1", "english 2", "algebra"}


@pytest.fixture
async def everybody(office: Office) -> Office:
    """Link who is not linked yet; 1А comes in the second shift."""
    families = office.families
    for student, guardian, account in (
        ("maria", "mother_maria", 21),
        ("sidorov", "father_sidorov", 22),
    ):
        await families.link(student, account_id=account)
        await families.consent_outside(guardian, student, purpose=ConsentPurpose.STUDENT_ACCOUNT)
    await families.guard("mother_petrov", "belova")
    await families.link("mother_petrov", account_id=23, student="belova")
    for account, person in (
        (31, "algebra"),
        (32, "english1"),
        (33, "english2"),
        (34, "primary"),
        (35, "deputy"),
    ):
        await families.link(person, account_id=account)
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            row = await session.get_one(SchoolClass, office.school.classes["1А"])
            row.shift = 2
    return office


@pytest.mark.parametrize(
    ("line", "families", "teachers"),
    [
        # substitution: who gives it, and who need not
        ("24.11 7Б 3 ведёт Смирнова", BOTH, {"algebra", "biology"}),
        ("24.11 7Б 2 группа 1 ведёт Орлов", FIRST, {"english 1", "physics"}),
        # other subject
        ("24.11 7Б 3 Биология Смирнова 214", BOTH, {"algebra", "biology"}),
        # cancelled
        ("24.11 7Б 3 отмена", BOTH, {"algebra"}),
        ("24.11 7Б 2 группа 2 отмена", SECOND, {"english 2"}),
        # moved
        ("24.11 7Б 3 → 26.11 2", BOTH, {"algebra"}),
        # room
        ("24.11 7Б 2 группа 2 каб 101", SECOND, {"english 2"}),
        # merged groups: one teacher takes both halves
        ("24.11 7Б 2 группа 2 ведёт Полякова", SECOND, {"english 1", "english 2"}),
        ("24.11 7Б 2 Биология Смирнова", BOTH, {"english 1", "english 2", "biology"}),
        # added
        ("24.11 7Б 4 Биология Смирнова", BOTH, {"biology"}),
        # shortened bells
        ("24.11 7Б сокращённые по 30 минут", BOTH, OF_TUESDAY),
        ("24.11 все сокращённые по 30 минут", BOTH | OTHERS, OF_TUESDAY | {"primary"}),
        # day by another day's timetable: the 3rd lesson is the same on both days
        ("24.11 7Б по понедельнику", BOTH, OF_TUESDAY | {"primary"}),
        # frost day by grades and by shift
        ("24.11 1-4 актированный день", OTHERS, {"primary"}),
        ("24.11 7 классы актированный день", BOTH, OF_TUESDAY),
        ("24.11 2 смена актированный день", OTHERS, {"primary"}),
        ("24.11 1 смена актированный день", BOTH, OF_TUESDAY),
        # who teaches the class on another day of the range is concerned as well
        ("24.11-30.11 7Б карантин", BOTH, OF_TUESDAY | {"primary"}),
        ("24.11 7Б карантин", BOTH, OF_TUESDAY),
        ("24.11 7Б дистант", BOTH, OF_TUESDAY),
        ("24.11 7Б отмена занятий", BOTH, OF_TUESDAY),
    ],
)
async def test_exactly_these_hear_of_a_change_and_of_its_withdrawal(
    everybody: Office, line: str, families: set[str], teachers: set[str]
):
    """Families of the study group, its students, the teachers concerned; and nobody twice."""
    saved = await everybody.save(line)
    held = await everybody.told(minutes=2)
    told = await everybody.told(minutes=1)
    quiet = await everybody.told(minutes=60)
    await everybody.withdraw(saved)
    taken_back = await everybody.told(minutes=1)

    assert {} == held
    assert families | teachers == {ACCOUNTS[one] for one in told}
    assert all(len(messages) == 1 for messages in told.values())
    assert {} == quiet
    assert families | teachers == {ACCOUNTS[one] for one in taken_back}
    assert all(
        any(line.startswith("Изменение отменено: ") for line in messages[0])
        for messages in taken_back.values()
    )


@pytest.mark.parametrize(
    ("line", "mother", "teacher"),
    [
        (
            "24.11 7Б сокращённые по 30 минут",
            (
                "Вт 24.11: сокращённые уроки по 30 минут вместо обычных, "
                "последний заканчивается в 10:30."
            ),
            "Вт 24.11, 7Б: сокращённые уроки по 30 минут вместо обычных.",
        ),
        (
            "24.11-26.11 7 классы сокращённые по 30 минут",
            "С вт 24.11 по чт 26.11, 7-е классы: сокращённые уроки по 30 минут вместо обычных.",
            "С вт 24.11 по чт 26.11, 7Б: сокращённые уроки по 30 минут вместо обычных.",
        ),
        (
            "24.11 7 классы актированный день",
            "Вт 24.11, 7-е классы: занятия отменены из-за мороза. Задания — в дневнике.",
            "Вт 24.11, 7Б: занятия отменены из-за мороза. Задания — в дневнике.",
        ),
    ],
)
async def test_a_day_is_said_to_families_and_teachers(
    everybody: Office, line: str, mother: str, teacher: str
):
    """A family reads of its child's day, a teacher of the classes."""
    await everybody.save(line)
    told = await everybody.told(minutes=3)

    assert [["Мария К. · 7Б", mother]] == told[MOTHER]
    assert [[teacher]] == told[TEACHER]


async def test_shorter_lessons_are_silent_and_children_at_home_ring(everybody: Office):
    """The day begins as always: nobody has to act before the evening."""
    everybody.at(23, "21:30")
    await everybody.save("24.11 7Б сокращённые по 30 минут")
    evening = await everybody.told(minutes=5)
    everybody.at(24, "07:00")
    morning = await everybody.told()

    assert MOTHER not in evening
    assert MOTHER in morning
    assert all(
        one.is_silent for one in everybody.families.sender.sent if one.chat_id == 5000 + MOTHER
    )


async def test_the_preview_of_a_shortened_day_says_when_it_ends(everybody: Office):
    """And a set of bells the school does not have is asked for."""
    preview = await everybody.preview("24.11 7Б сокращённые по 30 минут")
    (line,) = preview.lines
    assert isinstance(line, DayLine)
    assert line.first_at is not None
    assert line.last_at is not None

    assert ("08:30", "10:30") == tuple(
        f"{one.astimezone(preview.zone):%H:%M}" for one in (line.first_at, line.last_at)
    )
    assert (1, 4) == (preview.families.unreached > 0, preview.teachers)
    assert not preview.is_urgent


async def test_a_change_of_a_shortened_day_tells_the_end_by_its_bells(everybody: Office):
    """The third lesson is cancelled: the day ends with the second one, at 09:40."""
    await everybody.save("24.11 7Б сокращённые по 30 минут")
    await everybody.told(minutes=3)
    await everybody.save("24.11 7Б 3 отмена")
    told = await everybody.told(minutes=3)

    assert [
        "Мария К. · 7Б",
        "вт 24.11, 3-й урок: отмена (алгебра)",
        "Занятия заканчиваются в 09:40.",
    ] == told[MOTHER][0]
