"""The school's own row, its settings and its school year."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.exchange.findings import Finding
from services.exchange.merging.ledger import Outcome
from services.exchange.merging.pairing import assign
from services.exchange.merging.state import Merge
from services.exchange.reading.settings import Setting
from services.exchange.reading.tables import Tables
from services.exchange.repository import stored_rows
from services.i18n import gettext as _
from services.models import AcademicYear, School, SchoolSetting
from services.regulation.production_calendar import known_years
from services.regulation.profile import SettingKey

__all__ = [
    "academic_year_name",
    "first_day_of",
    "merge_academic_year",
    "merge_settings",
    "school_row",
    "school_values",
]

_SEPTEMBER, _AUGUST, _LAST_OF_AUGUST = 9, 8, 31
_DEFAULT_ZONE = "Europe/Moscow"


def school_values(settings: tuple[Setting, ...]) -> dict[str, str]:
    """Return what the school's row holds of the settings."""
    values = {setting.key: setting.value for setting in settings}
    name = values.get(SettingKey.NAME) or values.get(SettingKey.SHORT_NAME, "")
    found = {"name": name, "short_name": values.get(SettingKey.SHORT_NAME) or name[:120]}
    if values.get(SettingKey.TIMEZONE):
        found["timezone"] = values[SettingKey.TIMEZONE]
    return found


def school_row(session: AsyncSession, values: Mapping[str, str], *, now: datetime) -> School:
    """Add a new school."""
    school = School(**{"timezone": _DEFAULT_ZONE, **values}, created_at=now)
    session.add(school)
    return school


async def merge_settings(merge: Merge, settings: tuple[Setting, ...]) -> None:
    """Store every setting of the sheet; one that is not in it keeps its value."""
    stored = {row.key: row for row in await stored_rows(merge.session, SchoolSetting)}
    for setting in settings:
        row = stored.get(setting.key)
        if row is not None:
            is_changed = assign(row, {"value": setting.value})
            merge.ledger.note_change(setting.place, is_changed=is_changed)
        elif setting.value:
            merge.session.add(SchoolSetting(key=setting.key.value, value=setting.value))
            merge.ledger.note(setting.place, Outcome.ADDED)
        else:
            merge.ledger.note(setting.place, Outcome.UNCHANGED)


def academic_year_name(settings: tuple[Setting, ...], tables: Tables) -> str:
    """Return the school year that is named, or else the one the periods lie in; "" if neither."""
    for setting in settings:
        if setting.key is SettingKey.ACADEMIC_YEAR and setting.value:
            return setting.value
    if not tables.periods.rows:
        return ""
    first = min(row.starts_on for row in tables.periods.rows)
    year = first.year if first.month >= _AUGUST else first.year - 1
    return f"{year}/{year + 1}"


def first_day_of(year_name: str, *, today: date) -> date:
    """Return 1 September of a school year; today when no year is known."""
    return date(int(year_name[:4]), _SEPTEMBER, 1) if year_name else today


async def merge_academic_year(merge: Merge, year_name: str) -> AcademicYear | None:
    """Return the stored school year of that name, added if it is new."""
    if not year_name:
        return None
    years = {row.name: row for row in await stored_rows(merge.session, AcademicYear)}
    merge.has_earlier_year = any(row.starts_on < merge.first_day for row in years.values())
    if year_name in years:
        return years[year_name]
    merge.is_new_year = merge.has_earlier_year
    _tell_unknown_calendar(merge)
    starts_on = first_day_of(year_name, today=merge.today)
    year = AcademicYear(
        name=year_name,
        starts_on=starts_on,
        ends_on=date(starts_on.year + 1, _AUGUST, _LAST_OF_AUGUST),
    )
    merge.session.add(year)
    await merge.session.flush()
    return year


def _tell_unknown_calendar(merge: Merge) -> None:
    """Say which part of a new year has no calendar of worked days: nothing is guessed of it."""
    years = {merge.first_day.year, merge.first_day.year + 1} - known_years()
    told = {row.on_date.year for row in merge.tables.working_days.rows}
    for year in sorted(years - told):
        sentence = _(
            "the state's calendar of days off of {year} is not known to this version; deadlines in"
            " working days need the sheet “Рабочие дни” for that year."
        )
        merge.findings.notices.append(Finding(sentence.format(year=year)))
