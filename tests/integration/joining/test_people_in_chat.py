"""The register through the chat: what is shown, pressed and typed, as the office does it."""

import pytest

from services.outgoing import Attachment
from services.vocabulary import Role
from tests.integration.joining.chat import Line
from tests.integration.joining.joining_world import PHONES

pytestmark = pytest.mark.one_database

MOTHER, TEACHER, OFFICE, OTHER = 501, 601, 602, 603


@pytest.fixture
def line(world):
    """Give the way updates take into the program."""
    return Line(world)


async def come_in(world, line, key, user_id, *, consents=False):
    """Return the chat, in English, of somebody who has come in."""
    await (world.join_and_consent if consents else world.join)(key, user_id)
    await world.access.set_language(await world.actor(user_id), "en")
    return line.chat(user_id)


@pytest.fixture
async def teacher(world, line):
    """Give the chat of the class teacher of 7Б."""
    return await come_in(world, line, "physics", TEACHER)


@pytest.fixture
async def office(world, line):
    """Give the chat of a secretary who is an administrator, too."""
    await world.give_role("deputy", Role.SECRETARY)
    await world.give_role("deputy", Role.ADMINISTRATOR)
    return await come_in(world, line, "deputy", OFFICE)


async def test_a_class_teacher_hands_a_code_over_and_the_mother_comes_in(teacher, line):
    """List, card, code shown once with its copy buttons, and the door opens."""
    await teacher.send("/invite")
    first = teacher.last.text
    await teacher.press("○ Кузнецова Ольга")
    await teacher.press("New code")
    code = next(one.copies for row in teacher.last.buttons for one in row if one.copies)
    shown = teacher.last
    mother = line.chat(MOTHER)
    await mother.send(f"/start {code}")
    await mother.share_contact(PHONES["mother_maria"])
    await teacher.send("/invite кузнецова ольга")

    assert "7Б: who is in the diary" in first
    assert ["Copy the code", "Copy the link", "Back", "Menu"] == [
        one.caption for row in shown.buttons for one in row
    ]
    assert shown.is_protected
    assert "It is confirmed that this is you." in mother.texts
    assert any(caption.startswith("✓ Кузнецова Ольга") for caption in teacher.captions)


async def test_a_second_code_is_asked_about_first(teacher):
    """What a press ends is said before it is ended."""
    await teacher.send("/invite кузнецова ольга")
    await teacher.press("○ Кузнецова Ольга")
    await teacher.press("New code")
    await teacher.press("Back")
    await teacher.press("New code")
    question = teacher.last.text
    await teacher.press("Issue the code")

    assert "The code handed out before stops working." in question
    assert "Code:" in teacher.last.text


async def test_pressed_twice_a_code_is_not_ended_unasked(teacher):
    """The card of before does not know the code of now: the second press asks."""
    await teacher.send("/invite кузнецова ольга")
    await teacher.press("○ Кузнецова Ольга")
    card = teacher.last
    await teacher.press("New code")
    teacher.messages.append(card)
    await teacher.press("New slip")

    assert "The code handed out before stops working." in teacher.last.text


async def test_slips_come_as_a_document(teacher):
    """One person's page, and the pages of who has no code yet."""
    await teacher.send("/invite")
    await teacher.press("○ Иванов Пётр")
    await teacher.press("New slip")
    one = teacher.last.attachment
    await teacher.send("/invite")
    await teacher.press("Print invitations")
    question = teacher.captions
    await teacher.press("Only who has no code")
    many = teacher.last

    assert isinstance(one, Attachment)
    assert one.content.startswith(b"%PDF")
    assert ["Only who has no code: 8", "Everybody who has not come: 9"] == question[:2]
    assert isinstance(many.attachment, Attachment)
    assert "8 invitations" in many.text


async def test_the_list_of_who_has_not_come_is_printed_without_codes(teacher):
    """For a parents' meeting; nobody's code ends by it."""
    await teacher.send("/invite")
    await teacher.press("Print invitations")
    await teacher.press("The list of who has not come")
    listed = teacher.last
    await teacher.send("/invite иванов пётр")

    assert isinstance(listed.attachment, Attachment)
    assert listed.attachment.content.startswith(b"%PDF")
    assert any(caption.startswith("○ Иванов Пётр") for caption in teacher.captions)


async def test_a_lost_phone_is_disconnected_in_two_presses(teacher, line):
    """The old chat reads why, and its buttons answer kindly."""
    mother = line.chat(MOTHER)
    await teacher.send("/invite")
    await teacher.press("○ Кузнецова Ольга")
    await teacher.press("New code")
    code = next(one.copies for row in teacher.last.buttons for one in row if one.copies)
    await mother.send(f"/start {code}")
    await mother.share_contact(PHONES["mother_maria"])
    await mother.press("I consent")
    await mother.send("/menu")
    await teacher.send("/invite кузнецова ольга")
    await teacher.press("✓ Кузнецова Ольга")
    await teacher.press("Lost phone")
    await teacher.press("Disconnect")
    done = teacher.last
    await teacher.press("Disconnect")
    again = teacher.last.text
    await mother.press("My data")
    old_button = mother.last.text
    await mother.send("/start")

    assert "The chat is disconnected." in done.text
    assert "New code" in [one.caption for row in done.buttons for one in row]
    assert "No chat is connected with this person now." in again
    assert "as after a lost phone" in mother.last.text
    assert "Кузнецова" not in old_button


async def test_the_office_suspends_and_opens_access(world, office, line):
    """Reason and dates in one message, a preview, and the mother's chat says what holds."""
    mother = await come_in(world, line, "mother_maria", MOTHER, consents=True)
    await mother.send("/menu")
    await office.send("/people кузнецова ольга")
    await office.press("✓ Кузнецова Ольга")
    await office.press("Suspend access")
    await office.send("с 24.11.2026")
    refused = office.last.text
    await office.send("решение суда 2-114 с 24.11.2026 по 31.05.2027")
    preview = office.last.text
    await office.press("Suspend")
    card = office.last.text
    await mother.press("My data")
    await mother.send("/menu")
    closed = mother.last
    await office.press("Open access again")
    await office.press("Open access")
    await mother.send("/menu")

    assert "A suspension needs its reason" in refused
    assert "24.11.2026 – 31.05.2027" in preview
    assert "решение суда 2-114" in preview
    assert "access suspended: 24.11.2026 – 31.05.2027; решение суда 2-114" in card
    assert "The school has suspended access" in closed.text
    assert "Diary" not in [one.caption for row in closed.buttons for one in row]
    assert "Diary" in mother.captions


async def test_a_suspension_left_half_way_is_typed_again(world, office):
    """The button of the preview does nothing once something else was begun."""
    await world.join("mother_maria", MOTHER)
    await office.send("/people кузнецова ольга")
    await office.press("✓ Кузнецова Ольга")
    await office.press("Suspend access")
    await office.send("решение суда")
    preview = office.last
    await office.press("Back")
    office.messages.append(preview)
    await office.press("Suspend")

    assert "out of date" in office.last.text


async def test_the_paper_application_is_recorded_by_typing_it(office):
    """Number and date, in one line."""
    await office.send("/people кузнецова ольга")
    await office.press("○ Кузнецова Ольга")
    await office.press("Paper application")
    await office.send("215 от 20.11.2026")

    assert "Recorded: application No. 215 of 20.11.2026." in office.last.text
    assert "application No. 215 of 20.11.2026" in office.last.text


async def test_a_new_phone_goes_through_the_office(world, office, line):
    """Settings, the number, the card with two buttons, and the parent reads what holds."""
    mother = await come_in(world, line, "mother_maria", MOTHER, consents=True)
    await mother.send("/settings")
    await mother.press("My contacts")
    before = mother.last.text
    await mother.press("Change the number")
    await mother.send("not a number")
    unclear = mother.last.text
    await mother.send("8 (916) 555-44-77")
    handed = mother.last.text
    await office.send("/menu")
    await office.press("New phones (1)")
    card = office.last
    await office.press("Confirm")
    decided = office.last.text
    await office.press("Confirm")
    again = office.last.text
    await mother.press("My contacts")

    assert "ending in 01" in before
    assert "This is no phone number." in unclear
    assert "ending in 77" in handed
    assert "+79165554477" in card.text
    assert ["Confirm", "Refuse"] == [one.caption for row in card.buttons for one in row]
    assert "is on record" in decided
    assert "out of date" in again
    assert "ending in 77" in mother.last.text


@pytest.mark.parametrize("command", ["/people", "/people Иванов", "/status"])
async def test_the_class_teacher_has_no_office(teacher, command):
    """Everybody's card is the office's."""
    await teacher.send(command)

    assert "This is not open to you." in teacher.last.text


@pytest.mark.parametrize("command", ["/invite", "/invite Иванов", "/people", "/status"])
async def test_neither_parents_nor_other_teachers_have_any_of_it(world, line, command):
    """Commands of others answer kindly and show nothing."""
    mother = await come_in(world, line, "mother_maria", MOTHER, consents=True)
    other = await come_in(world, line, "algebra", OTHER)
    for chat in (mother, other, line.chat(999)):
        await chat.send(command)

        assert "Иванов" not in chat.last.text
        assert "This is not open to you." in chat.last.text


async def test_somebody_elses_buttons_open_nothing(world, office, line):
    """The office's buttons pressed by a mother: every one is asked again."""
    mother = await come_in(world, line, "mother_maria", MOTHER, consents=True)
    await office.send("/invite")
    await office.press("7Б")
    await office.press("Print invitations")
    await office.press("Back")
    await office.press("○ Иванов Пётр")
    for message in list(office.messages):
        for row in message.buttons:
            for button in row:
                if button.data.startswith("pp"):
                    await mother.press_data(button.data)
                    assert "This is not open to you." in mother.last.text


async def test_search_waits_for_a_name_and_turns_pages(office):
    """The button asks, the answer is a list."""
    await office.send("/people")
    await office.press("Search")
    await office.send("и")

    assert "Search: и" in office.last.text
    assert any(caption.startswith("○ Иванов Пётр") for caption in office.captions)


async def test_the_office_sees_the_state_in_counts(office):
    """/status answers with the version and the classes."""
    await office.send("/status")

    assert "Version 1.2.3" in office.last.text
    assert "7Б: 0 of 6, on paper: 6" in office.last.text
