"""The register: who sees whom, who has come, and who is found by a name."""

import pytest

from services.errors import NotAllowed, NotFound
from services.joining.people_facts import JoinState
from services.vocabulary import AccessMode, ConsentAction, PersonKind, Role
from tests.factories import GUARDIANS, STUDENTS

MOTHER, CHILD = 501, 502


@pytest.fixture
def class_teacher(world):
    """Give the class teacher of 7Б."""
    return world.staff("physics", Role.TEACHER, homeroom="7Б")


@pytest.fixture
def secretary(world):
    """Give a secretary."""
    return world.staff("deputy", Role.SECRETARY)


async def page(world, who, **changes):
    """Return the first page of 7Б."""
    asked = {"page": 0, "only_missing": False} | changes
    return await world.people.class_page(
        who, class_id=world.school.classes["7Б"], now=world.clock.now(), **asked
    )


async def test_a_classs_list_says_how_far_each_has_come(world, class_teacher):
    """In, with a code, not yet: counted by kind, each student followed by the parents."""
    await world.join("mother_maria", MOTHER)
    await world.code("maria")

    facts = await page(world, class_teacher)

    of_7b = sum(1 for _, _, class_name in STUDENTS.values() if class_name == "7Б")
    assert (of_7b, 1) == (
        facts.count(PersonKind.STUDENT),
        facts.count(PersonKind.STUDENT, JoinState.HAS_CODE),
    )
    assert (len(GUARDIANS), 1) == (
        facts.count(PersonKind.GUARDIAN),
        facts.count(PersonKind.GUARDIAN, JoinState.LINKED),
    )
    lines = [(one.person.given_name, one.state) for one in facts.lines]
    assert lines.index(("Мария", JoinState.HAS_CODE)) + 1 == lines.index(
        ("Ольга", JoinState.LINKED)
    )


async def test_pages_hold_what_fits_a_thumb_and_end_where_the_list_ends(world, class_teacher):
    """Eight a page; a page that does not exist any more is the last one."""
    first, last = await page(world, class_teacher), await page(world, class_teacher, page=99)

    assert (8, 0, 2) == (len(first.lines), first.page, first.pages)
    assert (1, 1) == (len(last.lines), last.page)


async def test_only_missing_leaves_out_who_has_come(world, class_teacher):
    """The list to work with is short."""
    await world.join("mother_maria", MOTHER)

    facts = await page(world, class_teacher, only_missing=True)

    assert world.person("mother_maria") not in {one.person_id for one in facts.lines}


@pytest.mark.parametrize(
    ("access", "state"),
    [(AccessMode.SUSPENDED, JoinState.SUSPENDED), (AccessMode.PAPER, JoinState.ON_PAPER)],
)
async def test_exceptions_of_access_stand_in_the_list(world, class_teacher, access, state):
    """Nobody is reminded to invite who may not be."""
    await world.change_guardianship("mother_maria", access=access)

    facts = await page(world, class_teacher)

    assert {state} == {
        one.state for one in facts.lines if one.person_id == world.person("mother_maria")
    }


async def test_another_class_is_closed_to_a_class_teacher(world, class_teacher):
    """The policy decides before anything is read."""
    with pytest.raises(NotAllowed):
        await world.people.class_page(
            class_teacher,
            class_id=world.school.classes["1А"],
            page=0,
            only_missing=False,
            now=world.clock.now(),
        )
    with pytest.raises(NotAllowed):
        await world.people.staff_page(
            class_teacher, page=0, only_missing=False, now=world.clock.now()
        )


@pytest.mark.parametrize("roles", [(), (Role.TEACHER,), (Role.DEPUTY_HEAD,), (Role.DISPATCHER,)])
async def test_others_of_the_staff_see_no_list_at_all(world, roles):
    """An ordinary teacher neither lists nor finds nor opens anybody."""
    who, now = world.staff("algebra", *roles), world.clock.now()

    with pytest.raises(NotAllowed):
        await world.people.choices(who)
    with pytest.raises(NotAllowed):
        await page(world, who)
    with pytest.raises(NotAllowed):
        await world.people.find(who, "Кузнецова", page=0, now=now)
    with pytest.raises(NotAllowed):
        await world.people.card(who, world.person("mother_maria"), now=now)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("кузн", {"Мария", "Марина", "Ольга"}),
        ("Кузнецова Ольга", {"Ольга"}),
        ("ольга кузнецова", {"Ольга"}),
        ("Кузницова", {"Мария", "Марина", "Ольга"}),
        ("Пётр", {"Пётр", "Артём", "Инна", "Ольга"}),
        ("петр инна", {"Инна"}),
        ("nobody", set()),
        ("  ", set()),
    ],
)
async def test_people_are_found_by_the_beginning_of_a_name(world, secretary, query, found):
    """Any order, ё as е, a slip of the finger in the family name."""
    facts = await world.people.find(secretary, query, page=0, now=world.clock.now())

    assert found == {one.person.given_name for one in facts.lines}


async def test_a_class_typed_instead_of_a_name_opens_the_class(world, secretary):
    """People type what they mean."""
    facts = await world.people.find(secretary, "7 б", page=0, now=world.clock.now())

    assert "7Б" == facts.class_name


async def test_the_class_teacher_finds_only_the_own_families(world, class_teacher):
    """Neither staff nor children of other classes."""
    now = world.clock.now()

    assert () == (await world.people.find(class_teacher, "Белова", page=0, now=now)).lines
    assert () == (await world.people.find(class_teacher, "Комарова", page=0, now=now)).lines
    assert 3 == len((await world.people.find(class_teacher, "Кузнецова", page=0, now=now)).lines)


async def test_a_card_says_what_decides_whether_the_diary_reaches_somebody(world, secretary):
    """Account, application, access and consent, with what the reader may do."""
    await world.join_and_consent("mother_maria", MOTHER)

    card = await world.people.card(secretary, world.person("mother_maria"), now=world.clock.now())

    (child,) = card.children
    assert ("Мария", "7Б", "мать", "101") == (
        child.person.given_name,
        child.class_name,
        child.relation,
        child.application_number,
    )
    assert ConsentAction.GIVEN is child.consent
    assert (JoinState.LINKED, "phone", "01") == (
        card.state,
        card.link.verified_by,
        card.phone_tail,
    )
    assert card.rights.unlink
    assert card.rights.suspend


async def test_a_childs_card_names_its_guardians(world, class_teacher):
    """The class teacher sees at once whom to talk to."""
    card = await world.people.card(class_teacher, world.person("maria"), now=world.clock.now())

    assert [("Ольга", JoinState.NOT_YET)] == [
        (one.person.given_name, one.state) for one in card.guardians
    ]
    assert not card.rights.suspend


async def test_cards_of_others_are_closed(world, class_teacher):
    """Another class's child, a member of staff, and nobody at all."""
    now = world.clock.now()
    for key in ("belova", "algebra"):
        with pytest.raises(NotAllowed):
            await world.people.card(class_teacher, world.person(key), now=now)
    with pytest.raises(NotFound):
        await world.people.card(class_teacher, 10_000_000, now=now)


async def test_another_schools_person_is_nobody(world, secretary):
    """Whoever presses a button with another school's id finds nothing."""
    from tests.factories import build_school

    other = await build_school(world.database, short_name="Школа 99")

    with pytest.raises(NotFound):
        await world.people.card(secretary, other.people["maria"], now=world.clock.now())
    with pytest.raises(NotFound):
        await world.invitations.issue_to(secretary, other.people["maria"])
