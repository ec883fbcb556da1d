"""``make screenshots``: the pictures of the README, made by the program itself.

WebP, because ten of them lie in the repository; the browser that shows the page also writes it.
"""

import asyncio
import base64
import sys
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.e2e.browser import chromium
from tests.e2e.demo_process import demo
from tests.e2e.demo_story import open_story, tell

__all__ = ["main"]

_QUALITY = 0.72
_DESKTOP, _PHONE = (1600, 960), (390, 844)
_TO_WEBP = """async ([picture, quality]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


async def _page(browser: Browser, size: tuple[int, int], scheme: str = "light") -> Page:
    width, height = size
    return await browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )


async def _keep(browser: Browser, page: Page, path: Path) -> None:
    await page.wait_for_timeout(400)  # what moved has come to rest
    picture = base64.b64encode(await page.screenshot()).decode()
    workshop = await browser.new_page()
    webp = base64.b64decode(await workshop.evaluate(_TO_WEBP, [picture, _QUALITY]))
    await workshop.close()
    _write(path, webp)


def _write(path: Path, picture: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    print(f"{path}  {len(picture) // 1024} KB")  # noqa: T201  # what was made


async def _take(folder: Path) -> None:
    async with demo() as address, chromium() as browser:
        desktop = await _page(browser, _DESKTOP)
        await open_story(desktop, address)
        await _keep(browser, desktop, folder / "desktop.webp")
        dark = await _page(browser, _DESKTOP, "dark")
        await open_story(dark, address)
        await _keep(browser, dark, folder / "dark.webp")

        async def told(number: int) -> None:
            await _keep(browser, desktop, folder / f"story-{number}.webp")

        await tell(desktop, told)
        phone = await _page(browser, _PHONE)
        await open_story(phone, address)
        await phone.locator("#story").get_by_role("button").first.click()  # hides it
        await phone.locator("#people button").nth(1).click()
        await _keep(browser, phone, folder / "phone.webp")


def main() -> int:
    """Write the pictures into the folder named on the command line."""
    asyncio.run(_take(Path(sys.argv[1])))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
