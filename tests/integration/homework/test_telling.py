"""When families hear of homework: with the last of the day, by the hour, later one by one."""

from datetime import date, timedelta

import pytest

from services.models import SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import ConsentAction, ConsentPurpose
from tests.factories import at
from tests.integration.homework.homework_world import ALGEBRA, ENGLISH, HOLD, PHYSICS

MARIA = "Мария К. · 7Б"
PETROV = "Артём П. · 7Б"
DAY = "на вт 01.12"


def to(world, child):
    """Return what was sent about one child."""
    return [text for text in world.texts if text.startswith(child)]


async def test_the_day_comes_as_one_message_after_its_last_homework(homework):
    """Until then nobody hears anything; then by due date, subject and text."""
    await homework.save(*ALGEBRA)
    await homework.save(*PHYSICS)
    await homework.save(*ENGLISH[0])
    await homework.go_to("11:30")
    assert [] == homework.texts

    await homework.save(*ENGLISH[1])
    await homework.go_to("11:35")

    (text,) = to(homework, MARIA)
    assert [
        MARIA,
        "Домашнее задание на пн 30.11:",
        "• Алгебра — № 214, 216",
        f"Домашнее задание {DAY}:",
        "• Английский язык — Ex. 5",
        "• Физика — § 12",
    ] == text.splitlines()
    assert homework.families.sender.sent[0].is_silent


async def test_each_group_reads_its_own_homework(homework):
    """Petrov and Maria are in the first group of English; what the second does is not theirs."""
    await homework.families.link("father_sidorov", account_id=3, student="sidorov")
    await homework.save(*ALGEBRA)
    await homework.save_the_others()
    await homework.go_to("11:00")

    (sidorov,) = to(homework, "Лев С. · 7Б")
    assert "Ex. 7" in sidorov
    assert "Ex. 5" not in sidorov
    assert all("Ex. 5" in text for text in (*to(homework, MARIA), *to(homework, PETROV)))


async def test_without_the_last_one_families_hear_by_the_hour(homework):
    """An hour after the last lesson what is in is told, whatever is missing."""
    await homework.save(*ALGEBRA)
    await homework.save(*PHYSICS)
    await homework.go_to("11:59")
    assert [] == homework.texts

    await homework.go_to("12:00")

    (text,) = to(homework, MARIA)
    assert ["• Алгебра — № 214, 216", "• Физика — § 12"] == text.splitlines()[2::2]


async def test_the_hour_is_a_setting(homework):
    """«срок домашнего задания» 30: at half past eleven."""
    await homework.add(SchoolSetting(key=SettingKey.HOMEWORK_MINUTES, value="30"))
    await homework.save(*ALGEBRA)
    await homework.go_to("11:30")

    assert 2 == len(homework.texts)


async def test_what_comes_after_the_hour_comes_alone(homework):
    """One by one, each after its hold."""
    await homework.save(*ALGEBRA)
    await homework.go_to("12:00")
    await homework.go_to("14:00")
    await homework.save(*PHYSICS)
    await homework.go_to("14:05")
    await homework.save(*ENGLISH[0])
    await homework.go_to("14:10")

    assert [
        f"{MARIA}\nДомашнее задание на пн 30.11:\n• Алгебра — № 214, 216",
        f"{MARIA}\nДомашнее задание {DAY}:\n• Физика — § 12",
        f"{MARIA}\nДомашнее задание {DAY}:\n• Английский язык — Ex. 5",
    ] == to(homework, MARIA)


async def test_not_set_completes_the_day(homework):
    """«не задано» is an answer: the day is all in, and the message says so."""
    await homework.save_the_others()
    await homework.save("/hw 7Б Алгебра не задано")
    await homework.go_to("10:40")

    (text,) = to(homework, MARIA)
    assert "Не задано: алгебра." == text.splitlines()[-1]


async def test_a_subject_without_homework_is_not_waited_for(homework):
    """«дз: нет» in the workbook: physics does not count."""
    await homework.set_subject("physics", has_homework=False)
    await homework.save(*ALGEBRA)
    for line in ENGLISH:
        await homework.save(*line)
    await homework.go_to("10:40")

    assert 1 == len(to(homework, MARIA))


async def test_individual_homework_is_its_addressees_alone(homework):
    """Petrov's family reads it, with the day's homework; nobody else hears of it."""
    await homework.save("7б алгебра дз № 214; дз для Петрова: повторить § 3 к пн")
    await homework.save_the_others()
    await homework.go_to("10:40")

    (petrov,) = to(homework, PETROV)
    (maria,) = to(homework, MARIA)
    assert "Индивидуальное задание, алгебра, на пн 30.11: повторить § 3" in petrov.splitlines()
    assert "§ 3" not in maria
    assert "№ 214" in maria


async def test_individual_homework_does_not_complete_the_day(homework):
    """Something for one student is nothing for the class."""
    await homework.save("7б алгебра дз для Петрова: повторить § 3")
    await homework.save_the_others()
    await homework.go_to("11:59")

    assert [] == homework.texts


async def test_a_correction_answers_what_was_told(homework):
    """«Изменено задание … (было …)», as a reply to the first message."""
    await homework.save(*ALGEBRA)
    await homework.save_the_others()
    await homework.go_to("10:40")
    await homework.go_to("13:00")
    await homework.save("7б алгебра дз № 214")
    await homework.go_to("13:05")

    first, second = to(homework, MARIA)
    assert f"{MARIA}\nИзменено задание: алгебра, на пн 30.11 — № 214 (было: № 214, 216)" == second
    sent = {one.text: one for one in homework.families.sender.sent}
    number = 1001 + homework.texts.index(first)
    assert number == sent[second].reply_to


async def test_a_correction_does_not_wait_for_what_is_missing(homework):
    """Told by the hour, corrected after the hold although English is still not in."""
    await homework.save(*ALGEBRA)
    await homework.go_to("12:00")
    await homework.save("7б алгебра дз № 1 к вт")
    await homework.go_to("12:05")

    assert 2 == len(to(homework, MARIA))
    assert "на вт 01.12 — № 1 (было: на пн 30.11 — № 214, 216)" in to(homework, MARIA)[1]


async def test_a_correction_before_the_message_is_never_seen(homework):
    """Nobody was told, so nobody is corrected."""
    await homework.save(*ALGEBRA)
    await homework.save("7б алгебра дз № 1")
    await homework.save_the_others()
    await homework.go_to("12:30")

    (text,) = to(homework, MARIA)
    assert "• Алгебра — № 1" in text.splitlines()
    assert "214" not in text


async def test_a_new_text_is_held_like_any_other(homework):
    """Changed a minute before the hour, it is told after its own hold and not before."""
    await homework.save(*ALGEBRA)
    await homework.save(*PHYSICS)
    await homework.go_to("11:59")
    await homework.save("7б алгебра дз № 1")
    await homework.go_to("12:00")
    assert [f"{MARIA}\nДомашнее задание {DAY}:\n• Физика — § 12"] == to(homework, MARIA)

    await homework.go_to("12:04")
    assert "• Алгебра — № 1" in to(homework, MARIA)[1]


async def test_undone_before_the_message_it_is_never_seen(homework):
    """Neither the homework nor that it was taken back."""
    saved = await homework.save(*ALGEBRA)
    undone = await homework.undo(saved)
    await homework.go_to("12:30")

    assert not undone.families_told
    assert [] == homework.texts


async def test_undoing_the_last_one_lets_the_others_wait_again(homework):
    """The day is not complete any more, so the hour counts."""
    await homework.save_the_others()
    saved = await homework.save(*ALGEBRA)
    homework.pass_time(timedelta(minutes=1))
    await homework.undo(saved)
    await homework.go_to("11:59")
    assert [] == homework.texts

    await homework.go_to("12:00")
    (text,) = to(homework, MARIA)
    assert "Алгебра" not in text


async def test_undone_after_the_message_families_are_corrected(homework):
    """Whoever was told hears that it was a mistake."""
    saved = await homework.save(*ALGEBRA)
    await homework.save_the_others()
    await homework.go_to("10:40")
    undone = await homework.undo(saved)
    await homework.go_to("10:45")

    assert undone.families_told
    assert f"{MARIA}\nЗадание снято: алгебра. Внесено ошибочно." == to(homework, MARIA)[1]


async def test_quiet_hours_wait_for_the_morning(homework):
    """Entered at half past nine in the evening it is told at seven."""
    await homework.go_to("21:30")
    await homework.save(*ALGEBRA)
    await homework.go_to("23:00")
    assert [] == homework.texts

    await homework.go_to("07:00", day=25)
    assert 2 == len(homework.texts)


async def test_students_hear_after_their_last_lesson(homework):
    """All is in before the last lesson ends: the mother hears at once, Maria at its end."""
    await homework.families.link("maria", account_id=3)
    for person in ("mother_maria", "maria"):
        await homework.families.consent_outside(
            person, "maria", purpose=ConsentPurpose.STUDENT_ACCOUNT, action=ConsentAction.GIVEN
        )
    await homework.save(*ALGEBRA)
    await homework.save_the_others()
    await homework.go_to("10:45")
    assert [5001, 5002] == sorted(one.chat_id for one in homework.families.sender.sent)

    await homework.go_to("11:00")
    assert 5003 == homework.families.sender.sent[-1].chat_id
    assert homework.families.sender.sent[-1].is_silent


async def test_homework_of_an_earlier_day_comes_after_its_hold(homework):
    """Entered a day late there is no message of the day to wait for."""
    await homework.save("7б алгебра 23.11 3 урок дз § 7 к пн")
    await homework.go_to("10:40")

    assert [f"{MARIA}\nДомашнее задание на пн 30.11:\n• Алгебра — § 7"] == to(homework, MARIA)


async def test_it_is_no_news_after_the_day_it_was_due(homework):
    """A chat that could not be reached until then is not bothered with it."""
    await homework.save(*ALGEBRA)
    notices = await homework.families.notices()

    assert {at(1, "00:00", month=12)} == {row.expires_at for row in notices}
    assert {at(25, "00:00")} == {row.deadline_at for row in notices}
    assert {date(2026, 11, 30)} == {row.due_on for row in await homework.rows()}


@pytest.mark.parametrize("mode", ["alias", "signal"])
async def test_other_modes_name_nobody(homework, mode):
    """Neither the child nor, in a signal, the subject."""
    await homework.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value=mode))
    await homework.save(*ALGEBRA)
    await homework.go_to("12:00")

    assert 2 == len(homework.texts)
    for text in homework.texts:
        assert "Мария" not in text
        assert ("№ 214" in text) is (mode == "alias")


async def test_the_preview_says_when(homework):
    """By the hour while something is missing, after the hold with the last one."""
    early = await homework.preview(*ALGEBRA[:1])
    await homework.save_the_others()
    last = await homework.preview(*ALGEBRA[:1])

    assert (at(24, "12:00"), False) == (early.homework_due_at, early.is_homework_complete)
    assert (homework.now + HOLD, True) == (last.homework_due_at, last.is_homework_complete)
