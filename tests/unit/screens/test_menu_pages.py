"""The menu of many roles: at most eight buttons a page, nothing lost, always a way on and back."""

from itertools import combinations

import pytest

from handlers.callbacks.menu import Open
from handlers.screens.menu import MORE, MenuFacts, main_menu
from services.access.identity import Actor, Identity
from services.i18n import use_locale
from services.vocabulary import PersonKind, Role

STAFF = tuple(
    role for role in Role if role not in {Role.GUARDIAN, Role.STUDENT, Role.HOMEROOM_TEACHER}
)
BUSY = MenuFacts(open_requests=2, missing_consents=1, phone_changes=1)


def _actor(roles, *, homeroom, with_child):
    staff = Identity(
        1,
        5,
        PersonKind.STAFF,
        frozenset(roles) | ({Role.HOMEROOM_TEACHER} if homeroom else frozenset()),
        homeroom_class_ids=frozenset({3} if homeroom else ()),
    )
    mother = Identity(
        1, 6, PersonKind.GUARDIAN, frozenset({Role.GUARDIAN}), student_ids=frozenset({9})
    )
    return Actor(1, 1, 7, 7, "ru", (staff, mother) if with_child else (staff,))


def _pages(actor, facts):
    """Return the screens behind the buttons, page by page, as far as «More» leads."""
    pages, page = [], 0
    while True:
        shown = main_menu(actor, facts, page=page)
        screens = [Open.unpack(button.data).screen for row in shown.buttons for button in row]
        pages.append(screens)
        following = f"{MORE}{page + 1}"
        if following not in screens:
            return pages
        page += 1


@pytest.mark.parametrize("number", [0, 1, 2, 5, len(STAFF)])
@pytest.mark.parametrize("homeroom", [False, True])
@pytest.mark.parametrize("with_child", [False, True])
def test_no_page_holds_more_than_eight_buttons(number, homeroom, with_child):
    """Five roles in a village: each page is a thumb's reach, and leads back."""
    with use_locale("ru"):
        for roles in combinations(STAFF, number):
            pages = _pages(_actor(roles, homeroom=homeroom, with_child=with_child), BUSY)

            assert max(len(page) for page in pages) <= 8, roles
            assert all("menu" in page for page in pages[1:]), roles


def test_nothing_is_lost_behind_more():
    """Whatever a role adds to the menu stands on one of the pages, once."""
    with use_locale("ru"):
        everybody = _actor(STAFF, homeroom=True, with_child=True)
        found = [screen for page in _pages(everybody, BUSY) for screen in page]
        own = [one for one in found if one != "menu" and not one.startswith(MORE)]
        of_each = {
            screen
            for role in STAFF
            for page in _pages(_actor([role], homeroom=True, with_child=True), BUSY)
            for screen in page
            if screen != "menu" and not screen.startswith(MORE)
        }

    assert len(own) == len(set(own))
    assert of_each <= set(own)


def test_what_waits_and_the_child_stand_on_the_first_page():
    """A class teacher who is a mother sees requests, lessons, the diary and consent at once."""
    with use_locale("ru"):
        facts = MenuFacts(open_requests=2, missing_consents=1)
        first = _pages(_actor([Role.TEACHER], homeroom=True, with_child=True), facts)[0]

    assert {"today", "requests", "diary", "marks", "consent", "privacy"} <= set(first)


def test_a_page_that_does_not_exist_any_more_is_the_last_one():
    """An old «More» button of somebody with fewer roles today."""
    with use_locale("ru"):
        parent = Actor(
            1, 1, 7, 7, "ru", (_actor([], homeroom=False, with_child=True).identities[1],)
        )

        last = len(_pages(parent, MenuFacts())) - 1

        assert main_menu(parent, MenuFacts(), page=9) == main_menu(parent, MenuFacts(), page=last)


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.DEPUTY_HEAD])
def test_who_changes_the_timetable_can_look_at_it(role):
    """What is to be changed stands in the menu beside how to change it."""
    staff = Identity(1, 5, PersonKind.STAFF, frozenset({role}))
    with use_locale("ru"):
        screens = [one for page in _pages(Actor(1, 1, 7, 7, "ru", (staff,)), BUSY) for one in page]

    assert {"timetable", "change_help"} <= set(screens)
