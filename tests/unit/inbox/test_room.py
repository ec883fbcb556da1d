"""A flood of one account: others' updates are stored, what is beyond its room is not."""

from services.inbox.facts import ChatKey, NewUpdate
from services.inbox.room import MOST_WAITING, with_room

CHAT, OTHER = ChatKey(bot_id=1, chat_id=7), ChatKey(bot_id=1, chat_id=8)


def _updates(chat: ChatKey, count: int) -> list[NewUpdate]:
    return [NewUpdate(chat=chat, update_id=number, payload={}) for number in range(count)]


def test_a_flooding_chat_has_room_for_so_many_and_holds_up_nobody():
    """What waits already counts; the order stays; another chat is not touched."""
    flood, talk = _updates(CHAT, MOST_WAITING), _updates(OTHER, 2)

    assert (*flood, *talk) == with_room([*flood, *talk], {})
    assert (*flood[:3], *talk) == with_room([*flood, *talk], {CHAT: MOST_WAITING - 3})
    assert tuple(talk) == with_room([*flood, *talk], {CHAT: MOST_WAITING + 1})
