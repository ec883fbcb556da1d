"""Homework a journal entry is going to record: ids and words, kept as JSON until it is saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.vocabulary import FileKind

__all__ = ["FileRef", "HomeworkDraft", "files_in", "homework_in", "with_file", "with_homework"]

_HOMEWORK, _FILES = "homework", "files"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that lies with Telegram."""

    kind: FileKind
    file_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class HomeworkDraft:
    """What is given at one lesson of the entry (*place* counts them): to all, or to one student.

    «Не задано» for one student takes back what was given to that student alone.
    """

    place: int
    text: str = ""
    is_none: bool = False
    addressee_id: int | None = None
    due_on: date | None = None
    due_number: int | None = None


def homework_in(stored: Mapping[str, Any]) -> tuple[HomeworkDraft, ...]:
    """Return the homework an entry's JSON holds."""
    return tuple(
        HomeworkDraft(
            place=one["place"],
            text=one["text"],
            is_none=one["is_none"],
            addressee_id=one["addressee_id"],
            due_on=date.fromisoformat(one["due_on"]) if one["due_on"] else None,
            due_number=one["due_number"],
        )
        for one in stored.get(_HOMEWORK, ())
    )


def with_homework(stored: Mapping[str, Any], drafts: Iterable[HomeworkDraft]) -> dict[str, Any]:
    """Return an entry's JSON with this homework in it."""
    return {
        **stored,
        _HOMEWORK: [
            {
                "place": one.place,
                "text": one.text,
                "is_none": one.is_none,
                "addressee_id": one.addressee_id,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "due_number": one.due_number,
            }
            for one in drafts
        ],
    }


def files_in(stored: Mapping[str, Any]) -> tuple[FileRef, ...]:
    """Return the files that came with an entry; they belong to all its homework."""
    return tuple(
        FileRef(FileKind(one["kind"]), one["file_id"], one["name"])
        for one in stored.get(_FILES, ())
    )


def with_file(stored: Mapping[str, Any], file: FileRef) -> dict[str, Any]:
    """Return an entry's JSON with one file more; the same file is not added twice."""
    files = list(stored.get(_FILES, ()))
    if all(one["file_id"] != file.file_id for one in files):
        files.append({"kind": file.kind, "file_id": file.file_id, "name": file.name})
    return {**stored, _FILES: files}
