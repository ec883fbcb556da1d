"""What was last put in place of a message, so that a second press under it edits nothing."""

import hashlib
import json
from collections import OrderedDict
from typing import Any

from services.outgoing import OutgoingMessage

__all__ = ["LastEdits", "sight_of"]

_MOST_CHATS = 256  # a press that comes after so many other chats' is no second press any more


def sight_of(message: dict[str, Any]) -> str:
    """Return a digest of a pressed message as its author saw it; any edit makes another one."""
    return hashlib.sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()


class LastEdits:
    """The last edit of each chat: under which sight it was asked for, and what was shown.

    Telegram dates edits, so a screen that has gone and come back is another sight: whatever was
    done to the message meanwhile, by this process or another, only a press made before anything
    of it could be seen is taken for a second one.
    """

    def __init__(self) -> None:
        """Begin with nothing edited."""
        self._by_chat: OrderedDict[int, tuple[str, OutgoingMessage]] = OrderedDict()

    def is_shown(self, chat_id: int, sight: str, message: OutgoingMessage) -> bool:
        """Whether *message* already stands where *sight* was pressed."""
        return bool(sight) and self._by_chat.get(chat_id) == (sight, message)

    def remember(self, chat_id: int, sight: str, message: OutgoingMessage) -> None:
        """Keep what now stands in place of *sight*; the chats longest unused are forgotten."""
        self._by_chat[chat_id] = (sight, message)
        self._by_chat.move_to_end(chat_id)
        if len(self._by_chat) > _MOST_CHATS:
            self._by_chat.popitem(last=False)
