"""Wrong configurations as people make them: one sentence each, its way out, and no traceback."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings

KEY = "k" * 40
NOWHERE = "http://127.0.0.1:1"  # nothing listens there


def _garbage(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "peremena.db").write_text("no database at all\n" * 100)


def _damaged_key(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "secret.key").write_text("short\n")


def _file_for_folder(folder: Path) -> None:
    (folder / "data").write_text("a file where a folder is wanted")


def _passphrase(folder: Path) -> None:
    (folder / "passphrase").write_text("too short\n")


def _nothing(_folder: Path) -> None:
    """Leave the folder empty."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What somebody set, what is said, and how ``run`` ends; None: it starts all the same."""

    settings: dict[str, str]
    said: str
    run: int | None
    prepare: Callable[[Path], None] = field(default=_nothing)


TABLE = {
    "no token": Wrong({"BOT_TOKEN": ""}, "BOT_TOKEN is not set: get one from @BotFather", 2),
    "no token at all": Wrong({"BOT_TOKEN": "hidden"}, "BOT_TOKEN is not a token", 2),
    "a space in the token": Wrong({"BOT_TOKEN": "1:hid den"}, "BOT_TOKEN is not a token", 2),
    "no Telegram": Wrong({}, f"Telegram cannot be reached at {NOWHERE}: check the network", None),
    "not an address of Telegram": Wrong(
        {"TELEGRAM_API_URL": "api"}, "TELEGRAM_API_URL: must begin with https:// or http://", 2
    ),
    "an empty database": Wrong({}, "The database is empty: import the school's lists", None),
    "no PostgreSQL there": Wrong(
        {"DATABASE_URL": "postgresql+asyncpg://u:hidden@127.0.0.1:1/d", "SECRET_KEY": KEY},
        "The database postgresql+asyncpg://u:***@127.0.0.1:1/d cannot be reached",
        1,
    ),
    "PostgreSQL without a key": Wrong(
        {"DATABASE_URL": "postgresql+asyncpg://u:hidden@127.0.0.1:1/d"},
        "SECRET_KEY is not set: on PostgreSQL every process needs the same one",
        2,
    ),
    "a sign in the password": Wrong(
        {"DATABASE_URL": "postgresql+asyncpg://u:hid@den@h:port/d", "SECRET_KEY": KEY},
        "DATABASE_URL cannot be read",
        2,
    ),
    "an option of another driver": Wrong(
        {"DATABASE_URL": "postgresql+asyncpg://u@h/d?sslmode=require", "SECRET_KEY": KEY},
        "nobody knows sslmode: leave it out (instead of sslmode write ssl=require)",
        2,
    ),
    "another database": Wrong(
        {"DATABASE_URL": "mysql://u:hidden@h/d"}, "DATABASE_URL: must begin with sqlite", 2
    ),
    "a file that is no database": Wrong(
        {}, "file is not a database): see whether the disk is full and the file whole", 1, _garbage
    ),
    "a short key": Wrong({"SECRET_KEY": "hidden"}, "SECRET_KEY: must have 32 characters", 2),
    "a damaged key": Wrong(
        {},
        "secret.key is damaged: put it back from a backup of the data directory",
        2,
        _damaged_key,
    ),
    "a folder that cannot be written": Wrong(
        {}, "DATA_DIR: the folder data cannot be written (file exists)", 1, _file_for_folder
    ),
    "a database where nothing can be written": Wrong(
        {"DATABASE_URL": "sqlite+aiosqlite:////proc/1/school/peremena.db"},
        "DATABASE_URL: the folder /proc/1/school cannot be written",
        1,
    ),
    "a webhook without https": Wrong(
        {
            "TELEGRAM_API_URL": "https://api.telegram.org",
            "WEBHOOK_URL": "http://school.example",
            "WEBHOOK_SECRET": KEY,
        },
        "WEBHOOK_URL: must begin with https://",
        2,
    ),
    "a webhook without a secret": Wrong(
        {"WEBHOOK_URL": "https://school.example"}, "WEBHOOK_SECRET: must be set together", 2
    ),
    "a short secret": Wrong(
        {"WEBHOOK_URL": "https://school.example", "WEBHOOK_SECRET": "hidden"},
        "WEBHOOK_SECRET is shorter than 16 characters and might be guessed",
        None,
    ),
    "an address of another machine": Wrong(
        {"LISTEN_HOST": "192.0.2.1"}, "LISTEN_HOST and LISTEN_PORT: 192.0.2.1:8080 cannot", 1
    ),
    "a port that is none": Wrong(
        {"LISTEN_PORT": "http"}, "LISTEN_PORT: must be a whole number", 2
    ),
    "too fast": Wrong({"MESSAGES_PER_SECOND": "100"}, "needs PAID_BROADCAST=true", 2),
    "no age key": Wrong(
        {"ARCHIVE_RECIPIENT": "ssh-ed25519 hidden"}, "ARCHIVE_RECIPIENT is no age key", None
    ),
    "a short passphrase": Wrong(
        {"ARCHIVE_PASSPHRASE_FILE": "passphrase"}, "The passphrase is shorter", None, _passphrase
    ),
}


@pytest.fixture
def surroundings(tmp_path, monkeypatch, logging_put_back):
    """Work in an empty folder, with a token, and with no network but this machine's."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("BOT_TOKEN", "4200000001:hidden")
    monkeypatch.setenv("TELEGRAM_API_URL", NOWHERE)
    return tmp_path


def _set_up(case: Wrong, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in case.settings.items():
        monkeypatch.setenv(name, value)
    case.prepare(folder)


@pytest.mark.parametrize("case", TABLE.values(), ids=TABLE)
def test_check_says_it_in_one_line(surroundings, monkeypatch, capsys, case):
    """The sentence is there, the status is not 0, and neither traceback nor secret is shown."""
    _set_up(case, surroundings, monkeypatch)

    status = main(["check"])

    printed = capsys.readouterr()
    lines = (printed.out + printed.err).splitlines()
    assert status in {1, 2}
    assert 1 == sum(case.said in line for line in lines)
    assert not [line for line in lines if "hidden" in line or 'File "' in line]


@pytest.mark.parametrize(
    "case",
    [case for case in TABLE.values() if case.run is not None],
    ids=[name for name, case in TABLE.items() if case.run is not None],
)
def test_run_refuses_it_with_the_same_line(surroundings, monkeypatch, capsys, case):
    """One line, and the status says whether a setting is to blame (2) or the world (1)."""
    _set_up(case, surroundings, monkeypatch)

    status = main(["run"])

    lines = capsys.readouterr().err.splitlines()
    assert case.run == status
    assert 1 == len(lines)
    assert case.said in lines[0]
    assert "hidden" not in lines[0]


def test_check_names_a_newer_version_and_another_key(
    surroundings, monkeypatch, capsys, sqlite_templates
):
    """Neither a newer program's database nor one of another key is touched."""
    said = []
    for statement in (
        "UPDATE alembic_version SET version_num = 'from_the_future'",
        "INSERT INTO deployment (id, secret_fingerprint) VALUES (1, 'of another key')",
    ):
        url = sqlite_templates.fresh()
        with closing(sqlite3.connect(url.partition("///")[2])) as file:
            file.execute(statement)
            file.commit()
        monkeypatch.setenv("DATABASE_URL", url)
        assert 1 == main(["check"])
        said.append(capsys.readouterr().out.splitlines()[-1])

    assert "made by a newer version of Peremena" in said[0]
    assert "made with another SECRET_KEY" in said[1]
