"""Buttons people pressed under messages, by who pressed and what the message was about.

A new kind with buttons adds its reader to ``_READERS``; the ledger asks all of them.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import (
    AbsenceAlarm,
    AbsenceReason,
    Broadcast,
    BroadcastRecipient,
    SummaryReading,
)
from services.outbox.ledger import OwedNotice
from services.reports.ledger.facts import ButtonPress, FactLabel, Press
from services.vocabulary import FactKind, FactRef

__all__ = ["presses"]

_Key = tuple[int, int, FactRef]  # who pressed, about which student, under which fact
_Labels = Mapping[FactRef, FactLabel]
_Reader = Callable[
    [AsyncSession, Collection[OwedNotice], _Labels, ZoneInfo], Awaitable[dict[_Key, Press]]
]


async def presses(
    session: AsyncSession, owed: Collection[OwedNotice], labels: _Labels, *, zone: ZoneInfo
) -> dict[_Key, Press]:
    """Return what was pressed under the messages of some notices."""
    found: dict[_Key, Press] = {}
    for read in _READERS:
        found |= await read(session, owed, labels, zone)
    return found


async def _answers(
    session: AsyncSession, owed: Collection[OwedNotice], _labels: _Labels, _zone: ZoneInfo
) -> dict[_Key, Press]:
    """«Ознакомлен», or one of the answers of an announcement."""
    about = {one.fact.id for one in owed if one.fact.kind is FactKind.BROADCAST}
    if not about:
        return {}
    rows = await session.execute(
        select(BroadcastRecipient, Broadcast.answers)
        .join(Broadcast, Broadcast.id == BroadcastRecipient.broadcast_id)
        .where(
            BroadcastRecipient.broadcast_id.in_(about),
            BroadcastRecipient.answered_at.is_not(None),
        )
    )
    found: dict[_Key, Press] = {}
    for row, answers in rows:
        if row.answered_at is None or row.answer is None:
            continue
        place = row.answer
        is_worded = 0 < place <= len(answers)
        found[row.person_id, row.student_id, FactRef(FactKind.BROADCAST, row.broadcast_id)] = (
            Press(
                ButtonPress.ANSWERED if is_worded else ButtonPress.ACKNOWLEDGED,
                row.answered_at,
                caption=str(answers[place - 1]) if is_worded else "",
            )
        )
    return found


async def _summaries(
    session: AsyncSession, owed: Collection[OwedNotice], _labels: _Labels, _zone: ZoneInfo
) -> dict[_Key, Press]:
    """«Ознакомлен» under a summary; who has not pressed it counts as not having read."""
    students = {one.fact.id: one.student_id for one in owed if one.fact.kind is FactKind.SUMMARY}
    if not students:
        return {}
    rows = await session.scalars(
        select(SummaryReading).where(SummaryReading.summary_id.in_(students))
    )
    return {
        (row.person_id, students[row.summary_id], FactRef(FactKind.SUMMARY, row.summary_id)): (
            Press(ButtonPress.ACKNOWLEDGED, row.read_at)
        )
        for row in rows
    }


async def _absences(
    session: AsyncSession, owed: Collection[OwedNotice], labels: _Labels, zone: ZoneInfo
) -> dict[_Key, Press]:
    """«Сообщить причину» and the alarm, both pressed under the alert; the reason is not read."""
    alerts = [
        (one, label.on)
        for one in owed
        if one.fact.kind is FactKind.ATTENDANCE
        and (label := labels.get(one.fact)) is not None
        and label.on is not None
    ]
    if not alerts:
        return {}
    students = {one.student_id for one, _ in alerts}
    days = [on for _, on in alerts]
    reasons = await session.scalars(
        select(AbsenceReason)
        .where(
            AbsenceReason.student_id.in_(students),
            AbsenceReason.ends_on >= min(days),
            AbsenceReason.starts_on <= max(days),
        )
        .order_by(AbsenceReason.given_at.desc())
    )
    alarms = await session.scalars(
        select(AbsenceAlarm).where(
            AbsenceAlarm.student_id.in_(students),
            AbsenceAlarm.alarm_on.between(min(days), max(days)),
        )
    )
    spoken = [
        *((r.given_by, r.student_id, r.starts_on, r.ends_on, r.given_at, ButtonPress.REASON)
          for r in reasons),
        *((a.raised_by, a.student_id, a.alarm_on, a.alarm_on, a.raised_at, ButtonPress.ALARM)
          for a in alarms),
    ]  # fmt: skip
    found: dict[_Key, Press] = {}
    for who, student_id, starts_on, ends_on, at, what in spoken:
        for one, on in alerts:
            is_theirs = (one.person_id, one.student_id) == (who, student_id)
            if is_theirs and _is_answer(one, at, on, starts_on, ends_on, zone):
                found[who, student_id, one.fact] = Press(what, at)
    return found


def _is_answer(
    one: OwedNotice, at: datetime, on: date, starts_on: date, ends_on: date, zone: ZoneInfo
) -> bool:
    """Whether it was said on the day of the alert, after it had left."""
    is_of_day = starts_on <= on <= ends_on and at.astimezone(zone).date() == on
    return is_of_day and one.sent_at is not None and at >= one.sent_at


_READERS: tuple[_Reader, ...] = (_answers, _summaries, _absences)
