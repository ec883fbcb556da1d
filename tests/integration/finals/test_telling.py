"""Who hears of a period mark, and when: hold, one message a day, quiet hours, corrections."""

from datetime import timedelta

import pytest

from services.database import bind_school
from services.models import SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import ConsentAction
from tests.factories import at

MARIA = "Мария К. · 7Б"


async def pass_minutes(finals, minutes: float) -> None:
    """Let time pass, and delivery work."""
    finals.world.pass_minutes(minutes)
    await finals.world.steps()


async def test_the_family_hears_after_the_hold_with_sound(finals):
    """Period and mark; half an hour later, not before; within a day of the result."""
    await finals.save("/final 7Б Алгебра 2 четверть\nКузнецова Мария 4")
    await pass_minutes(finals, 29)
    before = list(finals.world.sender.texts)
    await pass_minutes(finals, 2)

    assert [] == before
    assert [f"{MARIA}\nII четверть: алгебра 4"] == finals.world.sender.texts
    assert not finals.world.sender.sent[0].is_silent
    notices = await finals.world.notices()
    assert {timedelta(hours=24)} == {row.deadline_at - row.result_at for row in notices}
    assert {"S1 App.5 3"} == {row.clause for row in notices}


async def test_marks_of_several_teachers_come_as_one_message(finals):
    """What is saved while the first still waits waits with it."""
    await finals.save("/final 7Б Алгебра 2 четверть\nКузнецова Мария 4")
    await pass_minutes(finals, 20)
    await finals.save("/final 7Б Физика\nКузнецова Мария 5", by="physics")
    await pass_minutes(finals, 20)
    before = list(finals.world.sender.texts)
    await pass_minutes(finals, 11)

    assert [] == before
    assert [f"{MARIA}\nII четверть: алгебра 4, физика 5"] == finals.world.sender.texts


async def test_a_second_message_of_the_day_waits_for_the_morning(finals):
    """One message a day: what comes later is told at the end of the quiet hours."""
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    await pass_minutes(finals, 31)
    await finals.save("/final 7Б Физика\nКузнецова Мария 5", by="physics")
    finals.world.pass_minutes(60 * 8)
    await finals.world.steps()
    by_night = list(finals.world.sender.texts)
    finals.world.clock.move_to(at(25, "07:01"))
    await finals.world.steps()

    assert 1 == len(by_night)
    assert f"{MARIA}\nII четверть: физика 5" == finals.world.sender.texts[1]


async def test_in_quiet_hours_it_waits(finals):
    """Saved at 20:45 it is told at 07:00, silently."""
    finals.world.clock.move_to(at(24, "20:45"))
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    await pass_minutes(finals, 60)
    by_night = list(finals.world.sender.texts)
    finals.world.clock.move_to(at(25, "07:01"))
    await finals.world.steps()

    assert [] == by_night
    assert [True] == [one.is_silent for one in finals.world.sender.sent]


async def test_a_correction_answers_the_first_message(finals):
    """Was and now, the same day; then it is taken back."""
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    await pass_minutes(finals, 31)
    corrected = await finals.save("/final 7Б Алгебра\nКузнецова Мария 5")
    await pass_minutes(finals, 31)
    await finals.service.undo(
        finals.school.staff("algebra"), corrected.entry_id, now=finals.world.clock.now()
    )
    await pass_minutes(finals, 6)

    assert [
        ("II четверть: алгебра 4", None),
        ("II четверть, алгебра: было 4, стало 5", 1001),
        ("II четверть, алгебра: было 5, стало 4", 1002),
    ] == [(one.text.splitlines()[1], one.reply_to) for one in finals.world.sender.sent]


async def test_a_mark_taken_back_after_it_was_told_is_withdrawn(finals):
    """The family hears that it was a mistake, in answer."""
    saved = await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    await pass_minutes(finals, 31)
    undone = await finals.service.undo(
        finals.school.staff("algebra"), saved.entry_id, now=finals.world.clock.now()
    )
    await pass_minutes(finals, 6)

    assert undone.families_told
    assert 1001 == finals.world.sender.sent[1].reply_to
    assert "II четверть, алгебра: отметка 4 снята" in finals.world.sender.texts[1]


async def test_undone_within_the_hold_nobody_hears(finals):
    """The slip is never seen."""
    saved = await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    await finals.service.undo(
        finals.school.staff("algebra"), saved.entry_id, now=finals.world.clock.now()
    )
    await pass_minutes(finals, 60)

    assert [] == finals.world.sender.texts


async def test_not_attested_says_what_follows(finals):
    """The sign alone would frighten without helping."""
    await finals.save("/final 7Б Алгебра\nКузнецова Мария н/а")
    await pass_minutes(finals, 31)

    assert "II четверть: алгебра н/а" in finals.world.sender.texts[0]
    assert "Порядок сдачи сообщит учитель" in finals.world.sender.texts[0]


async def test_a_withdrawn_consent_stops_it(finals):
    """Consent is asked again at the moment of sending."""
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    await finals.world.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)
    await pass_minutes(finals, 31)

    assert [] == finals.world.sender.texts


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("alias", "Ваш ребёнок\nII четверть: алгебра 4"),
        ("signal", "В дневнике есть новые записи. Подробности — в школьном дневнике."),
    ],
)
async def test_the_content_mode_decides_how_much_is_said(finals, mode, text):
    """No name in alias, no mark in signal."""
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value=mode))
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    await pass_minutes(finals, 31)

    assert [text] == finals.world.sender.texts


async def test_a_student_hears_after_the_last_lesson(finals):
    """Phones are banned in lessons: the mother at 09:30, the student at 11:00."""
    await finals.world.link("maria", account_id=1001)
    finals.world.clock.move_to(at(24, "09:00"))
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")

    people = finals.school.people
    assert {people["mother_maria"]: at(24, "09:30"), people["maria"]: at(24, "11:00")} == {
        row.person_id: row.due_at for row in await finals.world.notices()
    }
