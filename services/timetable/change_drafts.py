"""What a message of a dispatcher means: changes not saved yet, kept as JSON of ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.timetable.changes import Changes, DayRule
from services.timetable.rules import LessonPlace
from services.timetable.shortened import ShortBells
from services.vocabulary import DayKind

__all__ = [
    "ChangeDrafts",
    "DayDraft",
    "LessonDraft",
    "PlaceIds",
    "draft_day_rules",
    "drafts_from_json",
    "drafts_to_json",
    "overlaid",
    "place_ids",
    "short_bells",
]


@dataclass(frozen=True, slots=True)
class PlaceIds:
    """A lesson of a date by ids."""

    group_id: int
    subject_id: int
    teacher_id: int
    on: date
    number: int
    room: str = ""


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """One changed lesson. *replaces_id*: the change of it that holds now and ends with this."""

    old: PlaceIds | None
    new: PlaceIds | None
    replaces_id: int | None = None
    reason: str = ""

    @property
    def on(self) -> date:
        """The day families are told about: the one the lesson is taken from, or added to.

        Raises:
            ValueError: the draft says nothing.
        """
        place = self.old or self.new
        if place is None:
            raise ValueError(self)
        return place.on

    @property
    def teacher_ids(self) -> frozenset[int]:
        """Who gave the lesson and who will."""
        return frozenset(place.teacher_id for place in (self.old, self.new) if place)


@dataclass(frozen=True, slots=True)
class DayDraft:
    """Days that become something else for some classes."""

    kind: DayKind
    starts_on: date
    ends_on: date
    class_ids: tuple[int, ...]
    grades: tuple[int, ...] = ()
    reason: str = ""
    bells: ShortBells | None = None


@dataclass(frozen=True, slots=True)
class ChangeDrafts:
    """Everything one message changes."""

    lessons: tuple[LessonDraft, ...] = ()
    days: tuple[DayDraft, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.lessons or self.days)


def place_ids(place: LessonPlace) -> PlaceIds:
    """Return a place by ids."""
    return PlaceIds(
        group_id=place.group.group_id,
        subject_id=place.subject.subject_id,
        teacher_id=place.teacher_id,
        on=place.on,
        number=place.number,
        room=place.room,
    )


def overlaid(
    holding: Changes,
    *,
    added: Changes,
    removed_lessons: Iterable[int] = (),
    removed_days: Iterable[int] = (),
) -> Changes:
    """Return what would hold with these changes added and those, by id, gone."""
    lessons, days = frozenset(removed_lessons), frozenset(removed_days)
    return Changes(
        lessons=(
            *(one for one in holding.lessons if one.change_id not in lessons),
            *added.lessons,
        ),
        days=(*(one for one in holding.days if one.rule_id not in days), *added.days),
    )


def draft_day_rules(days: Iterable[DayDraft]) -> tuple[DayRule, ...]:
    """Return drafts of days as rules; an id of zero tells them from stored ones."""
    return tuple(
        DayRule(
            rule_id=0,
            kind=day.kind,
            starts_on=day.starts_on,
            ends_on=day.ends_on,
            class_ids=frozenset(day.class_ids),
            grades=day.grades,
            bells=day.bells,
        )
        for day in days
    )


def short_bells(kind: DayKind, minutes: int | None, bell_set: str) -> ShortBells | None:
    """Return stored values as the bells of a shortened day; other days have none."""
    return ShortBells(minutes, bell_set) if kind is DayKind.SHORTENED else None


def drafts_to_json(drafts: ChangeDrafts) -> dict[str, Any]:
    """Return drafts as plain JSON values."""
    return {
        "lessons": [
            {
                "old": _place_to_json(one.old),
                "new": _place_to_json(one.new),
                "replaces_id": one.replaces_id,
                "reason": one.reason,
            }
            for one in drafts.lessons
        ],
        "days": [
            {
                "kind": one.kind,
                "starts_on": one.starts_on.isoformat(),
                "ends_on": one.ends_on.isoformat(),
                "class_ids": list(one.class_ids),
                "grades": list(one.grades),
                "minutes": one.bells.minutes if one.bells else None,
                "bell_set": one.bells.bell_set if one.bells else "",
                "reason": one.reason,
            }
            for one in drafts.days
        ],
    }


def drafts_from_json(stored: Mapping[str, Any]) -> ChangeDrafts:
    """Return the drafts that ``drafts_to_json`` wrote."""
    return ChangeDrafts(
        lessons=tuple(
            LessonDraft(
                old=_place_from_json(one["old"]),
                new=_place_from_json(one["new"]),
                replaces_id=one["replaces_id"],
                reason=one["reason"],
            )
            for one in stored["lessons"]
        ),
        days=tuple(
            DayDraft(
                kind=DayKind(one["kind"]),
                starts_on=date.fromisoformat(one["starts_on"]),
                ends_on=date.fromisoformat(one["ends_on"]),
                class_ids=tuple(one["class_ids"]),
                grades=tuple(one["grades"]),
                bells=short_bells(
                    DayKind(one["kind"]), one.get("minutes"), one.get("bell_set", "")
                ),
                reason=one["reason"],
            )
            for one in stored["days"]
        ),
    )


def _place_to_json(place: PlaceIds | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "group_id": place.group_id,
        "subject_id": place.subject_id,
        "teacher_id": place.teacher_id,
        "on": place.on.isoformat(),
        "number": place.number,
        "room": place.room,
    }


def _place_from_json(stored: Mapping[str, Any] | None) -> PlaceIds | None:
    if stored is None:
        return None
    return PlaceIds(
        group_id=stored["group_id"],
        subject_id=stored["subject_id"],
        teacher_id=stored["teacher_id"],
        on=date.fromisoformat(stored["on"]),
        number=stored["number"],
        room=stored["room"],
    )
