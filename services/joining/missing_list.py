"""Who of a class is not in the diary yet, on paper: for a parents' meeting.

Suspended access is left out: the sheet lies on a table. In the school's language, as slips are.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from services.i18n import DEFAULT_LANGUAGE, use_locale
from services.i18n import gettext as _
from services.joining.facts import PersonFacts, SheetHead
from services.joining.people_facts import JoinState, PersonLine
from services.joining.slips import full_name
from services.typesetting import typeset_pdf
from services.vocabulary import PersonKind

__all__ = ["missing_data", "missing_pdf"]

_TEMPLATE = Path(__file__).with_name("missing_list.typ")
_LISTED = (JoinState.HAS_CODE, JoinState.NOT_YET, JoinState.ON_PAPER)


async def missing_pdf(
    lines: Sequence[PersonLine], head: SheetHead, *, class_name: str, on: date
) -> bytes:
    """Return the list of a class as pages to print."""
    return await typeset_pdf(_TEMPLATE, missing_data(lines, head, class_name=class_name, on=on))


def missing_data(
    lines: Sequence[PersonLine], head: SheetHead, *, class_name: str, on: date
) -> dict[str, Any]:
    """Return what the template sets; *lines*: of a class, each student before the parents."""
    with use_locale(DEFAULT_LANGUAGE):
        families: list[dict[str, Any]] = []
        unreached = 0
        for family in _families(lines):
            student = family[0]
            people = [one for one in family if one.state in _LISTED]
            parents = [one for one in family if one.kind is PersonKind.GUARDIAN]
            unreached += not any(one.state is JoinState.LINKED for one in parents)
            if people:
                families.append(
                    {
                        "student": _short(student.person),
                        "people": [{"name": _who(one), "state": _state(one)} for one in people],
                    }
                )
        return {
            "lang": DEFAULT_LANGUAGE,
            "school": head.school_name,
            "title": _("{class_name}: not in the diary on {date}").format(
                class_name=class_name, date=f"{on:%d.%m.%Y}"
            ),
            "summary": _("Families of which no parent is in the diary: {n}").format(n=unreached),
            "columns": ["№", _("Student"), _("Who"), _("What is there"), _("Note")],
            "families": families,
            "note": _("New codes and slips: /invite in the chat with the diary."),
        }


def _families(lines: Sequence[PersonLine]) -> list[list[PersonLine]]:
    families: list[list[PersonLine]] = []
    for one in lines:
        if one.kind is PersonKind.STUDENT:
            families.append([one])
        elif families:
            families[-1].append(one)
    return families


def _short(person: PersonFacts) -> str:
    return f"{person.family_name} {person.given_name}"


def _who(one: PersonLine) -> str:
    if one.kind is PersonKind.STUDENT:
        return _("the student's own access")
    name = full_name(one.person)
    return f"{name}, {one.relation}" if one.relation else name


def _state(one: PersonLine) -> str:
    match one.state:
        case JoinState.HAS_CODE:
            return _("has a code")
        case JoinState.ON_PAPER:
            return _("informed on paper")
        case _:
            return _("not invited yet")
