"""The commands of documents as the office types them: how they end, what they leave behind."""

import shutil
from pathlib import Path

import pytest

from bot.cli import main
from tests.unit.exchange.conftest import DEMO_SCHOOL


def _install(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Let *place* be where the commands keep everything, with an English terminal."""
    monkeypatch.chdir(place)
    monkeypatch.setenv("DATA_DIR", str(place / "data"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{place / 'data' / 'peremena.db'}")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "SECRET_KEY", "LOG_LEVEL", "LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def installed_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data directory of an installation with the demo school, to be copied."""
    place: Path = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _install(monkeypatch, place)
        main(["import", str(DEMO_SCHOOL)])
    return place / "data"


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installed_school: Path) -> Path:
    """Give the place of an installation with the demo school."""
    place = tmp_path / "installation"
    place.mkdir()
    shutil.copytree(installed_school, place / "data")
    _install(monkeypatch, place)
    return place


@pytest.mark.parametrize(
    ("name", "starts"), [("l.csv", b"\xef\xbb\xbfStudent;"), ("l.PDF", b"%PDF")]
)
def test_the_ledger_of_a_class_is_written_to_the_named_file(installation, capsys, name, starts):
    """Both kinds of file, whatever the case of the ending; readable by their owner alone."""
    status = main(["ledger", "--class", "7 а", "--out", name])

    made = installation / name
    assert (0, "7А: 0 rows are in " + name + ".\n") == (status, capsys.readouterr().out)
    assert made.read_bytes().startswith(starts)
    assert 0o600 == made.stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--class", "12Я"], "There is no class “12Я”."),
        (["--student", "nobody"], "There is no student with the id “nobody”."),
        (["--class", "7А", "--from", "24.11.2026", "--to", "2026-11-01"], "--from lies after"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(installation, capsys, arguments, expected):
    """Wrong names and dates: status 2, one line, no file."""
    status = main(["ledger", *arguments, "--out", "ledger.csv"])

    said = capsys.readouterr().err
    assert (2, 1) == (status, len(said.splitlines()))
    assert expected in said
    assert not (installation / "ledger.csv").exists()


def test_another_kind_of_file_is_refused(installation, capsys):
    """A ledger is a CSV or a PDF."""
    status = main(["ledger", "--class", "7А", "--out", "ledger.docx"])

    assert 2 == status
    assert "Name a file that ends in .csv or .pdf." in capsys.readouterr().err
    assert [installation / "data"] == list(installation.iterdir())


def test_paper_prints_a_pdf_for_each_class_that_needs_one(installation, capsys):
    """Nobody is connected yet: every class has its file, and the last week has others."""
    status = main(["paper", "--week", "2026-09-16", "--out", "sheets"])

    said = capsys.readouterr().out.splitlines()
    made = sorted(file.name for file in (installation / "sheets").iterdir())
    assert (0, len(said)) == (status, len(made))
    assert all(name.endswith(" 2026-09-14.pdf") for name in made)
    assert made
    assert {b"%PDF"} == {(installation / "sheets" / name).read_bytes()[:4] for name in made}


def test_paper_into_a_file_is_refused(installation, capsys):
    """A place that is a file is no folder: status 2, nothing made."""
    (installation / "sheets").write_text("x")
    status = main(["paper", "--out", "sheets"])

    assert 2 == status
    assert "sheets is a file: name a folder." in capsys.readouterr().err
