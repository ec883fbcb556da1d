"""What people are told by themselves: news in, one message out, in the reader's language.

Every message about a child begins with the child. How each kind of news reads is in a module of
its own, ``notices_<kind>``, registered here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.screens.child_words import numbered_child, unnamed_child
from handlers.screens.formatting import child_line, escape
from handlers.screens.notices_absences import absence_lines, absence_rows, absence_signal
from handlers.screens.notices_agreements import (
    account_lines,
    account_rows,
    account_signal,
    age_lines,
    age_rows,
    age_signal,
    edition_lines,
    edition_rows,
    edition_signal,
)
from handlers.screens.notices_alarms import (
    alarm_lines,
    alarm_rows,
    alarm_signal,
    call_lines,
    call_notice_rows,
    staff_alarm_lines,
    staff_alarm_rows,
)
from handlers.screens.notices_broadcasts import (
    broadcast_buttons,
    broadcast_lines,
    broadcast_signal,
)
from handlers.screens.notices_cards import card_lines, card_signal
from handlers.screens.notices_changes import change_lines, change_signal, staff_change_lines
from handlers.screens.notices_conversations import (
    answer_buttons,
    answer_lines,
    answer_signal,
    question_buttons,
    question_lines,
    question_signal,
)
from handlers.screens.notices_debts import debt_lines, debt_signal
from handlers.screens.notices_finals import final_lines, final_signal
from handlers.screens.notices_homework import (
    homework_buttons,
    homework_lines,
    homework_signal,
)
from handlers.screens.notices_lesson_cards import lesson_card_lines, lesson_card_rows
from handlers.screens.notices_letters import letter_lines, letter_signal
from handlers.screens.notices_marks import mark_lines, mark_rows, mark_signal
from handlers.screens.notices_nudges import nudge_lines, nudge_rows
from handlers.screens.notices_office import office_alert_lines
from handlers.screens.notices_office_packs import (
    class_week_lines,
    class_week_rows,
    school_pack_lines,
    school_pack_rows,
)
from handlers.screens.notices_outages import outage_lines, outage_signal, untold_lines
from handlers.screens.notices_requests import (
    confirmed_signal,
    contact_decided_lines,
    contact_decided_signal,
    contact_request_lines,
    contact_request_rows,
    correction_decided_lines,
    correction_decided_signal,
    correction_request_lines,
    correction_request_rows,
    link_confirmed_lines,
    link_confirmed_rows,
    link_request_lines,
    link_request_rows,
    request_signal,
)
from handlers.screens.notices_summaries import (
    drafts_buttons,
    drafts_lines,
    drafts_signal,
    summary_buttons,
    summary_lines,
    summary_picture,
    summary_signal,
)
from handlers.screens.rows import in_rows
from services.i18n import use_locale
from services.news.facts import (
    AbsenceNews,
    AccountNews,
    AgeNews,
    AlarmNews,
    AnswerNews,
    BroadcastNews,
    CallNews,
    CardNews,
    ChangeNews,
    ChildName,
    ClassWeekNews,
    ContactDecidedNews,
    ContactRequestNews,
    CorrectionDecidedNews,
    CorrectionRequestNews,
    DebtNews,
    EditionNews,
    FinalNews,
    HomeworkNews,
    LessonCardNews,
    LetterNews,
    LinkConfirmedNews,
    LinkRequestNews,
    MarkNews,
    News,
    NudgeNews,
    OfficeAlertNews,
    OutageNews,
    QuestionNews,
    SchoolPackNews,
    StaffAlarmNews,
    StaffChangeNews,
    SummaryDraftsNews,
    SummaryNews,
    UntoldNews,
)
from services.outbox.ports import NoticeReader
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import ContentMode

__all__ = ["NoticeScreens"]

_NAMED_IN_A_ROW = 2  # captions with a name are long


@dataclass(frozen=True, slots=True)
class _Screen:
    """How one kind of news reads: lines about one child, and what a signal says of it.

    ``buttons`` stand below for each piece of news, ``rows`` for all of the kind about a child;
    these are told whether the message holds nothing else.
    """

    lines: Callable[[NoticeReader, Sequence[Any]], list[str]]
    signal: Callable[[Any], str]
    buttons: Callable[[NoticeReader, Any], Sequence[tuple[Button, ...]]] = lambda _reader, _one: ()
    rows: Callable[[NoticeReader, Sequence[Any], bool], Sequence[tuple[Button, ...]]] = (
        lambda _reader, _news, _is_alone: ()
    )


_SCREENS: Mapping[type[News], _Screen] = {
    AbsenceNews: _Screen(absence_lines, absence_signal, absence_rows),
    AnswerNews: _Screen(answer_lines, answer_signal, answer_buttons),
    QuestionNews: _Screen(question_lines, question_signal, question_buttons),
    AlarmNews: _Screen(alarm_lines, alarm_signal, alarm_rows),
    CallNews: _Screen(call_lines, change_signal, call_notice_rows),
    StaffAlarmNews: _Screen(staff_alarm_lines, change_signal, staff_alarm_rows),
    BroadcastNews: _Screen(broadcast_lines, broadcast_signal, broadcast_buttons),
    AccountNews: _Screen(account_lines, account_signal, account_rows),
    AgeNews: _Screen(age_lines, age_signal, age_rows),
    EditionNews: _Screen(edition_lines, edition_signal, edition_rows),
    CardNews: _Screen(card_lines, card_signal),
    ChangeNews: _Screen(change_lines, change_signal),
    CorrectionDecidedNews: _Screen(correction_decided_lines, correction_decided_signal),
    CorrectionRequestNews: _Screen(
        correction_request_lines, request_signal, correction_request_rows
    ),
    ContactDecidedNews: _Screen(contact_decided_lines, contact_decided_signal),
    ContactRequestNews: _Screen(contact_request_lines, request_signal, contact_request_rows),
    DebtNews: _Screen(debt_lines, debt_signal),
    FinalNews: _Screen(final_lines, final_signal),
    HomeworkNews: _Screen(homework_lines, homework_signal, homework_buttons),
    LetterNews: _Screen(letter_lines, letter_signal),
    LessonCardNews: _Screen(lesson_card_lines, change_signal, lesson_card_rows),
    LinkConfirmedNews: _Screen(link_confirmed_lines, confirmed_signal, link_confirmed_rows),
    LinkRequestNews: _Screen(link_request_lines, request_signal, rows=link_request_rows),
    NudgeNews: _Screen(nudge_lines, change_signal, nudge_rows),
    MarkNews: _Screen(mark_lines, mark_signal, rows=mark_rows),
    OutageNews: _Screen(outage_lines, outage_signal),
    UntoldNews: _Screen(untold_lines, change_signal),
    OfficeAlertNews: _Screen(office_alert_lines, change_signal),
    StaffChangeNews: _Screen(staff_change_lines, change_signal),
    ClassWeekNews: _Screen(class_week_lines, change_signal, class_week_rows),
    SchoolPackNews: _Screen(school_pack_lines, change_signal, school_pack_rows),
    SummaryDraftsNews: _Screen(drafts_lines, drafts_signal, drafts_buttons),
    SummaryNews: _Screen(summary_lines, summary_signal, summary_buttons),
}


class NoticeScreens:
    """The renderer of delivery."""

    def render(self, reader: NoticeReader, news: Sequence[News]) -> OutgoingMessage:
        """Return one message that holds all of *news*, about one or several children."""
        with use_locale(reader.language):
            buttons = _buttons(reader, news)
            if reader.content_mode is ContentMode.SIGNAL:
                signals = dict.fromkeys(_SCREENS[type(one)].signal(one) for one in news)
                return OutgoingMessage(text="\n".join(signals), buttons=buttons)
            return OutgoingMessage(
                text="\n\n".join(
                    _about(reader, of_child) for of_child in _grouped(news, lambda one: one.child)
                ),
                buttons=buttons,
                attachment=summary_picture(reader, news),
            )


def _buttons(reader: NoticeReader, news: Sequence[News]) -> tuple[tuple[Button, ...], ...]:
    """Return what can be pressed, once; where several children are told of, whose it is."""
    parts = _grouped(news, lambda one: (type(one), one.child))
    has_several = len({one.child for one in news if one.child is not None}) > 1
    offered = [
        (row, part[0].child)
        for part in parts
        for row in _rows_of(reader, part, is_alone=len(parts) == 1, has_several=has_several)
    ]
    if has_several:
        whose: dict[tuple[Button, ...], set[ChildName | None]] = {}
        for row, child in offered:
            whose.setdefault(row, set()).add(child)
        offered = [
            (named, child)
            for row, child in offered
            for named in _named(reader, row, child if len(whose[row]) == 1 else None)
        ]
    return tuple(dict.fromkeys(row for row, _child in offered))


def _rows_of(
    reader: NoticeReader, part: Sequence[News], *, is_alone: bool, has_several: bool
) -> list[tuple[Button, ...]]:
    screen, child = _SCREENS[type(part[0])], part[0].child
    # Whose child it is must be sure before anything is asked about it.
    is_clear = not has_several or (child is not None and bool(_short_name(reader, child)))
    rows = [*screen.rows(reader, part, is_alone)] if is_clear else []
    for one in part:
        rows.extend(screen.buttons(reader, one))
    return rows


def _named(
    reader: NoticeReader, row: tuple[Button, ...], child: ChildName | None
) -> Sequence[tuple[Button, ...]]:
    """Return a row with the child behind each caption: «Спросить: алгебра · Мария»."""
    name = "" if child is None else _short_name(reader, child)
    if not name:
        return [row]
    buttons = [replace(one, caption=f"{one.caption} · {name}") for one in row]
    return in_rows(buttons, _NAMED_IN_A_ROW)


def _short_name(reader: NoticeReader, child: ChildName) -> str:
    if reader.content_mode is ContentMode.FULL:
        return child.given_name
    return reader.aliases.get(child.student_id, "") or _number(reader, child)


def _number(reader: NoticeReader, child: ChildName) -> str:
    """Return what pages call a child that has no name here; nothing where there is but one."""
    number = reader.numbers.get(child.student_id)
    return "" if number is None else numbered_child(number)


def _about(reader: NoticeReader, news: Sequence[News]) -> str:
    lines = [_heading(reader, news[0].child)]
    for of_kind in _grouped(news, type):
        lines.extend(_SCREENS[type(of_kind[0])].lines(reader, of_kind))
    return "\n".join(line for line in lines if line)


def _heading(reader: NoticeReader, child: ChildName | None) -> str:
    if child is None:
        return ""  # a teacher is told of the own work
    if reader.content_mode is ContentMode.FULL:
        return escape(
            child_line(
                given_name=child.given_name,
                family_name=child.family_name,
                class_name=child.class_name,
            )
        )
    if reader.is_student:
        return ""
    alias = reader.aliases.get(child.student_id, "")
    return escape(unnamed_child(alias, reader.numbers.get(child.student_id)))


def _grouped(news: Sequence[News], key: Callable[[News], object]) -> list[list[News]]:
    """Group *news* by *key*, groups in the order in which they begin."""
    groups: dict[object, list[News]] = {}
    for one in news:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())
