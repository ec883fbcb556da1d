"""The truth about missing children and families to be called, for staff and guardians."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.models import AbsenceAlarm, FamilyCall
from services.news import repository
from services.news.absence_repository import (
    alarms,
    calls,
    told_families,
    unexplained_students,
)
from services.news.facts import (
    AlarmNews,
    AlarmState,
    CallNews,
    CallState,
    News,
    StaffAlarmNews,
)
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.names import names_of

__all__ = ["AlarmSource", "CallSource"]


class AlarmSource:
    """Alarms as they stand now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; who never heard of an alarm hears of an open one only."""
        looks = [look for group in groups for look in group]
        rows = await alarms(session, {look.fact.id for look in looks})
        pupils = await repository.students(
            session, {row.student_id for row in rows.values()}, on=moment.today
        )
        names = await names_of(session, {row.taken_by for row in rows.values() if row.taken_by})
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = rows.get(look.fact.id)
            if row is None:
                found[look.notice_id] = NOTHING_NEW
                continue
            state = _alarm_state(row)
            is_staff = look.student_id is None
            if not _is_news(look, state, is_open=state is AlarmState.OPEN or not is_staff):
                found[look.notice_id] = NOTHING_NEW
                continue
            pupil, taken_by = pupils[row.student_id].name, names.get(row.taken_by or 0)
            news: News = (
                StaffAlarmNews(pupil, row.id, state, taken_by)
                if is_staff
                else AlarmNews(pupil, row.id, state, taken_by)
            )
            found[look.notice_id] = Looked(
                news=news,
                revision=max(look.revision, row.revision),
                value={"state": state.value},
                is_quiet=is_staff and state is AlarmState.TAKEN,
            )
        return found


class CallSource:
    """Calls as they stand now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; whoever was not asked to call hears nothing more."""
        looks = [look for group in groups for look in group]
        rows = await calls(session, {look.fact.id for look in looks})
        student_ids = {row.student_id for row in rows.values()}
        pupils = await repository.students(session, student_ids, on=moment.today)
        unexplained = await unexplained_students(session, rows.values())
        told = await told_families(session, rows.values())
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = rows.get(look.fact.id)
            state = None if row is None else _call_state(row, unexplained)
            if (
                row is None
                or state is None
                or not _is_news(look, state, is_open=state is CallState.OPEN)
            ):
                found[look.notice_id] = NOTHING_NEW
                continue
            found[look.notice_id] = Looked(
                news=CallNews(pupils[row.student_id].name, row.id, state, is_told=row.id in told),
                revision=max(look.revision, row.revision),
                value={"state": state.value},
                is_quiet=state is not CallState.OPEN,
            )
        return found


def _is_news(look: Look, state: AlarmState | CallState, *, is_open: bool) -> bool:
    if look.told is None:
        return is_open
    return bool(look.told.value["state"] != state.value)


def _alarm_state(row: AbsenceAlarm) -> AlarmState:
    if row.found_at is not None:
        return AlarmState.FOUND
    return AlarmState.OPEN if row.taken_at is None else AlarmState.TAKEN


def _call_state(row: FamilyCall, unexplained: set[int]) -> CallState:
    if row.is_reached is not None:
        return CallState.REACHED if row.is_reached else CallState.NOT_REACHED
    return CallState.OPEN if row.id in unexplained else CallState.EXPLAINED
