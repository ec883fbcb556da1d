"""What the operator's papers name exists: commands, settings, figures, files, tables."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import services.models  # noqa: F401  # makes the metadata complete
from bot.cli import main
from bot.command_table import COMMANDS
from bot.settings import Settings
from bot.telegram.menu import commands_of
from services.database import Base
from services.vocabulary import Role

ROOT = Path(__file__).parents[2]
PAPERS = ["CONTRIBUTING.md", "docs/OPERATIONS.md", "docs/PRIVACY.md", "docs/THREATS.md"]
DEPLOYED = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "deploy").iterdir())
# Names in capitals that are other programs' own.
NOT_OURS = {
    "AF_INET", "AF_UNIX", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_USER",
    "REPEATABLE_READ", "SKIP_LOCKED",
}  # fmt: skip
NOT_IN_A_CHAT = {"/calendar", "/data", "/livez", "/metrics", "/readyz", "/revoke", "/tg", "/tmp"}  # noqa: S108  # words, not paths that are used


def _text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", [*PAPERS, *DEPLOYED])
def test_commands_can_be_typed_as_they_are_shown(document, capsys):
    """Every `peremena …` that stands there is a command with such options."""
    shown = re.findall(r"(?<![\w/-])peremena ([a-z]+)(?![\w-])([^`\n;&|]*)", _text(document))
    unknown = [name for name, _rest in shown if name not in {*COMMANDS, "peremena"}]
    foreign = []
    for name, rest in shown:
        wanted = re.findall(r"--[a-z-]+", rest)
        if name in COMMANDS and wanted:
            action = re.findall(r"^ ([a-z]+) ", rest) if name == "consent" else []
            with pytest.raises(SystemExit):
                main([name, *action, "--help"])
            known = capsys.readouterr().out
            foreign += [f"{name} {option}" for option in wanted if option not in known]

    assert ([], []) == (unknown, foreign)


@pytest.mark.parametrize("document", [*PAPERS, *DEPLOYED])
def test_settings_exist(document):
    """A name in capitals with a line in it is a setting of ours."""
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", _text(document)))

    assert set() == named - {name.upper() for name in Settings.model_fields} - NOT_OURS


def test_figures_exist_and_all_are_explained():
    """The monitoring table names what `/metrics` shows, all of it."""
    source = _text("bot/web/metrics.py")
    counters = set(re.findall(r'Counter\(\s*"(peremena_\w+)"', source))
    shown = set(re.findall(r'"(peremena_\w+)"', source)) - counters
    shown |= {f"{name}_total" for name in counters}

    assert shown == set(re.findall(r"\bperemena_\w+", _text("docs/OPERATIONS.md")))


@pytest.mark.parametrize("document", PAPERS)
def test_files_and_links_lead_somewhere(document):
    """Files of the project that are named are there."""
    text = _text(document)
    named = re.findall(r"`((?:bot|deploy|docs|handlers|services|tests)/[\w./-]+)`", text)
    linked = re.findall(r"\]\(([\w./-]+)\)", text)
    folder = (ROOT / document).parent

    assert [] == [name for name in named if not (ROOT / name).exists()]
    assert [] == [name for name in linked if not (folder / name).exists()]


@pytest.mark.parametrize("document", PAPERS)
def test_chat_commands_exist(document):
    """A `/command` that is named is in somebody's menu."""
    named = set(re.findall(r"`(/[a-z_]+)`", _text(document)))
    offered = {f"/{command.command}" for command in commands_of(frozenset(Role))}

    assert set() == named - offered - NOT_IN_A_CHAT


def test_privacy_names_tables_that_exist():
    """What is stored where, and nothing that is no table."""
    rows = re.findall(
        r"^\|[^|]*\|[^|]*\|([^|]*)\|[^|]*\|$", _text("docs/PRIVACY.md"), re.MULTILINE
    )
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}

    assert "audit_detail" in named
    assert set() == named - set(Base.metadata.tables)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd's own check")
def test_systemd_takes_the_units(tmp_path):
    """Each unit is one that systemd understands to the last line."""
    units = []
    for name in ("peremena.service", "peremena-backup.service", "peremena-backup.timer"):
        text = _text(f"deploy/{name}").replace("/opt/peremena/.venv/bin/peremena", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
        units.append(str(tmp_path / name))
    checked = subprocess.run(
        [str(shutil.which("systemd-analyze")), "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    ours = [line for line in checked.stderr.splitlines() if "peremena" in line]
    assert (0, []) == (checked.returncode, ours)
