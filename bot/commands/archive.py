"""``peremena archive``: a period, encrypted to the director and signed, to several places."""

import hashlib
import sys
from argparse import Namespace
from pathlib import Path

from bot import __version__
from bot.commands.backup import ALERTS, problem_sentence
from bot.commands.files import write_file
from bot.commands.offline import Office, opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.archive.alerts import alert_administrators
from services.archive.manifest import (
    Manifest,
    manifest_path,
    public_key_of,
    signed,
    verify_archive,
)
from services.archive.period import Contents, collect
from services.archive.places import CopyProblem, Placed, problem_of
from services.archive.receipt import receipt_pdf
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
        placed = await _place(office, contents, seal, list(dict.fromkeys(args.folders)))
        for one in placed:
            if one.problem is not None:
                await alert_administrators(
                    office.database,
                    ALERTS[one.problem],
                    detail=str(one.folder),
                    now=office.clock.now(),
                )
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
        sentences = {
            "none": _(
                "Set ARCHIVE_RECIPIENT (an age key of the director) or ARCHIVE_PASSPHRASE_FILE."
            ),
            "recipient": _("ARCHIVE_RECIPIENT is no age key: it begins with age1."),
            "file": _("ARCHIVE_PASSPHRASE_FILE cannot be read."),
            "short": _("The passphrase is shorter than 12 characters: take a longer one."),
        }
        raise UsageProblem(sentences[error.reason]) from None


async def _place(
    office: Office, contents: Contents, seal: Seal, folders: list[Path]
) -> list[Placed]:
    now = office.clock.now()
    name = f"peremena-archive-{now:%Y%m%dT%H%M%SZ}.age"
    sealed = seal.close(contents.packed)
    manifest = Manifest(
        school=contents.school,
        period=contents.period,
        made_at=now.isoformat(timespec="seconds"),
        program=__version__,
        sealed_by=seal.kind,
        file=name,
        size=len(sealed),
        sha256=hashlib.sha256(sealed).hexdigest(),
        chain_seq=contents.chain_seq,
        chain_hash=contents.chain_hash,
        contents=contents.digests,
    )
    said = signed(manifest, office.keys)
    receipt = await receipt_pdf(
        manifest,
        public_key=public_key_of(office.keys),
        places=[str(folder) for folder in folders],
    )
    return [_write(folder, name, sealed, said, receipt) for folder in folders]


def _write(folder: Path, name: str, sealed: bytes, said: bytes, receipt: bytes) -> Placed:
    file = folder / name
    if not folder.is_dir():
        return Placed(folder, None, CopyProblem.MISSING)
    try:
        write_file(file, sealed)
        write_file(manifest_path(file), said)
        write_file(file.with_name(f"{file.stem}.receipt.pdf"), receipt)
        verify_archive(file)
    except OSError as error:
        return Placed(folder, None, problem_of(error))
    return Placed(folder, file)
