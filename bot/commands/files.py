"""Writing a document of the office to the disk: whole or not at all, readable by its owner."""

from pathlib import Path

from bot.problems import UsageProblem
from services.archive.writing import write_file
from services.i18n import gettext as _

__all__ = ["require_ending", "write_file"]


def require_ending(path: Path, endings: tuple[str, ...]) -> str:
    """Return the ending of a file's name, in small letters.

    Raises:
        UsageProblem: it is none of *endings*.
    """
    ending = path.suffix.casefold()
    if ending not in endings:
        raise UsageProblem(
            _("Name a file that ends in {endings}.").format(endings=_(" or ").join(endings))
        )
    return ending
