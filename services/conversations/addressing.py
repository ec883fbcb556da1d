"""Whom a question goes to and what it is attached to: asked again whenever a button is pressed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.policy import Action
from services.conversations import repository
from services.conversations.facts import About, Addressee
from services.diary.homework import day_homework
from services.diary.repository import subject_names
from services.errors import NotAllowed, OutOfDate
from services.journal.attendance_rules import is_absence
from services.journal.visible import visible_attendance, visible_marks
from services.regulation.profile import SchoolProfile
from services.roster.membership import class_id_of
from services.roster.names import names_of
from services.vocabulary import TalkTopic

__all__ = [
    "Asked",
    "about_from_json",
    "about_of",
    "about_to_json",
    "addressee_of",
    "addressees_of",
    "offered",
    "options_of",
]

_LOOK_BACK = timedelta(days=45)  # a button in the chat is pressed weeks later, too
_MOST_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """About whom, whom (0: whoever it concerns), and about what."""

    student_id: int
    teacher_id: int
    topic: TalkTopic
    ref: int


async def addressees_of(
    session: AsyncSession, student_id: int, *, on: date
) -> tuple[Addressee, ...]:
    """Return whom a family may write to: the class teacher, then who teaches the child."""
    subjects: dict[int, list[str]] = {}
    for one in await repository.taught(session, student_id, on=on):
        if one.subject not in subjects.setdefault(one.teacher_id, []):
            subjects[one.teacher_id].append(one.subject)
    own = await repository.class_of(session, await class_id_of(session, student_id, on=on))
    head = own.homeroom_teacher_id if own is not None else None
    ids = [*([head] if head is not None else []), *(one for one in subjects if one != head)]
    names = await names_of(session, ids)
    return tuple(
        Addressee(one, names[one], tuple(subjects.get(one, ())), is_class_teacher=one == head)
        for one in ids
    )


async def addressee_of(session: AsyncSession, asked: Asked, *, on: date) -> Addressee:
    """Return whom the question goes to: without a teacher, whoever teaches the mark's subject.

    Raises:
        NotAllowed: the teacher does not teach the child.
        OutOfDate: the mark is not there any more, or is another child's.
    """
    found = await addressees_of(session, asked.student_id, on=on)
    if not asked.teacher_id and asked.topic is TalkTopic.MARK:
        return await _teacher_of_mark(session, asked, found)
    for one in found:
        if one.teacher_id == asked.teacher_id or (not asked.teacher_id and one.is_class_teacher):
            return one
    raise NotAllowed(action=Action.SEE_DIARY)


async def _teacher_of_mark(
    session: AsyncSession, asked: Asked, addressees: Sequence[Addressee]
) -> Addressee:
    """Not a substitute who gave that lesson; where nobody teaches it now, the class teacher."""
    row = await repository.mark_about(session, asked.ref)
    if row is None or row[0].student_id != asked.student_id:
        raise OutOfDate
    _mark, subject, teacher_id = row
    teaching = [one for one in addressees if subject in one.subjects]
    for one in teaching:
        if one.teacher_id == teacher_id:
            return one
    if teaching:
        return teaching[0]
    for one in addressees:
        if one.is_class_teacher:
            return replace(one, subjects=(*one.subjects, subject))
    raise NotAllowed(action=Action.SEE_DIARY)


async def options_of(
    session: AsyncSession,
    student_id: int,
    to: Addressee,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> list[tuple[int, About]]:
    """Return what of the last weeks a question to this teacher may be about, the newest first."""
    today = now.astimezone(profile.timezone).date()
    first = today - _LOOK_BACK
    marks = await visible_marks(session, student_id, starts_on=first, ends_on=today, now=now)
    names = await subject_names(session, {mark.subject_id for mark in marks})
    found = [
        (mark.mark_id, About(TalkTopic.MARK, names[mark.subject_id], mark.on, mark.value))
        for mark in reversed(marks)
        if names[mark.subject_id] in to.subjects
    ]
    homework = await day_homework(session, student_id, on=today, profile=profile, now=now)
    found += [
        (one.homework_id, About(TalkTopic.HOMEWORK, one.subject, one.due_on))
        for one in homework
        if one.subject in to.subjects and not one.is_none
    ]
    if to.is_class_teacher:
        missed = await visible_attendance(
            session, student_id, starts_on=first, ends_on=today, profile=profile, now=now
        )
        days = sorted({one.on for one in missed if is_absence(one.code)}, reverse=True)
        found += [(day.toordinal(), About(TalkTopic.ABSENCE, on=day)) for day in days]
    return found


def offered(options: Sequence[tuple[int, About]]) -> tuple[tuple[int, About], ...]:
    """Return the newest few of each kind: more would be a screen to scroll."""
    counts: Counter[TalkTopic] = Counter()
    found = []
    for ref, about in options:
        counts[about.topic] += 1
        if counts[about.topic] <= _MOST_OPTIONS:
            found.append((ref, about))
    return tuple(found)


def about_of(options: Sequence[tuple[int, About]], topic: TalkTopic, ref: int) -> About:
    """Return what a question is attached to.

    Raises:
        OutOfDate: it is none of *options*.
    """
    if topic is TalkTopic.NOTHING:
        return About(topic)
    if topic is TalkTopic.SUMMARY:
        try:
            return About(topic, on=date.fromordinal(ref))
        except (ValueError, OverflowError) as error:
            raise OutOfDate from error
    found = next((about for one, about in options if (one, about.topic) == (ref, topic)), None)
    if found is None:
        raise OutOfDate
    return found


def about_from_json(topic: TalkTopic, stored: dict[str, Any]) -> About:
    """Return what a thread is attached to."""
    on = stored.get("on")
    return About(
        topic,
        subject=stored.get("subject", ""),
        on=date.fromisoformat(on) if on else None,
        mark=stored.get("mark"),
    )


def about_to_json(about: About) -> dict[str, Any]:
    """Return what is stored of it."""
    return {
        "subject": about.subject,
        "on": about.on.isoformat() if about.on else None,
        "mark": about.mark,
    }
