"""Pages in both forms: within Telegram's sizes, read by the sandbox, the form a person sees."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from bot.sandbox.html_markup import parse_html
from bot.sandbox.rich_markup import parse_rich_html
from bot.telegram import sizes
from handlers.screens.journal_pages import journal_page
from handlers.screens.tables import (
    fold_out,
    paragraphs,
    table,
    tables_answered,
    tables_question,
)
from services.i18n import use_locale
from services.journal_pages.facts import (
    JournalCell,
    JournalColumn,
    JournalOf,
    JournalPage,
    JournalProgress,
    JournalRow,
    MarkInCell,
)
from services.journal_pages.service import DATES_ON_PAGE
from services.outgoing import OutgoingMessage
from services.regulation.work_kinds import LESSON_WORK
from services.roster.namesakes import Apart
from services.vocabulary import AttendanceCode

STUDENTS, DATES = 30, 20
LONG_NAME = "Константинопольская-Рождественская"
MONDAY = date(2026, 11, 2)
# As full as it gets: a double mark of a control work, a mark of the lesson, a late arrival.
FULL = JournalCell(
    (
        MarkInCell(5, "control_work", 20),
        MarkInCell(4, "control_work", 20, part=2),
        MarkInCell(5, LESSON_WORK, 10),
    ),
    AttendanceCode.TARDY,
    10,
)
USUAL = JournalCell((MarkInCell(5, "control_work", 20),))


def page_of(cell: JournalCell, columns: tuple[JournalColumn, ...]) -> JournalPage:
    """Return a page of a large class, every cell of it written in."""
    rows = tuple(
        JournalRow(
            student_id=10**12 + number,
            number=number,
            family_name=LONG_NAME if cell is FULL else "Преображенская",
            given_name="Александра",
            apart=Apart(),
            cells=(cell,) * len(columns),
            average=Fraction(14, 3),
        )
        for number in range(1, STUDENTS + 1)
    )
    return JournalPage(
        journal=JournalOf(10**12, 10**12, "11Б", "Вероятность и статистика"),
        period=None,
        starts_on=MONDAY,
        ends_on=MONDAY + timedelta(days=60),
        columns=columns,
        rows=rows,
        page=0,
        pages=3,
        progress=JournalProgress(due=134, given=131, plan_hours=136, plan_given=131),
    )


def journal_of_twenty_dates(cell: JournalCell) -> list[OutgoingMessage]:
    """Return the pages that a journal of 30 students × 20 dates has."""
    columns = tuple(
        JournalColumn(place, MONDAY + timedelta(days=2 * place), 1, "Степень")
        for place in range(DATES)
    )
    with use_locale("ru"):
        return [
            journal_page(page_of(cell, columns[start : start + DATES_ON_PAGE]))
            for start in range(0, DATES, DATES_ON_PAGE)
        ]


def plain(message: OutgoingMessage) -> OutgoingMessage:
    """Return the form of those who see no tables."""
    return OutgoingMessage(message.text, buttons=message.buttons)


@pytest.mark.parametrize("cell", [USUAL, FULL], ids=["usual", "full"])
def test_a_page_of_thirty_by_twenty_is_within_the_sizes_in_both_forms(cell):
    """Native it is one message; as a list it is one, or whole students to a message."""
    for page in journal_of_twenty_dates(cell):
        parts = sizes.parts_of(plain(page))

        assert (page,) == sizes.parts_of(page)
        assert [None] == [sizes.fault_of(page)]
        assert [None] * len(parts) == [sizes.fault_of(part) for part in parts]
        assert STUDENTS == sum(part.text.count(" — 4,67") for part in parts)


def test_a_usual_page_of_a_large_class_is_one_message_without_tables():
    """So that its buttons can turn it in place."""
    assert {1} == {len(sizes.parts_of(plain(page))) for page in journal_of_twenty_dates(USUAL)}


def test_a_student_without_marks_on_the_page_has_one_dash_before_the_average():
    """Not «– — 4,67»."""
    page = page_of(JournalCell(()), (JournalColumn(0, MONDAY, 1, "Степень"),))
    with use_locale("ru"):
        text = journal_page(page).text

    assert "30. Преображенская А. — 4,67" in text.splitlines()


@pytest.mark.parametrize("cell", [USUAL, FULL], ids=["usual", "full"])
def test_the_sandbox_reads_a_page_in_both_forms(cell):
    """A native table of a row for the heading and one for each student, nothing too wide."""
    for page in journal_of_twenty_dates(cell):
        rich = parse_rich_html(page.rich)
        tables = [block for block in rich.blocks if block["type"] == "table"]

        assert [STUDENTS + 1] == [len(one["cells"]) for one in tables]
        assert f"30. {LONG_NAME if cell is FULL else 'Преображенская'} А." in rich.plain
        for part in sizes.parts_of(plain(page)):
            text, entities = parse_html(part.text)
            assert text.strip()
            assert len(entities) <= sizes.MOST_ENTITIES


def test_the_sizes_of_rich_messages_are_known():
    """Too many columns, rows or letters: the list goes instead."""
    wide = OutgoingMessage("list", rich=table(["x"] * 21, []))
    tall = OutgoingMessage("list", rich=table(["x"], [["y"]] * 500))
    long = OutgoingMessage("list", rich=fold_out("more", "x" * 32_768))

    assert ["too_many_columns", "too_many_blocks", "too_long"] == [
        sizes.fault_of(one) for one in (wide, tall, long)
    ]
    assert ["list"] * 3 == [sizes.parts_of(one)[0].text for one in (wide, tall, long)]
    assert [""] * 3 == [sizes.parts_of(one)[0].rich for one in (wide, tall, long)]


def test_every_line_is_a_paragraph_and_a_fold_out_holds_its_own():
    """Whatever an app makes of line breaks, the child and the day do not run together."""
    rich = parse_rich_html(
        paragraphs("<b>Мария К. · 7Б</b>\n\nвторник") + fold_out("Темы", "1\n2")
    )

    assert ["paragraph", "paragraph", "details"] == [block["type"] for block in rich.blocks]
    assert ["paragraph", "paragraph"] == [one["type"] for one in rich.blocks[2]["blocks"]]
    assert "Мария К. · 7Б\nвторник\nТемы\n1\n2" == rich.plain


def test_the_question_is_a_small_table_and_plain_words():
    """Who sees no table reads the question all the same."""
    with use_locale("ru"):
        sample, question = tables_question()

    assert ["table"] == [block["type"] for block in parse_rich_html(sample.rich).blocks]
    assert "" == question.rich
    assert [2] == [len(row) for row in question.buttons]


@pytest.mark.parametrize(
    ("sees", "expected"),
    [
        (True, "Теперь — таблицы. Вернуть списки: Меню → Настройки."),
        (False, "Теперь — списки. Включить таблицы: Меню → Настройки."),
    ],
)
def test_the_answer_holds_for_the_question_and_for_the_settings(*, sees: bool, expected: str):
    """It says what comes from now on, whatever came before, and leads on."""
    with use_locale("ru"):
        answered = tables_answered(sees=sees)

    assert expected == answered.text
    assert ["Меню"] == [button.caption for row in answered.buttons for button in row]
