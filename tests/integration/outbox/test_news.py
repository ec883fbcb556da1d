"""From the journal to the chat: real facts, gate, screens, delivery; only Telegram is a fake."""

import pytest

from services.database import bind_school
from services.models import Attendance, Mark, SchoolSetting
from services.outbox.ports import TooLate
from services.vocabulary import AttendanceCode, ConsentAction, ConsentPurpose, NoticeKind, PassFail
from tests.factories import at

MARIA = "Мария К. · 7Б"


@pytest.fixture
async def mother(families):
    """Give the school with Maria's mother linked."""
    await families.link("mother_maria", account_id=1, student="maria")
    return families


async def test_marks_of_a_sitting_come_as_one_message_with_the_average(mother):
    """Earlier marks count: 4 → (4 + 5·2 + 3) / 4."""
    await mother.mark(await mother.lesson(day=10), 4)
    await mother.mark(await mother.lesson(day=11), 2, is_withdrawn=True)
    lesson_id = await mother.lesson()
    control = await mother.mark(lesson_id, 5, work_kind="control", weight_tenths=20)
    oral = await mother.mark(lesson_id, 3, work_kind="oral")
    await mother.tell(*mother.mark_news(control, oral))
    await mother.steps()

    (text,) = mother.sender.texts
    assert [
        MARIA,
        "Алгебра, вт 24.11: 5 за контрольную работу (вес 2)",
        "Алгебра, вт 24.11: 3 за устный ответ",
        "Средний: 4,00 → 4,25",
    ] == text.splitlines()
    assert mother.sender.sent[0].is_silent


async def test_the_average_counts_the_grading_period_only(mother):
    """A mark of the first quarter is not in the second quarter's average."""
    await mother.mark(await mother.lesson(day=5), 2, lesson_on=at(12, "10:00", month=10).date())
    mark_id = await mother.mark(await mother.lesson(), 5)
    await mother.tell(*mother.mark_news(mark_id))
    await mother.steps()

    assert mother.sender.texts[0].endswith("Средний: 5,00")


async def test_a_corrected_mark_answers_with_was_and_now(mother):
    """The reply says what it was, what it is, and the average before and after."""
    await mother.mark(await mother.lesson(day=10), 5)
    mark_id = await mother.mark(await mother.lesson(), 4)
    await mother.tell(*mother.mark_news(mark_id))
    await mother.steps()
    await mother.change(Mark, mark_id, value=5)
    await mother.tell(*mother.mark_news(mark_id, revision=2))
    await mother.steps()

    assert (
        f"{MARIA}\nАлгебра, вт 24.11: было 4, стало 5 за работу на уроке\nСредний: 4,50 → 5,00",
        1001,
    ) == (mother.sender.texts[1], mother.sender.sent[1].reply_to)


async def test_a_pass_is_told_in_a_word_and_moves_no_average(mother):
    """A control work has no weight here; a fail afterwards says what it was."""
    await mother.mark(await mother.lesson(day=10), 4)
    mark_id = await mother.mark(
        await mother.lesson(), PassFail.PASSED, work_kind="control", weight_tenths=20
    )
    await mother.tell(*mother.mark_news(mark_id))
    await mother.steps()
    await mother.change(Mark, mark_id, value=None, sign=PassFail.FAILED)
    await mother.tell(*mother.mark_news(mark_id, revision=2))
    await mother.steps()

    assert [
        [MARIA, "Алгебра, вт 24.11: зачёт за контрольную работу", "Средний: 4,00"],
        [
            MARIA,
            "Алгебра, вт 24.11: было зачёт, стало незачёт за контрольную работу",
            "Средний: 4,00",
        ],
    ] == [text.splitlines() for text in mother.sender.texts]


async def test_a_withdrawn_mark_is_taken_back_and_may_come_again(mother):
    """Removed by mistake, entered again: each is told once."""
    mark_id = await mother.mark(await mother.lesson(), 4)
    await mother.tell(*mother.mark_news(mark_id))
    await mother.steps()
    for revision, is_withdrawn in ((2, True), (3, True), (4, False)):
        await mother.change(Mark, mark_id, is_withdrawn=is_withdrawn)
        await mother.tell(*mother.mark_news(mark_id, revision=revision))
        await mother.steps()

    assert [
        "Алгебра, вт 24.11: 4 за работу на уроке",
        "Отметка 4 (алгебра, вт 24.11) снята: внесена ошибочно. Приносим извинения.",
        "Алгебра, вт 24.11: 4 за работу на уроке",
    ] == [text.splitlines()[1] for text in mother.sender.texts]


async def test_a_mark_undone_within_its_hold_is_never_seen(mother):
    """The notice looks, finds nothing, and ends."""
    mark_id = await mother.mark(await mother.lesson(), 4)
    await mother.tell(*mother.mark_news(mark_id, hold=5))
    await mother.change(Mark, mark_id, is_withdrawn=True)
    await mother.tell(*mother.mark_news(mark_id, revision=2))
    mother.pass_minutes(6)
    await mother.steps()

    assert [] == mother.sender.texts
    assert {"superseded"} == {row.state for row in await mother.notices()}


async def test_a_double_mark_is_one_line(mother):
    """Two rows of the journal, one work."""
    lesson_id = await mother.lesson()
    marks = [
        await mother.mark(lesson_id, value, work_kind="dictation", part=part)
        for part, value in ((1, 4), (2, 5))
    ]
    await mother.tell(*mother.mark_news(*marks))
    await mother.steps()

    assert [f"{MARIA}\nАлгебра, вт 24.11: 4 и 5 за диктант\nСредний: 4,50"] == mother.sender.texts


async def test_an_absence_rings_and_its_correction_answers_it(mother):
    """«Нет на 3-м уроке», then the child came in late."""
    attendance_id = await mother.attend(await mother.lesson(), AttendanceCode.ABSENT)
    await mother.tell(mother.absence_news(attendance_id))
    await mother.steps()
    await mother.change(Attendance, attendance_id, code=AttendanceCode.TARDY, minutes_late=12)
    await mother.tell(mother.absence_news(attendance_id, revision=2, kind=NoticeKind.PRESENCE))
    await mother.steps()

    assert [
        (f"{MARIA}\nНет на 3-м уроке: алгебра, 10:20", None, False),
        (
            f"{MARIA}\nУточнение: на 3-м уроке (алгебра) присутствует, опоздание 12 мин",
            1001,
            False,
        ),
    ] == [(one.text, one.reply_to, one.is_silent) for one in mother.sender.sent]


async def test_illness_reads_as_a_valid_reason_and_does_not_ring(mother):
    """The letter «б» under an absence already told: one silent line, no word about health."""
    attendance_id = await mother.attend(await mother.lesson(), AttendanceCode.ABSENT)
    await mother.tell(mother.absence_news(attendance_id))
    await mother.steps()
    for revision, code in (
        (2, AttendanceCode.ABSENT_SICK),
        (3, AttendanceCode.ABSENT_EXCUSED),  # reads the same
    ):
        await mother.change(Attendance, attendance_id, code=code)
        await mother.tell(mother.absence_news(attendance_id, revision=revision))
        await mother.steps()

    assert [(f"{MARIA}\nПропуск 3-го урока (алгебра): уважительная причина", True)] == [
        (one.text, one.is_silent) for one in mother.sender.sent[1:]
    ]


LINES = {
    1: "Нет на 1-м уроке: физика, 08:30",
    2: "Нет на 2-м уроке: алгебра, 10:20",
    3: "Нет на 3-м уроке: алгебра, 10:20",
}


async def absent(world, number, **facts):
    """Let Maria be absent from a lesson of today, told at once; return the attendance."""
    subject = "physics" if number == 1 else "algebra"
    lesson_id = await world.lesson(subject=subject, number=number)
    attendance_id = await world.attend(lesson_id, AttendanceCode.ABSENT, **facts)
    await world.tell(world.absence_news(attendance_id))
    await world.steps()
    return attendance_id


async def test_further_absences_of_the_day_go_on_in_the_same_message(mother):
    """One alarm; the next lessons are added to it without a sound."""
    for number in (3, 1, 2):
        await absent(mother, number)

    assert [f"{MARIA}\n{LINES[3]}"] == mother.sender.texts
    assert [
        (1001, f"{MARIA}\n{LINES[1]}\n{LINES[3]}"),
        (1001, f"{MARIA}\n{LINES[1]}\n{LINES[2]}\n{LINES[3]}"),
    ] == mother.sender.edits
    assert ["told"] * 3 == [row.state for row in await mother.notices()]


async def test_a_correction_of_an_added_lesson_answers_the_message(mother):
    """The edited message is where it was told."""
    await absent(mother, 1)
    attendance_id = await absent(mother, 2)
    await mother.change(Attendance, attendance_id, code=AttendanceCode.PRESENT)
    await mother.tell(mother.absence_news(attendance_id, revision=2, kind=NoticeKind.PRESENCE))
    await mother.steps()

    assert (f"{MARIA}\nУточнение: на 2-м уроке (алгебра) присутствует", 1001) == (
        mother.sender.texts[1],
        mother.sender.sent[1].reply_to,
    )


async def test_after_a_presence_the_next_absence_is_an_alarm_again(mother):
    """The child was there and is gone: that rings."""
    attendance_id = await absent(mother, 1)
    await mother.change(Attendance, attendance_id, code=AttendanceCode.TARDY, minutes_late=12)
    await mother.tell(mother.absence_news(attendance_id, revision=2, kind=NoticeKind.PRESENCE))
    await mother.steps()
    mother.pass_minutes(1)
    await absent(mother, 2)

    assert [] == mother.sender.edits
    assert (f"{MARIA}\n{LINES[2]}", False) == (
        mother.sender.texts[2],
        mother.sender.sent[2].is_silent,
    )


async def test_when_the_message_is_gone_the_lessons_are_told_anew_in_silence(mother):
    """A message that cannot be edited any more swallows nothing."""
    await absent(mother, 1)
    mother.sender.outcomes[5001] = [TooLate()]
    await absent(mother, 2)

    assert (f"{MARIA}\n{LINES[1]}\n{LINES[2]}", True) == (
        mother.sender.texts[1],
        mother.sender.sent[1].is_silent,
    )


async def test_an_absence_of_another_child_or_day_is_a_message_of_its_own(mother):
    """The thread is one child's day."""
    await mother.guard("mother_maria", "petrov")
    await mother.consent_outside("mother_maria", "petrov")
    await absent(mother, 1)
    lesson_id = await mother.lesson(number=2)
    brother = await mother.attend(lesson_id, AttendanceCode.ABSENT, student="petrov")
    await mother.tell(mother.absence_news(brother, student="petrov"))
    await mother.steps()

    assert [] == mother.sender.edits
    assert "Артём П. · 7Б" == mother.sender.texts[1].splitlines()[0]


async def test_a_message_that_also_told_marks_is_not_replaced(mother):
    """After an outage absence and marks left together: an edit would take the marks away."""
    lesson_id = await mother.lesson()
    attendance_id = await mother.attend(lesson_id, AttendanceCode.ABSENT)
    mark_id = await mother.mark(lesson_id, 5)
    await mother.tell(*mother.mark_news(mark_id), mother.absence_news(attendance_id))
    mother.pass_minutes(10)
    await mother.steps()
    await absent(mother, 2)

    assert 2 == len(mother.sender.texts)
    assert [] == mother.sender.edits


async def test_an_absence_told_on_another_day_names_its_day(mother):
    """Entered late at night it comes plain and silent in the morning."""
    mother.clock.move_to(at(24, "22:00"))
    attendance_id = await mother.attend(await mother.lesson(), AttendanceCode.ABSENT)
    await mother.tell(mother.absence_news(attendance_id))
    mother.clock.move_to(at(25, "07:00"))
    await mother.steps()

    assert [(f"{MARIA}\nНет на 3-м уроке: алгебра, вт 24.11, 10:20", True)] == [
        (one.text, one.is_silent) for one in mother.sender.sent
    ]


async def test_siblings_of_the_night_share_the_morning_message(mother):
    """What waited for one chat leaves as one message, child by child."""
    await mother.guard("mother_maria", "petrov")
    await mother.consent_outside("mother_maria", "petrov")
    mother.clock.move_to(at(24, "22:00"))
    lesson_id = await mother.lesson()
    for student in ("maria", "petrov"):
        mark_id = await mother.mark(lesson_id, 5, student=student)
        await mother.tell(*mother.mark_news(mark_id, student=student))
    mother.clock.move_to(at(25, "07:00"))
    await mother.steps()
    (text,) = mother.sender.texts

    assert [MARIA, "Артём П. · 7Б"] == [part.splitlines()[0] for part in text.split("\n\n")]


async def test_withdrawn_consent_stops_what_was_queued(mother):
    """A guardian who withdraws gets nothing from that moment on."""
    mark_id = await mother.mark(await mother.lesson(), 5)
    await mother.tell(*mother.mark_news(mark_id, hold=5))
    await mother.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)
    mother.pass_minutes(6)
    await mother.steps()

    assert [] == mother.sender.texts
    assert [("refused", "consent_withdrawn")] == [
        (row.state, row.reason) for row in await mother.notices()
    ]


async def test_a_students_own_account_is_told_silently(families):
    """With the guardian's consent for it (the child is 13)."""
    await families.link("maria", account_id=2)
    await families.consent_outside("mother_maria", "maria", purpose=ConsentPurpose.STUDENT_ACCOUNT)
    mark_id = await families.mark(await families.lesson(), 5)
    await families.tell(*families.mark_news(mark_id))
    await families.steps()

    assert [(5002, True)] == [(one.chat_id, one.is_silent) for one in families.sender.sent]


async def test_a_school_in_signal_mode_names_nothing(mother):
    """A state school on a foreign channel: only that there is something new."""
    with bind_school(mother.school.school_id):
        async with mother.database.transaction() as session:
            session.add(SchoolSetting(key="content_mode", value="signal"))
    mark_id = await mother.mark(await mother.lesson(), 5)
    await mother.tell(*mother.mark_news(mark_id))
    await mother.steps()

    assert [
        "В дневнике есть новые записи. Подробности — в школьном дневнике."
    ] == mother.sender.texts
