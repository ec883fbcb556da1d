"""Days in journal lines: lessons look back, homework looks ahead."""

from datetime import date

import pytest

from services.bulk_entry.dates import due_days, read_day, read_due
from services.bulk_entry.faults import LineFault
from services.bulk_entry.model import Due
from services.bulk_entry.tokens import Cursor, tokenise

TUESDAY = date(2026, 11, 24)

DAYS = (
    ("16.11", ["16.11.2026"]),
    ("16.9", ["16.09.2026"]),
    ("1.12", ["01.12.2026"]),
    ("16.11.26", ["16.11.2026"]),
    ("16.11.2025", ["16.11.2025"]),
    ("16 ноября", ["16.11.2026"]),
    ("3 сент", ["03.09.2026"]),
    ("за 16.11", ["16.11.2026"]),
    ("за 5.4", ["05.04.2027"]),
    ("вчера", ["23.11.2026"]),
    ("позавчера", ["22.11.2026"]),
    ("сегодня", ["24.11.2026"]),
    ("пн", ["23.11.2026"]),
    ("в понедельник", ["23.11.2026"]),
    ("за пт", ["20.11.2026"]),
    ("в среду", ["18.11.2026"]),
    ("во вторник", ["24.11.2026", "17.11.2026"]),
    ("в прошлый вторник", ["17.11.2026"]),
    ("за прошлую ср.", ["18.11.2026"]),
    ("5.4", None),
    ("прошлый", None),
    ("за кр", None),
    ("16,11", None),
    ("алгебра", None),
)


@pytest.mark.parametrize(("words", "days"), DAYS)
def test_day_of_a_lesson(words, days):
    """The nearest such date, the last such weekday; today's own weekday may be a week ago."""
    read = read_day(Cursor(tokenise(words)), TUESDAY)

    assert days == (read and [f"{day:%d.%m.%Y}" for day in read.days])


def test_december_is_behind_us_in_january():
    """A date without a year is the one nearest to today."""
    read = read_day(Cursor(tokenise("28.12")), date(2027, 1, 12))

    assert read is not None
    assert (date(2026, 12, 28),) == read.days


def test_months_in_words_may_be_text():
    """Before free text «9 мая» is left to the text."""
    assert read_day(Cursor(tokenise("9 мая")), TUESDAY, months_in_words=False) is None


DUES = (
    ("к чт", Due(weekday=4)),
    ("на пятницу", Due(weekday=5)),
    ("ко вторнику", Due(weekday=2)),
    ("на завтра", Due(on=date(2026, 11, 25))),
    ("к 26.11", Due(on=date(2026, 11, 26))),
    ("к 5.4", Due(on=date(2027, 4, 5))),
    ("к 26 ноября", Due(on=date(2026, 11, 26))),
    ("к следующему уроку", Due()),
    ("на след. урок", Due()),
    ("к следующему разу", Due()),
    ("к контрольной", None),
    ("к следующему году", None),
    ("на 5", None),
    ("чт", None),
)


@pytest.mark.parametrize(("words", "due"), DUES)
def test_due_day_of_homework(words, due):
    """«к» and «на» with a day say when homework is due; other words after them do not."""
    read = read_due(Cursor(tokenise(words)), TUESDAY)

    assert due == (read and read.due)


BAD = ("31.02", "29.02", "45.11", "16.13", "29.02.2026", "31 апреля")


@pytest.mark.parametrize("words", BAD)
def test_day_that_no_calendar_has_is_refused(words):
    """A slip in a date is pointed at, not moved to another day."""
    with pytest.raises(LineFault) as caught:
        read_day(Cursor(tokenise(words)), TUESDAY)

    assert words == words[caught.value.start : caught.value.end]


MEANT: tuple[tuple[Due, date, list[date]], ...] = (
    (Due(), TUESDAY, []),
    (Due(on=date(2026, 12, 1)), TUESDAY, [date(2026, 12, 1)]),
    (Due(weekday=4), TUESDAY, [date(2026, 11, 26)]),
    (Due(weekday=2), TUESDAY, [date(2026, 12, 1)]),
    (Due(weekday=4), date(2026, 11, 16), [date(2026, 11, 19), date(2026, 11, 26)]),
    (Due(weekday=1), date(2026, 11, 23), [date(2026, 11, 30)]),
    (Due(weekday=4), date(2026, 11, 27), [date(2026, 12, 3)]),
)


@pytest.mark.parametrize(("due", "lesson_on", "days"), MEANT)
def test_weekday_is_the_first_after_the_lesson(due, lesson_on, days):
    """Written days later it may as well be the first one after today, and has to be asked."""
    assert days == list(due_days(due, lesson_on=lesson_on, today=TUESDAY))
