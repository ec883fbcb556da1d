"""``peremena export``: the school's roster as a OneRoster 1.2 package, for other systems."""

from argparse import Namespace

from bot.commands.files import require_ending, write_file
from bot.commands.offline import opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.exchange.oneroster.writing import NothingToExport, roster_package
from services.i18n import gettext as _

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Write the package.

    Raises:
        UsageProblem: the name does not end in .zip, or there is no school year yet.
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    run_in_language(_export(args, settings))
    return 0


async def _export(args: Namespace, settings: Settings) -> None:
    require_ending(args.file, (".zip",))
    async with opened(settings.database_url, secret_key(settings)) as office:
        school = await the_school(office, args.school)
        try:
            content = await roster_package(office.database, school_id=school.id)
        except NothingToExport:
            raise UsageProblem(
                _("The school has no school year yet: import its periods.")
            ) from None
    write_file(args.file, content)
    print(_("The roster is in {file}.").format(file=args.file))
