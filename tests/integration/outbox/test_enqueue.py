"""What saving owes to families: who, when, once; moved, dropped and rerouted while it waits."""

from datetime import timedelta

from services.database import bind_school
from services.models import ChatQueue
from services.outbox.enqueue import cancel_waiting, refuse_waiting, reroute
from services.outbox.keys import held_key, marks_sitting
from services.outbox.rescheduling import postpone
from services.regulation.repository import load_profile
from services.vocabulary import AccessMode, AttendanceCode, FactKind, FactRef, NoticeKind
from tests.factories import at
from tests.integration.outbox.family import moved


def who_and_when(families, notices):
    """Return (person, due) of notices."""
    names = {number: name for name, number in families.school.people.items()}
    return sorted((names[row.person_id], row.due_at) for row in notices)


async def test_guardians_are_owed_with_and_without_an_account(families):
    """Who has no chat is owed too: it goes to paper. A student without an account is not."""
    await families.guard("father_sidorov", "maria")
    await families.link("mother_maria", account_id=1, student="maria")
    mark_id = await families.mark(await families.lesson(), 5)
    told = await families.tell(*families.mark_news(mark_id, hold=5))
    notices = await families.notices()

    assert 2 == told
    assert [("father_sidorov", at(24, "12:05")), ("mother_maria", at(24, "12:05"))] == (
        who_and_when(families, notices)
    )
    assert {None, 1} == {row.account_id for row in notices}


async def test_a_guardian_on_paper_or_suspended_is_not_owed_a_message(families):
    """The printout informs the one, the court order forbids the other."""
    await families.guard("father_sidorov", "maria", access=AccessMode.PAPER)
    await families.guard("mother_petrov", "maria", access=AccessMode.SUSPENDED)
    mark_id = await families.mark(await families.lesson(), 5)
    await families.tell(*families.mark_news(mark_id))

    assert [("mother_maria", at(24, "12:00"))] == who_and_when(families, await families.notices())


async def test_the_same_revision_is_owed_once(families):
    """However often a save is repeated."""
    mark_id = await families.mark(await families.lesson(), 5)
    first = await families.tell(*families.mark_news(mark_id))
    again = await families.tell(*families.mark_news(mark_id))
    next_revision = await families.tell(*families.mark_news(mark_id, revision=2))

    assert (1, 0, 1) == (first, again, next_revision)


async def test_a_student_hears_of_marks_later_and_of_absences_never(families):
    """The own account waits for the last lesson; nobody tells the absent that they are absent."""
    await families.link("maria", account_id=2)
    lesson_id = await families.lesson()
    (mark_news,) = families.mark_news(await families.mark(lesson_id, 5))
    absence = families.absence_news(await families.attend(lesson_id, AttendanceCode.ABSENT))
    await families.tell(moved(mark_news, student_due_at=at(24, "14:00")), absence)

    assert [
        ("maria", at(24, "14:00")),
        ("mother_maria", at(24, "12:00")),
        ("mother_maria", at(24, "12:00")),
    ] == who_and_when(families, await families.notices())


async def test_what_falls_into_quiet_hours_waits_for_their_end_together(families):
    """Marks of the evening share one key for the morning, whatever sitting they came from."""
    await families.link("mother_maria", account_id=1, student="maria")
    families.clock.move_to(at(24, "20:58"))
    lesson_id = await families.lesson()
    marks = [await families.mark(lesson_id, value) for value in (4, 5)]
    await families.tell(*families.mark_news(marks[0], hold=5))
    families.clock.advance(timedelta(minutes=1))
    await families.tell(*families.mark_news(marks[1], hold=5))
    notices = await families.notices()

    assert {(at(25, "07:00"), at(25, "08:00"), held_key(at(25, "07:00")))} == {
        (row.due_at, row.deadline_at, row.merge_key) for row in notices
    }


async def test_a_fresh_absence_wakes_its_chat_now(families):
    """The chat's head becomes the urgent one; it never moves back."""
    await families.link("mother_maria", account_id=1, student="maria")
    lesson_id = await families.lesson()
    await families.tell(*families.mark_news(await families.mark(lesson_id, 5), hold=5))
    await families.tell(
        families.absence_news(await families.attend(lesson_id, AttendanceCode.ABSENT))
    )
    async with families.database.reading() as session:
        queue = await session.get_one(ChatQueue, 1)

    assert (1, at(24, "12:00")) == (queue.head_priority, queue.head_due_at)


async def test_a_sitting_that_goes_on_keeps_everything_waiting(families):
    """What was saved first leaves with what was saved last; nothing moves forward."""
    await families.link("mother_maria", account_id=1, student="maria")
    lesson_id = await families.lesson()
    started_at = families.clock.now()
    sitting = marks_sitting(teacher_id=1, group_id=1, started_at=started_at)
    await families.tell(*families.mark_news(await families.mark(lesson_id, 5), hold=5))
    await families.tell(
        families.absence_news(await families.attend(lesson_id, AttendanceCode.ABSENT))
    )
    students = list(families.school.people.values())
    for due_at in (at(24, "12:09"), at(24, "12:03")):
        await on_school(families, postpone, sitting, student_ids=students, due_at=due_at)
    due = {row.kind: row.due_at for row in await families.notices()}

    assert {NoticeKind.MARK: at(24, "12:09"), NoticeKind.ABSENCE: at(24, "12:00")} == due


async def test_a_sitting_that_runs_into_the_night_waits_for_the_morning(families):
    """The last save decides; then it is one of the messages of the morning."""
    families.clock.move_to(at(24, "20:54"))
    sitting = marks_sitting(teacher_id=1, group_id=1, started_at=families.clock.now())
    mark_id = await families.mark(await families.lesson(), 5)
    await families.tell(*families.mark_news(mark_id, hold=5))
    students = [families.school.people["maria"]]
    await on_school(families, postpone, sitting, student_ids=students, due_at=at(24, "21:02"))
    (notice,) = await families.notices()

    assert (at(25, "07:00"), held_key(at(25, "07:00"))) == (notice.due_at, notice.merge_key)


async def test_undoing_drops_what_waits_and_nothing_else(families):
    """Other facts and other schools stay as they are."""
    await families.link("mother_maria", account_id=1, student="maria")
    lesson_id = await families.lesson()
    marks = [await families.mark(lesson_id, value) for value in (4, 5)]
    await families.tell(*families.mark_news(*marks, hold=5))
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            dropped = await cancel_waiting(session, [FactRef(FactKind.MARK, marks[0])])
    families.pass_minutes(6)
    await families.steps()

    assert 1 == dropped
    assert ["superseded", "told"] == [row.state for row in await families.notices()]


async def test_a_withdrawal_refuses_what_waits_about_that_child(families):
    """The other child's news stay owed."""
    await families.guard("mother_maria", "petrov")
    lesson_id = await families.lesson()
    for student in ("maria", "petrov"):
        mark_id = await families.mark(lesson_id, 5, student=student)
        await families.tell(*families.mark_news(mark_id, student=student))
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            refused = await refuse_waiting(
                session,
                person_id=families.school.people["mother_maria"],
                student_id=families.school.people["maria"],
                reason="withdrawn",
            )

    assert 1 == refused
    assert {("refused", "withdrawn"), ("waiting", "")} == {
        (row.state, row.reason) for row in await families.notices()
    }


async def test_a_person_who_links_gets_what_is_still_news(families):
    """What was owed without an account leaves for the new one; unlinked, it waits again."""
    mark_id = await families.mark(await families.lesson(), 5)
    await families.tell(*families.mark_news(mark_id))
    mother = families.school.people["mother_maria"]
    await families.link("mother_maria", account_id=1, student="maria")
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            there = await reroute(session, person_id=mother, account_id=1)
            back = await reroute(session, person_id=mother, account_id=None)
            again = await reroute(session, person_id=mother, account_id=1)
    await families.steps()

    assert (1, 1, 1) == (there, back, again)
    assert 1 == len(families.sender.sent)


async def on_school(families, call, *args, **kwargs):
    """Call something of the outbox in a transaction of the school."""
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            return await call(session, *args, profile=await load_profile(session), **kwargs)
