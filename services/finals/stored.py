"""A sheet as JSON between two presses: which one it is, and what was chosen so far; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.bulk_entry.model import PeriodRef
from services.finals.facts import FinalValue
from services.vocabulary import FinalKind, PeriodKind

__all__ = ["StoredSheet", "chosen_in", "sheet_in", "with_chosen", "with_sheet"]

_SHEET, _CHOSEN = "sheet", "chosen"


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """Group, subject, and the period (without kind: the year) as it is called."""

    group_id: int
    subject_id: int
    period: PeriodRef
    result_on: date | None = None


def with_sheet(
    resolved: Mapping[str, Any], sheet: StoredSheet, chosen: Mapping[int, FinalValue]
) -> dict[str, Any]:
    """Return an entry's JSON with this sheet and these marks in it."""
    return {
        **resolved,
        _SHEET: {
            "group_id": sheet.group_id,
            "subject_id": sheet.subject_id,
            "kind": sheet.period.kind,
            "number": sheet.period.number,
            "result": sheet.period.result,
            "on": sheet.result_on.isoformat() if sheet.result_on else None,
        },
        _CHOSEN: {str(one): value.mark for one, value in chosen.items()},
    }


def with_chosen(
    resolved: Mapping[str, Any], chosen: Mapping[int, FinalValue | None]
) -> dict[str, Any]:
    """Return an entry's JSON with these marks chosen, too; None takes a choice back."""
    marks = dict(resolved.get(_CHOSEN, {}))
    for student_id, value in chosen.items():
        if value is None:
            marks.pop(str(student_id), None)
        else:
            marks[str(student_id)] = value.mark
    return {**resolved, _CHOSEN: marks}


def sheet_in(resolved: Mapping[str, Any]) -> StoredSheet | None:
    """Return the sheet of an entry; None while a question is open."""
    stored = resolved.get(_SHEET)
    if stored is None:
        return None
    kind, result, on = stored["kind"], stored.get("result"), stored.get("on")
    return StoredSheet(
        stored["group_id"],
        stored["subject_id"],
        PeriodRef(
            PeriodKind(kind) if kind else None,
            stored["number"],
            FinalKind(result) if result else None,
        ),
        date.fromisoformat(on) if on else None,
    )


def chosen_in(resolved: Mapping[str, Any]) -> dict[int, FinalValue]:
    """Return the marks chosen so far, by student."""
    return {int(one): FinalValue(mark) for one, mark in resolved.get(_CHOSEN, {}).items()}
