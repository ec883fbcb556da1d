"""Announcements as guardians write them."""

from datetime import date

import pytest

from services.absences.facts import ReasonDays, UnreadAbsence
from services.absences.wording import read_announcement
from services.vocabulary import AbsenceKind

TODAY = date(2026, 11, 24)
TOMORROW = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "days", "kind"),
    [
        ("", ReasonDays(TODAY, TODAY), None),
        ("сегодня болеет", ReasonDays(TODAY, TODAY), AbsenceKind.SICK),
        ("завтра, у врача", ReasonDays(TOMORROW, TOMORROW), AbsenceKind.DOCTOR),
        ("tomorrow doctor", ReasonDays(TOMORROW, TOMORROW), AbsenceKind.DOCTOR),
        ("завтра 1-2 урок", ReasonDays(TOMORROW, TOMORROW, 1, 2), None),
        ("завтра 3 урок", ReasonDays(TOMORROW, TOMORROW, 3, 3), None),
        ("с 3 урока по семейным", ReasonDays(TODAY, TODAY, 3, None), AbsenceKind.FAMILY),
        ("25.11", ReasonDays(TOMORROW, TOMORROW), None),
        ("24.11-26.11 болезнь", ReasonDays(TODAY, date(2026, 11, 26)), AbsenceKind.SICK),
        ("12.01", ReasonDays(date(2027, 1, 12), date(2027, 1, 12)), None),
    ],
)
def test_days_lessons_and_reason_are_read(text, days, kind):
    """Without a day it is about today."""
    said = read_announcement(text, today=TODAY)

    assert (days, kind) == (said.days, said.kind)


@pytest.mark.parametrize("text", ["31.11", "23.11", "26.11-25.11", "24.11-30.03", "3-1 урок"])
def test_days_that_cannot_be_are_refused(text):
    """No such date, a day gone by, the end before the beginning, half a year."""
    with pytest.raises(UnreadAbsence):
        read_announcement(text, today=TODAY)


def test_words_that_say_nothing_else_may_be_a_name():
    """Names are compared elsewhere, without «ё»."""
    assert ("артем",) == read_announcement("Артём завтра", today=TODAY).words
