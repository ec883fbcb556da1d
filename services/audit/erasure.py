"""Destruction of a row's recorded past on demand, with an act that the chain keeps."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.audit.acting import current_act
from services.audit.buffer import Change, ChangeKind, buffer_change
from services.audit.rows import entity_of
from services.database import Audited, Base, bound_school_id

__all__ = ["erase_history"]


async def erase_history(session: AsyncSession, model: type[Base], entity_id: int) -> None:
    """Destroy, when the transaction commits, what the chain's details know of a row's past.

    Delete the row, or blank its personal values, before or after in the same transaction: the
    state it is left in stays verifiable. The act itself is an entry, with who and why
    (``acting``), and lets ``verify_chain`` accept that the details are gone.
    """
    if not issubclass(model, Audited):
        raise TypeError(model)
    await session.flush()
    buffer_change(
        session.sync_session,
        Change(
            school_id=bound_school_id(),
            kind=ChangeKind.ERASE,
            entity=entity_of(model),
            entity_id=entity_id,
            row={},
            act=current_act(),
        ),
    )
