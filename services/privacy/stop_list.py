"""What was destroyed, as hashes, so that a restored backup forgets it again before it serves.

A backup made before an act knows what the act destroyed. The list lies outside of the database: a
file of lines that name nobody without the deployment's secret. ``apply_erasures`` is for whoever
opens a backup; it may be called any number of times.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.keys import Keys
from services.models import DestructionAct, Person
from services.privacy import repository as holdings
from services.privacy.acts import Reason
from services.privacy.erasing import erase_now, withdraw_again
from services.vocabulary import ConsentPurpose

__all__ = [
    "STOP_LIST",
    "Erasure",
    "apply_erasures",
    "read_stop_list",
    "stop_list",
    "write_stop_list",
]

STOP_LIST = "erasures.jsonl"  # its name in the data directory

_ONLY_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class Erasure:
    """One act, without saying of whom to who has not the secret."""

    act: str  # a keyed hash of school, year and number: the same act again is the same line
    person: str  # a keyed hash of school and person
    is_whole_person: bool
    withdrawals: tuple[tuple[str, str], ...]  # (keyed hash of the student, purpose)
    made_at: str  # ISO, UTC


async def stop_list(database: Database, *, keys: Keys) -> tuple[Erasure, ...]:
    """Return every act of the deployment as a line of the list."""
    found: list[Erasure] = []
    async with database.reading() as session:
        for school_id in await holdings.school_ids(session):
            with bind_school(school_id):
                acts = await session.scalars(select(DestructionAct).order_by(DestructionAct.id))
                found.extend(_line(act, school_id, keys) for act in acts)
    return tuple(found)


async def apply_erasures(
    database: Database, erasures: Iterable[Erasure], *, keys: Keys, clock: Clock
) -> int:
    """Destroy again what *erasures* destroyed, and return how many people it concerned.

    For whoever opens a restored backup, before anything is served from it. Each act that the
    database does not know is carried out once more and recorded there with an act of its own;
    acts it knows, and people it does not know, are passed over. The journal stays and ``verify``
    stays green. *keys* must be those of the deployment: by others nobody is recognised.
    """
    wanted = {one.act: one for one in erasures}
    concerned = 0
    async with database.transaction() as session:
        for school_id in await holdings.school_ids(session):
            with bind_school(school_id), acting(None, why="backup restored"):
                acts = list(await session.scalars(select(DestructionAct)))
                known = {_act_hash(school_id, act, keys) for act in acts}
                # What was destroyed again after an earlier restore is recorded as such.
                known |= {act.basis for act in acts if act.reason == Reason.RESTORED}
                people = {
                    _hash(keys, "person", school_id, person_id): person_id
                    for person_id in await session.scalars(select(Person.id))
                }
                for erasure in wanted.values():
                    person_id = people.get(erasure.person)
                    if person_id is None or erasure.act in known:
                        continue
                    now = clock.now()
                    if erasure.is_whole_person:
                        await erase_now(
                            session, person_id, now=now, reason=Reason.RESTORED, basis=erasure.act
                        )
                    else:
                        await withdraw_again(
                            session,
                            person_id,
                            [
                                (people[student], ConsentPurpose(purpose))
                                for student, purpose in erasure.withdrawals
                                if student in people
                            ],
                            before=datetime.fromisoformat(erasure.made_at),
                            now=now,
                            basis=erasure.act,
                        )
                    concerned += 1
    return concerned


def read_stop_list(path: Path) -> tuple[Erasure, ...]:
    """Return the list of a file; a file that is not there is an empty list."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_parsed(line) for line in lines if line.strip())


def write_stop_list(path: Path, erasures: Sequence[Erasure]) -> None:
    """Write *erasures* into a file together with what it holds already; nothing is ever lost."""
    merged = {one.act: one for one in (*read_stop_list(path), *erasures)}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        for one in merged.values():
            stream.write(json.dumps(asdict(one), separators=(",", ":")) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _parsed(line: str) -> Erasure:
    found = json.loads(line)
    return Erasure(
        act=found["act"],
        person=found["person"],
        is_whole_person=found["is_whole_person"],
        withdrawals=tuple((student, purpose) for student, purpose in found["withdrawals"]),
        made_at=found["made_at"],
    )


def _line(act: DestructionAct, school_id: int, keys: Keys) -> Erasure:
    return Erasure(
        act=_act_hash(school_id, act, keys),
        person=_hash(keys, "person", school_id, act.person_id),
        is_whole_person=act.is_whole_person,
        withdrawals=tuple(
            (_hash(keys, "person", school_id, student_id), purpose)
            for _person_id, student_id, purpose, _consent_id in act.done
        ),
        made_at=act.made_at.isoformat(),
    )


def _act_hash(school_id: int, act: DestructionAct, keys: Keys) -> str:
    # With its moment: a restored database counts its acts from an older number on.
    return _hash(keys, "act", school_id, act.year, act.number, act.made_at.isoformat())


def _hash(keys: Keys, *parts: object) -> str:
    text = ":".join(map(str, parts))
    return hmac.new(keys.subkey("erasures"), text.encode(), hashlib.sha256).hexdigest()
