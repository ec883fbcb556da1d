"""The figures of a class in a span, from marks that sum it up; pure.

Source: domain B.9 and B.14. «Not attested» counts into the number of students; who has no mark in
a subject (exempt, not studied) does not. First grades have no marks and no figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.journal.quality import QualityFigures, Standing, quality_figures, standing_of
from services.reports.office.data import StudentRow

__all__ = ["ClassFigures", "StudentFigures", "SubjectFigures", "class_figures", "counts_of"]

Marks = Mapping[tuple[int, int], int | None]
"""By (student, subject); None is «not attested», a missing key is no mark at all."""


@dataclass(frozen=True, slots=True)
class StudentFigures:
    """One student over all subjects."""

    student: StudentRow
    marks: tuple[int | str | None, ...]  # in the order of the subjects; "" without a mark
    average: Fraction | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class SubjectFigures:
    """One subject over the students of a class or group."""

    subject_id: int
    counts: tuple[int, int, int, int, int]  # fives, fours, threes, twos (and ones), not attested
    quality: QualityFigures


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """A class over all students and subjects."""

    students: tuple[StudentFigures, ...]
    subjects: tuple[SubjectFigures, ...]

    @property
    def attested(self) -> int:
        """How many students have marks at all."""
        return sum(one.standing is not Standing.NOT_MARKED for one in self.students)

    def standing(self, *kinds: Standing) -> tuple[StudentFigures, ...]:
        """Return the students of these standings, in the order of the list."""
        return tuple(one for one in self.students if one.standing in kinds)

    @property
    def good(self) -> int:
        """Students with nothing below 4."""
        return len(self.standing(Standing.EXCELLENT, Standing.ONE_FOUR, Standing.GOOD))

    @property
    def success(self) -> Fraction | None:
        """Share of students without a 2 and without «not attested», in percent."""
        failing = len(self.standing(Standing.FAILING))
        return _share(self.attested - failing, self.attested)

    @property
    def quality(self) -> Fraction | None:
        """Share of students with nothing below 4, in percent."""
        return _share(self.good, self.attested)

    @property
    def average(self) -> Fraction | None:
        """Average of all marks of the class."""
        values = [mark for one in self.students for mark in one.marks if isinstance(mark, int)]
        return Fraction(sum(values), len(values)) if values else None


def class_figures(
    students: Sequence[StudentRow], subject_ids: Sequence[int], marks: Marks
) -> ClassFigures:
    """Count a class: every student, every subject."""
    return ClassFigures(
        students=tuple(_student(one, subject_ids, marks) for one in students),
        subjects=tuple(_subject(one, students, marks) for one in subject_ids),
    )


def counts_of(values: Sequence[int | None]) -> tuple[int, int, int, int, int]:
    """Return how many fives, fours, threes, lower marks and «not attested» there are."""
    return (
        values.count(5), values.count(4), values.count(3),
        sum(one is not None and one < 3 for one in values),  # noqa: PLR2004  # 2 and 1
        values.count(None),
    )  # fmt: skip


def _student(student: StudentRow, subject_ids: Sequence[int], marks: Marks) -> StudentFigures:
    found = [marks.get((student.student_id, one), "") for one in subject_ids]
    counted = [one for one in found if not isinstance(one, str)]
    values = [one for one in counted if one is not None]
    return StudentFigures(
        student=student,
        marks=tuple(found),
        average=Fraction(sum(values), len(values)) if values else None,
        standing=standing_of(counted),
    )


def _subject(subject_id: int, students: Sequence[StudentRow], marks: Marks) -> SubjectFigures:
    values = [
        marks[one.student_id, subject_id]
        for one in students
        if (one.student_id, subject_id) in marks
    ]
    return SubjectFigures(subject_id, counts_of(values), quality_figures(values))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None
