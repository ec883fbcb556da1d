"""Lets the demo school live from September until the curtain rises.

The journal of the months before is written as kept elsewhere; on its last days the whole product
runs, and what stands in the chats is what really came.
"""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.demo import door
from bot.demo.telephones import Part
from bot.demo.theatre import Theatre
from bot.runner import run_parts
from bot.sandbox.person import SandboxUser
from bot.sandbox.screen import ScreenMessage
from bot.waiting import Stop
from services.access.identity import Identity
from services.errors import DiaryError
from services.exchange.sheets import GuardianRow
from services.vocabulary import AccessMode, PersonKind, Role

__all__ = ["live_until_today"]

_FINALS_ON = date(2026, 10, 21)
_LAST_RECALLED = date(2026, 11, 20)  # a Friday
_COMING_IN = date(2026, 11, 21)
_LIVED = date(2026, 11, 23)
_MARKED_BY_QUARTERS = (5, 7)
# Who comes in by the chat, on the morning of the demo, or on stage.
_LATER = frozenset({Part.MOTHER, Part.TEACHER, Part.FATHER})
_PATIENCE_SECONDS = 60.0  # machines differ; nothing here is a measurement
_ONE_STAYS_OUT_OF = 5  # guardians of the other classes: they still have their codes to use
_MEETING = "Родительское собрание в четверг, 26 ноября, в 18:30, кабинет 104."


async def live_until_today(
    opened: Theatre, zone: ZoneInfo, *, progress: Callable[[str], None]
) -> None:
    """Bring the school, whose lists have just come in, to the moment the demo begins."""
    clock, keeper = opened.scene.clock, await opened.journal()
    progress("09–10")
    await keeper.recall(after=date.min, until=_FINALS_ON, begin=clock.move_to)
    await _sum_up(opened)
    progress("11")
    await keeper.recall(after=_FINALS_ON, until=_LAST_RECALLED, begin=clock.move_to)
    clock.move_to(datetime.combine(_COMING_IN, time(10, 0), zone))
    await _come_in(opened)
    stop = Stop()
    async with asyncio.TaskGroup() as group:
        group.create_task(run_parts(opened.parts(), stop=stop))
        try:
            await _last_days(opened, zone)
        finally:
            stop.ask()


async def _sum_up(opened: Theatre) -> None:
    """Have every teacher's agreement with the proposed marks of the first quarter kept."""
    finals, clock = opened.application.services.finals, opened.scene.clock
    for teacher_id, group_id, subject_id in opened.keeper.places(_MARKED_BY_QUARTERS):
        who = Identity(opened.school_id, teacher_id, PersonKind.STAFF, frozenset({Role.TEACHER}))
        now = clock.now()
        try:
            sheet = await finals.open(who, group_id=group_id, subject_id=subject_id, now=now)
        except DiaryError:
            continue  # no marks are given here
        await opened.keeper.recall_finals(sheet, teacher_id, subject_id=subject_id, now=now)


async def _come_in(opened: Theatre) -> None:
    """Let staff and some families in; the father of the first family is to come on stage."""
    application, telegram = opened.application, opened.scene.telegram
    codes = await door.hand_out_codes(application, opened.telephones.all, opened.school_id)
    for telephone in opened.telephones.all:
        opened.scene.codes[telephone.row.phone] = telephone.code
        if telephone.part in _LATER:
            continue
        await door.let_in(
            application, telephone.user, code=telephone.code, phone=telephone.row.phone
        )
    for row in _coming_families(opened):
        user = telegram.add_user(
            first_name=row.given_name, last_name=row.family_name, phone=row.phone
        )
        await door.let_in(
            application,
            user,
            code=codes[row.external_id],
            phone=row.phone,
            sees_tables=False,  # nobody looks at this telephone
        )
        telegram.chats[user.user_id].is_started = True


def _coming_families(opened: Theatre) -> list[GuardianRow]:
    """Return who else has come in: the class on stage, and most of every other."""
    tables, cast = opened.scene.workbook.tables, opened.cast
    here = {one.external_id for one in tables.students.rows if one.class_name == cast.class_name}
    seen = {telephone.row.phone for telephone in opened.telephones.all}
    found: dict[str, GuardianRow] = {}
    for number, row in enumerate(tables.guardians.rows):
        is_coming = row.student in here or number % _ONE_STAYS_OUT_OF != 0
        if is_coming and row.access is AccessMode.ELECTRONIC and row.phone not in seen:
            found.setdefault(row.phone, row)
    return list(found.values())


async def _last_days(opened: Theatre, zone: ZoneInfo) -> None:
    application, travel, clock = opened.application, opened.travel, opened.scene.clock
    # The mother first: what her children may see of the diary rests on her consent.
    mother = opened.telephones.find(Part.MOTHER)
    if mother is not None:
        await _walk_in(opened, mother.user, mother.code)
        await door.see_tables(application, mother.user)
    for telephone in opened.telephones.all:
        if telephone.part not in _LATER:
            await _say(opened, telephone.user, "/start", lambda message: bool(message.buttons))
    clock.move_to(datetime.combine(_LIVED, time(8, 0), zone))
    travel.begin()
    await travel.go_to(datetime.combine(_LIVED, time(15, 5), zone))
    teacher = opened.telephones.find(Part.CLASS_TEACHER)
    if teacher is not None:
        line = f"/broadcast {opened.cast.class_name} {_MEETING}"
        await _say(opened, teacher.user, line, lambda message: message.has_button("Отправить"))
        await teacher.user.press("Отправить")
        await opened.quiet.wait(_PATIENCE_SECONDS)
    await travel.go_to(datetime.combine(_LIVED, time(15, 20), zone))
    moment = opened.scene.moment
    await travel.go_to(moment.replace(hour=7, minute=40))
    teacher = opened.telephones.find(Part.TEACHER)
    if teacher is not None:
        await door.let_in(application, teacher.user, code=teacher.code, phone=teacher.row.phone)
        await _say(opened, teacher.user, "/start", lambda message: bool(message.buttons))
    await travel.go_to(moment.replace(hour=8, minute=31))
    await travel.go_to(moment)


async def _say(
    opened: Theatre, user: SandboxUser, text: str, answer: Callable[[ScreenMessage], bool]
) -> None:
    await user.send(text)
    await user.wait_for(answer, timeout=_PATIENCE_SECONDS)
    await opened.quiet.wait(_PATIENCE_SECONDS)


async def _walk_in(opened: Theatre, user: SandboxUser, code: str) -> None:
    """Come in as everybody does: the code, the number, consent to all that is asked."""
    mark = user.mark()
    await user.open_link(code)
    await user.wait_for(
        lambda _message: bool(user.reply_keyboard), since=mark, timeout=_PATIENCE_SECONDS
    )
    await user.tap_reply_button("Подтвердить номер")
    ask: ScreenMessage | None = await user.wait_for(
        lambda message: message.has_button("Даю согласие"), timeout=_PATIENCE_SECONDS
    )
    while ask is not None:
        await user.press("Даю согласие", message=ask)
        await user.wait_for("Согласие записано", timeout=_PATIENCE_SECONDS)
        await opened.quiet.wait(_PATIENCE_SECONDS)
        ask = _next_ask(user, ask)


def _next_ask(user: SandboxUser, asked: ScreenMessage) -> ScreenMessage | None:
    """Return what is asked below *asked*; the buttons of what was decided stay where they are."""
    fresh = (one for one in user.messages if one.message_id > asked.message_id)
    return next((one for one in fresh if one.has_button("Даю согласие")), None)
