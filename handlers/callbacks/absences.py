"""Buttons of absences, their reasons and the alarm."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AnnounceAbsence",
    "AskReason",
    "CloseAlarm",
    "GiveReason",
    "LeftHome",
    "OpenAbsences",
    "RaiseAlarm",
    "RecordCall",
    "TakeAlarm",
    "WithdrawAbsence",
]


class AskReason(CallbackData, prefix="abas"):
    """Ask why a child is absent: the day as YYYYMMDD."""

    student_id: int
    on: int


class GiveReason(CallbackData, prefix="abgv"):
    """Say why a child is absent; *kind* is its place in handlers/screens/absences.KINDS."""

    student_id: int
    on: int
    kind: int


class LeftHome(CallbackData, prefix="ablh"):
    """Ask whether a child who left home is not at home."""

    student_id: int
    on: int


class RaiseAlarm(CallbackData, prefix="abra"):
    """Alarm the school about a child: the second press."""

    student_id: int
    on: int


class TakeAlarm(CallbackData, prefix="abta"):
    """See to a child who is missing."""

    alarm_id: int


class CloseAlarm(CallbackData, prefix="abcl"):
    """Say that a child is found."""

    alarm_id: int


class RecordCall(CallbackData, prefix="abrc"):
    """Record whether a family was reached by telephone."""

    call_id: int
    is_reached: bool


class AnnounceAbsence(CallbackData, prefix="aban"):
    """Announce an absence: days as YYYYMMDD, lessons (0: open), kind as in GiveReason or -1."""

    student_id: int
    starts_on: int
    ends_on: int
    first_lesson: int
    last_lesson: int
    kind: int


class WithdrawAbsence(CallbackData, prefix="abwd"):
    """Take an announced absence back."""

    reason_id: int


class OpenAbsences(CallbackData, prefix="abpg"):
    """Show what a child has missed in a month (YYYYMM), or (0) in the period of today."""

    student_id: int
    month: int
