"""Telling people: what is true now against what they were told, in order, at most once."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from services.access.consent_rules import DeliveryVerdict
from services.outbox.keys import held_key
from services.vocabulary import NoticeKind

HOUR = timedelta(hours=1)


async def test_a_notice_becomes_a_message_and_is_remembered(world):
    """What was owed is told once, with its message and what was said kept."""
    world.facts.values[1] = "4"
    await world.owe(1)
    await world.steps()
    world.pass_time(10)
    await world.steps()

    assert ["1: →4"] == world.sender.texts
    assert {1: ("told", "")} == await world.states()
    (message,) = await world.messages()
    assert (1001, "accepted", False) == (
        message.telegram_message_id,
        message.outcome,
        message.is_repeat_possible,
    )
    told = (await world.told())[1]
    assert ({"value": "4"}, message.id) == (told.value, told.message_id)


async def test_nothing_leaves_before_it_is_due(world):
    """A hold is kept to the second."""
    world.facts.values[1] = "4"
    await world.owe(1, due=timedelta(minutes=5))
    await world.steps()
    early = list(world.sender.texts)
    world.pass_time(300)
    await world.steps()

    assert ([], ["1: →4"]) == (early, world.sender.texts)


async def test_a_mark_corrected_before_sending_is_never_seen(world):
    """Two revisions are waiting, one truth is told; the second notice finds nothing new."""
    world.facts.values[1] = "4"
    await world.owe(1, due=timedelta(minutes=1))
    world.facts.values[1] = "5"
    await world.owe(1, revision=2, due=timedelta(minutes=3))
    world.pass_time(61)
    await world.steps()
    world.pass_time(300)
    await world.steps()

    assert ["1: →5"] == world.sender.texts
    assert {1: ("superseded", "nothing_new")} == await world.states()


async def test_two_revisions_due_together_are_one_line(world):
    """Of several revisions of a fact in one message only the newest speaks."""
    world.facts.values[1] = "5"
    await world.owe(1, key="sitting")
    await world.owe(1, revision=2, key="sitting")
    await world.steps()
    first, second = sorted(
        (row.revision, row.state, row.reason) for row in await world.rows(_notice())
    )

    assert ["1: →5"] == world.sender.texts
    assert (1, "superseded", "newer_revision") == first
    assert (2, "told", "") == second


async def test_a_correction_answers_the_message_it_corrects(world):
    """Told 4, now 5: the second message replies to the first."""
    world.facts.values[1] = "4"
    await world.owe(1)
    await world.steps()
    world.facts.values[1] = "5"
    await world.owe(1, revision=2)
    world.pass_time(2)
    await world.steps()

    assert [("1: →4", None), ("1: 4→5", 1001)] == [
        (one.text, one.reply_to) for one in world.sender.sent
    ]
    assert {"value": "5"} == (await world.told())[1].value


async def test_a_withdrawal_is_told_to_who_was_told_only(world):
    """A fact that is gone is taken back where it was told, and never mentioned elsewhere."""
    world.facts.values[1] = "4"
    await world.owe(1, account=1)
    await world.steps()
    del world.facts.values[1]
    await world.owe(1, account=1, revision=2)
    await world.owe(1, account=2, revision=2)
    world.pass_time(2)
    await world.steps()

    assert ["1: →4", "1: 4→"] == world.sender.texts


async def test_what_was_told_already_is_not_told_again(world):
    """A fact that came back to what the person knows is no news."""
    world.facts.values[1] = "4"
    await world.owe(1)
    await world.steps()
    await world.owe(1, revision=2)
    world.pass_time(2)
    await world.steps()

    assert ["1: →4"] == world.sender.texts


async def test_the_marks_of_a_sitting_leave_as_one_message(world):
    """One message for a chat, child and sitting; another child's sitting is another message."""
    world.facts.values.update({1: "4", 2: "5", 3: "3"})
    await world.owe(1, key="marks:7:1:S:301")
    await world.owe(2, key="marks:7:1:S:301")
    await world.owe(3, key="marks:7:1:S:302")
    await world.steps()
    world.pass_time(2)
    await world.steps()

    assert ["1: →4\n2: →5", "3: →3"] == world.sender.texts


async def test_what_waited_for_the_morning_leaves_as_one_message(world):
    """After quiet hours a chat gets one silent message, of all children and kinds."""
    world.facts.values.update({1: "4", 2: "5", 3: "absent"})
    morning = held_key(world.clock.now() + HOUR)
    await world.owe(1, key=morning, due=HOUR)
    await world.owe(2, key=morning, due=HOUR)
    await world.owe(3, key=morning, due=HOUR, kind=NoticeKind.ABSENCE)
    world.pass_time(3600)
    await world.steps()

    assert [("3: →absent\n1: →4\n2: →5", True)] == [
        (one.text, one.is_silent) for one in world.sender.sent
    ]


async def test_what_waited_for_an_outage_leaves_as_one_message(world):
    """Messages that are late together are merged; a fresh one of the same chat is its own."""
    world.facts.values.update({1: "4", 2: "5", 3: "3"})
    await world.owe(1, key="marks:a")
    await world.owe(2, key="marks:b")
    await world.owe(3, key="marks:c", due=HOUR)
    world.pass_time(3600)
    await world.steps()
    world.pass_time(2)
    await world.steps()

    assert ["1: →4\n2: →5", "3: →3"] == world.sender.texts


async def test_a_message_too_long_for_the_channel_is_told_in_several(world):
    """What does not fit stays owed and follows; nothing is cut and nothing is said twice."""
    world.sender.longest = 20
    for fact_id in range(1, 8):
        world.facts.values[fact_id] = "4"
        await world.owe(fact_id, key="marks:a")
    for _ in range(5):
        await world.steps()
        world.pass_time(2)

    lines = [line for text in world.sender.texts for line in text.splitlines()]
    assert sorted(lines) == [f"{fact_id}: →4" for fact_id in range(1, 8)]
    assert all(len(text) <= 20 for text in world.sender.texts)


async def test_an_absence_rings_and_a_mark_does_not(world):
    """The sound follows the kind."""
    world.facts.values.update({1: "absent", 2: "4"})
    await world.owe(1, account=1, kind=NoticeKind.ABSENCE)
    await world.owe(2, account=2)
    await world.steps()

    assert {("1: →absent", False), ("2: →4", True)} == {
        (one.text, one.is_silent) for one in world.sender.sent
    }


async def test_between_chats_the_urgent_comes_first(world):
    """An absence due later leaves before the marks that have waited."""
    world.facts.values.update({1: "4", 2: "4", 3: "absent"})
    await world.owe(1, account=1)
    await world.owe(2, account=2)
    await world.owe(3, account=3, kind=NoticeKind.ABSENCE, due=timedelta(seconds=20))
    world.pass_time(30)
    await world.steps()

    assert ["3: →absent", "1: →4", "2: →4"] == world.sender.texts


async def test_inside_a_chat_the_urgent_comes_first(world):
    """One message a second: the absence now, the marks a second later."""
    world.facts.values.update({1: "4", 2: "absent"})
    await world.owe(1)
    await world.owe(2, kind=NoticeKind.ABSENCE)
    await world.steps()
    first = list(world.sender.texts)
    world.pass_time(1.0)
    await world.steps()
    too_early = list(world.sender.texts)
    world.pass_time(0.1)
    await world.steps()

    assert ["2: →absent"] == first == too_early
    assert ["2: →absent", "1: →4"] == world.sender.texts


async def test_an_expired_notice_is_not_told(world):
    """What is no longer news ends quietly, and the ledger says so."""
    world.facts.values[1] = "absent"
    await world.owe(1, kind=NoticeKind.ABSENCE, expires=timedelta(hours=12))
    world.pass_time(12 * 3600)
    await world.steps()

    assert [] == world.sender.texts
    assert {1: ("expired", "expired")} == await world.states()


async def test_consent_is_asked_again_at_the_moment_of_sending(world):
    """A guardian who withdrew gets nothing, even what was queued before; the reason is kept."""
    world.facts.values[1] = "4"
    await world.owe(1)
    world.gate.verdicts[101] = DeliveryVerdict.CONSENT_WITHDRAWN
    await world.steps()

    assert [] == world.sender.texts
    assert {1: ("refused", "consent_withdrawn")} == await world.states()
    assert {} == await world.told()


async def test_a_person_who_blocked_the_bot_is_not_tried(world):
    """Nothing is sent to an account known to be unreachable; the notice goes to paper."""
    world.facts.values[1] = "4"
    await world.owe(1)
    world.gate.unreachable.add(101)
    await world.steps()

    assert [] == world.sender.texts
    assert {1: ("unreachable", "unreachable")} == await world.states()


async def test_a_person_with_a_new_account_is_told_there(world):
    """Whoever linked another account meanwhile is reached where they are now."""
    world.facts.values[1] = "4"
    await world.owe(1, account=1)
    world.gate.accounts[101] = 2
    await world.steps()
    world.pass_time(2)
    await world.steps()

    assert [(5002, "1: →4")] == [(one.chat_id, one.text) for one in world.sender.sent]


async def test_a_person_without_an_account_keeps_what_is_owed(world):
    """Unlinked meanwhile: nothing is sent, and it still waits for a new link or for paper."""
    world.facts.values[1] = "4"
    await world.owe(1, account=1)
    del world.gate.accounts[101]
    await world.steps()

    assert [] == world.sender.texts
    assert {1: ("waiting", "")} == await world.states()
    assert [None] == [row.account_id for row in await world.rows(_notice())]


async def test_one_faulty_notice_does_not_stop_the_others(world):
    """A fact that cannot be put into words is set aside; everybody else is told."""
    world.facts.values.update({1: "4", 2: "5"})
    world.facts.broken[1] = LookupError()
    await world.owe(1, account=1)
    await world.owe(2, account=2)
    await world.steps()

    assert ["2: →5"] == world.sender.texts
    assert {1: ("dead", "unspeakable"), 2: ("told", "")} == await world.states()


async def test_a_database_that_is_not_as_expected_costs_no_notice(world):
    """A table that is missing after an upgrade: the chat waits until somebody repaired it."""
    world.facts.values.update({1: "4", 2: "5"})
    world.facts.broken[1] = ProgrammingError("SELECT", None, Exception())
    await world.owe(1, account=1)
    await world.owe(2, account=2)
    await world.steps()
    meanwhile = await world.states()
    world.facts.broken.clear()
    world.pass_time(30)
    await world.steps()

    assert {1: ("waiting", ""), 2: ("told", "")} == meanwhile
    assert ["2: →5", "1: →4"] == world.sender.texts


async def test_a_database_that_is_away_lets_the_chats_go(world):
    """Nothing was decided: the claim is given back and taken again."""
    world.facts.values[1] = "4"
    world.facts.broken[1] = OperationalError("SELECT", None, Exception())
    await world.owe(1)
    with pytest.raises(ExceptionGroup):
        await world.engine.step()
    world.facts.broken.clear()
    await world.steps()  # stores that the chat was let go
    await world.steps()

    assert ["1: →4"] == world.sender.texts


@pytest.mark.parametrize("kinds", [[NoticeKind.MARK], [NoticeKind.ABSENCE, NoticeKind.MARK]])
async def test_an_idle_chat_is_not_claimed_again(world, kinds):
    """When everything is told the chat's head lies in the far future."""
    for fact_id, kind in enumerate(kinds, start=1):
        world.facts.values[fact_id] = "x"
        await world.owe(fact_id, kind=kind)
    for _ in range(3):
        await world.steps()
        world.pass_time(3)
    queue = await world.queue()

    assert 9999 == queue.head_due_at.year
    assert 0 == await world.engine.step()


def _notice():
    from services.models import Notice

    return Notice
