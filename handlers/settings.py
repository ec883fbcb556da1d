"""/settings: what a person may choose for themselves and about each child."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open, SetTomorrowCard
from handlers.callbacks.settings import (
    AskAlias,
    AskQuietHours,
    OpenChildMode,
    OpenChildWhen,
    OpenQuietHours,
    SetChildMode,
    SetChildWhen,
    SetQuietHours,
    SetTables,
)
from handlers.screens import settings as screens
from handlers.screens.tables import tables_answered
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingSetting
from services.access.identity import Actor, Identity
from services.access.service import AccessService
from services.errors import NotAllowed, OutOfDate
from services.outbox.wishes import WishService
from services.outgoing import OutgoingMessage
from services.preferences.choices import Group, When
from services.preferences.service import (
    AliasUnusable,
    ChildSettings,
    PreferencesService,
    QuietHoursUnusable,
    SettingsFacts,
)
from services.vocabulary import ContentMode, PersonKind, TableSight

__all__ = ["router"]

_DIGITS = 8  # 22000700: from and to, as a button carries them


def router() -> Router:
    """Return the routes."""
    made = Router(name="settings")
    made.message.register(settings_asked, Command("settings"))
    made.callback_query.register(settings_opened, Open.filter(F.screen == "settings"))
    made.callback_query.register(card_set, SetTomorrowCard.filter())
    made.callback_query.register(tables_set, SetTables.filter())
    made.callback_query.register(quiet_opened, OpenQuietHours.filter())
    made.callback_query.register(quiet_set, SetQuietHours.filter())
    made.callback_query.register(quiet_asked, AskQuietHours.filter())
    made.callback_query.register(when_opened, OpenChildWhen.filter())
    made.callback_query.register(when_set, SetChildWhen.filter())
    made.callback_query.register(mode_opened, OpenChildMode.filter())
    made.callback_query.register(mode_set, SetChildMode.filter())
    made.callback_query.register(alias_asked, AskAlias.filter())
    typed = F.text & ~F.text.startswith("/")
    made.message.register(quiet_typed, WritingSetting.quiet_hours, typed)
    made.message.register(alias_typed, WritingSetting.alias, typed)
    return made


async def settings_asked(
    _message: Message, actor: Actor | None, preferences: PreferencesService
) -> Answer:
    """Show what is chosen."""
    return Say(await _page(actor, preferences))


async def settings_opened(
    _query: CallbackQuery,
    actor: Actor | None,
    state: FSMContext,
    preferences: PreferencesService,
) -> Answer:
    """Show what is chosen below the menu; what was to be typed is not awaited any more."""
    await state.clear()
    return (Toast(), Say(await _page(actor, preferences)))


async def card_set(
    _query: CallbackQuery,
    callback_data: SetTomorrowCard,
    actor: Actor | None,
    preferences: PreferencesService,
) -> Answer:
    """Send the evening card from now on, or no more."""
    await preferences.set_tomorrow_card(_family(actor), is_wanted=callback_data.is_wanted)
    return (Toast(), Edit(await _page(actor, preferences)))


async def tables_set(
    _query: CallbackQuery, callback_data: SetTables, actor: Actor | None, access: AccessService
) -> Answer:
    """Send tables from now on, or lists."""
    if actor is None:
        raise NotAllowed
    sight = TableSight.YES if callback_data.sees else TableSight.NO
    await access.set_tables(actor, sight)
    return (Toast(), Edit(tables_answered(sees=callback_data.sees)))


async def quiet_opened(
    _query: CallbackQuery, actor: Actor | None, preferences: PreferencesService
) -> Answer:
    """Offer quiet hours."""
    return (Toast(), Edit(screens.quiet_page(await preferences.settings(_family(actor)))))


async def quiet_set(
    _query: CallbackQuery,
    callback_data: SetQuietHours,
    actor: Actor | None,
    preferences: PreferencesService,
) -> Answer:
    """Keep the phone silent in these hours."""
    value = callback_data.value.replace("-", "")
    if len(value) == _DIGITS and value.isdecimal():
        value = f"{value[:2]}:{value[2:4]}-{value[4:6]}:{value[6:]}"
    await preferences.set_quiet_hours(_family(actor), value)
    return (Toast(), Edit(await _page(actor, preferences)))


async def quiet_asked(_query: CallbackQuery, state: FSMContext) -> Answer:
    """Wait for hours to be typed."""
    await state.set_state(WritingSetting.quiet_hours)
    return (Toast(), Edit(screens.quiet_asked()))


async def quiet_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    preferences: PreferencesService,
) -> Answer:
    """Take the typed hours, or ask again."""
    try:
        await preferences.set_quiet_hours(_family(actor), message.text or "")
    except QuietHoursUnusable:
        return Say(screens.typed_again(is_alias=False))
    await state.clear()
    return Say(await _page(actor, preferences))


async def when_opened(
    _query: CallbackQuery,
    callback_data: OpenChildWhen,
    actor: Actor | None,
    preferences: PreferencesService,
) -> Answer:
    """Show when what comes about a child."""
    return (Toast(), Edit(await _when_page(actor, callback_data.student_id, preferences)))


async def when_set(
    _query: CallbackQuery,
    callback_data: SetChildWhen,
    actor: Actor | None,
    preferences: PreferencesService,
    wishes: WishService,
    now: datetime,
) -> Answer:
    """Let a group of messages come so from now on, what waits already included."""
    if callback_data.group not in set(Group) or callback_data.when not in set(When):
        raise OutOfDate
    await wishes.set_when(
        _family(actor),
        callback_data.student_id,
        Group(callback_data.group),
        When(callback_data.when),
        now=now,
    )
    return (Toast(), Edit(await _when_page(actor, callback_data.student_id, preferences)))


async def mode_opened(
    _query: CallbackQuery,
    callback_data: OpenChildMode,
    actor: Actor | None,
    preferences: PreferencesService,
) -> Answer:
    """Show how much messages about a child say."""
    return (Toast(), Edit(await _mode_page(actor, callback_data.student_id, preferences)))


async def mode_set(
    _query: CallbackQuery,
    callback_data: SetChildMode,
    actor: Actor | None,
    preferences: PreferencesService,
) -> Answer:
    """Let messages say so much from now on."""
    if callback_data.mode not in set(ContentMode):
        raise OutOfDate
    await preferences.set_mode(
        _family(actor), callback_data.student_id, ContentMode(callback_data.mode)
    )
    return (Toast(), Edit(await _mode_page(actor, callback_data.student_id, preferences)))


async def alias_asked(
    _query: CallbackQuery,
    callback_data: AskAlias,
    actor: Actor | None,
    state: FSMContext,
    preferences: PreferencesService,
) -> Answer:
    """Wait for a name to be typed."""
    _child(await preferences.settings(_family(actor)), callback_data.student_id)
    await state.set_state(WritingSetting.alias)
    await state.update_data(student_id=callback_data.student_id)
    return (Toast(), Edit(screens.alias_asked()))


async def alias_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    preferences: PreferencesService,
) -> Answer:
    """Take the typed name, or ask again."""
    student_id = int(await state.get_value("student_id") or 0)
    try:
        await preferences.set_alias(_family(actor), student_id, message.text or "")
    except AliasUnusable:
        return Say(screens.typed_again(is_alias=True))
    await state.clear()
    return Say(await _page(actor, preferences))


async def _page(actor: Actor | None, preferences: PreferencesService) -> OutgoingMessage:
    family = _family(actor)
    return screens.settings_page(
        await preferences.settings(family),
        has_contacts=any(one.kind is PersonKind.GUARDIAN for one in family),
        sees_tables=actor is not None and actor.tables is TableSight.YES,
    )


async def _when_page(
    actor: Actor | None, student_id: int, preferences: PreferencesService
) -> OutgoingMessage:
    facts = await preferences.settings(_family(actor))
    return screens.when_page(_child(facts, student_id), is_only=len(facts.children) == 1)


async def _mode_page(
    actor: Actor | None, student_id: int, preferences: PreferencesService
) -> OutgoingMessage:
    facts = await preferences.settings(_family(actor))
    return screens.mode_page(_child(facts, student_id), is_only=len(facts.children) == 1)


def _child(facts: SettingsFacts, student_id: int) -> ChildSettings:
    """Return what is chosen about a child; the button of one that is not shown is out of date.

    Raises:
        OutOfDate: the child is not (any more) the person's to read of.
    """
    for child in facts.children:
        if child.student_id == student_id:
            return child
    raise OutOfDate


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()
