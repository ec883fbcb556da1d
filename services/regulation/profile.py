"""The school's settings as one typed value; texts of the sheet «Школа» in, numbers out.

Only meaning lives here: reading and storing the rows is the importer's and the repository's work.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.errors import BadInput
from services.vocabulary import ContentMode

__all__ = ["InvalidSetting", "SchoolProfile", "SettingKey", "check_setting", "profile_of"]


class SettingKey(StrEnum):
    """Stored keys; the importer maps the Russian names of the sheet «Школа» to them."""

    NAME = "name"
    SHORT_NAME = "short_name"
    ADDRESS = "address"
    TAX_ID = "tax_id"
    FOUNDER = "founder"
    DATA_OFFICER = "data_officer"
    CONSENT_TEXT = "consent_text"
    CHANNEL_DECISION = "channel_decision"
    TIMEZONE = "timezone"
    ACADEMIC_YEAR = "academic_year"
    DAYS_PER_WEEK = "days_per_week"
    MARK_THRESHOLD = "mark_threshold"
    MINIMUM_MARKS = "minimum_marks"
    MINIMUM_MARKS_HALF_YEAR = "minimum_marks_half_year"
    CONTENT_MODE = "content_mode"
    MARK_HOLD = "mark_hold"
    FINAL_HOLD = "final_hold"
    ABSENCE_HOLD = "absence_hold"
    ABSENCE_WAITS_TEN_MINUTES = "absence_waits_ten_minutes"
    CHANGE_HOLD = "change_hold"
    QUIET_HOURS = "quiet_hours"
    SUMMARY_AT = "summary_at"
    SUMMARY_FROM = "summary_from"
    PAPER_CONSENT = "paper_consent"
    CONSENT_DAYS = "consent_days"
    DESTRUCTION_DAYS = "destruction_days"
    CODE_DAYS = "code_days"
    HOMEWORK_MINUTES = "homework_minutes"
    HOMEWORK_IN_FIRST_GRADE = "homework_in_first_grade"
    FINAL_DAYS = "final_days"
    CORRECTION_DAYS = "correction_days"
    WEEK_PACK_AT = "week_pack_at"


class InvalidSetting(BadInput):
    """A value of the sheet «Школа» does not mean what its key needs. Facts: key, value."""


@dataclass(frozen=True, slots=True)
class SchoolProfile:
    """Everything of a school that rules depend on; defaults are those of the workbook."""

    timezone: ZoneInfo
    name: str = ""
    short_name: str = ""
    address: str = ""
    tax_id: str = ""
    founder: str = "private"
    data_officer: str = ""
    channel_decision: str = ""
    academic_year: str = ""
    days_per_week: int = 5
    mark_threshold: Fraction = Fraction(5, 2)  # of a 3; a 4 and a 5 lie one and two above
    minimum_marks: int = 3
    minimum_marks_half_year: int = 5
    content_mode: ContentMode = ContentMode.FULL
    mark_hold: timedelta = timedelta(minutes=5)
    final_hold: timedelta = timedelta(minutes=30)
    absence_hold: timedelta = timedelta(minutes=2)
    absence_waits_ten_minutes: bool = True
    change_hold: timedelta = timedelta(minutes=3)
    quiet_hours: tuple[time, time] | None = (time(21), time(7))
    summary_at: tuple[int, time] = (5, time(18))  # ISO weekday, local time
    summary_from: date | None = None  # the first summary; None: after two school weeks
    needs_paper_consent: bool = True
    # After a new edition of the consent text delivery goes on under the old one for these days
    # (156-FZ of 24.06.2025 asks for a new consent and names no period).
    consent_days: int = 14
    # After a withdrawal; 152-FZ art. 21 part 5 allows thirty at most.
    destruction_days: int = 1
    code_days: int = 30
    homework_minutes: int = 60
    homework_in_first_grade: bool = False  # the sanitary norm gives it none
    final_days: int = 2
    correction_days: int = 7  # S0 7.2, domain B.4: later only the deputy head corrects
    # S3 1, 3: activity and attendance are looked at weekly. ISO weekday, local time.
    week_pack_at: tuple[int, time] = (5, time(15))

    @property
    def can_collect_consent(self) -> bool:
        """Whether the operator is named: without it no consent may be asked for."""
        return bool(self.name and self.address and self.data_officer)


_WEEKDAYS = {"пн": 1, "вт": 2, "ср": 3, "чт": 4, "пт": 5, "сб": 6, "вс": 7}
_FOUNDERS = {
    "частный": "private",
    "private": "private",
    "муниципальный": "municipal",
    "municipal": "municipal",
    "государственный": "state",
    "state": "state",
}
_YES_NO = {"да": True, "yes": True, "true": True, "1": True} | {
    "нет": False,
    "no": False,
    "false": False,
    "0": False,
}


def _minutes(value: str) -> timedelta:
    return timedelta(minutes=_whole(value))


def _whole(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 10_000:  # noqa: PLR2004  # a week in minutes; more is a slip of the hand
        raise ValueError(value)
    return number


def _days_of_consent(value: str) -> int:
    return _at_most(_whole(value), 90)


def _days_of_destruction(value: str) -> int:
    return _at_most(_whole(value), 30)  # 152-FZ art. 21 part 5


def _at_most(number: int, most: int) -> int:
    if number > most:
        raise ValueError(number)
    return number


def _yes_no(value: str) -> bool:
    return _YES_NO[value.casefold()]


def _founder(value: str) -> str:
    return _FOUNDERS[value.casefold()]


def _threshold(value: str) -> Fraction:
    fraction = Fraction(value.replace(",", "."))
    if fraction not in {Fraction(5, 2), Fraction(13, 5), Fraction(53, 20)}:
        raise ValueError(value)
    return fraction


def _quiet(value: str) -> tuple[time, time] | None:
    if value.casefold() in {"нет", "no", "-"}:
        return None
    start, end = value.replace("–", "-").replace("—", "-").split("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


def _weekly_moment(value: str) -> tuple[int, time]:
    day, moment = value.split()
    return _WEEKDAYS[day.casefold()], time.fromisoformat(moment)


def _day(value: str) -> date:
    if "." in value:
        return datetime.strptime(value, "%d.%m.%Y").date()  # noqa: DTZ007  # a date alone
    return date.fromisoformat(value)


_READERS: Mapping[SettingKey, tuple[str, Callable[[str], object]]] = {
    SettingKey.NAME: ("name", str),
    SettingKey.SHORT_NAME: ("short_name", str),
    SettingKey.ADDRESS: ("address", str),
    SettingKey.TAX_ID: ("tax_id", str),
    SettingKey.FOUNDER: ("founder", _founder),
    SettingKey.DATA_OFFICER: ("data_officer", str),
    SettingKey.CHANNEL_DECISION: ("channel_decision", str),
    SettingKey.TIMEZONE: ("timezone", ZoneInfo),
    SettingKey.ACADEMIC_YEAR: ("academic_year", str),
    SettingKey.DAYS_PER_WEEK: ("days_per_week", _whole),
    SettingKey.MARK_THRESHOLD: ("mark_threshold", _threshold),
    SettingKey.MINIMUM_MARKS: ("minimum_marks", _whole),
    SettingKey.MINIMUM_MARKS_HALF_YEAR: ("minimum_marks_half_year", _whole),
    SettingKey.CONTENT_MODE: ("content_mode", lambda value: ContentMode(value.casefold())),
    SettingKey.MARK_HOLD: ("mark_hold", _minutes),
    SettingKey.FINAL_HOLD: ("final_hold", _minutes),
    SettingKey.ABSENCE_HOLD: ("absence_hold", _minutes),
    SettingKey.ABSENCE_WAITS_TEN_MINUTES: ("absence_waits_ten_minutes", _yes_no),
    SettingKey.CHANGE_HOLD: ("change_hold", _minutes),
    SettingKey.QUIET_HOURS: ("quiet_hours", _quiet),
    SettingKey.SUMMARY_AT: ("summary_at", _weekly_moment),
    SettingKey.SUMMARY_FROM: ("summary_from", _day),
    SettingKey.PAPER_CONSENT: ("needs_paper_consent", _yes_no),
    SettingKey.CONSENT_DAYS: ("consent_days", _days_of_consent),
    SettingKey.DESTRUCTION_DAYS: ("destruction_days", _days_of_destruction),
    SettingKey.CODE_DAYS: ("code_days", _whole),
    SettingKey.HOMEWORK_MINUTES: ("homework_minutes", _whole),
    SettingKey.HOMEWORK_IN_FIRST_GRADE: ("homework_in_first_grade", _yes_no),
    SettingKey.FINAL_DAYS: ("final_days", _whole),
    SettingKey.CORRECTION_DAYS: ("correction_days", _whole),
    SettingKey.WEEK_PACK_AT: ("week_pack_at", _weekly_moment),
}


def check_setting(key: SettingKey, value: str) -> None:
    """Refuse a value that would not mean anything under *key*.

    Raises:
        InvalidSetting: with key and value.
    """
    if key in _READERS and value.strip():
        _read(key, value.strip())


def _read(key: SettingKey, value: str) -> object:
    _, reader = _READERS[key]
    try:
        return reader(value)
    except (
        ValueError,
        KeyError,
        OSError,
        ArithmeticError,
    ) as error:  # ZoneInfo raises KeyError and OSError kinds
        raise InvalidSetting(key=key, value=value) from error


def profile_of(settings: Mapping[str, str]) -> SchoolProfile:
    """Read the school's profile from its stored settings; empty values take the defaults.

    Raises:
        InvalidSetting: a stored value cannot be read.
    """
    values: dict[str, object] = {"timezone": ZoneInfo("Europe/Moscow")}
    for key, (field, _) in _READERS.items():
        text = settings.get(key, "").strip()
        if text:
            values[field] = _read(key, text)
    if not settings.get(SettingKey.CONTENT_MODE, "").strip():
        # A state or municipal school starts with messages that name nobody: Russian law on
        # foreign messengers (149-FZ art. 10 part 8).
        private = values.get("founder", "private") == "private"
        values["content_mode"] = ContentMode.FULL if private else ContentMode.SIGNAL
    return SchoolProfile(**values)  # type: ignore[arg-type]  # each reader makes its field's type
