"""How period marks and forecasts read, in both languages."""

from datetime import date
from fractions import Fraction

import pytest

from handlers.screens.forecast import need_page
from handlers.screens.notices import NoticeScreens
from services.debts.facts import OpenDebt
from services.diary.facts import ChildFacts
from services.finals.facts import FinalTerm, FinalValue, PeriodName
from services.finals.outlook import SubjectForecast, SubjectNeed
from services.i18n import use_locale
from services.journal.forecast import Reach, Standing
from services.news.facts import ChildName, FinalNews
from services.outbox.ports import NoticeReader
from services.vocabulary import ContentMode, FinalKind, PeriodKind

CHILD = ChildName(1, "Мария", "Кузнецова", "7Б")
QUARTER = FinalTerm(FinalKind.PERIOD, 1, 2, PeriodName(PeriodKind.QUARTER, 2))
HALF_YEAR = FinalTerm(FinalKind.PERIOD, 1, 3, PeriodName(PeriodKind.HALF_YEAR, 1))
YEAR = FinalTerm(FinalKind.YEAR, 1)


def news(term: FinalTerm, subject: str, mark: int | None) -> FinalNews:
    """Return a new mark."""
    return FinalNews(CHILD, subject, term, FinalValue(mark), None)


def rendered(language: str, *facts: FinalNews, mode: ContentMode = ContentMode.FULL) -> list[str]:
    """Return the lines of the message."""
    return NoticeScreens().render(NoticeReader(language, mode), facts).text.splitlines()


def test_one_line_for_each_period():
    """Subjects by name, a half-year beside a quarter, the year last, angle brackets escaped."""
    actual = rendered(
        "en", news(YEAR, "Алгебра", 4), news(QUARTER, "Геометрия", 5), news(QUARTER, "Алгебра", 4),
        news(HALF_YEAR, "Музыка <1>", 5),
    )  # fmt: skip

    assert [
        "Мария К. · 7Б",
        "Half-year 1: музыка &lt;1&gt; 5",
        "Quarter II: алгебра 4, геометрия 5",
        "Year: алгебра 4",
    ] == actual


@pytest.mark.parametrize(
    ("language", "mode", "first"),
    [
        ("en", ContentMode.ALIAS, "Your child"),
        ("en", ContentMode.SIGNAL, "There are new entries in the diary."),
    ],
)
def test_less_than_everything(language, mode, first):
    """The alias names nobody, the signal says no mark."""
    actual = rendered(language, news(QUARTER, "Алгебра", 4), mode=mode)

    assert actual[0].startswith(first)
    assert "Мария" not in "".join(actual)


def need(
    total: int,
    weight: int,
    *,
    left: int,
    target: int = 5,
    tries: str = "",
    works: tuple[date, ...] = (),
    debts: tuple[OpenDebt, ...] = (),
) -> str:
    """Return the page of one subject in English."""
    standing = Standing(Fraction(total), Fraction(weight))
    forecast = SubjectForecast(
        7, "Физика", PeriodName(PeriodKind.QUARTER, 2), standing, 5, left, Reach(2, 5, 3),
        works=works,
    )  # fmt: skip
    child = ChildFacts(1, "Мария", "Кузнецова", "7Б", ContentMode.FULL)
    facts = SubjectNeed(child, forecast, Fraction(5, 2), debts=debts, today=date(2026, 11, 24))
    with use_locale("en"):
        return need_page(facts, target=target, tries=tries).text


def test_the_impossible_is_said_plainly():
    """Eleven fives in nine lessons: no figure that raises hopes."""
    text = need(17, 5, left=9)

    assert "Quarter II: a 5 cannot be reached with marks for lessons any more." in text
    assert "11" not in text


def test_what_is_reached_needs_nothing_more():
    """Enough is enough."""
    assert "That is enough already." in need(9, 2, left=3, target=4)


def test_tried_marks_take_lessons_of_those_left():
    """Two marks tried leave two lessons of four."""
    text = need(10, 3, left=4, target=4, tries="54")

    assert "With 5, 4: 3.80 (sum 19, weight 5)" in text
    assert "2 lessons are left, quarter II." in text


def test_planned_works_and_debts_stand_in_the_forecast():
    """The control work by its day, what is not handed in by when."""
    test = OpenDebt(1, 1, "Физика", "test", date(2026, 11, 12), date(2026, 11, 27))
    text = need(
        10, 3, left=4, target=4, works=(date(2026, 12, 4), date(2026, 12, 18)), debts=(test,)
    )

    assert "one 5 for the control work of 04.12 → 4.00, enough" in text
    assert "2 control works ahead (04.12, 18.12)." in text
    assert "Not handed in: физика, test of 12.11, to hand in by 27.11." in text


def test_a_subject_without_marks_says_where_a_mark_begins():
    """Nothing to average yet."""
    assert "No marks yet; a 5 begins at 4.50." in need(0, 0, left=2)
