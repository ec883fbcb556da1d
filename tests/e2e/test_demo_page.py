"""``peremena demo`` as a newcomer meets it: a page, an invitation, a line, a phone that rings."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.browser import CHROMIUM, DemoPage, chromium

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
_ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def demo(*more: str) -> AsyncIterator[str]:
    """Run the demo on a free port, with *more* of its arguments, and give its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--port",
        "0",
        *more,
        cwd=_ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if process.stdout is None:
            message = "the demo has no output"
            raise RuntimeError(message)
        async with asyncio.timeout(60):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        if found is None:
            message = f"the demo says {line!r}"
            raise AssertionError(message)
        yield found.group()
    finally:
        process.terminate()
        await process.wait()


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
