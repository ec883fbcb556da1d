"""Summaries by themselves: on Friday at 18:00, with a picture, read or recalled once."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from handlers.screens.summaries import details_page
from services.bulk_entry.facts import PreviewFacts
from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.errors import NotAllowed, OutOfDate
from services.i18n import use_locale
from services.models import (
    Holiday,
    JobRun,
    Lesson,
    SchoolSetting,
    Summary,
    SummaryReading,
)
from services.outgoing import Drawing
from services.regulation.profile import SettingKey
from services.summaries.preparing import SummaryPreparing
from services.typesetting import typeset_png
from services.vocabulary import ConsentAction, ConsentPurpose, PassFail
from tests.factories import at

MARIA = "Мария К. · 7Б\n<b>Сводка 14.11–27.11</b>"


async def test_on_friday_evening_the_family_gets_the_summary(world):
    """Verdict, marks with the own fortnight before, absences by reason without any illness."""
    await world.marias_fortnight()
    await world.go_to(27, "17:59")
    assert [text for text in world.texts if "Сводка" in text] == []
    await world.go_to(27, "18:00")

    [text] = [text for text in world.texts if "Сводка" in text]
    assert text.startswith(MARIA)
    assert "<b>Всё хорошо.</b>" in text
    assert "3 отметки (5 — 2, 4 — 1), средний 4,75 (было 3,50)." in text
    assert "Средний балл: сначала за две недели, после тире за II четверть." in text
    assert "\n• Алгебра: 4,75 ↑ — 4,33, выходит 4" in text
    assert "Пропущен 1 урок (по уважительной причине). Опозданий: 1." in text


async def test_the_picture_and_the_buttons_come_with_it(world):
    """The chart is drawn from the facts; «Ознакомлен» and «Подробно» stand below."""
    await world.marias_fortnight()
    await world.go_to(27, "18:00")
    message = world.families.sender.messages[-1]

    assert ["Ознакомлен", "Вопрос", "Подробно"] == [
        one.caption for row in message.buttons for one in row
    ]
    assert isinstance(message.attachment, Drawing)
    [bar] = message.attachment.data["bars"]
    assert ("Алгебра", 4.75, 3.5, "4,75", "↑") == tuple(bar.values())
    picture = await typeset_png(message.attachment.template, message.attachment.data)
    assert picture.startswith(b"\x89PNG")
    assert message.is_silent


async def test_every_class_is_made_once(world):
    """A second tick, another process and a restart find nothing more to do."""
    world.families.clock.move_to(at(27, "18:00"))
    first = await world.prepare()
    again = SummaryPreparing(world.database, world.families.clock)

    assert 2 == first  # one for each class
    assert not await again.work()
    ends = [row.ends_on for row in await world.rows(Summary)]
    assert [date(2026, 11, 27)] * 7 == ends


async def test_two_processes_at_once_make_a_class_once(world):
    """Whoever comes second finds the class taken and writes nothing."""
    world.families.clock.move_to(at(27, "18:00"))
    other = SummaryPreparing(world.database, world.families.clock)
    await asyncio.gather(*(one.work() for one in (world.preparing, other) for _ in range(6)))
    await world.prepare()

    assert 7 == len(await world.rows(Summary))
    assert [("mother_maria", "summary", 1)] == [
        one for one in await world.waiting() if one[0] == "mother_maria"
    ]


async def test_a_standstill_over_the_weekend_is_caught_up(world):
    """The process was down on Friday: on Monday the same fourteen days are told."""
    await world.marias_fortnight()
    await world.go_to(30, "09:00")

    assert any(text.startswith(MARIA) for text in world.texts)


async def test_a_summary_too_old_is_no_news(world):
    """After a week without the process the next summary comes, not the last one."""
    await world.go_to(5, "09:00", month=12)

    assert [text for text in world.texts if "Сводка" in text] == []


async def test_a_fortnight_of_holidays_is_not_summed_up(world):
    """Nothing to tell, nothing told, and it is not tried again."""
    await world.add(
        Holiday(
            name="Каникулы", starts_on=date(2026, 11, 14), ends_on=date(2026, 11, 29), grades=[]
        )
    )
    await world.go_to(27, "18:00")

    assert [] == await world.rows(Summary)
    assert not any("Сводка" in text for text in world.texts)


async def test_an_empty_fortnight_has_its_own_sentence(world):
    """Without marks and absences it says just that."""
    await world.go_to(27, "18:00")

    assert f"{MARIA}\nЗа 14.11–27.11 новых отметок нет, пропусков нет." in world.texts


async def test_passes_and_fails_are_named(world):
    """A fortnight with signs alone is not empty; each subject says its own, in order of time."""
    first = await world.lesson(16, subject="ethics")
    await world.mark(first, None, day=16, subject="ethics", sign=PassFail.FAILED)
    second = await world.lesson(23, subject="ethics")
    await world.mark(second, None, day=23, subject="ethics", sign=PassFail.PASSED)
    await world.go_to(27, "18:00")

    [text] = [text for text in world.texts if text.startswith(MARIA)]
    assert "\nОРКСЭ: незачёт, зачёт\n" in text
    assert "новых отметок нет" not in text
    mother = world.school.guardian("mother_maria")
    page = await world.pages.page([mother], now=world.now)
    assert page.facts is not None
    assert (("ОРКСЭ", (PassFail.FAILED, PassFail.PASSED)),) == tuple(
        (line.subject, line.signs) for line in page.facts.signs
    )
    with use_locale("ru"):
        assert "\nОРКСЭ: незачёт, зачёт\n" in details_page(page).text


async def test_the_first_form_reads_topics(world):
    """No marks and no averages: what was gone through, and attendance."""
    await world.families.link("father_sidorov", account_id=2)
    await world.families.guard("father_sidorov", "belova")
    await world.families.consent_outside("father_sidorov", "belova")
    lesson_id = await world.lesson(24, subject="reading", group="1А")
    with bind_school(world.school.school_id):
        async with world.database.transaction() as session:
            (await session.get_one(Lesson, lesson_id)).topic = "Буква «М»"
    await world.go_to(27, "18:00")
    [text] = [text for text in world.texts if text.startswith("Алёна Б. · 1А")]

    assert "• Литературное чтение: Буква «М»" in text
    assert "отмет" not in text
    assert "Пропусков нет." in text
    assert world.families.sender.messages[world.texts.index(text)].attachment is None


async def test_the_student_gets_an_own_one(world):
    """Without «Ознакомлен»: it is the guardian who answers for having read."""
    await world.families.link("maria", account_id=2)
    await world.families.consent_outside(
        "mother_maria", "maria", purpose=ConsentPurpose.STUDENT_ACCOUNT
    )
    await world.families.consent_outside("maria", "maria", purpose=ConsentPurpose.STUDENT_ACCOUNT)
    await world.marias_fortnight()
    await world.go_to(27, "18:00")
    own = [
        message
        for message, sent in zip(
            world.families.sender.messages, world.families.sender.sent, strict=True
        )
        if sent.chat_id == 5002 and "Сводка" in sent.text
    ]

    assert [["Вопрос", "Подробно"]] == [
        [one.caption for row in each.buttons for one in row] for each in own
    ]


async def test_not_read_it_is_recalled_once_the_next_day(world):
    """At the same hour, as an answer to the first; then it counts as not read."""
    await world.marias_fortnight()
    await world.go_to(27, "18:00")
    first = 1000 + len(world.texts)
    await world.go_to(28, "17:59")
    assert not any("выше в этом чате" in text for text in world.texts)
    await world.go_to(28, "18:00")
    await world.go_to(30, "18:00")
    [reminder] = [one for one in world.families.sender.sent if "выше в этом чате" in one.text]

    assert "Сводка 14.11–27.11 — выше в этом чате." in reminder.text
    assert first == reminder.reply_to
    [unread] = await world.drafts.unread(
        world.school.staff("physics", homeroom="7Б"), now=world.now
    )
    assert ("Кузнецова", True) in [
        (one.guardian.family_name, one.was_told) for one in unread.families
    ]


async def test_told_late_it_is_recalled_the_day_after(world):
    """An outage over the weekend: no reminder stands right behind the summary itself."""
    await world.marias_fortnight()
    await world.go_to(27, "17:59")
    await world.go_to(29, "19:00")  # and nothing in between
    told = sum("Сводка 14.11–27.11" in text for text in world.texts)
    reminded = [any("выше в этом чате" in text for text in world.texts)]
    for day, hour in ((30, "17:59"), (30, "18:00")):
        await world.go_to(day, hour)
        reminded.append(any("выше в этом чате" in text for text in world.texts))

    assert told
    assert [False, False, True] == reminded


async def test_who_has_read_is_not_reminded(world):
    """A second press changes nothing."""
    await world.marias_fortnight()
    await world.go_to(27, "18:00")
    summary = await world.summary_of("maria")
    family = [world.school.guardian("mother_maria")]
    for _ in range(2):
        await world.pages.acknowledge(family, summary.id, now=world.now)
    await world.go_to(28, "18:00")

    assert 1 == len(await world.rows(SummaryReading))
    assert not any("выше в этом чате" in text for text in world.texts)
    [unread] = await world.drafts.unread(
        world.school.staff("physics", homeroom="7Б"), now=world.now
    )
    assert "Кузнецова" not in [one.guardian.family_name for one in unread.families]


async def test_somebody_elses_button_is_refused(world):
    """A summary is read by its own family; one that never was is out of date."""
    await world.go_to(27, "18:00")
    summary = await world.summary_of("maria")
    stranger = [world.school.guardian("mother_petrov")]

    with pytest.raises(NotAllowed):
        await world.pages.acknowledge(stranger, summary.id, now=world.now)
    with pytest.raises(OutOfDate):
        await world.pages.acknowledge(stranger, 999_999, now=world.now)
    assert [] == await world.rows(SummaryReading)


async def test_without_consent_nothing_leaves(world):
    """A withdrawal between Friday's making and sending stops it."""
    await world.marias_fortnight()
    world.families.clock.move_to(at(27, "18:00"))
    await world.prepare()
    await world.families.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)
    await world.families.steps()

    assert not any("Сводка" in text for text in world.texts)


@pytest.mark.parametrize(
    ("mode", "shown", "hidden"),
    [
        ("alias", "Сводка 14.11–27.11", "Мария"),
        ("signal", "В дневнике есть новые записи.", "Сводка"),
    ],
)
async def test_the_content_mode_binds_text_and_picture(world, mode, shown, hidden):
    """A narrower mode shows neither name nor the teacher's own words; a signal no picture."""
    await world.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value=mode))
    await world.marias_fortnight()
    teacher = world.school.staff("physics", homeroom="7Б")
    await world.drafts.write(
        teacher,
        class_id=world.school.classes["7Б"],
        student_id=world.school.people["maria"],
        text="Мария читает лучше.",
        now=world.now,
    )
    await world.go_to(27, "18:00")
    [message] = [one for one in world.families.sender.messages if "Черновики" not in one.text]

    assert shown in message.text
    assert hidden not in message.text
    assert (mode == "alias") == (message.attachment is not None)


async def test_a_mark_still_held_is_not_in_it(world):
    """What a teacher may still take back unseen is in no summary either."""
    entries, teacher = EntryService(world.database), world.school.staff("algebra")
    family = [world.school.guardian("mother_petrov")]
    world.families.clock.move_to(at(24, "10:35"))
    preview = await entries.preview(teacher, "7б алгебра: Петров 5", now=world.now)
    assert isinstance(preview, PreviewFacts)
    await entries.save(teacher, preview.entry_id, now=world.now)
    held = await world.pages.page(family, now=world.now)
    world.families.clock.move_to(at(24, "10:41"))
    seen = await world.pages.page(family, now=world.now)

    assert held.facts is not None
    assert seen.facts is not None
    assert ((), (5,)) == (held.facts.marks, seen.facts.marks)
    assert seen.is_running


async def test_the_ledger_of_jobs_names_each_class(world):
    """One row for each school, class and day: what stands there is not done again."""
    await world.go_to(27, "18:00")
    slots = {(row.job, row.slot) for row in await _job_runs(world) if row.job == "summaries"}

    ids = world.school.classes
    assert {("summaries", f"2026-11-27:{ids[name]}") for name in ("1А", "7Б")} == slots


async def _job_runs(world):
    async with world.database.reading() as session:
        return list(await session.scalars(select(JobRun)))
