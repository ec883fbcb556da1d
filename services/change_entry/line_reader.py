"""What a line says after its day and classes: lessons, and what becomes of them."""

from dataclasses import dataclass, field, replace

from services.bulk_entry.context import Context
from services.bulk_entry.heading_items import group_at
from services.bulk_entry.model import Span
from services.bulk_entry.subjects import find_subject, near_subjects, says_subject_exactly
from services.bulk_entry.tokens import Cursor
from services.bulk_entry.wordlist import EntryVocabulary
from services.change_entry import words as said
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.change_entry.lesson_reader import LAST_LESSON, lesson_numbers_at, take_target
from services.change_entry.model import ChangeVocabulary, MoveTarget, Spans
from services.change_entry.rooms import bare_room_at, room_name_at
from services.change_entry.scope_reader import Scope, day_at, stop_at
from services.change_entry.staff_names import near_staff, staff_at, staff_hint
from services.timetable.shortened import LONGEST_SHORT_LESSON, SHORTEST_LESSON, ShortBells
from services.vocabulary import DayKind

__all__ = ["LineReader"]

_GROUP = frozenset({"группа", "группы", "группе", "гр", "подгруппа"})


@dataclass(slots=True)
class LineReader:
    """Reads one line; what it has understood so far is in its fields."""

    text: str
    cursor: Cursor
    words: EntryVocabulary
    vocabulary: ChangeVocabulary
    scope: Scope
    numbers: tuple[int, ...] = ()
    group_number: int | None = None
    is_cancelled: bool = False
    day_kind: DayKind | None = None
    bells: ShortBells | None = None
    as_weekday: int | None = None
    target: MoveTarget | None = None
    subject: str | None = None
    teacher_id: int | None = None
    room: str | None = None
    instead_of: str | None = None
    reason: str = ""
    spans: Spans = field(default_factory=Spans)

    def read(self) -> None:
        """Take everything to the end of the line.

        Raises:
            ChangeNotTaken: a word fits nowhere, or something is said twice.
        """
        while self.cursor.peek() is not None:
            if not self._take_item():
                raise self._unknown()

    def _take_item(self) -> bool:
        return (
            self._take_reason()
            or self._take_move()
            or self._take_cancel()
            or self._take_day_kind()
            or self._take_shortened()
            or self._take_other_day()
            or self._take_late_day()
            or self._take_group()
            or self._take_lessons()
            or self._take_room()
            or self._take_instead()
            or self._take_lead()
            or self._take_subject_or_teacher()
            or self._take_bare_room()
            or self._skip_filler()
        )

    def _skip_filler(self) -> bool:
        if self.cursor.at_word(said.FILLERS) or self.cursor.at_sign(said.LINE_SIGNS):
            self.cursor.skip(1)
            return True
        return False

    def _take_reason(self) -> bool:
        """«(болезнь)»: for the office alone."""
        if not self.cursor.at_sign("("):
            return False
        start = self.cursor.take().end
        while self.cursor.peek() is not None and not self.cursor.at_sign(")"):
            self.cursor.skip(1)
        last = self.cursor.peek()
        end = last.start if last is not None else self.cursor.tokens[-1].end
        self.reason = self.text[start:end].strip()
        if last is not None:
            self.cursor.skip(1)
        return True

    def _take_cancel(self) -> bool:
        count = said.cancel_at(self.cursor)
        if not count:
            return False
        self.is_cancelled = True
        self.cursor.skip(count)
        return True

    def _take_day_kind(self) -> bool:
        found = said.day_kind_at(self.cursor)
        if found is None:
            return False
        self._once(self.day_kind)
        self.day_kind = found[0]
        self.cursor.skip(found[1])
        return True

    def _take_shortened(self) -> bool:
        """«сокращённые по 35 минут»: the day's lessons by shorter bells."""
        found = said.shortened_at(self.cursor, self.vocabulary.bell_sets)
        if found is None:
            return False
        self._once(self.day_kind)
        bells, count = found
        if bells == ShortBells():
            raise stop_at(self.cursor, ChangeFaultKind.SHORTENED_HOW, *self.vocabulary.bell_sets)
        if bells.minutes is not None and not (
            SHORTEST_LESSON <= bells.minutes <= LONGEST_SHORT_LESSON
        ):
            raise stop_at(self.cursor, ChangeFaultKind.SHORTENED_HOW, *self.vocabulary.bell_sets)
        self.day_kind, self.bells = DayKind.SHORTENED, bells
        self.cursor.skip(count)
        return True

    def _take_other_day(self) -> bool:
        """«по понедельнику»: the lessons of another day of the week."""
        found = said.other_day_at(self.cursor)
        if found is None:
            return False
        self._once(self.as_weekday)
        self.as_weekday = found[0]
        self.cursor.skip(found[1])
        return True

    def _take_late_day(self) -> bool:
        """«7Б 3 24.11 отмена»: the day behind the lesson, where the line has none yet."""
        if self.scope.on is not None:
            return False
        found = day_at(self.cursor, self.vocabulary.today)
        if found is None:
            return False
        self.scope.on = found[0]
        self.cursor.skip(found[1])
        return True

    def _take_group(self) -> bool:
        cursor = self.cursor
        number = cursor.peek(2)
        if cursor.at_word(_GROUP, 1) and number is not None and number.is_number:
            return False  # «3 группа 1»: the lesson, then the group
        found = group_at(Context(self.text, cursor, self.words))
        if found is None:
            return False
        self._once(self.group_number)
        first = cursor.index
        self.group_number = found[0]
        cursor.skip(found[1])
        self.spans = replace(self.spans, group=self._span_from(first))
        return True

    def _take_lessons(self) -> bool:
        """«3», «3-й урок», «5, 6», «5-6 уроки»."""
        cursor = self.cursor
        found = lesson_numbers_at(cursor)
        if found is None:
            return False
        if not found.is_said and (self.numbers or found.numbers[0] > LAST_LESSON):
            return False
        if self.numbers:
            raise stop_at(cursor, ChangeFaultKind.SAID_TWICE)
        if not all(1 <= number <= LAST_LESSON for number in found.numbers):
            raise stop_at(cursor, ChangeFaultKind.BAD_LESSON_NUMBER)
        first = cursor.index
        self.numbers = found.numbers
        cursor.skip(found.count)
        self.spans = replace(self.spans, lesson=self._span_from(first))
        return True

    def _take_move(self) -> bool:
        """«→ 26.11 2», «перенос на 2-й урок 26.11», «→ 5»."""
        count = said.move_at(self.cursor)
        if not count:
            return False
        self._once(self.target)
        first = self.cursor.index
        self.cursor.skip(count)
        target = take_target(self.cursor, self.vocabulary.today)
        self.spans = replace(self.spans, target=self._span_from(first))
        if target is None:
            raise ChangeNotTaken(ChangeFaultKind.MOVE_WITHOUT_LESSON, span=self.spans.target)
        self.target = target
        return True

    def _take_room(self) -> bool:
        count = said.room_at(self.cursor)
        if not count:
            return False
        self._once(self.room)
        self.cursor.skip(count)
        found = room_name_at(self.cursor)
        if not found:
            raise stop_at(self.cursor, ChangeFaultKind.ROOM_EMPTY)
        self._set_room(found)
        return True

    def _take_bare_room(self) -> bool:
        """«… Смирнова 214»: a number that can be no lesson; «спортзал»."""
        has_content = bool(self.subject or self.teacher_id or self.target)
        found = bare_room_at(self.cursor, takes_small_numbers=has_content)
        if not found:
            return False
        self._once(self.room)
        self._set_room(found)
        return True

    def _set_room(self, count: int) -> None:
        first = self.cursor.index
        self.cursor.skip(count)
        span = self._span_from(first)
        self.room = self.text[span.start : span.end]

    def _take_instead(self) -> bool:
        count = said.instead_at(self.cursor)
        if not count:
            return False
        self._once(self.instead_of)
        self.cursor.skip(count)
        first = self.cursor.index
        subject = find_subject(self.cursor, self.words)
        if subject is not None:
            self.instead_of = self._one_subject(subject[0])
            self.cursor.skip(subject[1])
        else:
            staff = staff_at(self.cursor, self.vocabulary.staff)
            if staff is None:
                raise self._unknown()
            self.cursor.skip(staff.count)  # «вместо Ивановой»: the timetable knows whose it was
        self.spans = replace(self.spans, instead=self._span_from(first))
        return True

    def _take_lead(self) -> bool:
        count = said.lead_at(self.cursor)
        if not count:
            return False
        self.cursor.skip(count)
        if not self._take_teacher() and self.cursor.peek() is None:
            raise stop_at(self.cursor, ChangeFaultKind.UNKNOWN_WORD)
        return True

    def _take_subject_or_teacher(self) -> bool:
        staff = staff_at(self.cursor, self.vocabulary.staff)
        is_surely_staff = staff is not None and staff.is_exact
        if is_surely_staff and not says_subject_exactly(self.cursor, self.words):
            return self._take_teacher()
        subject = find_subject(self.cursor, self.words)
        if subject is None:
            return self._take_teacher()
        self._once(self.subject)
        first = self.cursor.index
        self.subject = self._one_subject(subject[0])
        self.cursor.skip(subject[1])
        self.spans = replace(self.spans, subject=self._span_from(first))
        return True

    def _take_teacher(self) -> bool:
        staff = staff_at(self.cursor, self.vocabulary.staff)
        if staff is None:
            return False
        self._once(self.teacher_id)
        first = self.cursor.index
        if len(staff.people) > 1:
            hints = tuple(staff_hint(one) for one in staff.people)
            raise stop_at(self.cursor, ChangeFaultKind.AMBIGUOUS_STAFF, *hints)
        self.teacher_id = staff.people[0].person_id
        self.cursor.skip(staff.count)
        self.spans = replace(self.spans, teacher=self._span_from(first))
        return True

    def _one_subject(self, names: tuple[str, ...]) -> str:
        if len(names) > 1:
            raise stop_at(self.cursor, ChangeFaultKind.AMBIGUOUS_SUBJECT, *names)
        return names[0]

    def _once(self, known: object) -> None:
        if known is not None:
            raise stop_at(self.cursor, ChangeFaultKind.SAID_TWICE)

    def _unknown(self) -> ChangeNotTaken:
        token = self.cursor.peek()
        if token is None or not token.is_word:
            return stop_at(self.cursor, ChangeFaultKind.UNKNOWN_WORD)
        hints = (
            *near_subjects(token.key, self.words),
            *near_staff(token.key, self.vocabulary.staff),
        )
        return stop_at(self.cursor, ChangeFaultKind.UNKNOWN_WORD, *hints)

    def _span_from(self, first: int) -> Span:
        tokens = self.cursor.tokens
        last = max(first, self.cursor.index - 1)
        return Span(tokens[first].start, tokens[last].end)
