"""Clauses as people read them."""

import pytest

from services.i18n import use_locale
from services.outbox.kinds import KIND_RULES
from services.regulation.clauses import SOURCES, clause_text, sources_of


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("S2 15.1", "S2, cl. 15.1"),
        ("S1 App.5 3", "S1, app. 5, cl. 3"),
        ("S0 row 8", "S0, cl. 8"),
        ("something else", "something else"),
        ("", ""),
    ],
)
def test_a_clause_is_written_out(clause, expected):
    """A stored clause names regulation, appendix and number; an unknown one stays."""
    with use_locale("en"):
        assert expected == clause_text(clause)


def test_every_kind_of_message_names_a_regulation_we_know():
    """The clause of each kind can be looked up at the foot of the ledger."""
    for kind, rule in KIND_RULES.items():
        assert sources_of([rule.clause]), kind


def test_only_regulations_that_are_used_are_listed():
    """The foot of a page lists what the page speaks of."""
    assert [f"S2 — {SOURCES['S2']}"] == sources_of(["S2 5", "S2 15.1"])
