"""The deputy head asks all families something on a phone: answers, a reminder, a text recalled."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import CHROMIUM, DemoPage, chromium

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.xdist_group("shared demo"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]

DEPUTY, ANSWERS, SILENT = "Екатерина Комарова", "Татьяна Орлова", "Галина Лебедева"
QUESTION = "Собрание в четверг, 18:30"
MISTAKE = "Собрание в пятницу"
REMINDER = "Напоминание: Вашего ответа пока нет."
OFFERED = ["Приду", "Не смогу", "Подключусь онлайн"]


async def broadcast(page: DemoPage, typed: str) -> tuple[str, Locator]:
    """Announce something to all families; return the preview, and the message it became."""
    await page.look_at(DEPUTY)
    count = await page.bots(DEPUTY).count()
    await page.type(DEPUTY, "/broadcast")
    await expect(page.bots(DEPUTY)).to_have_count(count + 1)
    for caption in ("Вся школа", "Родителям"):
        await page.press_in(page.bots(DEPUTY).nth(count), caption, DEPUTY)
    await page.type(DEPUTY, typed)
    await expect(page.bots(DEPUTY)).to_have_count(count + 2)
    own = page.bots(DEPUTY).nth(count + 1)
    preview = await own.inner_text()
    await page.press_in(own, "Отправить", DEPUTY)
    return preview, own


async def test_a_school_answers_is_reminded_and_a_mistake_is_taken_back(
    shared_demo: str,
) -> None:
    """Who has answered is not reminded; what is recalled is gone from the chats."""
    async with chromium() as browser:
        page = DemoPage(await browser.new_page(viewport={"width": 390, "height": 844}))
        await page.page.goto(shared_demo)
        preview, own = await broadcast(page, f"{QUESTION}\nответы: {', '.join(OFFERED)}")
        await page.sees(SILENT, QUESTION)
        await page.sees(ANSWERS, QUESTION)
        offered = await page.newest(ANSWERS).locator(".key").all_inner_texts()
        await page.press(ANSWERS, "Не смогу")
        toast = page.chat(ANSWERS).locator(".toast")  # behind fifty messages on a busy machine
        await expect(toast).to_have_text("Ваш ответ: Не смогу")

        await page.look_at(DEPUTY)
        tally = await page.press_in(own, "Обновить", DEPUTY)
        unread = await page.press_in(own, "Кто не ответил", DEPUTY)
        await page.press_in(own, "Напомнить", DEPUTY)
        await page.sees(SILENT, REMINDER)

        _preview, mistaken = await broadcast(page, MISTAKE)
        for family in (SILENT, ANSWERS):
            await page.sees(family, MISTAKE)
        # What came after the reminder is there, so a reminder would be.
        await expect(page.bots(ANSWERS).filter(has_text=REMINDER)).to_have_count(0)
        await page.look_at(DEPUTY)
        recalled = await page.press_in(mistaken, "Отозвать рассылку", DEPUTY)
        for family in (SILENT, ANSWERS):
            await page.look_at(family)
            await expect(page.bots(family).filter(has_text=MISTAKE)).to_have_count(0)
            await expect(page.bots(family).filter(has_text=QUESTION)).not_to_have_count(0)

    assert "Получат: 43 семьи (56 чатов)." in preview
    assert OFFERED == offered
    assert "Приду 0 · Не смогу 1 · Подключусь онлайн 0 · не ответили 55" in tally
    assert "Не ответили: 55 из 56" in unread
    assert "Имена видит классный руководитель." in unread
    assert "Лебедева" not in unread
    assert "Рассылка отозвана." in recalled
