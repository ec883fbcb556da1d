"""A journal line's meaning as one short text, so that tables of phrasings stay readable.

``кузнецова м.: 5`` is a name with its codes, ``5: иванов`` a name of a list («5 иванов»).
"""

from datetime import date

from services.bulk_entry.codes import MarkSign, canon
from services.bulk_entry.faults import LineFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.model import (
    Codes,
    Entry,
    Everyone,
    GivenMark,
    Homework,
    Line,
    NameRef,
    PeriodRef,
    Question,
)
from services.bulk_entry.wordlist import EntryVocabulary, SubjectWord

TODAY = date(2026, 11, 24)  # a Tuesday

SUBJECTS = (
    SubjectWord("Русский язык", "Рус."),
    SubjectWord("Литературное чтение", "Чтение"),
    SubjectWord("Литература", "Лит."),
    SubjectWord("Английский язык", "Англ."),
    SubjectWord("Математика", "Матем."),
    SubjectWord("Алгебра", "Алг."),
    SubjectWord("Геометрия", "Геом."),
    SubjectWord("Вероятность и статистика", "ВиС"),
    SubjectWord("История", "Ист."),
    SubjectWord("Обществознание", "Общ."),
    SubjectWord("География", "Геогр."),
    SubjectWord("Биология", "Биол."),
    SubjectWord("Физика", "Физ."),
    SubjectWord("Химия", "Хим."),
    SubjectWord("Изобразительное искусство", "ИЗО"),
    SubjectWord("Труд (технология)", "Труд"),
    SubjectWord("Физическая культура", "Физ-ра"),
    SubjectWord("Индивидуальный проект", "Проект"),
    SubjectWord("Россия — мои горизонты", "РМГ"),
)
VOCABULARY = EntryVocabulary(
    today=TODAY,
    classes=("1А", "5А", "7А", "7Б", "7В", "10А"),
    subjects=SUBJECTS,
    staff=("Иванова", "Смирнов", "Тер-Саркисянц"),
)


def reading(text: str, vocabulary: EntryVocabulary = VOCABULARY) -> str:
    """What the line means, what is asked, or what is wrong with which word."""
    try:
        parsed = parse(text, vocabulary=vocabulary)
    except LineFault as fault:
        hints = f" → {' / '.join(fault.hints)}" if fault.hints else ""
        return f"✗ {fault.kind} «{text[fault.start : fault.end]}»{hints}"
    if parsed.is_undo:
        return "undo"
    entries = " ‖ ".join(map(describe_entry, parsed.entries))
    return " ".join((entries, *(_question(text, question) for question in parsed.questions)))


def describe_entry(entry: Entry) -> str:
    """One entry: heading, then what is recorded, parted by bars."""
    heading = " ".join(
        filter(
            None,
            (
                f"/{entry.command}" if entry.command else "",
                "|".join(entry.classes),
                "|".join(entry.subjects),
                f"{entry.day:%d.%m.%Y}" if entry.day else "",
                f"№{entry.lesson_number}" if entry.lesson_number else "",
                f"группа {entry.group_number}" if entry.group_number else "",
                f"[{entry.kind}]" if entry.kind else "",
                f"вместо {_name(entry.instead_of)}" if entry.instead_of else "",
                _period(entry.period) if entry.period else "",
            ),
        )
    )
    parts = (
        *map(_line, entry.lines),
        *map(_everyone, entry.everyone),
        *((f"тема «{entry.topic}»",) if entry.topic is not None else ()),
        *map(_homework, entry.homework),
    )
    return " | ".join(filter(None, (heading, *parts)))


def _name(name: NameRef) -> str:
    if name.number is not None:
        return f"№{name.number}"
    return " ".join(part.key + ("." if part.is_initial else "") for part in name.parts)


def _codes(codes: Codes, kind: str | None) -> str:
    late = f"{codes.minutes_late}" if codes.minutes_late is not None else ""
    return " ".join(
        filter(
            None,
            (
                *map(_mark, codes.marks),
                canon(codes.attendance) + late if codes.attendance else "",
                f"({codes.comment})" if codes.comment else "",
                f"[{kind}]" if kind else "",
            ),
        )
    )


def _mark(mark: GivenMark) -> str:
    values = (canon(each) if isinstance(each, MarkSign) else str(each) for each in mark.values)
    was = f"{'/'.join(map(str, mark.replaces))}→" if mark.replaces else ""
    return ("+" if mark.is_addition else was) + "/".join(values)


def _line(line: Line) -> str:
    said = _codes(line.codes, line.kind)
    return f"{said}: {_name(line.names)}" if line.is_list else f"{_name(line.names)}: {said}"


def _everyone(everyone: Everyone) -> str:
    who = "остальные" if everyone.is_rest else "все"
    but = ", ".join(
        f"{_name(line.names)} {_codes(line.codes, line.kind)}".strip()
        for line in everyone.exceptions
    )
    return f"{who}: {_codes(everyone.codes, everyone.kind)}" + (f" кроме {but}" if but else "")


def _homework(homework: Homework) -> str:
    names = ", ".join(map(_name, homework.addressees))
    whom = f" для {names}" if names else ""
    if homework.is_none:
        return f"дз нет{whom}"
    due = ""
    if homework.due.on:
        due = f" к {homework.due.on:%d.%m.%Y}"
    elif homework.due.weekday:
        due = f" к {('пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс')[homework.due.weekday - 1]}"
    otherwise = f" или «{homework.whole_text}»" if homework.is_tentative else ""
    return f"дз «{homework.text}»{due}{whom}{otherwise}"


def _period(period: PeriodRef) -> str:
    return f"{period.kind} {period.number}" if period.kind else "year"


def _question(text: str, question: Question) -> str:
    asked = text[question.start : question.end]
    return f"? {question.kind} «{asked}» → {' / '.join(question.options)}"
