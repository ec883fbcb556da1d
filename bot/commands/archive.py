"""``peremena archive``: a period, encrypted to the director and signed, to several places."""

import sys
from argparse import Namespace

from bot import __version__
from bot.checks.installation import archive_key_sentence
from bot.commands.backup import problem_sentence
from bot.commands.files import make_last_folders
from bot.commands.offline import opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.archive.alerts import alert_of_places
from services.archive.period import collect
from services.archive.places import Placed
from services.archive.placing import place_archive
from services.archive.sealing import NoArchiveKey, Seal, seal_of
from services.i18n import gettext as _
from services.reports.office.ask import NoSuchPeriod, read_period

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Archive a period into every folder; 1 when any of them has no archive.

    Raises:
        UsageProblem: there is no such period, or no key of the director.
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    placed = run_in_language(_archive(args, settings, secret_key(settings)))
    return 1 if any(one.problem for one in placed) else 0


async def _archive(args: Namespace, settings: Settings, secret: str) -> list[Placed]:
    seal = _seal(settings)
    async with opened(settings.database_url, secret) as office:
        school = await the_school(office, args.school)
        try:
            contents = await collect(
                office.database,
                school_id=school.id,
                wish=read_period(args.period),
                keys=office.keys,
                now=office.clock.now(),
                program=__version__,
            )
        except NoSuchPeriod:
            raise UsageProblem(
                _(
                    "There is no period “{text}”; write “2 четверть”, “1 полугодие” or “год”."
                ).format(text=args.period)
            ) from None
        placed = await place_archive(
            contents,
            make_last_folders(args.folders),
            seal=seal,
            keys=office.keys,
            now=office.clock.now(),
            program=__version__,
        )
        await alert_of_places(office.database, placed, now=office.clock.now())
    for one in placed:
        if one.problem is None:
            print(_("{file}: archive, manifest and receipt.").format(file=one.file))
        else:
            print(problem_sentence(one), file=sys.stderr)
    return placed


def _seal(settings: Settings) -> Seal:
    try:
        return seal_of(settings.archive_recipient, settings.archive_passphrase_file)
    except NoArchiveKey as error:
        raise UsageProblem(archive_key_sentence(error.reason)) from None
