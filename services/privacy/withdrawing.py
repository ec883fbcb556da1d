"""Taking a consent back, by whatever way it comes: the act, and the end of what it allowed."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.joining.consent_facts import AskKey
from services.joining.facts import LinkEnd
from services.joining.linking import end_link
from services.models import Consent
from services.outbox.enqueue import refuse_waiting
from services.privacy import repository as holdings
from services.vocabulary import ConsentAction, ConsentPurpose

__all__ = ["record_withdrawal", "stop_delivery"]


async def record_withdrawal(
    session: AsyncSession,
    given: Consent,
    *,
    now: datetime,
    account_hash: str = "",
    update_id: int | None = None,
    paper: tuple[str, date] | None = None,
) -> Consent:
    """Add and return the act that takes *given* back; *paper*: its number and date."""
    number, written_on = paper or (given.application_number, given.application_date)
    act = Consent(
        person_id=given.person_id,
        student_id=given.student_id,
        purpose=given.purpose,
        action=ConsentAction.WITHDRAWN,
        consent_text_id=given.consent_text_id,
        account_hash=account_hash,
        update_id=update_id,
        application_number=number,
        application_date=written_on,
        acted_at=now,
    )
    session.add(act)
    await session.flush()
    return act


async def stop_delivery(session: AsyncSession, key: AskKey, *, now: datetime) -> set[int]:
    """Drop what waits because of a consent; return whose links ended by it."""
    student_id = key.student_id
    match key.purpose:
        case ConsentPurpose.DELIVERY:
            concerned = {key.person_id}
        case ConsentPurpose.STUDENT_ACCOUNT:
            concerned = {student_id}
        case ConsentPurpose.GUARDIANS_INFORMED:
            concerned = await holdings.guardian_ids(session, student_id)
    ended = set()
    for person_id in concerned:
        permission = await delivery_permission(
            session, person_id=person_id, student_id=student_id, now=now
        )
        if permission.is_allowed:
            continue  # another guardian's consent still carries the child's account
        await refuse_waiting(
            session, person_id=person_id, student_id=student_id, reason="withdrawn"
        )
        if permission.verdict is DeliveryVerdict.NO_GUARDIAN_CONSENT and await end_link(
            session, student_id, reason=LinkEnd.WITHDRAWN, now=now
        ):
            ended.add(student_id)
    return ended
