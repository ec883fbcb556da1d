"""Changes taken back or changed again: who was told hears of it, nobody else."""

from datetime import date

from tests.integration.changes.conftest import FATHER, MOTHER, SUBSTITUTE, TEACHER, Office

TUESDAY = date(2026, 11, 24)
MARIA = "Мария К. · 7Б"
LEV = "Лев С. · 7Б"
BIOLOGY = "вт 24.11, 3-й урок: вместо алгебры — биология (Смирнова О. В., каб. 214)"


async def test_a_lesson_moved_and_then_cancelled_is_told_again(office: Office):
    """Although the day it was moved from looks the same."""
    await office.save("24.11 7Б 3 → 26.11 2")
    await office.told(minutes=3)
    await office.save("26.11 7Б 2 отмена")
    told = await office.told(minutes=3)

    assert [[MARIA, "вт 24.11, 3-й урок: отмена (алгебра)"]] == told[MOTHER]


async def test_a_change_withdrawn_within_its_hold_is_never_seen(office: Office):
    """Nobody hears anything, and the timetable is as it was."""
    saved = await office.save("24.11 7Б 3 Биология Смирнова 214")
    office.families.pass_minutes(2)
    withdrawn = await office.withdraw(saved)

    assert not withdrawn.families_told
    assert {} == await office.told(minutes=5)
    assert "3 Алгебра" in await office.day_of_student("maria", TUESDAY)


async def test_a_withdrawn_change_is_taken_back_where_it_was_told(office: Office):
    """The withdrawal answers the message about the change."""
    saved = await office.save("24.11 7Б 1 отмена")
    await office.told(minutes=3)
    withdrawn = await office.withdraw(saved)
    told = await office.told(minutes=1)

    assert withdrawn.families_told
    assert {
        MOTHER: [
            [
                MARIA,
                "Изменение отменено: вт 24.11, 1-й урок — физика, как в расписании",
                "Занятия начинаются в 08:30.",
            ]
        ],
        FATHER: [
            [
                LEV,
                "Изменение отменено: вт 24.11, 1-й урок — физика, как в расписании",
                "Занятия начинаются в 08:30.",
            ]
        ],
        TEACHER: [["Изменение отменено: вт 24.11, 1-й урок, 7Б — физика, как в расписании"]],
    } == told
    assert office.families.sender.sent[-1].reply_to is not None


async def test_a_withdrawal_is_told_to_who_was_told_only(office: Office):
    """Who links in between hears nothing of what never came to hold for them."""
    saved = await office.save("24.11 7Б 3 отмена")
    await office.told(minutes=3)
    await office.families.link("mother_petrov", account_id=3, student="petrov")
    await office.withdraw(saved)

    assert {MOTHER, FATHER} == set(await office.told(minutes=1))


async def test_a_later_change_of_the_same_lesson_replaces_the_first(office: Office):
    """The family reads the new state alone; withdrawing it brings the first one back."""
    await office.save("24.11 7Б 3 Биология Смирнова 214")
    await office.told(minutes=3)
    second = await office.save("24.11 7Б 3 отмена")
    told = await office.told(minutes=3)
    await office.withdraw(second)
    back = await office.told(minutes=1)

    assert [
        [MARIA, "вт 24.11, 3-й урок: отмена (алгебра)", "Занятия заканчиваются в 10:00."]
    ] == told[MOTHER]
    assert [["Изменение отменено: вт 24.11, 3-й урок, 7Б — вести этот урок не нужно"]] == told[
        SUBSTITUTE
    ]
    assert [[MARIA, BIOLOGY, "Занятия заканчиваются в 11:00."]] == back[MOTHER]


async def test_a_withdrawn_frost_day_is_taken_back(office: Office):
    """With sound: children are to come after all."""
    saved = await office.save("24.11 7Б карантин")
    told = await office.told(minutes=3)
    await office.withdraw(saved)
    back = await office.told(minutes=1)

    quarantine = "Вт 24.11: занятия в школе отменены: карантин. Задания — в дневнике."
    assert [[MARIA, quarantine]] == told[MOTHER]
    assert [[MARIA, "Изменение отменено: вт 24.11 — занятия по расписанию"]] == back[MOTHER]
    assert not office.families.sender.sent[-1].is_silent
