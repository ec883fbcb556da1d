"""Grading periods, holidays and bells: tables without keys, replaced by what the file says."""

from typing import Any

from services.exchange.merging.replacing import replace_rows
from services.exchange.merging.state import Merge
from services.exchange.names import fold, fold_bell_set
from services.exchange.repository import stored_rows
from services.exchange.sheets import BellRow, HolidayRow, PeriodRow
from services.models import AcademicYear, ClassPeriod, GradingPeriod, Holiday

__all__ = ["merge_bells", "merge_holidays", "merge_periods"]


async def merge_periods(merge: Merge, year: AcademicYear | None) -> None:
    """Store the grading periods of the school year."""
    if year is None or not merge.tables.periods.is_given:
        return
    stored = [
        row
        for row in await stored_rows(merge.session, GradingPeriod)
        if row.academic_year_id == year.id
    ]

    def subject_id(row: PeriodRow) -> int | None:
        return merge.subjects[fold(row.subject)].id if row.subject else None

    def values(row: PeriodRow) -> dict[str, Any]:
        return {
            "academic_year_id": year.id,
            "name": row.name,
            "kind": row.kind,
            "grades": list(row.grades),
            "subject_id": subject_id(row),
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "marks_until": row.marks_until,
        }

    await replace_rows(
        merge,
        merge.tables.periods,
        stored,
        GradingPeriod,
        values,
        (
            lambda row: (fold(row.name), row.grades, subject_id(row)),
            lambda row: (fold(row.name), tuple(row.grades), row.subject_id),
        ),
        (lambda row: fold(row.name), lambda row: fold(row.name)),
        (lambda row: row.starts_on, lambda row: row.starts_on),
    )


async def merge_holidays(merge: Merge) -> None:
    """Store the days without lessons; those of earlier school years stay."""
    stored = [
        row for row in await stored_rows(merge.session, Holiday) if row.ends_on >= merge.first_day
    ]

    def values(row: HolidayRow) -> dict[str, Any]:
        return {
            "name": row.name,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "grades": list(row.grades),
        }

    await replace_rows(
        merge,
        merge.tables.holidays,
        stored,
        Holiday,
        values,
        (
            lambda row: (fold(row.name), row.starts_on, row.ends_on, row.grades),
            lambda row: (fold(row.name), row.starts_on, row.ends_on, tuple(row.grades)),
        ),
        (lambda row: (fold(row.name), row.starts_on), lambda row: (fold(row.name), row.starts_on)),
        (lambda row: fold(row.name), lambda row: fold(row.name)),
        (lambda row: row.starts_on, lambda row: row.starts_on),
    )


async def merge_bells(merge: Merge) -> None:
    """Store the bell sets."""

    def values(row: BellRow) -> dict[str, Any]:
        return {
            "bell_set": row.bell_set if fold_bell_set(row.bell_set) else "",
            "number": row.number,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "weekdays": list(row.weekdays),
            "grades": list(row.grades),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }

    await replace_rows(
        merge,
        merge.tables.bells,
        await stored_rows(merge.session, ClassPeriod),
        ClassPeriod,
        values,
        (
            lambda row: (
                fold_bell_set(row.bell_set),
                row.number,
                row.weekdays,
                row.grades,
                row.valid_from,
                row.valid_to,
            ),
            lambda row: (
                fold_bell_set(row.bell_set),
                row.number,
                tuple(row.weekdays),
                tuple(row.grades),
                row.valid_from,
                row.valid_to,
            ),
        ),
        (
            lambda row: (fold_bell_set(row.bell_set), row.number, row.grades),
            lambda row: (fold_bell_set(row.bell_set), row.number, tuple(row.grades)),
        ),
        (
            lambda row: (fold_bell_set(row.bell_set), row.starts_at, row.grades),
            lambda row: (fold_bell_set(row.bell_set), row.starts_at, tuple(row.grades)),
        ),
        (
            lambda row: (row.number, row.starts_at, row.ends_at),
            lambda row: (row.number, row.starts_at, row.ends_at),
        ),
    )
