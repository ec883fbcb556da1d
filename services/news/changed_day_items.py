"""What is new about a changed day, compared with what its person was told; pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from types import MappingProxyType
from typing import Any

from services.news.facts import ChangedPlace, DayChangeItem, LessonChangeItem
from services.roster.names import PersonName
from services.timetable.changes import ChangedLesson, DayPlan, DayRule, concerns, sort_of
from services.timetable.rules import LessonPlace
from services.vocabulary import DayKind

__all__ = [
    "DayTimes",
    "KnownDay",
    "day_items",
    "day_times",
    "known_day",
    "lesson_items",
    "own_day",
    "remembered",
    "with_end",
]

_Slot = tuple[int, date, int]  # study group, day, number
_UNSAID: Mapping[int, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class KnownDay:
    """What a person knows of a day: changes by id, and when the day begins and ends."""

    lesson_ids: frozenset[int] = frozenset()
    rule_ids: frozenset[int] = frozenset()
    first_at: str | None = None
    last_at: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as it is remembered."""
        return {
            "lessons": sorted(self.lesson_ids),
            "days": sorted(self.rule_ids),
            "first": self.first_at,
            "last": self.last_at,
        }


def known_day(value: Mapping[str, Any] | None) -> KnownDay:
    """Return what was remembered; nothing of who was never told."""
    if value is None:
        return KnownDay()
    return KnownDay(
        frozenset(value["lessons"]), frozenset(value["days"]), value["first"], value["last"]
    )


def own_day(
    changes: Iterable[ChangedLesson],
    group_ids: Collection[int],
    *,
    on: date,
    left_out: Collection[int] = (),
) -> dict[int, ChangedLesson]:
    """Return the changes that are told to who is in these groups as changes of this day.

    Where the halves of a class join, each half hears of its own lesson; who had none hears of an
    added one. *left_out*: subjects they do not study.
    """
    found: dict[int, ChangedLesson] = {}
    taken: set[_Slot] = set()
    others: list[ChangedLesson] = []
    for change in changes:
        if change.old is not None and concerns(change.old, group_ids, left_out=left_out):
            if change.old.on == on:
                found[change.change_id] = change
            if change.new is not None:
                taken.add(_slot(change.new))
        elif concerns(change.new, group_ids, left_out=left_out):
            others.append(replace(change, old=None))
    for change in others:
        if change.new is not None and change.new.on == on and _slot(change.new) not in taken:
            taken.add(_slot(change.new))
            found[change.change_id] = change
    return found


def lesson_items(
    now: Mapping[int, ChangedLesson],
    gone: Mapping[int, ChangedLesson],
    known: KnownDay,
    names: Mapping[int, PersonName],
) -> list[LessonChangeItem]:
    """Return what is new: changes the person does not know, and known ones that hold no more.

    A change that took the place of a known one says enough by itself.
    """
    fresh = {key: one for key, one in now.items() if key not in known.lesson_ids}
    retold = {_told_slot(one) for one in fresh.values()}
    items = [_item(one, names) for one in fresh.values()]
    items.extend(
        replace(_item(one, names), is_withdrawn=True)
        for key, one in gone.items()
        if key in known.lesson_ids and key not in now and _told_slot(one) not in retold
    )
    return sorted(items, key=lambda one: one.place)


def day_items(
    now: Mapping[int, DayRule],
    gone: Mapping[int, DayRule],
    known: KnownDay,
    *,
    classes: Mapping[int, tuple[str, ...]] = _UNSAID,
) -> list[DayChangeItem]:
    """Return new kinds of day, and known ones that hold no more unless a new one says enough.

    *classes*: by rule, for who reads of several.
    """
    fresh = [one for key, one in now.items() if key not in known.rule_ids]
    withdrawn = [
        one for key, one in gone.items() if key in known.rule_ids and key not in now and not fresh
    ]
    return [
        *(_day_item(one, classes) for one in fresh),
        *(replace(_day_item(one, classes), is_withdrawn=True) for one in withdrawn),
    ]


@dataclass(frozen=True, slots=True)
class DayTimes:
    """When a day begins and ends; ``comes_later``: than by the timetable."""

    first_at: time | None
    last_at: time | None
    comes_later: bool
    has_no_lessons: bool


def day_times(base: DayPlan, plan: DayPlan, known: KnownDay, *, zone: tzinfo) -> DayTimes:
    """Return beginning and end of a day where they differ from what the person knows."""
    was_first, was_last = _bounds(base, zone)
    first, last = _bounds(plan, zone)
    known_first = known.first_at or _text(was_first)
    known_last = known.last_at or _text(was_last)
    return DayTimes(
        first_at=first if _text(first) != known_first else None,
        last_at=last if _text(last) != known_last else None,
        comes_later=first is not None and was_first is not None and first > was_first,
        has_no_lessons=not plan.lessons and bool(base.lessons),
    )


def with_end(
    items: Iterable[DayChangeItem], plan: DayPlan, *, zone: tzinfo
) -> list[DayChangeItem]:
    """Return the items, those of one shortened day with the end of its last lesson."""
    last = _bounds(plan, zone)[1]
    return [
        replace(one, last_at=last)
        if one.kind is DayKind.SHORTENED and one.starts_on == one.ends_on
        else one
        for one in items
    ]


def remembered(
    now: Mapping[int, ChangedLesson], rules: Mapping[int, DayRule], plan: DayPlan, *, zone: tzinfo
) -> KnownDay:
    """Return what the person will know once told."""
    first, last = _bounds(plan, zone)
    return KnownDay(frozenset(now), frozenset(rules), _text(first), _text(last))


def _bounds(plan: DayPlan, zone: tzinfo) -> tuple[time | None, time | None]:
    starts = [one.starts_at for one in plan.lessons]
    ends = [one.ends_at for one in plan.lessons]
    return _local(min(starts, default=None), zone), _local(max(ends, default=None), zone)


def _local(moment: datetime | None, zone: tzinfo) -> time | None:
    return None if moment is None else moment.astimezone(zone).time()


def _text(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"


def _slot(place: LessonPlace) -> _Slot:
    return place.group.group_id, place.on, place.number


def _told_slot(change: ChangedLesson) -> _Slot:
    place = change.old or change.new
    if place is None:
        raise ValueError(change)
    return _slot(place)


def _item(change: ChangedLesson, names: Mapping[int, PersonName]) -> LessonChangeItem:
    return LessonChangeItem(
        sort=sort_of(change.old, change.new),
        old=_place(change.old, names),
        new=_place(change.new, names),
    )


def _place(place: LessonPlace | None, names: Mapping[int, PersonName]) -> ChangedPlace | None:
    if place is None:
        return None
    return ChangedPlace(
        subject=place.subject.name,
        group=place.group.label,
        teacher_id=place.teacher_id,
        teacher=names[place.teacher_id],
        on=place.on,
        number=place.number,
        room=place.room,
    )


def _day_item(rule: DayRule, classes: Mapping[int, tuple[str, ...]]) -> DayChangeItem:
    return DayChangeItem(
        rule.kind,
        rule.starts_on,
        rule.ends_on,
        rule.grades,
        classes=classes.get(rule.rule_id, ()),
        minutes=rule.bells.minutes if rule.bells is not None else None,
    )
