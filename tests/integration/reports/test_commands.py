"""The commands of documents as the office types them: how they end, what they leave behind."""

import shutil
import sqlite3
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


def test_a_backup_goes_to_the_media_that_are_there(installation, capsys):
    """One medium missing: status 1, one line that names it, the others have their copy."""
    (installation / "one").mkdir()
    status = main(["backup", "one", "gone/school", "two"])

    said = capsys.readouterr()
    assert (1, "gone/school: there is no such folder. Is the medium connected?\n") == (
        status,
        said.err,
    )
    made = [list((installation / name).glob("*.backup")) for name in ("one", "two")]
    assert [1, 1] == [len(files) for files in made]
    assert "secret.key is not in the copy" in said.out.replace("\n", " ")
    assert 0 == main(["verify", str(made[0][0])])
    assert "intact, made" in capsys.readouterr().out
    with sqlite3.connect(installation / "data" / "peremena.db") as connection:
        noted = connection.execute("SELECT job FROM job_run WHERE job = 'backup'").fetchall()
    connection.close()
    assert [("backup",)] == noted


def test_a_backup_comes_back_by_command(installation, capsys):
    """Restored into a new file the chain is intact; the same place a second time is refused."""
    (installation / "media").mkdir()
    main(["backup", "media"])
    (file,) = (installation / "media").glob("*.backup")
    url = f"sqlite+aiosqlite:///{installation / 'restored.db'}"
    first = main(["restore", str(file), "--to", url])
    said = capsys.readouterr().out
    second = main(["restore", str(file), "--to", url])

    assert (0, 2) == (first, second)
    assert "chain intact" in said
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "status", "expected"),
    [(b"something else", 2, "is no backup"), (b"PEREMENA-BACKUP 1\nxx", 1, "is damaged")],
)
def test_verify_says_what_is_wrong_with_a_file(installation, capsys, content, status, expected):
    """Another kind of file is wrong usage; a damaged copy is a failure."""
    (installation / "x.backup").write_bytes(content)

    assert status == main(["verify", "x.backup"])
    assert expected in capsys.readouterr().err


def test_an_archive_proves_itself(installation, monkeypatch, capsys):
    """Encrypted to the passphrase, signed, with a receipt; one flipped byte is found."""
    (installation / "passphrase").write_text("a passphrase of the director\n")
    monkeypatch.setenv("ARCHIVE_PASSPHRASE_FILE", str(installation / "passphrase"))
    status = main(["archive", "--period", "1", "media", "gone/school"])
    said = capsys.readouterr()
    (file,) = (installation / "media").glob("*.age")
    good = main(["verify", str(file)])
    intact = capsys.readouterr().out
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    bad = main(["verify", str(file)])

    assert (1, 0, 1) == (status, good, bad)
    assert "gone/school: there is no such folder" in said.err
    assert "Signed by this installation." in intact
    assert "It opens, and every file in it is as it was." in intact
    assert "was changed after it was made" in capsys.readouterr().err
    endings = sorted(one.name.split(".", 1)[1] for one in (installation / "media").iterdir())
    assert ["age", "manifest.json", "receipt.pdf"] == endings


def test_an_archive_without_a_key_of_the_director_is_refused(installation, monkeypatch, capsys):
    """Nobody's archive would be everybody's."""
    for name in ("ARCHIVE_PASSPHRASE_FILE", "ARCHIVE_RECIPIENT"):
        monkeypatch.delenv(name, raising=False)

    assert 2 == main(["archive", "--period", "1", str(installation)])
    assert "ARCHIVE_RECIPIENT" in capsys.readouterr().err


def test_reports_are_listed_without_a_name(capsys):
    """What there is, one a line: reports, then papers."""
    status = main(["report"])

    said = capsys.readouterr().out.splitlines()
    assert 0 == status
    assert said[0].startswith("summary")
    assert any(line.startswith("application") for line in said)


@pytest.mark.parametrize(
    ("arguments", "name", "starts"),
    [
        (["summary", "--class", "7а"], "s.xlsx", b"PK"),
        (["сводная", "--period", "1 четверть"], "s.pdf", b"%PDF"),
        (["report-cards", "--class", "7А", "--period", "год"], "c.pdf", b"%PDF"),
        (["регламент"], "r.txt", b"\xef\xbb\xbf"),
        (["order"], "o.pdf", b"%PDF"),
    ],
)
def test_a_report_is_written_to_the_named_file(installation, capsys, arguments, name, starts):
    """Reports and papers by their names, whatever the case of the class."""
    assert 0 == main(["report", *arguments, "--out", name]), capsys.readouterr().err
    assert (installation / name).read_bytes().startswith(starts)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nonsense", "--out", "x.pdf"], "There is no report “nonsense”"),
        (["summary"], "Say where to write it"),
        (["summary", "--out", "x.txt"], "ends in .xlsx or .pdf"),
        (["order", "--out", "x.xlsx"], "ends in .pdf or .txt"),
        (["report-cards", "--out", "x.pdf"], "name it with --class"),
        (["summary", "--period", "лето", "--out", "x.pdf"], "There is no period “лето”"),
        (["summary", "--class", "12Я", "--out", "x.pdf"], "There is no class “12Я”."),
    ],
)
def test_a_report_that_cannot_be_meant_is_refused(installation, capsys, arguments, expected):
    """Status 2, one line that names the way out, no file."""
    assert 2 == main(["report", *arguments])
    assert expected in capsys.readouterr().err
    assert [] == list(installation.glob("x.*"))
