"""From a typed message to drafts of the journal, or to the first question that must be settled.

Every answer is either written into the text, which is read again, or kept by name; so a line with
any number of open points is settled one press at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.faults import LineFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.lesson_choice import choose_lesson, lesson_key
from services.bulk_entry.model import Command, Entry, Parsed, Question, Span
from services.bulk_entry.names import RosterName
from services.bulk_entry.people import OpenName, gather_students
from services.bulk_entry.repository import (
    ListedStudent,
    SchoolWords,
    class_list,
    school_words,
    whole_class_group_id,
)
from services.journal.drafts import EntryDraft
from services.journal.rights import Teaching, require_marks_taken, teaching_of
from services.journal.slots import slot_of_lesson
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
    """What was settled so far: names by key, lessons by the entry's place in the message."""

    names: Mapping[str, int] = field(default_factory=dict)
    lessons: Mapping[str, list[Any]] = field(default_factory=dict)


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
    """Everything is known: a draft for each entry, with the lesson and the students in it."""

    drafts: tuple[EntryDraft, ...]
    lessons: tuple[PlannedLesson, ...]
    students: Mapping[int, ListedStudent]


@dataclass(frozen=True, slots=True)
class WantsUndo:
    """«Отмена последнего»."""


Resolution = AskWord | AskName | AskLesson | Resolved | WantsUndo


async def resolve(
    session: AsyncSession,
    who: Identity,
    text: str,
    *,
    answers: Answers,
    now: datetime,
    today: date,
) -> Resolution:
    """Read a message against the school.

    Raises:
        LineNotTaken: with the word that stands against it.
        NotYourLesson: somebody else gives that lesson.
        MarksNotTaken: the lesson takes no marks.
    """
    words = await school_words(session, today=today)
    try:
        return await _Resolving(session, who, words, answers, now, today).run(text)
    except LineNotTaken as fault:
        raise fault.said_of(text) from fault


@dataclass(frozen=True, slots=True)
class _Resolving:
    session: AsyncSession
    who: Identity
    words: SchoolWords
    answers: Answers
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
        teaching = await teaching_of(self.session, self.who)
        drafts: list[EntryDraft] = []
        lessons: list[PlannedLesson] = []
        students: dict[int, ListedStudent] = {}
        for place, entry in enumerate(parsed.entries):
            lesson = await self._lesson(entry, place, teaching)
            if isinstance(lesson, AskLesson):
                return lesson
            draft = await self._draft(entry, place, lesson, students)
            if isinstance(draft, AskName):
                return draft
            drafts.append(draft)
            lessons.append(lesson)
        return Resolved(tuple(drafts), tuple(lessons), students)

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
        choice = await choose_lesson(
            self.session,
            entry,
            words=self.words,
            teaching=teaching,
            now=self.now,
            today=self.today,
        )
        lesson = choice.lessons[0]
        if not choice.is_settled:
            answer = self.answers.lessons.get(str(place))
            chosen = [one for one in choice.lessons if list(lesson_key(one)) == answer]
            if not chosen:
                return AskLesson(place, choice.lessons)
            lesson = chosen[0]
        if lesson.on > self.today and (entry.lines or entry.everyone):
            raise LineNotTaken(ResolveFault.LESSON_AHEAD, span=entry.span, on=lesson.on)
        return lesson

    async def _draft(
        self,
        entry: Entry,
        place: int,
        lesson: PlannedLesson,
        students: dict[int, ListedStudent],
    ) -> EntryDraft | AskName:
        group = lesson.group
        whole_id = (
            await whole_class_group_id(self.session, group.class_id) if group.class_id else None
        )
        listed = await class_list(self.session, group.group_id, on=lesson.on, numbered_by=whole_id)
        elsewhere = (
            await class_list(self.session, whole_id, on=lesson.on)
            if whole_id and whole_id != group.group_id
            else ()
        )
        gathered = gather_students(
            entry,
            _roster(listed),
            answers=_answers_of(self.answers.names, place),
            elsewhere=_roster(elsewhere),
        )
        by_id = {one.student_id: one for one in listed}
        if isinstance(gathered, OpenName):
            return AskName(
                OpenName(
                    f"{place}:{gathered.key}",
                    gathered.word,
                    gathered.is_guess,
                    gathered.student_ids,
                ),
                group.label,
                tuple(by_id[student_id] for student_id in gathered.student_ids),
            )
        if any(student.marks for student in gathered):
            await require_marks_taken(self.session, lesson)
        students.update(by_id)
        return EntryDraft(slot_of_lesson(lesson), gathered, topic=entry.topic)


def _answers_of(names: Mapping[str, int], place: int) -> dict[str, int]:
    """The answers about one entry: keys carry its place in front."""
    prefix = f"{place}:"
    return {
        key.removeprefix(prefix): student_id
        for key, student_id in names.items()
        if key.startswith(prefix)
    }


def _roster(listed: tuple[ListedStudent, ...]) -> tuple[RosterName, ...]:
    return tuple(
        RosterName(
            one.student_id, one.family_name, one.given_name, one.patronymic, number=one.number
        )
        for one in listed
    )


def _refuse_later_parts(entry: Entry) -> None:
    """What the line may say and this version does not record yet: refused as a whole, in words."""
    if entry.homework:
        raise LineNotTaken(ResolveFault.HOMEWORK_LATER, span=entry.homework[0].span)
    if entry.period is not None or entry.command is Command.FINAL:
        raise LineNotTaken(ResolveFault.FINAL_LATER, span=entry.span)
    if entry.instead_of is not None:
        raise LineNotTaken(ResolveFault.SUBSTITUTE_LATER, span=entry.instead_of.span)
