"""Missing children and families to be called, as guardians and staff are told of them."""

from collections.abc import Sequence

from handlers.screens.alarm import call_rows, found_row, staff_rows
from handlers.screens.formatting import child_line, escape, person_initials
from services.i18n import gettext as _
from services.news.facts import (
    AlarmNews,
    AlarmState,
    CallNews,
    CallState,
    ChildName,
    StaffAlarmNews,
)
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.roster.names import PersonName

__all__ = [
    "alarm_lines",
    "alarm_rows",
    "alarm_signal",
    "call_lines",
    "call_notice_rows",
    "staff_alarm_lines",
    "staff_alarm_rows",
]

Rows = tuple[tuple[Button, ...], ...]


def alarm_lines(_reader: NoticeReader, news: Sequence[AlarmNews]) -> list[str]:
    """Return the lines for guardians."""
    return [_family_line(one) for one in news]


def alarm_rows(_reader: NoticeReader, news: AlarmNews) -> Rows:
    """Return what a guardian may press."""
    return () if news.state is AlarmState.FOUND else found_row(news.alarm_id)


def alarm_signal(news: AlarmNews) -> str:
    """Return what a signal says of an alarm."""
    if news.state is AlarmState.FOUND:
        return _("The previous message is settled. Details are in the school diary.")
    return _("Please contact the school urgently.")


def staff_alarm_lines(_reader: NoticeReader, news: Sequence[StaffAlarmNews]) -> list[str]:
    """Return the lines for staff, the child first."""
    return [line for one in news for line in (_pupil(one.pupil), _staff_line(one))]


def staff_alarm_rows(_reader: NoticeReader, news: StaffAlarmNews) -> Rows:
    """Return what staff may press."""
    if news.state is AlarmState.FOUND:
        return ()
    return staff_rows(news.alarm_id, is_taken=news.state is AlarmState.TAKEN)


def call_lines(_reader: NoticeReader, news: Sequence[CallNews]) -> list[str]:
    """Return the lines for staff."""
    return [line for one in news for line in (_pupil(one.pupil), _call_line(one))]


def call_notice_rows(_reader: NoticeReader, news: CallNews) -> Rows:
    """Return what can be recorded of a call."""
    if news.state in {CallState.OPEN, CallState.NOT_REACHED}:
        return call_rows(news.call_id)
    return ()


def _family_line(one: AlarmNews) -> str:
    match one.state:
        case AlarmState.OPEN:
            return _("Left home and is not at school. The school has been alarmed.")
        case AlarmState.TAKEN:
            return _("Taken: {name}").format(name=_name(one.taken_by))
        case AlarmState.FOUND:
            return _("Found. The alarm is closed.")


def _staff_line(one: StaffAlarmNews) -> str:
    match one.state:
        case AlarmState.OPEN:
            return _("ALARM: left home, is neither at school nor at home.")
        case AlarmState.TAKEN:
            return _("Taken: {name}").format(name=_name(one.taken_by))
        case AlarmState.FOUND:
            return _("Found. The alarm is closed.")


def _call_line(one: CallNews) -> str:
    match one.state:
        case CallState.OPEN if one.is_told:
            return _("Please call the family: not at school, and no answer.")
        case CallState.OPEN:
            return _("Please call the family: not at school, and nobody there got our message.")
        case CallState.REACHED:
            return _("The family was reached.")
        case CallState.NOT_REACHED:
            return _("The family was called: no answer.")
        case CallState.EXPLAINED:
            return _("No call needed: the reason is known.")


def _pupil(child: ChildName) -> str:
    return escape(
        child_line(
            given_name=child.given_name,
            family_name=child.family_name,
            class_name=child.class_name,
        )
    )


def _name(name: PersonName | None) -> str:
    if name is None:
        return ""
    return escape(
        person_initials(
            family_name=name.family_name, given_name=name.given_name, patronymic=name.patronymic
        )
    )
