"""Whose absences are still open: without a reason, or on the family's word alone; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.absences.explained import is_explained_by
from services.absences.repository import GivenReason
from services.homeroom.facts import AbsenceStretch, OpenPupil, PupilName
from services.journal.attendance_figures import stretches
from services.vocabulary import AbsenceKind, AttendanceCode

__all__ = ["LetterDays", "MissedOne", "open_pupils", "stretches_of"]


@dataclass(frozen=True, slots=True)
class MissedOne:
    """A missed lesson."""

    student_id: int
    on: date
    number: int
    code: AttendanceCode


@dataclass(frozen=True, slots=True)
class LetterDays:
    """Days a letter was set for."""

    student_id: int
    starts_on: date
    ends_on: date


def open_pupils(
    pupils: Iterable[PupilName],
    missed: Iterable[MissedOne],
    *,
    letters: Sequence[LetterDays],
    said: Mapping[int, Sequence[GivenReason]],
    today: date,
    is_school_day: Callable[[date], bool],
) -> tuple[OpenPupil, ...]:
    """Return who is open: today's first, then older ones, then those who only lack the paper."""
    unknown: defaultdict[int, list[MissedOne]] = defaultdict(list)
    unproved: defaultdict[int, list[MissedOne]] = defaultdict(list)
    for one in missed:
        if one.code is AttendanceCode.ABSENT:
            unknown[one.student_id].append(one)
        elif one.code is AttendanceCode.ABSENT_EXCUSED and _is_word_alone(one, letters, said):
            unproved[one.student_id].append(one)
    found = [
        OpenPupil(
            pupil=pupil,
            stretches=stretches_of(of_pupil, is_school_day=is_school_day),
            is_today=any(one.on == today for one in of_pupil),
            needs_paper=needs_paper,
            said=_said(of_pupil, said.get(pupil.student_id, ())),
        )
        for needs_paper, by_pupil in ((False, unknown), (True, unproved))
        for pupil in pupils
        if (of_pupil := by_pupil.get(pupil.student_id))
    ]
    return tuple(sorted(found, key=lambda one: (one.needs_paper, not one.is_today)))


def stretches_of(
    missed: Iterable[MissedOne], *, is_school_day: Callable[[date], bool]
) -> tuple[AbsenceStretch, ...]:
    """Join missed lessons into stretches of days, the newest first."""
    numbers: defaultdict[date, list[int]] = defaultdict(list)
    for one in missed:
        numbers[one.on].append(one.number)
    return tuple(
        AbsenceStretch(
            starts_on=first,
            ends_on=last,
            lessons=sum(len(found) for on, found in numbers.items() if first <= on <= last),
            numbers=tuple(sorted(numbers[first])) if first == last else (),
        )
        for first, last in reversed(stretches(numbers, is_school_day=is_school_day))
    )


def _is_word_alone(
    one: MissedOne,
    letters: Iterable[LetterDays],
    said: Mapping[int, Sequence[GivenReason]],
) -> bool:
    has_letter = any(
        letter.student_id == one.student_id and letter.starts_on <= one.on <= letter.ends_on
        for letter in letters
    )
    reasons = said.get(one.student_id, ())
    return not has_letter and is_explained_by(reasons, on=one.on, number=one.number)


def _said(missed: Iterable[MissedOne], reasons: Iterable[GivenReason]) -> AbsenceKind | None:
    """What the family said last about these lessons."""
    given = list(reasons)
    return next(
        (
            reason.kind
            for reason in reversed(given)
            if any(reason.days.covers(one.on, one.number) for one in missed)
        ),
        None,
    )
