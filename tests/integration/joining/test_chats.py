"""Getting in and out as people see it: what is written, which buttons there are, who is named."""

import pytest

from handlers.callbacks.joining import DecideRequest, OpenConsent
from services.joining.codes import grouped
from services.regulation.profile import SettingKey
from tests.factories import GUARDIANS, STAFF, STUDENTS
from tests.integration.joining.chat import Line
from tests.integration.joining.joining_world import KEYS, OPERATOR, PHONES, build_world

pytestmark = pytest.mark.one_database

MOTHER, FATHER, TEACHER, STRANGER = 501, 502, 601, 701
# What could only come from the school's lists: names of people and of classes.
PERSONAL = {
    *(name for names in STAFF.values() for name in names[:3]),
    *(name for family, given, class_name in STUDENTS.values() for name in (family, given)),
    *(name for names in GUARDIANS.values() for name in names[:3]),
    "7Б",
    "1А",
}


@pytest.fixture
def line(world):
    """Give the way into the program."""
    return Line(world)


def named_in(text):
    """Return which people or classes a text names."""
    return {name for name in PERSONAL if name in text}


async def link_mother(world, line, *, language="en"):
    """Let a mother come in up to the consent."""
    chat = line.chat(MOTHER, language=language)
    await chat.send(f"/start {await world.code('mother_maria')}")
    return await chat.share_contact(PHONES["mother_maria"])


async def test_a_stranger_reads_who_we_are_and_leaves_no_trace(world, line):
    """Without a code there is a greeting and the way in; nothing is stored."""
    chat = await line.chat(STRANGER).send("/start")

    assert "Школа № 12" not in PERSONAL
    assert "invitation" in chat.last.text
    assert set() == named_in(chat.texts)
    assert await world.access.actor(bot_id=world.bot_id, telegram_user_id=STRANGER) is None


async def test_nobody_unverified_learns_a_name(world, line):
    """Whatever a stranger tries before the proof, no text and no button names anybody."""
    code = await world.code("mother_maria")
    without_phone = await world.code("father_sidorov")
    chat = line.chat(STRANGER)
    for text in ("/start", "/menu", "/help", "/privacy", "/language", "hello", code[:-1] + "A"):
        await chat.send(text)
    await chat.send(f"/start {code[:-2]}XX")
    await chat.send(f"/start {code}")
    await chat.share_contact("+79990000000")
    await chat.share_contact(PHONES["mother_maria"], owner_id=MOTHER)
    await chat.share_contact(PHONES["mother_maria"], is_forwarded=True)
    await chat.press("Ask the class teacher")
    await chat.press("Check the answer")
    await chat.send("/menu")
    await chat.send(without_phone)
    await chat.press("Ask the class teacher")
    await chat.send("/privacy")

    assert set() == named_in(chat.texts)


async def test_the_way_of_a_mother(world, line):
    """Code, contact button, consent alone in its message with two equal buttons, the menu."""
    chat = line.chat(MOTHER)
    await chat.send(f"/start {await world.code('mother_maria')}")
    contact_button = chat.contact_button
    await chat.share_contact("79160000001")
    consent = chat.last
    await chat.press("I consent")
    done = chat.last
    await chat.press("Menu")

    assert contact_button == "Confirm the number"
    assert consent.text.startswith("<b>Мария К. · 7Б</b>\n<b>CONSENT")
    assert "Оператор: Школа № 12" in consent.text
    assert [["I consent", "I do not consent"]] == [
        [button.caption for button in row] for row in consent.buttons
    ]
    assert "Done: Мария К. · 7Б." in done.text
    assert "09:00" in done.text  # the school's time
    assert ["Diary", "Marks"] == chat.captions[:2]
    assert {"My data", "Settings"} <= set(chat.captions)


async def test_a_code_from_the_paper_slip_needs_no_command(world, line):
    """Typed with dashes and in lower case, it is understood by a chat that is nobody."""
    code = await world.code("mother_maria")
    chat = await line.chat(MOTHER).send(f"{code[:4]}-{code[4:8]}-{code[8:]}".lower())

    assert chat.contact_button == "Confirm the number"


async def test_wrong_codes_say_how_many_tries_are_left_and_stay_counted(world, line):
    """Each answer counts down; then the door is locked, for a right code as well."""
    chat = line.chat(MOTHER)
    code = await world.code("mother_maria")
    for _ in range(5):
        await chat.send("/start ACEFGHJKMNPR")
    await chat.send(f"/start {code}")

    assert "Tries left: 4." in chat.messages[0].text
    assert "Next try in an hour." in chat.messages[4].text
    assert "opens again in 60 minutes" in chat.last.text


async def test_refusing_leads_to_the_printout_and_the_menu_offers_consent(world, line):
    """A refusal closes nothing for ever."""
    chat = await link_mother(world, line)
    await chat.press("I do not consent")
    refused = chat.last.text
    await chat.send("/menu")
    menu = chat.captions
    await chat.press("Give consent")
    await chat.press("I consent")
    await chat.send("/menu")

    assert "once a week" in refused
    assert ["Give consent", "My data", "Settings"] == menu
    assert "Diary" in chat.captions


async def test_withdrawal_takes_two_presses_and_ends_the_old_buttons(world, line):
    """My data, «Withdraw consent», «Withdraw»; afterwards the old messages are out of date."""
    chat = await link_mother(world, line)
    await chat.press("I consent")
    await chat.send("/privacy")
    await chat.press("Withdraw consent")
    explained = chat.last.text
    await chat.press("Withdraw")
    withdrawn = chat.last
    await chat.press("Withdraw")
    pressed_again = chat.last.text
    await chat.press("I consent")
    consent_again = chat.last.text
    await chat.send("/menu")

    assert "destroyed the next day" in explained
    assert "24.11.2026" in withdrawn.text
    assert "destroyed by 25.11.2026" in withdrawn.text
    assert "out of date" in pressed_again
    assert "out of date" in consent_again
    assert "has not been connected with the diary since 24.11.2026" in chat.last.text


async def test_with_several_children_each_consent_has_its_own_button(world, line):
    """The second press says what it withdraws."""
    await world.add_guardianship("mother_maria", "petrov")
    chat = await link_mother(world, line)
    await chat.press("I consent")
    await chat.press("I consent")
    await chat.send("/privacy")
    await chat.press("Withdraw consent")
    captions = chat.captions
    await chat.press("Withdraw: Артём")
    withdrawn = chat.last.text
    await chat.send("/menu")

    assert ["Withdraw: Мария К. · 7Б", "Withdraw: Артём П. · 7Б", "Withdraw all", "Back"] == (
        captions
    )
    assert "Артём П. · 7Б" in withdrawn
    assert "Мария" not in withdrawn
    assert "Diary" in chat.captions


async def test_pressing_consent_twice_is_answered_kindly(world, line):
    """The record stands, and the way to withdraw is named when the other button is pressed."""
    chat = await link_mother(world, line)
    await chat.press("I consent")
    await chat.press("I consent")
    again = chat.last.text
    await chat.press("I do not consent")

    assert "already been recorded" in again
    assert "Withdraw consent" in chat.last.text


async def test_the_class_teacher_confirms_a_father_without_a_phone(world, line):
    """Ask, card, confirm, check: consent follows in the father's chat."""
    teacher = line.chat(TEACHER)
    await teacher.send(f"/start {await world.code('physics')}")
    await teacher.share_contact(PHONES["physics"])
    greeting = teacher.messages[-2].text
    await teacher.press("Acknowledged")
    father = line.chat(FATHER)
    await father.send(f"/start {await world.code('father_sidorov')}")
    asked = father.captions
    await father.press("Ask the class teacher")
    await father.press("Check the answer")
    waiting = father.last.text
    await teacher.send("/menu")
    await teacher.press("Requests (1)")
    card = teacher.last
    await teacher.press("Confirm: by phone")
    await father.press("Check the answer")

    assert "Денис Сергеевич" in greeting
    assert ["Ask the class teacher"] == asked
    assert "has been asked" in waiting
    assert "Сидоров Олег Ильич, мать" in card.text  # the relation as the list has it
    assert "Лев С. · 7Б" in card.text
    assert ["Confirm: seen in person", "Confirm: by phone", "Confirm: at a meeting", "Refuse"] == [
        button.caption for row in card.buttons for button in row
    ]
    assert father.last.text.startswith("<b>Лев С. · 7Б</b>")


async def test_old_buttons_of_the_way_in_lead_somebody_inside_to_the_menu(world, line):
    """Who has long been inside is not sent to look for an invitation."""
    chat = line.chat(MOTHER)
    await chat.send(f"/start {await world.code('mother_maria')}")
    await chat.share_contact("+79990000000")
    await chat.share_contact(PHONES["mother_maria"])
    await chat.press("I consent")
    await chat.press("Ask the class teacher")
    by_button = chat.captions
    await chat.share_contact(PHONES["mother_maria"])

    assert ["Diary", "Marks"] == by_button[:2]
    assert by_button == chat.captions


async def test_a_refused_request_sends_to_the_office(world, line):
    """The one who asked reads the way out, without a reason that could hurt."""
    teacher = line.chat(TEACHER)
    await teacher.send(f"/start {await world.code('physics')}")
    await teacher.share_contact(PHONES["physics"])
    await teacher.press("Acknowledged")
    father = line.chat(FATHER)
    await father.send(f"/start {await world.code('father_sidorov')}")
    await father.press("Ask the class teacher")
    await teacher.send("/menu")
    await teacher.press("Requests")
    await teacher.press("Refuse")
    decided = teacher.last.text
    await father.press("Check the answer")
    answer = father.last.text
    await teacher.press("Refuse")

    assert "Сидоров Олег Ильич: refused." in decided
    assert "school office" in answer
    assert set() == named_in(father.texts)
    assert "out of date" in teacher.last.text


async def test_in_signal_linking_names_nobody(recorded, clock):
    """Neither the parent nor the child nor the class is named to the family."""
    world = await build_world(recorded, clock, {**OPERATOR, SettingKey.CONTENT_MODE: "signal"})
    await world.add_guardianship("mother_maria", "petrov")
    chat = await link_mother(world, Line(world))
    consent = chat.last.text
    await chat.press("I consent")
    await chat.press("I do not consent")
    await chat.send("/privacy")
    await chat.press("Withdraw consent")
    await chat.press("Withdraw")

    assert consent.startswith("<b>Child 1</b>")
    assert set() == named_in(chat.texts)


async def test_consent_waits_for_the_operators_data(recorded, clock):
    """The mother is linked, is told why there is nothing to sign, and finds it later."""
    world = await build_world(recorded, clock, {**OPERATOR, SettingKey.ADDRESS: ""})
    chat = await link_mother(world, Line(world))
    told = chat.last.text
    await chat.press("Menu")
    await chat.press("Give consent")

    assert "consent cannot be asked for" in told
    assert "consent cannot be asked for" in chat.last.text


async def test_everybody_chooses_the_language(world, line):
    """A linked person's choice is kept; a stranger's lasts for the dialogue."""
    stranger = line.chat(STRANGER, language="ru")
    await stranger.send("/language")
    await stranger.press("English")
    await stranger.send("/start")
    chat = await link_mother(world, line)
    await chat.send("/language")
    await chat.press("Русский")

    assert "school diary" in stranger.last.text
    assert (await world.actor(MOTHER)).language == "ru"


async def test_the_menu_of_several_roles_holds_at_most_eight_buttons(world, line):
    """A class teacher who is a mother and has requests, consents and lessons: one screen."""
    await world.change_person("mother_maria", phone_hash=None)
    chat = line.chat(TEACHER)
    await chat.send(f"/start {await world.code('physics')}")
    await chat.share_contact(PHONES["physics"])
    await chat.press("Acknowledged")
    await chat.send(f"/start {await world.code('mother_maria')}")
    await chat.press("Ask the class teacher")
    await chat.send("/menu")
    await chat.press("Requests (1)")
    await chat.press("Confirm: seen in person")
    await chat.press("Check the answer")
    await world.add_guardianship("mother_maria", "petrov")
    await chat.press("I consent")
    father = line.chat(FATHER)
    await father.send(f"/start {await world.code('father_sidorov')}")
    await father.press("Ask the class teacher")
    await chat.send("/menu")
    menu = chat.captions
    await chat.send("/help")
    help_text = chat.last.text
    await chat.press("How to record marks")

    assert len(menu) <= 8
    assert {"Today", "Requests (1)", "Diary", "Marks", "Give consent", "My data"} <= set(menu)
    assert "Teachers:" in help_text
    assert "Families:" in help_text
    assert "A class in one message" in chat.last.text


async def test_a_forged_button_is_out_of_date(world, line):
    """Figures that no screen ever sent lead to the kind sentence, not to a fault."""
    chat = await link_mother(world, line)
    for data in (
        OpenConsent(person_id=world.person("mother_maria"), student_id=1, purpose=9),
        DecideRequest(request_id=1, decision=-1),
    ):
        await chat.press_data(data.pack())

        assert "out of date" in chat.last.text


@pytest.mark.parametrize("key", ["mother_maria", "physics"])
async def test_a_second_persons_code_needs_no_command_either(world, line, key):
    """Whoever is somebody already becomes one more person, parent or teacher alike."""
    chat = line.chat(MOTHER)
    await world.change_person("mother_petrov", phone_hash=KEYS.phone_hash(PHONES[key]))
    await chat.send(f"/start {await world.code(key)}")
    await chat.share_contact(PHONES[key])
    await chat.send(grouped(await world.code("mother_petrov")))
    await chat.share_contact(PHONES[key])

    actor = await world.actor(MOTHER)
    assert [world.person(key), world.person("mother_petrov")] == [
        one.person_id for one in actor.identities
    ]
