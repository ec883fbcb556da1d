"""Words that stand in cells for something stored: roles, kinds of period, ways of assessment."""

import re
from collections.abc import Mapping

from services.exchange.reading import cells
from services.exchange.reading.cells import choice, key_word
from services.exchange.reading.kinds import CellKind
from services.i18n import gettext as _
from services.vocabulary import AccessMode, Assessment, PeriodKind, Role, WeekParity

__all__ = ["ACCESS", "ASSESSMENT", "PARITY", "PERIOD_KIND", "ROLES", "role_of"]

ASSESSMENT = choice(
    {
        "отметки": Assessment.MARKS,
        "оценки": Assessment.MARKS,
        "marks": Assessment.MARKS,
        "зачет": Assessment.PASS_FAIL,
        "зачет/незачет": Assessment.PASS_FAIL,
        "pass": Assessment.PASS_FAIL,
        "pass/fail": Assessment.PASS_FAIL,
        "без": Assessment.NONE,
        "без отметок": Assessment.NONE,
        "нет": Assessment.NONE,
        "none": Assessment.NONE,
    },
    lambda: _("a way of assessment: marks, pass/fail or none"),
)

PERIOD_KIND = choice(
    {
        "четверть": PeriodKind.QUARTER,
        "quarter": PeriodKind.QUARTER,
        "триместр": PeriodKind.TRIMESTER,
        "trimester": PeriodKind.TRIMESTER,
        "полугодие": PeriodKind.HALF_YEAR,
        "half-year": PeriodKind.HALF_YEAR,
        "half year": PeriodKind.HALF_YEAR,
        "semester": PeriodKind.HALF_YEAR,
    },
    lambda: _("a kind of period: quarter, trimester or half-year"),
)

ACCESS = choice(
    {
        "электронный": AccessMode.ELECTRONIC,
        "electronic": AccessMode.ELECTRONIC,
        "на бумаге": AccessMode.PAPER,
        "бумага": AccessMode.PAPER,
        "paper": AccessMode.PAPER,
        "приостановлен": AccessMode.SUSPENDED,
        "suspended": AccessMode.SUSPENDED,
    },
    lambda: _("a way of access: electronic, paper or suspended"),
)

PARITY = choice(
    {
        "все": WeekParity.EVERY,
        "каждая": WeekParity.EVERY,
        "every": WeekParity.EVERY,
        "чет": WeekParity.EVEN,
        "четная": WeekParity.EVEN,
        "even": WeekParity.EVEN,
        "нечет": WeekParity.ODD,
        "нечетная": WeekParity.ODD,
        "odd": WeekParity.ODD,
    },
    lambda: _("even or odd weeks, or nothing for every week"),
)

_ROLES: Mapping[str, Role] = {
    "администратор": Role.ADMINISTRATOR,
    "administrator": Role.ADMINISTRATOR,
    "директор": Role.DIRECTOR,
    "director": Role.DIRECTOR,
    "завуч": Role.DEPUTY_HEAD,
    "заместитель директора": Role.DEPUTY_HEAD,
    "deputy head": Role.DEPUTY_HEAD,
    "секретарь": Role.SECRETARY,
    "secretary": Role.SECRETARY,
    "диспетчер": Role.DISPATCHER,
    "dispatcher": Role.DISPATCHER,
    "учитель": Role.TEACHER,
    "teacher": Role.TEACHER,
    "соцпедагог": Role.SOCIAL_PEDAGOGUE,
    "социальный педагог": Role.SOCIAL_PEDAGOGUE,
    "social pedagogue": Role.SOCIAL_PEDAGOGUE,
    "координатор": Role.COORDINATOR,
    "муниципальный координатор": Role.COORDINATOR,
    "coordinator": Role.COORDINATOR,
    "психолог": Role.PSYCHOLOGIST,
    "педагог-психолог": Role.PSYCHOLOGIST,
    "psychologist": Role.PSYCHOLOGIST,
    "классный руководитель": Role.HOMEROOM_TEACHER,
    "homeroom teacher": Role.HOMEROOM_TEACHER,
}
_FAMILY: Mapping[str, Role] = {
    "родитель": Role.GUARDIAN,
    "guardian": Role.GUARDIAN,
    "parent": Role.GUARDIAN,
    "ученик": Role.STUDENT,
    "student": Role.STUDENT,
}


def role_of(word: str) -> Role | None:
    """Return the role a word means in either language, whoever may hold it."""
    key = key_word(word.replace("_", " "))
    return _ROLES.get(key) or _FAMILY.get(key)


# Posts as staff lists have them. A deputy for buildings or safety is no deputy head of teaching:
# that post gives no rights here and has to be said by its role.
_POSTS = (
    (
        re.compile(r"зам(?:еститель)?\.? директора(?: по (?:увр|ур|вр|уч|воспит|учебн).*)?"),
        "завуч",
    ),
    (re.compile(r"(?:и\.?о\.? )?директор(?: школы)?"), "директор"),
    (re.compile(r"(?:учитель|педагог|преподаватель)(?:[ -](?!психолог).*)?"), "учитель"),
    (re.compile(r"секретарь.*|делопроизводитель"), "секретарь"),
)


def _role(word: str) -> str:
    key = key_word(word)
    if key not in _ROLES:
        key = next((role for post, role in _POSTS if post.fullmatch(key)), key)
    try:
        return _ROLES[key]
    except KeyError:
        raise ValueError(word) from None


def _roles() -> CellKind:
    listed = cells.several(
        CellKind(_role, str),
        lambda: _(
            "roles, separated by commas: administrator, director, deputy head, secretary, "
            "dispatcher, teacher, social pedagogue, psychologist"
        ),
    )
    # Who is class teacher is said in «Классы»; the word in the list of staff adds nothing.
    return CellKind(
        lambda cell: frozenset(listed.read(cell)) - {Role.HOMEROOM_TEACHER}, listed.expected
    )


ROLES = _roles()
