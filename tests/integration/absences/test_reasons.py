"""Reasons of absence: what the journal keeps, who is told, and what old or forged buttons do."""

from datetime import date

import pytest

from handlers.screens.absences import reason_given
from services.absences.facts import DayPassed, ManyChildren, NotAbsent, ReasonDays, UnreadAbsence
from services.errors import NotAllowed, NotFound
from services.i18n import use_locale
from services.vocabulary import AbsenceKind
from tests.integration.absences.conftest import FATHER, MOTHER, TODAY, Morning


async def _give(morning: Morning, kind: AbsenceKind = AbsenceKind.SICK):
    return await morning.reasons.give(
        morning.mother, student_id=morning.maria, on=TODAY, kind=kind, now=morning.now
    )


async def test_a_reason_keeps_excused_and_says_nothing_of_health(morning):
    """The journal keeps у, the answer names no illness, the other guardian is told in silence."""
    await morning.missing()
    given = await _give(morning)
    told = await morning.told()
    with use_locale("en"):
        text = reason_given(given).text

    assert ["absent_excused"] == await morning.codes()
    assert "The reason has been passed to the class teacher." == text.splitlines()[-1]
    assert "llness" not in text
    assert [FATHER] == list(told)
    assert morning.families.sender.sent[-1].is_silent


async def test_an_explained_day_alarms_nobody_any_more(morning):
    """Further lessons are у at once, and no message leaves."""
    await morning.missing()
    await _give(morning)
    await morning.told()
    morning.at("09:30")
    await morning.line("7б англ 2 урок: Кузнецова Мария н", by="english1")

    assert {} == await morning.told(minutes=10)
    assert [] == morning.families.sender.edits
    assert ["absent_excused", "absent_excused"] == await morning.codes()


async def test_pressed_twice_is_one_reason(morning):
    """The second press changes nothing and says so."""
    await morning.missing()
    await _give(morning)
    again = await _give(morning)

    assert again.is_repeat
    assert ["sick"] == await morning.given()


async def test_who_is_late_is_missed_again_two_lessons_later(morning):
    """The letter stays н; the next lesson is quiet, the third one is told."""
    await morning.missing()
    await _give(morning, AbsenceKind.LATE)
    morning.at("09:30")
    await morning.line("7б англ 2 урок: Кузнецова Мария н", by="english1")
    second = await morning.told(minutes=10)
    morning.at("10:25")
    await morning.line("7б алгебра 3 урок: Кузнецова Мария н", by="algebra")
    third = await morning.told(minutes=10)

    assert ["absent"] * 3 == await morning.codes()
    assert {} == second
    assert {MOTHER, FATHER} == set(third)


async def test_a_button_of_last_week_changes_nothing(morning):
    """The alert is too old: the class teacher goes by the paper."""
    await morning.missing()
    morning.at("09:00", day=30)
    with pytest.raises(DayPassed):
        await _give(morning)

    assert ["absent"] == await morning.codes()


@pytest.mark.parametrize("student", ["petrov", "nobody"])
async def test_a_forged_child_is_refused(morning, student):
    """Another family's child, or none at all."""
    await morning.missing()
    student_id = morning.school.people.get(student, 999_999)
    with pytest.raises(NotAllowed):
        await morning.reasons.give(
            morning.mother,
            student_id=student_id,
            on=TODAY,
            kind=AbsenceKind.SICK,
            now=morning.now,
        )

    assert [] == await morning.given()


async def test_another_account_cannot_press_the_button(morning):
    """A forwarded alert is worth nothing to who is no guardian of the child."""
    await morning.missing()
    stranger = [morning.school.guardian("mother_petrov")]
    with pytest.raises(NotAllowed):
        await morning.reasons.question(
            stranger, student_id=morning.maria, on=TODAY, now=morning.now
        )


async def test_who_is_not_missed_needs_no_reason(morning):
    """The child came meanwhile."""
    morning.at("08:40")
    with pytest.raises(NotAbsent):
        await _give(morning)


async def test_an_announced_absence_alarms_nobody(morning):
    """Said the evening before, the lesson is у and silent; other lessons still alarm."""
    morning.at("20:00", day=23)
    said = await morning.reasons.read(morning.mother, "завтра 1-2 урок, у врача", now=morning.now)
    await morning.reasons.announce(
        morning.mother,
        student_id=said.child.student_id,
        days=said.days,
        kind=said.kind,
        now=morning.now,
    )
    morning.at("08:35")
    await morning.line("7б физика 1 урок: Кузнецова Мария н", by="physics")
    first = await morning.told(minutes=10)
    morning.at("10:25")
    await morning.line("7б алгебра 3 урок: Кузнецова Мария н", by="algebra")
    third = await morning.told(minutes=10)

    assert ReasonDays(TODAY, TODAY, 1, 2) == said.days
    assert {} == first
    assert {MOTHER, FATHER} == set(third)
    assert ["absent_excused", "absent"] == await morning.codes()


async def test_a_withdrawn_announcement_lets_the_child_be_missed_again(morning):
    """Only who may speak about the child can withdraw it."""
    morning.at("20:00", day=23)
    given = await morning.reasons.announce(
        morning.mother,
        student_id=morning.maria,
        days=ReasonDays(TODAY, TODAY),
        kind=AbsenceKind.FAMILY,
        now=morning.now,
    )
    with pytest.raises(NotFound):
        await morning.reasons.withdraw(
            [morning.school.guardian("mother_petrov")], reason_id=given.reason_id, now=morning.now
        )
    await morning.reasons.withdraw(morning.mother, reason_id=given.reason_id, now=morning.now)
    await morning.missing()

    assert [] == await morning.given()
    assert ["absent"] == await morning.codes()
    assert [5000 + MOTHER, 5000 + FATHER] == sorted(
        one.chat_id for one in morning.families.sender.sent
    )


async def test_days_gone_by_cannot_be_announced(morning):
    """Nor a button pressed a week later."""
    morning.at("09:00", day=30)
    with pytest.raises(DayPassed):
        await morning.reasons.announce(
            morning.mother,
            student_id=morning.maria,
            days=ReasonDays(TODAY, date(2026, 11, 30)),
            kind=AbsenceKind.FAMILY,
            now=morning.now,
        )


async def test_a_line_must_name_the_child_where_there_are_several(morning):
    """One of two children is not guessed."""
    both = [morning.school.guardian("mother_maria"), morning.school.guardian("mother_petrov")]
    named = await morning.reasons.read(both, "Артём завтра болезнь", now=morning.now)
    with pytest.raises(ManyChildren):
        await morning.reasons.read(both, "завтра болезнь", now=morning.now)
    with pytest.raises(UnreadAbsence):
        await morning.reasons.read(both, "Василий завтра", now=morning.now)

    assert morning.school.people["petrov"] == named.child.student_id
