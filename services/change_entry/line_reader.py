"""What a line says after its day and classes: lessons, and what becomes of them."""

from dataclasses import dataclass, field, replace
from datetime import date

from services.bulk_entry.context import Context
from services.bulk_entry.heading_items import group_at
from services.bulk_entry.model import Span
from services.bulk_entry.subjects import find_subject, near_subjects, says_subject_exactly
from services.bulk_entry.tokens import Cursor
from services.bulk_entry.wordlist import EntryVocabulary
from services.change_entry import words as said
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.change_entry.model import ChangeVocabulary, MoveTarget, ParsedChange, Spans
from services.change_entry.rooms import bare_room_at, room_name_at
from services.change_entry.scope_reader import Scope, day_at, stop_at
from services.change_entry.staff_names import near_staff, staff_at, staff_hint
from services.vocabulary import DayKind

__all__ = ["LineReader"]

_LAST_LESSON = 14  # numbers may run on through the second shift
_ORDINALS = frozenset({"й", "ый", "ий", "го", "м", "ом", "ем", "я", "е"})
_GROUP = frozenset({"группа", "группы", "группе", "гр", "подгруппа"})
_AND = frozenset({"и", "and"})


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
        token = cursor.peek()
        if token is None or not token.is_number:
            return False
        ahead, numbers = self._lesson_numbers()
        is_said = cursor.at_word(said.LESSONS, ahead)
        if not is_said and (self.numbers or token.value > _LAST_LESSON):
            return False
        if self.numbers:
            raise stop_at(cursor, ChangeFaultKind.SAID_TWICE)
        if not all(1 <= number <= _LAST_LESSON for number in numbers):
            raise stop_at(cursor, ChangeFaultKind.BAD_LESSON_NUMBER)
        first = cursor.index
        self.numbers = tuple(dict.fromkeys(numbers))
        cursor.skip(ahead + is_said)
        self.spans = replace(self.spans, lesson=self._span_from(first))
        return True

    def _lesson_numbers(self) -> tuple[int, list[int]]:
        cursor = self.cursor
        numbers = [cursor.tokens[cursor.index].value]
        ahead = self._behind_ordinal(1)
        while (number := cursor.peek(ahead + 1)) is not None and number.is_number:
            if number.value > _LAST_LESSON:
                break
            if cursor.at_sign("-", ahead):
                numbers.extend(range(numbers[-1] + 1, number.value + 1))
            elif cursor.at_sign(",", ahead) or cursor.at_word(_AND, ahead):
                numbers.append(number.value)
            else:
                break
            ahead = self._behind_ordinal(ahead + 2)
        return ahead, numbers

    def _behind_ordinal(self, ahead: int) -> int:
        if self.cursor.at_sign("-", ahead) and self.cursor.at_word(_ORDINALS, ahead + 1):
            return ahead + 2
        return ahead

    def _take_move(self) -> bool:
        """«→ 26.11 2», «перенос на 2-й урок 26.11», «→ 5»."""
        count = said.move_at(self.cursor)
        if not count:
            return False
        self._once(self.target)
        first = self.cursor.index
        self.cursor.skip(count)
        on: date | None = None
        number: int | None = None
        while True:
            found = day_at(self.cursor, self.vocabulary.today) if on is None else None
            token = self.cursor.peek()
            if found is not None:
                on = found[0]
                self.cursor.skip(found[1])
            elif number is None and token is not None and token.is_number:
                if token.value > _LAST_LESSON:
                    raise stop_at(self.cursor, ChangeFaultKind.BAD_LESSON_NUMBER)
                number = token.value
                self.cursor.skip(self._behind_ordinal(1))
            elif self.cursor.at_word(said.FILLERS) or self.cursor.at_sign(",:"):
                self.cursor.skip(1)
            else:
                break
        self.spans = replace(self.spans, target=self._span_from(first))
        if number is None:
            raise ChangeNotTaken(ChangeFaultKind.MOVE_WITHOUT_LESSON, span=self.spans.target)
        self.target = MoveTarget(number, on)
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

    @property
    def is_heading(self) -> bool:
        """Whether the line names days and classes only, for the lines below it."""
        return not (self.numbers or self.has_action or self.group_number is not None)

    @property
    def has_action(self) -> bool:
        """Whether the line says what is to become of its lessons or days."""
        return bool(
            self.is_cancelled
            or self.day_kind
            or self.target
            or self.subject
            or self.teacher_id
            or self.room
        )

    def change(self) -> ParsedChange:
        """Return what was read.

        Raises:
            ChangeNotTaken: something is missing, or its parts contradict each other.
        """
        whole = Span(self.cursor.tokens[0].start, self.cursor.tokens[-1].end)
        self.spans = replace(self.spans, whole=whole)
        if self.scope.on is None:
            raise ChangeNotTaken(ChangeFaultKind.NO_DATE, span=whole)
        if not self.scope.has_classes:
            raise ChangeNotTaken(ChangeFaultKind.NO_CLASS, span=whole)
        if self.is_cancelled and not self.numbers and self.day_kind is None:
            self.day_kind, self.is_cancelled = DayKind.NO_LESSONS, False
        self._require_sense(whole)
        return ParsedChange(
            on=self.scope.on,
            until=self.scope.until,
            classes=self.scope.classes,
            grades=self.scope.grades,
            is_everybody=self.scope.is_everybody,
            numbers=self.numbers,
            group_number=self.group_number,
            is_cancelled=self.is_cancelled,
            day_kind=self.day_kind,
            target=self.target,
            subject=self.subject,
            teacher_id=self.teacher_id,
            room=self.room,
            instead_of=self.instead_of,
            reason=self.reason,
            spans=self.spans,
        )

    def _require_sense(self, whole: Span) -> None:
        has_replacement = bool(self.subject or self.teacher_id or self.room or self.target)
        if self.day_kind is not None:
            if self.numbers:
                raise ChangeNotTaken(ChangeFaultKind.DAY_WITH_LESSON, span=self.spans.lesson)
            if has_replacement:
                raise ChangeNotTaken(ChangeFaultKind.CONFLICT, span=whole)
            return
        if not self.numbers:
            raise ChangeNotTaken(ChangeFaultKind.NO_LESSON_NUMBER, span=whole)
        if not self.has_action:
            raise ChangeNotTaken(ChangeFaultKind.NOTHING_TO_CHANGE, span=whole)
        if self.is_cancelled and has_replacement:
            raise ChangeNotTaken(ChangeFaultKind.CONFLICT, span=whole)
        if self.scope.until is not None:
            raise ChangeNotTaken(ChangeFaultKind.RANGE_WITH_LESSON, span=whole)
        if self.target is not None and len(self.numbers) > 1:
            raise ChangeNotTaken(ChangeFaultKind.MOVE_SEVERAL, span=self.spans.lesson)
