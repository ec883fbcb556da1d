"""Kinds of work a mark is given for: stored keys, how teachers write them, and their weights.

Weights are tenths, so that a school may choose 0.5. Source of the weights: S3 2 (a control work
carries index 2); every other kind counts once unless the school says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.i18n import gettext as _
from services.i18n import pgettext

__all__ = [
    "CONTROL_WORK",
    "DEFAULT_WORK_KINDS",
    "LESSON_WORK",
    "WorkKind",
    "work_kind_name",
    "work_kind_reason",
]


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work: its key, what a teacher calls it in a line, how long its marks may take.

    *name* is how the school writes it, as data; a screen says ``work_kind_name`` instead.
    *written* work has days for checking.
    """

    key: str
    name: str
    abbreviations: tuple[str, ...] = ()
    weight_tenths: int = 10
    written: bool = False


LESSON_WORK = "lesson"  # what a mark is for when the line names no kind of work
CONTROL_WORK = "control"
_CONTROL_WEIGHT = 20

DEFAULT_WORK_KINDS: Mapping[str, WorkKind] = {
    kind.key: kind
    for kind in (
        WorkKind(LESSON_WORK, "работа на уроке"),
        WorkKind("oral", "устный ответ", ("устн", "устный", "устно")),
        WorkKind(
            CONTROL_WORK,
            "контрольная работа",
            ("кр", "к/р", "контр", "контрольная"),
            weight_tenths=_CONTROL_WEIGHT,
            written=True,
        ),
        WorkKind("summative", "итоговая работа", ("ир", "итог", "итоговая"), written=True),
        WorkKind("essay", "сочинение", ("соч",), written=True),
        WorkKind("exposition", "изложение", ("изл",), written=True),
        WorkKind("dictation", "диктант", ("дикт",), written=True),
        WorkKind(
            "vocabulary", "словарный диктант", ("словарный", "сл дикт", "слов"), written=True
        ),
        WorkKind(
            "check", "проверочная работа", ("пров", "п/р", "пр", "проверочная"), written=True
        ),
        WorkKind(
            "independent",
            "самостоятельная работа",
            ("сам", "с/р", "ср", "самостоятельная"),
            written=True,
        ),
        WorkKind(
            "practical",
            "практическая работа",
            ("практ", "п/р", "пр", "практическая"),
            written=True,
        ),
        WorkKind(
            "laboratory", "лабораторная работа", ("лаб", "л/р", "лр", "лабораторная"), written=True
        ),
        WorkKind("test", "тест", ("тест",), written=True),
        WorkKind("project", "проект", ("проект",)),
        WorkKind("home", "домашняя работа", ("дом", "д/р", "домашняя"), written=True),
        WorkKind("notebook", "тетрадь", ("тетр",), written=True),
    )
}


def work_kind_name(key: str) -> str:
    """Name of a kind of work in the current language; an unknown key reads as lesson work."""
    words = {
        "oral": _("oral answer"),
        "control": _("control work"),
        "independent": _("independent work"),
        "check": _("check work"),
        "practical": _("practical work"),
        "laboratory": _("laboratory work"),
        "test": _("test"),
        "dictation": _("dictation"),
        "vocabulary": _("vocabulary dictation"),
        "essay": _("essay"),
        "exposition": _("written retelling"),
        "project": _("project"),
        "home": pgettext("kind of work", "homework"),
        "notebook": _("notebook"),
        "summative": _("concluding work"),
    }
    return words.get(key) or _("work in class")


def work_kind_reason(key: str) -> str:
    """What a mark is given for, to stand after the mark: «за контрольную работу»."""
    words = {
        "oral": _("for an oral answer"),
        "control": _("for a control work"),
        "independent": _("for an independent work"),
        "check": _("for a check work"),
        "practical": _("for a practical work"),
        "laboratory": _("for a laboratory work"),
        "test": _("for a test"),
        "dictation": _("for a dictation"),
        "vocabulary": _("for a vocabulary dictation"),
        "essay": _("for an essay"),
        "exposition": _("for a written retelling"),
        "project": _("for a project"),
        "home": _("for homework"),
        "notebook": _("for the notebook"),
        "summative": _("for a concluding work"),
    }
    return words.get(key) or _("for work in class")
