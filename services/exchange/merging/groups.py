"""Study groups that are not a whole class, and who is in them from when to when."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from services.exchange.checks.common import at
from services.exchange.findings import shown
from services.exchange.merging.clubs import club_groups, mark_clubs
from services.exchange.merging.ledger import Outcome
from services.exchange.merging.pairing import assign
from services.exchange.merging.state import Merge
from services.exchange.merging.stretches import Stretch, closed, member
from services.exchange.names import fold
from services.exchange.repository import stored_rows
from services.exchange.sheets import GroupRow, LoadRow, TimetableRow
from services.i18n import gettext as _
from services.models import GroupMembership, StudyGroup
from services.vocabulary import GroupKind

__all__ = ["combined_name", "group_of", "merge_groups"]

_Key = tuple[int, int]  # group and student
_Stored = dict[_Key, list[GroupMembership]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the lists say about one student in one group; without a row it follows from classes."""

    stretch: Stretch
    row: GroupRow | None = None


def combined_name(classes: Sequence[str]) -> str:
    """Return the name of several classes taught together."""
    return " + ".join(classes)


def group_of(merge: Merge, row: LoadRow | TimetableRow) -> StudyGroup | None:
    """Return the study group of a lesson: a named one, a whole class, or classes together.

    None, with a problem noted, when the named group is neither listed nor stored.
    """
    if row.group:
        group = merge.groups.get((fold(row.group), merge.subjects[fold(row.subject)].id))
        if group is None:
            sentence = _("“{value}” is not in {file}.").format(
                value=shown(row.group), file=merge.tables.groups.file
            )
            merge.findings.problems.append(at(row, "group", sentence))
        return group
    if len(row.classes) == 1:
        return merge.groups[fold(row.classes[0]), None]
    return merge.groups[fold(combined_name(row.classes)), merge.subjects[fold(row.subject)].id]


async def merge_groups(merge: Merge) -> None:
    """Store groups and memberships; who is not listed in a group any more was there before."""
    wanted: dict[_Key, _Wanted] = {}
    for club in merge.tables.clubs.rows:
        await _group(merge, club.group, merge.subjects[fold(club.subject)].id)
    await mark_clubs(merge)
    for row in (*merge.tables.groups.rows, *club_groups(merge.tables)):
        group = await _group(merge, row.group, merge.subjects[fold(row.subject)].id)
        student_id = merge.students[row.student].id
        stretch = Stretch(group.id, row.starts_on, row.ends_on)
        wanted[group.id, student_id] = _Wanted(stretch, row)
    together = await _taught_together(merge)
    for group_id, class_ids in together.items():
        for student_id, class_id in merge.class_ids.items():
            if class_id in class_ids:
                wanted[group_id, student_id] = _Wanted(Stretch(group_id, None))
    stored: _Stored = defaultdict(list)
    for membership in await stored_rows(merge.session, GroupMembership):
        stored[membership.study_group_id, membership.student_id].append(membership)
    left = await _close_unlisted(merge, stored, wanted, together.keys())
    subject_ids = {group.id: group.subject_id for group in merge.groups.values()}
    for key, one in wanted.items():
        transfer = (subject_ids[key[0]], key[1])
        await _store(merge, key, stored.get(key, []), one, is_transfer=bool(left[transfer]))
        if one.row is not None and not _active(stored.get(key, []), merge):
            is_transfer = left[transfer] > 0
            left[transfer] -= is_transfer
            is_change = is_transfer or key[0] in merge.clubs  # a club may have been there before
            merge.ledger.note(one.row, Outcome.CHANGED if is_change else Outcome.ADDED)
    merge.ledger.note_left(left.total())
    _assign_classes(merge, wanted.keys(), together.keys())
    await merge.session.flush()


async def _group(merge: Merge, name: str, subject_id: int) -> StudyGroup:
    group = merge.groups.get((fold(name), subject_id))
    if group is None:
        group = StudyGroup(name=name, subject_id=subject_id, kind=GroupKind.COMBINED)
        merge.groups[fold(name), subject_id] = group
        merge.session.add(group)
        await merge.session.flush()
    return group


async def _taught_together(merge: Merge) -> dict[int, frozenset[int]]:
    """Return the groups made of several whole classes, with the ids of the classes."""
    found: dict[int, frozenset[int]] = {}
    lessons: tuple[LoadRow | TimetableRow, ...] = (
        *merge.tables.load.rows,
        *merge.tables.timetable.rows,
    )
    for row in lessons:
        if not row.group and len(row.classes) > 1:
            subject_id = merge.subjects[fold(row.subject)].id
            group = await _group(merge, combined_name(row.classes), subject_id)
            found[group.id] = frozenset(merge.classes[name].id for name in row.classes)
    return found


async def _close_unlisted(
    merge: Merge, stored: _Stored, wanted: Collection[_Key], together: Collection[int]
) -> Counter[tuple[int | None, int]]:
    """Close what is not listed; return how many memberships that were, by subject and student."""
    left: Counter[tuple[int | None, int]] = Counter()
    groups = {group.id: group for group in merge.groups.values()}
    for key, memberships in stored.items():
        group_id, student_id = key
        is_listed_table = (
            merge.tables.clubs.is_given
            if group_id in merge.clubs
            else merge.tables.groups.is_given or group_id in together
        )
        if key in wanted or not is_listed_table or not _active(memberships, merge):
            continue
        stretches = (
            [] if merge.is_before_year else closed(_stretches(memberships), today=merge.as_of)
        )
        await _rewrite(merge, key, memberships, stretches)
        if group_id in merge.club_rows:
            merge.ledger.note(merge.club_rows[group_id], Outcome.CHANGED)
        elif group_id not in together:
            left[groups[group_id].subject_id, student_id] += 1
    return left


async def _store(
    merge: Merge,
    key: _Key,
    memberships: Sequence[GroupMembership],
    wanted: _Wanted,
    *,
    is_transfer: bool,
) -> None:
    stretches = member(
        _stretches(memberships),
        wanted.stretch,
        today=merge.as_of,
        is_transfer=is_transfer and not merge.is_before_year,
    )
    if merge.has_earlier_year and stretches[0].starts_on is None and not memberships:
        # Last year others were in a group of this name.
        stretches = [replace(stretches[0], starts_on=merge.first_day), *stretches[1:]]
    is_changed = stretches != _stretches(memberships)
    if wanted.row is not None:
        merge.ledger.note_change(wanted.row, is_changed=is_changed)
    await _rewrite(merge, key, memberships, stretches)


async def _rewrite(
    merge: Merge,
    key: _Key,
    memberships: Sequence[GroupMembership],
    wanted: Sequence[Stretch],
) -> None:
    for membership, stretch in zip(memberships, wanted, strict=False):
        assign(membership, {"starts_on": stretch.starts_on, "ends_on": stretch.ends_on})
    for stretch in wanted[len(memberships) :]:
        merge.session.add(
            GroupMembership(
                study_group_id=key[0],
                student_id=key[1],
                starts_on=stretch.starts_on,
                ends_on=stretch.ends_on,
            )
        )
    for membership in memberships[len(wanted) :]:
        await merge.session.delete(membership)


def _stretches(memberships: Sequence[GroupMembership]) -> list[Stretch]:
    return [Stretch(row.study_group_id, row.starts_on, row.ends_on) for row in memberships]


def _active(memberships: Sequence[GroupMembership], merge: Merge) -> bool:
    return any(row.ends_on is None or row.ends_on >= merge.as_of for row in memberships)


def _assign_classes(merge: Merge, members: Collection[_Key], together: Collection[int]) -> None:
    """A group whose students are of one class belongs to that class."""
    classes: dict[int, set[int]] = defaultdict(set)
    for group_id, student_id in members:
        classes[group_id].add(merge.class_ids[student_id])
    for group in merge.groups.values():
        if group.id not in classes:
            continue
        is_of_one = len(classes[group.id]) == 1 and group.id not in together
        assign(
            group,
            {
                "kind": GroupKind.SUBGROUP if is_of_one else GroupKind.COMBINED,
                "school_class_id": min(classes[group.id]) if is_of_one else None,
            },
        )
