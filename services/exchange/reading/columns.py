"""What the tables of the workbook are declared with: columns, and those that several have."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.exchange.names import parse_class_name
from services.exchange.reading import cells
from services.exchange.reading.dates import a_date
from services.exchange.reading.kinds import CellKind
from services.exchange.reading.phones import a_phone
from services.exchange.sheets import Sheet, SheetRow

__all__ = [
    "CLASSES",
    "CLASS_HEADINGS",
    "FULL_NAME",
    "GRADE",
    "GRADES",
    "GROUP",
    "ID",
    "LESSON",
    "LETTER",
    "NAME",
    "PARTS",
    "PERSON",
    "REFERENCE",
    "SHORT",
    "STUDENT",
    "SUBJECT",
    "TEACHER",
    "TEXT",
    "Column",
    "TableSpec",
    "class_parts",
    "dates",
    "names",
    "needed",
    "of_class",
    "optional",
    "parents",
]

R_co = TypeVar("R_co", bound=SheetRow, covariant=True)

# Columns that stand for others: «ФИО» for the three of the name, two for the class.
FULL_NAME, GRADE, LETTER = "full_name", "grade_part", "letter_part"
PARTS = frozenset({FULL_NAME, GRADE, LETTER})

TEXT = cells.text(120)
NAME = cells.text(80)
PERSON = cells.person_name(80)
SHORT = cells.text(60)
ID = cells.text(64)


_NOTHING = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its headings (the first one is named in sentences), its cells.

    An empty cell means *empty*; where *is_needed*, the column must exist and no cell be empty.
    *parts*: columns that together may stand for it.
    """

    key: str
    headings: tuple[str, ...]
    kind: CellKind
    is_needed: bool = False
    empty: Any = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec(Generic[R_co]):
    """A table: its sheet, other names of the file (the first one is the sheet's own), its columns,
    the type of its rows.

    *subject*: words a heading may have besides («фамилия ученика»). *context* reads what a row of
    one cell says about all rows below it, for the column *context_key*.
    """

    sheet: Sheet
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    row: Callable[..., R_co]
    is_required: bool = False
    subject: re.Pattern[str] = _NOTHING
    context: Callable[[str], str | None] | None = None
    context_key: str = ""


def needed(key: str, *headings: str, kind: CellKind = TEXT) -> Column:
    """Return a column that must be there, with no cell empty."""
    return Column(key, headings, kind, is_needed=True)


def optional(key: str, *headings: str, kind: CellKind = TEXT, empty: Any = None) -> Column:
    """Return a column that may be missing or empty."""
    return Column(key, headings, kind, empty=empty)


def dates(starts: str, ends: str) -> tuple[Column, Column]:
    """Return the two columns of a stretch of days."""
    # The Latin «c» stands on the key of the Russian one.
    return (
        optional(
            starts, "с", "from", "дата с", "c", "дата прибытия", "прибыл", "дата зачисления",
            kind=a_date,
        ),
        optional(
            ends, "по", "to", "дата по", "до", "дата выбытия", "выбыл", "дата отчисления",
            kind=a_date,
        ),
    )  # fmt: skip


def parents() -> tuple[Column, ...]:
    """Mother, father and one more in the row of the child: a school with one wide sheet."""
    return tuple(
        optional(
            f"{key}_{part}",
            *(
                heading
                for word in (first, *others)
                for heading in (f"{word} {of}", f"{of} {word}")
            ),
            *extra,
            kind=cells.text(242) if part == "name" else a_phone,
            empty="",
        )
        for key, first, *others in (
            ("mother", "мать", "матери", "мама", "мамы", "mother"),
            ("father", "отец", "отца", "папа", "папы", "father"),
            ("parent", "родитель", "родителя", "представитель", "законный представитель",
             "законного представителя", "родители", "родителей", "parent", "родитель 1"),
            ("second_parent", "родитель 2", "второй родитель", "parent 2"),
        )
        for part, of, extra in (
            ("name", "фио", (first, *others, f"{first} name")),
            ("phone", "телефон", tuple(f"{one} {tel}" for one in (first, *others)
                                       for tel in ("тел", "phone", "моб"))),
        )
    )  # fmt: skip


def names(*full_name: str) -> tuple[Column, ...]:
    """Return the columns of a person: id, name in three parts or one, phone."""
    return (
        optional(
            "external_id", "id", "ид", "код", "личное дело", "№ личного дела",
            "номер личного дела", "№ л/д", "л/д", "табельный номер", kind=ID, empty="",
        ),
        needed(
            "family_name", "фамилия", "family name", "surname", "last name", "ф", kind=PERSON
        ),
        needed("given_name", "имя", "given name", "first name", "name", "и", kind=PERSON),
        optional(
            "patronymic", "отчество", "patronymic", "middle name", "о", kind=PERSON, empty=""
        ),
        optional(
            FULL_NAME, "фио", "ф и о", "full name", "фамилия имя отчество", "фамилия имя",
            "фамилия и имя", "ф и", *full_name, kind=cells.text(242),
        ),
        optional(
            "phone", "телефон", "phone", "тел", "мобильный", "мобильный телефон", "сотовый",
            "сотовый телефон", "номер телефона", "контактный телефон", "телефон мобильный",
            "контакты", kind=a_phone, empty="",
        ),
    )  # fmt: skip


def class_parts() -> tuple[Column, Column]:
    """Return the two columns that may stand for the class."""
    return (
        optional(GRADE, "параллель", "grade", "ступень", "год обучения", kind=ID, empty=""),
        optional(
            LETTER, "литера", "литер", "буква", "letter", "литера класса", "буква класса",
            kind=ID, empty="",
        ),
    )  # fmt: skip


def of_class(text: str) -> str | None:
    """Return the class a line such as «Список класса 7Б» or «7Б класс» speaks of."""
    found = parse_class_name(_LIST_OF.sub("", text))
    return found.name if found else None


_LIST_OF = re.compile(
    r"^(?:список\s+)?(?:(?:учеников|учащихся|обучающихся)\s+)?(?:класса|класс)?\s*:?\s*",
    re.IGNORECASE,
)
CLASS_HEADINGS = ("класс", "class", "наименование класса", "класс обучения")


GRADES = optional("grades", "классы", "grades", "класс", kind=cells.grades, empty=())
REFERENCE = cells.text(242)  # an id, or a full name where there are no ids
STUDENT = needed(
    "student", "ученик", "student", "id ученика", "student id", "обучающийся", "учащийся",
    "ребенок", "фио ученика", "фио обучающегося", "фио учащегося", "фио ребенка", "child",
    kind=REFERENCE,
)  # fmt: skip
SUBJECT = needed("subject", "предмет", "subject")
GROUP = optional("group", "группа", "group", kind=NAME, empty="")
TEACHER = needed(
    "teacher", "учитель", "teacher", "id учителя", "teacher id", "преподаватель", "педагог",
    "фио учителя", kind=REFERENCE,
)  # fmt: skip
LESSON = needed(
    "number", "урок", "lesson", "номер урока", "№ урока", "номер", kind=cells.lesson_number
)
CLASSES = needed("classes", "класс", "class", "классы", "classes", kind=cells.classes)
