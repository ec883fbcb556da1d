"""The guides to be handed out say the school's own numbers in Russian as it is written."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.regulation.profile import SchoolProfile
from services.reports.papers.files import paper_text
from services.reports.papers.guides import parents_guide, teachers_guide


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ("1 день.", "Через 1 день ", "через 1 минуту.", "за 1 рабочий день ", "1 минуту")),
        (2, ("2 дня.", "Через 2 дня ", "через 2 минуты.", "за 2 рабочих дня ", "2 минуты")),
        (5, ("5 дней.", "Через 5 дней ", "через 5 минут.", "за 5 рабочих дней ", "5 минут")),
        (21, ("21 день.", "Через 21 день ", "через 21 минуту.", "за 21 рабочий ", "21 минуту")),
    ],
)
def test_numbers_have_their_words(number: int, expected: tuple[str, ...]):
    """Whatever a school has set, the word beside it agrees."""
    profile = SchoolProfile(
        ZoneInfo("Europe/Moscow"),
        code_days=number,
        correction_days=number,
        homework_minutes=number,
        final_days=number,
        mark_hold=timedelta(minutes=number),
    )
    parents = paper_text(parents_guide(profile)).decode("utf-8-sig")
    teachers = paper_text(teachers_guide(profile)).decode("utf-8-sig")
    code, correction, homework, finals, hold = expected

    assert f"один раз, {code}" in parents
    assert f"через {hold} после записи" in parents
    assert [True] * 4 == [
        one in teachers for one in (correction, homework, finals, f"{hold} после сохранения")
    ]
