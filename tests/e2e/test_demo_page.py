"""``peremena demo`` as a newcomer meets it: a page, an invitation, a line, a phone that rings."""

import pytest
from playwright.async_api import expect

from tests.e2e.browser import CHROMIUM, DemoPage, chromium
from tests.e2e.demo_process import demo

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]

TEACHER, MOTHER, FATHER, OTHER = (
    "Ирина Фёдорова",
    "Татьяна Орлова",
    "Юрий Орлов",
    "Галина Лебедева",
)


@pytest.mark.parametrize("width", [1600, 390], ids=["desktop", "phone"])
async def test_a_line_typed_on_the_page_reaches_the_right_parents(width: int) -> None:
    """Invitation, number, consent, a teacher's line: each parent reads of their own child."""
    async with demo() as address, chromium() as browser:
        page = DemoPage(await browser.new_page(viewport={"width": width, "height": 1000}))
        await page.page.goto(address)
        await page.come_in(FATHER)
        await page.type(TEACHER, "7А русский: Орлова 5, Зайцева 4, Лебедев н")
        await page.press(TEACHER, "Сохранить")
        await page.sees(TEACHER, "Сохранено")
        await page.move_clock("+10")

        await page.sees(FATHER, "Русский язык, вт 24.11: 5")
        await page.sees(MOTHER, "Русский язык, вт 24.11: 5")
        await page.sees(OTHER, "Нет на 1-м уроке")
        await expect(page.chat(FATHER).locator(".bubble", has_text="Илья")).to_have_count(0)
        await expect(page.chat(FATHER).locator(".bubble", has_text="Зайцева")).to_have_count(0)
