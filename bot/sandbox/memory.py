"""Keeps what a sandbox remembers between two runs of it: people, chats, files, menus.

Only a file this program wrote itself may be read back: the form is Python's own.
"""

import pickle
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.chats import Telegram
from bot.sandbox.files import FileStore
from bot.sandbox.model import Account, Chat
from bot.sandbox.profile import BotProfile

__all__ = ["recall", "remember"]


@dataclass(frozen=True, slots=True)
class _Memory:
    bot: Account
    chats: dict[int, Chat]
    files: FileStore
    profile: BotProfile
    next_update_id: int
    revision: int


def remember(telegram: Telegram, path: Path) -> None:
    """Write everything that stands in *telegram* to a file; what still waits is left out."""
    memory = _Memory(
        bot=telegram.bot,
        chats=telegram.chats,
        files=telegram.files,
        profile=telegram.profile,
        next_update_id=telegram.updates.next_id,
        revision=telegram.changes.revision,
    )
    path.write_bytes(pickle.dumps(memory))


def recall(telegram: Telegram, path: Path) -> None:
    """Let *telegram*, in which nothing has happened yet, go on from a file."""
    memory: _Memory = pickle.loads(path.read_bytes())  # noqa: S301  # written by remember
    telegram.bot = memory.bot
    telegram.files = memory.files
    telegram.profile = memory.profile
    telegram.updates.go_on_from(memory.next_update_id)
    telegram.changes.revision = memory.revision
    for chat in memory.chats.values():
        telegram.restore_chat(chat)
