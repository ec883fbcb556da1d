"""What is kept of the last edits, and for how many chats."""

from bot.telegram.last_edits import LastEdits, sight_of
from services.outgoing import OutgoingMessage

SCREEN = OutgoingMessage("screen")


def test_only_a_known_sight_counts():
    """A press whose message Telegram did not show is never taken for a second one."""
    edits = LastEdits()
    edits.remember(7, "", SCREEN)

    assert not edits.is_shown(7, "", SCREEN)


def test_the_chats_longest_unused_are_forgotten():
    """A district's chats pass by; memory does not grow with them."""
    edits = LastEdits()
    for chat_id in [*range(256), 0, 256]:
        edits.remember(chat_id, "seen", SCREEN)

    assert [edits.is_shown(chat_id, "seen", SCREEN) for chat_id in (0, 1, 256)] == [
        True,
        False,
        True,
    ]


def test_the_order_of_fields_makes_no_other_sight():
    """A sight that passed through the database's JSON is the same."""
    assert sight_of({"text": "a", "date": 1}) == sight_of({"date": 1, "text": "a"})
