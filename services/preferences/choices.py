"""What a person may choose about each child, and what holds until they do; pure.

An absence, a late arrival, an alarm and what must be known today (first lessons, cancelled days)
cannot be switched off or put off: they stand in no group.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from services.regulation.profile import SchoolProfile
from services.vocabulary import ContentMode, NoticeKind

__all__ = [
    "DIGEST_AT",
    "ChildChoice",
    "ChildChoices",
    "Group",
    "When",
    "group_of",
    "kinds_of",
    "modes_within",
    "narrower",
    "next_digest",
    "quiet_hours_of",
    "quiet_text",
    "with_hours_of",
]

DIGEST_AT = time(18)  # once a day, in one message
_SCHOOLS, _NONE = "school", "none"
_WIDTH = (ContentMode.SIGNAL, ContentMode.ALIAS, ContentMode.FULL)


class When(StrEnum):
    """When news of a group comes."""

    NOW = "now"
    DIGEST = "digest"
    OFF = "off"


class Group(StrEnum):
    """Kinds of message that a person chooses about together."""

    MARKS = "marks"
    FINALS = "finals"
    HOMEWORK = "homework"
    CHANGES = "changes"
    ANNOUNCEMENTS = "announcements"


_GROUPS: Mapping[NoticeKind, Group] = {
    NoticeKind.MARK: Group.MARKS,
    NoticeKind.DEBT: Group.MARKS,
    NoticeKind.FINAL: Group.FINALS,
    NoticeKind.HOMEWORK: Group.HOMEWORK,
    NoticeKind.CHANGE: Group.CHANGES,
    NoticeKind.BROADCAST: Group.ANNOUNCEMENTS,
}


class ChildChoice(StrEnum):
    """Stored keys of a choice about one child; groups of messages are stored by their names."""

    MODE = "mode"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class ChildChoices:
    """What one person has chosen about one child."""

    when: Mapping[Group, When] = field(default_factory=dict)
    mode: ContentMode | None = None  # None: as the school has it
    alias: str = ""

    def when_of(self, kind: NoticeKind) -> When:
        """Return when a kind of message comes."""
        group = group_of(kind)
        return When.NOW if group is None else self.when.get(group, When.NOW)

    def mode_within(self, widest: ContentMode) -> ContentMode:
        """Return how much a message may say: the school's mode, or what is narrower."""
        return widest if self.mode is None else narrower(self.mode, widest)

    @property
    def muted(self) -> frozenset[NoticeKind]:
        """The kinds of message that do not come at all."""
        return frozenset(kind for kind in _GROUPS if self.when_of(kind) is When.OFF)

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> "ChildChoices":
        """Read stored choices; what a later version has stored is passed over."""
        groups, whens, modes = set(Group), set(When), set(ContentMode)
        mode = stored.get(ChildChoice.MODE, "")
        return cls(
            when={
                Group(key): When(value)
                for key, value in stored.items()
                if key in groups and value in whens
            },
            mode=ContentMode(mode) if mode in modes else None,
            alias=stored.get(ChildChoice.ALIAS, ""),
        )


def group_of(kind: NoticeKind) -> Group | None:
    """Return the group of a kind; None: it always comes at once."""
    return _GROUPS.get(kind)


def kinds_of(group: Group) -> frozenset[NoticeKind]:
    """Return the kinds of message of a group."""
    return frozenset(kind for kind, of_kind in _GROUPS.items() if of_kind is group)


def narrower(one: ContentMode, other: ContentMode) -> ContentMode:
    """Return the mode that says less."""
    return min(one, other, key=_WIDTH.index)


def modes_within(widest: ContentMode) -> tuple[ContentMode, ...]:
    """Return the modes a person may choose from, the widest first."""
    return tuple(reversed(_WIDTH[: _WIDTH.index(widest) + 1]))


def next_digest(due_at: datetime, profile: SchoolProfile) -> datetime:
    """Return the first 18:00 of the school at or after *due_at*."""
    local = due_at.astimezone(profile.timezone)
    today = datetime.combine(local.date(), DIGEST_AT, tzinfo=profile.timezone)
    if due_at <= today:
        return today
    tomorrow = local.date() + timedelta(days=1)
    return datetime.combine(tomorrow, DIGEST_AT, tzinfo=profile.timezone)


def quiet_hours_of(chosen: str | None, profile: SchoolProfile) -> tuple[time, time] | None:
    """Return a person's quiet hours; without a choice those of the school."""
    if chosen is None or chosen == _SCHOOLS:
        return profile.quiet_hours
    if chosen == _NONE:
        return None
    start, end = chosen.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def with_hours_of(chosen: str | None, profile: SchoolProfile) -> SchoolProfile:
    """Return the profile as it holds for a person: with their own quiet hours."""
    return replace(profile, quiet_hours=quiet_hours_of(chosen, profile))


def quiet_text(value: str) -> str | None:
    """Return quiet hours as they are stored, from what a person typed; None: they are none.

    «22:30-6:30», «с 22 до 7» and «22–7» are understood; «как в школе» and «нет» are buttons.
    """
    if value in {_SCHOOLS, _NONE}:
        return value
    text = value.casefold().replace("с ", " ").replace("до", "-").replace("from", " ")
    for dash in ("–", "—", "to"):
        text = text.replace(dash, "-")
    parts = [part.strip().replace(".", ":") for part in text.split("-")]
    if len(parts) != 2:  # noqa: PLR2004  # from and to
        return None
    try:
        start, end = (
            time.fromisoformat(f"{part.partition(':')[0]:0>2}:{part.partition(':')[2] or '00'}")
            for part in parts
        )
    except ValueError:
        return None
    return None if start == end else f"{start:%H:%M}-{end:%H:%M}"
