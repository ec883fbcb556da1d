"""Tests of the dates of debts and of their buttons."""

from datetime import date

import pytest

from handlers.callbacks.debts import CloseDebt, OpenDebts, ProlongDebt
from services.debts.facts import due_for, is_reminder_due

TOLD = date(2026, 11, 12)


def test_two_weeks_are_given():
    """From the day the teacher says it."""
    assert date(2026, 11, 26) == due_for(TOLD)


@pytest.mark.parametrize(
    ("reminded", "today", "expected"),
    [(None, 18, False), (None, 19, True), (19, 25, False), (19, 26, True)],
)
def test_families_are_reminded_weekly(reminded, today, expected):
    """A week after they were told, and a week after each reminder."""
    reminded_on = date(2026, 11, reminded) if reminded else None

    assert expected == is_reminder_due(
        told_on=TOLD, reminded_on=reminded_on, today=date(2026, 11, today)
    )


@pytest.mark.parametrize("kind", [OpenDebts, CloseDebt, ProlongDebt])
def test_buttons_fit_telegram(kind):
    """With the largest id."""
    field = next(iter(kind.model_fields))

    assert len(kind(**{field: 2**63 - 1}).pack().encode()) <= 64
