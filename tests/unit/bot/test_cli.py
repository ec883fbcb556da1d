"""The command line: how a command ends, what is listed, and how little is imported for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.command_table import COMMANDS
from tests.unit.bot.fake_commands import FAKE_COMMANDS

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _empty_installation(tmp_path, monkeypatch, logging_put_back):
    """Work in an empty folder without settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "DATABASE_URL", "DATA_DIR", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.mark.parametrize(
    ("ends", "status", "said"),
    [
        ("done", 0, ""),
        ("1", 1, ""),
        ("bad input", 2, "peremena fake: Sheet 1 is empty.\nperemena fake: Sheet 2 is empty.\n"),
        ("failed", 1, "peremena fake: The disk is full.\n"),
        ("refused", 1, "peremena fake: NotFound\n"),
        (
            "no file",
            1,
            "peremena fake: [Errno 2] No such file or directory: 'school.xlsx'\n",
        ),
        ("interrupted", 1, "peremena fake: interrupted.\n"),
    ],
)
def test_each_ending_has_its_status_and_one_line(capsys, ends, status, said):
    """A command that cannot do its work says why in a line, without a traceback."""
    actual = main(["fake", "--ends", ends], commands=FAKE_COMMANDS)

    assert (status, said) == (actual, capsys.readouterr().err)


def test_a_broken_command_never_shows_what_the_error_quotes(capsys):
    """The place of a fault is shown; what a person wrote is not."""
    status = main(["fake", "--ends", "broken"], commands=FAKE_COMMANDS)

    said = capsys.readouterr().err
    assert status == 1
    assert "fake_commands.py" in said
    assert said.endswith("peremena fake: unexpected ValueError, see above.\n")
    assert "Кузнецова" not in said


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "peremena: the following arguments are required: COMMAND (see peremena --help)\n"),
        (
            ["import"],
            (
                "peremena import: the following arguments are required: PATH"
                " (see peremena import --help)\n"
            ),
        ),
        (
            ["demo", "--now", "monday"],
            (
                "peremena demo: argument --now: 'monday' is not a date and time such as"
                " 2026-09-14T07:50 (see peremena demo --help)\n"
            ),
        ),
        (
            ["demo", "--port", "99999"],
            (
                "peremena demo: argument --port: '99999' is not a port from 0 to 65535"
                " (see peremena demo --help)\n"
            ),
        ),
        (
            ["run", "--only", "web,cooking"],
            (
                "peremena run: argument --only: 'web,cooking' is not a list of web, delivery,"
                " schedule (see peremena run --help)\n"
            ),
        ),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(capsys, argv, said):
    """Wrong usage names what is wrong and where the help is."""
    with pytest.raises(SystemExit) as left:
        main(argv)

    assert (2, said) == (left.value.code, capsys.readouterr().err)


def test_unusable_settings_stop_a_command_with_status_2(capsys, monkeypatch):
    """Every wrong setting is named in a line of its own, its value is not."""
    monkeypatch.setenv("DATABASE_URL", "mysql://school:secret@host/db")
    monkeypatch.setenv("LOG_LEVEL", "loud")

    status = main(["fake"], commands=FAKE_COMMANDS)

    lines = capsys.readouterr().err.splitlines()
    assert status == 2
    assert [
        (
            "peremena fake: DATABASE_URL: must begin with sqlite+aiosqlite:///"
            " or postgresql+asyncpg://"
        ),
        "peremena fake: LOG_LEVEL: must be one of: debug, info, warning or error",
    ] == lines


def test_a_demo_gets_the_defaults_whatever_is_set(capsys, monkeypatch):
    """A demo never sees the address of a real school's database."""
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://school@host/db")

    main(["fake-demo"], commands=FAKE_COMMANDS)

    assert capsys.readouterr().out == "on sqlite+aiosqlite:///data/peremena.db\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_exists_and_explains_itself(capsys, name):
    """What --help lists can be run: its module is there."""
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])

    module = ROOT / (COMMANDS[name].module.replace(".", "/") + ".py")
    assert left.value.code == 0
    assert COMMANDS[name].sentence.split()[0] in capsys.readouterr().out
    assert module.is_file()


def test_listing_the_commands_imports_no_library():
    """`peremena --help` answers at once on a small computer."""
    script = (
        "import sys, contextlib, io, bot.cli\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    bot.cli.main(['--help'])\n"
        "print(sorted({'aiogram', 'alembic', 'pydantic', 'sqlalchemy', 'structlog'}"
        " & set(sys.modules)))\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("name", ["migrate", "import", "invites", "verify"])
def test_a_command_that_does_not_talk_to_telegram_does_not_import_aiogram(name):
    """Two seconds and 150 MiB are not spent on a list of codes."""
    script = (
        f"import sys, importlib; importlib.import_module({COMMANDS[name].module!r})\n"
        "print('aiogram' in sys.modules)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout == "False\n"
