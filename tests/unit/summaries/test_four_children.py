"""What the summaries of four children say and draw: a good one, one who struggles, one who was
away, one of the first grade.
"""

from datetime import date
from fractions import Fraction

import pytest

from bot.telegram import sizes
from handlers.screens.summary_chart import summary_chart
from handlers.screens.summary_words import short_summary, summary_title
from services.debts.facts import OpenDebt
from services.finals.facts import PeriodName
from services.i18n import use_locale
from services.outgoing import OutgoingMessage
from services.roster.names import PersonName
from services.summaries.facts import ComingWork, FortnightFacts, SubjectLine, TopicLine
from services.typesetting import typeset_png
from services.vocabulary import PeriodKind

FIRST, LAST = date(2026, 11, 7), date(2026, 11, 20)
QUARTER = PeriodName(PeriodKind.QUARTER, 2)
TEACHER = PersonName("Иванова", "Мария", "Петровна")


def line(
    subject: str, marks: str, before: str = "", *, outcome: int | None = None, standing: str = ""
) -> SubjectLine:
    """Return a subject with the marks of two fortnights, each counting once."""
    now, then = (
        Fraction(sum(map(int, one)), len(one)) if one else None for one in (marks, before)
    )
    return SubjectLine(
        subject_id=1,
        subject=subject,
        marks=tuple(map(int, marks)),
        average=now,
        count_before=len(before),
        average_before=then,
        standing=Fraction(standing) if standing else now,
        outcome=outcome,
        period=QUARTER,
    )


def average(subjects: tuple[SubjectLine, ...]) -> Fraction:
    """Return the average of all marks."""
    marks = [value for one in subjects for value in one.marks]
    return Fraction(sum(marks), len(marks))


GOOD_SUBJECTS = (
    line("Алгебра", "5545", "445", outcome=5),
    line("История", "55", "5", outcome=5),
    line("Русский язык", "454", "44", outcome=5, standing="4.5"),
    line("Физика", "5", "4", outcome=5),
)
GOOD = FortnightFacts(
    FIRST,
    LAST,
    is_marked=True,
    subjects=GOOD_SUBJECTS,
    average=average(GOOD_SUBJECTS),
    average_before=Fraction(30, 7),
    lessons=58,
    works=(ComingWork("Алгебра", date(2026, 11, 27)),),
)
STRUGGLING_SUBJECTS = (
    line("Алгебра", "232", "33", outcome=2),
    line("Английский язык", "3", outcome=3),
    line("Физика", "33", "44", outcome=3),
    line("Химия", "", "3", outcome=2, standing="2.4"),
)
STRUGGLING = FortnightFacts(
    FIRST,
    LAST,
    is_marked=True,
    subjects=STRUGGLING_SUBJECTS,
    average=average(STRUGGLING_SUBJECTS),
    average_before=Fraction(17, 5),
    lessons=58,
    excused=1,
    unexcused=2,
    late=4,
    debts=(
        OpenDebt(1, 1, "Химия", "laboratory", date(2026, 11, 12), date(2026, 11, 27)),
        OpenDebt(2, 1, "Физика", "test", date(2026, 11, 5), date(2026, 11, 19)),
        OpenDebt(3, 1, "История", "project", date(2026, 11, 10), date(2026, 12, 1)),
    ),
    works=(
        ComingWork("Физика", date(2026, 11, 24)),
        ComingWork("Алгебра", date(2026, 11, 27)),
    ),
)
ABSENT = FortnightFacts(
    FIRST,
    LAST,
    is_marked=True,
    subjects=(line("Алгебра", "", "45", outcome=5),),
    lessons=58,
    excused=52,
    unknown=6,
    debts=(OpenDebt(4, 1, "Алгебра", "control", date(2026, 11, 16), date(2026, 12, 4)),),
)
FIRST_GRADE = FortnightFacts(
    FIRST,
    LAST,
    is_marked=False,
    topics=(
        TopicLine("Математика", ("Сложение до 10", "Вычитание до 10")),
        TopicLine("Литературное чтение", ("Буква М", "Буква П")),
    ),
    lessons=40,
    excused=4,
    late=1,
)


def said(facts: FortnightFacts) -> list[str]:
    """Return the lines a family reads, with a sentence of the class teacher."""
    with use_locale("ru"):
        return short_summary(facts, sentence="Отвечает увереннее.", teacher=TEACHER)


def test_a_good_fortnight_is_short():
    """Nothing to look at: the averages up, what is ahead."""
    assert [
        "<b>Всё хорошо.</b>",
        "10 отметок (5 — 7, 4 — 3), средний 4,70 (было 4,29).",
        "Средний балл: сначала за две недели, после тире за II четверть.",
        "• Алгебра: 4,75 ↑ — 4,75, выходит 5",
        "• История: 5,00 — 5,00, выходит 5",
        "• Русский язык: 4,33 ↑ — 4,50, выходит 5",
        "• Физика: 5,00 ↑ — 5,00, выходит 5",
        "Пропусков нет.",
        "Впереди контрольная: алгебра — пт 27.11.",
        "«Отвечает увереннее.» Иванова\u00a0М.\u00a0П.",
    ] == said(GOOD)


def test_a_hard_fortnight_says_what_to_look_at_first():
    """Subjects, then what is owed, then attendance; the worst subjects stand first."""
    assert [
        (
            "<b>Нужно внимание: алгебра, физика, химия, не сданы 3 работы, "
            "пропуски по неуважительной причине, опоздания.</b>"
        ),
        "6 отметок (3 — 4, 2 — 2), средний 2,67 (было 3,40).",
        "Средний балл: сначала за две недели, после тире за II четверть.",
        "• Алгебра: 2,33 ↓ (было 3,00) — 2,33, выходит 2",
        "• Физика: 3,00 ↓ (было 4,00) — 3,00, выходит 3",
        "• Химия: новых отметок нет — 2,40, выходит 2",
        "• Английский язык: 3,00 — 3,00, выходит 3",
        (
            "Пропущено 3 урока (по уважительной причине — 1, по неуважительной причине — 2). "
            "Опозданий: 4."
        ),
        (
            "Не сдано: химия, лабораторная работа от 12.11, сдать до 27.11; "
            "физика, тест от 05.11, срок был 19.11; и ещё 1."
        ),
        "Впереди контрольные: физика — вт 24.11; алгебра — пт 27.11.",
        "«Отвечает увереннее.» Иванова\u00a0М.\u00a0П.",
    ] == said(STRUGGLING)


def test_who_was_away_reads_no_marks_and_no_illness():
    """What was missed, what waits to be handed in, and that a reason is asked for."""
    lines = said(ABSENT)

    assert lines[0].startswith("<b>Нужно внимание: не сдана 1 работа, ")
    assert "Новых отметок нет." in lines
    assert any("58 уроков" in one for one in lines)
    assert not any("бол" in one.casefold() for one in lines)
    assert None is summary_chart(ABSENT)  # nothing to draw is no empty picture


def test_the_first_grade_reads_topics_and_attendance():
    """No mark, no average, no forecast."""
    lines = said(FIRST_GRADE)

    assert "<b>Всё хорошо.</b>" == lines[0]
    assert "• Математика: Сложение до 10; Вычитание до 10" in lines
    assert not any(word in " ".join(lines) for word in ("отмет", "редний", "выходит"))
    assert None is summary_chart(FIRST_GRADE)


def test_one_mark_is_said_once():
    """No count, no average of it."""
    only = (line("Алгебра", "4", "45", outcome=4),)
    facts = FortnightFacts(
        FIRST, LAST, is_marked=True, subjects=only, average_before=Fraction(9, 2),
        average=average(only),
    )  # fmt: skip

    assert "Одна отметка: 4 (было 4,50)." in said(facts)


@pytest.mark.parametrize("facts", [GOOD, STRUGGLING, ABSENT, FIRST_GRADE])
def test_a_summary_fits_under_its_picture(facts):
    """Telegram takes 1024 characters below a picture, the child's name among them."""
    with use_locale("ru"):
        text = "\n".join(("Мария К. · 7Б", summary_title(facts), *said(facts)))
        message = OutgoingMessage(text, attachment=summary_chart(facts))

    assert None is sizes.fault_of(message)


@pytest.mark.parametrize(
    ("facts", "bars"),
    [
        (GOOD, [("Алгебра", "4,75", "↑"), ("История", "5,00", ""),
                ("Русский язык", "4,33", "↑"), ("Физика", "5,00", "↑")]),
        (STRUGGLING, [("Алгебра", "2,33", "↓"), ("Английский язык", "3,00", ""),
                      ("Физика", "3,00", "↓")]),
    ],
)  # fmt: skip
async def test_the_picture_shows_each_subject_with_new_marks(facts, bars):
    """A bar with its figure and arrow each, and it can be drawn."""
    with use_locale("ru"):
        drawing = summary_chart(facts)
    assert drawing is not None
    picture = await typeset_png(drawing.template, drawing.data)

    assert bars == [
        (one["subject"], one["now_text"], one["arrow"]) for one in drawing.data["bars"]
    ]
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("before", "legend"), [("", ""), ("45", "раньше (24.10–06.11)")], ids=["none", "some"]
)
async def test_the_legend_tells_of_what_is_drawn_alone(before, legend):
    """Without marks of the fortnight before no circle is explained that stands in no bar."""
    facts = FortnightFacts(FIRST, LAST, is_marked=True, subjects=(line("Алгебра", "4", before),))
    with use_locale("ru"):
        drawing = summary_chart(facts)
    assert drawing is not None
    picture = await typeset_png(drawing.template, drawing.data)

    assert legend == drawing.data["legend_before"]
    assert picture.startswith(b"\x89PNG")
