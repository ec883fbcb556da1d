"""What a line does to the marks one student already has at a lesson; pure.

A value is a figure or PassFail. A *set* is what one work brought: one mark, or two parts of a
double mark («5/4»). The same kind of work replaces, another kind or «ещё» adds, the same
value again changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.regulation.work_kinds import LESSON_WORK

__all__ = [
    "AddMark",
    "MarkStep",
    "PlannedMark",
    "ReplaceMark",
    "StandingMark",
    "WantedMark",
    "WithdrawMark",
    "plan_marks",
]


@dataclass(frozen=True, slots=True)
class StandingMark:
    """A mark that stands in the journal; *part* is 1, or 2 for the second of a double mark."""

    mark_id: int
    value: int
    work_kind: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class WantedMark:
    """What a line asks for: one value, or two for a double mark."""

    values: tuple[int, ...]
    work_kind: str
    is_addition: bool = False
    comment: str = ""
    replaces: tuple[int, ...] = ()  # what must stand there: «3→4»


@dataclass(frozen=True, slots=True)
class AddMark:
    """A mark that was not there."""

    value: int
    work_kind: str
    part: int = 1
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceMark:
    """A standing mark gets another value."""

    mark_id: int
    was: int
    value: int
    work_kind: str
    part: int = 1
    comment: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawMark:
    """A part of a double mark goes: the new mark of that work is a single one."""

    mark_id: int
    was: int
    work_kind: str
    part: int = 1


MarkStep = AddMark | ReplaceMark | WithdrawMark
_Set = Sequence[StandingMark]


@dataclass(frozen=True, slots=True)
class PlannedMark:
    """What becomes of one wanted mark.

    *was*: the values it replaces, its own where it stands already and there are no steps.
    *is_missing*: it says what it replaces, and that does not stand there.
    """

    want: WantedMark
    was: tuple[int, ...]
    steps: tuple[MarkStep, ...]
    is_missing: bool = False


def plan_marks(
    standing: Iterable[StandingMark], wanted: Sequence[WantedMark]
) -> tuple[PlannedMark, ...]:
    """What the line does to a student's marks at one lesson, in the order it was said.

    Where a kind of work has several sets already, a wanted one that stands there as it is changes
    nothing, and the others replace the latest sets. What says which mark it replaces finds that
    one, of any kind of work where none was said, or nothing at all.
    """
    free = _sets(standing)
    targets: dict[int, _Set] = {}  # place in *wanted* → the marks it is about
    for place, want in enumerate(wanted):
        old = _replaced(free, want) if want.replaces else None
        if old is not None:
            targets[place] = old
            free.remove(old)
    for place, want in enumerate(wanted):
        if want.replaces:
            continue
        same = next((one for one in free if _is_same(one, want)), None)
        if same is not None and not want.is_addition:
            targets[place] = same
            free.remove(same)
    for kind in {want.work_kind for want in wanted}:
        of_kind = [one for one in free if one[0].work_kind == kind]
        open_places = [
            place
            for place, want in enumerate(wanted)
            if want.work_kind == kind
            and place not in targets
            and not want.is_addition
            and not want.replaces
        ]
        if open_places:
            targets |= dict(zip(open_places, of_kind[-len(open_places) :], strict=False))
    wanted = [
        replace(want, work_kind=targets[place][0].work_kind) if place in targets else want
        for place, want in enumerate(wanted)
    ]
    return tuple(
        PlannedMark(
            want,
            was=tuple(mark.value for mark in targets.get(place, ())),
            steps=tuple(_turn(targets.get(place, ()), want)),
        )
        if place in targets or not want.replaces
        else PlannedMark(want, was=(), steps=(), is_missing=True)
        for place, want in enumerate(wanted)
    )


def _sets(standing: Iterable[StandingMark]) -> list[_Set]:
    """Marks of one work together, oldest work first."""
    sets: list[list[StandingMark]] = []
    for mark in sorted(standing, key=lambda one: (one.work_kind, one.mark_id)):
        last = sets[-1] if sets else None
        if mark.part > 1 and last and last[0].work_kind == mark.work_kind:
            last.append(mark)
        else:
            sets.append([mark])
    return list(sets)


def _replaced(free: Sequence[_Set], want: WantedMark) -> _Set | None:
    """The latest work with just these marks; of another kind only where it is the only one."""
    fitting = [one for one in free if tuple(mark.value for mark in one) == want.replaces]
    of_kind = [one for one in fitting if one[0].work_kind == want.work_kind]
    if not of_kind and want.work_kind == LESSON_WORK and len(fitting) == 1:
        of_kind = fitting
    return of_kind[-1] if of_kind else None


def _is_same(one: _Set, want: WantedMark) -> bool:
    return one[0].work_kind == want.work_kind and tuple(mark.value for mark in one) == want.values


def _turn(old: _Set, want: WantedMark) -> list[MarkStep]:
    """Steps that turn the marks of one work into the wanted values."""
    steps: list[MarkStep] = []
    for index in range(max(len(old), len(want.values))):
        part = index + 1
        if index >= len(want.values):
            mark = old[index]
            steps.append(WithdrawMark(mark.mark_id, mark.value, mark.work_kind, mark.part))
        elif index >= len(old):
            steps.append(AddMark(want.values[index], want.work_kind, part, want.comment))
        elif old[index].value != want.values[index]:
            mark = old[index]
            steps.append(
                ReplaceMark(
                    mark.mark_id,
                    mark.value,
                    want.values[index],
                    want.work_kind,
                    mark.part,
                    want.comment,
                )
            )
    return steps
