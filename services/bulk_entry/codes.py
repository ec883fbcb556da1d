"""The table of marks and letters of a journal line: canon, meaning, every accepted spelling.

Source: domain B.4 (canon, synonyms, collisions); the verbs are what teachers write beside them
(domain D.3: «опоздал Иванов 10»). Nothing else in the program lists these spellings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.vocabulary import AttendanceCode, PassFail

__all__ = [
    "CODE_ROWS",
    "LATIN_B",
    "LETTERS",
    "MARK_MAX",
    "MARK_MIN",
    "MARK_MIN_WITH_ONE",
    "MINUTES_MAX",
    "MOST_WORDS",
    "PASS_FAIL",
    "REFINES_ABSENT",
    "SPELLINGS",
    "Code",
    "CodeRow",
    "MarkSign",
    "canon",
]

# Domain B.4: the scale is 2…5 in practice; «1» is a setting of the school, off by default.
MARK_MIN = 2
MARK_MIN_WITH_ONE = 1
MARK_MAX = 5
# Domain B.2: a lesson lasts 45 minutes at most; an hour leaves room for double lessons.
MINUTES_MAX = 60


class MarkSign(StrEnum):
    """What may stand in a mark's place and has no number."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTESTED = "not_attested"  # only for a period or a year
    OWED = "owed"  # a work still to be handed in


Code = AttendanceCode | MarkSign

# What is stored of the signs that stand in a mark's place.
PASS_FAIL: Mapping[MarkSign, PassFail] = MappingProxyType(
    {MarkSign.PASSED: PassFail.PASSED, MarkSign.FAILED: PassFail.FAILED}
)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code: what it means, how the program writes it, how people write it."""

    code: Code
    canon: str
    spellings: tuple[str, ...]


# Spellings are folded (small letters, «е» for «ё»); a space stands for any gap between words.
CODE_ROWS = (
    CodeRow(
        AttendanceCode.ABSENT,
        "н",
        (
            *("н", "нет", "нету", "отс", "отсут", "отсутствует", "отсутствуют"),
            *("отсутствовал", "отсутствовала", "отсутствовали", "отсутствующие"),
            *("не был", "не была", "не было", "не были", "не пришел", "не пришла", "не пришли"),
        ),
    ),
    CodeRow(
        AttendanceCode.ABSENT_SICK,
        "б",
        (
            *("б", "бол", "болел", "болела", "болели", "болеет", "болеют", "болен", "больна"),
            *("больны", "заболел", "заболела", "заболели", "болезнь", "по болезни"),
        ),
    ),
    CodeRow(
        AttendanceCode.ABSENT_EXCUSED,
        "у",
        (
            *("у", "ув", "уп", "у/п", "уваж", "уважительная", "по уважительной"),
            *("ув причина", "по ув причине", "уважительная причина", "по уважительной причине"),
        ),
    ),
    CodeRow(
        AttendanceCode.ABSENT_UNEXCUSED,
        "ну",
        (
            *("ну", "н/у", "нп", "прогул", "прогулял", "прогуляла", "прогуляли", "прогуливает"),
            *("неув", "неуваж", "неуважительная", "неуважительная причина"),
            *("без уважительной причины", "по неуважительной", "по неуважительной причине"),
        ),
    ),
    CodeRow(
        AttendanceCode.TARDY,
        "о",
        (
            *("о", "оп", "опозд", "опоздал", "опоздала", "опоздали", "опоздание"),
            *("опаздывает", "опаздывают"),
        ),
    ),
    CodeRow(
        AttendanceCode.EXEMPT,
        "осв",
        (
            *("осв", "ос", "освоб", "освобожден", "освобождена", "освобождены"),
            "освобождение",
        ),
    ),
    CodeRow(
        AttendanceCode.PRESENT,
        "есть",
        (
            *("есть", "был", "была", "были", "здесь", "на месте", "присутствует"),
            *("присутствуют", "присутствовал", "присутствовала", "присутствовали"),
        ),
    ),
    CodeRow(MarkSign.PASSED, "зач", ("зач", "зачет", "зч", "зачтено")),
    CodeRow(
        MarkSign.FAILED, "незач", ("незач", "незачет", "нз", "не зач", "не зачет", "не зачтено")
    ),
    CodeRow(
        MarkSign.NOT_ATTESTED,
        "н/а",
        ("н/а", "на", "неатт", "неаттестован", "не аттестован", "не аттестована"),
    ),
    CodeRow(MarkSign.OWED, "долг", ("долг", "точка")),
)

SPELLINGS: Mapping[str, Code] = MappingProxyType(
    {spelling: row.code for row in CODE_ROWS for spelling in row.spellings}
)
MOST_WORDS = max(len(spelling.split()) for spelling in SPELLINGS)
# One letter each: these may also be somebody's initial.
LETTERS = frozenset(spelling for spelling in SPELLINGS if len(spelling) == 1)
# Latin «B» alone looks like «В» and sounds like «Б»: read as «б», and always asked.
LATIN_B = "b"
# «н» may be made precise by one of these: «н: Иванов, Петрова б».
REFINES_ABSENT = frozenset(
    {
        AttendanceCode.ABSENT_SICK,
        AttendanceCode.ABSENT_EXCUSED,
        AttendanceCode.ABSENT_UNEXCUSED,
    }
)
_CANON: Mapping[Code, str] = MappingProxyType({row.code: row.canon for row in CODE_ROWS})


def canon(code: Code) -> str:
    """How the program itself writes this code."""
    return _CANON[code]
