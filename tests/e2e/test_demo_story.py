"""The guided story of the demo, told in Chromium from the first press to the last."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import CHROMIUM, DemoPage, chromium
from tests.e2e.demo_process import demo
from tests.e2e.demo_story import open_story, tell

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]

TEACHER, MOTHER, OTHER = "Ирина Фёдорова", "Татьяна Орлова", "Галина Лебедева"
DEPUTY = "Екатерина Комарова"
STEPS = 8


async def test_the_story_can_be_told_to_its_end() -> None:
    """By hand as shown, then with Enter alone; the clock goes from a Tuesday to December."""
    async with demo() as address, chromium() as browser:
        page = DemoPage(await browser.new_page(viewport={"width": 1600, "height": 1000}))
        await open_story(page.page, address)
        await page.page.get_by_role("button", name="Вставить в чат").click()
        await page.page.keyboard.press("Enter")
        await page.press(TEACHER, "Сохранить")
        await page.sees(TEACHER, "Сохранено.")  # else it is saved ten minutes later, and not due
        await page.move_clock("+10")
        await page.page.get_by_role("button", name="Дальше").focus(timeout=60_000)
        await page.sees(MOTHER, "Русский язык, вт 24.11: 5")

        async def told(number: int) -> None:
            steps.append(number)

        async def enter(button: Locator) -> None:
            await expect(button).to_be_focused()
            await page.page.keyboard.press("Enter")

        steps: list[int] = []
        await tell(page.page, told, press=enter)

        assert list(range(1, STEPS + 1)) == steps
        await expect(page.page.locator(".story-end")).to_be_visible()
        await page.sees(MOTHER, "Сводка 14.11–27.11")
        await page.sees(MOTHER, "II четверть: русский язык")
        await page.sees(OTHER, "Причина передана")
        await page.sees(DEPUTY, "По учителям")
