"""The lesson whose topic or homework is typed next: chosen by a button, meant for half an hour."""

from datetime import date, datetime, timedelta

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State

from services.bulk_entry.lesson_choice import LessonKey

__all__ = ["await_text", "awaited_lesson"]

_STILL_MEANT = timedelta(minutes=30)  # later a text is a line of its own again


async def await_text(
    context: FSMContext, state: State, lesson: LessonKey, *, now: datetime
) -> None:
    """Wait in *state* for what will be typed about a lesson."""
    await context.set_state(state)
    await context.update_data(lesson=list(lesson), asked_at=now.isoformat())


async def awaited_lesson(context: FSMContext, *, now: datetime) -> LessonKey | None:
    """Return the lesson that was chosen; None when that is too long ago."""
    data = await context.get_data()
    if "lesson" not in data or now > datetime.fromisoformat(data["asked_at"]) + _STILL_MEANT:
        return None
    group_id, subject_id, on, number = data["lesson"]
    return group_id, subject_id, date.fromisoformat(on).isoformat(), number
