"""The act that says what was destroyed, and its page: fields of domain law, no personal values.

Composition: Roskomnadzor's order 179 of 28.10.2022, 3–5 (act, and an extract of the log where data
were processed by a program); kept for three years.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import Database, bind_school
from services.errors import NotFound
from services.i18n import gettext as _
from services.models import AuditEntry, DestructionAct, Person, School
from services.regulation.repository import load_profile
from services.typesetting import typeset_pdf
from services.vocabulary import PersonKind

__all__ = ["ActFacts", "Acts", "Category", "Reason", "record_act"]

_TEMPLATE = Path(__file__).with_name("act.typ")


class Reason(StrEnum):
    """Why something was destroyed."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  # the person came in from another chat
    ERASED = "erased"  # by the office, at somebody's demand
    RESTORED = "restored"  # again, after a backup from before was opened


class Category(StrEnum):
    """Kinds of data that an act may name."""

    CHAT = "chat"
    MESSAGES = "messages"
    TOLD = "told"
    SETTINGS = "settings"
    CODES = "codes"
    NAME = "name"
    PHONE = "phone"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class ActFacts:
    """An act as it is stored."""

    act_id: int
    number: str  # 3/2026
    made_on: date
    reason: Reason
    person_id: int
    kind: PersonKind
    categories: tuple[Category, ...]
    basis: str
    made_by: int | None


async def record_act(
    session: AsyncSession,
    *,
    person_id: int,
    reason: Reason,
    categories: Collection[Category],
    now: datetime,
    done: Sequence[tuple[int, int, str, int]] = (),
    basis: str = "",
    is_whole_person: bool = False,
    made_by: int | None = None,
) -> DestructionAct:
    """Store the next act of the year; *done*: the withdrawals it carries out."""
    on = now.astimezone((await load_profile(session)).timezone).date()
    highest = await session.scalar(
        select(func.max(DestructionAct.number)).where(DestructionAct.year == on.year)
    )
    act = DestructionAct(
        year=on.year,
        number=(highest or 0) + 1,
        made_on=on,
        made_at=now,
        reason=reason,
        person_id=person_id,
        categories=sorted(categories),
        basis=basis[:200],
        is_whole_person=is_whole_person,
        done=[list(one) for one in done],
        made_by=made_by,
    )
    session.add(act)
    await session.flush()
    return act


class Acts:
    """The acts of a school, as a list and as pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, school_id: int, *, most: int = 10) -> tuple[ActFacts, ...]:
        """Return the newest acts first."""
        with bind_school(school_id):
            async with self._database.reading() as session:
                rows = await session.execute(
                    select(DestructionAct, Person.kind)
                    .join(Person, Person.id == DestructionAct.person_id)
                    .order_by(DestructionAct.id.desc())
                    .limit(most)
                )
                return tuple(_facts(act, kind) for act, kind in rows)

    async def page(self, school_id: int, act_id: int) -> tuple[ActFacts, bytes]:
        """Return an act with its PDF: the act, and the extract of the log below it.

        Raises:
            NotFound: the school has no such act.
        """
        with bind_school(school_id):
            async with self._database.reading() as session:
                row = (
                    await session.execute(
                        select(DestructionAct, Person.kind)
                        .join(Person, Person.id == DestructionAct.person_id)
                        .where(DestructionAct.id == act_id)
                    )
                ).one_or_none()
                if row is None:
                    raise NotFound
                act, kind = row
                data = await _data(session, act, kind, school_id)
        return _facts(act, kind), await typeset_pdf(_TEMPLATE, data)


def _facts(act: DestructionAct, kind: PersonKind) -> ActFacts:
    return ActFacts(
        act_id=act.id,
        number=f"{act.number}/{act.year}",
        made_on=act.made_on,
        reason=Reason(act.reason),
        person_id=act.person_id,
        kind=kind,
        categories=tuple(Category(one) for one in act.categories),
        basis=act.basis,
        made_by=act.made_by,
    )


async def _data(
    session: AsyncSession, act: DestructionAct, kind: PersonKind, school_id: int
) -> dict[str, object]:
    profile = await load_profile(session)
    school = await session.get_one(School, school_id)
    entry = await session.scalar(
        select(AuditEntry.seq)
        .where(AuditEntry.entity == "destruction_act", AuditEntry.entity_id == act.id)
        .limit(1)
    )
    who = await session.get(Person, act.made_by) if act.made_by is not None else None
    local = act.made_at.astimezone(profile.timezone)
    subject = _("internal number {number} ({kind})").format(number=act.person_id, kind=_kind(kind))
    operator = ", ".join(
        part
        for part in (
            profile.name or school.name,
            profile.address,
            _("taxpayer number {number}").format(number=profile.tax_id) if profile.tax_id else "",
        )
        if part
    )
    categories = [_category(Category(one)) for one in act.categories]
    reason = _reason(Reason(act.reason))
    # After a restore the basis is the line of the stop list: a hash says nothing to a reader.
    basis = "" if act.reason == Reason.RESTORED else act.basis
    return {
        "title": _("Act of destruction of personal data No. {number} of {date}").format(
            number=f"{act.number}/{act.year}", date=f"{act.made_on:%d.%m.%Y}"
        ),
        "rows": [
            [_("Operator"), operator],
            [_("Processor"), _("none: the operator processes the data itself")],
            [_("Data subject"), subject],
            [_("Destroyed data"), "; ".join(categories)],
            [_("Information system"), "Peremena"],
            [
                _("Way of destruction"),
                _("deletion from the database without a way back; later backups do not hold it"),
            ],
            [_("Reason"), f"{reason}. {basis}" if basis else reason],
            [_("Date and time"), f"{local:%d.%m.%Y %H:%M}"],
            [
                _("Destroyed by"),
                _("the program, by the school's rule")
                if who is None
                else f"{who.family_name} {who.given_name} {who.patronymic}".strip(),
            ],
        ],
        "kept": _(
            "What stays: the school journal, and the record that consent was given or taken "
            "back, without any chat."
        ),
        "signature": _("Person responsible for personal data"),
        "officer": profile.data_officer,
        "log_title": _("Extract of the log of events"),
        "log_head": [
            _("Entry"),
            _("Date and time"),
            _("Data subject"),
            _("Destroyed data"),
            _("Information system"),
            _("Reason"),
        ],
        "log": [
            [
                str(entry or "–"),
                f"{local:%d.%m.%Y %H:%M:%S}",
                subject,
                category,
                "Peremena",
                reason,
            ]
            for category in categories
        ],
    }


def _kind(kind: PersonKind) -> str:
    return {
        PersonKind.STAFF: _("member of staff"),
        PersonKind.GUARDIAN: _("guardian"),
        PersonKind.STUDENT: _("student"),
    }[kind]


def _reason(reason: Reason) -> str:
    return {
        Reason.WITHDRAWN: _("consent withdrawn (152-FZ, art. 21, part 5)"),
        Reason.REPLACED: _("the chat was replaced by another one: it is not needed any more"),
        Reason.ERASED: _("demand of the data subject or decision of the school"),
        Reason.RESTORED: _("destroyed again after a backup was restored"),
    }[reason]


def _category(category: Category) -> str:
    return {
        Category.CHAT: _("numbers of the chat and of the account"),
        Category.MESSAGES: _("numbers of the sent messages in the chat"),
        Category.TOLD: _("what was said in messages"),
        Category.SETTINGS: _("settings and the alias of the child"),
        Category.CODES: _("traces of invitation codes"),
        Category.NAME: _("family name, given name, patronymic"),
        Category.PHONE: _("fingerprint of the phone number"),
        Category.RELATION: _("relation to the child"),
    }[category]
