"""The lists of the demo school: the small sample school, and what makes it a whole one.

The second shift, more families, one of them on paper, a mother of three in two classes,
namesakes, an office of three people and what is taught when; in the same sheets as any school's.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CURRICULUM", "MORE", "SAMPLE", "CurriculumTopic", "curriculum", "write_lists"]

SAMPLE = Path(__file__).parent.parent / "sandbox" / "demo_school"
MORE = Path(__file__).parent / "school"
CURRICULUM = MORE / "curriculum.csv"
_REPLACED_BY_ID = frozenset({"staff"})  # the office of one person becomes an office of four


@dataclass(frozen=True, slots=True)
class CurriculumTopic:
    """A topic of a subject in a grade, and how many lessons it takes."""

    subject: str
    grade: str
    topic: str
    hours: int


def curriculum() -> list[CurriculumTopic]:
    """Return what is taught, in order."""
    _heading, *rows = _read(CURRICULUM)
    return [
        CurriculumTopic(subject, grade, topic, int(hours)) for subject, grade, topic, hours in rows
    ]


def write_lists(folder: Path) -> Path:
    """Write the demo school into *folder*, a sheet a file, and return it."""
    names = {path.stem for path in (*SAMPLE.glob("*.csv"), *MORE.glob("*.csv"))}
    for name in sorted(names - {CURRICULUM.stem}):
        heading, *rows = _read(SAMPLE / f"{name}.csv")
        more = _read(MORE / f"{name}.csv") if (MORE / f"{name}.csv").exists() else [heading]
        if more[0] != heading:
            message = f"{name}.csv has other columns than the sample school's"
            raise ValueError(message)
        replaced = {row[0] for row in more[1:]} if name in _REPLACED_BY_ID else set()
        kept = [row for row in rows if row[0] not in replaced]
        _write(folder / f"{name}.csv", [heading, *kept, *more[1:]])
    _write(folder / "topics.csv", _topics(_read(folder / "classes.csv")[1:]))
    return folder


def _topics(classes: Iterable[list[str]]) -> list[list[str]]:
    """Return «КТП» of every class."""
    rows = [["предмет", "класс", "номер", "тема", "часов"]]
    for name, *_rest in classes:
        numbers: dict[str, int] = {}
        for one in curriculum():
            if one.grade != name.rstrip("АБВГД"):
                continue
            numbers[one.subject] = numbers.get(one.subject, 0) + 1
            rows.append([one.subject, name, str(numbers[one.subject]), one.topic, str(one.hours)])
    return rows


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
