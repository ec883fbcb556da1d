"""What a school's lists and settings lack: for its diary, and by the law."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from bot.checks.finding import Finding
from services.clock import Clock
from services.database import Database, bind_school
from services.deployment import Readiness, readiness
from services.exchange.reading.settings import setting_names
from services.exchange.repository import all_schools
from services.i18n import gettext as _
from services.joining.publishing import LONGEST_TEXT
from services.regulation.production_calendar import known_years
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_own_days
from services.vocabulary import ContentMode

__all__ = ["calendar_findings", "law_findings", "lists_findings", "school_findings"]

_DECREED_IN = 10  # the month by which next year's days off are decreed and in a release


async def school_findings(database: Database, clock: Clock) -> list[Finding]:
    """Say what is missing of every school; several schools by name."""
    today = clock.now().date()
    findings: list[Finding] = []
    async with database.reading() as session:
        schools = await all_schools(session)
        if not schools:
            findings.append(Finding(_("There is no school yet: import one first.")))
        for school in schools:
            with bind_school(school.id):
                state = await readiness(session, on=today)
                own = await load_own_days(session)
            of_school = [*calendar_findings(today, known_years(), own), *lists_findings(state)]
            if state.profile is not None:
                of_school += law_findings(state.profile)
            name = f"{school.short_name}: " if len(schools) > 1 else ""
            findings += [Finding(name + one.sentence, one.gravity) for one in of_school]
    return findings


def calendar_findings(
    today: date, known: frozenset[int], own: Collection[date]
) -> Iterator[Finding]:
    """Say which year's production calendar is missing: this one's, from October the next one's.

    A school that has entered every day to come of a year (*own*) needs none.
    """
    wanted = [today.year, today.year + 1] if today.month >= _DECREED_IN else [today.year]
    for year in wanted:
        first, last = max(today, date(year, 1, 1)), date(year, 12, 31)
        to_come = (first + timedelta(days=n) for n in range((last - first).days + 1))
        if year not in known and not all(day in own for day in to_come):
            yield Finding(
                _(
                    "The production calendar of {year} is missing: deadlines counted in working "
                    "days cannot be reckoned. Update Peremena, calendars come with it; until then "
                    "enter the days in the sheet «Рабочие дни» and import again."
                ).format(year=year)
            )


def lists_findings(state: Readiness) -> Iterator[Finding]:
    """Say what a school's own lists and settings lack for the diary to work."""
    if state.unreadable is not None:
        names = {key.value: name for name, key, _expected in setting_names()}
        expected = {key.value: words for _name, key, words in setting_names()}
        yield Finding(
            _(
                "«Школа»: “{key}” is “{value}”, expected is {expected}. Correct it in the "
                "workbook and import again: until then nothing works in this school."
            ).format(
                key=names.get(state.unreadable.key, state.unreadable.key),
                value=state.unreadable.value,
                expected=expected.get(state.unreadable.key, ""),
            )
        )
    if not state.has_administrator:
        yield Finding(
            _(
                "Nobody is «администратор» in the sheet «Сотрудники»: give somebody the role and "
                "import again, or nobody is told when a backup fails."
            )
        )
    if not state.has_period:
        yield Finding(
            _(
                "There is no grading period for today or later: enter them in the sheet «Периоды» "
                "and import again, or nothing can be summed up."
            )
        )
    if state.consent_text_length > LONGEST_TEXT:
        yield Finding(
            _(
                "«текст согласия» has {length} characters, a message holds {longest}: shorten it "
                "and import again, or nobody can be asked for consent."
            ).format(length=state.consent_text_length, longest=LONGEST_TEXT)
        )


def law_findings(profile: SchoolProfile) -> Iterator[Finding]:
    """Say what the law asks of this school and its settings do not have yet."""
    missing = [
        word
        for word, value in (
            ("название", profile.name),
            ("адрес", profile.address),
            ("ответственный за ПДн", profile.data_officer),
        )
        if not value
    ]
    if missing:
        yield Finding(
            _(
                "«Школа»: missing is {what}. The consent must name the operator (152-FZ, art. 9): "
                "until it is entered, nobody is asked for consent and nothing is sent to families."
            ).format(what=", ".join(missing))
        )
    if not profile.tax_id:
        yield Finding(
            _("«Школа»: «ИНН» is missing: enter it, acts of destruction name the operator by it.")
        )
    if profile.founder == "private":
        return
    if profile.content_mode is not ContentMode.SIGNAL:
        yield Finding(
            _(
                "The school is a state or municipal one. Russian law (149-FZ art. 10 part 8, "
                "41-FZ) forbids such schools to pass personal data through foreign messengers: "
                "set «режим сообщений» to signal, or have a lawyer confirm another mode in "
                "writing."
            )
        )
    if not profile.channel_decision:
        yield Finding(
            _(
                "«Школа»: «решение о канале» is empty: enter the number and date of the school's "
                "decision to use this messenger."
            )
        )
    elif not any(sign.isdigit() for sign in profile.channel_decision):
        yield Finding(
            _(
                "«Школа»: «решение о канале» has no number: enter number and date of the order, "
                "such as «приказ № 41 от 01.09.2026»."
            )
        )
    if not profile.needs_paper_consent:
        yield Finding(
            _(
                "«бумажное согласие» is «нет»: in a state or municipal school the written "
                "application proves who consented (152-FZ, art. 9, part 4). Set «да», or have a "
                "lawyer confirm it."
            )
        )
