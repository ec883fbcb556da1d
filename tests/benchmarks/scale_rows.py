"""Fills an empty database with the schools of a ``Scale``, mostly by ``INSERT … SELECT``.

``python -m tests.benchmarks.scale_rows URL --schools 100 --classes 3`` does it to a database that
has the schema. Foreign keys are not looked at and larger indexes are built at the end, as loading
a copy would; the statements are the same on both databases.
"""

import asyncio
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from datetime import time as clock_time
from typing import Any

from sqlalchemy import (
    Connection,
    event,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import create_async_engine

from services import models
from services.database import Base
from services.vocabulary import (
    AccessMode,
    Assessment,
    ConsentAction,
    ConsentPurpose,
    GroupKind,
    PeriodKind,
    PersonKind,
    Role,
)
from tests.benchmarks.many_families import CHAT_OFFSET
from tests.benchmarks.runs import opened
from tests.benchmarks.scale import (
    LESSONS_A_DAY,
    NOW,
    QUARTERS,
    STUDENTS_A_CLASS,
    SUBJECTS,
    Scale,
    Slot,
    quarter_days,
)
from tests.benchmarks.scale_tables import SERIES, SLOT, TEMPORARY, table_of, write_rows, years_of
from tests.benchmarks.scale_taught import TaughtClass

__all__ = ["fill"]


def fill(url: str, scale: Scale) -> float:
    """Fill the database at *url*, which has the schema and no rows; return the seconds it took."""
    began = time.perf_counter()
    asyncio.run(_fill(url, scale))
    return time.perf_counter() - began


async def _fill(url: str, scale: Scale) -> None:
    engine = create_async_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        cursor = connection.cursor()
        if is_sqlite:
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-200000"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.close()

    async with engine.begin() as connection:
        await connection.run_sync(_write, scale)
    if not is_sqlite:  # autovacuum would have come by
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    await engine.dispose()
    async with opened(url) as database:
        await database.refresh_statistics()


def _write(connection: Connection, scale: Scale) -> None:
    slots = scale.slots()
    TEMPORARY.create_all(connection)
    write_rows(connection, SLOT, [_slot_row(one) for one in slots])
    write_rows(connection, SERIES, [{"n": n} for n in range(STUDENTS_A_CLASS)])
    with _without_indexes(connection):
        write_rows(connection, models.Bot, _bots(scale))
        for school_id in range(1, scale.schools + 1):
            _write_school(connection, scale, school_id)
            for class_id in scale.class_ids(school_id):
                TaughtClass(connection, scale, school_id, class_id, len(slots)).write()
    TEMPORARY.drop_all(connection)
    if connection.dialect.name == "postgresql":
        for table in Base.metadata.sorted_tables:
            if "id" in table.c:
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608  # our own names
                        f" coalesce((SELECT max(id) FROM {table.name}), 0) + 1, false)"
                    )
                )


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Build the indexes of the large tables afterwards, which is quicker by far."""
    large = (models.Mark, models.Lesson, models.Attendance, models.Homework, models.PeriodMark)
    indexes = [index for one in large for index in table_of(one).indexes]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _slot_row(slot: Slot) -> dict[str, Any]:
    return {
        "place": slot.place, "lesson_on": slot.on, "year": slot.year, "number": slot.number,
        "subject": slot.index % len(SUBJECTS), "day": slot.place // LESSONS_A_DAY,
        "starts_at": slot.starts_at, "ends_at": slot.starts_at + timedelta(minutes=40),
        "recorded_at": slot.recorded_at,
        "due_on": slot.due_on, "due_number": slot.due_number,
    }  # fmt: skip


def _bots(scale: Scale) -> list[dict[str, Any]]:
    return [
        {"id": n, "telegram_bot_id": 4241 + n, "username": f"bot{n}"}
        for n in range(1, scale.bots + 1)
    ]


# --- what a school has whatever its size --------------------------------------------------------


def _write_school(connection: Connection, scale: Scale, school_id: int) -> None:
    name = f"Школа № {school_id}"
    of_school = {"school_id": school_id}
    write_rows(
        connection,
        models.School,
        [{"id": school_id, "name": name, "short_name": name, "timezone": "UTC",
          "created_at": NOW}],
    )  # fmt: skip
    settings = {"name": name, "content_mode": "full", "timezone": "UTC"}
    settings["quiet_hours"] = "нет"  # a benchmark may run at night
    write_rows(
        connection,
        models.SchoolSetting,
        [of_school | {"key": key, "value": value} for key, value in settings.items()],
    )
    first = (school_id - 1) * scale.years + 1
    write_rows(
        connection,
        models.AcademicYear,
        [
            of_school | {"id": first + n, "name": f"{year}/{year + 1}",
                         "starts_on": date(year, 9, 1), "ends_on": date(year + 1, 5, 26)}
            for n, year in years_of(scale)
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.GradingPeriod,
        [
            of_school | {"id": (first + n - 1) * 4 + quarter + 1, "academic_year_id": first + n,
                         "name": f"{quarter + 1} четверть", "kind": PeriodKind.QUARTER,
                         "grades": [], "starts_on": quarter_days(year, quarter)[0],
                         "ends_on": quarter_days(year, quarter)[1]}
            for n, year in years_of(scale) for quarter in range(len(QUARTERS))
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.Holiday,
        [
            of_school | {"name": "Каникулы", "grades": [],
                         "starts_on": quarter_days(year, quarter)[1] + timedelta(days=1),
                         "ends_on": quarter_days(year, quarter + 1)[0] - timedelta(days=1)}
            for _n, year in years_of(scale) for quarter in range(len(QUARTERS) - 1)
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.ClassPeriod,
        [
            of_school | {"number": number, "bell_set": "", "weekdays": [], "grades": [],
                         "starts_at": clock_time(7 + number, 30),
                         "ends_at": clock_time(8 + number, 10)}
            for number in range(1, LESSONS_A_DAY + 1)
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.Subject,
        [
            of_school | {"id": scale.subject_id(school_id, n), "name": name, "short_name": "",
                         "assessment": Assessment.MARKS, "has_homework": True}
            for n, name in enumerate(SUBJECTS)
        ],
    )  # fmt: skip
    _write_staff(connection, scale, school_id)
    _write_classes(connection, scale, school_id)


def _write_staff(connection: Connection, scale: Scale, school_id: int) -> None:
    first = scale.first_teacher + (school_id - 1) * scale.staff
    ids = range(first, first + scale.staff)
    write_rows(
        connection,
        models.Person,
        [
            {"school_id": school_id, "id": n, "kind": PersonKind.STAFF,
             "family_name": f"Гусева{n}", "given_name": "Екатерина", "patronymic": "Денисовна"}
            for n in ids
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.RoleAssignment,
        [{"school_id": school_id, "person_id": n, "role": Role.TEACHER} for n in ids],
    )
    _link(connection, scale, school_id, [(n, n) for n in ids])


def _write_classes(connection: Connection, scale: Scale, school_id: int) -> None:
    ids = scale.class_ids(school_id)
    names = {
        class_id: (f"{2 + n % 10}{'АБВГДЕЖИКЛМНПРСТУФХЦЧШЭЮЯ'[n // 10 % 25]}{n // 250 or ''}", n)
        for n, class_id in enumerate(ids)
    }
    write_rows(
        connection,
        models.SchoolClass,
        [
            {"school_id": school_id, "id": class_id, "name": name, "grade_level": 2 + n % 10,
             "homeroom_teacher_id": scale.teacher_id(school_id, class_id, 0), "shift": 1,
             "bell_set": ""}
            for class_id, (name, n) in names.items()
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.StudyGroup,
        [
            {"school_id": school_id, "id": class_id, "name": name, "school_class_id": class_id,
             "kind": GroupKind.WHOLE_CLASS, "subject_id": None}
            for class_id, (name, _n) in names.items()
        ],
    )  # fmt: skip
    students = range((school_id - 1) * scale.students + 1, school_id * scale.students + 1)
    first_class = ids[0]
    guardian_of = dict(zip(students, scale.guardians(school_id), strict=True))
    people = [
        {"school_id": school_id, "id": n, "kind": PersonKind.STUDENT,
         "family_name": f"Кузнецова{n % 997}", "given_name": "Мария", "patronymic": "Олеговна",
         "birth_date": date(2013, 5, 5)}
        for n in students
    ] + [
        {"school_id": school_id, "id": n, "kind": PersonKind.GUARDIAN,
         "family_name": f"Кузнецова{n % 997}", "given_name": "Ольга", "patronymic": "Петровна",
         "birth_date": None}
        for n in guardian_of.values()
    ]  # fmt: skip
    write_rows(connection, models.Person, people)
    write_rows(
        connection,
        models.Enrollment,
        [
            {"school_id": school_id, "student_id": student,
             "school_class_id": first_class + n // STUDENTS_A_CLASS,
             "starts_on": date(scale.first_year, 9, 1)}
            for n, student in enumerate(students)
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.Guardianship,
        [
            {"school_id": school_id, "guardian_id": guardian, "student_id": student,
             "relation": "мать", "application_number": str(student),
             "access": AccessMode.ELECTRONIC, "access_reason": ""}
            for student, guardian in guardian_of.items()
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.Consent,
        [
            {"school_id": school_id, "person_id": guardian, "student_id": student,
             "purpose": ConsentPurpose.DELIVERY, "action": ConsentAction.GIVEN,
             "account_hash": "", "application_number": "", "acted_at": NOW}
            for student, guardian in guardian_of.items()
        ],
    )  # fmt: skip
    _link(connection, scale, school_id, [(n, n) for n in guardian_of.values()])


def _link(
    connection: Connection, scale: Scale, school_id: int, whom: Sequence[tuple[int, int]]
) -> None:
    """Give people chats: (account, person)."""
    write_rows(
        connection,
        models.Account,
        [
            {"id": account, "bot_id": scale.bot_id(school_id), "language": "ru",
             "telegram_user_id": CHAT_OFFSET + account, "chat_id": CHAT_OFFSET + account,
             "is_reachable": True, "created_at": NOW}
            for account, _person in whom
        ],
    )  # fmt: skip
    write_rows(
        connection,
        models.AccountLink,
        [
            {"school_id": school_id, "account_id": account, "person_id": person,
             "verified_by": "phone", "linked_at": NOW, "end_reason": ""}
            for account, person in whom
        ],
    )  # fmt: skip


def main() -> None:
    """Fill a database that has the schema."""
    parser = ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--schools", type=int, default=1)
    parser.add_argument("--classes", type=int, default=34)
    parser.add_argument("--marks-tenths", type=int, default=87)
    parser.add_argument("--bots", type=int, default=1)
    given = vars(parser.parse_args())
    url = given.pop("url")
    scale = Scale(**given)
    print(f"{fill(url, scale):.0f} s for {scale}: {scale.people} people")


if __name__ == "__main__":
    main()
