"""Lists by a page of our own: a link of fifteen minutes, one saving, and nothing afterwards."""

import io
import itertools
import re
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.web.imports import ImportPages
from bot.web.server import serve_pages
from services.exchange.desk import ImportDesk
from services.exchange.links import ImportLinks
from services.regulation.profile import SettingKey
from services.vocabulary import Role
from tests.integration.joining.joining_world import KEYS, OPERATOR, build_world
from tests.integration.joining.test_import_in_chat import NEWCOMER, OFFICE, packed, students

HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
async def world(recorded, clock):
    """Give a school whose messages say nothing."""
    made = await build_world(recorded, clock, {**OPERATOR, SettingKey.CONTENT_MODE: "signal"})
    await made.give_role("deputy", Role.SECRETARY)
    await made.join("deputy", OFFICE)
    return made


@pytest.fixture
async def browser(world):
    """Give what sends a form to the page of a fresh link, and the links."""
    links = ImportLinks(world.database, world.clock, KEYS, public_url="https://school.example")
    desk = ImportDesk(world.database, world.clock, KEYS)
    pages = [ImportPages(world.database, desk=lambda: desk, links=lambda: links) for _ in range(2)]
    who = (await world.actor(OFFICE)).staff
    await world.access.set_language(await world.actor(OFFICE), "en")
    async with (
        serve_pages(pages[0].routes(), host="127.0.0.1", port=0) as one,
        serve_pages(pages[1].routes(), host="127.0.0.1", port=0) as other,
        aiohttp.ClientSession() as http,
    ):
        yield Browser(http, [f"http://127.0.0.1:{port}" for port in (one, other)], links, who)


class Browser:
    """A browser at school, on the page of one link; every press goes to the next process."""

    def __init__(self, http, processes, links, who):
        self.http, self.links, self.who = http, links, who
        self.path, self.page = "", ""
        self._processes = itertools.cycle(processes)

    @property
    def url(self):
        """The page, answered by another process each time."""
        return next(self._processes) + self.path

    async def follow_new_link(self):
        """Let the secretary ask for a link, and open it."""
        self.path = urlsplit(await self.links.create(self.who)).path
        return await self.look()

    async def look(self):
        """Open the page."""
        async with self.http.get(self.url) as response:
            return response.status, await response.text()

    async def send(self, content=None, **fields):
        """Send the form, with what the page hides where a button of it is pressed."""
        hidden = dict(HIDDEN.findall(self.page)) if "do" in fields else {}
        form = aiohttp.FormData(hidden | fields, default_to_multipart=True)
        if content is not None:
            form.add_field("file", io.BytesIO(content), filename="lists.zip")
        async with self.http.post(self.url, data=form) as response:
            self.page = await response.text()
            return response.status, self.page


async def test_lists_are_planned_and_stored_by_the_page_once(world, browser):
    """Form, plan, saving; then the link is nobody's, and the office did it."""
    status, form = await browser.follow_new_link()
    _status, plan = await browser.send(packed(NEWCOMER, "Ёлкин;<b>Лев</b>;;7Б"))
    before = await students(world)
    _status, stored = await browser.send(do="save")
    after = await students(world)

    assert 200 == status
    assert 'type="file"' in form
    assert "students.csv: 2 new, 0 changed" in plan
    assert (7, 9) == (before, after)
    assert "The lists are stored" in stored
    assert (404, "not found\n") == await browser.look()
    assert 404 == (await browser.send(packed(NEWCOMER)))[0]
    assert ("insert", world.person("deputy")) in await world.entries("person")


async def test_what_was_not_shown_is_not_stored(world, browser):
    """Another plan, no file, too large a file, a bad cell: said, and nothing is stored."""
    await browser.follow_new_link()
    _status, without = await browser.send(do="save", plan="x", with_leavers="0")
    await browser.send(packed(NEWCOMER))
    shown = dict(HIDDEN.findall(browser.page))["plan"]
    _status, leavers = await browser.send(do="leavers")
    _status, changed = await browser.send(do="save", plan=shown)
    _status, bad = await browser.send(packed("Тихонова;Вера;Олеговна;17Б"))
    _status, large = await browser.send(bytes(20_000_001))
    _status, spoilt = await browser.send(do="save", kept="no base64!", kept_name="lists.zip")

    assert "choose the file once more" in without
    assert "Save, with those who left" in leavers
    assert "Meanwhile something has changed" in changed
    assert "students.csv, row 2" in bad
    assert 'value="save"' not in bad
    assert "larger than 20 MB" in large
    assert "choose the file once more" in spoilt
    assert 7 == await students(world)


async def test_a_link_ends_with_time_another_link_and_the_right(world, browser):
    """A quarter of an hour, the newest one only, and only while the person may."""
    await browser.follow_new_link()
    old = browser.path
    fresh = await browser.follow_new_link()
    newest, browser.path = browser.path, old
    replaced = await browser.look()
    browser.path = newest
    world.clock.advance(timedelta(minutes=14))
    in_time = await browser.look()
    world.clock.advance(timedelta(minutes=1))
    late = await browser.look()
    await browser.follow_new_link()
    await world.change_person("deputy", left_on=world.clock.now().date())
    gone = await browser.look()

    assert [200, 404, 200, 404, 404] == [one[0] for one in (fresh, replaced, in_time, late, gone)]
