"""The commands as the office types them: what they say, how they end, what they leave behind."""

import csv
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.cli import main
from tests.integration.exchange.importing import DEMO_ROWS
from tests.unit.exchange.conftest import DEMO_SCHOOL
from tests.unit.exchange.spoiled import Folder

ADDED = f"added {DEMO_ROWS}, changed 0, left 0, unchanged 0, problems 0"


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
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the place of a fresh installation."""
    place = tmp_path / "installation"
    place.mkdir()
    _install(monkeypatch, place)
    return place


@pytest.fixture
def imported(installation: Path, installed_school: Path, folder: Folder) -> Folder:
    """Give the folder of a school that has been imported into the installation."""
    shutil.copytree(installed_school, installation / "data")
    return folder


def test_import_makes_the_database_and_says_the_counts_last(installation, folder, capsys):
    """A fresh installation needs no other command before the first import."""
    status = main(["import", str(folder.path)])

    said = capsys.readouterr()
    assert (0, ADDED, "") == (status, said.out.splitlines()[-1], said.err)
    assert (installation / "data" / "peremena.db").exists()


def test_import_again_changes_nothing(imported, capsys):
    """The second time every row is unchanged."""
    status = main(["import", str(imported.path)])

    assert (0, f"added 0, changed 0, left 0, unchanged {DEMO_ROWS}, problems 0\n") == (
        status,
        capsys.readouterr().out,
    )


def test_a_dry_run_of_a_fresh_installation_leaves_nothing_on_the_disk(
    installation, folder, capsys
):
    """Trying out makes neither a database nor a key."""
    status = main(["import", str(folder.path), "--dry-run"])

    assert (0, ["Nothing was stored: this was a trial.", ADDED]) == (
        status,
        capsys.readouterr().out.splitlines()[-2:],
    )
    assert [] == list(installation.iterdir())


def test_a_dry_run_stores_nothing(installation, imported, capsys):
    """A changed list is counted and left alone."""
    imported.replace("students.csv", "U0001;Попова;", "U0001;Белова;")
    status = main(["import", str(imported.path), "--dry-run"])

    with sqlite3.connect(installation / "data" / "peremena.db") as connection:
        names = connection.execute(
            "SELECT family_name FROM person WHERE external_id = 'U0001'"
        ).fetchall()
    connection.close()
    assert (0, f"added 0, changed 1, left 0, unchanged {DEMO_ROWS - 1}, problems 0") == (
        status,
        capsys.readouterr().out.splitlines()[-1],
    )
    assert [("Попова",)] == names


def test_problems_are_lines_on_stderr_and_status_2(imported, capsys):
    """Each problem is one line with its place; the counts come last on the other stream."""
    imported.replace("students.csv", "22.11.2019", "вчера")
    imported.replace("guardians.csv", ";U0001;", ";U9999;")

    status = main(["import", str(imported.path)])

    said = capsys.readouterr()
    assert (2, "added 0, changed 0, left 0, unchanged 0, problems 2") == (
        status,
        said.out.splitlines()[-1],
    )
    assert (
        "peremena import: students.csv, row 2, column “дата рождения”: expected: a date such as"
        " 01.09.2026 or 2026-09-01; found: “вчера”.\n"
        "peremena import: guardians.csv, row 2, column “ученик”: “U9999” is not in students.csv.\n"
    ) == said.err


def test_at_most_fifty_problems_are_printed(imported, capsys):
    """Who has more to mend begins with the first fifty, and hears how many are left."""
    imported.write(
        "guardians.csv", imported.text("guardians.csv").replace(";+7999", ";7999999999999999")
    )

    status = main(["import", str(imported.path)])

    said = capsys.readouterr()
    assert (2, 51) == (status, len(said.err.splitlines()))
    assert (
        "peremena import: guardians.csv, column “телефон”: … and 4 more."
        == said.err.splitlines()[-1]
    )
    assert said.out.splitlines()[-1].endswith("problems 54")


@pytest.mark.parametrize("path", ["nowhere", "school.xlsx"])
def test_a_path_that_is_no_folder_is_one_line(installation, path, capsys):
    """A wrong path is bad input, not a fault."""
    (installation / "school.xlsx").write_bytes(b"PK")

    status = main(["import", path])

    assert (2, 1) == (status, len(capsys.readouterr().err.splitlines()))


def test_import_speaks_the_language_of_the_terminal(monkeypatch, folder, capsys):
    """Without a language, or with Russian, sentences are Russian; the last line stays as it is."""
    monkeypatch.setenv("LANG", "C.UTF-8")
    folder.replace("students.csv", "22.11.2019", "вчера")

    status = main(["import", str(folder.path)])

    said = capsys.readouterr()
    assert status == 2
    assert "строка 2, столбец «дата рождения»" in said.err
    assert said.out.splitlines()[-1].endswith("problems 1")


def test_verify_counts_the_entries_of_an_intact_chain(imported, capsys):
    """What an import has stored is in the chain, and nothing else is."""
    status = main(["verify"])

    assert (0, "chain intact, 231 entries\n") == (status, capsys.readouterr().out)


def test_verify_names_what_was_changed_past_the_journal(installation, imported, capsys):
    """A row edited in the database is named by its number, without a word of its contents."""
    with sqlite3.connect(installation / "data" / "peremena.db") as connection:
        connection.execute("UPDATE person SET family_name = 'Иванов' WHERE external_id = 'U0001'")
        (row_id,) = connection.execute(
            "SELECT id FROM person WHERE external_id = 'U0001'"
        ).fetchone()
    connection.close()

    status = main(["verify"])

    assert (1, f"person {row_id}: changed past the journal\n") == (
        status,
        capsys.readouterr().out,
    )


def test_another_key_is_refused_before_anything_is_checked(installation, imported, capsys):
    """The line names the key and the file it is in."""
    (installation / "data" / "secret.key").write_text("another secret " * 4, encoding="utf-8")

    status = main(["verify"])

    said = capsys.readouterr().err
    assert 1 == status
    assert "another SECRET_KEY" in said
    assert "secret.key" in said


def test_verify_suspects_the_key_when_no_entry_fits(installation, imported, capsys):
    """A database that remembers no key: every entry is strange, the likely reason is said."""
    (installation / "data" / "secret.key").write_text("another secret " * 4, encoding="utf-8")
    connection = sqlite3.connect(installation / "data" / "peremena.db")
    with connection:
        connection.execute("DELETE FROM deployment")
    connection.close()

    status = main(["verify"])

    lines = capsys.readouterr().out.splitlines()
    assert (1, "No entry fits. Was the SECRET_KEY another one when they were made?") == (
        status,
        lines[-1],
    )


def test_verify_checks_every_school(imported, capsys):
    """With several schools each has its own line; one may be named."""
    imported.replace("school.csv", "краткое название;Школа «Перемена»", "краткое название;Вторая")
    imported.replace("school.csv", "ЧОУ «Средняя школа «Перемена»", "Вторая школа")
    main(["import", str(imported.path)])
    capsys.readouterr()

    both = (main(["verify"]), capsys.readouterr().out)
    one = (main(["verify", "--school", "Вторая"]), capsys.readouterr().out)

    assert (
        0,
        ("Школа «Перемена»: chain intact, 231 entries\nВторая: chain intact, 231 entries\n"),
    ) == both
    assert (0, "chain intact, 231 entries\n") == one


def _table(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_invites_are_written_for_people_without_an_account(installation, imported, capsys):
    """A class has its students and their guardians, each with a code of their own."""
    status = main(["invites", "--class", "7a", "--out", "out.csv"])

    rows = _table(installation / "out.csv")
    assert (
        0,
        (
            "21 invitations are in out.csv.\n"
            "The links are empty: the bot's name is known after `peremena run`.\n"
        ),
    ) == (status, capsys.readouterr().out)
    assert {"student", "guardian"} == {row["role"] for row in rows}
    assert {"7А"} == {row["class"] for row in rows}
    assert 21 == len({row["code"] for row in rows})
    assert 0o600 == (installation / "out.csv").stat().st_mode & 0o777


def test_invites_bear_a_link_once_the_bot_is_known(installation, imported, capsys):
    """The link opens the bot with the code."""
    with sqlite3.connect(installation / "data" / "peremena.db") as connection:
        connection.execute("INSERT INTO bot (telegram_bot_id, username) VALUES (42, 'school_bot')")
    connection.close()

    main(["invites", "--person", "P0004", "--out", "out.csv"])

    (row,) = _table(installation / "out.csv")
    assert f"https://t.me/school_bot?start={row['code']}" == row["link"]
    assert "Кузнецов Александр, Кузнецова Алиса" == row["students"]


def test_new_codes_end_the_older_ones(installation, imported):
    """Of two files only the later one opens the door."""
    main(["invites", "--person", "P0004", "--out", "first.csv"])
    main(["invites", "--person", "P0004", "--out", "second.csv"])

    with sqlite3.connect(installation / "data" / "peremena.db") as connection:
        states = connection.execute(
            "SELECT ended_at IS NULL FROM invite_code ORDER BY id"
        ).fetchall()
    connection.close()
    assert [(0,), (1,)] == states


def test_codes_that_cannot_be_written_are_not_issued(installation, imported, capsys):
    """If the file cannot be made, the older codes stay good."""
    status = main(["invites", "--out", "no/such/folder/out.csv"])

    with sqlite3.connect(installation / "data" / "peremena.db") as connection:
        codes = connection.execute("SELECT count(*) FROM invite_code").fetchall()
    connection.close()
    assert 1 == status
    assert [(0,)] == codes
    assert 1 == len(capsys.readouterr().err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "out.xlsx"], "Name a file that ends in .csv or .pdf."),
        (["--class", "9Я", "--out", "out.csv"], "There is no class “9Я”."),
        (["--person", "X1", "--out", "out.csv"], "There is no person with the id “X1”."),
        (
            ["--role", "boss", "--out", "out.csv"],
            (
                "There is no role “boss”; roles are administrator, director, deputy_head,"
                " secretary, dispatcher, teacher, homeroom_teacher, social_pedagogue,"
                " psychologist, guardian, student, coordinator."
            ),
        ),
        (
            ["--school", "Другая", "--out", "out.csv"],
            "Name one of these schools with --school: Школа «Перемена».",
        ),
    ],
)
def test_invites_refuse_in_one_line(imported, arguments, said, capsys):
    """What cannot be done is said in one sentence, and no file is made."""
    status = main(["invites", *arguments])

    assert (2, f"peremena invites: {said}\n") == (status, capsys.readouterr().err)
    assert not Path("out.csv").exists()


@pytest.mark.parametrize("command", [["invites", "--out", "out.csv"], ["verify"]])
def test_commands_before_any_import_say_what_to_do(command, capsys):
    """Without a database there is one line that leads on."""
    status = main(command)

    assert (1, 1) == (status, len(capsys.readouterr().err.splitlines()))


def test_invitations_as_pages_to_print(installation, imported, capsys):
    """The same people as slips: a PDF that only its owner may read."""
    status = main(["invites", "--class", "7a", "--out", "slips.pdf"])

    assert 0 == status
    assert "21 invitations are in slips.pdf.\n" in capsys.readouterr().out
    assert (installation / "slips.pdf").read_bytes().startswith(b"%PDF")
    assert 0o600 == (installation / "slips.pdf").stat().st_mode & 0o777


def test_nobody_to_invite_prints_no_empty_page(installation, imported, capsys):
    """A class has no teachers among its people: no page, no file, and no error."""
    status = main(["invites", "--class", "7a", "--role", "teacher", "--out", "slips.pdf"])

    assert (0, "Nobody is left to invite: nothing was printed.\n") == (
        status,
        capsys.readouterr().out,
    )
    assert not (installation / "slips.pdf").exists()


def test_a_consent_text_is_published_once(imported, installation, capsys):
    """The office reads when families are asked and when messages pause; again changes nothing."""
    text = installation / "consent.txt"
    text.write_text("Согласие, новая редакция.\n", encoding="utf-8")
    day = ("--from", "01.12.2099")
    first = main(["consent", "publish", str(text), *day])
    said = capsys.readouterr().out
    second = main(["consent", "publish", str(text), *day])

    assert (0, 0) == (first, second)
    assert "Families are asked from 01.12.2099. Until 15.12.2099" in said
    assert "published already: edition 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("missing.txt", "--from", "2099-12-01"), "cannot be read as a text"),
        (("empty.txt", "--from", "2099-12-01"), "has 0 characters"),
        (("empty.txt", "--from", "31.02.2099"), "is not a date"),
    ],
)
def test_a_wrong_text_or_day_is_one_clear_line(
    imported, installation, capsys, arguments, sentence
):
    """Status 2, one line on standard error, nothing stored."""
    (installation / "empty.txt").write_text(" \n", encoding="utf-8")
    command = ["consent", "publish", *arguments]
    if "31.02" in command[-1]:
        with pytest.raises(SystemExit) as end:
            main(command)
        status = end.value.code
    else:
        status = main(command)
    said = capsys.readouterr()

    assert 2 == status
    assert sentence in said.err
    assert 1 == len(said.err.splitlines())


def test_a_person_is_erased_with_an_act_to_sign(imported, installation, capsys):
    """The command writes the page and the stop list, and the chain stays intact."""
    status = main(["erase", "--person", "P0001", "--basis", "заявление № 3 от 20.11.2026"])
    said = capsys.readouterr()
    verified = main(["verify"])
    act = next((installation / "data" / "acts").glob("act-1-*.pdf"))

    assert (0, "") == (status, said.err)
    assert "Act No. 1/" in said.out
    assert act.read_bytes().startswith(b"%PDF-")
    assert 1 == len((installation / "data" / "erasures.jsonl").read_text().splitlines())
    assert 0 == verified


@pytest.mark.parametrize(
    "command",
    [
        ("erase", "--person", "nobody"),
        ("consent", "withdraw", "--person", "nobody", "--paper", "1", "--date", "20.11.2026"),
        ("consent", "withdraw", "--person", "P0001", "--paper", "1", "--date", "20.11.2026"),
    ],
)
def test_who_is_not_there_or_gave_nothing_is_one_line(imported, capsys, command):
    """Status 2, one line, nothing destroyed."""
    status = main(list(command))

    assert 2 == status
    assert 1 == len(capsys.readouterr().err.splitlines())
