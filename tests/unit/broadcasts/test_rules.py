"""What of a typed announcement is text, answers, audience."""

import pytest

from services.broadcasts.errors import AnswersNotTaken, TextEmpty, TextTooLong
from services.broadcasts.facts import Scope
from services.broadcasts.rules import LONGEST_TEXT, parse_text, split_scope
from services.vocabulary import BroadcastScope

CLASS = Scope(BroadcastScope.SCHOOL_CLASS, 1, "7А")
GROUP = Scope(BroadcastScope.GROUP, 2, "7А англ. 1")
SCHOOL = Scope(BroadcastScope.SCHOOL, 0)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Собрание", ("Собрание", ())),
        ("Собрание\nОтветы: Буду, Не буду.", ("Собрание", ("Буду", "Не буду"))),
        ("Trip\nanswers: Yes, No, Yes", ("Trip", ("Yes", "No"))),
        ("Ответы: Да, Нет\nПоездка\n\nв музей", ("Поездка\n\nв музей", ("Да", "Нет"))),
    ],
)
def test_text_and_answers(typed, expected):
    """A line of answers is no part of the text."""
    assert expected == parse_text(typed)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("  ", TextEmpty),
        ("ответы: Да, Нет", TextEmpty),
        ("x" * (LONGEST_TEXT + 1), TextTooLong),
        ("🙂" * (LONGEST_TEXT // 2 + 1), TextTooLong),  # counted as Telegram counts
        ("Поездка\nответы: 1, 2, 3, 4, 5, 6, 7", AnswersNotTaken),
        ("Поездка\nответы: " + "д" * 31, AnswersNotTaken),
    ],
)
def test_what_cannot_be_sent(typed, error):
    """Nothing is cut silently."""
    with pytest.raises(error):
        parse_text(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("7А Собрание", (CLASS, "Собрание")),
        ("7а: Собрание", (CLASS, "Собрание")),
        ("7А англ. 1 Зачёт", (GROUP, "Зачёт")),
        ("7Аб Собрание", (None, "7Аб Собрание")),
        ("Собрание 7А", (None, "Собрание 7А")),
    ],
)
def test_the_audience_a_message_begins_with(typed, expected):
    """The longest name counts; a word that only begins alike does not."""
    assert expected == split_scope(typed, [CLASS, GROUP])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Школа: в пятницу занятий нет", (SCHOOL, "в пятницу занятий нет")),
        ("вся школа:\nЛинейка в 9:00", (SCHOOL, "Линейка в 9:00")),
        ("7А Собрание", (CLASS, "Собрание")),
        ("Школа закрыта в пятницу", (None, "Школа закрыта в пятницу")),
    ],
)
def test_the_whole_school_is_named_with_a_colon(typed, expected):
    """Without it a text that begins with the word would lose it, and go to everybody."""
    assert expected == split_scope(typed, [CLASS, SCHOOL])


def test_who_may_not_write_to_the_school_does_not():
    """A class teacher's words stay words."""
    assert (None, "Школа: завтра выходной") == split_scope("Школа: завтра выходной", [CLASS])
