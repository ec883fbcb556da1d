"""Screens of getting in: every outcome has its sentence, its way out, and the right buttons."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.callbacks.joining import AnswerConsent, DecideRequest, OpenConsent, WithdrawConsent
from handlers.callbacks.menu import Open, SetLanguage
from handlers.screens import consent, menu, privacy, requests, start
from handlers.screens.roles import role_names
from services.access.identity import Actor, Identity
from services.i18n import use_locale
from services.joining.consent_facts import (
    AlreadyDecided,
    AskKey,
    ConsentAsk,
    ConsentRecorded,
    GuardianNeeded,
)
from services.joining.facts import (
    AlreadyLinked,
    ChildFacts,
    CodeFault,
    CodeRefused,
    ContactNeeded,
    DoorLocked,
    InviteLapsed,
    Linked,
    NotOwnContact,
    NumberDiffers,
    PersonFacts,
    RequestCard,
    RequestDecided,
    RequestLapsed,
    RequestSent,
    VerifiedBy,
    Welcome,
)
from services.outgoing import ContactRequest, RemoveReplyKeyboard
from services.vocabulary import (
    ConsentAction,
    ConsentPurpose,
    ContentMode,
    LinkRequestState,
    PersonKind,
    Role,
)

LARGEST_ID = 2**31  # a deployment's rows, not Telegram's numbers
ZONE = ZoneInfo("Asia/Yekaterinburg")
NOW = datetime(2026, 11, 24, 13, 4, tzinfo=UTC)
PERSON = PersonFacts("Кузнецова", "Ольга", "Сергеевна")
CHILD = ChildFacts(7, "Кузнецова", "Мария", "7Б")
SHARE, ASK_CLASS, ASK_OFFICE, CHECK = (
    "Confirm the number",
    "Ask the class teacher",
    "Ask the school office",
    "Check the answer",
)


@pytest.fixture(autouse=True)
def _in_english():
    with use_locale("en"):
        yield


def ask(**changes: Any) -> ConsentAsk:
    """Return a mother's consent about one child."""
    values: dict[str, Any] = {
        "key": AskKey(5, 7, ConsentPurpose.DELIVERY),
        "text_id": 3,
        "version": 2,
        "valid_from": date(2026, 9, 1),
        "text": "1. <Оператор> & цель",
        "after_id": 0,
        "child": CHILD,
        "is_about_oneself": False,
        "content_mode": ContentMode.FULL,
        "ordinal": 1,
        "children_count": 1,
        "application_number": "101",
        "application_date": date(2026, 9, 1),
    }
    return ConsentAsk(**values | changes)


def captions(message):
    """Return what can be pressed under a message."""
    if isinstance(message.keyboard, ContactRequest):
        return [message.keyboard.caption]
    return [button.caption for row in message.buttons for button in row]


@pytest.mark.parametrize(
    ("step", "says", "offers"),
    [
        (DoorLocked(41), "in 41 minutes", []),
        (DoorLocked(1), "in 1 minute.", []),
        (CodeRefused(CodeFault.UNKNOWN, 3), "does not fit. Tries left: 3.", []),
        (CodeRefused(CodeFault.EXPIRED, 3), "has expired", []),
        (CodeRefused(CodeFault.USED, 1), "works once", []),
        (CodeRefused(CodeFault.ENDED, 0), "Next try in an hour", []),
        (AlreadyLinked(), "already connected", ["Menu"]),
        (ContactNeeded("<№ 12>", PersonKind.GUARDIAN, has_phone=True), "&lt;№ 12&gt;", [SHARE]),
        (ContactNeeded("№ 12", PersonKind.STUDENT, has_phone=True), "check that it", [SHARE]),
        (ContactNeeded("№ 12", PersonKind.GUARDIAN, has_phone=False), "person", [ASK_CLASS]),
        (ContactNeeded("№ 12", PersonKind.STUDENT, has_phone=False), "person", [ASK_CLASS]),
        (ContactNeeded("№ 12", PersonKind.STAFF, has_phone=False), "person", [ASK_OFFICE]),
        (NotOwnContact(), "only your own number", [SHARE]),
        (NumberDiffers(PersonKind.GUARDIAN, 4, has_phone=True), "Tries left: 4", [ASK_CLASS]),
        (NumberDiffers(PersonKind.STAFF, 4, has_phone=False), "no phone number", [ASK_OFFICE]),
        (InviteLapsed(), "once more", []),
        (RequestSent(PersonKind.GUARDIAN), "class teacher has been asked", [CHECK]),
        (RequestSent(PersonKind.STAFF), "office has been asked", [CHECK]),
        (RequestSent(PersonKind.STAFF, LinkRequestState.REFUSED), "has not confirmed", []),
        (RequestSent(PersonKind.STAFF, LinkRequestState.OUT_OF_DATE), "once more", []),
    ],
)
def test_every_step_has_its_sentence_and_its_way_out(step, says, offers):
    """What happened, and what can be pressed next."""
    message = start.joining_step(step)

    assert says in message.text
    assert offers == captions(message)


@pytest.mark.parametrize(
    ("kind", "mode", "says", "says_not"),
    [
        (PersonKind.STAFF, ContentMode.FULL, "Ольга Сергеевна", ""),
        (PersonKind.STAFF, ContentMode.SIGNAL, "Confirmed.", "Ольга"),
        (PersonKind.GUARDIAN, ContentMode.FULL, "this is you", "Ольга"),
        (PersonKind.STUDENT, ContentMode.FULL, "this is you", "Ольга"),
    ],
)
def test_who_came_in_is_greeted_as_far_as_the_mode_allows(kind, mode, says, says_not):
    """The contact keyboard goes away; an earlier chat is mentioned."""
    roles = frozenset({Role.TEACHER}) if kind is PersonKind.STAFF else frozenset()
    message = start.joining_step(Linked(kind, "№ 12", mode, PERSON, roles, has_moved=True))

    assert says in message.text
    assert not says_not or says_not not in message.text
    assert "disconnected" in message.text
    assert isinstance(message.keyboard, RemoveReplyKeyboard)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Welcome(""), "This is a school diary."),
        (Welcome("№ 12"), "diary: № 12."),
        (Welcome("№ 12", "moved", date(2026, 11, 24)), "from another chat"),
        (Welcome("№ 12", "withdrawn", date(2026, 11, 24)), "since 24.11.2026."),
    ],
)
def test_a_chat_that_is_nobody_reads_how_one_gets_in(facts, says):
    """A former chat also reads since when and why."""
    assert says in start.welcome(facts).text


@pytest.mark.parametrize(
    ("changes", "head"),
    [
        ({}, "<b>Мария К. · 7Б</b>\n<b>CONSENT"),
        ({"content_mode": ContentMode.SIGNAL}, "<b>CONSENT"),
        ({"content_mode": ContentMode.SIGNAL, "children_count": 2}, "<b>Child 1</b>\n<b>CONSENT"),
        ({"content_mode": ContentMode.ALIAS, "is_about_oneself": True}, "<b>CONSENT"),
    ],
)
def test_a_consent_is_a_message_of_its_own(changes, head):
    """The child first, the edition, the whole text escaped, two equal buttons in one row."""
    message = consent.ask(ask(**changes))

    assert message.text.startswith(head)
    assert "edition 2 of 01.09.2026" in message.text
    assert "No. 101 of 01.09.2026" in message.text
    assert message.text.endswith("1. &lt;Оператор&gt; &amp; цель")
    assert [2] == [len(row) for row in message.buttons]


@pytest.mark.parametrize(
    ("changes", "says", "offers"),
    [
        ({"is_given": True}, "on 24.11.2026 at 18:04", ["Diary", "Settings", "Menu"]),
        ({"is_given": True, "awaits_application": True}, "paper application", ["Menu"]),
        ({"is_given": True, "awaits_student": True}, "nothing is sent until", ["Menu"]),
        ({"is_given": True, "following": ask()}, "edition 2", []),
        ({"is_given": False}, "once a week", ["Menu"]),
        (
            {"is_given": False, "ask": ask(key=AskKey(5, 7, ConsentPurpose.STUDENT_ACCOUNT))},
            "stays closed",
            ["Menu"],
        ),
        (
            {"is_given": False, "ask": ask(key=AskKey(7, 7, ConsentPurpose.GUARDIANS_INFORMED))},
            "no more messages",
            ["Menu"],
        ),
        (
            {
                "is_given": True,
                "ask": ask(key=AskKey(7, 7, ConsentPurpose.STUDENT_ACCOUNT)),
                "following": GuardianNeeded(),
            },
            "To withdraw",
            [],
        ),
    ],
)
def test_a_decision_is_confirmed_with_its_time_and_what_follows(changes, says, offers):
    """The school's own time; the next question comes as a message of its own."""
    values: dict[str, Any] = {
        "ask": ask(),
        "is_given": True,
        "acted_at": NOW,
        "timezone": ZONE,
        "awaits_application": False,
    }
    message = consent.recorded(ConsentRecorded(**values | changes))

    assert says in message.text
    assert offers == captions(message)


@pytest.mark.parametrize(
    ("action", "wanted_refusal", "says"),
    [
        (ConsentAction.GIVEN, False, "Your consent has already been recorded"),
        (ConsentAction.GIVEN, True, "To withdraw"),
        (ConsentAction.REFUSED, False, "Your refusal has already been recorded"),
    ],
)
def test_a_second_press_is_answered_kindly(action, wanted_refusal, says):
    """The record stands, and what would change it is said."""
    message = consent.already_decided(
        AlreadyDecided(action, NOW, ZONE, wanted_refusal=wanted_refusal)
    )

    assert says in message.text
    assert "24.11.2026 at 18:04" in message.text


def test_several_missing_consents_are_offered_by_child_and_purpose():
    """Each button names the child and what it is for."""
    second = ask(key=AskKey(5, 7, ConsentPurpose.STUDENT_ACCOUNT))
    message = consent.choose([ask(), second])

    assert [
        "Мария К. · 7Б, messages to the parent",
        "Мария К. · 7Б, the student's own chat",
        "Menu",
    ] == captions(message)


def test_a_request_card_warns_of_a_students_account():
    """Who asks, for whom, when, and whoever else the chat is; confirm in three ways, or not."""
    card = requests.card(
        RequestCard(
            request_id=1,
            kind=PersonKind.GUARDIAN,
            person=PERSON,
            relation="мать",
            children=(CHILD,),
            asked_at=NOW,
            timezone=ZONE,
            account_is=((PersonKind.STUDENT, PersonFacts("Кузнецова", "Мария")),),
        )
    )

    assert "Кузнецова Ольга Сергеевна, мать" in card.text
    assert "24.11.2026 at 18:04" in card.text
    assert "⚠ This chat already belongs to a student: Кузнецова Мария." in card.text
    assert [3, 1] == [
        sum(caption.startswith(word) for caption in captions(card)) for word in ("Conf", "Ref")
    ]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (RequestDecided(is_confirmed=True, person=PERSON), "confirmed"),
        (RequestDecided(is_confirmed=False, person=PERSON), "refused"),
        (RequestLapsed(), "over"),
    ],
)
def test_a_decision_about_a_request_is_repeated(facts, says):
    """The class teacher reads what was done."""
    assert says in requests.decided(facts).text


def test_the_menu_says_why_nothing_is_open():
    """A guardian whose child is not open (yet) is not left before an empty menu."""
    actor = Actor(1, 1, 5, 5, "en", (Identity(1, 5, PersonKind.GUARDIAN),))
    closed = menu.main_menu(actor, menu.MenuFacts())
    asking = menu.main_menu(actor, menu.MenuFacts(missing_consents=1))

    assert "not open here yet" in closed.text
    assert "not open here yet" not in asking.text
    assert ["My data", "Settings"] == captions(closed)


def test_every_role_has_a_name_and_every_decision_its_place():
    """Wire formats are complete, and no role is shown by its code name."""
    assert len(Role) == len(role_names(list(Role)).split(", "))
    assert set(ConsentPurpose) == set(consent.PURPOSES)
    assert {None, *VerifiedBy} - {VerifiedBy.PHONE} == {*requests.DECISIONS}


def test_nothing_is_held_on_a_stranger():
    """`/privacy` of somebody unknown says so."""
    assert "Nothing is kept" in privacy.nothing_held().text


@pytest.mark.parametrize(
    "data",
    [
        AnswerConsent(
            person_id=LARGEST_ID,
            student_id=LARGEST_ID,
            text_id=LARGEST_ID,
            after_id=LARGEST_ID,
            is_given=True,
        ),
        OpenConsent(person_id=LARGEST_ID, student_id=LARGEST_ID, purpose=2),
        WithdrawConsent(consent_id=LARGEST_ID),
        DecideRequest(request_id=LARGEST_ID, decision=3),
        Open(screen="entry_help"),
        SetLanguage(code="ru"),
    ],
)
def test_button_data_fit_into_telegrams_64_bytes(data):
    """``pack`` raises when a button would be refused; the largest ids still fit."""
    assert type(data).unpack(data.pack()) == data
