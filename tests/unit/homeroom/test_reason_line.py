"""Tests of the class teacher's line."""

from datetime import date

import pytest

from services.homeroom.facts import LineFault, ReasonLineNotRead
from services.homeroom.reason_line import read_reason_line
from services.vocabulary import AttendanceCode as A

TODAY = date(2026, 11, 24)
FROM, TO = date(2026, 11, 16), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "words", "days", "code"),
    [
        ("Сидоров 16.11-20.11 б", ("Сидоров",), (FROM, TO), A.ABSENT_SICK),
        ("Сидоров с 16.11 по 20.11 болел", ("Сидоров",), (FROM, TO), A.ABSENT_SICK),
        ("Сидоров 16-20.11 у", ("Сидоров",), (FROM, TO), A.ABSENT_EXCUSED),
        ("16.11.2026 – 20.11.2026 Сидоров Лев ну", ("Сидоров Лев",), (FROM, TO),
         A.ABSENT_UNEXCUSED),
        ("Сидоров, Петров 16.11 прогул", ("Сидоров", "Петров"), (FROM, FROM),
         A.ABSENT_UNEXCUSED),
        ("Сидоров и Петров сегодня б", ("Сидоров", "Петров"), (TODAY, TODAY), A.ABSENT_SICK),
        ("Кузнецова М. вчера б", ("Кузнецова М.",), (date(2026, 11, 23),) * 2, A.ABSENT_SICK),
        ("Сидоров б", ("Сидоров",), None, A.ABSENT_SICK),
        ("Сидоров 16.11", ("Сидоров",), (FROM, FROM), None),
        ("№ 4 16.11 б", ("№ 4",), (FROM, FROM), A.ABSENT_SICK),
        ("Сидоров 16.11 н", ("Сидоров",), (FROM, FROM), A.ABSENT),
        ("Тер-Саркисянц 16.11 по неуважительной причине", ("Тер-Саркисянц",), (FROM, FROM),
         A.ABSENT_UNEXCUSED),
        ("Сидоров Б. 16.11", ("Сидоров Б.",), (FROM, FROM), None),
    ],
)  # fmt: skip
def test_a_line_says_whom_when_and_how(text, words, days, code):
    """In the order people write it."""
    line = read_reason_line(text, today=TODAY)
    found = None if line.starts_on is None else (line.starts_on, line.ends_on)

    assert (words, days, code) == (line.words, found, line.code)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("16.11 б", LineFault.NO_NAME),
        ("б", LineFault.NO_NAME),
        ("", LineFault.NO_NAME),
        ("Сидоров 31.02 б", LineFault.BAD_DATES),
        ("Сидоров 20.11-16.11 б", LineFault.BAD_DATES),
        ("Сидоров 16.11.2024 б", LineFault.BAD_DATES),
        ("Сидоров 01.09-20.11 б", LineFault.BAD_DATES),
        ("Сидоров 01.03.2027 б", LineFault.BAD_DATES),
    ],
)
def test_what_cannot_be_is_named(text, fault):
    """The name is missing, or the days cannot be."""
    with pytest.raises(ReasonLineNotRead) as refused:
        read_reason_line(text, today=TODAY)

    assert fault is refused.value.facts["fault"]
