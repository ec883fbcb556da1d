"""``peremena ledger``: the proof that a family, or the families of a class, were informed."""

from argparse import Namespace

from bot.commands.files import require_ending, write_file
from bot.commands.offline import Office, opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.exchange.names import parse_class_name
from services.i18n import gettext as _
from services.reports.ledger.documents import ledger_csv, ledger_pdf
from services.reports.ledger.facts import Ledger, NobodyInLedger
from services.reports.ledger.service import LedgerService

__all__ = ["run"]

_CSV, _PDF = ".csv", ".pdf"


def run(args: Namespace, settings: Settings) -> int:
    """Write the ledger into ``--out``.

    Raises:
        UsageProblem: the file cannot be of this kind, or there is no such student or class.
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    run_in_language(_write(args, settings.database_url, secret_key(settings)))
    return 0


async def _write(args: Namespace, url: str, secret: str) -> None:
    ending = require_ending(args.out, (_CSV, _PDF))
    if args.first and args.last and args.first > args.last:
        raise UsageProblem(_("--from lies after --to."))
    async with opened(url, secret) as office:
        ledger = await _ledger(office, args)
    content = ledger_csv(ledger) if ending == _CSV else await ledger_pdf(ledger)
    write_file(args.out, content)
    print(
        _("{title}: {count} rows are in {file}.").format(
            title=ledger.title, count=len(ledger.rows) + len(ledger.sheets), file=args.out
        )
    )


async def _ledger(office: Office, args: Namespace) -> Ledger:
    school = await the_school(office, args.school)
    service = LedgerService(office.database, office.clock)
    try:
        if args.student is not None:
            return await service.of_student(
                school_id=school.id, key=args.student, first=args.first, last=args.last
            )
        name = parse_class_name(args.school_class)
        return await service.of_class(
            school_id=school.id,
            name=args.school_class if name is None else name.name,
            first=args.first,
            last=args.last,
        )
    except NobodyInLedger:
        raise UsageProblem(_nobody(args)) from None


def _nobody(args: Namespace) -> str:
    if args.student is not None:
        return _("There is no student with the id “{student}”.").format(student=args.student)
    return _("There is no class “{name}”.").format(name=args.school_class)
