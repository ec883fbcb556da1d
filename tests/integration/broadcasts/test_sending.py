"""Whom an announcement reaches, once; how it is taken back; who answers and who is reminded."""

import pytest

from services.broadcasts.errors import AudienceUnknown, BroadcastRecalled, RecallTooLate
from services.broadcasts.facts import Exclusion, Scope
from services.database import bind_school
from services.errors import NotAllowed
from services.models import SchoolSetting
from services.outbox.ports import OurFault
from services.regulation.profile import SettingKey
from services.vocabulary import (
    AccessMode,
    BroadcastScope,
    BroadcastTarget,
    ConsentAction,
    EntryState,
)
from tests.factories import at
from tests.integration.broadcasts.conftest import MARIA, PETROVA, SIDOROV

MEETING = "7Б Собрание в четверг, <18:30>"
HEAD = "<b>7Б · announcement · Орлов Д. С.</b>"
BODY = "Собрание в четверг, &lt;18:30&gt;"


async def test_a_preview_sends_nothing_and_counts_the_audience(announcer):
    """Excluded are those on paper and without consent; nothing leaves before «Send»."""
    await announcer.set_access("father_sidorov", AccessMode.PAPER)
    await announcer.families.consent_outside(
        "mother_petrov", "petrov", action=ConsentAction.WITHDRAWN
    )

    preview = await announcer.service.preview_typed(announcer.teacher, MEETING, now=announcer.now)

    assert {Exclusion.ON_PAPER: 1, Exclusion.NO_CONSENT: 1} == preview.audience.excluded
    assert (1, 1) == (preview.audience.families, preview.audience.chats)
    assert {} == await announcer.told()


async def test_everybody_gets_it_once(announcer):
    """Sent twice, by a second press, it is still one message for each person, escaped."""
    page = await announcer.send(MEETING)
    again = await announcer.service.send(announcer.teacher, page.broadcast_id, now=announcer.now)

    assert again.is_repeat
    one = [f"{HEAD}\n{BODY}"]
    assert {MARIA: one, PETROVA: one, SIDOROV: one} == await announcer.told()
    assert all(sent.is_silent for sent in announcer.families.sender.sent)


async def test_a_guardian_of_two_children_gets_one_message(announcer):
    """Siblings in one class are one message, and one answer."""
    await announcer.families.guard("mother_maria", "marina")
    await announcer.families.consent_outside("mother_maria", "marina")

    page = await announcer.send(MEETING)

    assert 3 == page.recipients
    assert 1 == len((await announcer.told())[MARIA])


@pytest.mark.parametrize(
    ("who", "homeroom", "scope", "may"),
    [
        ("physics", "7Б", "7Б", True),  # class teacher
        ("physics", None, "7Б", True),  # teaches the whole class
        ("physics", "7Б", "1А", False),
        ("english1", None, "7Б англ. 1", True),
        ("english1", None, "7Б англ. 2", False),
        ("english1", None, "7Б", False),
        ("deputy", None, "1А", True),
        ("deputy", None, "grade", True),
        ("deputy", None, "school", True),
        ("physics", "7Б", "school", False),
        ("physics", "7Б", "grade", False),
    ],
)
async def test_who_may_write_to_whom(announcer, who, homeroom, scope, may):
    """The own class, the own groups; deputy heads write to anybody."""
    school = announcer.school
    scopes = {
        "school": Scope(BroadcastScope.SCHOOL, 0),
        "grade": Scope(BroadcastScope.GRADE, 7),
        **{name: Scope(BroadcastScope.GROUP, id_) for name, id_ in school.groups.items()},
        **{name: Scope(BroadcastScope.SCHOOL_CLASS, id_) for name, id_ in school.classes.items()},
    }
    author = school.staff(who, homeroom=homeroom)

    async def preview():
        return await announcer.service.preview(
            author, scopes[scope], BroadcastTarget.BOTH, "Собрание", now=announcer.now
        )

    offered = {(one.kind, one.ref) for one in await announcer.service.scopes(author)}
    assert may == ((scopes[scope].kind, scopes[scope].ref) in offered)
    if may:
        assert (await preview()).broadcast_id
    else:
        with pytest.raises(NotAllowed):
            await preview()


async def test_families_write_to_nobody(announcer):
    """A guardian has no audience at all."""
    with pytest.raises(NotAllowed):
        await announcer.service.scopes(announcer.school.guardian("mother_maria"))


async def test_without_a_class_the_own_one_is_meant(announcer):
    """Who has no class of their own must name one."""
    preview = await announcer.service.preview_typed(
        announcer.teacher, "Собрание завтра", now=announcer.now
    )
    assert ("7Б", "Собрание завтра") == (preview.label, preview.text)
    with pytest.raises(AudienceUnknown):
        await announcer.service.preview_typed(
            announcer.school.staff("deputy"), "Собрание завтра", now=announcer.now
        )


@pytest.mark.parametrize("when", ["before sending", "after sending"])
@pytest.mark.parametrize("how", ["withdrawn", "suspended"])
async def test_what_changes_after_the_preview_counts(announcer, when, how):
    """Consent and access are asked when «Send» is pressed, and once more when it leaves."""
    preview = await announcer.service.preview_typed(announcer.teacher, MEETING, now=announcer.now)

    async def change():
        if how == "suspended":
            await announcer.set_access("mother_petrov", AccessMode.SUSPENDED)
        else:
            await announcer.families.consent_outside(
                "mother_petrov", "petrov", action=ConsentAction.WITHDRAWN
            )

    if when == "before sending":
        await change()
    await announcer.service.send(announcer.teacher, preview.broadcast_id, now=announcer.now)
    if when == "after sending":
        await change()

    assert {MARIA, SIDOROV} == set(await announcer.told())


async def test_quiet_hours_hold_it(announcer):
    """Sent at night it leaves in the morning, and the preview says so."""
    announcer.families.clock.move_to(at(24, "22:00"))
    preview = await announcer.service.preview_typed(announcer.teacher, MEETING, now=announcer.now)
    await announcer.service.send(announcer.teacher, preview.broadcast_id, now=announcer.now)

    assert at(25, "07:00") == preview.leaves_at
    assert {} == await announcer.told()
    assert {MARIA, PETROVA, SIDOROV} == set(await announcer.told(minutes=9 * 60 + 1))


async def test_a_recall_deletes_what_was_delivered_and_drops_what_waits(announcer):
    """One chat has it already, the others never will; nobody reads another message about it."""
    page = await announcer.send(MEETING)
    await announcer.told()

    recalled = await announcer.service.recall(
        announcer.teacher, page.broadcast_id, now=announcer.now
    )
    again = await announcer.service.recall(announcer.teacher, page.broadcast_id, now=announcer.now)

    assert (EntryState.UNDONE, True) == (recalled.state, again.is_repeat)
    assert {} == await announcer.told(minutes=1)
    assert [1001, 1002, 1003] == sorted(announcer.families.sender.deleted)
    assert {} == await announcer.told(minutes=5)


async def test_a_recall_before_delivery_tells_nobody(announcer):
    """What had not left does not leave."""
    page = await announcer.send(MEETING)
    await announcer.service.recall(announcer.teacher, page.broadcast_id, now=announcer.now)

    assert {} == await announcer.told(minutes=5)
    assert [] == announcer.families.sender.deleted


async def test_what_cannot_be_deleted_is_said_to_hold_no_more(announcer):
    """If the channel refuses the deletion, the family is told."""
    page = await announcer.send(MEETING)
    await announcer.told()
    announcer.families.sender.outcomes[5000 + MARIA] = [OurFault("message can't be deleted")]
    await announcer.service.recall(announcer.teacher, page.broadcast_id, now=announcer.now)

    told = await announcer.told(minutes=1)

    assert {MARIA: [f"{HEAD}\nThe announcement was recalled, it holds no more."]} == told


@pytest.mark.parametrize(("minutes", "may"), [(1.9, True), (2, True), (2.1, False)])
async def test_a_recall_has_two_minutes(announcer, minutes, may):
    """Later it stays, and the author is told."""
    page = await announcer.send(MEETING)
    announcer.families.pass_minutes(minutes)
    if may:
        await announcer.service.recall(announcer.teacher, page.broadcast_id, now=announcer.now)
    else:
        with pytest.raises(RecallTooLate):
            await announcer.service.recall(announcer.teacher, page.broadcast_id, now=announcer.now)


async def test_only_the_author_sends_and_recalls(announcer):
    """Whoever knows the number of an announcement has no right to it."""
    page = await announcer.send(MEETING)
    deputy = announcer.school.staff("deputy")
    for press in (announcer.service.send, announcer.service.recall, announcer.service.page):
        with pytest.raises(NotAllowed):
            await press(deputy, page.broadcast_id, now=announcer.now)


async def test_answers_are_counted_once_and_may_change(announcer):
    """A second press changes nothing, another answer replaces the first."""
    page = await announcer.send(MEETING + "\nответы: Буду, Не буду")
    mother, father = await announcer.actor(MARIA), await announcer.actor(SIDOROV)
    for actor, answer in ((mother, 1), (mother, 1), (father, 1), (father, 2)):
        await announcer.service.note_answer(actor, page.broadcast_id, answer, now=announcer.now)

    after = await announcer.service.page(announcer.teacher, page.broadcast_id, now=announcer.now)

    assert ({1: 1, 2: 1}, 1) == (after.tally, after.silent)


async def test_who_lost_access_does_not_answer(announcer):
    """The button of somebody who withdrew consent, or never got it, is refused."""
    page = await announcer.send(MEETING)
    await announcer.families.consent_outside(
        "mother_maria", "maria", action=ConsentAction.WITHDRAWN
    )
    for account in (MARIA, 11):
        with pytest.raises(NotAllowed):
            await announcer.service.note_answer(
                await announcer.actor(account), page.broadcast_id, 0, now=announcer.now
            )


async def test_a_recalled_announcement_takes_no_answer(announcer):
    """The press comes too late."""
    page = await announcer.send(MEETING)
    await announcer.service.recall(announcer.teacher, page.broadcast_id, now=announcer.now)
    with pytest.raises(BroadcastRecalled):
        await announcer.service.note_answer(
            await announcer.actor(MARIA), page.broadcast_id, 0, now=announcer.now
        )


async def test_only_the_silent_are_reminded_and_once(announcer):
    """A reminder answers the first message; a second press of its button reminds nobody."""
    page = await announcer.send(MEETING)
    await announcer.told()
    await announcer.service.note_answer(
        await announcer.actor(MARIA), page.broadcast_id, 0, now=announcer.now
    )

    counts = [
        await announcer.service.remind(
            announcer.teacher, page.broadcast_id, page.revision, now=announcer.now
        )
        for _ in range(2)
    ]
    told = await announcer.told(minutes=1)

    assert [2, None] == counts
    reminder = [f"{HEAD}\nReminder: there is no answer from you yet.\n{BODY}"]
    assert {PETROVA: reminder, SIDOROV: reminder} == told


async def test_an_answer_before_the_reminder_leaves_stops_it(announcer):
    """Who answers while the reminder waits is not reminded."""
    page = await announcer.send(MEETING)
    await announcer.told()
    await announcer.service.remind(
        announcer.teacher, page.broadcast_id, page.revision, now=announcer.now
    )
    await announcer.service.note_answer(
        await announcer.actor(MARIA), page.broadcast_id, 0, now=announcer.now
    )

    assert {PETROVA, SIDOROV} == set(await announcer.told(minutes=1))


async def test_names_are_for_the_class_teacher(announcer):
    """Others see how many have not answered."""
    page = await announcer.send(MEETING)
    await announcer.service.note_answer(
        await announcer.actor(MARIA), page.broadcast_id, 0, now=announcer.now
    )
    mine = await announcer.service.unread(announcer.teacher, now=announcer.now)
    subject_teacher = await announcer.service.unread(
        announcer.school.staff("physics"), now=announcer.now
    )

    assert mine.names is not None
    assert ["Петров", "Сидоров"] == [one.student.family_name for one in mine.names]
    assert (None, 2) == (subject_teacher.names, subject_teacher.page.silent)


async def test_a_signal_says_only_that_there_is_something(announcer):
    """In the most careful mode no word of the text leaves."""
    with bind_school(announcer.school.school_id):
        async with announcer.families.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))
    await announcer.send(MEETING)

    signal = (
        "There is a new announcement of the school. "
        "Details are in the school diary or with the class teacher."
    )
    assert [signal] == (await announcer.told())[MARIA]
