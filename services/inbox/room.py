"""How much of one chat may wait: whoever floods the bot fills nobody's disk; pure."""

from collections.abc import Mapping, Sequence

from services.inbox.facts import ChatKey, NewUpdate

__all__ = ["MOST_WAITING", "with_room"]

# More than a person types in the 24 h for which Telegram keeps updates of a bot that is away.
MOST_WAITING = 500


def with_room(
    updates: Sequence[NewUpdate], waiting: Mapping[ChatKey, int]
) -> tuple[NewUpdate, ...]:
    """Return the updates for which their chats still have room, in their order."""
    taken = dict(waiting)
    kept = []
    for update in updates:
        number = taken.get(update.chat, 0)
        if number < MOST_WAITING:
            taken[update.chat] = number + 1
            kept.append(update)
    return tuple(kept)
