"""What an archive of a period holds: lists, marks, attendance, lessons and final marks as tables,
summary sheets, and a copy of the database. Source: S3 4, S1 App.4 2.5.
"""

import asyncio
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.archive.copying import write_copy
from services.database import Database, bind_school
from services.exchange.safe_cells import csv_bytes
from services.i18n import gettext as _
from services.keys import Keys
from services.models import (
    Attendance,
    AuditHead,
    Homework,
    Lesson,
    Mark,
    School,
    StudyGroup,
)
from services.regulation.mark_names import short_mark
from services.regulation.repository import load_profile
from services.reports.office import data
from services.reports.office.ask import NoSuchPeriod, PeriodWish
from services.reports.office.pdf import report_pdf
from services.reports.office.scope import Scope, load_scope
from services.reports.office.summary_sheet import summary_sheet
from services.reports.office.table import Report
from services.reports.office.xlsx import report_xlsx
from services.reports.words import date_text, final_text, full_name, term_text
from services.roster.names import names_of

__all__ = ["Contents", "collect"]

_FIXED = (1980, 1, 1, 0, 0, 0)  # the same contents are the same bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of an archive, packed, with what the manifest says of them."""

    school: str
    period: str
    packed: bytes
    digests: dict[str, str]
    chain_seq: int
    chain_hash: str


async def collect(
    database: Database,
    *,
    school_id: int,
    wish: PeriodWish,
    keys: Keys,
    now: datetime,
    program: str,
) -> Contents:
    """Return everything an archive of a period holds.

    The copy of the database goes in where it holds no other school.

    Raises:
        NoSuchPeriod: no class has such a period.
    """
    files: dict[str, bytes] = {}
    with bind_school(school_id):
        async with database.reading() as session:
            profile = await load_profile(session)
            classes = await data.find_classes(session)
            scope = await load_scope(session, classes, wish, profile=profile, now=now)
            if scope is None or not scope.classes:
                raise NoSuchPeriod(text="")
            files |= await _tables(session, scope)
            sheets = Report(
                _("Summary sheet of marks"), tuple(await summary_sheet(session, scope))
            )
            head = await session.get(AuditHead, school_id)
            schools = len(list(await session.scalars(select(School.id))))
    files["summary-sheets.xlsx"] = await asyncio.to_thread(report_xlsx, sheets)
    files["summary-sheets.pdf"] = await report_pdf(sheets)
    if schools == 1:
        with TemporaryDirectory(prefix="peremena-archive-") as folder:
            path = Path(folder) / "database.backup"
            await write_copy(database, path, keys=keys, now=now, program=program)
            files["database.backup"] = path.read_bytes()  # a file of ours
    terms = dict.fromkeys(scope.term_text(one.term) for one in scope.classes)
    return Contents(
        school=scope.school,
        period="; ".join(terms),
        packed=await asyncio.to_thread(_packed, files),
        digests={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        chain_seq=head.seq if head is not None else 0,
        chain_hash=head.hash.hex() if head is not None else "",
    )


def _packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, _FIXED), content)
    return stream.getvalue()


async def _tables(session: AsyncSession, scope: Scope) -> dict[str, bytes]:
    first = min(one.term.starts_on for one in scope.classes)
    last = max(one.term.ends_on for one in scope.classes)
    lessons = {
        row.id: row
        for row in await session.scalars(
            select(Lesson).where(Lesson.lesson_on.between(first, last))
        )
    }
    marks = list(await session.scalars(select(Mark).where(Mark.lesson_on.between(first, last))))
    letters = list(
        await session.scalars(select(Attendance).where(Attendance.lesson_on.between(first, last)))
    )
    tasks = list(
        await session.scalars(select(Homework).where(Homework.lesson_on.between(first, last)))
    )
    groups = {row.id: row.name for row in await session.scalars(select(StudyGroup))}
    people = {row.student_id for row in marks} | {row.student_id for row in letters}
    people |= {row.student_id for row in scope.finals} | {
        one.teacher_id for one in lessons.values()
    }
    people |= {row.addressee_id for row in tasks if row.addressee_id is not None}
    names = {one: full_name(name) for one, name in (await names_of(session, people)).items()}
    subjects = {one: row.name for one, row in scope.subjects.items()}
    return {
        "classes.csv": _csv(("class", "student"), (
            (one.roll.name, full_name(student.name))
            for one in scope.classes for student in one.roll.on(one.last)
        )),
        "marks.csv": _csv(
            ("date", "lesson", "subject", "student", "mark", "kind", "weight", "withdrawn"),
            (
                (date_text(row.lesson_on), str(lessons[row.lesson_id].number),
                 subjects[row.subject_id], names.get(row.student_id, ""), short_mark(row.given),
                 row.work_kind, str(row.weight_tenths / 10), "1" if row.is_withdrawn else "")
                for row in marks if row.lesson_id in lessons
            ),
        ),
        "attendance.csv": _csv(("date", "lesson", "subject", "student", "letter"), (
            (date_text(row.lesson_on), str(lessons[row.lesson_id].number),
             subjects[lessons[row.lesson_id].subject_id], names.get(row.student_id, ""),
             row.code.value)
            for row in letters if row.lesson_id in lessons
        )),
        "lessons.csv": _csv(("date", "lesson", "group", "subject", "teacher", "topic"), (
            (date_text(row.lesson_on), str(row.number), groups.get(row.study_group_id, ""),
             subjects[row.subject_id], names.get(row.teacher_id, ""), row.topic)
            for row in sorted(lessons.values(), key=_moment)
        )),
        "homework.csv": _csv(("date", "group", "subject", "student", "text", "due"), (
            (date_text(row.lesson_on), groups.get(row.study_group_id, ""),
             subjects[row.subject_id],
             names.get(row.addressee_id, "") if row.addressee_id is not None else "",
             row.text, date_text(row.due_on) if row.due_on is not None else "")
            for row in tasks if not row.is_withdrawn
        )),
        "finals.csv": _csv(("student", "subject", "term", "mark", "result"), (
            (names.get(row.student_id, ""), subjects[row.subject_id],
             term_text(row.kind, scope.period_names.get(row.grading_period_id or 0)),
             final_text(row.value), date_text(row.result_on))
            for row in scope.finals
        )),
    }  # fmt: skip


def _moment(lesson: Lesson) -> tuple[date, int, int]:
    return lesson.lesson_on, lesson.number, lesson.id


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return csv_bytes(heading, rows)
