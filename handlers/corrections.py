"""Wrong data: a person says what is wrong, the office mends it or says why it stays."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.corrections import CorrectionDone, DeclineCorrection
from handlers.callbacks.menu import Open
from handlers.screens import corrections as screens
from handlers.show import Answer, Edit, Say, Toast, request_cards
from handlers.states import WritingCorrection
from handlers.who import staff_of
from services.access.identity import Actor
from services.errors import NotAllowed, OutOfDate
from services.joining.corrections import CorrectionDesk

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="corrections")
    typed = F.text & ~F.text.startswith("/")
    made.message.register(wrong_typed, WritingCorrection.text, typed)
    made.message.register(reason_typed, WritingCorrection.reason, typed)
    made.callback_query.register(correction_asked, Open.filter(F.screen == "correction"))
    made.callback_query.register(requests_opened, Open.filter(F.screen == "corrections"))
    made.callback_query.register(done_pressed, CorrectionDone.filter())
    made.callback_query.register(decline_pressed, DeclineCorrection.filter())
    return made


async def correction_asked(
    _query: CallbackQuery, actor: Actor | None, corrections: CorrectionDesk, state: FSMContext
) -> Answer:
    """Show what was asked before, and wait for what is wrong."""
    if actor is None or not actor.is_linked:
        raise NotAllowed
    await state.set_state(WritingCorrection.text)
    return (
        Toast(),
        Edit(screens.question(await corrections.own(actor), has_family=bool(actor.family))),
    )


async def wrong_typed(
    message: Message,
    actor: Actor | None,
    corrections: CorrectionDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Hand it to the office."""
    if actor is None:
        raise NotAllowed
    asked = await corrections.ask(actor, message.text or "", now=now)
    await state.clear()
    return Say(screens.asked(asked))


async def requests_opened(
    _query: CallbackQuery, actor: Actor | None, corrections: CorrectionDesk, now: datetime
) -> Answer:
    """Show what is to be seen to, a card each."""
    cards = await corrections.open_requests(staff_of(actor), now=now)
    shown = [screens.card(one) for one in cards[: screens.AT_ONCE]]
    return request_cards(shown, none=screens.no_requests())


async def done_pressed(
    _query: CallbackQuery,
    callback_data: CorrectionDone,
    actor: Actor | None,
    corrections: CorrectionDesk,
    now: datetime,
) -> Answer:
    """Record that the data are mended."""
    done = await corrections.decide(
        staff_of(actor), callback_data.request_id, is_done=True, now=now
    )
    return (Toast(), Edit(screens.decided(done)))


async def decline_pressed(
    _query: CallbackQuery,
    callback_data: DeclineCorrection,
    actor: Actor | None,
    corrections: CorrectionDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Wait for the reason."""
    card = await corrections.card(staff_of(actor), callback_data.request_id, now=now)
    await state.set_state(WritingCorrection.reason)
    await state.set_data({"request_id": callback_data.request_id})
    return (Toast(), Say(screens.reason_question(card)))


async def reason_typed(
    message: Message,
    actor: Actor | None,
    corrections: CorrectionDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Record why the data stay."""
    kept = await state.get_data()
    if "request_id" not in kept:
        raise OutOfDate
    done = await corrections.decide(
        staff_of(actor),
        int(kept["request_id"]),
        is_done=False,
        answer=message.text or "",
        now=now,
    )
    await state.clear()
    return Say(screens.decided(done))
