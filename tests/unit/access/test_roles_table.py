"""docs/ROLES.md against the code: every action, every role, own, another's and another school's.

The expected table is the document people read; nothing of it is derived from the policy.
"""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from services.access.action_words import ACTION_WORDS, action_of
from services.access.identity import Identity
from services.access.policy import Action, can_change, is_allowed
from services.database import bind_school
from services.vocabulary import PersonKind, Role
from tests.architecture.source import ROOT

HERE, ELSEWHERE = 1, 2
ME, COLLEAGUE = 10, 11
MY_CLASS, OTHER_CLASS = 7, 8
MY_CHILD, OTHER_CHILD = 30, 31
OWN: dict[str, Any] = {"class_id": MY_CLASS, "student_id": MY_CHILD, "teacher_ids": {ME}}
OTHERS: dict[str, Any] = {
    "class_id": OTHER_CLASS,
    "student_id": OTHER_CHILD,
    "teacher_ids": {COLLEAGUE},
}
REACH = {
    # cell: (one's own, another's of the school, another school's)
    "–": (False, False, False),
    "own": (True, False, False),
    "any": (True, True, False),
}
FAMILY = {Role.GUARDIAN: PersonKind.GUARDIAN, Role.STUDENT: PersonKind.STUDENT}


def _table():
    """Return the document's rows: action, the word of «Права», and the cell of each role."""
    text = (ROOT / "docs" / "ROLES.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    roles = lines[0][3:]
    return [
        (row[0].strip("`"), row[1], dict(zip(roles, row[3:], strict=True))) for row in lines[1:]
    ]


TABLE = _table()
CELLS = [(action, role, cell) for action, _word, cells in TABLE for role, cell in cells.items()]


def _person(role):
    """Return somebody with one role, a class, a child and lessons of their own."""
    return Identity(
        school_id=HERE,
        person_id=ME,
        kind=FAMILY.get(role, PersonKind.STAFF),
        roles=frozenset({role}),
        homeroom_class_ids=frozenset({MY_CLASS}),
        student_ids=frozenset({MY_CHILD}),
    )


def test_the_table_names_every_action_and_every_role():
    """An action or role added to the code stands in the document, with its word of «Права»."""
    assert [(one.value, ACTION_WORDS[one]) for one in Action] == [
        (action, word) for action, word, _cells in TABLE
    ]
    assert all(set(cells) == {role.value for role in Role} for _, _, cells in TABLE)


@pytest.mark.parametrize(("action", "role", "cell"), CELLS)
def test_a_role_may_do_what_the_table_says_and_no_more(action, role, cell):
    """One's own, another's, another school's: allowed or denied as written."""
    who = _person(Role(role))
    with bind_school(HERE):
        own = is_allowed(who, Action(action), **OWN)
        others = is_allowed(who, Action(action), **OTHERS)
    with bind_school(ELSEWHERE):
        elsewhere = is_allowed(who, Action(action), **OWN)

    assert REACH[cell] == (own, others, elsewhere)


@pytest.mark.parametrize(("action", "role", "cell"), CELLS)
def test_without_something_of_ones_own_nothing_is_ones_own(action, role, cell):
    """Somebody without class, lessons or child has only the rights that reach the whole school."""
    nobody = replace(_person(Role(role)), homeroom_class_ids=frozenset(), student_ids=frozenset())

    assert (cell == "any") == is_allowed(
        nobody, Action(action), class_id=MY_CLASS, student_id=MY_CHILD, teacher_ids={COLLEAGUE}
    )


def _changed(role, action, *, to):
    return replace(_person(role), right_changes=frozenset({(role, action.value, to)}))


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_families_and_the_coordinator_are_never_changed(action, role):
    """No sheet shows a stranger's child to a family, or a family's diary to staff."""
    is_fixed = role in {Role.GUARDIAN, Role.STUDENT, Role.COORDINATOR} or action in {
        Action.SEE_DIARY,
        Action.TICK_HOMEWORK,
        Action.REPORT_ABSENCE,
    }
    given = is_allowed(_changed(role, action, to=True), action, **OTHERS)
    before = is_allowed(_person(role), action, **OTHERS)

    assert not is_fixed or given == before
    assert not is_fixed or is_allowed(_changed(role, action, to=False), action, **OWN) == (
        is_allowed(_person(role), action, **OWN)
    )


@pytest.mark.parametrize(
    ("role", "action", "to", "own", "others"),
    [
        (Role.SOCIAL_PEDAGOGUE, Action.SET_REASONS, True, True, True),
        (Role.TEACHER, Action.SEE_WHO_ANSWERED, True, True, False),
        (Role.HOMEROOM_TEACHER, Action.RECORD_FINALS, True, True, False),
        (Role.DISPATCHER, Action.CHANGE_TIMETABLE, False, False, False),
        (Role.TEACHER, Action.SEND_BROADCAST, False, False, False),
        (Role.SECRETARY, Action.INVITE_STAFF, False, False, False),
        (Role.DIRECTOR, Action.INVITE_STAFF, True, True, True),
        # beyond the bounds: as in the table
        (Role.TEACHER, Action.INVITE_STAFF, True, False, False),
        (Role.HOMEROOM_TEACHER, Action.DECIDE_STAFF_REQUEST, True, False, False),
        (Role.ADMINISTRATOR, Action.INVITE_STAFF, False, True, True),
        (Role.GUARDIAN, Action.SEE_DIARY, False, True, False),
        (Role.TEACHER, Action.SEE_DIARY, True, False, False),
    ],
)
def test_a_school_changes_its_staffs_rights_within_bounds(role, action, to, own, others):
    """A line of «Права» gives or takes a right; what must not change does not."""
    who = _changed(role, action, to=to)

    assert (own, others) == (is_allowed(who, action, **OWN), is_allowed(who, action, **OTHERS))


def test_a_change_for_one_role_leaves_the_other_roles_of_a_person():
    """A teacher who is also deputy head loses only what her teaching gave her."""
    who = replace(
        _person(Role.TEACHER),
        roles=frozenset({Role.TEACHER, Role.DEPUTY_HEAD}),
        right_changes=frozenset({(Role.TEACHER, Action.SEND_BROADCAST.value, False)}),
    )

    assert is_allowed(who, Action.SEND_BROADCAST, **OTHERS)
    assert can_change(Role.TEACHER, Action.SEND_BROADCAST, is_allowed=False)


@pytest.mark.parametrize(
    ("cell", "action"),
    [
        (" Вести   журнал ", Action.RECORD_ENTRY),
        ("видеть кто ответил", Action.SEE_WHO_ANSWERED),
        ("send_broadcast", Action.SEND_BROADCAST),
        ("летать", None),
    ],
)
def test_a_cell_of_the_sheet_is_read_as_people_write(cell, action):
    """Case, spaces and commas do not matter; an unknown word is nothing."""
    assert action == action_of(cell)
