"""Letters of excuse, set by the class teacher from the paper: by buttons or by one line.

The list shows what is open; a press or a line marks a day, a stretch, or all that is open, of one
or several students. Every press is checked again, and a second one changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.letters import SetLetter, set_letter
from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.bulk_entry.class_lists import roster_of
from services.bulk_entry.names import MatchKind, RosterName, match
from services.database import Database, bind_school
from services.errors import NotFound
from services.homeroom import repository
from services.homeroom.choice import chosen_of
from services.homeroom.facts import (
    ClassFacts,
    LettersSet,
    LineFault,
    NamesToChoose,
    NoClass,
    PupilName,
    ReasonLineNotRead,
    ReasonsPage,
    ReasonsPreview,
)
from services.homeroom.reading import ClassNow, class_now, open_of, preview_of, spans_of
from services.homeroom.reason_line import MOST_DAYS, ReasonLine, read_reason_line
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import class_id_of
from services.vocabulary import AttendanceCode

__all__ = ["ClassReasonService", "classes_led"]


def classes_led(who: Identity, class_id: int | None) -> list[int]:
    """Return the classes somebody leads, the one asked for first.

    Raises:
        NoClass: they lead none.
        NotAllowed: they do not lead the one asked for.
    """
    if class_id is not None:
        require(who, Action.SET_REASONS, class_id=class_id)
    elif not who.homeroom_class_ids:
        raise NoClass(action=Action.SET_REASONS)
    rest = sorted(who.homeroom_class_ids - {class_id})
    return rest if class_id is None else [class_id, *rest]


class ClassReasonService:
    """Sets letters for the students of one's own class."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, who: Identity, *, now: datetime, class_id: int | None = None, mask: str = ""
    ) -> ReasonsPage:
        """Return what is open in a class (the first one led, when none is named).

        Raises:
            NoClass: they lead no class.
            NotAllowed: the class is not theirs.
            OutOfDate: the class list has changed since the choice was made.
        """
        led = classes_led(who, class_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                classes = {
                    row.id: ClassFacts(row.id, row.name)
                    for row in await repository.class_rows(session, led)
                }
                shown = led[0] if class_id is not None else next(iter(classes), led[0])
                found = await class_now(session, shown, on=today)
                return ReasonsPage(
                    school_class=found.facts,
                    others=tuple(one for key, one in classes.items() if key != shown),
                    today=today,
                    roster=found.roster,
                    pupils=await open_of(session, found, today=today),
                    chosen=chosen_of(mask, found.roster) if mask else frozenset(),
                )

    async def read(
        self, who: Identity, text: str, *, now: datetime
    ) -> ReasonsPreview | NamesToChoose:
        """Read a line and show what it would mark; nothing is stored.

        Raises:
            NoClass: they lead no class.
            ReasonLineNotRead: with what is wrong.
        """
        led = classes_led(who, None)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                line = read_reason_line(text, today=today)
                for class_id in led:
                    found = await class_now(session, class_id, on=today)
                    chosen = _people(line, roster_of(found.listed))
                    if chosen is None and class_id != led[-1]:
                        continue
                    if chosen is None:
                        raise ReasonLineNotRead(
                            fault=LineFault.UNKNOWN_NAME, word=", ".join(line.words)
                        )
                    return await self._meant(session, found, chosen, line, today=today)
        raise NoClass(action=Action.SET_REASONS)

    async def preview(
        self,
        who: Identity,
        *,
        class_id: int,
        mask: str,
        days: tuple[date, date] | None,
        code: AttendanceCode | None,
        now: datetime,
    ) -> ReasonsPreview:
        """Return what a chosen name would mean; errors as in ``page`` and ``read``."""
        classes_led(who, class_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                found = await class_now(session, class_id, on=today)
                chosen = chosen_of(mask, found.roster)
                return await preview_of(session, found, chosen, days, code, today=today)

    async def set_letters(
        self,
        who: Identity,
        *,
        class_id: int,
        mask: str,
        days: tuple[date, date] | None,
        code: AttendanceCode,
        now: datetime,
    ) -> LettersSet:
        """Mark days of the chosen students, or (no days) everything of them that is open.

        Raises:
            NotAllowed: the class is not theirs.
            OutOfDate: the class list has changed since.
            ReasonLineNotRead: the days cannot be.
        """
        classes_led(who, class_id)
        if days is not None and not 0 <= (days[1] - days[0]).days < MOST_DAYS:
            raise ReasonLineNotRead(fault=LineFault.BAD_DATES, word="")
        with acting(who.person_id, why="letters of excuse"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                found = await class_now(session, class_id, on=today)
                chosen = chosen_of(mask, found.roster)
                spans = await spans_of(session, found, chosen, days, today=today)
                return await _set(
                    session, found, spans, code, author_id=who.person_id, profile=profile, now=now
                )

    async def correct(
        self, who: Identity, *, letter_id: int, code: AttendanceCode, now: datetime
    ) -> LettersSet:
        """Give days marked before another letter; twice is harmless.

        Raises:
            NotFound: there is no such letter.
            NotAllowed: the student's class is not theirs.
        """
        with acting(who.person_id, why="letter corrected"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                letter = await repository.find_letter(session, letter_id)
                if letter is None:
                    raise NotFound
                class_id = await class_id_of(session, letter.student_id, on=today)
                require(who, Action.SET_REASONS, class_id=class_id)
                found = await class_now(session, class_id or 0, on=today)
                spans = {letter.student_id: [(letter.starts_on, letter.ends_on)]}
                return await _set(
                    session, found, spans, code, author_id=who.person_id, profile=profile, now=now
                )

    async def _meant(
        self,
        session: AsyncSession,
        found: ClassNow,
        chosen: "tuple[frozenset[int], str, tuple[int, ...]]",
        line: ReasonLine,
        *,
        today: date,
    ) -> ReasonsPreview | NamesToChoose:
        sure, word, asked = chosen
        days = None
        if line.starts_on is not None and line.ends_on is not None:
            days = (line.starts_on, line.ends_on)
        if not asked:
            return await preview_of(session, found, sure, days, line.code, today=today)
        names = {one.student_id: one for one in found.pupils}
        return NamesToChoose(
            word,
            tuple(
                [
                    (
                        names[one],
                        await preview_of(
                            session, found, sure | {one}, days, line.code, today=today
                        ),
                    )
                    for one in asked
                ]
            ),
        )


def _people(
    line: ReasonLine, roster: Sequence[RosterName]
) -> tuple[frozenset[int], str, tuple[int, ...]] | None:
    """Who is meant for sure, and the name to be asked with who may be meant; None: unknown.

    A guess at one student needs no question: the preview shows the whole name.
    """
    sure: set[int] = set()
    word = ""
    asked: tuple[int, ...] = ()
    for found in match(line.names, roster):
        for person in found.people:
            if person.kind is MatchKind.NONE:
                return None
            if len(person.student_ids) == 1:
                sure |= set(person.student_ids)
            elif not asked:
                word = " ".join(part.text for part in person.parts)
                asked = person.student_ids
            else:
                raise ReasonLineNotRead(
                    fault=LineFault.UNKNOWN_WORD,
                    word=" ".join(part.text for part in person.parts),
                )
    return frozenset(sure), word, asked


async def _set(
    session: AsyncSession,
    found: ClassNow,
    spans: Mapping[int, Sequence[tuple[date, date]]],
    code: AttendanceCode,
    *,
    author_id: int,
    profile: SchoolProfile,
    now: datetime,
) -> LettersSet:
    names = {one.student_id: one for one in found.pupils}
    done: list[tuple[PupilName, SetLetter]] = []
    nothing: list[PupilName] = []
    for student_id, days in spans.items():
        set_now = [
            letter
            for first, last in days
            if (
                letter := await set_letter(
                    session,
                    student_id,
                    starts_on=first,
                    ends_on=last,
                    code=code,
                    author_id=author_id,
                    profile=profile,
                    now=now,
                )
            )
        ]
        done.extend((names[student_id], letter) for letter in set_now)
        if not set_now:
            nothing.append(names[student_id])
    return LettersSet(found.facts.class_id, code, tuple(done), tuple(nothing))
