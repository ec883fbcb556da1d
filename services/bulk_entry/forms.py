"""Case forms of Russian names: «Кузнецовой», «Ковалёву», «Льва», «Тер-Саркисянцем».

Forms are folded («е» for «ё», small letters). The declension tables load at the first use.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from services.bulk_entry.tokens import fold

__all__ = ["Gender", "family_forms", "gender_of", "given_forms", "is_form_of", "patronymic_forms"]


class Gender(StrEnum):
    """Grammatical gender of a name."""

    MALE = "male"
    FEMALE = "female"


_BOTH = (Gender.MALE, Gender.FEMALE)
_PATRONYMIC_ENDINGS = (
    *(("ич", Gender.MALE), ("оглы", Gender.MALE)),
    *(("на", Gender.FEMALE), ("кызы", Gender.FEMALE)),
)
# Endings that a surname has in one gender only.
_FAMILY_ENDINGS = (
    *((ending, Gender.MALE) for ending in ("ов", "ев", "ин", "ын", "ский", "цкий", "ый", "ой")),
    *((ending, Gender.FEMALE) for ending in ("ова", "ева", "ина", "ына", "ская", "цкая", "ая")),
)
# «Голодец» – «Голодца», «Заяц» – «Зайца»: the tables keep the vowel.
_FLEETING = (("ец", "ц"), ("яц", "йц"))
_FLEETING_ENDINGS = ("а", "у", "ом", "ем", "е")


@dataclass(frozen=True, slots=True)
class _Tables:
    """The declension tables of pytrovich, loaded together."""

    maker: Any
    detector: Any
    parts: Any
    genders: Any
    cases: Any


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    from pytrovich.detector import PetrovichGenderDetector  # noqa: PLC0415  # loads when first needed
    from pytrovich.enums import Case, NamePart  # noqa: PLC0415
    from pytrovich.enums import Gender as TableGender  # noqa: PLC0415
    from pytrovich.maker import PetrovichDeclinationMaker  # noqa: PLC0415

    # The library writes the names it declines to its log, at debug and at warning level.
    logging.getLogger("pytrovich").setLevel(logging.CRITICAL)
    return _Tables(
        maker=PetrovichDeclinationMaker(),
        detector=PetrovichGenderDetector(),
        parts=NamePart,
        genders={Gender.MALE: TableGender.MALE, Gender.FEMALE: TableGender.FEMALE},
        cases=tuple(Case),
    )


@lru_cache(maxsize=4096)
def gender_of(family: str, given: str, patronymic: str) -> tuple[Gender, ...]:
    """The gender the name shows; both where it shows none or contradicts itself."""
    for ending, gender in _PATRONYMIC_ENDINGS:
        if fold(patronymic).endswith(ending):
            return (gender,)
    tables = _tables()
    found = tables.detector.detect(firstname=fold(given)) if given.strip() else None
    by_given = {table: gender for gender, table in tables.genders.items()}.get(found)
    by_family = next(
        (gender for ending, gender in _FAMILY_ENDINGS if fold(family).endswith(ending)), None
    )
    if by_given is not None and by_family is not None and by_given is not by_family:
        return _BOTH
    return (by_given,) if by_given else (by_family,) if by_family else _BOTH


@lru_cache(maxsize=4096)
def family_forms(family: str, genders: tuple[Gender, ...] = _BOTH) -> frozenset[str]:
    """Every case form of a family name, the nominative included, hyphens kept."""
    forms = set(_declined(family, "LASTNAME", genders))
    if Gender.MALE in genders:
        forms |= set(_fleeting(fold(family)))
    return frozenset(forms)


@lru_cache(maxsize=4096)
def given_forms(given: str, genders: tuple[Gender, ...] = _BOTH) -> frozenset[str]:
    """Every case form of a given name."""
    return frozenset(_declined(given, "FIRSTNAME", genders))


@lru_cache(maxsize=4096)
def patronymic_forms(patronymic: str, genders: tuple[Gender, ...] = _BOTH) -> frozenset[str]:
    """Every case form of a patronymic."""
    return frozenset(_declined(patronymic, "MIDDLENAME", genders))


def is_form_of(word: str, family: str) -> bool:
    """Whether a folded word is this family name in some case of either gender."""
    genders = tuple(
        {gender for ending, gender in _FAMILY_ENDINGS if fold(family).endswith(ending)}
    )
    return word in family_forms(family, genders or _BOTH)


def _declined(name: str, part: str, genders: Iterable[Gender]) -> list[str]:
    tables = _tables()
    plain = name.strip()
    forms = [fold(plain)]
    for gender in genders:
        for case in tables.cases:
            form = tables.maker.make(
                getattr(tables.parts, part), tables.genders[gender], case, plain
            )
            forms.append(fold(form))
            # «Ильёй» and «Ильей», «Зайцевою» and «Зайцевой» are one after folding but for «ю».
            if form.endswith("ой") and gender is Gender.FEMALE:
                forms.append(fold(form[:-1] + "ю"))
    return forms


def _fleeting(family: str) -> list[str]:
    return [
        family.removesuffix(ending) + stem + case
        for ending, stem in _FLEETING
        if family.endswith(ending)
        for case in _FLEETING_ENDINGS
    ]
