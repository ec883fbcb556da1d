"""Tables without keys of their own: the stored rows become what the workbook says."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from services.database import Base
from services.exchange.merging.ledger import Outcome
from services.exchange.merging.pairing import assign, pair
from services.exchange.merging.state import Merge
from services.exchange.reading.rows import Table
from services.exchange.sheets import SheetRow

__all__ = ["replace_rows"]

R = TypeVar("R", bound=SheetRow)
M = TypeVar("M", bound=Base)


async def replace_rows(
    merge: Merge,
    table: Table[R],
    stored: Any,
    model: type[M],
    values: Callable[[R], dict[str, Any]],
    *levels: tuple[Callable[[R], Hashable], Callable[[Any], Hashable]],
) -> None:
    """Let the stored rows become those of the table, if the workbook has the table at all."""
    if not table.is_given:
        return
    pairing = pair(table.rows, stored, *levels)
    for row, stored_row in pairing.matched:
        merge.ledger.note_change(row, is_changed=assign(stored_row, values(row)))
    for row in pairing.new:
        merge.session.add(model(**values(row)))
        merge.ledger.note(row, Outcome.ADDED)
    for stored_row in pairing.gone:
        await merge.session.delete(stored_row)
        merge.ledger.note_left()
