"""«Копия верна»: the journal of a class in a span, page by page, to be certified on paper."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.models import Attendance, Homework, Lesson, Mark
from services.regulation.mark_names import short_mark
from services.reports.office.data import GroupRow, StudentRow
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Column, Page, Row
from services.reports.words import full_name, moment_text, short_date_text
from services.vocabulary import AttendanceCode

__all__ = ["certified_copy"]

_DATES_ON_A_PAGE = 24
# As the journal has them, in the letters of the school.
_LETTERS = {
    AttendanceCode.ABSENT: "н",
    AttendanceCode.ABSENT_SICK: "б",
    AttendanceCode.ABSENT_EXCUSED: "у",
    AttendanceCode.ABSENT_UNEXCUSED: "ну",
    AttendanceCode.TARDY: "о",
    AttendanceCode.EXEMPT: "осв",
}
_Cells = Mapping[tuple[int, int], list[str]]  # by (lesson, student)


async def certified_copy(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return, for each subject and group, the page of marks and the page of topics."""
    pages: list[Page] = []
    for one in scope.classes:
        for group in one.groups:
            lessons = await _lessons(session, one, group)
            for subject_id in dict.fromkeys(lesson.subject_id for lesson in lessons):
                of_subject = [row for row in lessons if row.subject_id == subject_id]
                pages += await _pages(session, scope, one, group, of_subject)
    return pages


async def _lessons(session: AsyncSession, one: ClassScope, group: GroupRow) -> list[Lesson]:
    return list(
        await session.scalars(
            select(Lesson)
            .where(
                Lesson.study_group_id == group.group_id,
                Lesson.lesson_on.between(one.term.starts_on, one.term.ends_on),
            )
            .order_by(Lesson.lesson_on, Lesson.number)
        )
    )


async def _pages(
    session: AsyncSession,
    scope: Scope,
    one: ClassScope,
    group: GroupRow,
    lessons: Sequence[Lesson],
) -> list[Page]:
    entries = await _entries(session, [row.id for row in lessons])
    learners = _learners(one, group, lessons[0].subject_id)
    subject = scope.subjects[lessons[0].subject_id].name
    label = one.roll.name if group.is_whole_class else group.name
    pages = [
        _marks_page(
            scope, one, f"{label} · {subject}", lessons[start : start + _DATES_ON_A_PAGE],
            learners, entries,
        )
        for start in range(0, len(lessons), _DATES_ON_A_PAGE)
    ]  # fmt: skip
    pages.append(await _topics_page(session, scope, one, f"{label} · {subject}", lessons))
    return pages


def _learners(one: ClassScope, group: GroupRow, subject_id: int) -> list[StudentRow]:
    """Return everybody of the class who was taught there at the span's beginning or end."""
    found = {
        student.student_id: student
        for day in (one.term.starts_on, one.term.ends_on)
        for student in one.learners(group, subject_id, day)
    }
    return [found[stay] for stay in dict.fromkeys(found)]


async def _entries(session: AsyncSession, lesson_ids: Sequence[int]) -> _Cells:
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for letter in await session.scalars(
        select(Attendance).where(Attendance.lesson_id.in_(lesson_ids))
    ):
        if letter.code in _LETTERS:
            cells[letter.lesson_id, letter.student_id].append(_LETTERS[letter.code])
    for mark in await session.scalars(
        select(Mark)
        .where(Mark.lesson_id.in_(lesson_ids), Mark.is_withdrawn.is_(False))
        .order_by(Mark.id)
    ):
        cells[mark.lesson_id, mark.student_id].append(short_mark(mark.given))
    return cells


def _marks_page(
    scope: Scope,
    one: ClassScope,
    title: str,
    lessons: Sequence[Lesson],
    learners: Sequence[StudentRow],
    entries: _Cells,
) -> Page:
    return Page(
        name=title,
        title=title,
        lines=(scope.school, scope.term_text(one.term)),
        columns=(
            Column("№", 4),
            Column(_("Student"), 30, is_left=True),
            *(Column(short_date_text(row.lesson_on), 6, is_upright=True) for row in lessons),
        ),
        rows=tuple(
            Row(
                (
                    number,
                    full_name(student.name),
                    *("/".join(entries.get((row.id, student.student_id), ())) for row in lessons),
                )
            )
            for number, student in enumerate(learners, start=1)
        ),
        notes=_certificate(scope),
        signatures=(_("Position"),),
        is_wide=True,
    )


async def _topics_page(
    session: AsyncSession, scope: Scope, one: ClassScope, title: str, lessons: Sequence[Lesson]
) -> Page:
    tasks: dict[int, str] = {}
    for task in await session.scalars(
        select(Homework).where(
            Homework.lesson_id.in_([row.id for row in lessons]),
            Homework.addressee_id.is_(None),
            Homework.is_withdrawn.is_(False),
        )
    ):
        tasks[task.lesson_id] = _("not set") if task.is_none else task.text
    return Page(
        name=_("{title} topics").format(title=title),
        title=_("{title}: topics and homework").format(title=title),
        lines=(scope.school, scope.term_text(one.term)),
        columns=(
            Column(_("Day"), 8),
            Column(_("Lesson"), 7),
            Column(_("Topic"), 50, is_left=True),
            Column(_("Homework"), 50, is_left=True),
        ),
        rows=tuple(
            Row((short_date_text(row.lesson_on), row.number, row.topic, tasks.get(row.id, "")))
            for row in lessons
        ),
        notes=_certificate(scope),
        signatures=(_("Position"),),
    )


def _certificate(scope: Scope) -> tuple[str, ...]:
    return (
        _("True copy of the electronic journal as of {moment}. Place for the seal.").format(
            moment=moment_text(scope.now, scope.zone)
        ),
    )
