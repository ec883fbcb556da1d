"""The sandbox's page while something changes under the finger: no tap is lost, no time stands."""

from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox import posting
from bot.sandbox.chats import Telegram
from bot.sandbox.formatted import format_typed
from bot.sandbox.page_api import Persona, SandboxPage
from bot.sandbox.person import SandboxUser
from bot.sandbox.server import SandboxServer
from tests.e2e.browser import CHROMIUM, chromium
from tests.e2e.patience import PATIENCE_SECONDS
from tests.fakes import FakeClock

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]


def keyboard(*captions: str) -> dict[str, object]:
    """Return buttons one below the other."""
    return {"inline_keyboard": [[{"text": one, "callback_data": one}] for one in captions]}


async def put_finger_on(page: Page, what: Locator) -> None:
    """Press and do not let go yet."""
    await what.scroll_into_view_if_needed()
    box = await what.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()


def say(telegram: Telegram, user: SandboxUser, text: str, *captions: str) -> int:
    """Let the bot write, and return the message's number."""
    chat = telegram.chats[user.user_id]
    message = posting.post_from_bot(
        telegram, chat, body=format_typed(text), reply_markup=keyboard(*captions)
    )
    return message.message_id


def change(telegram: Telegram, user: SandboxUser, message_id: int, *captions: str) -> None:
    """Let the bot change what is under the finger."""
    message = telegram.chats[user.user_id].messages[message_id]
    message.body = format_typed("changed")
    message.reply_markup = keyboard(*captions)
    telegram.touch(message)


async def test_what_did_not_change_keeps_the_tap(clock: FakeClock) -> None:
    """An edit, and news for the very person: the tap begun before them counts."""
    telegram = Telegram(clock)
    olga = telegram.add_user(first_name="Ольга", last_name="К.", phone="+79160000001")
    anna = telegram.add_user(first_name="Анна", last_name="П.", phone="+79160000002")
    shown = SandboxPage(
        telegram,
        personas=[Persona(olga, "Ольга", "мать"), Persona(anna, "Анна", "мать")],
        slips=list,
    )
    async with SandboxServer(telegram, page=shown) as server, chromium() as browser:
        await olga.send("/start")
        await anna.send("/start")
        roll = say(telegram, olga, "Отсутствующие", "1 Белова", "2 Громов", "Готово")
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(server.url)
        chat = page.get_by_label("Ольга", exact=True).and_(page.locator(".column"))
        grown = chat.locator(f'[data-id="{roll}"]').get_by_role("button", name="2 Громов")
        await expect(grown).to_be_visible()

        await put_finger_on(page, grown)
        change(telegram, olga, roll, "1 Белова н", "2 Громов", "Готово")
        await expect(chat.get_by_role("button", name="1 Белова н")).to_be_visible()
        await page.mouse.up()
        pressed = await telegram.changes.wait_until(
            lambda: [one.data for one in telegram.presses.values()] or None,
            timeout_seconds=PATIENCE_SECONDS,
        )

        person = page.locator("#people").get_by_role("button", name="Анна")
        await put_finger_on(page, person)
        say(telegram, anna, "новость", "Открыть")
        await expect(person).to_contain_text("новость")
        await page.mouse.up()
        await expect(
            page.get_by_label("Анна", exact=True).and_(page.locator(".column"))
        ).to_be_visible()

        assert ["2 Громов"] == pressed


async def test_who_goes_by_keyboard_stays_where_they_were(clock: FakeClock) -> None:
    """The message pressed with Enter is written anew with other keys: the first has the focus.

    The chat is a log with a name, so a reader says whose news it reads.
    """
    telegram = Telegram(clock)
    olga = telegram.add_user(first_name="Ольга", last_name="К.", phone="+79160000001")
    shown = SandboxPage(telegram, personas=[Persona(olga, "Ольга", "мать")], slips=list)
    async with SandboxServer(telegram, page=shown) as server, chromium() as browser:
        await olga.send("/start")
        asked = say(telegram, olga, "Сохранить?", "Сохранить", "Не сохранять")
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(server.url)
        chat = page.get_by_role("log", name="Ольга")
        await chat.get_by_role("button", name="Сохранить", exact=True).focus()

        change(telegram, olga, asked, "Отменить запись")

        await expect(chat.get_by_role("button", name="Отменить запись")).to_be_focused()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Перемена")


async def test_news_bring_the_time(clock: FakeClock) -> None:
    """Somebody else moves the clock while much happens: the face goes with the messages."""
    telegram = Telegram(clock)
    olga = telegram.add_user(first_name="Ольга", last_name="К.", phone="+79160000001")
    shown = SandboxPage(
        telegram,
        personas=[Persona(olga, "Ольга", "мать")],
        slips=list,
        zone="Asia/Yekaterinburg",
        tick_seconds=3600.0,  # never quiet
    )
    async with SandboxServer(telegram, page=shown) as server, chromium() as browser:
        await olga.send("/start")
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(server.url)
        face = page.locator("#clock-time")
        await expect(face).to_have_text("09:00")

        clock.advance(timedelta(hours=4, minutes=30))
        say(telegram, olga, "новость")

        await expect(face).to_have_text("13:30")
