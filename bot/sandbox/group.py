"""A group chat the bot was brought into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.message_json import account_json
from bot.sandbox.model import Account, Chat, Message
from bot.sandbox.screen import ScreenMessage, snapshot

if TYPE_CHECKING:
    from bot.sandbox.chats import Telegram

__all__ = ["SandboxGroup"]

_SUPERGROUP_SHIFT = 1_001_000_000_000


class SandboxGroup:
    """A group as its founder handles it."""

    def __init__(self, *, telegram: Telegram, chat: Chat, founder: Account) -> None:
        """Belong to *telegram*; made by Telegram.add_group."""
        self._telegram = telegram
        self._founder = founder
        self.chat = chat

    @property
    def chat_id(self) -> int:
        """The group's id, a negative number."""
        return self.chat.chat_id

    @property
    def messages(self) -> list[ScreenMessage]:
        """What stands in the group now, oldest first."""
        return [snapshot(message) for message in self.chat.messages.values()]

    def add_bot(self) -> None:
        """Bring the bot in: it hears of its membership and gets the service message."""
        telegram = self._telegram
        telegram.tell_bot_about_membership(
            self.chat, self._founder, old_status=self.chat.bot_status, new_status="member"
        )
        bot = account_json(telegram.bot)
        message = Message(
            message_id=self.chat.next_message_id(),
            chat_id=self.chat_id,
            sender=self._founder,
            sent_at=telegram.clock.now(),
            service={"new_chat_members": [bot], "new_chat_member": bot},
        )
        telegram.add_message(message)
        telegram.tell_bot("message", self.chat, telegram.message_json(message))

    def remove_bot(self) -> None:
        """Throw the bot out."""
        self._telegram.tell_bot_about_membership(
            self.chat, self._founder, old_status=self.chat.bot_status, new_status="kicked"
        )

    def upgrade(self) -> SandboxGroup:
        """Turn the group into a supergroup with another id, as Telegram does by itself."""
        self.chat.upgraded_to = self.chat_id - _SUPERGROUP_SHIFT
        new = Chat(
            chat_id=self.chat.upgraded_to,
            kind="supergroup",
            title=self.chat.title,
            members=dict(self.chat.members),
            bot_status=self.chat.bot_status,
        )
        self._telegram.chats[new.chat_id] = new
        return SandboxGroup(telegram=self._telegram, chat=new, founder=self._founder)
