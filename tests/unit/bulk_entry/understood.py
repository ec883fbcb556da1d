"""What a typed message would record in a real class: who gets what, what is asked, what refused.

The class has everything that goes wrong: two Ковалёв Лев, Иванов and Иванова, two Кузнецовы М.,
a hyphen, names that do not decline, and given names that are family names.
"""

from dataclasses import replace

from services.bulk_entry.codes import PASS_FAIL, canon
from services.bulk_entry.errors import LineNotTaken
from services.bulk_entry.faults import LineFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.model import Entry
from services.bulk_entry.names import RosterName
from services.bulk_entry.people import OpenName, gather_students
from services.journal.drafts import StudentDraft
from services.journal.mark_rules import WantedMark
from services.regulation.work_kinds import LESSON_WORK
from tests.unit.bulk_entry.describe import VOCABULARY, describe_entry

__all__ = ["CLASS", "drafts_of_line", "understood"]

NAMES = (
    "Белова Анна Олеговна",
    "Богдан Иван Олегович",
    "Голодец Семён Ильич",
    "Громов Богдан Игоревич",
    "Заяц Нина Ильинична",
    "Иванов Максим Петрович",
    "Иванова Мария Сергеевна",
    "Ким Юлия Сергеевна",
    "Ковалёв Лев Андреевич",
    "Ковалёв Лев Борисович",
    "Кузнецова Марина Олеговна",
    "Кузнецова Мария Ивановна",
    "Орлов Даниил Олегович",
    "Петров Артём Денисович",
    "Сидоров Лев Павлович",
    "Тер-Саркисянц Ашот Арменович",
    "Толстая Вера Львовна",
    "Черных Пётр Ильич",
    "Шевченко Александра Юрьевна",
)
CLASS = tuple(
    RosterName(number, family, given, patronymic, number)
    for number, (family, given, patronymic) in enumerate(map(str.split, NAMES), start=1)
)
SHORT = {
    one.student_id: f"{one.family} {one.given[:4]}"
    + (f" {one.patronymic[0]}." if one.family == "Ковалёв" else "")
    for one in CLASS
}
_NEARLY_ALL = 17
_SIGNS: dict[int, str] = {PASS_FAIL[sign]: canon(sign) for sign in PASS_FAIL}


def understood(text: str) -> str:
    """What would be recorded; «?» and a question; «✗» and the word that stands against it."""
    try:
        parsed = parse(text, vocabulary=VOCABULARY)
    except LineFault as fault:
        return f"✗ {fault.kind} «{text[fault.start : fault.end]}»"
    if parsed.is_undo:
        return "undo"
    if parsed.questions:
        question = parsed.questions[0]
        return f"? {question.kind} «{text[question.start : question.end]}»"
    return " ‖ ".join(_entry(entry, text) for entry in parsed.entries)


def drafts_of_line(text: str) -> tuple[StudentDraft, ...]:
    """What a line without open points records."""
    (entry,) = parse(text, vocabulary=VOCABULARY).entries
    found = gather_students(entry, CLASS, answers={})
    if isinstance(found, OpenName):
        raise TypeError(found)
    return found


def _entry(entry: Entry, text: str) -> str:
    try:
        found = gather_students(entry, CLASS, answers={})
    except LineNotTaken as fault:
        word = text[fault.facts["start"] : fault.facts["end"]]
        return f"✗ {fault.facts['reason']} «{word}»"
    if isinstance(found, OpenName):
        who = " / ".join(SHORT[student_id] for student_id in found.student_ids)
        return f"? {'guess' if found.is_guess else 'who'} «{found.word}»: {who}"
    head = describe_entry(replace(entry, lines=(), everyone=(), kind=None, command=None))
    groups: dict[str, list[str]] = {}
    for student in found:
        groups.setdefault(_said(student), []).append(SHORT[student.student_id])
    parts = [
        f"{', '.join(who) if len(who) < _NEARLY_ALL else f'{len(who)} people'}: {said}"
        for said, who in groups.items()
    ]
    return " | ".join(filter(None, [head, *parts]))


def _said(student: StudentDraft) -> str:
    letter = canon(student.attendance) if student.attendance else ""
    owed = "долг" if student.owed_kind else ""
    late = f"{letter}{student.minutes_late or ''}"
    return " ".join(filter(None, [*map(_mark, student.marks), late, owed]))


def _mark(mark: WantedMark) -> str:
    kind = f"[{mark.work_kind}]" if mark.work_kind != LESSON_WORK else ""
    comment = f"({mark.comment})" if mark.comment else ""
    was = f"{'/'.join(map(str, mark.replaces))}→" if mark.replaces else ""
    before = "+" if mark.is_addition else was
    return f"{before}{'/'.join(map(_value, mark.values))}{kind}{comment}"


def _value(value: int) -> str:
    return _SIGNS.get(value, str(value))
