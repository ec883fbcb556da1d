"""The sheets a school may add: plans, clubs, kinds of work, events, working days, rights."""

from fractions import Fraction
from typing import Any

from services.exchange.reading import cells
from services.exchange.reading.columns import (
    CLASSES,
    GROUP,
    ID,
    NAME,
    REFERENCE,
    STUDENT,
    SUBJECT,
    TEACHER,
    TableSpec,
    dates,
    needed,
    optional,
)
from services.exchange.reading.dates import a_date
from services.exchange.sheets import (
    ClubRow,
    EventRow,
    ExemptionRow,
    RightRow,
    Sheet,
    TopicRow,
    WorkingDayRow,
    WorkKindRow,
)
from services.i18n import gettext as _

__all__ = ["OPTIONAL_SPECS"]

_HOURS = ("часов в неделю", "hours", "часы", "часов", "hours per week")
_SOME_CLASSES = optional(
    "classes", "класс", "class", "классы", "classes", kind=cells.classes, empty=()
)
_SEVERAL = cells.several(REFERENCE, lambda: _("students, separated by commas"))


def _club(**values: Any) -> ClubRow:
    """A club without a group's name is called like its subject."""
    return ClubRow(**{**values, "group": values["group"] or values["subject"]})


OPTIONAL_SPECS = (
    TableSpec(
        Sheet.INDIVIDUAL_PLANS,
        ("иуп", "индивидуальные планы", "индивидуальные учебные планы", "individual plans"),
        (STUDENT, SUBJECT, *dates("starts_on", "ends_on")),
        ExemptionRow,
    ),
    TableSpec(
        Sheet.CLUBS,
        ("кружки", "внеурочная деятельность", "кружки и секции"),
        (
            TEACHER,
            _SOME_CLASSES,
            GROUP,
            needed("subject", "предмет", "subject", "кружок", "название", kind=NAME),
            optional("hours", *_HOURS, kind=cells.hours, empty=Fraction(0)),
            optional(
                "participants", "участники", "participants", "ученики", kind=_SEVERAL, empty=()
            ),
        ),
        _club,
    ),
    TableSpec(
        Sheet.WORK_KINDS,
        ("виды работ", "work kinds", "вид работ"),
        (
            needed("name", "вид", "kind", "вид работы", "название", kind=cells.text(60)),
            optional("sign", "обозначение", "sign", "сокращение", kind=cells.text(20), empty=""),
            optional("weight", "вес", "weight", kind=cells.weight, empty=Fraction(1)),
        ),
        WorkKindRow,
    ),
    TableSpec(
        Sheet.TOPICS,
        ("ктп", "планирование", "тематическое планирование", "topics", "plans"),
        (
            SUBJECT,
            CLASSES,
            needed("number", "номер", "number", "№", "№ урока", "урок",
                   kind=cells.whole_number(1, 400)),
            needed("topic", "тема", "topic", "тема урока", kind=cells.text(500)),
            optional("hours", "часов", "hours", "часы", "кол во часов", "количество часов",
                     kind=cells.whole_number(0, 100), empty=1),
        ),
        TopicRow,
    ),
    TableSpec(
        Sheet.EVENTS,
        ("события", "мероприятия"),
        (
            needed("on_date", "дата", "date", kind=a_date),
            _SOME_CLASSES,
            needed("name", "название", "name", "событие", "мероприятие", kind=cells.text(200)),
        ),
        EventRow,
    ),
    TableSpec(
        Sheet.WORKING_DAYS,
        ("рабочие дни", "working days", "производственный календарь"),
        (
            needed("on_date", "дата", "date", kind=a_date),
            needed("is_working", "рабочий", "working", kind=cells.yes_no),
        ),
        WorkingDayRow,
    ),
    TableSpec(
        Sheet.RIGHTS,
        ("права",),
        (
            needed("role", "роль", "role", kind=ID),
            needed("action", "действие", "action", kind=NAME),
            needed("is_allowed", "да нет", "allowed", "разрешено", "можно", kind=cells.yes_no),
        ),
        RightRow,
    ),
)  # fmt: skip
