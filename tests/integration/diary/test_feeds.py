"""The calendar feed: made and ended in the chat, read by a calendar, property by property."""

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import pytest
from icalendar import Calendar
from sqlalchemy import select

from bot.web.feeds import CalendarPages
from bot.web.server import serve_pages
from services.access.identity import Identity
from services.change_entry.service import ChangeService
from services.database import bind_school
from services.diary.facts import DetailsAtSchool
from services.diary.feed_facts import FeedGone
from services.diary.feeds import CalendarFeedService
from services.errors import NotAllowed
from services.keys import Keys
from services.models import CalendarFeed, LessonChange, SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import ConsentAction
from tests.factories import SmallSchool, at, build_school
from tests.integration.outbox.family import FamilyWorld, make_family_world

KEYS = Keys("a secret of the tests, long enough to be one")


@pytest.fixture
async def families(database) -> FamilyWorld:
    """Give the school on Tuesday 24.11 at noon; Maria's mother is linked and consented."""
    world = await make_family_world(database, await build_school(database))
    await world.link("mother_maria", account_id=1, student="maria")
    return world


@pytest.fixture
def feeds(families) -> CalendarFeedService:
    """Give the service, with secrets that a test can tell apart."""
    made = iter("abcdef")
    return CalendarFeedService(
        families.database,
        KEYS,
        public_url="https://example.org/",
        make_secret=lambda size: next(made) * size,
    )


def mother(school: SmallSchool) -> list[Identity]:
    """Return who asks."""
    return [school.guardian("mother_maria")]


async def rows(families: FamilyWorld) -> list[CalendarFeed]:
    """Return all rows of feeds."""
    with bind_school(families.school.school_id):
        async with families.database.reading() as session:
            return list(await session.scalars(select(CalendarFeed).order_by(CalendarFeed.id)))


async def make(families: FamilyWorld, feeds: CalendarFeedService) -> str:
    """Make an address for Maria and return its secret."""
    page = await feeds.create(
        mother(families.school),
        student_id=families.school.people["maria"],
        now=families.clock.now(),
    )
    assert page.url.startswith("https://example.org/calendar/")
    assert page.url.endswith(".ics")
    return page.url.removeprefix("https://example.org/calendar/").removesuffix(".ics")


async def test_the_address_is_shown_once_and_kept_as_a_hash(families, feeds):
    """Who reads the database learns no address; the page later says only that there is one."""
    secret = await make(families, feeds)
    [row] = await rows(families)
    page = await feeds.page(mother(families.school), now=families.clock.now())

    assert KEYS.feed_hash(secret) == row.secret_hash
    assert secret not in row.secret_hash
    assert ("", families.clock.now()) == (page.url, page.created_at)


async def test_a_new_address_ends_the_one_before(families, feeds):
    """So a link that went astray is replaced by one press."""
    first, second = await make(families, feeds), await make(families, feeds)

    with pytest.raises(FeedGone):
        await feeds.read(first, now=families.clock.now())
    assert (await feeds.read(second, now=families.clock.now())).lessons


async def test_switched_off_it_shows_nothing(families, feeds):
    """At once, and a second press changes nothing."""
    secret = await make(families, feeds)
    maria = families.school.people["maria"]
    for _ in range(2):
        page = await feeds.end(mother(families.school), student_id=maria, now=families.clock.now())

    assert page.created_at is None
    with pytest.raises(FeedGone):
        await feeds.read(secret, now=families.clock.now())


async def test_a_withdrawn_consent_ends_what_the_address_shows(families, feeds):
    """Nobody has to remember the link: it is asked anew at every reading."""
    secret = await make(families, feeds)
    await families.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)

    with pytest.raises(FeedGone):
        await feeds.read(secret, now=families.clock.now())


async def test_in_signal_nothing_is_offered_and_nothing_shown(families, feeds):
    """A school that names nobody has no feed either, not even one made before."""
    secret = await make(families, feeds)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))

    with pytest.raises(FeedGone):
        await feeds.read(secret, now=families.clock.now())
    with pytest.raises(DetailsAtSchool):
        await make(families, feeds)


async def test_nobody_makes_an_address_for_a_strange_child(families, feeds):
    """A forged button is refused."""
    with pytest.raises(NotAllowed):
        await feeds.create(
            mother(families.school),
            student_id=families.school.people["petrov"],
            now=families.clock.now(),
        )
    assert [] == await rows(families)


async def _get(families, feeds, secret: str, **headers: str):
    pages = CalendarPages(lambda: feeds, families.clock)
    async with (
        serve_pages(pages.routes(), host="127.0.0.1", port=0) as port,
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/calendar/{secret}.ics", headers=headers) as answer,
    ):
        return answer.status, answer.headers, await answer.read()


def _events(body: bytes) -> list[Any]:
    found: list[Any] = list(Calendar.from_ical(body).walk("VEVENT"))
    return found


async def test_a_calendar_reads_the_lessons_property_by_property(families, feeds):
    """Times in UTC, a stable id, the room, private; the calendar has the child's name."""
    status, headers, body = await _get(families, feeds, await make(families, feeds))
    calendar: Any = Calendar.from_ical(body)
    events = [
        one for one in calendar.walk("VEVENT") if one["dtstart"].dt.date() == date(2026, 11, 24)
    ]
    first = min(events, key=lambda one: one["dtstart"].dt)

    assert (HTTPStatus.OK, "text/calendar; charset=utf-8") == (status, headers["Content-Type"])
    assert "private, max-age=900" == headers["Cache-Control"]
    assert "2.0" == calendar["version"]
    assert "PUBLISH" == calendar["method"]
    assert "Уроки · Мария К. · 7Б" == str(calendar["x-wr-calname"])
    assert timedelta(hours=1) == calendar["refresh-interval"].dt
    assert 3 == len(events)
    assert datetime(2026, 11, 24, 3, 30, tzinfo=UTC) == first["dtstart"].dt
    assert datetime(2026, 11, 24, 4, 10, tzinfo=UTC) == first["dtend"].dt
    assert "1. Физика" == str(first["summary"])
    assert "113" == str(first["location"])
    assert str(first["uid"]).startswith("20261124-1-")
    assert ("CONFIRMED", "OPAQUE", "PRIVATE") == (
        str(first["status"]), str(first["transp"]), str(first["class"]),
    )  # fmt: skip
    assert datetime(2026, 11, 24, tzinfo=UTC) == first["dtstamp"].dt
    assert len(calendar.walk("VEVENT")) == len({one["uid"] for one in calendar.walk("VEVENT")})


async def test_changes_are_in_it_once_families_may_know(families, feeds):
    """A cancelled lesson stands there as cancelled; after the hold, like everything else."""
    secret = await make(families, feeds)
    changes = ChangeService(families.database)
    deputy = families.school.staff("deputy")
    preview = await changes.preview(deputy, "01.12 7Б 1 отмена", now=families.clock.now())
    await changes.save(deputy, preview.entry_id, now=families.clock.now())
    families.clock.advance(timedelta(hours=12))
    _status, _headers, body = await _get(families, feeds, secret)
    with bind_school(families.school.school_id):
        async with families.database.reading() as session:
            assert len(list(await session.scalars(select(LessonChange)))) == 1
    cancelled = [
        (str(one["summary"]), str(one["transp"]))
        for one in _events(body)
        if str(one["status"]) == "CANCELLED"
    ]

    assert [("1. Физика (отмена)", "TRANSPARENT")] == cancelled


async def test_what_has_not_changed_is_not_sent_again(families, feeds):
    """The same tag answers 304 without a body; an unknown address 404, whatever it is."""
    secret = await make(families, feeds)
    _, headers, _ = await _get(families, feeds, secret)
    status, _, body = await _get(families, feeds, secret, **{"If-None-Match": headers["ETag"]})
    other, _, _ = await _get(families, feeds, secret, **{"If-None-Match": '"other"'})
    unknown, _, _ = await _get(families, feeds, "x" * 500)

    assert (HTTPStatus.NOT_MODIFIED, b"") == (status, body)
    assert (HTTPStatus.OK, HTTPStatus.NOT_FOUND) == (other, unknown)
    assert at(24, "12:00") == families.clock.now()
