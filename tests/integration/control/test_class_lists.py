"""«Список верен»: reminded when the year begins, confirmed, listed when late."""

from datetime import UTC, datetime

import pytest

from handlers.screens.control import week_page
from handlers.screens.school_class import class_page
from services.access.identity import Identity
from services.control.nudges import NudgeService
from services.control.service import ControlService
from services.database import bind_school
from services.errors import NotAllowed, OutOfDate
from services.homeroom.class_lists import ClassListService
from services.homeroom.overview import ClassService
from services.joining.corrections import CorrectionDesk
from services.models import GroupMembership
from services.vocabulary import PersonKind, Role
from tests.factories import at
from tests.integration.absences.conftest import SECRETARY, TEACHER, Morning, morning

__all__ = ["morning"]


@pytest.fixture
def lists(morning: Morning) -> ClassListService:
    """Give the service."""
    return ClassListService(morning.families.database)


def orlov(morning: Morning) -> Identity:
    """Return the class teacher of 7Б."""
    return morning.school.staff("physics", homeroom="7Б")


async def nudged(morning: Morning, day: int, clock: str = "15:00") -> str:
    """Let it be a moment of September; return what Orlov is reminded of."""
    morning.families.clock.move_to(at(day, clock, month=9))
    families = morning.families
    await NudgeService(families.database, families.clock).prepare()
    return "\n".join((await morning.told()).get(TEACHER, []))


async def test_the_class_teacher_is_reminded_twice_and_not_when_it_is_done(morning, lists):
    """On the first day of the year and before the list is late; other days are quiet."""
    first = await nudged(morning, 1)
    second = await nudged(morning, 2)
    last = await nudged(morning, 5)  # a Saturday is no working day
    friday = await nudged(morning, 4)
    page = await lists.page(orlov(morning), morning.school.classes["7Б"], now=morning.now)
    await lists.confirm(orlov(morning), page.school_class.class_id, page.digest, now=morning.now)

    assert "Проверьте список класса до вс 06.09" in first
    assert "7Б" in first
    assert "список" not in second
    assert "список" not in last
    assert "список" not in friday


async def test_a_list_is_confirmed_as_it_was_shown(morning, lists):
    """Six names with groups; a second press changes nothing; a changed list is asked again."""
    class_id = morning.school.classes["7Б"]
    morning.families.clock.move_to(at(2, "12:00", month=9))
    before = await lists.page(orlov(morning), class_id, now=morning.now)
    await lists.confirm(orlov(morning), class_id, before.digest[:8], now=morning.now)
    morning.families.clock.move_to(at(3, "12:00", month=9))
    again = await lists.confirm(orlov(morning), class_id, before.digest[:8], now=morning.now)
    with bind_school(morning.school.school_id):
        async with morning.families.database.transaction() as session:
            session.add(
                GroupMembership(
                    study_group_id=morning.school.groups["7Б англ. 2"],
                    student_id=morning.maria,
                )
            )
    changed = await lists.page(orlov(morning), class_id, now=morning.now)
    with pytest.raises(OutOfDate):
        await lists.confirm(orlov(morning), class_id, before.digest[:8], now=morning.now)

    assert 6 == len(before.pupils)
    assert ("7Б англ. 1",) == before.pupils[3].groups
    assert before.check is None
    assert at(2, "12:00", month=9) == again.check.checked_at
    assert "Орлов" == again.check.checked_by.family_name
    assert changed.check.has_changed


async def test_another_class_and_an_empty_word_confirm_nothing(morning, lists):
    """Only the own class, only what was shown."""
    page = await lists.page(orlov(morning), morning.school.classes["7Б"], now=morning.now)
    with pytest.raises(NotAllowed):
        await lists.page(orlov(morning), morning.school.classes["1А"], now=morning.now)
    with pytest.raises(NotAllowed):
        await lists.confirm(
            morning.school.staff("algebra"),
            page.school_class.class_id,
            page.digest,
            now=morning.now,
        )
    with pytest.raises(OutOfDate):
        await lists.confirm(orlov(morning), page.school_class.class_id, "", now=morning.now)


async def test_what_is_wrong_goes_to_the_secretary(morning, lists):
    """With the class before it, so that the office knows where to look."""
    await lists.report_mistake(
        orlov(morning), morning.school.classes["7Б"], "Петров ушёл в школу № 3", now=morning.now
    )
    secretary = morning.staff("secretary", Role.SECRETARY)
    (card,) = await CorrectionDesk(morning.families.database).open_requests(
        secretary, now=morning.now
    )

    assert "7Б: Петров ушёл в школу № 3" == card.text
    assert PersonKind.STAFF is card.kind
    assert SECRETARY in await morning.told()


async def test_the_deputy_head_sees_late_lists_and_none_before_the_day(morning, lists):
    """From the 7th of September on, until the class teacher has looked."""
    control = ControlService(morning.families.database)
    deputy = morning.school.staff("deputy")

    async def page() -> str:
        return week_page(await control.week(deputy, now=morning.now)).text

    morning.families.clock.move_to(at(4, "12:00", month=9))
    in_time = await page()
    morning.families.clock.move_to(at(7, "12:00", month=9))
    late = await page()
    class_id = morning.school.classes["7Б"]
    shown = await lists.page(orlov(morning), class_id, now=morning.now)
    await lists.confirm(orlov(morning), class_id, shown.digest, now=morning.now)
    then = await page()

    assert "Списки классов" not in in_time
    assert "Списки классов не подтверждены: 2" in late
    assert "1А, 7Б (Орлов Д. С.)" in late
    assert "Списки классов не подтверждены: 1" in then


async def test_the_list_is_one_press_from_the_class(morning):
    """Nothing has to be remembered."""
    overview = await ClassService(morning.families.database).overview(
        orlov(morning), now=datetime(2026, 9, 2, 7, tzinfo=UTC)
    )

    assert "Список" in [button.caption for row in class_page(overview).buttons for button in row]
