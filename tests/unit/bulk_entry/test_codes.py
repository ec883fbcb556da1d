"""The table of codes holds every spelling of the domain's list, and each means one thing."""

import pytest

from services.bulk_entry.codes import CODE_ROWS, SPELLINGS, MarkSign, canon
from services.bulk_entry.tokens import fold
from services.vocabulary import AttendanceCode

# Domain B.4, column by column; figures are marks and no spelling.
DOMAIN = (
    (AttendanceCode.ABSENT, "н", "н нет отс"),
    (AttendanceCode.ABSENT_SICK, "б", "б бол болел"),
    (AttendanceCode.ABSENT_EXCUSED, "у", "у ув уп у/п"),
    (AttendanceCode.ABSENT_UNEXCUSED, "ну", "ну н/у нп прогул"),
    (AttendanceCode.TARDY, "о", "о оп опозд"),
    (AttendanceCode.EXEMPT, "осв", "осв ос"),
    (MarkSign.PASSED, "зач", "зач зачет зч"),
    (MarkSign.FAILED, "незач", "незач нз"),
    (MarkSign.NOT_ATTESTED, "н/а", "на н/а неатт"),
    (MarkSign.OWED, "долг", "долг"),
)


@pytest.mark.parametrize(("code", "written", "spellings"), DOMAIN)
def test_spellings_of_the_domain(code, written, spellings):
    """The canon and every synonym of the domain's table mean this code."""
    assert (written, {code}) == (canon(code), {SPELLINGS[each] for each in spellings.split()})


def test_no_spelling_has_two_meanings():
    """«н», «н/а» and «нз», «о», «ос» and «оп» stay apart."""
    assert sum(len(row.spellings) for row in CODE_ROWS) == len(SPELLINGS)


def test_spellings_are_folded():
    """They are compared with folded words, so they are written folded."""
    assert all(spelling == fold(spelling) for spelling in SPELLINGS)


def test_every_code_can_be_written():
    """No attendance code and no sign of a mark is without a spelling."""
    assert {*AttendanceCode, *MarkSign} == set(SPELLINGS.values())
