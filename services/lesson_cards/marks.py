"""Marks on the card of a lesson, name by name: the sheet, tap by tap, until it is checked."""

from dataclasses import replace
from datetime import datetime

from services.access.identity import Identity
from services.audit.acting import acting
from services.bulk_entry.facts import PreviewFacts
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.preview import preview_of_drafts
from services.database import Database, bind_school
from services.journal import repository as journal
from services.journal.attendance_rules import is_absence
from services.journal.errors import NothingToRecord
from services.journal.rights import require_marks_taken
from services.journal.slots import slot_of_lesson
from services.lesson_cards import sheets
from services.lesson_cards.facts import MarkSheet, SheetName
from services.lesson_cards.opening import (
    NAMES_ON_PAGE,
    OpenSheet,
    add_sheet,
    open_sheet,
    own_lesson,
    place_of,
)
from services.lesson_cards.reading import LessonList, lesson_list
from services.lesson_cards.repository import control_work_at
from services.lesson_cards.rules import page_of, pages
from services.lesson_cards.sheets import Sheet, new_sheet, sheet_json
from services.regulation.repository import load_profile
from services.vocabulary import Assessment, AttendanceCode

__all__ = ["MarkSheetService"]


class MarkSheetService:
    """Gives marks by buttons for whoever gives the lesson."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def marks(self, who: Identity, key: LessonKey, *, now: datetime) -> MarkSheet:
        """Begin to give marks, name by name.

        Raises:
            OutOfDate, NotYourLesson: as in ``card``; or the lesson is still to come.
            MarksNotTaken: the lesson takes none.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                lesson = await own_lesson(session, who, key, begun_at=now)
                listed = await lesson_list(session, lesson)
                sheet = new_sheet(sheets.MARKS, slot_of_lesson(lesson), expected=frozenset())
                work = await control_work_at(session, lesson)
                if work is not None:
                    sheet = sheet.with_kind(work.work_kind)
                entry = await add_sheet(session, who, sheet, now=now)
                return await _mark_sheet(OpenSheet(session, entry, sheet, lesson, listed), page=0)

    async def choose_name(
        self, who: Identity, entry_id: int, *, student_id: int, now: datetime
    ) -> MarkSheet:
        """Let a name wait for its mark; errors as in ``set_letter``."""
        async with open_sheet(self._database, who, entry_id, sheets.MARKS, now=now) as opened:
            place = place_of(opened.listed, student_id)
            return await _kept(opened, replace(opened.sheet, chosen_id=student_id), place)

    async def give_mark(
        self, who: Identity, entry_id: int, *, student_id: int, value: int | None, now: datetime
    ) -> MarkSheet:
        """Give a name its mark (None: none after all) and let the next one wait for its own.

        Errors as in ``set_letter``.
        """
        async with open_sheet(self._database, who, entry_id, sheets.MARKS, now=now) as opened:
            place = place_of(opened.listed, student_id)
            sheet = opened.sheet.with_mark(student_id, value)
            return await _kept(opened, *_after(sheet, opened.listed, place))

    async def give_absence(
        self, who: Identity, entry_id: int, *, student_id: int, now: datetime
    ) -> MarkSheet:
        """Note on the sheet of marks that a student is not there; errors as in ``set_letter``."""
        async with open_sheet(self._database, who, entry_id, sheets.MARKS, now=now) as opened:
            place = place_of(opened.listed, student_id)
            sheet = opened.sheet.with_mark(student_id, None).with_letter(
                student_id, AttendanceCode.ABSENT, standing=opened.listed.code_of(student_id)
            )
            return await _kept(opened, *_after(sheet, opened.listed, place))

    async def choose_kind(
        self, who: Identity, entry_id: int, *, work_kind: str, now: datetime
    ) -> MarkSheet:
        """Say what the marks of the sheet are for; errors as in ``set_letter``."""
        async with open_sheet(self._database, who, entry_id, sheets.MARKS, now=now) as opened:
            return await _kept(opened, opened.sheet.with_kind(work_kind), 0)

    async def mark_page(
        self, who: Identity, entry_id: int, *, page: int, now: datetime
    ) -> MarkSheet:
        """Turn a page of the sheet; errors as in ``set_letter``."""
        async with open_sheet(self._database, who, entry_id, sheets.MARKS, now=now) as opened:
            return await _mark_sheet(opened, page=page)

    async def check_marks(self, who: Identity, entry_id: int, *, now: datetime) -> PreviewFacts:
        """Return what saving the sheet would change, as of a typed line.

        Raises:
            NothingToRecord: nobody has a mark yet.
            EntryGone, OutOfDate: as in ``set_letter``.
        """
        async with open_sheet(self._database, who, entry_id, sheets.MARKS, now=now) as opened:
            if not opened.sheet.draft.students:
                raise NothingToRecord
            return await preview_of_drafts(
                opened.session,
                who,
                opened.entry,
                profile=await load_profile(opened.session),
                now=now,
            )


def _after(sheet: Sheet, listed: LessonList, place: int) -> tuple[Sheet, int]:
    """Let the next name wait that has nothing yet and is there; behind the last nobody waits."""
    for following in range(place + 1, len(listed.names)):
        said = sheet.student(listed.names[following].student_id)
        is_there = not is_absence(listed.code_of(said.student_id))
        if not said.marks and said.attendance is None and is_there:
            return replace(sheet, chosen_id=said.student_id), following
    return replace(sheet, chosen_id=None), place


async def _kept(opened: OpenSheet, sheet: Sheet, place: int) -> MarkSheet:
    opened.entry.resolved = sheet_json(sheet)
    return await _mark_sheet(replace(opened, sheet=sheet), page=page_of(place, size=NAMES_ON_PAGE))


async def _mark_sheet(opened: OpenSheet, *, page: int) -> MarkSheet:
    standing: dict[int, list[int]] = {}
    if opened.listed.row is not None:
        ids = [one.student_id for one in opened.listed.names]
        for row in await journal.marks_at(opened.session, opened.listed.row.id, ids):
            if row.work_kind == opened.sheet.work_kind:
                standing.setdefault(row.student_id, []).append(row.given)
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
    scale = await require_marks_taken(opened.session, opened.lesson)
    return MarkSheet(
        entry_id=opened.entry.id,
        lesson=opened.lesson,
        work_kind=opened.sheet.work_kind,
        names=tuple(names[page * NAMES_ON_PAGE : (page + 1) * NAMES_ON_PAGE]),
        page=page,
        pages=count,
        chosen=next((one for one in opened.listed.names if one.student_id == chosen), None),
        given=sum(bool(one.marks) for one in names),
        is_pass_fail=scale is Assessment.PASS_FAIL,
    )
