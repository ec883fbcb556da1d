"""An entry written back as a journal line: what the preview shows reads as the same meaning.

The words are the program's own canon; names stay as they were typed.
"""

from services.bulk_entry.codes import MarkSign, canon
from services.bulk_entry.kinds import kind_name
from services.bulk_entry.model import (
    Codes,
    Command,
    Due,
    Entry,
    Everyone,
    GivenMark,
    Homework,
    Line,
    NameRef,
    PeriodRef,
)
from services.bulk_entry.wordlist import EntryVocabulary
from services.vocabulary import FinalKind, PeriodKind

__all__ = ["render_codes", "render_line", "render_name"]

_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_RESULTS = {
    FinalKind.EXAM: "экзамен",
    FinalKind.INTERIM: "промежуточная аттестация",
    FinalKind.CONTEST: "олимпиада",
    FinalKind.FINAL: "итоговая",
}
_PERIODS = {
    PeriodKind.QUARTER: "четверть",
    PeriodKind.TRIMESTER: "триместр",
    PeriodKind.HALF_YEAR: "полугодие",
}


def render_line(entry: Entry, *, vocabulary: EntryVocabulary) -> str:
    """The entry as a line that ``parse`` reads as an equal entry.

    An entry with open questions is written by its first reading.
    """
    heading = _heading(entry, vocabulary)
    if entry.command is Command.TOPIC:
        return f"/topic {heading}: {entry.topic}"
    if entry.command is Command.HOMEWORK:
        return f"/hw {heading}: {_homework_text(entry.homework[0])}"
    parts = [
        *(_everyone(everyone, vocabulary) for everyone in entry.everyone),
        *_lines(entry, vocabulary),
        *([f"тема: {entry.topic}"] if entry.topic is not None else []),
        *(f"дз: {_homework_text(homework)}" for homework in entry.homework),
    ]
    command = f"/{entry.command} " if entry.command is not None else ""
    opening = f"{command}{heading}:" if heading else command.rstrip()
    return "\n".join(filter(None, (opening, *parts)))


def render_name(name: NameRef) -> str:
    """A name as it was typed, initials with their stops; «№ 12» for a number of the list."""
    if name.number is not None:
        return f"№{name.number}"
    return " ".join(
        f"{part.key.upper()}." if part.is_initial else part.text or part.key for part in name.parts
    )


def render_codes(codes: Codes) -> str:
    """Marks, letters and minutes in canon: «5/4 ещё 5 о10 (за доску)»."""
    words = [_mark(mark) for mark in codes.marks]
    if codes.attendance is not None:
        late = f" {codes.minutes_late} мин" if codes.minutes_late is not None else ""
        words.append(canon(codes.attendance) + late)
    if codes.comment:
        words.append(f"({codes.comment})")
    return " ".join(words)


def _mark(mark: GivenMark) -> str:
    value = "/".join(
        canon(value) if isinstance(value, MarkSign) else str(value) for value in mark.values
    )
    if mark.replaces:
        return f"{'/'.join(map(str, mark.replaces))}→{value}"
    return f"ещё {value}" if mark.is_addition else value


def _heading(entry: Entry, vocabulary: EntryVocabulary) -> str:
    work = kind_name(entry.kind, vocabulary) if entry.kind is not None else ""
    words = [
        *(f"{name} класс" if name.isdigit() else name for name in entry.classes[:1]),
        *entry.subjects[:1],
        *([f"{entry.day:%d.%m.%Y}"] if entry.day is not None else []),
        *([f"{entry.lesson_number} урок"] if entry.lesson_number is not None else []),
        *([f"{entry.group_number} группа"] if entry.group_number is not None else []),
        *([_period(entry.period)] if entry.period is not None else []),
        # Without a subject before it «проект» might be one.
        *([work if entry.subjects else f"за {work}"] if work else []),
        *([f"вместо {render_name(entry.instead_of)}"] if entry.instead_of is not None else []),
    ]
    return " ".join(words)


def _period(period: PeriodRef) -> str:
    if period.result is not None:
        return _RESULTS[period.result]
    return f"{period.number} {_PERIODS[period.kind]}" if period.kind is not None else "год"


def _lines(entry: Entry, vocabulary: EntryVocabulary) -> list[str]:
    return [
        _listed(line, vocabulary) if line.is_list else _named(line, vocabulary)
        for line in entry.lines
    ]


def _listed(line: Line, vocabulary: EntryVocabulary) -> str:
    return f"{_said(line.codes, line.kind, vocabulary)}: {render_name(line.names)}"


def _named(line: Line, vocabulary: EntryVocabulary) -> str:
    return f"{render_name(line.names)}: {_said(line.codes, line.kind, vocabulary)}"


def _said(codes: Codes, kind: str | None, vocabulary: EntryVocabulary) -> str:
    work = kind_name(kind, vocabulary) if kind is not None else ""
    return " ".join(filter(None, (render_codes(codes), work)))


def _everyone(everyone: Everyone, vocabulary: EntryVocabulary) -> str:
    word = "остальные" if everyone.is_rest else "все"
    said = f"{word} {_said(everyone.codes, everyone.kind, vocabulary)}"
    if not everyone.exceptions:
        return said
    names = ", ".join(
        " ".join(filter(None, (render_name(line.names), _said(line.codes, line.kind, vocabulary))))
        for line in everyone.exceptions
    )
    return f"{said} кроме {names}"


def _homework_text(homework: Homework) -> str:
    text = "нет" if homework.is_none else homework.text
    if homework.is_tentative:
        text = homework.whole_text
    elif homework.addressees:
        names = ", ".join(render_name(name) for name in homework.addressees)
        text = f"для {names}: {text}"
    return " ".join(filter(None, (_due(homework.due), text)))


def _due(due: Due) -> str:
    if due.on is not None:
        return f"к {due.on:%d.%m.%Y}"
    return f"к {_WEEKDAYS[due.weekday - 1]}" if due.weekday is not None else ""
