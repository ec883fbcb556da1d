"""The table of rights: who may do what, with whom as one's own."""

import pytest

from services.access.identity import Actor, Identity
from services.access.policy import POLICY, Action, is_allowed, require
from services.errors import NotAllowed
from services.vocabulary import PersonKind, Role

TEACHER = Identity(1, 10, PersonKind.STAFF, frozenset({Role.TEACHER}))
HOMEROOM = Identity(
    1,
    11,
    PersonKind.STAFF,
    frozenset({Role.TEACHER, Role.HOMEROOM_TEACHER}),
    homeroom_class_ids=frozenset({7}),
)
SECRETARY = Identity(1, 12, PersonKind.STAFF, frozenset({Role.SECRETARY}))
MOTHER = Identity(
    1, 20, PersonKind.GUARDIAN, frozenset({Role.GUARDIAN}), student_ids=frozenset({30})
)
COORDINATOR = Identity(1, 13, PersonKind.STAFF, frozenset({Role.COORDINATOR}))


@pytest.mark.parametrize(
    ("who", "action", "what", "allowed"),
    [
        (TEACHER, Action.RECORD_ENTRY, {"teacher_ids": {10}}, True),
        (TEACHER, Action.RECORD_ENTRY, {"teacher_ids": {11}}, False),
        (TEACHER, Action.RECORD_ENTRY, {}, False),
        (SECRETARY, Action.RECORD_ENTRY, {"teacher_ids": {12}}, False),
        (MOTHER, Action.SEE_DIARY, {"student_id": 30}, True),
        (MOTHER, Action.SEE_DIARY, {"student_id": 31}, False),
        (MOTHER, Action.SEE_LESSONS, {"class_id": 7}, False),
        (TEACHER, Action.SEE_DIARY, {"student_id": 30}, False),
        (HOMEROOM, Action.DECIDE_FAMILY_REQUEST, {"class_id": 7}, True),
        (HOMEROOM, Action.DECIDE_FAMILY_REQUEST, {"class_id": 8}, False),
        (HOMEROOM, Action.DECIDE_FAMILY_REQUEST, {"class_id": None}, False),
        (HOMEROOM, Action.DECIDE_STAFF_REQUEST, {}, False),
        (SECRETARY, Action.DECIDE_FAMILY_REQUEST, {"class_id": 8}, True),
        (SECRETARY, Action.DECIDE_STAFF_REQUEST, {}, True),
        (TEACHER, Action.DECIDE_FAMILY_REQUEST, {"class_id": 7}, False),
    ],
)
def test_rights_reach_as_far_as_the_table_says(who, action, what, allowed):
    """OWN ends where one's own lessons, class or children end."""
    assert allowed == is_allowed(who, action, **what)


def test_who_is_not_allowed_is_refused():
    """``require`` raises instead of answering, and names the action."""
    with pytest.raises(NotAllowed) as refusal:
        require(TEACHER, Action.RECORD_ENTRY, teacher_ids={11})

    assert refusal.value.action is Action.RECORD_ENTRY


def test_every_action_is_somebodys_and_numbers_only_means_nothing_of_a_person():
    """No action is forgotten in the table; the municipal coordinator has none of them."""
    assert set(Action) == set(POLICY)
    assert [Action.SEE_NUMBERS] == [one for one in Action if is_allowed(COORDINATOR, one)]


def test_one_account_is_several_people():
    """A teacher who is also a mother is both, each with her own rights."""
    actor = Actor(1, 1, 100, 100, "ru", (TEACHER, MOTHER))

    assert actor.staff == TEACHER
    assert actor.family == (MOTHER,)
    assert actor.is_linked
