"""Parents who stand in the row of their child: a school with one wide sheet."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from services.exchange.findings import Finding, Findings, shown
from services.exchange.names import fold
from services.exchange.reading.cells import person_name
from services.exchange.reading.identities import full_name, guardian_key
from services.exchange.reading.phones import phones_in
from services.exchange.reading.rows import Table, split_name
from services.exchange.reading.tables import Tables
from services.exchange.sheets import GuardianRow, RowPlace, StudentRow
from services.i18n import gettext as _
from services.vocabulary import AccessMode

__all__ = ["with_parents"]

_SLOTS = (("mother", "мать"), ("father", "отец"), ("parent", ""), ("second_parent", ""))
_RELATIONS = {
    "мать": "мать", "мама": "мать", "отец": "отец", "папа": "отец", "опекун": "опекун",
    "бабушка": "бабушка", "дедушка": "дедушка", "попечитель": "попечитель",
}  # fmt: skip
_RELATION = re.compile(rf"[(,]?\s*\b({'|'.join(_RELATIONS)})\b\s*[:)\-–—]?\s*", re.IGNORECASE)
_PHONE = re.compile(r"(?:\b(?:тел|моб)\w*\.?\s*:?\s*)?\+?\d[\d\s()\-–]{8,}\d")
_BETWEEN = re.compile(r"[,;/]")
_NOBODY = re.compile(r"нет|-+|—|–|прочерк|умер(?:ла)?|сирота|не указан[оа]?|н/д", re.IGNORECASE)
_GIVEN = frozenset({"family_name", "given_name", "patronymic", "phone", "relation"})
_WORDS_OF_A_NAME = 2
_NAME = person_name(80)


def with_parents(tables: Tables, findings: Findings) -> Tables:
    """Return the tables with a guardian for every parent in the rows of the students."""
    listed = {(fold(full_name(row)), row.student) for row in tables.guardians.rows}
    made: list[GuardianRow] = []
    for student in tables.students.rows:
        for row in _parents(student, findings):
            key = (fold(full_name(row)), row.student)
            if key not in listed:
                listed.add(key)
                made.append(row)
    if not made:
        return tables
    guardians: Table[GuardianRow] = tables.guardians
    if not guardians.is_given:
        guardians = Table(tables.students.file, ())
    return replace(tables, guardians=replace(guardians, rows=(*guardians.rows, *made)))


def _parents(student: StudentRow, findings: Findings) -> Iterator[GuardianRow]:
    for slot, relation in _SLOTS:
        cell: str = getattr(student, f"{slot}_name")
        phone: str = getattr(student, f"{slot}_phone")
        heading = student.place.headings.get(f"{slot}_name", "")
        if not cell or _NOBODY.fullmatch(cell):
            if phone:
                findings.notices.append(
                    _at(student, f"{slot}_phone", _("a phone without a name is skipped."))
                )
            continue
        for text, own_phone in _people(cell, phone):
            name, said = _name_and_relation(text)
            if len(name.split()) < _WORDS_OF_A_NAME or len(name) > 3 * 80:
                findings.problems.append(
                    Finding(
                        _(
                            "expected: family name and given name of one person; found: “{found}”."
                        ).format(found=shown(cell)),
                        student.place.file,
                        student.place.row,
                        heading,
                    )
                )
                continue
            yield _guardian(student, slot, name, own_phone, said or relation)


def _people(cell: str, phone: str) -> Iterator[tuple[str, str]]:
    """Give the people of a cell, each with the phone that stands behind the name."""
    numbers = [(match.start(), phones_in(match[0])) for match in _PHONE.finditer(cell)]
    names = [
        (match.end(), part)
        for match in re.finditer(r"[^,;/]+", _PHONE.sub(lambda one: " " * len(one[0]), cell))
        if len((part := match[0].strip()).split()) >= _WORDS_OF_A_NAME
        or (part and not _BETWEEN.search(cell) and not numbers)
    ]
    if not names:
        yield cell, phone
    for index, (__, part) in enumerate(names):
        start = cell.find(part)
        end = cell.find(names[index + 1][1]) if index + 1 < len(names) else len(cell)
        own = [number for place, found in numbers if start <= place < end for number in found]
        is_alone = len(names) == 1
        yield part, own[0] if own else (phone if is_alone else "")


def _name_and_relation(text: str) -> tuple[str, str]:
    match = _RELATION.search(text)
    relation = _RELATIONS[match[1].casefold()] if match else ""
    name = _RELATION.sub(" ", text) if match else text
    return " ".join(name.strip(" .,()-–—").split()), relation


def _guardian(student: StudentRow, slot: str, name: str, phone: str, relation: str) -> GuardianRow:
    headings = student.place.headings
    parts: dict[str, Any] = {"patronymic": "", **split_name(name)}
    place = RowPlace(
        student.place.file,
        student.place.row,
        {
            **dict.fromkeys(parts, headings.get(f"{slot}_name", "")),
            "student": headings.get(f"{slot}_name", ""),
            "phone": headings.get(f"{slot}_phone", headings.get(f"{slot}_name", "")),
        },
    )
    return GuardianRow(
        place=place,
        given=_GIVEN,
        external_id=guardian_key(name, phone, student.external_id),
        has_id=False,
        **{key: _NAME.read(text) for key, text in parts.items()},
        phone=phone,
        student=student.external_id,
        relation=relation,
        application_number="",
        application_date=None,
        access=AccessMode.ELECTRONIC,
        access_reason="",
        access_from=None,
        access_to=None,
    )


def _at(row: StudentRow, column: str, text: str) -> Finding:
    return Finding(text, row.place.file, row.place.row, row.place.headings.get(column, ""))
