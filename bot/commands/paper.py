"""``peremena paper``: a week on paper for every family that no chat reaches, a PDF a class."""

from argparse import Namespace

from bot.commands.files import write_file
from bot.commands.offline import opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.i18n import gettext as _
from services.i18n import ngettext
from services.reports.paper.documents import paper_file_name, paper_pdf
from services.reports.paper.service import PaperService

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Make the sheets of a week and write them into ``--out``.

    Raises:
        UsageProblem: the place to write to is a file.
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    run_in_language(_print(args, settings.database_url, secret_key(settings)))
    return 0


async def _print(args: Namespace, url: str, secret: str) -> None:
    if args.out.exists() and not args.out.is_dir():
        raise UsageProblem(_("{path} is a file: name a folder.").format(path=args.out))
    async with opened(url, secret) as office:
        school = await the_school(office, args.school)
        papers = await PaperService(office.database, office.clock).make(
            school_id=school.id, week=args.week
        )
    if not papers:
        print(_("Every family is reached in a chat: nothing to print."))
        return
    args.out.mkdir(parents=True, exist_ok=True)
    for paper in papers:
        file = args.out / paper_file_name(paper)
        write_file(file, await paper_pdf(paper))
        count = len(paper.pages)
        print(
            ngettext(
                "{class_name}: {count} sheet in {file}",
                "{class_name}: {count} sheets in {file}",
                count,
            ).format(class_name=paper.class_name, count=count, file=file)
        )
