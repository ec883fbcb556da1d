"""The open question of an entry as JSON, and what an answer to it changes; pure.

The options are kept as they were shown: a press a minute later means the same one, whatever has
changed in the school's lists.
"""

from collections.abc import Mapping
from typing import Any

from services.bulk_entry.errors import EntryGone
from services.bulk_entry.homework_parts import AskDue
from services.bulk_entry.lesson_choice import LessonKey, lesson_key
from services.bulk_entry.resolve import Answers, AskLesson, AskName, AskWord

__all__ = ["answer", "answers_in", "new_entry_json", "step_of", "text_in", "with_question"]

_TEXT, _STEP, _NAMES, _LESSONS, _PENDING = "text", "step", "names", "lessons", "pending"
_DUES = "dues"


def new_entry_json(text: str, *, lesson: LessonKey | None = None) -> dict[str, Any]:
    """Return the JSON of an entry nothing was asked about yet; a button may name its *lesson*."""
    lessons = {} if lesson is None else {"0": list(lesson)}
    return {_TEXT: text, _STEP: 0, _NAMES: {}, _LESSONS: lessons, _DUES: {}, _PENDING: None}


def text_in(stored: Mapping[str, Any]) -> str:
    """The line with the answers given so far written into it."""
    return str(stored[_TEXT])


def step_of(stored: Mapping[str, Any]) -> int:
    """How many questions were answered."""
    return int(stored[_STEP])


def answers_in(stored: Mapping[str, Any]) -> Answers:
    """The answers that are kept by name."""
    return Answers(stored[_NAMES], stored[_LESSONS], stored.get(_DUES, {}))


def with_question(
    stored: Mapping[str, Any], asked: AskWord | AskName | AskLesson | AskDue | None
) -> dict[str, Any]:
    """Return the JSON with this question open; None: nothing is open any more."""
    pending: dict[str, Any] | None = None
    match asked:
        case AskWord():
            question = asked.question
            pending = {
                "start": question.start,
                "end": question.end,
                "options": list(question.options),
            }
        case AskName():
            pending = {"name": asked.name.key, "options": list(asked.name.student_ids)}
        case AskLesson():
            pending = {
                "lesson": str(asked.place),
                "options": [list(lesson_key(lesson)) for lesson in asked.lessons],
            }
        case AskDue():
            pending = {"due": asked.key, "options": [day.isoformat() for day in asked.days]}
        case None:
            pass
    return {**stored, _PENDING: pending}


def answer(stored: Mapping[str, Any], *, step: int, option: int) -> dict[str, Any]:
    """Return the JSON with the open question answered.

    Raises:
        EntryGone: this question is not open: answered before, or the entry is further on.
    """
    pending = stored[_PENDING]
    if pending is None or step != stored[_STEP] or option not in range(len(pending["options"])):
        raise EntryGone
    chosen = pending["options"][option]
    changed = {**stored, _STEP: step + 1, _PENDING: None}
    if "name" in pending:
        changed[_NAMES] = {**stored[_NAMES], pending["name"]: chosen}
    elif "lesson" in pending:
        changed[_LESSONS] = {**stored[_LESSONS], pending["lesson"]: chosen}
    elif "due" in pending:
        changed[_DUES] = {**stored.get(_DUES, {}), pending["due"]: chosen}
    else:
        text = text_in(stored)
        changed[_TEXT] = text[: pending["start"]] + chosen + text[pending["end"] :]
    return changed
