"""Merge keys: notices to one person that share a key leave as one message.

Built of ids and moments only, never of words; a key holds at most 80 characters.
"""

from datetime import UTC, date, datetime

__all__ = [
    "DIGEST",
    "absence_key",
    "agreement_key",
    "alarm_key",
    "alert_key",
    "broadcast_key",
    "call_key",
    "change_key",
    "change_sitting",
    "debt_key",
    "digest_key",
    "final_day",
    "final_key",
    "held_key",
    "is_digest",
    "is_held",
    "lesson_card_key",
    "letter_key",
    "marks_key",
    "marks_sitting",
    "nudge_key",
    "office_pack_key",
    "outage_key",
    "request_key",
    "summary_drafts_key",
    "summary_key",
    "summary_reminder_key",
    "talk_key",
    "untold_key",
]

_HELD = "held:"
DIGEST = "digest:"


def marks_sitting(*, teacher_id: int, group_id: int, started_at: datetime) -> str:
    """Name a sitting: the saves of one teacher for one study group, by their first moment."""
    return f"marks:{teacher_id}:{group_id}:{_moment(started_at)}"


def marks_key(sitting: str, *, student_id: int) -> str:
    """Marks of one child of one sitting; the sitting itself is the key's beginning."""
    return f"{sitting}:{student_id}"


def absence_key(*, student_id: int, on: date) -> str:
    """Absences of one child on one day."""
    return f"absence:{student_id}:{on:%Y%m%d}"


def letter_key(*, student_id: int) -> str:
    """Letters of excuse of one child that are due together."""
    return f"letter:{student_id}"


def nudge_key(person_id: int) -> str:
    """Everything one member of staff is reminded of at once."""
    return f"nudge:{person_id}"


def debt_key(*, student_id: int) -> str:
    """Debts of one child that are due together."""
    return f"debt:{student_id}"


def alarm_key(alarm_id: int) -> str:
    """One alarm about a child."""
    return f"alarm:{alarm_id}"


def alert_key(alert_id: int) -> str:
    """One alert of the installation."""
    return f"alert:{alert_id}"


def agreement_key(*, person_id: int, on: date) -> str:
    """What is said to one person on one day about consent and age, of all children together."""
    return f"agreement:{person_id}:{on:%Y%m%d}"


def call_key(call_id: int) -> str:
    """One family to be called."""
    return f"call:{call_id}"


def request_key(kind: str) -> str:
    """Requests of one kind that wait for the same person."""
    return f"request:{kind}"


def change_sitting(on: date) -> str:
    """Name everything that changes in one day of the timetable, as a sitting is named."""
    return f"change:{on:%Y%m%d}"


def change_key(*, person_id: int, on: date) -> str:
    """Whatever changes in one day of one student, or of one teacher."""
    return f"{change_sitting(on)}:{person_id}"


def final_day(on: date) -> str:
    """Name everything that is summed up on one day, as a sitting is named."""
    return f"final:{on:%Y%m%d}"


def final_key(*, student_id: int, on: date) -> str:
    """Marks of periods and years that one child got on one day."""
    return f"{final_day(on)}:{student_id}"


def homework_key(*, class_id: int, on: date) -> str:
    """Homework given in one class on one day."""
    return f"homework:{class_id}:{on:%Y%m%d}"


def card_key(*, on: date) -> str:
    """The evening cards about one day, siblings together."""
    return f"card:{on:%Y%m%d}"


def lesson_card_key(card_id: int) -> str:
    """One lesson's card for one teacher."""
    return f"lesson:{card_id}"


def summary_key(*, student_id: int, ends_on: date) -> str:
    """The summary of one child: each leaves with a picture of its own."""
    return f"summary:{student_id}:{ends_on:%Y%m%d}"


def summary_reminder_key(*, ends_on: date) -> str:
    """The reminder of summaries not read yet, siblings together."""
    return f"summary-reminder:{ends_on:%Y%m%d}"


def summary_drafts_key(*, class_id: int, ends_on: date) -> str:
    """The drafts of one class."""
    return f"summary-drafts:{class_id}:{ends_on:%Y%m%d}"


def talk_key(talk_id: int) -> str:
    """What is written in one thread, one after the other."""
    return f"talk:{talk_id}"


def broadcast_key(broadcast_id: int) -> str:
    """One announcement; its reminder joins what still waits of it."""
    return f"broadcast:{broadcast_id}"


def outage_key(outage_id: int) -> str:
    """One time without the diary."""
    return f"outage:{outage_id}"


def office_pack_key(*, person_id: int, on: date) -> str:
    """What the office tells one member of staff of a week or month that ends on a day."""
    return f"pack:{person_id}:{on:%Y%m%d}"


def untold_key(*, teacher_id: int) -> str:
    """Families of one class teacher who do not know a final mark yet."""
    return f"untold:{teacher_id}"


def held_key(due_at: datetime) -> str:
    """Whatever waits for the same end of quiet hours, of all children together."""
    return f"{_HELD}{_moment(due_at)}"


def digest_key(due_at: datetime) -> str:
    """Whatever a person reads once a day, of all children together."""
    return f"{DIGEST}{_moment(due_at)}"


def is_held(merge_key: str) -> bool:
    """Whether the notice waited for the end of quiet hours, or for the hour of a digest."""
    return merge_key.startswith((_HELD, DIGEST))


def is_digest(merge_key: str) -> bool:
    """Whether the notice waits for the hour of a digest."""
    return merge_key.startswith(DIGEST)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%y%m%dT%H%M%S}"
