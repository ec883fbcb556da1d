"""A period mark as it stood, kept beside the change that moved it; what families see of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.finals import repository
from services.finals.facts import FinalValue
from services.models import PeriodMark

__all__ = ["restore", "snapshot", "value_of", "visible_values"]


def value_of(row: PeriodMark | None) -> FinalValue | None:
    """Return what stands; None for nothing, or for what was taken back."""
    return None if row is None or row.is_withdrawn else FinalValue(row.value)


def snapshot(row: PeriodMark) -> dict[str, Any]:
    """Return what of a mark a sheet may change. Its revision is not part of it: it only grows."""
    return {
        "value": row.value,
        "is_withdrawn": row.is_withdrawn,
        "result_on": row.result_on.isoformat(),
        "author_id": row.author_id,
        "recorded_at": row.recorded_at.isoformat(),
    }


def restore(row: PeriodMark, before: Mapping[str, Any] | None, *, now: datetime) -> None:
    """Put a mark back; one that was not there is withdrawn. The revision grows."""
    if before is None:
        row.is_withdrawn = True
        row.recorded_at = now
    else:
        row.value = before["value"]
        row.is_withdrawn = before["is_withdrawn"]
        row.result_on = date.fromisoformat(before["result_on"])
        row.author_id = before["author_id"]
        row.recorded_at = datetime.fromisoformat(before["recorded_at"])
    row.revision += 1


async def visible_values(
    session: AsyncSession, rows: Collection[PeriodMark], *, now: datetime
) -> dict[int, FinalValue]:
    """Return what families may see, by mark: what is still held looks as it did before."""
    before: dict[int, Mapping[str, Any] | None] = {}
    for change in await repository.held_changes(session, [row.id for row in rows], now=now):
        before.setdefault(change.mark_id, change.before)
    found: dict[int, FinalValue] = {}
    for row in rows:
        value = value_of(row)
        if row.id in before:
            was = before[row.id]
            value = None if was is None or was["is_withdrawn"] else FinalValue(was["value"])
        if value is not None:
            found[row.id] = value
    return found
