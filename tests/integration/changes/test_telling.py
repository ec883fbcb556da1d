"""Who hears of a change, when, in which words: real rules, screens, delivery; fake Telegram."""

from datetime import date

from tests.integration.changes.conftest import FATHER, MOTHER, SUBSTITUTE, TEACHER, Office

TUESDAY = date(2026, 11, 24)
MARIA = "Мария К. · 7Б"
LEV = "Лев С. · 7Б"
BIOLOGY = "вт 24.11, 3-й урок: вместо алгебры — биология (Смирнова О. В., каб. 214)"


async def test_a_substitution_reaches_families_and_the_substitute(office: Office):
    """The family reads what instead of what; a teacher's reason is never shown."""
    await office.save("24.11 7Б 3 Биология Смирнова 214 (болезнь Гусевой)")

    assert {} == await office.told(minutes=2)
    assert {
        MOTHER: [[MARIA, BIOLOGY]],
        FATHER: [[LEV, BIOLOGY]],
        SUBSTITUTE: [
            ["вт 24.11, 3-й урок, 7Б: ведёте Вы, биология (вместо: Гусева Е. Д.), каб. 214"]
        ],
    } == await office.told(minutes=1)
    assert ["1 Физика", "2 Английский язык", "3 Биология"] == await office.day_of_student(
        "maria", TUESDAY
    )
    assert ["3 7Б Биология"] == await office.day_of_teacher("biology", TUESDAY)
    assert [] == await office.day_of_teacher("algebra", TUESDAY)


async def test_who_is_replaced_hears_of_it(office: Office):
    """The physicist need not come for the first lesson."""
    await office.save("24.11 7Б 1 ведёт Смирнова")
    told = await office.told(minutes=3)

    assert [["вт 24.11, 1-й урок, 7Б: вместо Вас ведёт Смирнова О. В. (физика)"]] == told[TEACHER]


async def test_only_the_affected_group_hears(office: Office):
    """Another teacher of one group of English is nothing to the other group."""
    await office.save("24.11 7Б 2 группа 1 ведёт Орлов")

    english = "вт 24.11, 2-й урок: английский язык, ведёт Орлов Д. С. (вместо: Полякова Н. П.)"
    mine = "ведёте Вы, английский язык (вместо: Полякова Н. П.), каб. 305"
    assert {
        MOTHER: [[MARIA, english]],
        TEACHER: [[f"вт 24.11, 2-й урок, 7Б англ. 1: {mine}"]],
    } == await office.told(minutes=3)


async def test_a_cancelled_first_lesson_of_tomorrow_rings_and_says_when_to_come(office: Office):
    """It passes in the evening, and nobody comes an hour too early."""
    office.at(23, "21:30")
    await office.save("24.11 7Б 1 отмена")
    told = await office.told(minutes=3)

    assert [[MARIA, "вт 24.11, 1-й урок: отмена (физика)", "Приходите к 09:20."]] == told[MOTHER]
    assert not any(one.is_silent for one in office.families.sender.sent)


async def test_a_late_urgent_change_waits_until_six_and_rings_then(office: Office):
    """From 22:00 to 06:00 nobody is woken for it."""
    office.at(23, "23:00")
    await office.save("24.11 7Б 1 отмена")

    assert {} == await office.told(minutes=5)
    office.at(24, "06:00")
    assert MOTHER in await office.told()
    assert not office.families.sender.sent[0].is_silent


async def test_another_change_is_silent_and_waits_for_the_end_of_quiet_hours(office: Office):
    """The last lesson of tomorrow is nothing to ring for; the end of the day is told."""
    office.at(23, "21:30")
    await office.save("24.11 7Б 3 отмена")
    evening = await office.told(minutes=5)
    office.at(24, "07:00")
    morning = await office.told()

    assert MOTHER not in evening
    assert [
        [MARIA, "вт 24.11, 3-й урок: отмена (алгебра)", "Занятия заканчиваются в 10:00."]
    ] == morning[MOTHER]
    assert all(
        one.is_silent for one in office.families.sender.sent if one.chat_id == 5000 + MOTHER
    )


async def test_changes_of_one_day_saved_in_a_row_are_told_together(office: Office):
    """The second save keeps the first one waiting, and both leave as one message."""
    await office.save("26.11 7Б 1 Алгебра Гусева 214")
    office.families.pass_minutes(2)
    await office.save("26.11 7Б 2 Биология")

    assert {} == await office.told(minutes=2)
    told = await office.told(minutes=1)
    assert [
        [
            MARIA,
            "чт 26.11, 1-й урок: дополнительный урок — алгебра (Гусева Е. Д., каб. 214)",
            "чт 26.11, 2-й урок: дополнительный урок — биология (Смирнова О. В.)",
            "Занятия начинаются в 08:30. Занятия заканчиваются в 10:00.",
        ]
    ] == told[MOTHER]


async def test_an_urgent_change_waits_for_no_other(office: Office):
    """What is saved a minute later does not delay when to come tomorrow."""
    await office.save("24.11 7Б 1 отмена")
    office.families.pass_minutes(1)
    await office.save("24.11 7Б 3 каб 305")
    told = await office.told(minutes=2)
    later = await office.told(minutes=1)

    assert [[MARIA, "вт 24.11, 1-й урок: отмена (физика)", "Приходите к 09:20."]] == told[MOTHER]
    assert [[MARIA, "вт 24.11, 3-й урок: алгебра, каб. 305 вместо 214"]] == later[MOTHER]


async def test_several_lines_of_one_message_are_one_message_to_a_family(office: Office):
    """What is saved together is told together."""
    await office.save("24.11 7Б\n2 отмена\n3 каб 305")
    told = await office.told(minutes=3)

    assert [
        [
            MARIA,
            "вт 24.11, 2-й урок: отмена (английский язык)",
            "вт 24.11, 3-й урок: алгебра, каб. 305 вместо 214",
        ]
    ] == told[MOTHER]


async def test_a_moved_lesson_is_told_once_with_both_places(office: Office):
    """The day it is moved from speaks of the day it is moved to."""
    await office.save("24.11 7Б 3 → 26.11 2")
    told = await office.told(minutes=3)

    assert [
        [
            MARIA,
            "вт 24.11, 3-й урок: перенос (алгебра), вместо этого — чт 26.11, 2-й урок",
            "Занятия заканчиваются в 10:00.",
        ]
    ] == told[MOTHER]
    assert ["2 Алгебра"] == await office.day_of_student("maria", date(2026, 11, 26))


async def test_a_frost_day_is_for_its_grades_alone(office: Office):
    """It rings; other grades hear nothing."""
    await office.families.guard("mother_maria", "belova")
    await office.families.consent_outside("mother_maria", "belova")
    await office.save("24.11 1-4 актированный день")
    told = await office.told(minutes=3)

    frost = "Вт 24.11, 1-е классы: занятия отменены из-за мороза. Задания — в дневнике."
    assert {MOTHER: [["Алёна Б. · 1А", frost]]} == told
    assert not office.families.sender.sent[0].is_silent


async def test_a_frost_day_reaches_siblings_in_one_message_each(office: Office):
    """Two children, two days: each message begins with its child."""
    await office.families.guard("mother_maria", "petrov")
    await office.families.consent_outside("mother_maria", "petrov")
    await office.save("24.11 1-7 актированный день")
    told = await office.told(minutes=3)

    assert {MARIA, "Артём П. · 7Б"} == {message[0] for message in told[MOTHER]}


async def test_a_lesson_that_is_over_is_no_news(office: Office):
    """What is recorded after the day changes the books and tells no family."""
    office.at(24, "15:00")
    await office.save("24.11 7Б 3 Биология Смирнова 214")

    assert {MOTHER, FATHER}.isdisjoint(await office.told(minutes=3))


async def test_a_day_by_another_days_timetable_is_told_lesson_by_lesson(office: Office):
    """Tuesday has Monday's lessons: what is the same is no news; taken back, all is as it was."""
    before = await office.day_of_student("maria", TUESDAY)
    saved = await office.save("24.11 7Б по понедельнику")
    told = await office.told(minutes=3)
    changed = await office.day_of_student("maria", TUESDAY)
    other_class = await office.day_of_student("belova", TUESDAY)
    await office.withdraw(saved)
    taken_back = await office.told(minutes=3)

    assert {MOTHER, FATHER, TEACHER} == set(told) == set(taken_back)
    assert [
        MARIA,
        "вт 24.11, 1-й урок: вместо физики — разговоры о важном (Гусева Е. Д., каб. 214)",
        "вт 24.11, 2-й урок: отмена (английский язык)",
        "вт 24.11, 2-й урок: дополнительный урок — алгебра (Гусева Е. Д., каб. 214)",
        "вт 24.11, 4-й урок: дополнительный урок — ОРКСЭ (Лазарева С. О., каб. 214)",
        "Занятия заканчиваются в 12:00.",
    ] == told[MOTHER][0]
    assert ["1 Разговоры о важном", "2 Алгебра", "3 Алгебра", "4 ОРКСЭ"] == changed
    assert ["1 Литературное чтение"] == other_class
    assert before == await office.day_of_student("maria", TUESDAY)


async def test_a_worked_saturday_has_the_lessons_of_the_day_named(office: Office):
    """A free day may be worked by another day's timetable: its lessons are added."""
    await office.save("28.11 7Б по понедельнику")

    assert ["1 Разговоры о важном", "2 Алгебра", "3 Алгебра", "4 ОРКСЭ"] == (
        await office.day_of_student("maria", date(2026, 11, 28))
    )
