"""Which subject a word of a heading means: the school's names, short forms, common synonyms."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz

from services.bulk_entry.phrases import are_forms, begins, plain_words, spans
from services.bulk_entry.tokens import Cursor
from services.bulk_entry.wordlist import EntryVocabulary, SubjectWord

__all__ = ["find_subject", "near_subjects", "says_subject_exactly"]

_MOST_WORDS = 8  # «Основы религиозных культур и светской этики» has six
# What people say beside the official name; only where the first words do not tell already.
_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "русский язык": ("русский", "рус", "рус яз", "русяз", "р/я", "ря"),
        "литература": ("лит", "лит-ра", "литра"),
        "литературное чтение": ("чтение", "лит чтение"),
        "английский язык": ("английский", "англ", "англ яз", "ин яз", "иняз", "инглиш"),
        "немецкий язык": ("немецкий", "нем", "нем яз"),
        "французский язык": ("французский", "франц", "франц яз"),
        "математика": ("мат", "матем", "мат-ка"),
        "алгебра": ("алг",),
        "геометрия": ("геом",),
        "вероятность и статистика": ("вис", "тервер", "вероятность", "статистика"),
        "информатика": ("инф", "информ", "икт"),
        "окружающий мир": ("окр", "окр мир", "окружающий", "окружайка"),
        "история": ("ист",),
        "обществознание": ("общ", "общество", "обществ"),
        "география": ("геогр",),
        "биология": ("биол", "био"),
        "физика": ("физ",),
        "химия": ("хим",),
        "музыка": ("муз",),
        "изобразительное искусство": ("изо", "рисование"),
        "труд (технология)": ("труд", "технология", "труды"),
        "физическая культура": (
            "физра",
            "физ-ра",
            "физкультура",
            "физ-культура",
            "фк",
            "физ культура",
        ),
        "индивидуальный проект": ("инд проект",),
        "разговоры о важном": ("ров", "разговоры"),
    }
)
_NEAR = 75  # rapidfuzz ratio: «алгебар» against «алгебра» is 86, unrelated subjects are below 60


def find_subject(
    cursor: Cursor, words: EntryVocabulary, *, takes_cases: bool = True
) -> tuple[tuple[str, ...], int] | None:
    """The subjects that may be meant here and how many tokens say so; None when none is.

    A longer phrase wins over a shorter, and for the same words the school's own short form over a
    case form, and both over a mere beginning. Before free text cases are not taken: «Алгебры
    логики» is a topic.
    """
    exact = _exact(words.subjects)
    known = _names(words.subjects)
    for phrase, count in spans(cursor, _MOST_WORDS):
        if phrase in exact:
            return exact[phrase], count
        in_case = tuple(name for name, parts in known if are_forms(phrase, parts))
        if in_case and takes_cases:
            return in_case, count
        begun = tuple(dict.fromkeys(name for name, parts in known if begins(phrase, parts)))
        if begun:
            return begun, count
    return None


def says_subject_exactly(cursor: Cursor, words: EntryVocabulary) -> int:
    """How many tokens say a subject in full, in its short form or a synonym; 0 for none."""
    exact = _exact(words.subjects)
    return next((count for phrase, count in spans(cursor, _MOST_WORDS) if phrase in exact), 0)


def near_subjects(word: str, words: EntryVocabulary) -> tuple[str, ...]:
    """Subjects whose name or short form is a slip of the hand away, for a hint."""
    return tuple(
        dict.fromkeys(
            name
            for name, parts in _names(words.subjects)
            if fuzz.ratio(word, " ".join(parts)) >= _NEAR
        )
    )


@lru_cache(maxsize=32)
def _exact(subjects: tuple[SubjectWord, ...]) -> Mapping[str, tuple[str, ...]]:
    """Every full spelling with its subjects: names first, then short forms, then synonyms.

    A spelling keeps the strongest meaning: the school's «Физ.» is physics although physical
    culture begins with it too.
    """
    spellings: dict[str, tuple[str, ...]] = {}
    for layer in (_full_names, _short_forms, _synonyms):
        found: dict[str, list[str]] = {}
        for subject in subjects:
            for spelling in layer(subject):
                found.setdefault(spelling, []).append(subject.name)
        for spelling, names in found.items():
            spellings.setdefault(spelling, tuple(dict.fromkeys(names)))
    return MappingProxyType(spellings)


@lru_cache(maxsize=32)
def _names(subjects: tuple[SubjectWord, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (subject.name, tuple(spelling.split(" ")))
        for subject in subjects
        for spelling in dict.fromkeys((*_full_names(subject), *_short_forms(subject)))
    )


def _full_names(subject: SubjectWord) -> tuple[str, ...]:
    head, _, tail = subject.name.partition("(")
    spellings = (subject.name, head, tail) if tail else (subject.name,)
    return tuple(filter(None, (" ".join(plain_words(spelling)) for spelling in spellings)))


def _short_forms(subject: SubjectWord) -> tuple[str, ...]:
    return tuple(filter(None, (" ".join(plain_words(subject.short)),)))


def _synonyms(subject: SubjectWord) -> tuple[str, ...]:
    return _SYNONYMS.get(subject.name.casefold().replace("ё", "е"), ())
