"""Telegram in memory: accounts, chats, files, updates and a record of every call; no HTTP."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from bot.sandbox.changes import Change, Changes
from bot.sandbox.errors import CannotDo
from bot.sandbox.files import FileStore
from bot.sandbox.group import SandboxGroup
from bot.sandbox.message_json import account_json, chat_json, message_json
from bot.sandbox.model import Account, Call, Chat, Message, Press
from bot.sandbox.person import SandboxUser
from bot.sandbox.profile import BotProfile
from bot.sandbox.updates import UpdateQueue
from services.clock import Clock

__all__ = ["SANDBOX_TOKEN", "Telegram"]

# Not a secret: the server listens on loopback only, and aiogram wants a token of this shape.
SANDBOX_TOKEN = "4200000001:sandbox-of-peremena"  # noqa: S105
_FIRST_USER_ID = 700_000_001
_FIRST_GROUP_ID = -1_002_000_000_001
_KEPT_CALLS = 100_000

Found = TypeVar("Found")


class Telegram:
    """The whole messenger with one bot in it; everything happens in one event loop."""

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = SANDBOX_TOKEN,
        username: str = "peremena_demo_bot",
        name: str = "Перемена",
        press_lifetime: timedelta = timedelta(seconds=15),
    ) -> None:
        """Begin with the bot and nobody else; a press can be answered for *press_lifetime*."""
        self.clock = clock
        self.token = token
        self.press_lifetime = press_lifetime
        bot_id = int(token.partition(":")[0])
        self.bot = Account(bot_id, name, username=username, is_bot=True)
        self.profile = BotProfile(texts={("name", ""): name})
        self.changes = Changes()
        self.files = FileStore()
        self.updates = UpdateQueue(clock=clock, changes=self.changes)
        self.transcript: deque[Call] = deque(maxlen=_KEPT_CALLS)
        self.presses: dict[str, Press] = {}
        self.chats: dict[int, Chat] = {}
        self._people: dict[int, SandboxUser] = {}
        self._media_groups = 0

    # --- people and groups -------------------------------------------------------------------

    def add_user(
        self,
        *,
        first_name: str,
        last_name: str | None = None,
        phone: str | None = None,
        language_code: str | None = "ru",
        username: str | None = None,
        user_id: int | None = None,
    ) -> SandboxUser:
        """Register an account that has never met the bot, and return the person behind it."""
        user_id = user_id if user_id is not None else _FIRST_USER_ID + len(self._people)
        if user_id in self._people:
            raise CannotDo(f"the account {user_id} exists already")
        account = Account(
            user_id=user_id,
            first_name=first_name,
            last_name=last_name,
            username=username,
            phone=phone,
            language_code=language_code,
        )
        chat = Chat(user_id, "private", members={user_id: account})
        self.chats[user_id] = chat
        self._people[user_id] = SandboxUser(telegram=self, account=account, chat=chat)
        self.changes.publish(Change("person", chat_id=user_id))
        return self._people[user_id]

    def restore_chat(self, chat: Chat) -> None:
        """Take a chat over from another run, and whoever it belongs to."""
        self.chats[chat.chat_id] = chat
        if chat.is_private:
            account = chat.members[chat.chat_id]
            self._people[chat.chat_id] = SandboxUser(telegram=self, account=account, chat=chat)

    def add_group(
        self,
        title: str,
        members: Sequence[SandboxUser],
        *,
        kind: str = "supergroup",
        chat_id: int | None = None,
    ) -> SandboxGroup:
        """Let the first of *members* found a group and bring the bot into it."""
        groups = sum(1 for chat in self.chats.values() if not chat.is_private)
        chat = Chat(
            chat_id=chat_id if chat_id is not None else _FIRST_GROUP_ID - groups,
            kind=kind,
            title=title,
            members={member.user_id: member.account for member in members},
            bot_status="left",
        )
        self.chats[chat.chat_id] = chat
        group = SandboxGroup(telegram=self, chat=chat, founder=members[0].account)
        group.add_bot()
        return group

    def find_account(self, user_id: int) -> Account | None:
        """Return the account with this id, the bot's own included."""
        if user_id == self.bot.user_id:
            return self.bot
        person = self._people.get(user_id)
        return None if person is None else person.account

    def account_with_phone(self, phone: str) -> Account | None:
        """Return the account that has this number, however it is written."""
        person = self.find_user(phone)
        return None if person is None else person.account

    def find_user(self, phone: str) -> SandboxUser | None:
        """Return the person whose telephone has this number, however it is written."""
        digits = _digits(phone)
        for person in self._people.values():
            if person.account.phone is not None and _digits(person.account.phone) == digits:
                return person
        return None

    # --- what everybody sees -----------------------------------------------------------------

    def add_message(self, message: Message) -> Message:
        """Put a new message at the end of its chat."""
        chat = self.chats[message.chat_id]
        chat.messages[message.message_id] = message
        self.touch(message, "message")
        return message

    def touch(self, message: Message, kind: str = "edited") -> None:
        """Announce that *message* is new or looks different now."""
        change = Change(kind, chat_id=message.chat_id, message_id=message.message_id)
        message.changed = self.changes.revision + 1
        self.changes.publish(change)

    def remove_message(self, chat: Chat, message_id: int) -> None:
        """Take a message away from everybody's screen."""
        del chat.messages[message_id]
        self.changes.publish(Change("deleted", chat_id=chat.chat_id, message_id=message_id))

    def message_json(self, message: Message) -> dict[str, Any]:
        """Write *message* as the Bot API does."""
        return message_json(message, self.chats[message.chat_id], self.find_account)

    def next_media_group_id(self) -> str:
        """Return the common mark of the messages of one album."""
        self._media_groups += 1
        return f"1340000000000{self._media_groups:04d}"

    # --- what the bot hears ------------------------------------------------------------------

    def tell_bot(self, kind: str, chat: Chat, payload: dict[str, Any]) -> None:
        """Queue an update for the bot."""
        self.updates.put(kind=kind, chat_id=chat.chat_id, payload=payload)

    def tell_bot_about_membership(
        self, chat: Chat, actor: Account, *, old_status: str, new_status: str
    ) -> None:
        """Queue the my_chat_member update of a block, an unblock, an invitation or a removal."""
        chat.bot_status = new_status
        bot = account_json(self.bot)
        payload = {
            "chat": chat_json(chat),
            "from": account_json(actor),
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": _member(bot, old_status),
            "new_chat_member": _member(bot, new_status),
        }
        self.tell_bot("my_chat_member", chat, payload)
        self.changes.publish(Change("membership", chat_id=chat.chat_id))

    def webhook_changed(self) -> None:
        """Announce that updates go another way from now on."""
        self.changes.publish(Change("webhook"))

    def announce_commands(self) -> None:
        """Announce that some command menu is another one now."""
        self.changes.publish(Change("commands"))

    # --- looking back and waiting ------------------------------------------------------------

    def calls(self, method: str | None = None, *, chat_id: int | None = None) -> list[Call]:
        """Return the bot's calls, oldest first, of one method or to one chat if named."""
        return [
            call
            for call in self.transcript
            if (method is None or call.method == method)
            and (chat_id is None or str(call.params.get("chat_id")) == str(chat_id))
        ]

    async def wait_until(
        self, condition: Callable[[], Found | None], *, timeout_seconds: float = 5.0
    ) -> Found:
        """Return the first value of *condition* that is neither None nor False."""
        return await self.changes.wait_until(
            lambda: condition() or None, timeout_seconds=timeout_seconds
        )


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    member: dict[str, Any] = {"user": bot, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    return member
