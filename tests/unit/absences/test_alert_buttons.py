"""What stands under an alert, and when nothing does."""

from dataclasses import replace
from datetime import date, time

import pytest

from handlers.screens.notices import NoticeScreens
from services.diary.facts import FamilyAttendance
from services.news.facts import AbsenceNews, ChildName
from services.outbox.ports import NoticeReader
from services.vocabulary import ContentMode

ALERT = AbsenceNews(
    child=ChildName(7, "Мария", "Кузнецова", "7Б"),
    subject="Физика",
    lesson_number=1,
    starts_at=time(8, 30),
    on=None,
    attendance=FamilyAttendance.ABSENT,
    day=date(2026, 11, 24),
)
MOTHER = NoticeReader(language="en", content_mode=ContentMode.FULL)


def captions(reader, *news):
    """Return the captions of a message's buttons, row by row."""
    message = NoticeScreens().render(reader, news)
    return [[one.caption for one in row] for row in message.buttons]


def test_two_lessons_of_one_alert_have_one_set_of_buttons():
    """The reason is asked for the day."""
    second = replace(ALERT, lesson_number=2, before=(ALERT,))

    assert [["Give the reason"], ["The child left for school"]] == captions(MOTHER, ALERT, second)


@pytest.mark.parametrize(
    ("reader", "news"),
    [
        (MOTHER, replace(ALERT, attendance=FamilyAttendance.EXCUSED)),
        (MOTHER, replace(ALERT, on=date(2026, 11, 23))),
        (MOTHER, replace(ALERT, attendance=None, is_answer=True, told=FamilyAttendance.ABSENT)),
        (replace(MOTHER, content_mode=ContentMode.SIGNAL), ALERT),
        (replace(MOTHER, is_student=True), ALERT),
    ],
)
def test_nothing_to_answer_has_no_buttons(reader, news):
    """Explained, of another day, corrected, a signal, a student's own account."""
    assert [] == captions(reader, news)
