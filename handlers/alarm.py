"""The alarm about a child who left home and is not at school, and calls to families."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks.absences import CloseAlarm, RaiseAlarm, RecordCall, TakeAlarm
from handlers.screens import alarm as screens
from handlers.show import Answer, Edit, Toast
from handlers.today import day_of
from services.absences.alarms import AlarmService
from services.absences.calls import CallService
from services.access.identity import Actor, Identity
from services.errors import NotAllowed

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="alarm")
    made.callback_query.register(alarm_raised, RaiseAlarm.filter())
    made.callback_query.register(alarm_taken, TakeAlarm.filter())
    made.callback_query.register(alarm_closed, CloseAlarm.filter())
    made.callback_query.register(call_recorded, RecordCall.filter())
    return made


async def alarm_raised(
    _query: CallbackQuery,
    callback_data: RaiseAlarm,
    actor: Actor | None,
    alarms: AlarmService,
    now: datetime,
) -> Answer:
    """Alarm the school; a second press shows how it stands."""
    facts = await alarms.raise_alarm(
        actor.family if actor is not None else (),
        student_id=callback_data.student_id,
        on=day_of(callback_data.on),
        now=now,
    )
    return (Toast(), Edit(screens.parent_alarm(facts)))


async def alarm_taken(
    _query: CallbackQuery,
    callback_data: TakeAlarm,
    actor: Actor | None,
    alarms: AlarmService,
    now: datetime,
) -> Answer:
    """Take the alarm; whoever is second sees who was first."""
    facts = await alarms.take(_staff(actor), alarm_id=callback_data.alarm_id, now=now)
    return (Toast(), Edit(screens.staff_alarm(facts)))


async def alarm_closed(
    _query: CallbackQuery,
    callback_data: CloseAlarm,
    actor: Actor | None,
    alarms: AlarmService,
    now: datetime,
) -> Answer:
    """Close the alarm for everybody."""
    if actor is None:
        raise NotAllowed
    facts = await alarms.close(actor.family, actor.staff, alarm_id=callback_data.alarm_id, now=now)
    is_family = any(facts.child.student_id in who.student_ids for who in actor.family)
    screen = screens.parent_alarm if is_family else screens.staff_alarm
    return (Toast(), Edit(screen(facts)))


async def call_recorded(
    _query: CallbackQuery,
    callback_data: RecordCall,
    actor: Actor | None,
    calls: CallService,
    now: datetime,
) -> Answer:
    """Record what came of a call."""
    facts = await calls.record(
        _staff(actor),
        call_id=callback_data.call_id,
        is_reached=callback_data.is_reached,
        now=now,
    )
    return (Toast(), Edit(screens.call_recorded(facts)))


def _staff(actor: Actor | None) -> Identity:
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff
