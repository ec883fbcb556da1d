"""A teacher's sheet from its proposals to saved marks: choosing, saving, taking back.

Nothing is a mark before it is saved; every press is checked again, and a second one changes
nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.bulk_entry import pending
from services.bulk_entry.errors import EntryGone
from services.bulk_entry.facts import LessonQuestion
from services.bulk_entry.questions import question_facts
from services.bulk_entry.resolve import AskName, AskWord
from services.database import Database, bind_school
from services.errors import NotFound
from services.finals import repository
from services.finals.errors import FinalsGone
from services.finals.facts import (
    FinalsDiscarded,
    FinalsSaved,
    FinalStep,
    FinalsUndone,
    FinalValue,
    OwnSheet,
    OwnSheets,
    Sheet,
    SheetRow,
)
from services.finals.opening import (
    open_entry,
    own_entry,
    require_open,
    sheet_of,
    stored_place,
    to_store,
)
from services.finals.reading import place_of, read_line, require_sheet, require_values, teachers_of
from services.finals.recording import record_finals, take_back
from services.finals.sheets import listed_students
from services.finals.stored import (
    chosen_in,
    with_chosen,
    with_sheet,
)
from services.models import FinalEntry
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.timetable.repository import taught_groups
from services.vocabulary import Assessment, EntryState

__all__ = ["FinalsService"]

_FIRST_GRADE = 1


class FinalsService:
    """Takes marks of periods and years from those who may give them, in two steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def own_sheets(self, who: Identity, *, now: datetime) -> OwnSheets:
        """Return every group and subject *who* gives marks to.

        Raises:
            NotAllowed: they teach nothing, and may not see what others give.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                rows = await repository.assignments(session, teacher_id=who.person_id)
                require(who, Action.SEE_FINALS, teacher_ids={row.teacher_id for row in rows})
                groups = await taught_groups(
                    session, [row.study_group_id for row in rows], on=today
                )
                subjects = await repository.subjects(session, {row.subject_id for row in rows})
                sheets = [
                    OwnSheet(
                        row.study_group_id,
                        row.subject_id,
                        groups[row.study_group_id].label,
                        subjects[row.subject_id].name,
                    )
                    for row in rows
                    if subjects[row.subject_id].assessment is not Assessment.NONE
                    and groups[row.study_group_id].grade > _FIRST_GRADE
                    and not groups[row.study_group_id].is_club
                ]
                grades = {group_id: group.grade for group_id, group in groups.items()}
                sheets.sort(key=lambda one: (grades[one.group_id], one.group, one.subject))
                return OwnSheets(tuple(sheets))

    async def read(self, who: Identity, text: str, *, now: datetime) -> FinalStep:
        """Read a message: a heading alone shows the proposals, lines are shown as understood.

        Raises:
            LineNotTaken: one word stands against it; nothing is stored.
            FinalsNotTaken: class, subject, group or period is missing or unknown there.
            NotYourLesson, MarksNotTaken: the sheet is not open to *who*, or to marks at all.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                entry = FinalEntry(
                    author_id=who.person_id,
                    state=EntryState.PREVIEWED,
                    source=text,
                    resolved=pending.new_entry_json(text),
                    created_at=now,
                )
                return await _advance(session, who, entry, profile=profile, now=now)

    async def open(self, who: Identity, *, group_id: int, subject_id: int, now: datetime) -> Sheet:
        """Show the proposals for a group and subject in today's period; errors as in ``read``."""
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                place = await place_of(
                    session, who, group_id=group_id, subject_id=subject_id, today=today
                )
                entry = FinalEntry(
                    author_id=who.person_id,
                    state=EntryState.PREVIEWED,
                    source="",
                    resolved=with_sheet(pending.new_entry_json(""), to_store(place), {}),
                    created_at=now,
                )
                session.add(entry)
                await session.flush()
                listed = await listed_students(session, place, today=today)
                return await sheet_of(session, who, entry, place, listed, profile=profile, now=now)

    async def choose(
        self, who: Identity, entry_id: int, *, step: int, option: int, now: datetime
    ) -> FinalStep:
        """Settle the open question of a sheet and go on; errors as in ``read``.

        Raises:
            FinalsGone: the question was answered before, or the sheet is out of date.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                entry = await open_entry(session, who, entry_id, now=now)
                try:
                    entry.resolved = pending.answer(entry.resolved, step=step, option=option)
                except EntryGone as gone:
                    raise FinalsGone(state=entry.state) from gone
                return await _advance(session, who, entry, profile=profile, now=now)

    async def look(self, who: Identity, entry_id: int, *, now: datetime) -> Sheet:
        """Show a sheet as it is now, with what was chosen so far.

        Raises:
            FinalsGone: it was saved, taken back or discarded, or is too old.
        """
        return await self._change(who, entry_id, None, now=now)

    async def agree(self, who: Identity, entry_id: int, *, now: datetime) -> Sheet:
        """Choose every proposal where no mark stands yet and none was chosen; then review."""

        def proposals(rows: Mapping[int, SheetRow]) -> dict[int, FinalValue]:
            return {
                student_id: row.proposal.value
                for student_id, row in rows.items()
                if row.proposal.value is not None and row.stands is None and row.chosen is None
            }

        return await self._change(who, entry_id, proposals, now=now, is_review=True)

    async def review(self, who: Identity, entry_id: int, *, now: datetime) -> Sheet:
        """Show what was chosen, ready to be saved."""
        return await self._change(who, entry_id, None, now=now, is_review=True)

    async def decide(
        self,
        who: Identity,
        entry_id: int,
        *,
        student_id: int,
        value: FinalValue | None,
        now: datetime,
    ) -> Sheet:
        """Choose the mark of one student; None leaves that student out."""

        def one(rows: Mapping[int, SheetRow]) -> dict[int, FinalValue | None]:
            if student_id not in rows:
                raise NotFound
            return {student_id: value}

        return await self._change(who, entry_id, one, now=now)

    async def save(self, who: Identity, entry_id: int, *, now: datetime) -> FinalsSaved:
        """Record what was chosen; saved before, it changes nothing and says so.

        Raises:
            FinalsGone: it was discarded or taken back, is too old, or holds nothing to save.
            NotYourLesson, MarksNotTaken: rights or rules have changed since.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                entry = await own_entry(session, who, entry_id)
                if entry.state is EntryState.SAVED:
                    return await _saved(session, who, entry, profile, now=now, is_repeat=True)
                require_open(entry, now=now)
                today = now.astimezone(profile.timezone).date()
                place = await stored_place(session, who, entry, today=today)
                require_sheet(who, place, await teachers_of(session, place), Action.RECORD_FINALS)
                listed = await listed_students(session, place, today=today)
                ids = {one.student_id for one in listed}
                chosen = {
                    one: value for one, value in chosen_in(entry.resolved).items() if one in ids
                }
                if not chosen:
                    raise FinalsGone(state=entry.state)
                await record_finals(
                    session,
                    entry,
                    chosen,
                    subject_id=place.subject.id,
                    term=place.term,
                    profile=profile,
                    now=now,
                )
                return await _saved(session, who, entry, profile, now=now)

    async def discard(self, who: Identity, entry_id: int) -> FinalsDiscarded:
        """Throw a sheet away.

        Raises:
            FinalsGone: it was saved (and perhaps taken back) before.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                if entry.state not in {EntryState.PREVIEWED, EntryState.DISCARDED}:
                    raise FinalsGone(state=entry.state)
                entry.state = EntryState.DISCARDED
                return FinalsDiscarded(entry.id)

    async def undo(self, who: Identity, entry_id: int, *, now: datetime) -> FinalsUndone:
        """Take a saved sheet back; taken back before, it changes nothing and says so.

        Raises:
            FinalsGone: it was never saved.
            NothingToTakeBack: every mark of it has been changed again since.
        """
        with acting(who.person_id, why="marks taken back"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                if entry.state is EntryState.UNDONE:
                    return FinalsUndone(entry.id, 0, 0, families_told=False, is_repeat=True)
                if entry.state is not EntryState.SAVED:
                    raise FinalsGone(state=entry.state)
                profile = await load_profile(session)
                done = await take_back(session, entry, profile=profile, now=now)
                return FinalsUndone(entry.id, done.restored, done.kept, done.families_told)

    async def _change(
        self,
        who: Identity,
        entry_id: int,
        change: Callable[[Mapping[int, SheetRow]], Mapping[int, FinalValue | None]] | None,
        *,
        now: datetime,
        is_review: bool = False,
    ) -> Sheet:
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                entry = await open_entry(session, who, entry_id, now=now)
                today = now.astimezone(profile.timezone).date()
                place = await stored_place(session, who, entry, today=today)
                listed = await listed_students(session, place, today=today)
                if change is not None:
                    require_sheet(
                        who, place, await teachers_of(session, place), Action.RECORD_FINALS
                    )
                    sheet = await sheet_of(
                        session, who, entry, place, listed, profile=profile, now=now
                    )
                    rows = {row.student_id: row for row in sheet.rows}
                    changed = change(rows)
                    require_values(place, changed.values())
                    entry.resolved = with_chosen(entry.resolved, changed)
                return await sheet_of(
                    session, who, entry, place, listed,
                    profile=profile, now=now, is_review=is_review,
                )  # fmt: skip


async def _advance(
    session: AsyncSession,
    who: Identity,
    entry: FinalEntry,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> FinalStep:
    """Read the line once more, with all answers so far."""
    today = now.astimezone(profile.timezone).date()
    read = await read_line(
        session,
        who,
        pending.text_in(entry.resolved),
        answers=pending.answers_in(entry.resolved).names,
        today=today,
    )
    if isinstance(read, AskWord | AskName):
        entry.resolved = pending.with_question(entry.resolved, read)
        session.add(entry)
        await session.flush()
        asked = question_facts(read, entry.id, pending.step_of(entry.resolved))
        if isinstance(asked, LessonQuestion):
            raise TypeError(asked)  # a period has no lesson to ask for
        return asked
    resolved = pending.with_question(entry.resolved, None)
    entry.resolved = with_sheet(resolved, to_store(read.place), read.chosen)
    session.add(entry)
    await session.flush()
    return await sheet_of(
        session, who, entry, read.place, read.listed,
        profile=profile, now=now, is_review=bool(read.chosen),
    )  # fmt: skip


async def _saved(
    session: AsyncSession,
    who: Identity,
    entry: FinalEntry,
    profile: SchoolProfile,
    *,
    now: datetime,
    is_repeat: bool = False,
) -> FinalsSaved:
    today = now.astimezone(profile.timezone).date()
    place = await stored_place(session, who, entry, today=today)
    return FinalsSaved(
        entry_id=entry.id,
        group=place.group.label,
        subject=place.subject.name,
        term=place.term,
        marks=len(await repository.changes_of(session, entry.id)),
        zone=profile.timezone,
        now=now,
        saved_at=entry.saved_at or now,
        held_until=entry.held_until,
        is_repeat=is_repeat,
    )
