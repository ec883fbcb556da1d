"""Finds the few handlers an update may concern, instead of asking all of them one after the other.

aiogram walks through every router and every filter: forty routers and three hundred filters took
a sixth of what a page costs. Which button was pressed and which command was typed stands at the
beginning of what came, so handlers of other buttons and commands need not be asked. Those that
are asked answer on the spot.
"""

from dataclasses import dataclass, replace
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, Message, TelegramObject

__all__ = ["RouteIndex"]

_SEPARATOR = ":"
_COMMAND = "/"


@dataclass
class _AtOnce(FilterObject):
    """A filter that is asked where we are.

    aiogram asks each plain function, every `F.text` among them, in a thread of its own: thirty
    waits for a thread made a tenth of what a command costs, and most of it on a busy machine.
    """

    async def call(self, *args: Any, **kwargs: Any) -> Any:
        answer = self.callback(*args, **self._prepare_kwargs(kwargs))
        return await answer if self.awaitable else answer


class RouteIndex(Router):
    """All handlers of a tree of routers, in its order; the tree has no middlewares of its own."""

    def __init__(self, tree: Router) -> None:
        """Take over every handler of *tree*."""
        super().__init__(name=tree.name)
        self._observers: dict[str, dict[str, TelegramEventObserver]] = {}
        for event, observer in self.observers.items():
            for router in tree.chain_tail:
                observer.handlers.extend(map(_at_once, router.observers[event].handlers))
            self._observers[event] = self._of_keys(event, observer.handlers)

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        """Let the first handler that wants the event have it."""
        observer = self.observers.get(update_type)
        if observer is None:
            return UNHANDLED
        by_key = self._observers[update_type]
        chosen = by_key.get(_key_of(event), by_key[""])
        return await chosen.trigger(event, **{**kwargs, "event_router": self})

    def asked(self, event: str, key: str = "") -> list[HandlerObject]:
        """Return who is asked about an event that begins with *key*."""
        of_event = self._observers[event]
        return of_event.get(key, of_event[""]).handlers

    def _of_keys(
        self, event: str, handlers: list[HandlerObject]
    ) -> dict[str, TelegramEventObserver]:
        """Return for each key the handlers of it and those of none; the key "" has these alone."""
        keys = [_keys_of(one) for one in handlers]
        found: dict[str, TelegramEventObserver] = {}
        for key in {"", *(key for one in keys if one for key in one)}:
            found[key] = TelegramEventObserver(router=self, event_name=event)
            found[key].handlers.extend(
                handler
                for handler, of_handler in zip(handlers, keys, strict=True)
                if of_handler is None or key in of_handler
            )
        return found


def _at_once(handler: HandlerObject) -> HandlerObject:
    return replace(handler, filters=[_AtOnce(one.callback) for one in handler.filters or ()])


def _keys_of(handler: HandlerObject) -> frozenset[str] | None:
    """Return what an update must begin with for this handler; None if it may be anything."""
    for one in handler.filters or ():
        match one.callback:
            case CallbackQueryFilter(callback_data=data):
                return frozenset({data.__prefix__})
            case Command(commands=commands, prefix="/", ignore_case=False) if all(
                isinstance(command, str) for command in commands
            ):
                return frozenset(_COMMAND + str(command) for command in commands)
    return None


def _key_of(event: TelegramObject) -> str:
    """Return what an update begins with: the prefix of a button, or a command."""
    if isinstance(event, CallbackQuery):
        return (event.data or "").partition(_SEPARATOR)[0]
    if isinstance(event, Message):
        first = (event.text or event.caption or "").split(maxsplit=1)[:1]
        return first[0].partition("@")[0] if first else ""
    return ""
