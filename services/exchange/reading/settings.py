"""The sheet «Школа»: which setting a line means, and whether its value means anything."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.exchange.findings import Finding, Findings, shown
from services.exchange.reading.dates import a_date
from services.exchange.reading.encoding import Undecodable
from services.exchange.reading.folder import FileReader
from services.exchange.reading.rows import Table
from services.exchange.reading.wording import normal_heading
from services.exchange.sheets import RowPlace, SettingRow
from services.i18n import gettext as _
from services.regulation.profile import InvalidSetting, SettingKey, check_setting

__all__ = ["Setting", "academic_year_of", "read_settings", "setting_names"]

# Lines of the sheet in Russian; in English a line is the key itself, with or without underscores.
_KEYS: Mapping[str, SettingKey] = {
    "название": SettingKey.NAME,
    "краткое название": SettingKey.SHORT_NAME,
    "адрес": SettingKey.ADDRESS,
    "инн": SettingKey.TAX_ID,
    "учредитель": SettingKey.FOUNDER,
    "ответственный за пдн": SettingKey.DATA_OFFICER,
    "текст согласия": SettingKey.CONSENT_TEXT,
    "решение о канале": SettingKey.CHANNEL_DECISION,
    "часовой пояс": SettingKey.TIMEZONE,
    "учебный год": SettingKey.ACADEMIC_YEAR,
    "дней в неделе": SettingKey.DAYS_PER_WEEK,
    "порог отметок": SettingKey.MARK_THRESHOLD,
    "минимум отметок": SettingKey.MINIMUM_MARKS,
    "минимум отметок за полугодие": SettingKey.MINIMUM_MARKS_HALF_YEAR,
    "режим сообщений": SettingKey.CONTENT_MODE,
    "задержка отметок": SettingKey.MARK_HOLD,
    "задержка итоговых": SettingKey.FINAL_HOLD,
    "задержка отсутствий": SettingKey.ABSENCE_HOLD,
    "ждать 10 минут": SettingKey.ABSENCE_WAITS_TEN_MINUTES,
    "задержка изменений": SettingKey.CHANGE_HOLD,
    "тихие часы": SettingKey.QUIET_HOURS,
    "сводка": SettingKey.SUMMARY_AT,
    "начало сводок": SettingKey.SUMMARY_FROM,
    "бумажное согласие": SettingKey.PAPER_CONSENT,
    "дней на новое согласие": SettingKey.CONSENT_DAYS,
    "дней до уничтожения": SettingKey.DESTRUCTION_DAYS,
    "срок кода": SettingKey.CODE_DAYS,
    "срок домашнего задания": SettingKey.HOMEWORK_MINUTES,
    "дз в 1 классе": SettingKey.HOMEWORK_IN_FIRST_GRADE,
    "срок итоговых": SettingKey.FINAL_DAYS,
    "окно исправления": SettingKey.CORRECTION_DAYS,
    "недельный пакет": SettingKey.WEEK_PACK_AT,
} | {key.value.replace("_", " "): key for key in SettingKey}

_LIMITS = {SettingKey.NAME: 300, SettingKey.SHORT_NAME: 120, SettingKey.TIMEZONE: 64}
_ACADEMIC_YEAR = re.compile(r"(20\d\d)\s*[/\-–—]\s*(20\d\d)")
_DAYS = {"5", "6"}
_IN_MINUTES = (
    SettingKey.MARK_HOLD, SettingKey.FINAL_HOLD, SettingKey.ABSENCE_HOLD, SettingKey.CHANGE_HOLD,
    SettingKey.HOMEWORK_MINUTES,
)  # fmt: skip
_IN_DAYS = (
    SettingKey.CONSENT_DAYS, SettingKey.DESTRUCTION_DAYS, SettingKey.CODE_DAYS,
    SettingKey.FINAL_DAYS, SettingKey.CORRECTION_DAYS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting with the row it comes from; the consent text stands here itself, no file."""

    place: RowPlace
    key: SettingKey
    value: str


def academic_year_of(value: str) -> str | None:
    """Return a school year as ``2026/2027``; None when the text is no school year."""
    match = _ACADEMIC_YEAR.fullmatch(value)
    if match is None or int(match[1]) + 1 != int(match[2]):
        return None
    return f"{match[1]}/{match[2]}"


def read_settings(
    table: Table[SettingRow], read_file: FileReader, findings: Findings
) -> tuple[Setting, ...]:
    """Return the settings of the sheet; unknown lines are skipped with a notice."""
    settings: dict[SettingKey, Setting] = {}
    unknown = []
    for row in table.rows:
        key = _KEYS.get(normal_heading(row.key))
        if key is None:
            unknown.append(row.key)
        elif key in settings:
            findings.problems.append(
                _at(
                    row.place,
                    "key",
                    _("the same setting stands in row {row}.").format(row=settings[key].place.row),
                )
            )
        else:
            settings[key] = Setting(row.place, key, _value(row, key, read_file, findings))
    if unknown:
        findings.notices.append(
            Finding(
                _("these settings are skipped: {names}.").format(names=shown(unknown)), table.file
            )
        )
    if table.is_given and table.is_understood and not _has_name(settings):
        findings.problems.append(
            Finding(_("the school's name (“название”) is missing."), table.file)
        )
    return tuple(settings.values())


def setting_names() -> tuple[tuple[str, SettingKey, str], ...]:
    """Return every setting by its Russian name, with what is expected of its value."""
    return tuple(
        (name, key, _expected(key))
        for name, key in _KEYS.items()
        if name != key.value.replace("_", " ")
    )


def _has_name(settings: Mapping[SettingKey, Setting]) -> bool:
    return any(
        settings[key].value for key in (SettingKey.NAME, SettingKey.SHORT_NAME) if key in settings
    )


def _value(row: SettingRow, key: SettingKey, read_file: FileReader, findings: Findings) -> str:
    if key is SettingKey.CONSENT_TEXT and row.value:
        try:
            return read_file(row.value).strip()
        except FileNotFoundError:
            problem = _("there is no file “{name}” beside the tables.")
        except Undecodable:
            problem = _("the file “{name}” is no text in UTF-8, UTF-16 or windows-1251.")
        findings.problems.append(_at(row.place, "value", problem.format(name=shown(row.value))))
        return ""
    try:
        return _normal(key, row.value)
    except (InvalidSetting, ValueError):
        findings.problems.append(
            _at(
                row.place,
                "value",
                _("expected for “{key}”: {expected}; found: “{found}”.").format(
                    key=row.key, expected=_expected(key), found=shown(row.value)
                ),
            )
        )
        return ""


def _normal(key: SettingKey, value: str) -> str:
    if not value:
        return ""
    check_setting(key, value)
    if len(value) > _LIMITS.get(key, len(value)):
        raise ValueError(value)
    match key:
        case SettingKey.ACADEMIC_YEAR:
            year = academic_year_of(value)
            if year is None:
                raise ValueError(value)
            return year
        case SettingKey.DAYS_PER_WEEK if value not in _DAYS:
            raise ValueError(value)
        case SettingKey.SUMMARY_FROM:
            return str(a_date.read(value).isoformat())
        case _:
            return value


def _expected(key: SettingKey) -> str:
    expected: Mapping[SettingKey, Callable[[], str]] = {
        SettingKey.NAME: lambda: _("at most 300 characters"),
        SettingKey.SHORT_NAME: lambda: _("at most 120 characters"),
        SettingKey.FOUNDER: lambda: _("частный, муниципальный or государственный"),
        SettingKey.TIMEZONE: lambda: _("a time zone such as Europe/Moscow"),
        SettingKey.ACADEMIC_YEAR: lambda: _("a school year such as 2026/2027"),
        SettingKey.DAYS_PER_WEEK: lambda: _("5 or 6"),
        SettingKey.MARK_THRESHOLD: lambda: _("2.5, 2.6 or 2.65"),
        SettingKey.CONTENT_MODE: lambda: _("full, alias or signal"),
        SettingKey.ABSENCE_WAITS_TEN_MINUTES: lambda: _("yes or no"),
        SettingKey.PAPER_CONSENT: lambda: _("yes or no"),
        SettingKey.HOMEWORK_IN_FIRST_GRADE: lambda: _("yes or no"),
        SettingKey.QUIET_HOURS: lambda: _("hours such as 21:00-07:00"),
        SettingKey.SUMMARY_AT: lambda: _("a day and a time such as пт 18:00"),
        SettingKey.WEEK_PACK_AT: lambda: _("a day and a time such as пт 18:00"),
        SettingKey.SUMMARY_FROM: a_date.expected,
        SettingKey.ADDRESS: lambda: _("text"),
        SettingKey.TAX_ID: lambda: _("10 or 12 digits"),
        SettingKey.DATA_OFFICER: lambda: _("name or post, as it stands in the papers"),
        SettingKey.CONSENT_TEXT: lambda: _("a file beside the workbook; empty: the usual text"),
        SettingKey.CHANNEL_DECISION: lambda: _("number and date of the decision"),
        **dict.fromkeys(_IN_MINUTES, lambda: _("a whole number of minutes")),
        **dict.fromkeys(_IN_DAYS, lambda: _("a whole number of days")),
    }
    return expected.get(key, lambda: _("a whole number"))()


def _at(place: RowPlace, column: str, text: str) -> Finding:
    return Finding(text, place.file, place.row, place.headings.get(column, ""))
