"""The demo's page in a real Chromium: what a hand does, and what an eye sees."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.e2e.patience import PATIENCE_MS

__all__ = ["CHROMIUM", "DemoPage", "chromium"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# No connection but ours: the network may be closed, and nothing there is needed.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start Debian's Chromium without a window."""
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        folder = tempfile.mkdtemp()
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(_FLAGS), env={"HOME": folder}
        )
        try:
            yield browser
        finally:
            await browser.close()
            shutil.rmtree(folder, ignore_errors=True)


class DemoPage:
    """The page with its chats; people are named by what stands in their column's head."""

    def __init__(self, page: Page) -> None:
        """Drive *page*, which is open already."""
        self.page = page

    def chat(self, person: str) -> Locator:
        """Return a person's column."""
        title = self.page.locator(".column-head, header, h2").filter(has_text=person)
        return self.page.locator(".column").filter(has=title)

    async def look_at(self, person: str) -> None:
        """Open the person's chat, if it does not stand open."""
        if not await self.chat(person).is_visible():
            await self.page.locator("#people").get_by_role("button", name=person).click()

    async def come_in(self, person: str) -> None:
        """Open the invitation, share the number and give consent."""
        await self.accept_invitation(person)
        await self.press(person, "Подтвердить номер")
        await self.page.get_by_role("button", name="Поделиться").click()
        await self.press(person, "Даю согласие")
        await self.sees(person, "Согласие записано")

    async def accept_invitation(self, person: str) -> None:
        """Open the invitation that lies in the person's chat."""
        await self.look_at(person)
        await self.chat(person).get_by_role("button", name="Открыть приглашение").click()

    async def press(self, person: str, caption: str) -> None:
        """Press the newest button whose caption begins with *caption*."""
        await self.look_at(person)
        button = self.chat(person).get_by_role("button", name=re.compile(f"^{re.escape(caption)}"))
        await button.last.click(timeout=PATIENCE_MS)

    def bots(self, person: str) -> Locator:
        """Return what the bot wrote to a person, each message with its buttons."""
        return self.chat(person).locator(".message:not(.out)")

    def newest(self, person: str) -> Locator:
        """Return the newest of it."""
        return self.bots(person).last

    async def press_in(self, message: Locator, caption: str, person: str) -> str:
        """Press a button of a message of *person*'s chat, and return the screen that comes of it.

        It stands below, or in the message's own place.
        """
        count, before = await self.bots(person).count(), await message.inner_text()
        await message.get_by_role("button", name=caption, exact=True).click()
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while True:
                if await self.bots(person).count() > count:
                    return await self.newest(person).inner_text()
                if (now := await message.inner_text()) != before:
                    return now
                await self.page.wait_for_timeout(50)

    async def type(self, person: str, text: str) -> None:
        """Type a message and send it with Enter."""
        await self.look_at(person)
        box = self.chat(person).get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")

    async def sees(self, person: str, text: str) -> None:
        """Wait until the person's chat shows *text*."""
        await self.look_at(person)
        await expect(self.chat(person).locator(".bubble", has_text=text).last).to_be_visible(
            timeout=PATIENCE_MS
        )

    async def move_clock(self, caption: str) -> None:
        """Press one of the jumps beside the clock."""
        jump = self.page.locator("#jumps button", has_text=caption)
        if not await jump.is_visible():
            await self.page.locator("#clock-face").click()
        await jump.click()

    async def screenshot(self, path: Path) -> None:
        """Keep what an eye sees."""
        await self.page.screenshot(path=path)
