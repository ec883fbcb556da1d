"""A class teacher asks a class something on a phone: answers, a reminder, one text taken back."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import CHROMIUM, DemoPage, chromium
from tests.e2e.demo_process import demo

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]

TEACHER, ANSWERS, SILENT = "Екатерина Гусева", "Татьяна Орлова", "Галина Лебедева"
QUESTION = "Собрание в четверг, 18:30"
MISTAKE = "Собрание в пятницу"
REMINDER = "Напоминание: Вашего ответа пока нет."
OFFERED = ["Приду", "Не смогу", "Подключусь онлайн"]


async def broadcast(page: DemoPage, typed: str) -> tuple[str, Locator]:
    """Announce something to the class; return the preview, and the message it became."""
    await page.look_at(TEACHER)
    count = await page.bots(TEACHER).count()
    await page.type(TEACHER, f"/broadcast 7А {typed}")
    await expect(page.bots(TEACHER)).to_have_count(count + 1, timeout=30_000)
    own = page.bots(TEACHER).nth(count)
    preview = await own.inner_text()
    await page.press_in(own, "Отправить", TEACHER)
    return preview, own


async def test_a_class_answers_is_reminded_and_a_mistake_is_taken_back() -> None:
    """Who has answered is not reminded; what is recalled is gone from the chats."""
    async with demo() as address, chromium() as browser:
        page = DemoPage(await browser.new_page(viewport={"width": 390, "height": 844}))
        await page.page.goto(address)
        preview, own = await broadcast(page, f"{QUESTION}\nответы: {', '.join(OFFERED)}")
        await page.sees(SILENT, QUESTION)
        await page.sees(ANSWERS, QUESTION)
        offered = await page.newest(ANSWERS).locator(".key").all_inner_texts()
        await page.press(ANSWERS, "Не смогу")
        await expect(page.chat(ANSWERS).locator(".toast")).to_have_text("Ваш ответ: Не смогу")

        await page.look_at(TEACHER)
        tally = await page.press_in(own, "Обновить", TEACHER)
        unread = await page.press_in(own, "Кто не ответил", TEACHER)
        await page.press_in(own, "Напомнить", TEACHER)
        await page.sees(SILENT, REMINDER)

        _preview, mistaken = await broadcast(page, MISTAKE)
        for family in (SILENT, ANSWERS):
            await page.sees(family, MISTAKE)
        # What came after the reminder is there, so a reminder would be.
        await expect(page.bots(ANSWERS).filter(has_text=REMINDER)).to_have_count(0)
        await page.look_at(TEACHER)
        recalled = await page.press_in(mistaken, "Отозвать рассылку", TEACHER)
        for family in (SILENT, ANSWERS):
            await page.look_at(family)
            await expect(page.bots(family).filter(has_text=MISTAKE)).to_have_count(
                0, timeout=30_000
            )
            await expect(page.bots(family).filter(has_text=QUESTION)).not_to_have_count(0)

    assert "Получат: 12 семей (18 чатов)." in preview
    assert OFFERED == offered
    assert "Приду 0 · Не смогу 1 · Подключусь онлайн 0 · не ответили 17" in tally
    assert "Не ответили: 17 из 18" in unread
    assert "Лебедева Галина" in unread
    assert "Орлова Татьяна" not in unread
    assert "Рассылка отозвана." in recalled
