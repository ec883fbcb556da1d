"""The list of commands behind the «/» button: by role, in the person's language.

Only what a handler answers stands here; a command typed without the menu works all the same.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.methods import SetMyCommands, TelegramMethod
from aiogram.types import BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from structlog import get_logger

from services.access.identity import Actor
from services.i18n import DEFAULT_LANGUAGE, LANGUAGES, use_locale
from services.i18n import gettext as _
from services.vocabulary import Role

__all__ = ["CommandMenus", "commands_of"]

_REMEMBERED_CHATS = 4096

_log = get_logger(__name__)

Call = Callable[[TelegramMethod[Any]], Awaitable[object]]


def commands_of(roles: frozenset[Role]) -> list[BotCommand]:
    """Return the commands of somebody with *roles*, the most used first, in the locale of now."""
    found = _at_work(roles)
    if roles & {Role.GUARDIAN, Role.STUDENT}:
        found += [("diary", _("Diary of the day")), ("marks", _("Marks and averages"))]
        found.append(("homework", _("Homework")))
        found.append(("absences", _("Absences by reason")))
        if Role.TEACHER not in roles:
            found.append(("debts", _("What is not handed in")))
        found += [("finals", _("Marks of periods")), ("forecast", _("Forecast"))]
        found.append(("summary", _("Summary of two weeks")))
        found.append(("calendar", _("Lessons in the calendar of the phone")))
    if Role.GUARDIAN in roles:
        found.append(("absence", _("Announce an absence")))
    if roles & {Role.GUARDIAN, Role.STUDENT, Role.TEACHER}:
        found.append(("timetable", _("Timetable with changes")))
        found.append(("message", _("Question to a teacher, and answers")))
        found.append(("control_work", _("Control works")))
    found += [
        ("menu", _("Menu")),
        ("settings", _("Settings")),
        ("privacy", _("My data and consent")),
        ("language", _("Language")),
        ("help", _("Help")),
        ("start", _("Start")),
    ]
    return [BotCommand(command=command, description=text) for command, text in dict(found).items()]


def _at_work(roles: frozenset[Role]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if Role.TEACHER in roles:
        found += [
            ("today", _("My lessons today")),
            ("mark", _("Record marks")),
            ("absent", _("Record absences")),
            ("topic", _("Record a topic")),
            ("hw", _("Set homework")),
            ("final", _("Marks for a period")),
            ("debts", _("Works not handed in")),
            ("undo", _("Undo the last entry")),
        ]
    if roles & {Role.TEACHER, Role.HOMEROOM_TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR}:
        found += [("journal", _("Journal of a class")), ("control_work", _("Control works"))]
        found.append(("broadcast", _("Announcement to families")))
        found.append(("unread", _("Who has not answered")))
    found += _about_people(roles)
    if Role.HOMEROOM_TEACHER in roles:
        found += [("class", _("My class today")), ("reasons", _("Reasons of absence"))]
    found += _documents(roles)
    if Role.HOMEROOM_TEACHER in roles and not roles & {Role.GUARDIAN, Role.STUDENT}:
        found.append(("summary", _("Drafts of the summaries")))
    if roles & {Role.DEPUTY_HEAD, Role.DIRECTOR}:
        found.append(("control", _("What is late in the journal")))
    if roles & {Role.DISPATCHER, Role.DEPUTY_HEAD}:
        found.append(("change", _("Change the timetable")))
        found.append(("timetable", _("Timetable with changes")))
    return found


def _about_people(roles: frozenset[Role]) -> list[tuple[str, str]]:
    found = []
    if roles & {Role.HOMEROOM_TEACHER, Role.SECRETARY, Role.ADMINISTRATOR}:
        found.append(("invite", _("Invitations: who is in the diary")))
    if roles & {Role.SECRETARY, Role.ADMINISTRATOR}:
        found += [
            ("people", _("Find a person")),
            ("import", _("Bring the school's lists")),
            ("status", _("State of the diary")),
        ]
    return found


def _documents(roles: frozenset[Role]) -> list[tuple[str, str]]:
    """What is made to be printed."""
    found: list[tuple[str, str]] = []
    if roles & {
        Role.HOMEROOM_TEACHER,
        Role.SECRETARY,
        Role.ADMINISTRATOR,
        Role.DEPUTY_HEAD,
    }:
        found.append(("paper", _("Sheets on paper")))
    if roles & {Role.HOMEROOM_TEACHER, Role.DEPUTY_HEAD, Role.DIRECTOR}:
        found.append(("report", _("Reports")))
    return found


class CommandMenus:
    """Keeps every chat's menu as its people's roles are; a menu not set is no fault."""

    def __init__(self, call: Call) -> None:
        """Set menus through *call*."""
        self._call = call
        self._shown: OrderedDict[int, tuple[str, frozenset[Role]]] = OrderedDict()

    async def set_default(self) -> None:
        """Set what somebody sees before they are known."""
        for language in LANGUAGES:
            with use_locale(language):
                commands = commands_of(frozenset())
            # Without a code it is for every language we do not have.
            code = None if language == DEFAULT_LANGUAGE else language
            scope = BotCommandScopeDefault()
            await self._set(SetMyCommands(commands=commands, scope=scope, language_code=code))

    async def refresh(self, actor: Actor) -> None:
        """Set the menu of a person's chat, if it is another one than the last."""
        roles = frozenset(role for who in actor.identities for role in who.roles)
        wanted = (actor.language, roles)
        if self._shown.get(actor.chat_id) == wanted:
            return
        with use_locale(actor.language):
            commands = commands_of(roles)
        scope = BotCommandScopeChat(chat_id=actor.chat_id)
        if await self._set(SetMyCommands(commands=commands, scope=scope)):
            self._shown[actor.chat_id] = wanted
            while len(self._shown) > _REMEMBERED_CHATS:
                self._shown.popitem(last=False)

    async def _set(self, method: SetMyCommands) -> bool:
        try:
            await self._call(method)
        except Exception as error:  # noqa: BLE001  # every command works without its menu
            _log.warning("a command menu was not set", error=type(error).__name__)
            return False
        return True
