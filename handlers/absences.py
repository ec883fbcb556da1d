"""Why a child is absent: answers to an alert, and /absence beforehand."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.absences import (
    AnnounceAbsence,
    AskReason,
    GiveReason,
    LeftHome,
    WithdrawAbsence,
)
from handlers.callbacks.menu import Open
from handlers.screens import absences as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from services.absences.facts import Announcement, ReasonDays
from services.absences.reasons import ReasonService
from services.access.identity import Actor, Identity
from services.errors import OutOfDate
from services.i18n import gettext as _

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="absences")
    made.message.register(absence_typed, Command("absence"))
    made.callback_query.register(absence_opened, Open.filter(F.screen == "absence"))
    made.callback_query.register(reason_asked, AskReason.filter())
    made.callback_query.register(reason_pressed, GiveReason.filter())
    made.callback_query.register(left_home_pressed, LeftHome.filter())
    made.callback_query.register(announce_pressed, AnnounceAbsence.filter())
    made.callback_query.register(withdraw_pressed, WithdrawAbsence.filter())
    return made


async def absence_typed(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    reasons: ReasonService,
    now: datetime,
) -> Answer:
    """Record what is said, or ask for what is missing."""
    said = await reasons.read(_family(actor), command.args or "", now=now)
    if said.kind is None:
        return Say(screens.announcement(said))
    given = await reasons.announce(
        _family(actor), student_id=said.child.student_id, days=said.days, kind=said.kind, now=now
    )
    return Say(screens.reason_given(given))


async def absence_opened(
    _query: CallbackQuery, actor: Actor | None, reasons: ReasonService, now: datetime
) -> Answer:
    """Offer to announce an absence."""
    return (Toast(), Say(screens.announcement(await reasons.read(_family(actor), "", now=now))))


async def reason_asked(
    _query: CallbackQuery,
    callback_data: AskReason,
    actor: Actor | None,
    reasons: ReasonService,
    now: datetime,
) -> Answer:
    """Offer the reasons in the alert itself."""
    facts = await reasons.question(
        _family(actor), student_id=callback_data.student_id, on=day_of(callback_data.on), now=now
    )
    return (Toast(), Edit(screens.reason_question(facts)))


async def reason_pressed(
    _query: CallbackQuery,
    callback_data: GiveReason,
    actor: Actor | None,
    reasons: ReasonService,
    now: datetime,
) -> Answer:
    """Record the reason; the alert becomes the answer."""
    kind = screens.kind_of(callback_data.kind)
    if kind is None:
        raise OutOfDate
    given = await reasons.give(
        _family(actor),
        student_id=callback_data.student_id,
        on=day_of(callback_data.on),
        kind=kind,
        now=now,
    )
    toast = Toast(_("Recorded before, nothing has changed.")) if given.is_repeat else Toast()
    return (toast, Edit(screens.reason_given(given)))


async def left_home_pressed(
    _query: CallbackQuery,
    callback_data: LeftHome,
    actor: Actor | None,
    reasons: ReasonService,
    now: datetime,
) -> Answer:
    """Ask once more before the school is alarmed."""
    facts = await reasons.question(
        _family(actor), student_id=callback_data.student_id, on=day_of(callback_data.on), now=now
    )
    return (Toast(), Edit(screens.left_home_question(facts)))


async def announce_pressed(
    _query: CallbackQuery,
    callback_data: AnnounceAbsence,
    actor: Actor | None,
    reasons: ReasonService,
    now: datetime,
) -> Answer:
    """Announce, or show the same for other days or another child."""
    days = ReasonDays(
        day_of(callback_data.starts_on),
        day_of(callback_data.ends_on),
        callback_data.first_lesson or None,
        callback_data.last_lesson or None,
    )
    kind = screens.kind_of(callback_data.kind)
    if kind is None:
        said = await reasons.read(_family(actor), "", now=now)
        child = next(
            (one for one in said.children if one.student_id == callback_data.student_id),
            said.child,
        )
        shown = Announcement(said.children, child, days, said.today)
        return (Toast(), Edit(screens.announcement(shown)))
    given = await reasons.announce(
        _family(actor), student_id=callback_data.student_id, days=days, kind=kind, now=now
    )
    toast = Toast(_("Recorded before, nothing has changed.")) if given.is_repeat else Toast()
    return (toast, Edit(screens.reason_given(given)))


async def withdraw_pressed(
    _query: CallbackQuery,
    callback_data: WithdrawAbsence,
    actor: Actor | None,
    reasons: ReasonService,
    now: datetime,
) -> Answer:
    """Take an announcement back."""
    facts = await reasons.withdraw(_family(actor), reason_id=callback_data.reason_id, now=now)
    return (Toast(), Edit(screens.withdrawn(facts)))


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()
