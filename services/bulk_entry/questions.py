"""Open questions of an entry as values for a screen; pure."""

from typing import assert_never

from services.bulk_entry.facts import (
    DueQuestion,
    LessonOption,
    LessonQuestion,
    PersonOption,
    PersonQuestion,
    WordQuestion,
)
from services.bulk_entry.homework_parts import AskDue
from services.bulk_entry.resolve import AskLesson, AskName, AskWord
from services.timetable.rules import PlannedLesson

__all__ = ["due_question", "lesson_option", "question_facts"]


def question_facts(
    asked: AskWord | AskName | AskLesson, entry_id: int, step: int
) -> WordQuestion | PersonQuestion | LessonQuestion:
    """Return the question with the ids its buttons need."""
    match asked:
        case AskWord():
            question = asked.question
            return WordQuestion(entry_id, step, question.kind, asked.word, question.options)
        case AskName():
            return PersonQuestion(
                entry_id,
                step,
                asked.name.word,
                asked.group,
                asked.name.is_guess,
                tuple(
                    PersonOption(
                        one.student_id,
                        one.family_name,
                        one.given_name,
                        one.patronymic,
                        one.number,
                    )
                    for one in asked.students
                ),
            )
        case AskLesson():
            return LessonQuestion(entry_id, step, tuple(map(lesson_option, asked.lessons)))
        case _:
            assert_never(asked)


def due_question(asked: AskDue, entry_id: int, step: int) -> DueQuestion:
    """Return the question of the due day with the ids its buttons need."""
    return DueQuestion(entry_id, step, lesson_option(asked.lesson), asked.days)


def lesson_option(lesson: PlannedLesson) -> LessonOption:
    """Return a lesson as a teacher tells it from others."""
    return LessonOption(
        on=lesson.on,
        number=lesson.number,
        group=lesson.group.label,
        subject=lesson.subject.name,
        starts_at=lesson.starts_at,
        group_id=lesson.group.group_id,
        subject_id=lesson.subject.subject_id,
    )
