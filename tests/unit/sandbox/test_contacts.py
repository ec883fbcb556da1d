"""Visiting cards and the keyboard under the input field."""

import pytest

from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo
from bot.sandbox.person import SandboxUser
from tests.unit.sandbox.bot_writes import last_update, say

CONTACT_KEYBOARD = {
    "keyboard": [[{"text": "Подтвердить номер", "request_contact": True}], ["Меню"]],
    "one_time_keyboard": True,
}


async def test_the_contact_key_shares_ones_own_number(
    telegram: Telegram, olga: SandboxUser
) -> None:
    """The card has the account's own id and is no forward; a one-time keyboard goes away."""
    await olga.send("/start")
    say(telegram, olga, "Номер?", CONTACT_KEYBOARD)
    assert [["Подтвердить номер"], ["Меню"]] == olga.reply_keyboard
    await olga.tap_reply_button("Подтвердить")

    message = (await last_update(telegram))["message"]
    assert {
        "phone_number": "+79161234567",
        "first_name": "Ольга",
        "last_name": "Кузнецова",
        "user_id": olga.user_id,
    } == message["contact"]
    assert "forward_origin" not in message
    assert "Номер?" == message["reply_to_message"]["text"]
    assert [] == olga.reply_keyboard


async def test_another_key_sends_its_words(telegram: Telegram, olga: SandboxUser) -> None:
    """A plain key is only a quick way of typing."""
    await olga.send("/start")
    say(telegram, olga, "Номер?", CONTACT_KEYBOARD)
    await olga.tap_reply_button("Меню")

    assert "Меню" == (await last_update(telegram))["message"]["text"]


async def test_a_removed_keyboard_cannot_be_tapped(telegram: Telegram, olga: SandboxUser) -> None:
    """ReplyKeyboardRemove takes it away; a later message without one leaves it."""
    await olga.send("/start")
    say(telegram, olga, "Номер?", {"keyboard": [["Меню"]]})
    say(telegram, olga, "Ещё")
    assert [["Меню"]] == olga.reply_keyboard
    say(telegram, olga, "Готово", {"remove_keyboard": True})

    with pytest.raises(CannotDo, match="no key"):
        await olga.tap_reply_button("Меню")


async def test_somebody_elses_card_names_its_owner(telegram: Telegram, olga: SandboxUser) -> None:
    """Telegram fills in the account behind the number, however the number is written."""
    other = telegram.add_user(first_name="Пётр", phone="+7 903 111-22-33")
    await olga.share_contact("79031112233")

    contact = (await last_update(telegram))["message"]["contact"]
    assert (other.user_id, "Пётр") == (contact["user_id"], contact["first_name"])


async def test_a_card_of_an_unknown_number_names_nobody(
    telegram: Telegram, olga: SandboxUser
) -> None:
    """No account, no id: even under one's own name."""
    await olga.share_contact("+79990000000")

    assert "user_id" not in (await last_update(telegram))["message"]["contact"]


async def test_a_forged_and_a_forwarded_card(telegram: Telegram, olga: SandboxUser) -> None:
    """Any id can be claimed, and a card can come from somebody else."""
    other = telegram.add_user(first_name="Пётр", phone="+79031112233")
    await olga.share_contact("+79990000000", olga.user_id, forwarded_from=other)

    message = (await last_update(telegram))["message"]
    assert olga.user_id == message["contact"]["user_id"]
    assert other.user_id == message["forward_origin"]["sender_user"]["id"]
