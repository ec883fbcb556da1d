"""The figures of an example class, reckoned by hand: domain B.9."""

from fractions import Fraction

import pytest

from services.journal.quality import Standing
from services.reports.office.data import StudentRow
from services.reports.office.figures import class_figures, counts_of
from services.reports.office.table import percent, ratio
from services.roster.names import PersonName

ALGEBRA, PHYSICS = 1, 2
# 25 students in one subject: five 5, ten 4, eight 3, one 2, one not attested.
EXAMPLE = [*[5] * 5, *[4] * 10, *[3] * 8, 2, None]


def students(count):
    """Return students with numbers for names."""
    return [StudentRow(number, PersonName(f"С{number:02}", "И")) for number in range(count)]


def test_the_example_class_has_the_figures_reckoned_by_hand():
    """92,0 / 60,0 / 58,04 / 3,79: «not attested» counts into 25, the average is of 24 marks."""
    marks = {(number, ALGEBRA): value for number, value in enumerate(EXAMPLE)}
    figures = class_figures(students(25), [ALGEBRA], marks)
    (subject,) = figures.subjects
    quality = subject.quality

    assert (5, 10, 8, 1, 1) == subject.counts == counts_of(EXAMPLE)
    assert ("92,0", "60,0", "58,04", "3,79") == (
        percent(quality.success), percent(quality.quality), ratio(quality.sou),
        ratio(quality.average),
    )  # fmt: skip
    assert Fraction(91, 24) == quality.average
    # With one subject the class is the subject: 23 of 25 pass, 15 of 25 have nothing below 4.
    assert ("92,0", "60,0") == (percent(figures.success), percent(figures.quality))
    assert Fraction(91, 24) == figures.average


def test_who_has_no_mark_is_not_counted():
    """Exempt students and those who do not study a subject are not in its number."""
    marks = {(0, ALGEBRA): 5, (1, ALGEBRA): 4, (0, PHYSICS): 3}
    figures = class_figures(students(3), [ALGEBRA, PHYSICS], marks)

    assert [2, 1] == [one.quality.students for one in figures.subjects]
    assert ("", "") == figures.students[2].marks
    assert 2 == figures.attested
    assert Standing.NOT_MARKED is figures.students[2].standing


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([5, 5, 5], Standing.EXCELLENT),
        ([5, 4, 5], Standing.ONE_FOUR),
        ([4, 4, 5], Standing.GOOD),
        ([4, 3, 5], Standing.ONE_THREE),
        ([3, 3, 5], Standing.SATISFACTORY),
        ([5, 2, 5], Standing.FAILING),
        ([5, None, 5], Standing.FAILING),
    ],
)
def test_a_student_stands_by_all_subjects(marks, expected):
    """One mark sets the standing: a single four, a single three, a two, «not attested»."""
    found = {(0, number): value for number, value in enumerate(marks)}
    figures = class_figures(students(1), [0, 1, 2], found)

    assert expected is figures.students[0].standing


def test_a_class_without_marks_has_no_figures():
    """Nothing to divide by is «—», never nought."""
    figures = class_figures(students(2), [ALGEBRA], {})

    assert ("—", "—", "—") == (
        percent(figures.success), percent(figures.quality), ratio(figures.average),
    )  # fmt: skip
