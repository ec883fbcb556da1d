"""Importing a school of 300 students with all its tables: how long; twice changes nothing.

Run by ``make bench``.
"""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from itertools import cycle
from pathlib import Path
from typing import Any

from bot.database_setup import upgrade
from services.audit import AuditRecorder
from services.database import Database
from services.exchange.service import ImportService
from services.exchange.workbook import read_workbook
from services.keys import Keys
from tests.fakes import FakeClock
from tests.unit.exchange.books import Cell, write_book

_CLASSES = [f"{grade}{letter}" for grade in range(1, 12) for letter in "АИ"][:12]
_STUDENTS, _TEACHERS, _LESSONS_A_DAY = 300, 30, 6
_SUBJECTS = ["Русский язык", "Литература", "Алгебра", "Физика", "Английский язык", "История"]
_LIMIT_SECONDS = 5.0


def _school() -> Any:
    """Return a school as its office would type it."""
    teachers = cycle(f"T{number}" for number in range(_TEACHERS))
    students = [
        [f"U{n}", f"Ученикова{n}", "Анна", "Ивановна", date(2010, 1, 1) + timedelta(days=n),
         _CLASSES[n % len(_CLASSES)]]
        for n in range(_STUDENTS)
    ]  # fmt: skip
    return {
        "Школа": [["параметр", "значение"], ["название", "Большая"], ["учебный год", "2026/2027"]],
        "Периоды": [
            ["период", "вид", "классы", "начало", "конец"],
            ["1 четверть", "четверть", "1-11", date(2026, 9, 1), date(2026, 10, 23)],
        ],
        "Звонки": [
            ["урок", "начало", "конец"],
            *([n, clock_time(7 + n, 30), clock_time(8 + n, 10)] for n in range(1, 8)),
        ],
        "Предметы": [["предмет"], *([name] for name in _SUBJECTS)],
        "Сотрудники": [
            ["id", "ФИО", "телефон", "роли"],
            *([f"T{n}", f"Учителева{n} Вера Ильинична", 79120000000.0 + n, "учитель"]
              for n in range(_TEACHERS)),
        ],
        "Классы": [
            ["класс", "классный руководитель"],
            *([name, next(teachers)] for name in _CLASSES),
        ],
        "Ученики": [["id", "фамилия", "имя", "отчество", "дата рождения", "класс"], *students],
        "Родители": [
            ["id", "ФИО", "телефон", "ученик", "кем приходится"],
            *([f"P{n}-{m}", f"Ученикова{n} {who} Петровна", 79130000000.0 + 2 * n + m, f"U{n}",
               "мать"] for n in range(_STUDENTS) for m, who in enumerate(("Ирина", "Ольга"))),
        ],
        "Группы": [
            ["группа", "предмет", "ученик"],
            *([f"{row[5]} англ. {n // len(_CLASSES) % 2 + 1}", "Английский язык", row[0]]
              for n, row in enumerate(students)),
        ],
        "Расписание": [
            ["класс", "группа", "день", "урок", "предмет", "учитель", "кабинет"],
            *_timetable(teachers),
        ],
    }  # fmt: skip


def _timetable(teachers: Iterator[str]) -> Iterator[list[Cell]]:
    for name in _CLASSES:
        for day in ("пн", "вт", "ср", "чт", "пт"):
            for number, subject in enumerate(_SUBJECTS[:_LESSONS_A_DAY], start=1):
                group = f"{name} англ. 1" if subject == "Английский язык" else None
                yield [name, group, day, number, subject, next(teachers), f"{number}0{len(name)}"]


async def _import(url: str, path: Path) -> tuple[float, float, str]:
    clock, keys = FakeClock(datetime(2026, 9, 10, 6, tzinfo=UTC)), Keys("secret of the bench " * 2)
    database = Database(url, hooks=[AuditRecorder(keys, clock)])
    service: Any = ImportService(database, clock, keys)
    try:
        started = time.perf_counter()
        first = await service.apply(read_workbook(path))
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        again = await service.apply(read_workbook(path))
        again_seconds = time.perf_counter() - started
    finally:
        await database.close()
    if first.counts.problems or again.counts.added or again.counts.changed or again.counts.left:
        raise AssertionError((first.counts.line(), again.counts.line()))
    return seconds, again_seconds, first.counts.line()


def bench_a_school_of_300_students(tmp_path: Path) -> None:
    """A whole school is in within seconds, and the same workbook again changes nothing."""
    path = write_book(tmp_path / "school.xlsx", _school())
    url = f"sqlite+aiosqlite:///{tmp_path / 'bench.db'}"
    upgrade(url)

    seconds, again, line = asyncio.run(_import(url, path))

    print(f"\n{line}: {seconds:.2f} s; again {again:.2f} s")
    assert seconds < _LIMIT_SECONDS
