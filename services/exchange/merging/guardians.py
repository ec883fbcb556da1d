"""Guardians, each with every child of theirs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.exchange.findings import Finding
from services.exchange.merging.ledger import Outcome
from services.exchange.merging.namesakes import Known
from services.exchange.merging.pairing import assign
from services.exchange.merging.people import merge_person, people_of
from services.exchange.merging.state import Merge
from services.exchange.repository import stored_rows
from services.exchange.sheets import GuardianRow
from services.i18n import gettext as _
from services.joining.people_repository import is_suspended_in_chat
from services.models import Guardianship, Person
from services.vocabulary import AccessMode, PersonKind

__all__ = ["merge_guardians"]

_COLUMNS = (
    "relation",
    "application_number",
    "application_date",
    "access",
    "access_reason",
    "access_from",
    "access_to",
)


async def merge_guardians(merge: Merge) -> None:
    """Store the guardians and their guardianships, one for each row."""
    links = {
        (link.guardian_id, link.student_id): link
        for link in await stored_rows(merge.session, Guardianship)
    }
    by_child: dict[int, set[int]] = defaultdict(set)
    for guardian_id, student_id in links:
        by_child[student_id].add(guardian_id)
    known = Known(merge, await people_of(merge, PersonKind.GUARDIAN))
    made: dict[str, Person] = {}
    rows: list[tuple[GuardianRow, Person]] = []
    for row in _completed(merge.tables.guardians.rows):
        of_the_child = by_child[merge.students[row.student].id]
        stored = known.guardian(row, of_the_child) or made.get(row.external_id)
        person = merge_person(merge, row, stored, PersonKind.GUARDIAN, {"left_on": None})
        made.setdefault(row.external_id, person)
        rows.append((row, person))
    await merge.session.flush()
    for row, person in rows:
        student_id = merge.students[row.student].id
        link = links.get((person.id, student_id))
        values: dict[str, Any] = {column: getattr(row, column) for column in _COLUMNS}
        if link is None:
            merge.session.add(Guardianship(guardian_id=person.id, student_id=student_id, **values))
            merge.ledger.note(row, Outcome.ADDED)
        else:
            given = {key: value for key, value in values.items() if key in row.given}
            kept = await _kept_of_the_chat(merge, row, link)
            merge.ledger.note_change(
                row,
                is_changed=assign(
                    link, {key: value for key, value in given.items() if key not in kept}
                ),
            )
        merge.guardianships.add((person.id, student_id))
    await merge.session.flush()


async def _kept_of_the_chat(merge: Merge, row: GuardianRow, link: Guardianship) -> set[str]:
    """Return the columns in which a list made earlier may not undo what the office did since.

    Access suspended in the chat is opened in the chat; an empty cell forgets no application.
    """
    kept: set[str] = set()
    if not row.application_number:
        kept |= {"application_number", "application_date"}
    if (
        link.access is AccessMode.SUSPENDED
        and row.access is not AccessMode.SUSPENDED
        and "access" in row.given
        and await is_suspended_in_chat(merge.session, link.id)
    ):
        kept |= {"access", "access_reason", "access_from", "access_to"}
        sentence = _(
            "access was suspended in the chat and stays so: it is opened there (/people)."
        )
        merge.findings.notices.append(Finding(sentence, row.place.file, row.place.row))
    return kept


def _completed(rows: Sequence[GuardianRow]) -> list[GuardianRow]:
    """Give every row of a guardian the phone and patronymic that one of the rows has."""
    phones, patronymics = (
        {row.external_id: getattr(row, column) for row in rows if getattr(row, column)}
        for column in ("phone", "patronymic")
    )
    return [
        replace(
            row,
            phone=phones.get(row.external_id, ""),
            patronymic=patronymics.get(row.external_id, ""),
        )
        for row in rows
    ]
