"""A parent of children in two classes presses every button of the menu, on a phone."""

import re
from collections.abc import Sequence

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browser import CHROMIUM, DemoPage, chromium

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.xdist_group("shared demo"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]

MOTHER = "Татьяна Орлова"
TURNS = {"Ещё", "Меню"}
OTHERS = ("Егор", "Дарья")
ON = re.compile("^(Меню|Назад|Даю согласие)$", re.MULTILINE)
FAULTS = re.compile("Не получилось|не сработал|устарел|недоступн|нет доступа|ошибк[аи] на нашей")
OF_SEVERAL = {  # screens about one child, with the way to the others
    *("Дневник", "Отметки", "Домашнее задание", "Отметки за периоды", "Сводка", "Не сдано"),
    *("Контрольные работы", "Спросить учителя", "Календарь в телефоне", "Сообщить об отсутствии"),
    "Расписание",
}


async def open_menu(page: DemoPage, turns: Sequence[str]) -> Locator:
    """Ask for the menu, turn its pages, and return its message."""
    count = await page.bots(MOTHER).count()
    await page.type(MOTHER, "/menu")
    await expect(page.bots(MOTHER)).to_have_count(count + 1)
    menu = page.bots(MOTHER).nth(count)
    for caption in turns:
        await page.press_in(menu, caption, MOTHER)
    return menu


async def test_no_button_of_the_menu_is_a_dead_end(shared_demo: str) -> None:
    """Each screen says something, has a way on or back, no error, and the other children."""
    async with chromium() as browser:
        page = DemoPage(await browser.new_page(viewport={"width": 390, "height": 844}))
        await page.page.goto(shared_demo)
        seen: dict[str, str] = {}
        for turns in ((), ("Ещё",)):
            menu = await open_menu(page, turns)
            for caption in await menu.locator(".key").all_inner_texts():
                if caption in TURNS:
                    continue
                if not await menu.locator(".key", has_text=caption).count():
                    menu = await open_menu(page, turns)  # a screen has taken its place
                seen[caption] = await page.press_in(menu, caption, MOTHER)

        assert seen.keys() >= OF_SEVERAL
        assert [] == [one for one, screen in seen.items() if not ON.search(screen)]
        assert [] == [one for one, screen in seen.items() if FAULTS.search(screen)]
        assert [] == [
            (one, child) for one in OF_SEVERAL for child in OTHERS if child not in seen[one]
        ]
        # She has consented to all that was asked: of each child, and to the student's own chat.
        assert "Дать согласие" not in seen
