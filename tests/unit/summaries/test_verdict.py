"""Tests of the verdict: fixed rules, the same for every child."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.screens.summary_words import verdict_line
from services.debts.facts import OpenDebt
from services.finals.facts import FinalValue, PeriodName
from services.i18n import use_locale
from services.summaries.codec import facts_from_json, facts_to_json
from services.summaries.facts import (
    ComingWork,
    FortnightFacts,
    PointKind,
    SubjectLine,
    TopicLine,
    Trend,
    Verdict,
)
from services.summaries.sentences import SentenceTooLong, tidy
from services.summaries.verdict import has_fallen, points_of, trend_of, verdict_of
from services.vocabulary import PeriodKind

FIRST, LAST = date(2026, 11, 7), date(2026, 11, 20)
FALLEN = "Замечаний нет, но средний ниже, чем в предыдущие две недели."
LABORATORY = OpenDebt(1, 1, "Химия", "laboratory", FIRST, LAST)


def line(
    marks: str, before: str = "", *, outcome: int | None = 4, subject: str = "Физика"
) -> SubjectLine:
    """Return a subject with the marks of two fortnights, all of the same weight."""
    return SubjectLine(
        subject_id=1,
        subject=subject,
        marks=tuple(map(int, marks)),
        average=Fraction(sum(map(int, marks)), len(marks)) if marks else None,
        count_before=len(before),
        average_before=Fraction(sum(map(int, before)), len(before)) if before else None,
        outcome=outcome,
    )


def facts(*subjects: SubjectLine, **values: object) -> FortnightFacts:
    """Return a fortnight of 50 lessons."""
    whole = FortnightFacts(FIRST, LAST, is_marked=True, subjects=subjects, lessons=50)
    return replace(whole, **values)  # type: ignore[arg-type]  # the tables name them rightly


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (line("45", "44"), Trend.UP),
        (line("44", "45"), Trend.DOWN),
        (line("54", "45"), Trend.SAME),
        (line("4", ""), None),
        (line("", "4"), None),
        (line("445", "4444445"), Trend.UP),  # 13/3 against 29/7: 4.33 and 4.14
    ],
)
def test_a_trend_compares_exact_averages(one, expected):
    """Against the own fortnight before; without marks in one of them there is no trend."""
    assert expected == trend_of(one)


@pytest.mark.parametrize(
    ("found", "verdict", "kinds"),
    [
        (facts(), Verdict.NOTHING_NEW, []),
        (facts(line("55", "44")), Verdict.WELL, []),
        (facts(excused=2), Verdict.WELL, []),
        (facts(line("34", "44")), Verdict.MOSTLY_WELL, [PointKind.FELL]),
        (facts(line("344", "444")), Verdict.WELL, []),  # a third of a mark is not half of one
        (facts(line("2", "55")), Verdict.WELL, []),  # one mark alone is no trend
        (facts(line("22", "5")), Verdict.WELL, []),
        (facts(line("33", "44", outcome=2)), Verdict.MOSTLY_WELL, [PointKind.COMES_OUT_LOW]),
        (
            facts(line("22", outcome=2), line("22", outcome=2)),
            Verdict.LOOK,
            [PointKind.COMES_OUT_LOW] * 2,
        ),
        (facts(unknown=1), Verdict.MOSTLY_WELL, [PointKind.REASON_UNKNOWN]),
        (facts(unexcused=1), Verdict.LOOK, [PointKind.UNEXCUSED]),
        (facts(excused=14), Verdict.WELL, []),
        (facts(excused=15), Verdict.LOOK, [PointKind.MUCH_MISSED]),
        (facts(debts=(LABORATORY,)), Verdict.MOSTLY_WELL, [PointKind.OWES]),
        (
            facts(line("33", "44"), debts=(LABORATORY, LABORATORY), late=3),
            Verdict.LOOK,
            [PointKind.FELL, PointKind.OWES, PointKind.OFTEN_LATE],
        ),
        (facts(works=(ComingWork("Алгебра", LAST),)), Verdict.NOTHING_NEW, []),
        (facts(late=2), Verdict.WELL, []),
        (facts(late=3), Verdict.MOSTLY_WELL, [PointKind.OFTEN_LATE]),
        (
            facts(line("33", "44"), line("33", "44"), late=3),
            Verdict.LOOK,
            [PointKind.FELL, PointKind.FELL, PointKind.OFTEN_LATE],
        ),
    ],
)
def test_the_verdict_follows_from_the_figures(found, verdict, kinds):
    """One or two things: on the whole well. More, or a weighty one: it needs attention."""
    assert kinds == [point.kind for point in points_of(found)]
    assert verdict is verdict_of(found)


@pytest.mark.parametrize(
    ("now", "before", "averages", "expected"),
    [
        ("4445", "5555", ("17/4", "5"), True),
        ("4444", "5544", ("4", "9/2"), True),
        ("4454", "4545", ("17/4", "9/2"), True),  # by exactly a quarter
        ("44544", "45454", ("21/5", "22/5"), False),  # by a fifth
        ("5555", "4444", ("5", "4"), False),
        ("444", "55555", ("4", "5"), False),  # three marks say little
        ("44444", "555", ("4", "5"), False),
    ],
)
def test_a_fall_of_all_subjects_is_said_beside_the_verdict(now, before, averages, expected):
    """From a quarter of a mark on, with four marks in each fortnight; the verdict stays."""
    average, average_before = map(Fraction, averages)
    subject = replace(line(now), count_before=len(before))  # of its own it is no point
    found = facts(subject, average=average, average_before=average_before)
    with use_locale("ru"):
        said = verdict_line(found)

    assert expected == has_fallen(found)
    assert said == (FALLEN if expected else "Всё хорошо.")


def test_what_the_teacher_has_decided_goes_before_what_comes_out():
    """A decided 3 is no 2, whatever the average says."""
    decided = SubjectLine(1, "Физика", outcome=2, given=FinalValue(3))

    assert Verdict.NOTHING_NEW is verdict_of(facts(decided))


def test_topics_are_something_new():
    """In the first form a fortnight with topics is well, one without anything is empty."""
    reading = FortnightFacts(
        FIRST, LAST, is_marked=False, topics=(TopicLine("Чтение", ("Буква М",)),)
    )

    assert Verdict.WELL is verdict_of(reading)
    assert Verdict.NOTHING_NEW is verdict_of(FortnightFacts(FIRST, LAST, is_marked=False))


fractions = st.none() | st.fractions(min_value=1, max_value=5, max_denominator=60)
lines = st.builds(
    SubjectLine,
    subject_id=st.integers(1, 99),
    subject=st.text(max_size=20),
    marks=st.lists(st.integers(1, 5), max_size=8).map(tuple),
    average=fractions,
    count_before=st.integers(0, 9),
    average_before=fractions,
    standing=fractions,
    outcome=st.none() | st.integers(2, 5),
    period=st.none() | st.builds(PeriodName, st.sampled_from(PeriodKind), st.integers(1, 6)),
    given=st.none() | st.builds(FinalValue, st.none() | st.integers(2, 5)),
)
counts = st.integers(0, 60)
days = st.dates()


@given(
    st.builds(
        FortnightFacts,
        starts_on=st.just(FIRST),
        ends_on=st.just(LAST),
        is_marked=st.booleans(),
        subjects=st.lists(lines, max_size=4).map(tuple),
        topics=st.lists(
            st.builds(TopicLine, st.text(max_size=9), st.lists(st.text(max_size=9)).map(tuple)),
            max_size=3,
        ).map(tuple),
        average=fractions,
        average_before=fractions,
        lessons=counts,
        excused=counts,
        unexcused=counts,
        unknown=counts,
        late=counts,
        debts=st.lists(
            st.builds(OpenDebt, counts, counts, st.text(max_size=9), st.just("test"), days, days),
            max_size=3,
        ).map(tuple),
        works=st.lists(st.builds(ComingWork, st.text(max_size=9), days), max_size=3).map(tuple),
    )
)
def test_what_is_kept_is_what_was_reckoned(found):
    """Every figure comes back from the database as it was, fractions exact."""
    assert found == facts_from_json(facts_to_json(found))


def test_a_sentence_stands_on_one_line():
    """Line breaks and spaces around it go; more than a sentence is refused."""
    assert "Читает лучше." == tidy("  Читает\n лучше. ")
    with pytest.raises(SentenceTooLong):
        tidy("а" * 201)
