"""From a typed message to drafts of the journal, or to the first question that must be settled.

Every answer is either written into the text, which is read again, or kept by name; so a line with
any number of open points is settled one press at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.bulk_entry.class_lists import ClassLists, class_lists, roster_of
from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.faults import LineFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.homework_parts import AskDue, draft_homework, gather_homework
from services.bulk_entry.lesson_choice import choose_lesson, lesson_key
from services.bulk_entry.model import Command, Entry, Parsed, Question, Span
from services.bulk_entry.people import OpenName, gather_students
from services.bulk_entry.repository import ListedStudent, SchoolWords, school_words
from services.bulk_entry.swallowed import swallowed_mark
from services.homework.drafts import HomeworkDraft
from services.journal import repository as journal
from services.journal.attendance_rules import is_absence
from services.journal.corrections import closed_before
from services.journal.drafts import EntryDraft, values_in
from services.journal.rights import Teaching, require_marks_taken, teaching_of
from services.journal.slots import slot_of_lesson
from services.regulation.profile import SchoolProfile
from services.timetable.planner import lessons_of_group
from services.timetable.rules import PlannedLesson

__all__ = [
    "Answers",
    "AskLesson",
    "AskName",
    "AskWord",
    "Resolution",
    "Resolved",
    "WantsUndo",
    "resolve",
]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was settled so far: names by key, lessons by the entry's place in the message, due
    days by that place and the piece of homework.
    """

    names: Mapping[str, int] = field(default_factory=dict)
    lessons: Mapping[str, list[Any]] = field(default_factory=dict)
    dues: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskWord:
    """A word reads in more than one way."""

    question: Question
    word: str


@dataclass(frozen=True, slots=True)
class AskName:
    """A name means several students, or nobody just so."""

    name: OpenName
    group: str
    students: tuple[ListedStudent, ...]


@dataclass(frozen=True, slots=True)
class AskLesson:
    """The line fits several lessons; *place* is the entry's place in the message."""

    place: int
    lessons: tuple[PlannedLesson, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Everything is known: a draft for each entry, with the lesson and the students in it, and
    the homework of all of them. *left_out*: by the entry's place, who is absent and therefore
    has no mark of those «for all».
    """

    drafts: tuple[EntryDraft, ...]
    lessons: tuple[PlannedLesson, ...]
    students: Mapping[int, ListedStudent]
    homework: tuple[HomeworkDraft, ...] = ()
    left_out: Mapping[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WantsUndo:
    """«Отмена последнего»."""


Resolution = AskWord | AskName | AskLesson | AskDue | Resolved | WantsUndo


async def resolve(
    session: AsyncSession,
    who: Identity,
    text: str,
    *,
    answers: Answers,
    profile: SchoolProfile,
    now: datetime,
) -> Resolution:
    """Read a message against the school, as of the moment it was sent.

    Raises:
        LineNotTaken: with the word that stands against it.
        NotYourLesson: somebody else gives that lesson.
        MarksNotTaken, FirstGradeHasNone: the lesson takes no marks, or no homework.
    """
    today = now.astimezone(profile.timezone).date()
    words = await school_words(session, today=today)
    try:
        return await _Resolving(session, who, words, answers, profile, now, today).run(text)
    except LineNotTaken as fault:
        raise fault.said_of(text) from fault


@dataclass(frozen=True, slots=True)
class _Resolving:
    session: AsyncSession
    who: Identity
    words: SchoolWords
    answers: Answers
    profile: SchoolProfile
    now: datetime
    today: date

    async def run(self, text: str) -> Resolution:
        parsed = self._parse(text)
        if parsed.is_undo:
            return WantsUndo()
        for entry in parsed.entries:
            _refuse_later_parts(entry)
        if parsed.questions:
            question = parsed.questions[0]
            return AskWord(question, text[question.start : question.end])
        border = closed_before(self.profile, now=self.now)
        teaching = await teaching_of(self.session, self.who, corrects_before=border)
        drafts: list[EntryDraft] = []
        lessons: list[PlannedLesson] = []
        students: dict[int, ListedStudent] = {}
        homework: list[HomeworkDraft] = []
        left_out: dict[int, frozenset[int]] = {}
        for place, entry in enumerate(parsed.entries):
            lesson = await self._lesson(entry, place, teaching)
            if isinstance(lesson, AskLesson):
                return lesson
            lists = await class_lists(self.session, lesson)
            students.update({one.student_id: one for one in lists.here})
            _refuse_swallowed(entry, lists, text)
            absent = await self._absent(entry, lesson, lists)
            draft = await self._draft(entry, place, lesson, lists, absent)
            if isinstance(draft, AskName):
                return draft
            given = await self._homework(entry, place, lesson, lists)
            if isinstance(given, AskName | AskDue):
                return given
            left_out[place] = absent - {one.student_id for one in draft.students}
            drafts.append(draft)
            lessons.append(lesson)
            homework.extend(given)
        return Resolved(tuple(drafts), tuple(lessons), students, tuple(homework), left_out)

    def _parse(self, text: str) -> Parsed:
        try:
            return parse(text, vocabulary=self.words.vocabulary)
        except LineFault as fault:
            raise LineNotTaken(
                fault.kind, span=Span(fault.start, fault.end), hints=fault.hints
            ) from fault

    async def _lesson(
        self, entry: Entry, place: int, teaching: Teaching
    ) -> PlannedLesson | AskLesson:
        key = self.answers.lessons.get(str(place))
        if key is not None:
            return await self._answered(entry, key, teaching)
        # Lessons of long ago are corrected by naming their day, never by chance.
        named = teaching if entry.day is not None else replace(teaching, corrects_before=None)
        choice = await choose_lesson(
            self.session,
            entry,
            words=self.words,
            teaching=named,
            now=self.now,
            today=self.today,
        )
        if not choice.is_settled:
            return AskLesson(place, choice.lessons)
        return self._open(entry, choice.lessons[0])

    async def _answered(self, entry: Entry, key: list[Any], teaching: Teaching) -> PlannedLesson:
        """The lesson that was chosen, or named by a button, as the timetable has it now."""
        on = date.fromisoformat(key[2])
        for lesson in await lessons_of_group(self.session, key[0], on=on):
            if list(lesson_key(lesson)) == key:
                teaching.require_record(lesson)
                return self._open(entry, lesson)
        raise LineNotTaken(
            ResolveFault.NO_LESSON, span=entry.span, group="", subject="", number=key[3], on=on
        )

    def _open(self, entry: Entry, lesson: PlannedLesson) -> PlannedLesson:
        if lesson.on > self.today and (entry.lines or entry.everyone):
            raise LineNotTaken(ResolveFault.LESSON_AHEAD, span=entry.span, on=lesson.on)
        return lesson

    async def _draft(
        self,
        entry: Entry,
        place: int,
        lesson: PlannedLesson,
        lists: ClassLists,
        absent: frozenset[int],
    ) -> EntryDraft | AskName:
        gathered = gather_students(
            entry,
            roster_of(lists.here),
            answers=_answers_of(self.answers.names, place),
            elsewhere=roster_of(lists.elsewhere),
            excused=roster_of(lists.excused),
            absent=absent,
        )
        if isinstance(gathered, OpenName):
            return _ask_name(gathered, place, lesson, lists)
        if any(student.marks for student in gathered):
            await require_marks_taken(self.session, lesson, values_in(gathered))
        return EntryDraft(slot_of_lesson(lesson), gathered, topic=entry.topic)

    async def _absent(
        self, entry: Entry, lesson: PlannedLesson, lists: ClassLists
    ) -> frozenset[int]:
        """Whom the journal has as missing, where marks are given to all."""
        if not any(one.codes.marks for one in entry.everyone):
            return frozenset()
        row = await journal.find_lesson(self.session, slot_of_lesson(lesson))
        if row is None:
            return frozenset()
        ids = [one.student_id for one in lists.here]
        letters = await journal.attendance_at(self.session, row.id, ids)
        return frozenset(one for one, letter in letters.items() if is_absence(letter.code))

    async def _homework(
        self, entry: Entry, place: int, lesson: PlannedLesson, lists: ClassLists
    ) -> tuple[HomeworkDraft, ...] | AskName | AskDue:
        pieces = gather_homework(
            entry,
            roster_of(lists.here),
            answers=_answers_of(self.answers.names, place),
            elsewhere=roster_of(lists.elsewhere),
            excused=roster_of(lists.excused),
        )
        if isinstance(pieces, OpenName):
            return _ask_name(pieces, place, lesson, lists)
        return await draft_homework(
            self.session,
            pieces,
            lesson,
            place=place,
            dues=self.answers.dues,
            today=self.today,
            in_first_grade=self.profile.homework_in_first_grade,
        )


def _ask_name(name: OpenName, place: int, lesson: PlannedLesson, lists: ClassLists) -> AskName:
    by_id = {one.student_id: one for one in lists.here}
    return AskName(
        replace(name, key=f"{place}:{name.key}"),
        lesson.group.label,
        tuple(by_id[student_id] for student_id in name.student_ids),
    )


def _answers_of(names: Mapping[str, int], place: int) -> dict[str, int]:
    """The answers about one entry: keys carry its place in front."""
    prefix = f"{place}:"
    return {
        key.removeprefix(prefix): student_id
        for key, student_id in names.items()
        if key.startswith(prefix)
    }


def _refuse_swallowed(entry: Entry, lists: ClassLists, text: str) -> None:
    """A mark that the topic or the homework has swallowed would be lost unseen."""
    words = swallowed_mark(entry, roster_of(lists.here))
    if words:
        start = text.find(words, entry.span.start)
        raise LineNotTaken(ResolveFault.MARK_IN_TEXT, span=Span(start, start + len(words)))


def _refuse_later_parts(entry: Entry) -> None:
    """What the line may say and this version does not record yet: refused as a whole, in words."""
    if entry.period is not None or entry.command is Command.FINAL:
        raise LineNotTaken(ResolveFault.FINAL_LATER, span=entry.span)
    if entry.instead_of is not None:
        raise LineNotTaken(ResolveFault.SUBSTITUTE_LATER, span=entry.instead_of.span)
