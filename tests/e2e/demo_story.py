"""The guided story in a browser: pressing what it offers until it has been told."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Error, Locator, Page

from tests.e2e.patience import PATIENCE_MS

__all__ = ["open_story", "tell"]

# To the end of the quarter five weeks pass with all that is due in them.
_JOURNEY_MS = 2 * PATIENCE_MS
_NEXT = '#story [data-story="next"]'
_DO = '#story [data-story="do"]'
_NOW = ".story-tasks .now"
_CHANGED = """before => {
  const now = document.querySelector('.story-tasks .now');
  return document.querySelector('#story:not(.busy)') && (!now || now.textContent !== before);
}"""


async def open_story(page: Page, address: str) -> None:
    """Open the demo with the story beside it."""
    await page.goto(address)
    await page.locator("#story h2").wait_for(timeout=PATIENCE_MS)


async def _click(button: Locator) -> None:
    await button.click(timeout=PATIENCE_MS)


async def tell(
    page: Page,
    told: Callable[[int], Awaitable[None]],
    *,
    press: Callable[[Locator], Awaitable[None]] = _click,
) -> int:
    """Let the page do every task; call *told* at the end of each step; return their number.

    *press*: how a button is pressed.
    """
    number = 0
    while True:
        while await page.locator(_NOW).count():
            words = await page.locator(_NOW).text_content()
            try:
                await press(page.locator(_DO))
            except (AssertionError, Error):
                if await page.locator(_NOW).count():
                    raise
                continue  # it was done by itself between the look and the press
            await page.wait_for_function(_CHANGED, arg=words, timeout=_JOURNEY_MS)
        number += 1
        await told(number)
        following = page.locator(_NEXT)
        if not await following.count():
            return number
        title = await page.locator("#story h2").text_content()
        await press(following)
        await page.wait_for_function(
            "before => document.querySelector('#story h2').textContent !== before", arg=title
        )
