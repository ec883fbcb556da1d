"""``peremena template``: an empty workbook with headings, examples and drop-downs."""

from argparse import Namespace

from bot.problems import UsageProblem
from bot.settings import Settings, system_language
from services.exchange.template import template_xlsx
from services.i18n import gettext as _
from services.i18n import language_or_default, use_locale

__all__ = ["run"]


def run(args: Namespace, _settings: Settings) -> int:
    """Write the workbook.

    Raises:
        UsageProblem: the name does not end in .xlsx, or a file of that name is there.
        OSError: the file cannot be written.
    """
    with use_locale(language_or_default(system_language())):
        if args.file.suffix.casefold() != ".xlsx":
            raise UsageProblem(_("Name a file that ends in .xlsx."))
        if args.file.exists() and args.file.stat().st_size:
            raise UsageProblem(
                _("{file} is there already; name another one.").format(file=args.file)
            )
        args.file.write_bytes(template_xlsx())
        print(_("The workbook is in {file}.").format(file=args.file))
    return 0
