"""Who is who in lists without ids: full name and birth date, or for adults full name and phone.

References to people by name are turned into the keys the other tables use. A name that fits two
people is a question, never a guess; the class they are in decides nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from services.exchange.findings import MADE_KEY, Finding, Findings, shown
from services.exchange.names import fold
from services.exchange.reading.dates import a_date
from services.exchange.reading.rows import Table
from services.exchange.reading.tables import Tables
from services.exchange.sheets import PersonRow, SheetRow
from services.i18n import gettext as _

__all__ = ["full_name", "guardian_key", "identified", "person_key"]

P = TypeVar("P", bound=PersonRow)
R = TypeVar("R", bound=SheetRow)

_PUNCTUATION = re.compile(r"[.,()]+")
_DATE_AT_THE_END = re.compile(r"^(.*?)[\s,(]+(\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d{2}-\d{2})\)?$")


def full_name(row: PersonRow) -> str:
    """Return the parts of a name that are there, the family name first."""
    return " ".join(part for part in (row.family_name, row.given_name, row.patronymic) if part)


def person_key(name: str, telling: object) -> str:
    """Return what stands for an id: a full name, and what tells namesakes apart."""
    return f"{MADE_KEY}{fold(name)}|{telling or ''}"


def guardian_key(name: str, phone: str, student: str) -> str:
    """Return the same for a guardian, who without a phone is known by the child alone."""
    return person_key(name, phone or f"|{student}")


def identified(tables: Tables, findings: Findings) -> Tables:
    """Return the tables with a key for every person and no names where keys belong."""
    students = _keyed(tables.students, "birth_date")
    staff = _keyed(tables.staff, "phone")
    of_students, of_staff = _People(students), _People(staff, is_staff=True)
    findings.problems += _unclear(students)
    resolved = {
        "classes": (of_staff, "homeroom_teacher"),
        "load": (of_staff, "teacher"),
        "timetable": (of_staff, "teacher"),
        "guardians": (of_students, "student"),
        "groups": (of_students, "student"),
        "individual_plans": (of_students, "student"),
        "clubs": (of_staff, "teacher"),
    }
    changed: dict[str, Table[Any]] = {
        name: people.resolve(getattr(tables, name), column, findings)
        for name, (people, column) in resolved.items()
    }
    changed["clubs"] = of_students.resolve(changed["clubs"], "participants", findings)
    guardians = changed["guardians"]
    changed["guardians"] = replace(
        guardians, rows=tuple(_guardian_keyed(row) for row in guardians.rows)
    )
    return replace(tables, students=students, staff=staff, **changed)


def _guardian_keyed(row: Any) -> Any:
    if row.external_id:
        return row
    key = guardian_key(full_name(row), row.phone, row.student)
    return replace(row, external_id=key, has_id=False)


def _keyed(table: Table[P], telling: str) -> Table[P]:
    rows = tuple(
        row
        if row.external_id
        else replace(
            row,
            external_id=person_key(full_name(row), getattr(row, telling)),
            has_id=False,
        )
        for row in table.rows
    )
    damaged = tuple(_damaged(row, telling) for row in table.damaged)
    return replace(table, rows=rows, damaged=damaged)


def _damaged(row: Mapping[str, Any], telling: str) -> Mapping[str, Any]:
    if row.get("external_id"):
        return row
    name = " ".join(row[part] for part in _PARTS if row.get(part))
    return {**row, "external_id": person_key(name, row.get(telling))}


_PARTS = ("family_name", "given_name", "patronymic")


def _unclear(table: Table[Any]) -> Iterator[Finding]:
    """Give a problem for namesakes of whom one has neither an id nor a birth date."""
    by_name: dict[str, list[Any]] = defaultdict(list)
    for row in table.rows:
        by_name[fold(full_name(row))].append(row)
    for rows in by_name.values():
        for row in rows:
            others = [other for other in rows if other is not row]
            if others and not row.has_id and row.birth_date is None:
                place = row.place
                yield Finding(
                    _(
                        "“{name}” is in row {row} too; without a birth date or an id they cannot"
                        " be told apart. Write one of the two in both rows."
                    ).format(name=shown(full_name(row)), row=others[0].place.row),
                    place.file,
                    place.row,
                    place.headings.get("family_name", ""),
                )


class _People:
    """The people of a list, to be found by id or by name."""

    def __init__(self, table: Table[Any], *, is_staff: bool = False) -> None:
        self._ids: dict[str, str] = {}
        self._names: dict[str, dict[str, date | None]] = defaultdict(dict)
        values = [
            {part: getattr(row, part) for part in ("external_id", *_PARTS)}
            | {"birth_date": getattr(row, "birth_date", None)}
            for row in table.rows
        ]
        for row in (*values, *table.damaged):
            key = row["external_id"]
            self._ids[key.casefold()] = key
            for name in _spellings(row, is_staff=is_staff):
                self._names[name][key] = row.get("birth_date")

    def resolve(self, table: Table[R], column: str, findings: Findings) -> Table[R]:
        """Return a table with the keys of the people whom a column names."""
        rows = []
        for row in table.rows:
            written = getattr(row, column)
            texts = written if isinstance(written, tuple) else (written,)
            keys = tuple(self._key(row, column, text, findings) for text in texts)
            change: dict[str, Any] = {column: keys if isinstance(written, tuple) else keys[0]}
            rows.append(row if keys == texts else replace(row, **change))
        return replace(table, rows=tuple(rows))

    def _key(self, row: SheetRow, column: str, text: str, findings: Findings) -> str:
        keys = self._keys(text) if text else {text}
        if len(keys) > 1:
            findings.problems.append(
                Finding(
                    _("“{name}” may be one of {count} people; write the id instead.").format(
                        name=shown(text), count=len(keys)
                    ),
                    row.place.file,
                    row.place.row,
                    row.place.headings.get(column, ""),
                )
            )
        return min(keys, default=text)

    def _keys(self, text: str) -> set[str]:
        by_id = self._ids.get(text.casefold())
        if by_id is not None:
            return {by_id}
        if match := _DATE_AT_THE_END.match(text):
            born = _date(match[2])
            named = self._names.get(_plain(match[1]), {})
            return {key for key, birth_date in named.items() if birth_date == born}
        return set(self._names.get(_plain(text), {}))


def _date(text: str) -> date | None:
    try:
        found: date = a_date.read(text)
    except ValueError:
        return None
    return found


def _plain(name: str) -> str:
    return fold(_PUNCTUATION.sub(" ", name))


def _spellings(row: Mapping[str, Any], *, is_staff: bool) -> set[str]:
    """Return how a person is written: in full, without patronymic, for staff with initials."""
    family, given, patronymic = (row.get(part) or "" for part in _PARTS)
    if not family:
        return set()
    found = {f"{family} {given} {patronymic}", f"{family} {given}"}
    if is_staff:
        initials = " ".join(part[0] for part in (given, patronymic) if part)
        found |= {family, f"{family} {initials}", f"{initials} {family}", f"{family} {given[:1]}"}
    return {_plain(name) for name in found}
