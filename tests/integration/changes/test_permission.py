"""What is asked again when a change is told: consent, link, content mode, the time of day."""

from datetime import date

import pytest

from services.database import bind_school
from services.models import SchoolSetting
from services.vocabulary import ConsentAction, ConsentPurpose, NoticeKind, NoticeState
from tests.factories import at
from tests.integration.changes.conftest import MOTHER, SUBSTITUTE, Office

MARIA = "Мария К. · 7Б"


async def test_a_student_hears_in_the_next_break(office: Office):
    """Phones are put away in lessons: the own account is told at the end of the lesson."""
    await office.families.link("maria", account_id=21)
    await office.families.consent_outside(
        "mother_maria", "maria", purpose=ConsentPurpose.STUDENT_ACCOUNT
    )
    office.at(24, "09:30")
    await office.save("24.11 7Б 3 каб 305")
    first = await office.told(minutes=3)
    office.at(24, "10:00")
    then = await office.told()

    assert 21 not in first
    assert MOTHER in first
    assert [[MARIA, "вт 24.11, 3-й урок: алгебра, каб. 305 вместо 214"]] == then[21]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("signal", ["В дневнике есть новые записи. Подробности — в школьном дневнике."]),
        ("alias", ["Ваш ребёнок", "вт 24.11, 3-й урок: вместо алгебры — биология (каб. 214)"]),
    ],
)
async def test_a_narrower_content_mode_names_less(office: Office, mode, expected):
    """In ``alias`` no family name at all, in ``signal`` nothing; teachers read everything."""
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            session.add(SchoolSetting(key="content_mode", value=mode))
    await office.save("24.11 7Б 3 Биология Смирнова 214")
    told = await office.told(minutes=3)

    assert [expected] == told[MOTHER]
    assert "биология" in told[SUBSTITUTE][0][0]


async def test_illness_is_not_named_where_the_mode_forbids_it(office: Office):
    """A quarantine reads as cancelled lessons."""
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            session.add(SchoolSetting(key="content_mode", value="alias"))
    await office.save("24.11-26.11 7Б карантин")
    told = await office.told(minutes=3)

    cancelled = "С вт 24.11 по чт 26.11: занятия в школе отменены. Задания — в дневнике."
    assert [["Ваш ребёнок", cancelled]] == told[MOTHER]


async def test_consent_is_asked_again_when_it_is_told(office: Office):
    """Who withdraws in the hold hears nothing."""
    await office.save("24.11 7Б 3 Биология Смирнова 214")
    await office.families.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)
    told = await office.told(minutes=3)
    states = {
        one.state
        for one in await office.families.notices()
        if one.person_id == office.school.people["mother_maria"]
    }

    assert MOTHER not in told
    assert {NoticeState.REFUSED} == states


async def test_a_teacher_who_left_is_told_nothing(office: Office):
    """The link alone is no right."""
    await office.save("24.11 7Б 3 ведёт Смирнова")
    await office.leave("biology", on=date(2026, 11, 23))

    assert SUBSTITUTE not in await office.told(minutes=3)


async def test_notices_have_kind_and_deadline_of_their_urgency(office: Office):
    """First lessons within minutes, everything else by the evening before; news to its end."""
    await office.save("24.11 7Б 1 отмена")
    await office.save("26.11 7Б 4 Алгебра Гусева 214")
    mother = office.school.people["mother_maria"]

    assert [
        (NoticeKind.URGENT_CHANGE, at(23, "12:08"), at(25, "00:00")),
        (NoticeKind.CHANGE, at(25, "21:00"), at(27, "00:00")),
    ] == [
        (one.kind, one.deadline_at, one.expires_at)
        for one in await office.families.notices()
        if one.person_id == mother
    ]
