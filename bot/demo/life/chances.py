"""What happens at a lesson of the demo school: who is there, who is marked, what is set; pure.

The same lesson of the same school always happens in the same way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from services.regulation.work_kinds import CONTROL_WORK, LESSON_WORK
from services.vocabulary import AttendanceCode

__all__ = [
    "Happening",
    "Mood",
    "happening",
    "homework_text",
    "is_forgotten",
    "mood_of",
    "planned_topic",
]

_WRITTEN = frozenset(
    {"Русский язык", "Математика", "Алгебра", "Геометрия", "Физика", "Английский язык", "Химия"}
)
_CONTROL_EVERY = 10  # lessons of a subject
_INDEPENDENT_AT = 5
_ASKED = 0.3  # how many of a class answer at a usual lesson
_ASKED_RARELY_TAUGHT = {0: 0.6, 1: 0.6, 2: 0.42}  # by lessons a week: three marks are needed
_ASKED_WRITTEN = 0.6
_ILL_EVERY_DAYS = 75  # school days between two colds, on average
_LATE = 0.006
_AWAY_ONCE = 0.004
_FORGOTTEN = 0.025
_WORST, _BEST = 2, 5
_FIRST_MARKED_GRADE = 2

_HOMEWORK: Mapping[str, str] = {
    "Русский язык": "упр. {n}",
    "Литературное чтение": "с. {a}–{b}, читать выразительно",
    "Литература": "прочитать с. {a}–{b}, вопросы 1–3",
    "Математика": "№ {n}, {m}",
    "Алгебра": "№ {n}, {m}",
    "Геометрия": "п. {k}, № {n}",
    "Вероятность и статистика": "п. {k}, № {m}",
    "Английский язык": "p. {k}, ex. 3, 4; слова",
    "География": "§ {k}, контурная карта",
    "История": "§ {k}, вопросы 1–4",
    "Физика": "§ {k}, упр. {k} (1, 2)",
    "Химия": "§ {k}, № 2–4",
}
_ANY_HOMEWORK = "§ {k}, вопросы в конце"
_IS_SET = 0.85


@dataclass(frozen=True, slots=True)
class Mood:
    """How a student is: marks around *skill*, ill on some days."""

    skill: float
    ill_on: frozenset[date]


@dataclass(frozen=True, slots=True)
class Happening:
    """What a teacher writes down of one lesson; *marks* and *letters* by student."""

    work_kind: str
    marks: Mapping[int, int]
    letters: Mapping[int, AttendanceCode]
    minutes_late: int = 0


def mood_of(name: str, days: Sequence[date]) -> Mood:
    """Return how the student of that name is over these school days."""
    chance = _chance("mood", name)
    ill: set[date] = set()
    for on in days:
        if chance.random() < 1 / _ILL_EVERY_DAYS:
            length = chance.randint(2, 6)
            ill |= {on + timedelta(days=more) for more in range(length)}
    return Mood(chance.triangular(3.1, 4.95, 4.3), frozenset(ill))


def happening(
    *,
    on: date,
    subject: str,
    grade: int,
    ordinal: int,
    per_week: int,
    moods: Mapping[int, Mood],
    is_marked: bool,
) -> Happening:
    """Return what happens at the *ordinal*-th lesson of a subject that is given *per_week*."""
    chance = _chance(on.isoformat(), subject, str(sorted(moods)))
    letters: dict[int, AttendanceCode] = {}
    for student in sorted(moods):
        luck = chance.random()
        if on in moods[student].ill_on:
            letters[student] = AttendanceCode.ABSENT_SICK
        elif luck < _AWAY_ONCE:
            letters[student] = AttendanceCode.ABSENT_EXCUSED
        elif luck < _AWAY_ONCE + _LATE:
            letters[student] = AttendanceCode.TARDY
    present = [
        one
        for one in sorted(moods)
        if letters.get(one, AttendanceCode.TARDY) is AttendanceCode.TARDY
    ]
    kind, share = _work(subject, ordinal, per_week)
    marks = {}
    if is_marked and grade >= _FIRST_MARKED_GRADE:
        marks = {
            one: _mark(chance, moods[one].skill) for one in present if chance.random() < share
        }
    return Happening(kind, marks, letters, minutes_late=chance.choice((5, 7, 10)))


def homework_text(subject: str, *, on: date, ordinal: int) -> str:
    """Return what is set at a lesson; empty: nothing is."""
    chance = _chance("homework", on.isoformat(), subject)
    if chance.random() > _IS_SET:
        return ""
    n = 3 * ordinal + 100 + len(subject)
    return _HOMEWORK.get(subject, _ANY_HOMEWORK).format(
        n=n, m=n + 2, k=4 + ordinal // 2, a=10 + 4 * ordinal, b=14 + 4 * ordinal
    )


def is_forgotten(*, on: date, subject: str, group: str) -> bool:
    """Whether the topic of a lesson is not written down: a deputy head has something to see."""
    return _chance("forgotten", on.isoformat(), subject, group).random() < _FORGOTTEN


def planned_topic(topics: Iterable[tuple[str, int]], ordinal: int) -> str:
    """Return the topic of the *ordinal*-th lesson (from 1) of topics with their hours."""
    last = ""
    for topic, hours in topics:
        last = topic
        if ordinal <= hours:
            return topic
        ordinal -= hours
    return last


def _work(subject: str, ordinal: int, per_week: int) -> tuple[str, float]:
    if subject in _WRITTEN and ordinal % _CONTROL_EVERY == 0:
        return CONTROL_WORK, 1.0
    if subject in _WRITTEN and ordinal % _CONTROL_EVERY == _INDEPENDENT_AT:
        return "independent", _ASKED_WRITTEN
    return LESSON_WORK, _ASKED_RARELY_TAUGHT.get(per_week, _ASKED)


def _mark(chance: Random, skill: float) -> int:
    return min(_BEST, max(_WORST, round(chance.gauss(skill, 0.55))))


def _chance(*names: str) -> Random:
    return Random(":".join(names))  # noqa: S311  # a demo's luck, the same each time
