"""The truth about debts: new, still open, with more time, handed in, or taken back."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.debts.repository import debts_by_id
from services.models import Debt
from services.news import repository
from services.news.facts import DebtNews, DebtState, News
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked

__all__ = ["DebtSource"]


class DebtSource:
    """Debts as they stand now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; who never heard of a debt hears of an open one only."""
        looks = [look for group in groups for look in group]
        rows = await debts_by_id(session, {look.fact.id for look in looks})
        pupils = await repository.students(
            session, {look.student_id for look in looks if look.student_id}, on=moment.today
        )
        return {
            look.notice_id: _look_at(
                look, rows.get(look.fact.id), pupils.get(look.student_id or 0)
            )
            for look in looks
        }


def _look_at(look: Look, found: tuple[Debt, str] | None, pupil: StudentRow | None) -> Looked[News]:
    if found is None or pupil is None:
        return NOTHING_NEW
    row, subject = found
    state = _state(row)
    value = {
        "state": state.value,
        "due_on": row.due_on.isoformat(),
        "reminded_on": row.reminded_on.isoformat() if row.reminded_on else None,
    }
    told = look.told.value if look.told else None
    if (told is None and state is not DebtState.OPEN) or (told is not None and told == value):
        return NOTHING_NEW
    told_due = date.fromisoformat(told["due_on"]) if told else None
    was_open = told is not None and told["state"] == DebtState.OPEN
    return Looked(
        news=DebtNews(
            child=pupil.name,
            subject=subject,
            work_kind=row.work_kind,
            on=row.lesson_on,
            due_on=row.due_on,
            state=state,
            is_reminder=was_open and told_due == row.due_on,
            has_more_time=was_open and told_due != row.due_on,
        ),
        revision=max(look.revision, row.revision),
        value=value,
    )


def _state(row: Debt) -> DebtState:
    if row.is_withdrawn:
        return DebtState.WITHDRAWN
    return DebtState.OPEN if row.closed_at is None else DebtState.CLOSED
