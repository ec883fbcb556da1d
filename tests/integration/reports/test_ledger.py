"""The delivery ledger: what is known of every message, and nothing more."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from services.database import bind_school
from services.models import (
    AbsenceReason,
    AccountLink,
    Broadcast,
    BroadcastRecipient,
    Enrollment,
    Message,
    Notice,
    PaperSheet,
    Person,
    Told,
)
from services.outbox.enqueue import FactNews
from services.outbox.ports import Blocked
from services.privacy.destruction import destroy_account_data, destroy_told
from services.reports.ledger.documents import ledger_csv, ledger_page, ledger_pdf
from services.reports.ledger.facts import ButtonPress, NobodyInLedger
from services.reports.ledger.rules import Punctuality
from services.reports.ledger.service import LedgerService
from services.vocabulary import (
    AbsenceKind,
    AttendanceCode,
    BroadcastScope,
    BroadcastTarget,
    EntryState,
    FactKind,
    FactRef,
    NoticeKind,
    NoticeState,
)
from tests.factories import at

MOTHER = 1
OVERSTATED = ("deliver", "read by", "received", "доставлен", "прочитан", "получен")


@pytest.fixture
def ledgers(families):
    """Give the service that puts ledgers together."""
    return LedgerService(families.database, families.clock)


async def of_maria(families, ledgers, **span):
    """Return the ledger of Maria's family."""
    key = str(families.school.people["maria"])
    return await ledgers.of_student(school_id=families.school.school_id, key=key, **span)


async def one_told_mark(families):
    """Let Maria's linked mother be told of one mark."""
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    mark_id = await families.mark(await families.lesson(), 5)
    await families.tell(*families.mark_news(mark_id))
    await families.steps()
    return mark_id


async def stored(families, *rows):
    """Store rows in the school."""
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add_all(rows)


def table(ledger):
    """Return the rows of the CSV as dictionaries."""
    text = ledger_csv(ledger).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


async def test_a_told_mark_is_shown_from_result_to_acceptance(families, ledgers):
    """Result, record, due, acceptance with its number, clause and deadline stand in one row."""
    await one_told_mark(families)
    ledger = await of_maria(families, ledgers)

    (row,) = table(ledger)
    assert ("Кузнецова Мария", "7Б", "Кузнецова Ольга Сергеевна (мать)", "mark") == (
        row["Student"], row["Class"], row["To whom"], row["Kind"],
    )  # fmt: skip
    assert "Алгебра, 24.11.2026" == row["About"]
    assert ("24.11.2026 11:00", "24.11.2026 12:00", "24.11.2026 12:00", "1001") == (
        row["Result"], row["Recorded"], row["Accepted by Telegram"], row["Message number"],
    )  # fmt: skip
    assert ("S2, cl. 15.1", "24.11.2026 24:00", "yes", "accepted by Telegram") == (
        row["Clause"], row["Deadline"], row["In time"], row["State"],
    )  # fmt: skip
    assert "" == row["Button pressed"]


async def test_the_ledger_never_claims_delivery_or_reading(families, ledgers):
    """Telegram tells neither, so no cell and no heading says so; the note says why."""
    await one_told_mark(families)
    ledger = await of_maria(families, ledgers)

    said = ledger_csv(ledger).decode("utf-8-sig").casefold()
    assert [] == [word for word in OVERSTATED if word in said]
    assert any("not known and not claimed" in note for note in ledger_page(ledger)["notes"])


async def test_withdrawal_destroys_the_chat_and_keeps_the_proof(families, ledgers):
    """After destruction the times stand; number, chat and account are gone and said to be."""
    await one_told_mark(families)
    before = (await of_maria(families, ledgers)).rows[0].notice
    person_id, student_id = (families.school.people[one] for one in ("mother_maria", "maria"))
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            link = (await session.scalars(select(AccountLink))).one()
            link.ended_at = families.clock.now()
            await session.flush()
            await destroy_told(session, person_id=person_id, student_id=student_id)
            await destroy_account_data(session, link)
    ledger = await of_maria(families, ledgers)
    async with families.database.reading() as session:
        with bind_school(families.school.school_id):
            left = (await session.execute(
                select(Message.account_id, Message.chat_id, Message.telegram_message_id)
            )).all()  # fmt: skip
            told = (await session.scalars(select(Told))).all()

    (row,) = table(ledger)
    assert (before.sent_at, before.deadline_at) == (
        ledger.rows[0].notice.sent_at,
        ledger.rows[0].notice.deadline_at,
    )
    assert ("yes", "", "accepted by Telegram; the number was destroyed") == (
        row["In time"], row["Message number"], row["State"],
    )  # fmt: skip
    assert ([(None, None, None)], []) == ([tuple(one) for one in left], told)


async def test_an_erased_person_leaves_a_number_and_the_times(families, ledgers):
    """Where names were blanked, or the row of a student is gone, the ledger still stands."""
    await one_told_mark(families)
    student_id = families.school.people["maria"]
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await session.execute(
                update(Person).where(Person.id == student_id)
                .values(family_name="", given_name="", patronymic="")
            )  # fmt: skip
            await session.execute(delete(Enrollment).where(Enrollment.student_id == student_id))
    ledger = await of_maria(families, ledgers)

    (row,) = table(ledger)
    assert f"№ {student_id} (data destroyed)" == row["Student"]
    assert "yes" == row["In time"]


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        (NoticeState.SUPERSEDED, "undone", "not sent: taken back by the teacher before sending"),
        (NoticeState.SUPERSEDED, "nothing_new", "not sent: nothing new against what was told"),
        (NoticeState.EXPIRED, "expired", "not sent: no chat until it was out of date"),
        (NoticeState.REFUSED, "withdrawn", "not sent: no consent or no access at that moment"),
        (NoticeState.UNREACHABLE, "lost_answer", "unknown: Telegram did not answer"),
        (NoticeState.DEAD, "unspeakable", "not sent: a fault of the program"),
    ],
)
async def test_what_was_not_sent_is_shown_as_what_it_is(
    families, ledgers, state, reason, expected
):
    """Superseded, expired, refused, unknown and failed are told apart and never look sent."""
    mark_id = await families.mark(await families.lesson(), 5)
    await families.tell(*families.mark_news(mark_id))
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await session.execute(update(Notice).values(state=state, reason=reason))
    ledger = await of_maria(families, ledgers)

    (row,) = table(ledger)
    assert (expected, "") == (row["State"], row["Accepted by Telegram"])


async def test_a_blocked_bot_is_a_missed_deadline(families, ledgers):
    """A person who has blocked the bot was not informed, and the ledger says why."""
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    families.sender.outcomes[5000 + MOTHER] = [Blocked()]
    mark_id = await families.mark(await families.lesson(), 5)
    await families.tell(*families.mark_news(mark_id))
    await families.steps()
    families.clock.advance(timedelta(days=1))
    ledger = await of_maria(families, ledgers)

    (row,) = table(ledger)
    assert ("no", "not sent: the person has blocked the bot") == (row["In time"], row["State"])


async def test_a_late_acceptance_is_later_not_in_time(families, ledgers):
    """What was accepted after its deadline counts as late."""
    await one_told_mark(families)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await session.execute(update(Notice).values(deadline_at=at(24, "11:59")))
    ledger = await of_maria(families, ledgers)

    assert (1, 0) == (ledger.count(Punctuality.LATE), ledger.count(Punctuality.IN_TIME))


async def test_an_answer_to_an_announcement_is_a_button_pressed(families, ledgers):
    """«Ознакомлен» and worded answers stand with their moment; they are the person's own word."""
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    people = families.school.people
    await stored(
        families,
        Broadcast(
            id=7, author_id=people["physics"], state=EntryState.SAVED, label="7Б",
            scope=BroadcastScope.SCHOOL_CLASS, scope_ref=families.school.classes["7Б"],
            target=BroadcastTarget.PARENTS, text="Собрание", answers=["Буду", "Не буду"],
            created_at=families.clock.now(), sent_at=families.clock.now(),
        ),
    )  # fmt: skip
    await stored(
        families,
        BroadcastRecipient(
            broadcast_id=7, person_id=people["mother_maria"], student_id=people["maria"],
            answer=1, answered_at=at(24, "13:05"),
        ),
    )  # fmt: skip
    await families.tell(
        FactNews(
            student_id=people["maria"], fact=FactRef(FactKind.BROADCAST, 7), revision=1,
            kind=NoticeKind.BROADCAST, merge_key="broadcast:7", result_at=families.clock.now(),
            due_at=families.clock.now(),
        )
    )  # fmt: skip
    await families.steps()
    ledger = await of_maria(families, ledgers)

    (row,) = table(ledger)
    assert ("announcement", "7Б, № 7", "«Буду» 24.11.2026 13:05") == (
        row["Kind"], row["About"], row["Button pressed"],
    )  # fmt: skip


async def test_a_reason_given_under_an_alert_is_a_button_without_the_reason(families, ledgers):
    """That the mother answered is proof; that the child is ill is nobody's business here."""
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    attendance_id = await families.attend(await families.lesson(), AttendanceCode.ABSENT)
    await families.tell(families.absence_news(attendance_id))
    await families.steps()
    people = families.school.people
    await stored(
        families,
        AbsenceReason(
            student_id=people["maria"], starts_on=at(24, "12:00").date(),
            ends_on=at(24, "12:00").date(), kind=AbsenceKind.SICK,
            given_by=people["mother_maria"], given_at=at(24, "12:07"),
        ),
    )  # fmt: skip
    ledger = await of_maria(families, ledgers)

    (row,) = table(ledger)
    assert ButtonPress.REASON is ledger.rows[0].press.what
    assert "“Tell the reason” 24.11.2026 12:07" == row["Button pressed"]
    assert "sick" not in str(row).casefold()


async def test_a_sheet_on_paper_stands_beside_the_messages(families, ledgers):
    """A weekly sheet shows when it was made, handed over, by whom, and its own deadline."""
    people = families.school.people
    await stored(
        families,
        PaperSheet(
            student_id=people["maria"], week_on=at(16, "12:00").date(), reason="on_paper",
            made_at=at(20, "14:00"), handed_at=at(23, "15:30"), handed_by=people["physics"],
        ),
        PaperSheet(
            student_id=people["maria"], week_on=at(2, "12:00").date(), reason="on_paper",
            made_at=at(6, "14:00"),
        ),
    )  # fmt: skip
    ledger = await of_maria(families, ledgers)

    missed, handed = table(ledger)
    assert ("no", "made, not noted as handed over") == (missed["In time"], missed["State"])
    assert ("yes", "handed over on paper", "29.11.2026", "S1, app. 5, cl. 1") == (
        handed["In time"], handed["State"], handed["Deadline"], handed["Clause"],
    )  # fmt: skip
    assert "23.11.2026 15:30, Орлов Денис Сергеевич" == handed["Button pressed"]


async def test_a_class_is_everybody_who_was_in_it(families, ledgers):
    """Who left the class during the span is in its ledger; another class's child is not."""
    for student, guardian in (("maria", "mother_maria"), ("petrov", "mother_petrov")):
        mark_id = await families.mark(await families.lesson(number=len(student) % 4 + 1), 4,
                                      student=student)  # fmt: skip
        await families.tell(*families.mark_news(mark_id, student=student))
        assert guardian in families.school.people
    school_id = families.school.school_id
    ledger = await ledgers.of_class(school_id=school_id, name="7Б")
    other = await ledgers.of_class(school_id=school_id, name="1А")

    assert {"Кузнецова Мария", "Петров Артём"} == {one["Student"] for one in table(ledger)}
    assert () == other.rows


async def test_a_span_holds_what_was_recorded_in_it(families, ledgers):
    """Both days are included, by the school's own midnight."""
    await one_told_mark(families)
    today = at(24, "12:00").date()
    inside = await of_maria(families, ledgers, first=today, last=today)
    outside = await of_maria(families, ledgers, first=today - timedelta(days=9),
                             last=today - timedelta(days=1))  # fmt: skip

    assert (1, 0) == (len(inside.rows), len(outside.rows))


async def test_nobody_by_that_key_is_refused(families, ledgers):
    """A guardian's number, another word and an unknown class are no student and no class."""
    school_id = families.school.school_id
    for key in (str(families.school.people["mother_maria"]), "nobody", "99999"):
        with pytest.raises(NobodyInLedger):
            await ledgers.of_student(school_id=school_id, key=key)
    with pytest.raises(NobodyInLedger):
        await ledgers.of_class(school_id=school_id, name="11Я")


async def test_a_name_that_is_a_formula_stays_a_name(families, ledgers):
    """A spreadsheet must not run what stands in a list."""
    await one_told_mark(families)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await session.execute(
                update(Person).where(Person.id == families.school.people["maria"])
                .values(family_name="=HYPERLINK(1)")
            )  # fmt: skip
    ledger = await of_maria(families, ledgers)

    assert "'=HYPERLINK(1) Мария" == table(ledger)[0]["Student"]


async def test_the_pages_are_made(families, ledgers):
    """The ledger comes as a PDF, with rows and without any."""
    empty = await ledger_pdf(await of_maria(families, ledgers))
    await one_told_mark(families)
    filled = await ledger_pdf(await of_maria(families, ledgers))

    assert (b"%PDF", b"%PDF") == (empty[:4], filled[:4])
