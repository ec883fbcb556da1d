"""Which lesson and whom a line means: by the timetable, by the class list, or by asking."""

from datetime import date, timedelta

import pytest

from services.bulk_entry.errors import EntryGone, LineNotTaken, ResolveFault
from services.bulk_entry.facts import (
    LessonQuestion,
    PersonQuestion,
    PreviewFacts,
    WordQuestion,
)
from services.bulk_entry.faults import FaultKind, QuestionKind
from services.journal.errors import MarksNotTaken, MarksNotTakenReason, NotYourLesson
from tests.factories import at

NOW = at(24, "10:35")


async def preview(journal, line, *, by="algebra", now=NOW):
    """Send a line."""
    return await journal.entries.preview(journal.school.staff(by), line, now=now)


async def choose(journal, question, option, *, now=NOW):
    """Press the button of an option."""
    return await journal.entries.choose(
        journal.school.staff("algebra"),
        question.entry_id,
        step=question.step,
        option=option,
        now=now,
    )


@pytest.mark.parametrize(
    ("line", "now", "on", "number"),
    [
        ("7б алгебра: Петров 5", at(24, "10:35"), 24, 3),
        ("7б алгебра: Петров 5", at(24, "20:00"), 24, 3),
        ("7б алгебра: Петров 5", at(24, "09:00"), 23, 3),  # today's has not begun
        ("7б: Петров 5", at(24, "10:35"), 24, 3),
        ("Петров 5", at(24, "10:35"), 24, 3),  # the lesson going on
        ("Петров 5", at(24, "11:10"), 24, 3),  # the break behind it
        ("7б алгебра 23.11 2 урок: Петров 5", NOW, 23, 2),
        ("7б алгебра вчера 3 урок: Петров 5", NOW, 23, 3),
        ("7б 3 урок: Петров 5", NOW, 24, 3),
        ("3 урок: Петров 5", at(24, "14:00"), 24, 3),
        ("7б алгебра сегодня: Петров 5", NOW, 24, 3),
        ("алгебра 24.11: Петров 5", NOW, 24, 3),
        ("7б алгебра 20.10: Петров 5", NOW, 20, 3),
        ("/absent 7Б 3 Петров", at(24, "07:50"), 24, 3),  # announced before it began
    ],
)
async def test_a_line_finds_its_lesson(journal, line, now, on, number):
    """What the line does not say, the timetable and the moment say."""
    found = await preview(journal, line, now=now)

    assert isinstance(found, PreviewFacts)
    assert (on, number) == (found.lessons[0].on.day, found.lessons[0].number)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("7б алгебра 25.11: Петров 5", ResolveFault.NO_LESSON),  # an odd week
        ("7б алгебра 04.11: Петров 5", ResolveFault.NO_LESSON),  # a holiday
        ("7б алгебра 22.11: Петров 5", ResolveFault.NO_LESSON),  # a Sunday
        ("7б алгебра 7 урок: Петров 5", ResolveFault.NO_LESSON),
        ("7б алгебра: Смирнов 5", ResolveFault.UNKNOWN_STUDENT),
        ("7б алгебра: Петров 5, Петров 4", ResolveFault.STUDENT_TWICE),
        ("7б алгебра: Петров н; Петров о", ResolveFault.STUDENT_TWICE),
        ("7б алгебра: Петров 5; дз № 214; дз § 5", ResolveFault.HOMEWORK_TWICE),
        ("7б алгебра дз № 214 к 24.11", ResolveFault.DUE_TOO_EARLY),
        ("7б алгебра дз для Смирнова: § 5", ResolveFault.UNKNOWN_STUDENT),
        ("/final 7Б Алгебра 2 четверть\nПетров 5", ResolveFault.FINAL_LATER),
        ("7б алгебра вместо Орлова: Петров 5", ResolveFault.SUBSTITUTE_LATER),
        ("7б алгебра: Петров 7", FaultKind.MARK_OUT_OF_RANGE),
        ("спасибо, до завтра", FaultKind.NOT_A_LINE),
    ],
)
async def test_one_word_stands_against_the_whole_line(journal, line, reason):
    """The refusal names reason and place of the word; nothing is stored, not even a draft."""
    with pytest.raises(LineNotTaken) as refused:
        await preview(journal, line)

    assert reason is refused.value.reason
    assert line == refused.value.source
    assert 0 <= refused.value.start < refused.value.end <= len(line)
    assert [] == await journal.states()


async def test_a_lesson_of_another_day_ahead_takes_no_marks(journal):
    """Only a topic may be written for a day that has not come."""
    with pytest.raises(LineNotTaken) as refused:
        await preview(journal, "7б алгебра 30.11 2 урок: Петров 5")
    topic = await preview(journal, "/topic 7Б Алгебра 30.11 2 урок Корень")

    assert ResolveFault.LESSON_AHEAD is refused.value.reason
    assert isinstance(topic, PreviewFacts)


async def test_the_refusal_points_at_the_word(journal):
    """The screen can underline exactly what was not understood."""
    line = "7б алгебра: Петров 5, Смирнов 4"
    with pytest.raises(LineNotTaken) as refused:
        await preview(journal, line)

    assert "Смирнов" == line[refused.value.start : refused.value.end]


async def test_without_a_class_and_a_lesson_the_class_is_asked_for(journal):
    """In the morning no lesson goes on: the line must say which class."""
    with pytest.raises(LineNotTaken) as refused:
        await preview(journal, "Петров 5", now=at(24, "08:00"))

    assert ResolveFault.NO_CLASS is refused.value.reason


async def test_two_lessons_of_a_day_are_asked(journal):
    """Of Monday's two algebra lessons the teacher chooses one, and saves to it."""
    question = await preview(journal, "/mark 7Б Алгебра 23.11 кр\nПетров 5")

    assert isinstance(question, LessonQuestion)
    assert [2, 3] == [option.number for option in question.options]
    found = await choose(journal, question, 1)
    assert isinstance(found, PreviewFacts)
    assert (date(2026, 11, 23), 3) == (found.lessons[0].on, found.lessons[0].number)


async def test_namesakes_are_asked(journal):
    """«Кузнецова» in a class with two: one button each, and the answer is remembered."""
    question = await preview(journal, "7б алгебра: Кузнецова 4, Петров 5")

    assert isinstance(question, PersonQuestion)
    assert ("Кузнецова", False) == (question.word, question.is_guess)
    assert ["Марина", "Мария"] == [option.given_name for option in question.options]
    found = await choose(journal, question, 1)
    assert isinstance(found, PreviewFacts)
    assert ["Мария", "Артём"] == [one.given_name for one in found.lessons[0].students]


async def test_a_name_used_twice_is_asked_twice(journal):
    """Two namesakes in one line are two questions, each answered by itself."""
    first = await preview(journal, "7б алгебра: Кузнецова 4, Кузнецова 5")
    second = await choose(journal, first, 0)
    found = await choose(journal, second, 1)

    assert isinstance(found, PreviewFacts)
    assert ["Марина", "Мария"] == [one.given_name for one in found.lessons[0].students]


async def test_a_slip_of_the_hand_is_confirmed(journal):
    """Nobody is called so: the nearest student is offered, never taken."""
    question = await preview(journal, "7б алгебра: Петровв 5")

    assert isinstance(question, PersonQuestion)
    assert question.is_guess
    assert ["Петров"] == [option.family_name for option in question.options]


async def test_a_pair_of_surnames_is_asked(journal):
    """Иванов may be Иванова cut short."""
    question = await preview(journal, "7б алгебра: Иванов 5")

    assert isinstance(question, PersonQuestion)
    assert ["Иванов", "Иванова"] == [option.family_name for option in question.options]


async def test_a_short_form_of_two_works_is_asked(journal):
    """«пр» is a check or a practical work; the answer is written into the line."""
    question = await preview(journal, "7б алгебра пр: Петров 5")

    assert isinstance(question, WordQuestion)
    assert QuestionKind.WORK_KIND is question.kind
    found = await choose(journal, question, 0)
    assert isinstance(found, PreviewFacts)
    assert "check" == found.lessons[0].students[0].marks[0].want.work_kind


async def test_an_answered_question_is_over(journal):
    """A second press, or one on a question further back, changes nothing."""
    question = await preview(journal, "7б алгебра: Кузнецова 4")
    await choose(journal, question, 0)

    with pytest.raises(EntryGone):
        await choose(journal, question, 1)


async def test_an_open_question_cannot_be_saved(journal):
    """There is nothing to save before everything is settled."""
    question = await preview(journal, "7б алгебра: Кузнецова 4")

    with pytest.raises(EntryGone):
        await journal.entries.save(journal.school.staff("algebra"), question.entry_id, now=NOW)


async def test_the_answer_speaks_of_the_lesson_the_line_was_sent_in(journal):
    """An answer given after the lesson does not move the line to another one."""
    question = await preview(journal, "Кузнецова 4", now=at(24, "10:59"))

    found = await choose(journal, question, 0, now=at(24, "10:59") + timedelta(minutes=40))

    assert isinstance(found, PreviewFacts)
    assert 3 == found.lessons[0].number


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("7б физика: Петров 5", "algebra"),
        ("7б алгебра: Петров 5", "physics"),
        ("7б англ 1 группа: Петров 5", "english2"),
        ("7б алгебра: Петров 5", "deputy"),
        ("/absent 7Б 3 Петров", "english1"),
    ],
)
async def test_somebody_elses_lesson_is_refused(journal, line, by):
    """Only who teaches a group and subject records there."""
    with pytest.raises(NotYourLesson):
        await preview(journal, line, by=by)


async def test_of_two_groups_the_own_one_is_meant(journal):
    """Both groups have English now: the line goes to the teacher's own, with its own students."""
    found = await preview(journal, "7б англ: Петров 5", by="english1")
    with pytest.raises(LineNotTaken) as refused:
        await preview(journal, "7б англ: Сидоров 5", by="english1")

    assert isinstance(found, PreviewFacts)
    assert "7Б англ. 1" == found.lessons[0].group
    assert ResolveFault.NOT_IN_GROUP is refused.value.reason


async def test_a_part_of_a_class_keeps_the_numbers_of_the_class(journal):
    """Number 5 of the list of 7Б is Petrov, in his English group too."""
    found = await preview(journal, "7б англ: №5 4", by="english1")

    assert isinstance(found, PreviewFacts)
    assert ["Петров"] == [one.family_name for one in found.lessons[0].students]


@pytest.mark.parametrize(
    ("line", "by", "reason"),
    [
        ("1а чтение: Белова 5", "primary", MarksNotTakenReason.FIRST_GRADE),
        ("7б ров: Петров 5", "algebra", MarksNotTakenReason.UNMARKED_SUBJECT),
        ("7б орксэ: Петров 5", "primary", MarksNotTakenReason.PASS_FAIL),
    ],
)
async def test_some_lessons_take_no_marks(journal, line, by, reason):
    """The first grade and subjects without marks have topics and attendance only."""
    with pytest.raises(MarksNotTaken) as refused:
        await preview(journal, line, by=by)
    absent = await preview(journal, line.replace("5", "н"), by=by)

    assert reason is refused.value.reason
    assert isinstance(absent, PreviewFacts)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "все 5 кроме Петров 4, Сидоров",
            {"ivanov": 5, "ivanova": 5, "maria": 5, "marina": 5, "petrov": 4},
        ),
        ("7б алгебра: Петров 3, Сидоров н, остальные 5", {
            "petrov": 3, "ivanov": 5, "ivanova": 5, "maria": 5, "marina": 5,
        }),
        ("5 Петров Сидоров", {"petrov": 5, "sidorov": 5}),
    ],
)  # fmt: skip
async def test_a_code_for_many(journal, line, expected):
    """«все», «остальные» and a list behind a mark reach exactly those who are meant."""
    await journal.save(line, now=NOW)

    assert expected == {name: value for name, value, _ in await journal.marks()}


async def test_one_message_about_two_lessons(journal):
    """Each heading is an entry of its own; one press saves both."""
    saved = await journal.save(
        "7б алгебра 23.11 2 урок: Петров 5\n\n7б алгебра 24.11: Петров 4", now=NOW
    )

    assert [(23, 2), (24, 3)] == [(one.on.day, one.number) for one in saved.lessons]
    assert [("petrov", 5, "lesson"), ("petrov", 4, "lesson")] == await journal.marks()


async def test_a_mark_for_all_is_not_theirs_who_are_absent(journal):
    """«Все 4» behind a roll: the absent are named apart; «все на месте» takes them in again."""
    await journal.save("7б алгебра: н: Сидоров, Петров", now=NOW)

    four = (await preview(journal, "7б алгебра: Сидоров 5; все остальные 4")).lessons[0]
    here = (await preview(journal, "7б алгебра: все на месте; все 4")).lessons[0]

    assert {"Петров"} == {one.family_name for one in four.left_out}
    assert "Петров" not in {one.family_name for one in four.students}
    assert "Сидоров" in {one.family_name for one in four.students}
    assert ((), "Петров" in {one.family_name for one in here.students}) == (here.left_out, True)
