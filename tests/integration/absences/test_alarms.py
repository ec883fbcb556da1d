"""A child who left home, families to be called: who is told, who may press, what may repeat."""

import pytest

from services.absences.facts import AlarmClosed, DayPassed, NotAbsent
from services.errors import NotAllowed, NotFound
from services.vocabulary import AbsenceKind, Role
from tests.integration.absences.conftest import (
    DEPUTY,
    DIRECTOR,
    FATHER,
    MOTHER,
    SECRETARY,
    TEACHER,
    TODAY,
    Morning,
)

ALARMED = {FATHER, TEACHER, DEPUTY, SECRETARY}


async def _raise(morning: Morning):
    return await morning.alarms.raise_alarm(
        morning.mother, student_id=morning.maria, on=TODAY, now=morning.now
    )


async def test_the_alarm_reaches_everybody_at_once_and_rings(morning):
    """Class teacher, office, deputy head, the other guardian; not who raised it."""
    await morning.missing()
    before = len(morning.families.sender.sent)
    await _raise(morning)
    told = await morning.told()

    assert ALARMED == set(told)
    assert all(not one.is_silent for one in morning.families.sender.sent[before:])
    assert "Мария К. · 7Б" == told[TEACHER][0].splitlines()[0]


async def test_pressed_twice_alarms_once(morning):
    """The second press shows how it stands."""
    await morning.missing()
    await _raise(morning)
    await morning.told()
    again = await _raise(morning)

    assert again.is_repeat
    assert {} == await morning.told()


async def test_whoever_takes_it_is_named_to_the_parents(morning):
    """The first press counts; the parents hear a name, with a sound."""
    await morning.missing()
    alarm = await _raise(morning)
    await morning.told()
    secretary = morning.staff("secretary", Role.SECRETARY)
    await morning.alarms.take(secretary, alarm_id=alarm.alarm_id, now=morning.now)
    told = await morning.told()
    deputy = morning.school.staff("deputy")
    late = await morning.alarms.take(deputy, alarm_id=alarm.alarm_id, now=morning.now)

    assert {MOTHER, *ALARMED} - {SECRETARY} == set(told)
    assert "Лукина В." in told[MOTHER][0]
    assert late.is_repeat
    assert late.taken_by is not None
    assert "Лукина" == late.taken_by.family_name
    assert {} == await morning.told()


async def test_after_five_minutes_the_director_is_told_once(morning):
    """The job may run as often as it likes."""
    await morning.missing()
    await _raise(morning)
    await morning.told()
    too_early = await morning.calls.tell_directors()
    morning.families.pass_minutes(5)
    first = await morning.calls.tell_directors()
    second = await morning.calls.tell_directors()

    assert (0, 1, 0) == (too_early, first, second)
    assert {DIRECTOR} == set(await morning.told())


async def test_found_closes_it_for_everybody(morning):
    """Who heard of the alarm hears of its end; afterwards nobody can take it."""
    await morning.missing()
    alarm = await _raise(morning)
    await morning.told()
    await morning.alarms.close(morning.mother, None, alarm_id=alarm.alarm_id, now=morning.now)
    told = await morning.told()
    with pytest.raises(AlarmClosed):
        await morning.alarms.take(
            morning.school.staff("deputy"), alarm_id=alarm.alarm_id, now=morning.now
        )

    assert ALARMED == set(told)


async def test_nobody_else_can_press(morning):
    """A subject teacher, a stranger's parent, another school, a made-up number."""
    await morning.missing()
    alarm = await _raise(morning)
    stranger = [morning.school.guardian("mother_petrov")]
    with pytest.raises(NotAllowed):
        await morning.alarms.take(
            morning.school.staff("algebra"), alarm_id=alarm.alarm_id, now=morning.now
        )
    with pytest.raises(NotFound):
        await morning.alarms.close(stranger, None, alarm_id=alarm.alarm_id, now=morning.now)
    with pytest.raises(NotFound):
        await morning.alarms.take(
            morning.school.staff("deputy"), alarm_id=999_999, now=morning.now
        )
    with pytest.raises(NotAllowed):
        await morning.alarms.raise_alarm(
            stranger, student_id=morning.maria, on=TODAY, now=morning.now
        )


async def test_an_old_alert_alarms_nobody(morning):
    """A button of last week, and a child nobody misses."""
    morning.at("08:40")
    with pytest.raises(NotAbsent):
        await _raise(morning)
    await morning.missing()
    morning.at("09:00", day=30)
    with pytest.raises(DayPassed):
        await _raise(morning)

    assert {} == await morning.told()


async def test_without_an_answer_in_half_an_hour_the_family_is_to_be_called(morning):
    """Class teacher and office are asked once; what came of it is recorded."""
    await morning.missing()
    morning.families.pass_minutes(29)
    too_early = await morning.calls.ask_due()
    morning.families.pass_minutes(2)
    asked = (await morning.calls.ask_due(), await morning.calls.ask_due())
    told = await morning.told()

    assert (0, (1, 0)) == (too_early, asked)
    assert {TEACHER, SECRETARY} == set(told)
    assert [text.splitlines()[-1] for text in told[TEACHER]] == [
        "Позвоните: нет на уроках, ответа от семьи нет."
    ]


async def test_who_answers_need_not_be_called(morning):
    """A reason in time: no call; a reason after it: whoever was asked is corrected."""
    await morning.missing()
    morning.families.pass_minutes(31)
    await morning.calls.ask_due()
    await morning.told()
    await morning.reasons.give(
        morning.mother,
        student_id=morning.maria,
        on=TODAY,
        kind=AbsenceKind.FAMILY,
        now=morning.now,
    )
    told = await morning.told()

    assert {FATHER, TEACHER, SECRETARY} == set(told)
    assert 0 == await morning.calls.ask_due()


async def test_a_family_nobody_can_reach_is_called_at_once(morning):
    """Petrov's mother has no account."""
    morning.at("08:35")
    await morning.line("7б физика 1 урок: Петров н", by="physics")
    morning.families.pass_minutes(1)
    too_early = await morning.calls.ask_due()
    morning.families.pass_minutes(5)

    assert (0, 1) == (too_early, await morning.calls.ask_due())
    told = await morning.told()
    assert [text.splitlines()[-1] for text in told[TEACHER]] == [
        "Позвоните: нет на уроках, и никто из семьи сообщения об этом не получил."
    ]


async def test_a_call_is_recorded_by_who_sees_to_the_class(morning):
    """No answer may become reached; a subject teacher records nothing."""
    await morning.missing()
    morning.families.pass_minutes(31)
    await morning.calls.ask_due()
    await morning.told()
    secretary = morning.staff("secretary", Role.SECRETARY)
    with pytest.raises(NotAllowed):
        await morning.calls.record(
            morning.school.staff("algebra"), call_id=1, is_reached=True, now=morning.now
        )
    records = [
        await morning.calls.record(secretary, call_id=1, is_reached=reached, now=morning.now)
        for reached in (False, True, False)
    ]

    assert [False, True, True] == [one.is_reached for one in records]
