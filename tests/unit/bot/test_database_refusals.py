"""What a command says when the database refuses: what happened, and what helps."""

import sqlite3

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from bot.database_setup import refusal_sentence
from services.i18n import use_locale


@pytest.fixture(autouse=True)
def _english():
    with use_locale("en"):
        yield


def _refused(file, statement):
    """Return what SQLite says when *statement* meets another writer or a damaged file."""
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        with pytest.raises(sqlite3.DatabaseError) as raised:
            connection.execute(statement)
    finally:
        connection.close()
    return OperationalError(statement, {}, raised.value)


def test_a_busy_database_is_not_called_a_damaged_one(tmp_path):
    """Who imports beside a running bot may have to try again; nothing has to be put back."""
    file = tmp_path / "school.db"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    error = _refused(file, "BEGIN IMMEDIATE")
    writer.close()

    assert (
        f"The database sqlite:///{file} is busy: the bot or another command is writing to it. "
        "Nothing is broken; try again in a minute."
    ) == refusal_sentence(make_url(f"sqlite:///{file}"), error)


def test_a_damaged_file_leads_to_the_copy(tmp_path):
    """A file that is no database does not become one by waiting."""
    file = tmp_path / "school.db"
    file.write_bytes(b"no database" * 100)

    said = refusal_sentence(
        make_url(f"sqlite:///{file}"), _refused(file, "SELECT * FROM sqlite_master")
    )

    assert said.endswith("the file whole; a copy: `peremena restore`.")
