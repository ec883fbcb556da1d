"""From a typed «/final …» to a sheet: which group, subject and period, and whose marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.bulk_entry.codes import MARK_MAX, MARK_MIN, PASS_FAIL, MarkSign
from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.faults import FaultKind, LineFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.model import Entry, PeriodRef, Span
from services.bulk_entry.names import RosterName
from services.bulk_entry.people import OpenName, SaidOfStudent, said_of_students
from services.bulk_entry.repository import ListedStudent, SchoolWords, school_words
from services.bulk_entry.resolve import AskName, AskWord
from services.diary.repository import grading_periods
from services.finals import repository
from services.finals.errors import FinalsNotTaken, FinalsNotTakenReason
from services.finals.facts import FinalValue
from services.finals.periods import DATED, subject_periods, term_of
from services.finals.sheets import SheetPlace, listed_students
from services.journal.errors import MarksNotTaken, MarksNotTakenReason, NotYourLesson
from services.models import Subject, TeachingAssignment
from services.timetable.repository import group_ids_touching_class, taught_groups
from services.timetable.rules import TaughtGroup
from services.vocabulary import Assessment, PassFail

__all__ = [
    "ReadSheet",
    "place_of",
    "read_line",
    "require_sheet",
    "require_values",
    "taught_there",
    "teachers_of",
]

_FIRST_GRADE = 1


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet with the marks that were typed; none: the proposals are asked for."""

    place: SheetPlace
    listed: tuple[ListedStudent, ...]
    chosen: Mapping[int, FinalValue]


async def read_line(
    session: AsyncSession,
    who: Identity,
    text: str,
    *,
    answers: Mapping[str, int],
    today: date,
) -> ReadSheet | AskWord | AskName:
    """Read a message against the school, or return the first question that must be settled.

    Raises:
        LineNotTaken: with the word that stands against it.
        FinalsNotTaken: class, subject, group or period is missing or unknown there.
        NotYourLesson: somebody else gives these marks.
        MarksNotTaken: the subject has no marks, or not in this grade.
    """
    words = await school_words(session, today=today)
    try:
        return await _read(session, who, text, words, answers=answers, today=today)
    except LineNotTaken as fault:
        raise fault.said_of(text) from fault


async def _read(
    session: AsyncSession,
    who: Identity,
    text: str,
    words: SchoolWords,
    *,
    answers: Mapping[str, int],
    today: date,
) -> ReadSheet | AskWord | AskName:
    try:
        parsed = parse(text, vocabulary=words.vocabulary)
    except LineFault as fault:
        raise LineNotTaken(
            fault.kind, span=Span(fault.start, fault.end), hints=fault.hints
        ) from fault
    if len(parsed.entries) != 1:
        raise FinalsNotTaken(reason=FinalsNotTakenReason.ONE_AT_A_TIME)
    entry = parsed.entries[0]
    _refuse_lesson_parts(entry)
    result_on = entry.day if entry.period is not None else None
    if parsed.questions:
        question = parsed.questions[0]
        return AskWord(question, text[question.start : question.end])
    group_id, subject_id = await taught_there(session, who, entry, words, today=today)
    place = await place_of(
        session,
        who,
        group_id=group_id,
        subject_id=subject_id,
        wanted=entry.period,
        result_on=result_on,
        today=today,
    )
    listed = await listed_students(session, place, today=today)
    if not listed:
        raise FinalsNotTaken(reason=FinalsNotTakenReason.NOBODY, group=place.group.label)
    if entry.lines or entry.everyone:
        require_sheet(who, place, await teachers_of(session, place), Action.RECORD_FINALS)
    said = said_of_students(entry, _roster(listed), answers=answers)
    if isinstance(said, OpenName):
        by_id = {one.student_id: one for one in listed}
        return AskName(said, place.group.label, tuple(by_id[one] for one in said.student_ids))
    chosen = _chosen(said)
    require_values(place, chosen.values())
    return ReadSheet(place, listed, chosen)


async def place_of(
    session: AsyncSession,
    who: Identity,
    *,
    group_id: int,
    subject_id: int,
    today: date,
    wanted: PeriodRef | None = None,
    result_on: date | None = None,
) -> SheetPlace:
    """Return the sheet of a group and subject: of the period *wanted*, else of today's.

    Raises:
        FinalsNotTaken: there is no such period, or it has not begun.
        NotYourLesson: somebody else gives these marks.
        MarksNotTaken: the subject has no marks, or not in this grade.
    """
    subject = await repository.subject_by_id(session, subject_id)
    groups = await taught_groups(session, [group_id], on=today)
    year = await repository.year_of(session, on=today)
    if subject is None or group_id not in groups or year is None:
        raise FinalsNotTaken(reason=FinalsNotTakenReason.NO_PERIOD, periods=())
    group = groups[group_id]
    rows = await grading_periods(session, grade=group.grade, on=today)
    periods = subject_periods(rows, subject_id)
    term = term_of(wanted, periods, year_id=year.id, today=today, result_on=result_on)
    place = SheetPlace(group, subject, term, periods)
    require_sheet(who, place, await teachers_of(session, place), Action.SEE_FINALS)
    _require_marked(group, subject, place)
    return place


def require_sheet(
    who: Identity, place: SheetPlace, teacher_ids: frozenset[int], action: Action
) -> None:
    """Return when *who* may do it with this sheet.

    Raises:
        NotYourLesson: with the names of subject and group.
    """
    if not is_allowed(who, action, class_id=place.group.class_id, teacher_ids=teacher_ids):
        raise NotYourLesson(action=action, subject=place.subject.name, group=place.group.label)


def require_values(place: SheetPlace, values: Iterable[FinalValue | None]) -> None:
    """Return when all values are of the kind the subject is assessed with.

    Raises:
        MarksNotTaken: a figure where there is pass and fail, or the other way round.
    """
    for value in values:
        if value is None or value.mark is None:
            continue
        is_sign = value.mark in set(PassFail)
        if is_sign is not place.is_pass_fail:
            reason = MarksNotTakenReason
            raise MarksNotTaken(
                reason=reason.PASS_FAIL if place.is_pass_fail else reason.FIGURES,
                subject=place.subject.name,
                group=place.group.label,
                until=None,
            )


async def teachers_of(session: AsyncSession, place: SheetPlace) -> frozenset[int]:
    """Return who gives these marks by assignment."""
    rows = await repository.assignments(
        session, group_ids=[place.group.group_id], subject_id=place.subject.id
    )
    return frozenset(row.teacher_id for row in rows)


def _require_marked(group: TaughtGroup, subject: Subject, place: SheetPlace) -> None:
    reason: MarksNotTakenReason | None = None
    span, until = place.span, subject.unmarked_until
    if group.grade == _FIRST_GRADE:
        reason = MarksNotTakenReason.FIRST_GRADE
    elif group.is_club:
        reason = MarksNotTakenReason.CLUB
    elif subject.assessment is Assessment.NONE:
        reason = MarksNotTakenReason.UNMARKED_SUBJECT
    elif span is not None and until is not None and span.ends_on <= until:
        reason = MarksNotTakenReason.UNMARKED_YET
    if reason is not None:
        raise MarksNotTaken(reason=reason, subject=subject.name, group=group.label, until=until)


def _refuse_lesson_parts(entry: Entry) -> None:
    """A period has no day, lesson, kind of work, topic or homework; an exam has a day."""
    is_dated = entry.period is not None and entry.period.result in DATED
    day = None if is_dated else entry.day
    parts = (day, entry.lesson_number, entry.kind, entry.instead_of, entry.topic)
    if any(part is not None for part in parts) or entry.homework:
        raise LineNotTaken(FaultKind.UNEXPECTED_PART, span=entry.span)


async def taught_there(
    session: AsyncSession, who: Identity, entry: Entry, words: SchoolWords, *, today: date
) -> tuple[int, int]:
    """Return study group and subject that a heading means."""
    if not entry.classes:
        raise FinalsNotTaken(reason=FinalsNotTakenReason.NO_CLASS)
    class_name = entry.classes[0]
    groups = await group_ids_touching_class(session, words.class_ids[class_name], on=today)
    rows = await repository.assignments(session, group_ids=groups)
    if entry.subjects:
        subject_id = words.subject_ids[entry.subjects[0]]
    else:
        own = {row.subject_id for row in rows if row.teacher_id == who.person_id}
        if len(own) != 1:
            raise FinalsNotTaken(reason=FinalsNotTakenReason.NO_SUBJECT, group=class_name)
        subject_id = own.pop()
    found = {row.study_group_id for row in rows if row.subject_id == subject_id}
    taught = await taught_groups(session, list(found), on=today)
    # A club of the same subject is opened by its button: a heading means the lessons.
    found = {one for one in found if not taught[one].is_club} or found
    labels = {group_id: taught[group_id].label for group_id in found}
    if entry.group_number is not None:
        found = {one for one in found if labels[one].endswith(f" {entry.group_number}")}
    mine = _mine(rows, who, subject_id, found)
    found = mine or found
    if not found:
        raise FinalsNotTaken(reason=FinalsNotTakenReason.NOT_TAUGHT, group=class_name)
    if len(found) > 1:
        raise FinalsNotTaken(
            reason=FinalsNotTakenReason.GROUP_NEEDED,
            group=class_name,
            hints=tuple(sorted(labels[one] for one in found)),
        )
    return found.pop(), subject_id


def _mine(
    rows: Sequence[TeachingAssignment], who: Identity, subject_id: int, found: set[int]
) -> set[int]:
    return {
        row.study_group_id
        for row in rows
        if row.subject_id == subject_id
        and row.teacher_id == who.person_id
        and row.study_group_id in found
    }


def _roster(listed: Sequence[ListedStudent]) -> tuple[RosterName, ...]:
    return tuple(
        RosterName(
            one.student_id, one.family_name, one.given_name, one.patronymic, number=one.number
        )
        for one in listed
    )


def _chosen(said: Sequence[SaidOfStudent]) -> dict[int, FinalValue]:
    chosen: dict[int, FinalValue] = {}
    for one in said:
        values = [value for mark in one.codes.marks for value in mark.values]
        if one.student_id in chosen:
            raise LineNotTaken(ResolveFault.STUDENT_TWICE, span=one.span)
        if len(values) != 1 or one.kind is not None:
            raise LineNotTaken(FaultKind.TOO_MANY_MARKS, span=one.span)
        value = values[0]
        if isinstance(value, int) and MARK_MIN <= value <= MARK_MAX:
            chosen[one.student_id] = FinalValue(value)
        elif isinstance(value, MarkSign) and value in PASS_FAIL:
            chosen[one.student_id] = FinalValue(PASS_FAIL[value])
        elif value is MarkSign.NOT_ATTESTED:
            chosen[one.student_id] = FinalValue(None)
        else:
            raise LineNotTaken(ResolveFault.NO_FINAL_MARK, span=one.span)
    return chosen
