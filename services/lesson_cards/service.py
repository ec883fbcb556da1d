"""What a teacher does on the card of a lesson: who is there, and marks name by name.

Every press is checked again, and a second one changes nothing: taps edit a draft in the database,
saving it is the saving of any journal entry.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.audit.acting import acting
from services.bulk_entry.errors import EntryGone
from services.bulk_entry.facts import PreviewFacts, SavedFacts
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.preview import preview_of_drafts
from services.bulk_entry.saved import saved_facts
from services.bulk_entry.saving import own_entry, require_preview, save_entry
from services.database import Database, bind_school
from services.errors import OutOfDate
from services.journal import repository as journal
from services.journal.attendance_rules import is_absence
from services.journal.drafts import drafts_of
from services.journal.errors import NothingToRecord
from services.journal.rights import require_marks_taken, teaching_of
from services.journal.slots import slot_of_lesson, still_planned
from services.lesson_cards import sheets
from services.lesson_cards.facts import (
    AbsenteeSheet,
    LessonCardFacts,
    MarkSheet,
    SheetName,
)
from services.lesson_cards.reading import (
    LessonList,
    card_facts,
    expected_absent,
    lesson_list,
)
from services.lesson_cards.repository import control_work_at
from services.lesson_cards.rules import digest_of, page_of, pages
from services.lesson_cards.sheets import Sheet, new_sheet, sheet_in, sheet_json
from services.models import JournalEntry
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.timetable.planner import lessons_of_group
from services.timetable.rules import PlannedLesson
from services.vocabulary import AttendanceCode, EntryState

__all__ = ["NAMES_ON_PAGE", "LessonCardService"]

NAMES_ON_PAGE = 30  # Telegram takes 100 buttons; more names than that are hard to find


@dataclass(frozen=True, slots=True)
class _Open:
    """A sheet being edited, with everything its screen needs."""

    session: AsyncSession
    entry: JournalEntry
    sheet: Sheet
    lesson: PlannedLesson
    listed: LessonList


class LessonCardService:
    """Shows and fills the card of a lesson for whoever gives it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def card(self, who: Identity, key: LessonKey, *, now: datetime) -> LessonCardFacts:
        """Return the card of a lesson.

        Raises:
            OutOfDate: the timetable has no such lesson any more.
            NotYourLesson: somebody else gives it.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                lesson = await _own_lesson(session, who, key)
                return await card_facts(
                    session, lesson, profile=await load_profile(session), now=now
                )

    async def everybody_here(
        self, who: Identity, key: LessonKey, *, now: datetime
    ) -> LessonCardFacts:
        """Record that nobody is missing. Once somebody has looked it changes nothing.

        Errors as in ``card``.
        """
        return await self._looked(who, key, now=now, expected=None)

    async def same_absent(
        self, who: Identity, key: LessonKey, *, digest: int, now: datetime
    ) -> LessonCardFacts | AbsenteeSheet:
        """Record as absent whom the card named; when these are others by now, show the sheet.

        Errors as in ``card``.
        """
        facts = await self._looked(who, key, now=now, expected=digest)
        if facts.attendance_at is None:
            return await self.absentees(who, key, now=now)
        return facts

    async def _looked(
        self, who: Identity, key: LessonKey, *, now: datetime, expected: int | None
    ) -> LessonCardFacts:
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                lesson = await _own_lesson(session, who, key, begun_at=now)
                listed = await lesson_list(session, lesson)
                if listed.row is not None and listed.row.attendance_at is not None:
                    # An old card must not wipe what was marked since; a second press says again.
                    saved = await _last_saved_here(session, who, lesson, profile, now=now)
                    return await card_facts(session, lesson, profile=profile, now=now, saved=saved)
                missing = (
                    await expected_absent(session, lesson, listed.names)
                    if expected is not None
                    else ()
                )
                absent_ids = frozenset(one.student_id for one in missing)
                if expected is not None and digest_of(absent_ids) != expected:
                    return await card_facts(session, lesson, profile=profile, now=now)
                sheet = new_sheet(sheets.ABSENTEES, slot_of_lesson(lesson), expected=absent_ids)
                for one in listed.names:
                    if one.student_id not in absent_ids:
                        sheet = sheet.with_letter(
                            one.student_id,
                            AttendanceCode.PRESENT,
                            standing=listed.code_of(one.student_id),
                        )
                entry = await _add(session, who, sheet, now=now)
                saved = await save_entry(session, who, entry, now=now)
                return await card_facts(session, lesson, profile=profile, now=now, saved=saved)

    async def absentees(self, who: Identity, key: LessonKey, *, now: datetime) -> AbsenteeSheet:
        """Begin to mark who is missing: with the letters that stand, or with who is expected.

        Raises:
            OutOfDate, NotYourLesson: as in ``card``; or the lesson is still to come.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                lesson = await _own_lesson(session, who, key, begun_at=now)
                listed = await lesson_list(session, lesson)
                expected = (
                    await expected_absent(session, lesson, listed.names)
                    if listed.row is None or listed.row.attendance_at is None
                    else ()
                )
                ids = frozenset(
                    one.student_id
                    for one in expected
                    if listed.code_of(one.student_id) is AttendanceCode.PRESENT
                )
                sheet = new_sheet(sheets.ABSENTEES, slot_of_lesson(lesson), expected=ids)
                entry = await _add(session, who, sheet, now=now)
                return _absentee_sheet(_Open(session, entry, sheet, lesson, listed), page=0)

    async def set_letter(
        self,
        who: Identity,
        entry_id: int,
        *,
        student_id: int,
        code: AttendanceCode,
        now: datetime,
    ) -> AbsenteeSheet:
        """Let a name have a letter on the sheet; twice is harmless.

        Raises:
            EntryGone: the sheet was saved or thrown away, or is too old.
            OutOfDate: the student is not on its list, or the lesson is gone.
        """
        async with self._opened(who, entry_id, sheets.ABSENTEES, now=now) as opened:
            place = _place(opened.listed, student_id)
            sheet = opened.sheet.with_letter(
                student_id, code, standing=opened.listed.code_of(student_id)
            )
            opened.entry.resolved = sheet_json(sheet)
            return _absentee_sheet(
                replace(opened, sheet=sheet), page=page_of(place, size=NAMES_ON_PAGE)
            )

    async def absentee_page(
        self, who: Identity, entry_id: int, *, page: int, now: datetime
    ) -> AbsenteeSheet:
        """Turn a page of the sheet; errors as in ``set_letter``."""
        async with self._opened(who, entry_id, sheets.ABSENTEES, now=now) as opened:
            return _absentee_sheet(opened, page=page)

    async def save_absentees(
        self, who: Identity, entry_id: int, *, now: datetime
    ) -> LessonCardFacts:
        """Save the sheet and return the card with what was saved; a second press says the same.

        Raises:
            EntryGone: it was thrown away or undone, or is too old.
            NotYourLesson: rights have changed since.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                sheet = sheet_in(entry.resolved)
                lesson = await still_planned(session, sheet.draft.lesson) if sheet else None
                if lesson is None:
                    raise EntryGone(state=entry.state)
                saved = await save_entry(session, who, entry, now=now)
                profile = await load_profile(session)
                return await card_facts(session, lesson, profile=profile, now=now, saved=saved)

    # --- marks ----------------------------------------------------------------------------------

    async def marks(self, who: Identity, key: LessonKey, *, now: datetime) -> MarkSheet:
        """Begin to give marks, name by name.

        Raises:
            OutOfDate, NotYourLesson: as in ``card``; or the lesson is still to come.
            MarksNotTaken: the lesson takes none.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                lesson = await _own_lesson(session, who, key, begun_at=now)
                await require_marks_taken(session, lesson)
                listed = await lesson_list(session, lesson)
                sheet = new_sheet(sheets.MARKS, slot_of_lesson(lesson), expected=frozenset())
                work = await control_work_at(session, lesson)
                if work is not None:
                    sheet = sheet.with_kind(work.work_kind)
                entry = await _add(session, who, sheet, now=now)
                return await _mark_sheet(_Open(session, entry, sheet, lesson, listed), page=0)

    async def choose_name(
        self, who: Identity, entry_id: int, *, student_id: int, now: datetime
    ) -> MarkSheet:
        """Let a name wait for its mark; errors as in ``set_letter``."""
        async with self._opened(who, entry_id, sheets.MARKS, now=now) as opened:
            place = _place(opened.listed, student_id)
            return await _kept(opened, replace(opened.sheet, chosen_id=student_id), place)

    async def give_mark(
        self, who: Identity, entry_id: int, *, student_id: int, value: int | None, now: datetime
    ) -> MarkSheet:
        """Give a name its mark (None: none after all) and let the next one wait for its own.

        Errors as in ``set_letter``.
        """
        async with self._opened(who, entry_id, sheets.MARKS, now=now) as opened:
            place = _place(opened.listed, student_id)
            sheet = opened.sheet.with_mark(student_id, value)
            return await _kept(opened, *_after(sheet, opened.listed, place))

    async def give_absence(
        self, who: Identity, entry_id: int, *, student_id: int, now: datetime
    ) -> MarkSheet:
        """Note on the sheet of marks that a student is not there; errors as in ``set_letter``."""
        async with self._opened(who, entry_id, sheets.MARKS, now=now) as opened:
            place = _place(opened.listed, student_id)
            sheet = opened.sheet.with_mark(student_id, None).with_letter(
                student_id, AttendanceCode.ABSENT, standing=opened.listed.code_of(student_id)
            )
            return await _kept(opened, *_after(sheet, opened.listed, place))

    async def choose_kind(
        self, who: Identity, entry_id: int, *, work_kind: str, now: datetime
    ) -> MarkSheet:
        """Say what the marks of the sheet are for; errors as in ``set_letter``."""
        async with self._opened(who, entry_id, sheets.MARKS, now=now) as opened:
            return await _kept(opened, opened.sheet.with_kind(work_kind), 0)

    async def mark_page(
        self, who: Identity, entry_id: int, *, page: int, now: datetime
    ) -> MarkSheet:
        """Turn a page of the sheet; errors as in ``set_letter``."""
        async with self._opened(who, entry_id, sheets.MARKS, now=now) as opened:
            return await _mark_sheet(opened, page=page)

    async def check_marks(self, who: Identity, entry_id: int, *, now: datetime) -> PreviewFacts:
        """Return what saving the sheet would change, as of a typed line.

        Raises:
            NothingToRecord: nobody has a mark yet.
            EntryGone, OutOfDate: as in ``set_letter``.
        """
        async with self._opened(who, entry_id, sheets.MARKS, now=now) as opened:
            if not opened.sheet.draft.students:
                raise NothingToRecord
            return await preview_of_drafts(
                opened.session,
                who,
                opened.entry,
                profile=await load_profile(opened.session),
                now=now,
            )

    @asynccontextmanager
    async def _opened(
        self, who: Identity, entry_id: int, kind: str, *, now: datetime
    ) -> AsyncIterator[_Open]:
        """Open a sheet for one edit; the entry's row is locked, so that taps come one by one."""
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                require_preview(entry, now=now)
                sheet = sheet_in(entry.resolved)
                if sheet is None or sheet.kind != kind:
                    raise EntryGone(state=entry.state)
                lesson = await still_planned(session, sheet.draft.lesson)
                if lesson is None:
                    raise OutOfDate
                (await teaching_of(session, who)).require_record(lesson)
                listed = await lesson_list(session, lesson)
                yield _Open(session, entry, sheet, lesson, listed)


async def _own_lesson(
    session: AsyncSession, who: Identity, key: LessonKey, *, begun_at: datetime | None = None
) -> PlannedLesson:
    """Return the lesson of a button; *begun_at*: it must have begun by then, at least its day."""
    group_id, subject_id, on, number = key
    day = date.fromisoformat(on)
    for lesson in await lessons_of_group(session, group_id, on=day):
        if (lesson.subject.subject_id, lesson.number) == (subject_id, number):
            (await teaching_of(session, who)).require_record(lesson)
            if begun_at is not None and lesson.on > _today(begun_at, await load_profile(session)):
                raise OutOfDate
            return lesson
    raise OutOfDate


async def _last_saved_here(
    session: AsyncSession,
    who: Identity,
    lesson: PlannedLesson,
    profile: SchoolProfile,
    *,
    now: datetime,
) -> SavedFacts | None:
    """Return the last saved entry of *who* if it is about this lesson alone."""
    entry = await journal.last_saved_entry(session, who.person_id)
    if entry is None:
        return None
    if {draft.lesson for draft in drafts_of(entry.resolved)} != {slot_of_lesson(lesson)}:
        return None
    return await saved_facts(session, entry, profile=profile, now=now, is_repeat=True)


def _today(now: datetime, profile: SchoolProfile) -> date:
    return now.astimezone(profile.timezone).date()


async def _add(
    session: AsyncSession, who: Identity, sheet: Sheet, *, now: datetime
) -> JournalEntry:
    entry = JournalEntry(
        author_id=who.person_id,
        state=EntryState.PREVIEWED,
        source="",
        resolved=sheet_json(sheet),
        created_at=now,
    )
    session.add(entry)
    await session.flush()
    return entry


def _place(listed: LessonList, student_id: int) -> int:
    """Return the place of a student on the list.

    Raises:
        OutOfDate: the student left the group since.
    """
    for place, one in enumerate(listed.names):
        if one.student_id == student_id:
            return place
    raise OutOfDate


def _after(sheet: Sheet, listed: LessonList, place: int) -> tuple[Sheet, int]:
    """Let the next name wait that has nothing yet and is there; behind the last nobody waits."""
    for following in range(place + 1, len(listed.names)):
        said = sheet.student(listed.names[following].student_id)
        is_there = not is_absence(listed.code_of(said.student_id))
        if not said.marks and said.attendance is None and is_there:
            return replace(sheet, chosen_id=said.student_id), following
    return replace(sheet, chosen_id=None), place


async def _kept(opened: _Open, sheet: Sheet, place: int) -> MarkSheet:
    opened.entry.resolved = sheet_json(sheet)
    return await _mark_sheet(replace(opened, sheet=sheet), page=page_of(place, size=NAMES_ON_PAGE))


def _absentee_sheet(opened: _Open, *, page: int) -> AbsenteeSheet:
    names = [
        SheetName(
            one,
            opened.sheet.student(one.student_id).attendance
            or opened.listed.code_of(one.student_id),
            is_expected=one.student_id in opened.sheet.expected,
        )
        for one in opened.listed.names
    ]
    count = pages(names, size=NAMES_ON_PAGE)
    page = min(max(page, 0), count - 1)
    late = sum(one.code is AttendanceCode.TARDY for one in names)
    there = sum(one.code is AttendanceCode.PRESENT for one in names)
    return AbsenteeSheet(
        entry_id=opened.entry.id,
        lesson=opened.lesson,
        names=tuple(names[page * NAMES_ON_PAGE : (page + 1) * NAMES_ON_PAGE]),
        page=page,
        pages=count,
        absent=len(names) - late - there,
        late=late,
    )


async def _mark_sheet(opened: _Open, *, page: int) -> MarkSheet:
    standing: dict[int, list[int]] = {}
    if opened.listed.row is not None:
        ids = [one.student_id for one in opened.listed.names]
        for row in await journal.marks_at(opened.session, opened.listed.row.id, ids):
            if row.work_kind == opened.sheet.work_kind:
                standing.setdefault(row.student_id, []).append(row.value)
    names = []
    for one in opened.listed.names:
        said = opened.sheet.student(one.student_id)
        names.append(
            SheetName(
                one,
                said.attendance or opened.listed.code_of(one.student_id),
                marks=tuple(value for mark in said.marks for value in mark.values),
                standing=tuple(standing.get(one.student_id, ())),
            )
        )
    count = pages(names, size=NAMES_ON_PAGE)
    page = min(max(page, 0), count - 1)
    chosen = opened.sheet.chosen_id
    return MarkSheet(
        entry_id=opened.entry.id,
        lesson=opened.lesson,
        work_kind=opened.sheet.work_kind,
        names=tuple(names[page * NAMES_ON_PAGE : (page + 1) * NAMES_ON_PAGE]),
        page=page,
        pages=count,
        chosen=next((one for one in opened.listed.names if one.student_id == chosen), None),
        given=sum(bool(one.marks) for one in names),
    )
