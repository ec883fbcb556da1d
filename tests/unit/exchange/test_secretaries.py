"""Files as school offices send them are read right, or refused in one sentence with the place."""

import pytest

from services.exchange.reading.identities import full_name
from services.exchange.workbook import read_workbook
from tests.unit.exchange.secretaries import GOOD, REFUSED


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_read_right(name, tmp_path):
    """Students with their classes and guardians with their phones are what the file means."""
    sent = GOOD[name]

    workbook = read_workbook(sent.make(tmp_path))

    assert [] == [finding.line() for finding in workbook.findings.problems]
    assert sent.students == tuple(
        f"{full_name(row)} {row.class_name}" for row in workbook.tables.students.rows
    )
    assert sent.guardians == tuple(
        " ".join(part for part in (full_name(row), row.relation, row.phone) if part)
        for row in workbook.tables.guardians.rows
    )


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_in_one_sentence(name, tmp_path):
    """The first sentence names sheet, row, column and what was expected."""
    sent = REFUSED[name]

    workbook = read_workbook(sent.make(tmp_path))

    lines = [finding.line() for finding in workbook.findings.problems]
    assert lines
    assert lines[0].startswith(sent.refusal)


def test_columns_that_are_never_read_are_named_and_nothing_of_them_is_kept(tmp_path):
    """Of health, addresses, documents and other phones only the headings are said."""
    workbook = read_workbook(GOOD["health and addresses beside"].make(tmp_path))

    assert [
        (
            "Ученики: these columns are never read: СНИЛС, Адрес, Группа здоровья,"
            " Домашний телефон, Льготы."
        )
    ] == [finding.line() for finding in workbook.findings.notices]
    assert "Лесная" not in repr(workbook.tables.students)
    assert "2-22-33" not in repr(workbook)
