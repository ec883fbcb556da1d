"""Whose lesson it is, and whether it takes marks at all; asked at the preview and at saving."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.journal.errors import MarksNotTaken, MarksNotTakenReason, NotYourLesson
from services.models import Subject
from services.regulation.mark_names import is_figure
from services.timetable.repository import assigned_pairs
from services.timetable.rules import PlannedLesson
from services.vocabulary import Assessment

__all__ = ["Teaching", "require_marks_taken", "teaching_of"]

_FIRST_GRADE = 1


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a member of staff teaches, and so may record."""

    who: Identity
    pairs: frozenset[tuple[int, int]]  # study group and subject, by assignment
    corrects_before: date | None = None  # a deputy head corrects any lesson before this day

    def may_record(self, lesson: PlannedLesson) -> bool:
        """Whether the policy lets them record at a lesson: theirs by timetable or assignment."""
        is_assigned = (lesson.group.group_id, lesson.subject.subject_id) in self.pairs
        if self.corrects_before is not None and lesson.on < self.corrects_before:
            return True
        return is_allowed(
            self.who,
            Action.RECORD_ENTRY,
            class_id=lesson.group.class_id,
            teacher_ids=(self.who.person_id if is_assigned else lesson.teacher_id,),
        )

    def require_record(self, lesson: PlannedLesson) -> None:
        """Return when they may record at a lesson.

        Raises:
            NotYourLesson: with the names of subject and group.
        """
        if not self.may_record(lesson):
            raise NotYourLesson(
                action=Action.RECORD_ENTRY,
                subject=lesson.subject.name,
                group=lesson.group.label,
            )


async def teaching_of(
    session: AsyncSession, who: Identity, *, corrects_before: date | None = None
) -> Teaching:
    """Return what a member of staff teaches.

    *corrects_before*: lessons before that day are open to whoever corrects, whose they may be.
    """
    if not is_allowed(who, Action.CORRECT_ENTRY):
        corrects_before = None
    return Teaching(who, await assigned_pairs(session, who.person_id), corrects_before)


async def require_marks_taken(
    session: AsyncSession, lesson: PlannedLesson, values: Iterable[int] = ()
) -> Assessment:
    """Return how a lesson that takes marks is assessed.

    *values*: what is to stand there. Pass and fail may stand beside figures (domain B.4: they
    enter no average); a subject of pass and fail has no figures.

    Raises:
        MarksNotTaken: first grade, a subject without marks (for good, or until a day), or a figure
            where there are none.
    """
    subject = (
        await session.scalars(select(Subject).where(Subject.id == lesson.subject.subject_id))
    ).one()
    reason = _reason_against_marks(subject, lesson, has_figures=any(map(is_figure, values)))
    if reason is not None:
        raise MarksNotTaken(
            reason=reason,
            subject=subject.name,
            group=lesson.group.label,
            until=subject.unmarked_until,
        )
    return subject.assessment


def _reason_against_marks(
    subject: Subject, lesson: PlannedLesson, *, has_figures: bool
) -> MarksNotTakenReason | None:
    if lesson.group.grade == _FIRST_GRADE:
        return MarksNotTakenReason.FIRST_GRADE
    if subject.assessment is Assessment.NONE:
        is_club = lesson.group.is_club
        return MarksNotTakenReason.CLUB if is_club else MarksNotTakenReason.UNMARKED_SUBJECT
    if subject.unmarked_until is not None and lesson.on <= subject.unmarked_until:
        return MarksNotTakenReason.UNMARKED_YET
    if has_figures and subject.assessment is Assessment.PASS_FAIL:
        return MarksNotTakenReason.PASS_FAIL
    return None
