"""What is wrong with settings and machine, before the database or Telegram is asked."""

import re
import shutil
import socket
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.checks.finding import Finding, Gravity
from bot.problems import CommandFailed, UsageProblem
from bot.settings import Settings
from services.archive.sealing import NoArchiveKey, seal_of
from services.i18n import gettext as _

__all__ = [
    "LEAST_FREE_BYTES",
    "archive_key_sentence",
    "disk_findings",
    "listening_sentence",
    "machine_findings",
    "media_findings",
    "place_findings",
    "require_installation",
    "token_findings",
]

LEAST_FREE_BYTES = 500 * 1024 * 1024  # a year of a village school with its daily copies
# A commit, its log and a copy of a small school still fit; below that nothing is begun.
_LEAST_TO_START_BYTES = 20 * 1024 * 1024
_SHORTEST_WEBHOOK_SECRET = 16  # letters; 64 kinds of them: more than anybody tries over a network
_MEDIA = 2  # S4 5.1: two media
_TOKEN = re.compile(r"\d+:\S+")  # what aiogram asks of a token, too


def place_findings(settings: Settings) -> Iterator[Finding]:
    """Say why the database and the files have no place: nothing else can be asked before."""
    yield from _address_findings(settings)
    yield from _folder_findings(settings)


def machine_findings(settings: Settings) -> Iterator[Finding]:
    """Say what else is wrong with this machine and the settings for it."""
    yield from disk_findings(settings.data_dir)
    yield from _listening_findings(settings)
    yield from _webhook_findings(settings)
    yield from _archive_findings(settings)
    yield from media_findings(settings.backup_places)


def require_installation(settings: Settings) -> list[Finding]:
    """Return what is worth a warning; nothing stands in the way of a start.

    Raises:
        UsageProblem: a setting does.
        CommandFailed: something on this machine does.
    """
    findings = [
        *token_findings(settings),
        *place_findings(settings),
        *machine_findings(settings),
    ]
    for finding in findings:
        if finding.gravity is Gravity.SETTING:
            raise UsageProblem(finding.sentence)
        if finding.gravity is Gravity.STOPS:
            raise CommandFailed(finding.sentence)
    return findings


def token_findings(settings: Settings) -> Iterator[Finding]:
    """Say when there is no token, or when what there is cannot be one."""
    if not settings.bot_tokens:
        yield Finding(
            _("BOT_TOKEN is not set: get one from @BotFather and put it into .env."),
            Gravity.SETTING,
        )
    elif not all(_TOKEN.fullmatch(token) for token in settings.bot_tokens):
        yield Finding(
            _("BOT_TOKEN is not a token: it looks like 1234567890:AAE… and has no spaces."),
            Gravity.SETTING,
        )


def disk_findings(data_dir: Path, *, least: int = LEAST_FREE_BYTES) -> Iterator[Finding]:
    """Say when the disk of the data directory has less than *least* bytes free."""
    place = next(folder for folder in (data_dir, *data_dir.resolve().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < least:
        yield Finding(
            _("Only {free} MB are free on the disk of {folder}: make room.").format(
                free=free // 1024**2, folder=data_dir
            ),
            Gravity.STOPS if free < _LEAST_TO_START_BYTES else Gravity.WARNING,
        )


def listening_sentence(settings: Settings, error: OSError) -> str:
    """Return why the pages cannot be shown."""
    return _(
        "LISTEN_HOST and LISTEN_PORT: {host}:{port} cannot be opened ({reason}). Either another "
        "program has this port, or the machine has no such address: change one of the two."
    ).format(
        host=settings.listen_host,
        port=settings.listen_port,
        reason=(error.strerror or str(error)).lower(),
    )


def _address_findings(settings: Settings) -> Iterator[Finding]:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(settings.database_url)
    except (ArgumentError, ValueError):
        yield Finding(
            _(
                "DATABASE_URL cannot be read: it looks like "
                "postgresql+asyncpg://user:password@host:5432/name; in user and password write "
                "@ as %40, : as %3A and / as %2F."
            ),
            Gravity.SETTING,
        )
        return
    unknown = [] if settings.is_sqlite else sorted(set(url.query) - _known_options())
    if unknown:
        yield Finding(
            _(
                "DATABASE_URL: behind the “?” nobody knows {names}: leave it out "
                "(instead of sslmode write ssl=require)."
            ).format(names=", ".join(unknown)),
            Gravity.SETTING,
        )


def _known_options() -> set[str]:
    import inspect

    import asyncpg
    from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

    taken = set(inspect.signature(asyncpg.connect).parameters)
    taken |= set(inspect.signature(PGDialect_asyncpg.__init__).parameters)
    return taken | {"prepared_statement_cache_size", "prepared_statement_name_func"}


def _folder_findings(settings: Settings) -> Iterator[Finding]:
    folders = {settings.data_dir: "DATA_DIR"}
    if settings.is_sqlite:
        file = Path(settings.database_url.partition("///")[2])
        folders.setdefault(file.parent, "DATABASE_URL")
    for folder, name in folders.items():
        reason = _why_not_writable(folder)
        if reason:
            yield Finding(
                _(
                    "{name}: the folder {folder} cannot be written ({reason}). Give the user that "
                    "runs Peremena the right to write there, or name another folder."
                ).format(name=name, folder=folder, reason=reason),
                Gravity.STOPS,
            )


def _why_not_writable(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"written")
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return ""


def _listening_findings(settings: Settings) -> Iterator[Finding]:
    """Say when the machine has no such address; the port may be the running bot's own."""
    try:
        found = socket.getaddrinfo(settings.listen_host, None, type=socket.SOCK_STREAM)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as probe:
            probe.bind((*found[0][4][:1], 0))
    except OSError as error:
        yield Finding(listening_sentence(settings, error), Gravity.STOPS)


def _webhook_findings(settings: Settings) -> Iterator[Finding]:
    secret = settings.webhook_secret
    if settings.webhook_url is None or secret is None:
        return
    if len(secret.get_secret_value()) < _SHORTEST_WEBHOOK_SECRET:
        yield Finding(
            _(
                "WEBHOOK_SECRET is shorter than {count} characters and might be guessed: take a "
                "longer one, such as what `openssl rand -hex 32` prints."
            ).format(count=_SHORTEST_WEBHOOK_SECRET)
        )


def media_findings(places: Sequence[Path]) -> Iterator[Finding]:
    """Say when the places of the week's copies and the archives are too few or not there."""
    if places and len(places) < _MEDIA:
        yield Finding(
            _("BACKUP_DIRS names one folder: name a second one on a medium in another room.")
        )
    for place in places:
        if not place.is_dir():
            yield Finding(
                _("{folder}: there is no such folder. Is the medium connected?").format(
                    folder=place
                )
            )


def _archive_findings(settings: Settings) -> Iterator[Finding]:
    if settings.archive_recipient is None and settings.archive_passphrase_file is None:
        return
    try:
        seal_of(settings.archive_recipient, settings.archive_passphrase_file)
    except NoArchiveKey as error:
        yield Finding(archive_key_sentence(str(error.facts["reason"])))


def archive_key_sentence(reason: str) -> str:
    """Return why archives cannot be sealed."""
    sentences = {
        "none": _(
            "Set ARCHIVE_RECIPIENT (an age key of the director) or ARCHIVE_PASSPHRASE_FILE."
        ),
        "recipient": _("ARCHIVE_RECIPIENT is no age key: it begins with age1."),
        "file": _("ARCHIVE_PASSPHRASE_FILE cannot be read."),
        "short": _("The passphrase is shorter than 12 characters: take a longer one."),
    }
    return sentences[reason]
