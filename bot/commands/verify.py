"""``peremena verify``: whether anybody has edited the database behind the journal's back."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from bot.commands.offline import SHOWN, Office, opened, run_in_language, the_school
from bot.database_setup import require_current
from bot.problems import CommandFailed, UsageProblem
from bot.settings import Settings, secret_key, system_language
from services.archive.manifest import (
    ArchiveDamaged,
    NoManifest,
    public_key_of,
    verify_archive,
)
from services.archive.opening import open_archive
from services.archive.portable import DamagedCopy, NotACopy, verify_copy
from services.audit import Finding, FindingKind, Verification, verify_chain
from services.exchange.repository import all_schools
from services.i18n import gettext as _
from services.i18n import language_or_default, ngettext, use_locale
from services.keys import Keys

__all__ = ["run"]

_ARCHIVE = ".age"


def run(args: Namespace, settings: Settings) -> int:
    """Check the chain of one school or of all; 1 when anything is found.

    Raises:
        UsageProblem: there is no such school.
        CommandFailed: the database cannot be used.
    """
    if args.file is not None:
        with use_locale(language_or_default(system_language())):
            if args.file.suffix == _ARCHIVE:
                _verify_archive(args.file, settings)
            else:
                _verify_file(args.file)
        return 0
    require_current(settings.database_url)
    is_intact = run_in_language(_verify(settings.database_url, secret_key(settings), args.school))
    return 0 if is_intact else 1


async def _verify(url: str, secret: str, name: str | None) -> bool:
    async with opened(url, secret) as office:
        verifications = {
            school_name: await verify_chain(office.database, school_id, keys=office.keys)
            for school_name, school_id in (await _schools(office, name)).items()
        }
    if len(verifications) == 1:
        for line in _lines(next(iter(verifications.values()))):
            print(line)
    else:
        for school_name, verification in verifications.items():
            for line in _lines(verification):
                print(f"{school_name}: {line}")
    return all(verification.is_intact for verification in verifications.values())


def _verify_file(path: Path) -> None:
    if not path.is_file():
        raise UsageProblem(_("There is no file {file}.").format(file=path))
    try:
        tables = verify_copy(path)
    except NotACopy:
        raise UsageProblem(_("{file} is no backup.").format(file=path)) from None
    except DamagedCopy:
        raise CommandFailed(_("{file} is damaged: take another copy.").format(file=path)) from None
    print(
        _("{file}: intact, made {moment}, {count} rows.").format(
            file=path,
            moment=f"{tables.head.made_at:%Y-%m-%d %H:%M} UTC",
            count=tables.total,
        )
    )


def _verify_archive(path: Path, settings: Settings) -> None:
    if not path.is_file():
        raise UsageProblem(_("There is no file {file}.").format(file=path))
    try:
        manifest, public_key = verify_archive(path)
        opened_by = open_archive(path, manifest, settings.archive_passphrase_file)
    except NoManifest:
        raise UsageProblem(
            _("{file}: its manifest is not beside it, or is none.").format(file=path)
        ) from None
    except ArchiveDamaged as error:
        raise CommandFailed(
            _("{file} was changed after it was made: take another copy.").format(file=error.path)
        ) from None
    print(
        _("{file}: intact, {school}, {period}, made {moment}.").format(
            file=path, school=manifest.school, period=manifest.period, moment=manifest.made_at
        )
    )
    print(_signature(public_key, settings))
    if opened_by:
        print(_("It opens, and every file in it is as it was."))


def _signature(public_key: str, settings: Settings) -> str:
    is_known = settings.secret_key is not None or (settings.data_dir / "secret.key").exists()
    if not is_known:
        return _("Signed with the key {key}: compare it with the receipt.").format(key=public_key)
    if public_key == public_key_of(Keys(secret_key(settings))):
        return _("Signed by this installation.")
    return _("Signed with another key: {key}. Compare it with the receipt.").format(key=public_key)


async def _schools(office: Office, name: str | None) -> dict[str, int]:
    if name is not None:
        school = await the_school(office, name)
        return {school.short_name: school.id}
    async with office.database.reading() as session:
        return {school.short_name: school.id for school in await all_schools(session)}


def _lines(verification: Verification) -> Iterator[str]:
    if verification.is_intact:
        # The same in every language: scripts look for it.
        yield f"chain intact, {verification.entry_count} entries"
        return
    for finding in verification.findings[:SHOWN]:
        yield _sentence(finding)
    more = len(verification.findings) - SHOWN
    if more > 0:
        yield ngettext("… and {count} more.", "… and {count} more.", more).format(count=more)
    of_entries = [one.kind for one in verification.findings].count(FindingKind.ENTRY_CHANGED)
    if of_entries == verification.entry_count:
        yield _("No entry fits. Was the SECRET_KEY another one when they were made?")


def _sentence(finding: Finding) -> str:
    sentences = {
        FindingKind.ENTRY_CHANGED: _("entry {seq}: changed afterwards"),
        FindingKind.ENTRY_MISSING: _("entry {seq}: missing"),
        FindingKind.DETAIL_CHANGED: _("entry {seq} ({entity} {id}): its detail was changed"),
        FindingKind.DETAIL_MISSING: _(
            "entry {seq} ({entity} {id}): its detail is missing without an act of erasure"
        ),
        FindingKind.HEAD_CHANGED: _("the end of the chain is not entry {seq}"),
        FindingKind.ROW_CHANGED: _("{entity} {id}: changed past the journal"),
        FindingKind.ROW_MISSING: _("{entity} {id}: removed past the journal"),
        FindingKind.ROW_UNRECORDED: _("{entity} {id}: added past the journal"),
    }
    return sentences[finding.kind].format(
        seq=finding.seq, entity=finding.entity, id=finding.entity_id
    )
