"""Which kinds of work have days for their marks, and what a topic says was written; pure."""

import re

from services.regulation.deadlines import DutySort
from services.regulation.work_kinds import DEFAULT_WORK_KINDS

__all__ = ["CONTROL", "announced_work", "duty_of_work"]

CONTROL = "control"
_CONTROL_TOPIC = re.compile(r"\bконтрольн\w+ (?:работ|диктант|срез|тест)|\bк/р\b")
_WRITTEN_TOPIC = re.compile(
    r"\b(?:сочинение|изложение|диктант)\b"
    r"|\b(?:проверочн|самостоятельн|лабораторн|практическ)\w+ работ"
)
_NOT_WRITTEN = re.compile(
    r"подготовк|анализ|над ошибками|обучающ|защит|правила|черновик|повторени"
)


def duty_of_work(work_kind: str) -> DutySort | None:
    """Return within what its marks are due; None: on the day, which is no work to be checked."""
    if work_kind == CONTROL:
        return DutySort.CONTROL_WORK
    kind = DEFAULT_WORK_KINDS.get(work_kind)
    return DutySort.WRITTEN_WORK if kind is not None and kind.written else None


def announced_work(topic: str) -> DutySort | None:
    """Return what a topic says the class wrote, so that its marks are waited for."""
    text = topic.casefold().replace("ё", "е")
    if _NOT_WRITTEN.search(text):
        return None
    if _CONTROL_TOPIC.search(text):
        return DutySort.CONTROL_WORK
    return DutySort.WRITTEN_WORK if _WRITTEN_TOPIC.search(text) else None
