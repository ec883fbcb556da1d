"""Opening the journal: which pages there are, one page of dates, one student behind a name."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.bulk_entry.errors import LineNotTaken
from services.bulk_entry.faults import LineFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.model import Span
from services.bulk_entry.repository import ListedStudent, school_words
from services.database import Database, bind_school
from services.errors import NotFound
from services.finals import lessons_repository
from services.finals import repository as finals
from services.finals.periods import name_of
from services.finals.reading import taught_there
from services.journal.averages import weighted_average
from services.journal_pages import repository
from services.journal_pages.facts import (
    JournalCell,
    JournalColumn,
    JournalList,
    JournalOf,
    JournalPage,
    JournalRow,
    MarkInCell,
    MarkPast,
    StudentInSubject,
)
from services.journal_pages.places import Place, listed_students, place_of
from services.journal_pages.progress import progress_of
from services.models import Attendance, Lesson, Mark, TeachingAssignment
from services.regulation.repository import load_profile
from services.roster.classes import classes_in_order
from services.roster.names import names_of
from services.timetable.repository import group_ids_touching_class, taught_groups
from services.vocabulary import AttendanceCode

__all__ = ["DATES_ON_PAGE", "JournalKey", "JournalPageService"]

# Thirty names with their cells are one message, and as a table as wide as a phone (390 points).
DATES_ON_PAGE = 6
_LAST = -1

JournalKey = tuple[int, int, int]
"""Study group, subject, grading period (0: the one of today)."""


class JournalPageService:
    """Shows the journal to those who keep it, and to those who check it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def journals(
        self, who: Identity, *, now: datetime, class_id: int | None = None
    ) -> JournalList:
        """Return the pages of *who*: the own subjects and class; of a class that was chosen, all.

        Raises:
            NotAllowed: they neither teach nor check.
        """
        require(
            who,
            Action.SEE_JOURNAL,
            teacher_ids=(who.person_id,),
            class_id=class_id or next(iter(who.homeroom_class_ids), None),
        )
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                sees_all = is_allowed(who, Action.SEE_JOURNAL)
                if class_id is not None:
                    rows = await _of_classes(session, {class_id}, today=today)
                else:
                    rows = await finals.assignments(session, teacher_id=who.person_id)
                    rows += await _of_classes(session, who.homeroom_class_ids, today=today)
                pairs = {(row.study_group_id, row.subject_id) for row in rows}
                own = {
                    (row.study_group_id, row.subject_id)
                    for row in rows
                    if row.teacher_id == who.person_id
                }
                lists_all = sees_all and class_id is None
                classes = await classes_in_order(session) if lists_all else ()
                return JournalList(await _named(session, pairs, own=own, today=today), classes)

    async def named(self, who: Identity, heading: str, *, now: datetime) -> JournalPage:
        """Return the page a heading names: «7Б Алгебра».

        Raises:
            LineNotTaken, FinalsNotTaken: class, subject or group is missing or unknown.
            NotYourLesson: it is not theirs to see.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                words = await school_words(session, today=today)
                text = f"/final {heading}"  # a heading of its own, without lines behind it
                try:
                    parsed = parse(text, vocabulary=words.vocabulary)
                except LineFault as fault:
                    raise LineNotTaken(
                        fault.kind,
                        span=Span(fault.start, fault.end),
                        source=text,
                        hints=fault.hints,
                    ) from fault
                group_id, subject_id = await taught_there(
                    session, who, parsed.entries[0], words, today=today
                )
                return await _page(
                    session, who, (group_id, subject_id, 0), today=today, page=_LAST
                )

    async def page(
        self, who: Identity, key: JournalKey, *, now: datetime, page: int = _LAST
    ) -> JournalPage:
        """Return a page of dates, the last one unless another is asked for.

        Raises:
            NotFound: there is no such group or subject.
            NotYourLesson: it is not theirs to see.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                return await _page(session, who, key, today=today, page=page)

    async def whole(self, who: Identity, key: JournalKey, *, now: datetime) -> JournalPage:
        """Return all dates of the period as one page, with homework; errors as in ``page``."""
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                return await _page(session, who, key, today=today, page=None)

    async def student(
        self, who: Identity, key: JournalKey, *, student_id: int, now: datetime
    ) -> StudentInSubject:
        """Return everything of one student in the subject, with what was changed.

        Raises:
            NotFound: the student is not on that page.
            NotYourLesson: it is not theirs to see.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                zone = (await load_profile(session)).timezone
                today = now.astimezone(zone).date()
                place = await _place(session, who, key, today=today)
                listed = await listed_students(session, place, today=today)
                if student_id not in {one.student_id for one in listed}:
                    raise NotFound
                return await _student(session, place, student_id, zone=zone)


async def _of_classes(
    session: AsyncSession, class_ids: frozenset[int] | set[int], *, today: date
) -> list[TeachingAssignment]:
    groups: set[int] = set()
    for class_id in class_ids:
        groups |= await group_ids_touching_class(session, class_id, on=today)
    return await finals.assignments(session, group_ids=groups) if groups else []


async def _named(
    session: AsyncSession,
    pairs: set[tuple[int, int]],
    *,
    own: set[tuple[int, int]],
    today: date,
) -> tuple[JournalOf, ...]:
    """Return journals by their names, the *own* ones first."""
    groups = await taught_groups(session, [group_id for group_id, _ in pairs], on=today)
    subjects = await finals.subjects(session, {subject_id for _, subject_id in pairs})
    found = [
        (
            (group_id, subject_id) not in own,
            groups[group_id].grade,
            JournalOf(group_id, subject_id, groups[group_id].label, subjects[subject_id].name),
        )
        for group_id, subject_id in pairs
        if group_id in groups and subject_id in subjects
    ]
    found.sort(key=lambda one: (one[0], one[1], one[2].group, one[2].subject))
    return tuple(journal for _, _, journal in found)


async def _place(session: AsyncSession, who: Identity, key: JournalKey, *, today: date) -> Place:
    group_id, subject_id, period_id = key
    return await place_of(
        session,
        who,
        group_id=group_id,
        subject_id=subject_id,
        today=today,
        period_id=period_id or None,
    )


async def _page(
    session: AsyncSession, who: Identity, key: JournalKey, *, today: date, page: int | None
) -> JournalPage:
    place = await _place(session, who, key, today=today)
    lessons = await repository.lessons_of(
        session,
        group_id=place.journal.group_id,
        subject_id=place.journal.subject_id,
        first=place.first,
        last=place.last,
    )
    pages = max(1, -(-len(lessons) // DATES_ON_PAGE))
    if page is None:
        shown, number = lessons, 0
    else:
        number = pages - 1 if page == _LAST else min(max(page, 0), pages - 1)
        # Pages are counted from the newest, so that the last one is full.
        end = len(lessons) - (pages - 1 - number) * DATES_ON_PAGE
        shown = lessons[max(0, end - DATES_ON_PAGE) : end]
    ids = [row.id for row in shown]
    homework = await repository.homework_of(session, ids) if page is None else {}
    return JournalPage(
        journal=place.journal,
        period=name_of(place.period) if place.period else None,
        starts_on=place.first,
        ends_on=place.last,
        columns=tuple(
            JournalColumn(row.id, row.lesson_on, row.number, row.topic, homework.get(row.id, ""))
            for row in shown
        ),
        rows=await _rows(session, place, shown, today=today),
        page=number,
        pages=1 if page is None else pages,
        progress=None if page is None else await progress_of(session, place, today=today),
    )


async def _rows(
    session: AsyncSession, place: Place, lessons: Sequence[Lesson], *, today: date
) -> tuple[JournalRow, ...]:
    listed = await listed_students(session, place, today=today)
    ids = [row.id for row in lessons]
    marks = await repository.marks_of_lessons(session, ids)
    letters = await repository.letters_of(session, ids)
    of_period = await lessons_repository.marks_of_subject(
        session,
        [one.student_id for one in listed],
        subject_id=place.journal.subject_id,
        starts_on=place.first,
        ends_on=place.last,
    )
    return tuple(
        JournalRow(
            student_id=one.student_id,
            number=one.number,
            family_name=one.family_name,
            given_name=one.given_name,
            apart=one.apart,
            cells=_cells(one, ids, marks, letters),
            average=weighted_average(of_period.get(one.student_id, ())),
        )
        for one in listed
    )


def _cells(
    student: ListedStudent,
    lesson_ids: Sequence[int],
    marks: Mapping[tuple[int, int], Sequence[Mark]],
    letters: Mapping[tuple[int, int], Attendance],
) -> tuple[JournalCell, ...]:
    cells = []
    for lesson_id in lesson_ids:
        key = (lesson_id, student.student_id)
        letter = letters.get(key)
        is_shown = letter is not None and letter.code is not AttendanceCode.PRESENT
        cells.append(
            JournalCell(
                marks=tuple(
                    MarkInCell(row.given, row.work_kind, row.weight_tenths, row.part)
                    for row in marks.get(key, ())
                ),
                code=letter.code if letter and is_shown else None,
                minutes_late=letter.minutes_late if letter and is_shown else None,
            )
        )
    return tuple(cells)


async def _student(
    session: AsyncSession, place: Place, student_id: int, *, zone: ZoneInfo
) -> StudentInSubject:
    rows = await repository.marks_of_student(
        session,
        student_id,
        subject_id=place.journal.subject_id,
        first=place.first,
        last=place.last,
    )
    earlier = await repository.earlier_values(session, [row.id for row in rows])
    lessons = await repository.lessons_of(
        session,
        group_id=place.journal.group_id,
        subject_id=place.journal.subject_id,
        first=place.first,
        last=place.last,
    )
    letters = await repository.letters_of(session, [row.id for row in lessons])
    names = await names_of(session, {student_id, *(row.author_id for row in rows)})
    averages = await lessons_repository.marks_of_subject(
        session,
        [student_id],
        subject_id=place.journal.subject_id,
        starts_on=place.first,
        ends_on=place.last,
    )
    return StudentInSubject(
        journal=place.journal,
        student_id=student_id,
        name=names[student_id],
        marks=tuple(
            MarkPast(
                on=row.lesson_on,
                value=row.given,
                work_kind=row.work_kind,
                is_withdrawn=row.is_withdrawn,
                comment=row.comment,
                recorded_at=row.recorded_at,
                author=names[row.author_id],
                earlier=earlier.get(row.id, ()),
            )
            for row in rows
        ),
        letters=tuple(
            (row.lesson_on, letter.code, letter.minutes_late)
            for row in lessons
            if (letter := letters.get((row.id, student_id))) is not None
            and letter.code is not AttendanceCode.PRESENT
        ),
        average=weighted_average(averages.get(student_id, ())),
        zone=zone,
    )
