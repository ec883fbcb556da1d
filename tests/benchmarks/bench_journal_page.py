"""How long a page of the journal takes in a school with a million marks."""

import asyncio
import statistics
import time
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert

from bot.database_setup import upgrade
from handlers.screens.journal_pages import journal_page
from services.audit import AuditRecorder
from services.clock import SystemClock
from services.database import Database, bind_school
from services.journal_pages.service import JournalPageService
from services.keys import Keys
from services.models import Lesson, Mark
from tests.factories import at, build_school

MARKS, MARKS_A_LESSON, LESSONS_AT_ONCE = 1_000_000, 500, 100
OURS = 20  # lessons of the page that is measured
FIRST = date(2026, 11, 2)
AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def bench_journal_page(tmp_path):
    """Print the median time of a page, with everything around it but Telegram."""
    url = f"sqlite+aiosqlite:///{tmp_path}/bench.db"
    upgrade(url)
    asyncio.run(_measure(url))


async def _measure(url: str) -> None:
    database = Database(url, hooks=[AuditRecorder(Keys("x" * 40), SystemClock())])
    school = await build_school(database)
    await _fill(database, school)
    pages = JournalPageService(database)
    key = (school.groups["7Б"], school.subjects["algebra"], 0)
    who, seconds = school.staff("algebra"), []
    for _ in range(30):
        before = time.perf_counter()
        message = journal_page(await pages.page(who, key, now=at(24, "10:35")))
        seconds.append(time.perf_counter() - before)
    await database.close()

    print(f"\n{statistics.median(seconds) * 1000:6.1f} ms a page, {len(message.text)} characters")
    print(f"{max(seconds) * 1000:6.1f} ms the slowest of {len(seconds)}, {MARKS} marks stored")
    assert statistics.median(seconds) < 0.150


async def _fill(database: Database, school) -> None:
    """Twenty lessons of the class's algebra, and other lessons up to a million marks."""
    students = [school.people[one] for one in ("ivanov", "ivanova", "maria", "marina", "petrov")]
    with bind_school(school.school_id):
        async with database.transaction() as session:
            for first in range(0, MARKS // MARKS_A_LESSON, LESSONS_AT_ONCE):
                numbers = range(first, first + LESSONS_AT_ONCE)
                await session.execute(insert(Lesson), [_lesson(school, one) for one in numbers])
                await session.execute(
                    insert(Mark),
                    [
                        _mark(school, number, place, students)
                        for number in numbers
                        for place in range(MARKS_A_LESSON if number >= OURS else len(students))
                    ],
                )


def _lesson(school, number: int) -> dict[str, object]:
    is_ours = number < OURS
    return {
        "id": number + 1,
        "school_id": school.school_id,
        "study_group_id": school.groups["7Б" if is_ours else "1А"],
        "subject_id": school.subjects["algebra"],
        "teacher_id": school.people["algebra"],
        "lesson_on": FIRST + timedelta(days=number % OURS),
        "number": 3 if is_ours else number // OURS,
        "starts_at": AT,
        "ends_at": AT,
        "topic": "",
    }


def _mark(school, number: int, place: int, students: list[int]) -> dict[str, object]:
    is_ours = number < OURS
    return {
        "school_id": school.school_id,
        "lesson_id": number + 1,
        "student_id": students[place] if is_ours else school.people["belova"],
        "subject_id": school.subjects["algebra"],
        "lesson_on": FIRST + timedelta(days=number % OURS),
        "value": 2 + place % 4,
        "work_kind": "lesson",
        "weight_tenths": 10,
        "part": 1,
        "comment": "",
        "is_withdrawn": False,
        "revision": 1,
        "author_id": school.people["algebra"],
        "recorded_at": AT,
    }
