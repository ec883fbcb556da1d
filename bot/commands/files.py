"""Writing a document of the office to the disk: whole or not at all, readable by its owner."""

from collections.abc import Iterable
from pathlib import Path

from bot.problems import UsageProblem
from services.archive.writing import write_file
from services.i18n import gettext as _

__all__ = ["make_last_folders", "require_ending", "write_file"]

# Where systems show media: what is not there is a medium that is not connected.
_MEDIA = (Path("/media"), Path("/mnt"), Path("/run/media"), Path("/Volumes"))


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


def make_last_folders(folders: Iterable[Path]) -> list[Path]:
    """Return *folders*, each once; the last part of a path is made where only that is missing.

    Nothing is made directly below the places of media: the copy would stand on the system's own
    disk, and nobody would notice.
    """
    wanted = list(dict.fromkeys(folders))
    for folder in wanted:
        above = folder.absolute().parent
        is_of_media = not {above, above.parent}.isdisjoint(_MEDIA)
        if not folder.exists() and above.is_dir() and not is_of_media:
            folder.mkdir(mode=0o700)
    return wanted
