"""``peremena report``: the reports of the office, as a workbook or as pages to print."""

from argparse import Namespace
from datetime import date, timedelta

from bot.commands.files import require_ending, write_file
from bot.commands.offline import opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.exchange.names import parse_class_name
from services.exchange.repository import all_schools
from services.i18n import gettext as _
from services.reports.office.ask import NoSuchPeriod, read_period
from services.reports.office.catalogue import REPORTS, ReportKind, find_report, report_caption
from services.reports.office.municipal import MunicipalReports
from services.reports.office.pdf import report_pdf
from services.reports.office.service import NameAClass, NoSuchClass, OfficeReports
from services.reports.office.table import Report
from services.reports.office.xlsx import report_xlsx
from services.reports.papers.files import paper_pdf, paper_text
from services.reports.papers.service import profile_of_school
from services.reports.papers.texts import PAPERS, PaperKind, find_paper

__all__ = ["run"]

_XLSX, _PDF, _TXT = ".xlsx", ".pdf", ".txt"


def run(args: Namespace, settings: Settings) -> int:
    """Write the named report into ``--out``; without a name, list what there is.

    Raises:
        UsageProblem: there is no such report, class or period, or the file is of another kind.
        CommandFailed: the database cannot be used.
    """
    if args.name is not None:
        require_current(settings.database_url)
    run_in_language(_make(args, settings))
    return 0


async def _make(args: Namespace, settings: Settings) -> None:
    if args.name is None:
        _list()
        return
    paper = find_paper(args.name)
    if paper is not None:
        await _paper(args, paper, settings)
        return
    kind = find_report(args.name)
    if args.name.casefold() in _MUNICIPAL:
        await _write(args, await _municipal(args, settings))
        return
    if kind is None and args.name.casefold() not in _PACKS:
        raise UsageProblem(
            _("There is no report “{name}”; there are: {names}.").format(
                name=args.name, names=", ".join([*REPORTS, "week", "month", "municipal", *PAPERS])
            )
        )
    if kind is None:
        await _write(args, await _pack(args, settings))
    else:
        await _write(args, await _report(args, kind, settings))


async def _write(args: Namespace, report: Report) -> None:
    ending = _ending(args, (_XLSX, _PDF))
    if report.is_empty:
        print(_("There is nothing in it yet."))
    content = report_xlsx(report) if ending == _XLSX else await report_pdf(report)
    write_file(args.out, content)
    print(
        _("{title}: {file}, pages {count}.").format(
            title=report.title, file=args.out, count=len(report.pages)
        )
    )


def _ending(args: Namespace, endings: tuple[str, str]) -> str:
    if args.out is None:
        raise UsageProblem(
            _("Say where to write it: --out with a file that ends in {endings}.").format(
                endings=_(" or ").join(endings)
            )
        )
    return require_ending(args.out, endings)


async def _paper(args: Namespace, kind: PaperKind, settings: Settings) -> None:
    ending = _ending(args, (_PDF, _TXT))
    async with opened(settings.database_url, secret_key(settings)) as office:
        school = await the_school(office, args.school)
        profile = await profile_of_school(office.database, school.id)
    paper = kind.make(profile)
    write_file(args.out, await paper_pdf(paper) if ending == _PDF else paper_text(paper))
    print(_("{title}: {file}").format(title=paper.title, file=args.out))


async def _pack(args: Namespace, settings: Settings) -> Report:
    async with opened(settings.database_url, secret_key(settings)) as office:
        school = await the_school(office, args.school)
        profile = await profile_of_school(office.database, school.id)
        today = office.clock.now().astimezone(profile.timezone).date()
        first, last = _PACKS[args.name.casefold()](today)
        try:
            return await OfficeReports(office.database, office.clock).school_pack(
                school_id=school.id, first=first, last=last
            )
        except NoSuchPeriod:
            raise UsageProblem(_no_period(None)) from None


async def _municipal(args: Namespace, settings: Settings) -> Report:
    """Count the named school, or all of the database."""
    async with opened(settings.database_url, secret_key(settings)) as office:
        schools = [await the_school(office, args.school)] if args.school else []
        if not schools:
            async with office.database.reading() as session:
                schools = list(await all_schools(session))
        if not schools:
            raise UsageProblem(_("There is no school yet: import one first."))
        first, last = _last_week(office.clock.now().date())
        reports = MunicipalReports(office.database, office.clock)
        return await reports.make(schools, first=first, last=last)


def _last_week(today: date) -> tuple[date, date]:
    """Return the seven days that are over: what is due on a day is judged the day after."""
    return today - timedelta(days=7), today - timedelta(days=1)


def _this_week(today: date) -> tuple[date, date]:
    return today - timedelta(days=today.weekday()), today


def _last_month(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


_MUNICIPAL = ("municipal", "муниципалитет")
_PACKS = {
    "week": _this_week, "неделя": _this_week, "month": _last_month, "месяц": _last_month,
}  # fmt: skip


async def _report(args: Namespace, kind: ReportKind, settings: Settings) -> Report:
    try:
        wish = read_period(args.period)
    except NoSuchPeriod:
        raise UsageProblem(_no_period(args.period)) from None
    name = None
    if args.school_class is not None:
        parsed = parse_class_name(args.school_class)
        name = args.school_class if parsed is None else parsed.name
    async with opened(settings.database_url, secret_key(settings)) as office:
        school = await the_school(office, args.school)
        try:
            return await OfficeReports(office.database, office.clock).make(
                kind, school_id=school.id, class_name=name, wish=wish
            )
        except NoSuchClass:
            raise UsageProblem(_("There is no class “{name}”.").format(name=name)) from None
        except NameAClass:
            raise UsageProblem(
                _("This report is made for one class: name it with --class.")
            ) from None
        except NoSuchPeriod:
            raise UsageProblem(_no_period(args.period)) from None


def _no_period(text: str | None) -> str:
    if not text:
        return _("The school has no school year yet: import its periods.")
    return _("There is no period “{text}”; write “2 четверть”, “1 полугодие” or “год”.").format(
        text=text
    )


def _list() -> None:
    width = max(len(key) for key in (*REPORTS, *PAPERS))
    for key in REPORTS:
        print(f"{key.ljust(width)}  {report_caption(key)} (.xlsx, .pdf)")
    for key, caption in (
        ("week", _("The week’s pack")),
        ("month", _("The last month’s pack")),
        ("municipal", _("The electronic journal in numbers")),
    ):
        print(f"{key.ljust(width)}  {caption} (.xlsx, .pdf)")
    for key, paper in PAPERS.items():
        print(f"{key.ljust(width)}  {paper.title} (.pdf, .txt)")
