"""Homework of an entry as JSON: what goes in comes out."""

import json
from datetime import date

from services.homework.drafts import (
    FileRef,
    HomeworkDraft,
    files_in,
    homework_in,
    with_file,
    with_homework,
)
from services.vocabulary import FileKind

DRAFTS = (
    HomeworkDraft(0, "№ 214", due_on=date(2026, 11, 26), due_number=2),
    HomeworkDraft(0, "§ 3", addressee_id=7),
    HomeworkDraft(1, is_none=True),
)


def test_homework_comes_out_as_it_went_in():
    """Through real JSON, as the database keeps it."""
    stored = json.loads(json.dumps(with_homework({"text": "x"}, DRAFTS)))

    assert DRAFTS == homework_in(stored)
    assert stored["text"] == "x"


def test_an_entry_without_homework_has_none():
    """Entries of marks alone know nothing of it."""
    assert ((), ()) == (homework_in({}), files_in({}))


def test_a_file_is_kept_once():
    """Telegram may deliver an update twice."""
    photo = FileRef(FileKind.PHOTO, "AgAC1")
    paper = FileRef(FileKind.DOCUMENT, "BQAC1", "Задание.pdf")
    stored = with_file(with_file(with_file({}, photo), paper), photo)

    assert (photo, paper) == files_in(json.loads(json.dumps(stored)))
