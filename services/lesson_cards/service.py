"""What a teacher does on the card of a lesson: look at it, and say who is there.

Every press is checked again, and a second one changes nothing: taps edit a draft in the database,
saving it is the saving of any journal entry.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.audit.acting import acting
from services.bulk_entry.errors import EntryGone
from services.bulk_entry.facts import SavedFacts
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.saved import saved_facts
from services.bulk_entry.saving import own_entry, save_entry
from services.database import Database, bind_school
from services.journal import repository as journal
from services.journal.drafts import drafts_of
from services.journal.slots import slot_of_lesson, still_planned
from services.lesson_cards import sheets
from services.lesson_cards.facts import (
    AbsenteeSheet,
    LessonCardFacts,
    SheetName,
)
from services.lesson_cards.opening import (
    NAMES_ON_PAGE,
    OpenSheet,
    add_sheet,
    open_sheet,
    own_lesson,
    place_of,
)
from services.lesson_cards.reading import (
    card_facts,
    expected_absent,
    lesson_list,
)
from services.lesson_cards.rules import digest_of, page_of, pages
from services.lesson_cards.sheets import new_sheet, sheet_in, sheet_json
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.timetable.rules import PlannedLesson
from services.vocabulary import AttendanceCode

__all__ = ["LessonCardService"]


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
                lesson = await own_lesson(session, who, key)
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
                lesson = await own_lesson(session, who, key, begun_at=now)
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
                entry = await add_sheet(session, who, sheet, now=now)
                saved = await save_entry(session, who, entry, now=now)
                return await card_facts(session, lesson, profile=profile, now=now, saved=saved)

    async def absentees(self, who: Identity, key: LessonKey, *, now: datetime) -> AbsenteeSheet:
        """Begin to mark who is missing: with the letters that stand, or with who is expected.

        Raises:
            OutOfDate, NotYourLesson: as in ``card``; or the lesson is still to come.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                lesson = await own_lesson(session, who, key, begun_at=now)
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
                entry = await add_sheet(session, who, sheet, now=now)
                return _absentee_sheet(OpenSheet(session, entry, sheet, lesson, listed), page=0)

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
        async with open_sheet(self._database, who, entry_id, sheets.ABSENTEES, now=now) as opened:
            place = place_of(opened.listed, student_id)
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
        async with open_sheet(self._database, who, entry_id, sheets.ABSENTEES, now=now) as opened:
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


def _absentee_sheet(opened: OpenSheet, *, page: int) -> AbsenteeSheet:
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
