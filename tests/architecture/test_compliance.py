"""Tests of the table of regulations: every clause is there, and every test it names exists."""

import re

import pytest

from tests.architecture.source import ROOT

# How many duties each role has in the regulations.
CLAUSES = {"P": 30, "U": 15, "T": 25, "C": 17, "D": 24, "A": 23, "M": 4}
TABLE = (ROOT / "docs" / "COMPLIANCE.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([PUTCDAM]\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", TABLE, re.MULTILINE)


def test_no_clause_is_left_out():
    """Each duty has one row, done or with the reason why not yet."""
    wanted = [f"{role}{n:02}" for role, count in CLAUSES.items() for n in range(1, count + 1)]

    assert wanted == [clause for clause, *_ in ROWS]


@pytest.mark.parametrize(("clause", "feature", "tests"), [(row[0], *row[2:]) for row in ROWS])
def test_what_is_said_to_be_done_is_tested(clause, feature, tests):
    """A row that names a feature names tests that are there."""
    if feature == "not yet":
        return
    named = re.findall(r"`([^`]+\.py)`", tests)

    assert named, clause
    assert [] == [name for name in named if not (ROOT / "tests" / name).exists()]
