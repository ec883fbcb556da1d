"""The list of commands by role and language."""

from typing import Any

import pytest
from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import SetMyCommands, TelegramMethod
from aiogram.types import BotCommandScopeChat

from bot.telegram.menu import CommandMenus, commands_of
from handlers import build_router
from services.access.identity import Actor, Identity
from services.i18n import use_locale
from services.vocabulary import PersonKind, Role

TEACHER = Identity(1, 5, PersonKind.STAFF, frozenset({Role.TEACHER}))
MOTHER = Identity(1, 6, PersonKind.GUARDIAN, frozenset({Role.GUARDIAN}))


def _actor(*identities: Identity, language: str = "ru") -> Actor:
    return Actor(1, 1, 7, 7, language, identities)


def _commands(router: Router) -> set[str]:
    found = {
        str(command)
        for handler in router.message.handlers
        for one in handler.filters or ()
        if isinstance(one.callback, Command)
        for command in one.callback.commands
    }
    return found.union(*map(_commands, router.sub_routers))


def test_every_listed_command_has_a_handler():
    """What the menu offers, a route answers."""
    listed = {command.command for command in commands_of(frozenset(Role))}

    assert listed <= _commands(build_router())


@pytest.mark.parametrize(
    ("roles", "has", "lacks"),
    [
        (set(), {"menu", "help", "language", "privacy", "start"}, {"diary", "mark"}),
        ({Role.TEACHER}, {"today", "mark", "absent", "undo"}, {"diary"}),
        ({Role.GUARDIAN}, {"diary", "marks"}, {"mark", "today"}),
        ({Role.STUDENT}, {"diary", "marks"}, {"mark", "today"}),
        ({Role.TEACHER, Role.GUARDIAN}, {"today", "diary"}, set()),
        ({Role.DISPATCHER}, {"change", "timetable"}, {"diary", "today"}),
    ],
)
def test_commands_follow_the_roles(roles, has, lacks):
    """Everybody sees what they can use; a teacher who is a mother sees both."""
    listed = {command.command for command in commands_of(frozenset(roles))}

    assert has <= listed
    assert not lacks & listed


class Calls:
    """Telegram's side: notes the calls, and may refuse them."""

    def __init__(self) -> None:
        self.methods: list[SetMyCommands] = []
        self.fault: Exception | None = None

    async def __call__(self, method: TelegramMethod[Any]) -> object:
        """Note a call."""
        assert isinstance(method, SetMyCommands)
        self.methods.append(method)
        if self.fault is not None:
            raise self.fault
        return True


async def test_a_menu_is_set_again_only_when_it_changes():
    """A new role or language sets it anew; the same person asking on costs nothing."""
    calls = Calls()
    menus = CommandMenus(calls)
    for actor in (_actor(), _actor(), _actor(MOTHER), _actor(MOTHER), _actor(MOTHER, TEACHER)):
        await menus.refresh(actor)
    await menus.refresh(_actor(MOTHER, TEACHER, language="en"))

    assert len(calls.methods) == 4
    assert {method.scope for method in calls.methods} == {BotCommandScopeChat(chat_id=7)}
    with use_locale("en"):
        assert calls.methods[-1].commands == commands_of(frozenset({Role.GUARDIAN, Role.TEACHER}))


async def test_a_menu_refused_is_tried_at_the_next_update():
    """Telegram's trouble with a menu is no trouble of the person's."""
    calls = Calls()
    calls.fault = ConnectionError()
    menus = CommandMenus(calls)
    await menus.refresh(_actor(MOTHER))
    calls.fault = None
    await menus.refresh(_actor(MOTHER))
    await menus.refresh(_actor(MOTHER))

    assert len(calls.methods) == 2


async def test_strangers_get_the_general_menu_in_their_apps_language():
    """One for every language we have, the default one for all others."""
    calls = Calls()
    await CommandMenus(calls).set_default()

    assert [method.language_code for method in calls.methods] == [None, "en"]
