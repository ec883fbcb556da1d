"""Notices to members of staff about their own work: the link alone is the permission."""

from services.access.audience import delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.database import bind_school
from services.outbox.enqueue import StaffNews, tell_staff
from services.regulation.repository import load_profile
from services.vocabulary import ContentMode, FactKind, FactRef, NoticeKind
from tests.integration.changes.conftest import SUBSTITUTE, Office


def news(office: Office, key: str, *, revision: int = 1) -> StaffNews:
    """Return news of a teacher's day."""
    return StaffNews(
        person_id=office.school.people[key],
        fact=FactRef(FactKind.CHANGED_DAY, 7),
        revision=revision,
        kind=NoticeKind.CHANGE,
        merge_key="change:20261124:7",
        result_at=office.now,
        due_at=office.now,
    )


async def tell(office: Office, *owed: StaffNews) -> int:
    """Owe news."""
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            profile = await load_profile(session)
            return await tell_staff(session, owed, profile=profile, now=office.now)


async def test_a_member_of_staff_is_owed_the_own_work(office):
    """Linked or not; the same revision once; about no student."""
    first = await tell(office, news(office, "biology"), news(office, "primary"))
    again = await tell(office, news(office, "biology"))
    rows = await office.families.notices()

    assert (2, 0) == (first, again)
    assert [(SUBSTITUTE, None), (None, None)] == [(row.account_id, row.student_id) for row in rows]


async def test_the_link_decides_for_staff_and_nobody_else(office):
    """A guardian has no work of their own to be told of; the content mode binds families only."""
    people = office.school.people
    keys = ("biology", "primary", "mother_maria", "maria")
    with bind_school(office.school.school_id):
        async with office.database.reading() as session:
            found = await delivery_permissions(
                session, [(people[key], None) for key in keys], now=office.now
            )

    assert [
        DeliveryVerdict.ALLOWED,
        DeliveryVerdict.NOT_LINKED,
        DeliveryVerdict.NOT_RELATED,
        DeliveryVerdict.NOT_RELATED,
    ] == [found[people[key], None].verdict for key in keys]
    assert ContentMode.FULL is found[people["biology"], None].content_mode
