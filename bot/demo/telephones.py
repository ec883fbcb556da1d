"""The demo's people in the sandbox: telephones, what may be tried, invitations to click."""

from dataclasses import dataclass, field

from bot.demo.cast import Cast, Family
from bot.sandbox.chats import Telegram
from bot.sandbox.page_feed import Persona, Slip
from bot.sandbox.person import SandboxUser
from services.exchange.sheets import PersonRow
from services.i18n import gettext as _

__all__ = ["Telephone", "Telephones"]


@dataclass(slots=True)
class Telephone:
    """One telephone of the demo: whose it is in the school's lists, and its invitation."""

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
        """Hand out telephones to everybody in *cast*."""
        made = cls()
        if cast.teacher is not None:
            made.add(telegram, cast.teacher, _teacher_subtitle(cast), _teacher_note(cast))
        for family in cast.families:
            made.add(telegram, family.guardian, _family_subtitle(family, cast), _family_note())
        homeroom = cast.homeroom_teacher
        if homeroom is not None and homeroom != cast.teacher:
            made.add(telegram, homeroom, _homeroom_subtitle(cast), _homeroom_note())
        if cast.deputy_head is not None:
            made.add(telegram, cast.deputy_head, _("deputy head"), _deputy_note(cast))
        return made

    def add(self, telegram: Telegram, row: PersonRow, subtitle: str, note: str) -> None:
        """Hand out a telephone with the number on record."""
        user = telegram.add_user(
            first_name=row.given_name, last_name=row.family_name, phone=row.phone or None
        )
        persona = Persona(user, f"{row.given_name} {row.family_name}", subtitle, note)
        self.all.append(Telephone(user, row, persona))

    def teacher(self, cast: Cast) -> Telephone | None:
        """Return the telephone of the teacher whose lesson is going on."""
        return next((one for one in self.all if one.row == cast.teacher), None)

    def slips(self) -> list[Slip]:
        """Return the invitations nobody has used yet."""
        return [one.slip for one in self.all if one.code and not one.is_linked]


def _family_subtitle(family: Family, cast: Cast) -> str:
    return _("parent: {child}, {school_class}").format(
        child=f"{family.student.given_name} {family.student.family_name}",
        school_class=cast.class_name,
    )


def _family_note() -> str:
    return _("Open the invitation, share the number, give consent. Then try /diary and /marks.")


def _teacher_subtitle(cast: Cast) -> str:
    return _("teacher: {subject}, {school_class}").format(
        subject=cast.subject, school_class=cast.class_name
    )


def _teacher_note(cast: Cast) -> str:
    # A line such as teachers type; both families hear of it.
    marks = zip((one.student.family_name for one in cast.families), ("5", "н"), strict=False)
    line = f"{cast.class_name} {cast.subject.lower()}: " + ", ".join(map(" ".join, marks))
    return _("Write for instance: {line}").format(line=line)


def _homeroom_subtitle(cast: Cast) -> str:
    return _("class teacher of {school_class}").format(school_class=cast.class_name)


def _homeroom_note() -> str:
    return _("Open the invitation; requests of parents whose number differs come here.")


def _deputy_note(cast: Cast) -> str:
    return _("Open the invitation. Then change a lesson: /change {school_class} 6 отмена").format(
        school_class=cast.class_name
    )


def _name(row: PersonRow) -> str:
    return f"{row.family_name} {row.given_name}"
