"""Six lessons of one day on a phone, entered by a teacher: how many taps and lines it takes."""

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import ViewportSize, expect

from tests.e2e.browser import CHROMIUM, DemoPage, chromium
from tests.e2e.demo_process import demo
from tests.e2e.world import SCHOOL_ZONE, school_folder

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]

TEACHER = "Екатерина Гусева"
_PHONE = ViewportSize(width=390, height=844)
_ABSENT = ("3", "11", "17")
_HERE = 25 - len(_ABSENT)
_MORE = (
    *("Ковалёв Лев", "Ковалёв Лев", "Иванов Артём", "Иванова Дарья", "Тер-Саркисянц Анна"),
    *("Ким Виктория", "Черных Олег", "Кузнецова Мария", "Кузнецова Марина", "Громов Иван"),
    *("Ершов Тимофей", "Белова Анна", "Сидоров Пётр", "Петров Артём", "Соколов Денис"),
    *("Морозова Ева", "Волков Кирилл"),
)
# As the button beside the clock does it, and waits until everything that was due has happened.
_NEXT_LESSON = """fetch("sandbox/clock", {
    method: "POST",
    headers: {"X-Sandbox": "page", "Content-Type": "application/json"},
    body: JSON.stringify({jump: "next_lesson"}),
}).then(answer => answer.json()).then(tick => tick.now)"""
_DAY = (
    *(("1", "7А", "Алгебра"), ("2", "5А", "Математика"), ("3", "7А", "Геометрия")),
    *(("4", "5А", "Математика"), ("5", "10А", "Алгебра"), ("6", "10А", "Геометрия")),
)


@dataclass(slots=True)
class Teacher:
    """A teacher's hand: every tap and every line is counted."""

    page: DemoPage
    taps: int = 0
    written: list[str] = field(default_factory=list)

    async def tap(self, *captions: str) -> None:
        """Press buttons, one after the other."""
        for caption in captions:
            await self.page.press(TEACHER, caption)
            self.taps += 1

    async def save(self, line: str) -> None:
        """Type a line and save what was understood of it: its own preview, not one before it."""
        waiting = self.page.chat(TEACHER).get_by_role("button", name="Сохранить", exact=True)
        await expect(waiting).to_have_count(0)
        await self.page.type(TEACHER, line)
        self.written.append(line)
        await expect(waiting).to_have_count(1)
        await self.tap("Сохранить")
        await expect(waiting).to_have_count(0)
        await self.page.sees(TEACHER, "Сохранено.")

    async def offers(self, caption: str) -> None:
        """Wait for a button."""
        button = self.page.chat(TEACHER).get_by_role("button", name=caption, exact=True)
        await expect(button).to_be_visible()

    async def until(self, time: str) -> None:
        """Let lessons go by."""
        now = "00:00"
        while now < time:  # by the answer: what the page shows comes a moment later
            stamp = await self.page.page.evaluate(_NEXT_LESSON)
            now = f"{datetime.fromtimestamp(stamp / 1000, SCHOOL_ZONE):%H:%M}"

    async def messages(self) -> int:
        """Count what stands in the chat."""
        return await self.page.chat(TEACHER).locator(".bubble").count()


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def busy_school(folder: Path) -> Path:
    """Return the sample school with twenty-five in 7А, and six lessons of one teacher."""
    school = school_folder(folder, {})
    students = _rows(school / "students.csv")
    for number, name in enumerate(_MORE):
        family, given = name.split()
        born = f"{number + 1:02}.03.2013"
        students.append([f"X{number}", family, given, "", born, "7А", "", "01.09.2026", ""])
    _write(school / "students.csv", students)

    head, *lessons = _rows(school / "timetable.csv")
    taken = {(group, number) for number, group, _subject in _DAY}
    kept = [
        row
        for row in lessons
        if row[2] != "вт" or ((row[0], row[3]) not in taken and row[5] != "T004")
    ]
    own = [
        [group, "", "вт", number, subject, "T004", "214", "", "", ""]
        for number, group, subject in _DAY
    ]
    _write(school / "timetable.csv", [head, *kept, *own])
    return school


@asynccontextmanager
async def morning(folder: Path) -> AsyncIterator[Teacher]:
    """Let the first lesson begin, the teacher's telephone in hand."""
    more = ("--now", "2026-11-24T08:31", "--from", str(busy_school(folder)))
    async with demo(*more) as address, chromium() as browser:
        page = DemoPage(await browser.new_page(viewport=_PHONE, reduced_motion="reduce"))
        await page.page.goto(address)
        yield Teacher(page)


async def test_six_lessons_take_a_few_taps_and_lines(tmp_path: Path) -> None:
    """Twenty-five names, three absent, marks by button and by line: nothing is asked twice."""
    async with morning(tmp_path / "school") as teacher:
        page = teacher.page
        await page.sees(TEACHER, "1-й урок · 7А · Алгебра")
        await teacher.tap("Отметить отсутствующих")
        for count, one in enumerate(_ABSENT, start=1):
            await teacher.tap(f"{one} ")
            await teacher.offers(f"Готово: нет {count}")  # the keys are drawn anew
        await teacher.tap("Готово: нет")
        await page.sees(TEACHER, "Нет 3:")
        found_in, screens = teacher.taps, await teacher.messages()

        await teacher.tap("Отметки", "1 ")
        await teacher.offers("✕")
        for number in range(1, _HERE + 1):
            await teacher.tap("543"[number % 3])
            await teacher.offers(f"Готово, отметок: {number}")
        await teacher.tap("Готово, отметок", "Сохранить")
        await page.sees(TEACHER, f"Отметок: {_HERE}")
        by_buttons, same_message = teacher.taps - found_in, await teacher.messages() == screens

        await teacher.save("5а 2 урок: все на месте; все 4; тема Дроби; дз № 214 к чт")
        await teacher.until("10:20")
        await page.sees(TEACHER, "3-й урок · 7А · Геометрия")
        before = teacher.taps
        await teacher.tap("Те же: нет 3")
        await expect(page.chat(TEACHER).get_by_role("button", name="Те же")).to_have_count(0)
        same_in = teacher.taps - before
        await teacher.until("13:00")
        await teacher.save("7а 3 урок: все 4 кроме Ким 5; кр; тема Углы; дз § 3")
        await page.sees(TEACHER, f"Отметок: {_HERE}, тема, задание")
        await teacher.save("5а 4 урок: все на месте; тема Доли; дз нет")
        await teacher.save("10а алгебра: все на месте; тема Логарифмы; дз § 12")
        await teacher.save("10а геометрия: все на месте; тема Призма; дз § 12")

    assert found_in <= 6
    assert same_message
    assert by_buttons == _HERE + 4
    assert same_in == 1
    assert (teacher.taps, len(teacher.written)) <= (40, 5)
