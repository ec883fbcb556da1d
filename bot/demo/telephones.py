"""The demo's people in the sandbox: their telephones, their parts, invitations to click."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.demo.cast import Cast, Family
from bot.sandbox.chats import Telegram
from bot.sandbox.page_feed import Persona, Slip
from bot.sandbox.person import SandboxUser
from services.exchange.sheets import GuardianRow, PersonRow
from services.i18n import gettext as _

__all__ = ["Part", "Telephone", "Telephones"]


class Part(StrEnum):
    """Who somebody is in the demo; a person of several roles plays the first of them."""

    TEACHER = "teacher"
    MOTHER = "mother"
    FATHER = "father"
    STUDENT = "student"
    CLASS_TEACHER = "class_teacher"
    OTHER_PARENT = "other_parent"
    DEPUTY_HEAD = "deputy_head"
    DISPATCHER = "dispatcher"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"


@dataclass(slots=True)
class Telephone:
    """One telephone of the demo: whose it is in the school's lists, and its invitation."""

    part: Part
    user: SandboxUser
    row: PersonRow
    persona: Persona
    code: str = ""
    is_linked: bool = False

    @property
    def slip(self) -> Slip:
        """The invitation as the page shows it."""
        return Slip(_name(self.row), self.code, self.user)


@dataclass(slots=True)
class Telephones:
    """All of them, in the order of the page."""

    all: list[Telephone] = field(default_factory=list)

    @classmethod
    def of(cls, cast: Cast, telegram: Telegram) -> "Telephones":
        """Hand out telephones to everybody in *cast*: one each, however many roles they have.

        A telephone that *telegram* has already is found by its number.
        """
        made = cls()
        made._add(telegram, Part.TEACHER, cast.teacher, _teacher_subtitle(cast))
        for family in cast.families[:1]:
            words = _parent_subtitle(family, family.guardian)
            made._add(telegram, Part.MOTHER, family.guardian, words)
            if family.other is not None:
                words = _parent_subtitle(family, family.other)
                made._add(telegram, Part.FATHER, family.other, words, note=_newcomer_note())
            if family.student.phone:
                made._add(telegram, Part.STUDENT, family.student, _student_subtitle(cast))
        made._add(telegram, Part.CLASS_TEACHER, cast.homeroom_teacher, _homeroom_subtitle(cast))
        for family in cast.families[1:]:
            words = _parent_subtitle(family, family.guardian)
            made._add(telegram, Part.OTHER_PARENT, family.guardian, words)
        made._add(telegram, Part.DEPUTY_HEAD, cast.deputy_head, _("deputy head"))
        made._add(telegram, Part.DISPATCHER, cast.dispatcher, _("timetable dispatcher"))
        made._add(telegram, Part.SECRETARY, cast.secretary, _("secretary"))
        made._add(telegram, Part.ADMINISTRATOR, cast.administrator, _("administrator"))
        return made

    def find(self, part: Part) -> Telephone | None:
        """Return the telephone of a part, if somebody plays it."""
        return next((one for one in self.all if one.part is part), None)

    def slips(self) -> list[Slip]:
        """Return the invitations nobody has used yet."""
        return [one.slip for one in self.all if one.code and not one.is_linked]

    def _add(
        self,
        telegram: Telegram,
        part: Part,
        row: PersonRow | None,
        subtitle: str,
        *,
        note: str = "",
    ) -> None:
        """Hand out a telephone with the number on record."""
        if row is None or any(one.row == row for one in self.all):
            return
        user = (telegram.find_user(row.phone) if row.phone else None) or telegram.add_user(
            first_name=row.given_name, last_name=row.family_name, phone=row.phone or None
        )
        persona = Persona(user, f"{row.given_name} {row.family_name}", subtitle, note, part.value)
        self.all.append(Telephone(part, user, row, persona))


def _parent_subtitle(family: Family, guardian: GuardianRow) -> str:
    return _("{relation}: {child}, {school_class}").format(
        relation=guardian.relation or _("parent"),
        child=f"{family.student.given_name} {family.student.family_name}",
        school_class=family.student.class_name,
    )


def _newcomer_note() -> str:
    return _("This parent has not come in yet: open the invitation, share the number, consent.")


def _student_subtitle(cast: Cast) -> str:
    return _("student of {school_class}").format(school_class=cast.class_name)


def _teacher_subtitle(cast: Cast) -> str:
    return _("teacher: {subject}, {school_class}").format(
        subject=cast.subject.lower(), school_class=cast.class_name
    )


def _homeroom_subtitle(cast: Cast) -> str:
    return _("class teacher of {school_class}").format(school_class=cast.class_name)


def _name(row: PersonRow) -> str:
    return f"{row.family_name} {row.given_name}"
