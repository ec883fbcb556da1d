"""What the bot tells about itself: its names, descriptions and command menus."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["BotProfile", "Command"]


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the menu behind the «/» button."""

    name: str
    description: str


@dataclass(slots=True)
class BotProfile:
    """Texts by language ("" for every other language) and commands by scope and language."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int | None, dict[str, Any]] = field(default_factory=dict)
    _commands: dict[tuple[str, str], tuple[Command, ...]] = field(default_factory=dict)

    def set_commands(
        self, scope: dict[str, Any] | None, language_code: str | None, commands: Sequence[Command]
    ) -> None:
        """Replace the list of one scope and language; an empty list removes it."""
        key = (_scope_key(scope), language_code or "")
        if commands:
            self._commands[key] = tuple(commands)
        else:
            self._commands.pop(key, None)

    def commands(
        self, scope: dict[str, Any] | None, language_code: str | None
    ) -> tuple[Command, ...]:
        """Return the list of exactly this scope and language (getMyCommands)."""
        return self._commands.get((_scope_key(scope), language_code or ""), ())

    def commands_shown(self, chat_id: int, language_code: str | None) -> tuple[Command, ...]:
        """Return the list a person sees in a private chat: the narrowest scope wins."""
        for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
            for language in (language_code or "", ""):
                found = self._commands.get((scope, language))
                if found is not None:
                    return found
        return ()


def _scope_key(scope: dict[str, Any] | None) -> str:
    if scope is None:
        return "default"
    parts = [scope["type"], scope.get("chat_id"), scope.get("user_id")]
    return ":".join(str(part) for part in parts if part is not None)
