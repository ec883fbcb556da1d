"""Reading raw updates: who, where and what, however strange the update is."""

import json

import pytest

from bot.telegram.raw_update import (
    callback_query_id,
    chat_id_of,
    kind_of,
    language_code_of,
    storable,
    user_id_of,
)

MESSAGE = {"message_id": 1, "chat": {"id": 5}, "from": {"id": 6, "language_code": "en-GB"}}
PRESS = {"id": "77", "from": {"id": 6}, "message": {"message_id": 1, "chat": {"id": 5}}}


@pytest.mark.parametrize(
    ("update", "kind", "chat_id", "user_id"),
    [
        ({"update_id": 1, "message": MESSAGE}, "message", 5, 6),
        ({"update_id": 1, "callback_query": PRESS}, "callback_query", 5, 6),
        ({"update_id": 1, "my_chat_member": MESSAGE}, "my_chat_member", 5, 6),
        ({"update_id": 1, "edited_message": MESSAGE}, "", 5, 6),
        ({"update_id": 1, "inline_query": {"from": {"id": 6}}}, "", 6, 6),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}}}, "callback_query", 6, 6),
        ({"update_id": 1, "poll": {"id": "5"}}, "", 0, 0),
        ({"update_id": 1, "message": {"chat": {"id": "x"}, "from": 3}}, "message", 0, 0),
        ({"update_id": 1, "new_kind": [1, 2]}, "", 0, 0),
        ({"update_id": 1}, "", 0, 0),
    ],
)
def test_an_update_belongs_to_a_chat_and_a_person(update, kind, chat_id, user_id):
    """Where it happened, else who did it, else nobody's: no shape breaks the receipt."""
    assert (kind, chat_id, user_id) == (kind_of(update), chat_id_of(update), user_id_of(update))


def test_a_press_is_answered_by_its_id():
    """Only a press has something to answer."""
    assert callback_query_id({"update_id": 1, "callback_query": PRESS}) == "77"
    assert callback_query_id({"update_id": 1, "message": MESSAGE}) == ""
    assert callback_query_id({"update_id": 1, "callback_query": {"id": 5}}) == ""


def test_the_language_of_the_app_may_be_unknown():
    """Telegram does not always say it."""
    assert language_code_of({"update_id": 1, "message": MESSAGE}) == "en-GB"
    assert language_code_of({"update_id": 1, "callback_query": PRESS}) == ""


def test_what_postgresql_cannot_store_is_taken_out():
    """NUL and half characters would stop the whole receipt; everything else stays."""
    raw = json.loads(
        '{"te\\u0000xt": ["a\\u0000b", "\\ud83d", "\\ud83d\\ude00 ё"], "n": [1, null]}'
    )

    clean = storable(raw)
    assert clean == {"text": ["ab", "?", "😀 ё"], "n": [1, None]}
