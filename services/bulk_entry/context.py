"""What the readers of one journal line share: the text, the place in it, the school's words."""

from dataclasses import dataclass, field
from typing import NoReturn

from services.bulk_entry.codes import LATIN_B, MOST_WORDS, SPELLINGS, Code
from services.bulk_entry.correction_reader import Correction, correction_at
from services.bulk_entry.faults import FaultKind, LineFault, QuestionKind
from services.bulk_entry.kinds import KindIndex, index_of_kinds
from services.bulk_entry.model import Command, Question, Span
from services.bulk_entry.phrases import spans
from services.bulk_entry.tokens import Cursor, Token
from services.bulk_entry.wordlist import EntryVocabulary
from services.vocabulary import AttendanceCode

__all__ = ["NO_NAMES", "Context"]

_SEPARATORS = ",;.!"
_MORE = frozenset({"еще"})
_EACH = frozenset({"по"})  # «Белова, Петров по 5»
# Words that stand beside names and are never part of one.
NO_NAMES = frozenset(
    {
        *("кроме", "исключая", "за", "тема", "дз", "еще", "мин"),
        *("все", "всем", "всех", "остальные", "остальным", "остальных"),
    }
)


@dataclass(slots=True)
class Context:
    """The state of reading one block; questions gather while reading goes on."""

    text: str
    cursor: Cursor
    words: EntryVocabulary
    command: Command | None = None
    questions: list[Question] = field(default_factory=list)
    kinds: KindIndex = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = index_of_kinds(self.words.kinds)

    def fault(self, kind: FaultKind, token: Token | None = None, *hints: str) -> NoReturn:
        """Refuse the line at this token, or at the one that stands here, or behind the last."""
        place = token or self.cursor.peek()
        if place is None:
            last = self.cursor.tokens[-1] if self.cursor.tokens else None
            start = end = last.end if last else 0
        else:
            start, end = place.start, place.end
        raise LineFault(kind, start=start, end=end, hints=hints)

    def fault_at(self, kind: FaultKind, span: Span, *hints: str) -> NoReturn:
        """Refuse the line at this place."""
        raise LineFault(kind, start=span.start, end=span.end, hints=hints)

    def ask(self, kind: QuestionKind, span: Span, *options: str) -> None:
        """Leave it to the teacher; reading goes on with the first meaning."""
        self.questions.append(Question(kind, span.start, span.end, options))

    def span_from(self, first: int) -> Span:
        """The place between the token of that index and the token just taken."""
        taken = self.cursor.tokens[first : self.cursor.index]
        return Span(taken[0].start, taken[-1].end) if taken else Span()

    def is_end(self, ahead: int = 0) -> bool:
        """Whether an item ends here: a separator, a line's end or the end of the text."""
        cursor = self.cursor
        return (
            cursor.peek(ahead) is None
            or cursor.at_newline(ahead)
            or cursor.at_sign(_SEPARATORS, ahead)
        )

    def code_at(self, ahead: int = 0) -> tuple[Code, int] | None:
        """The code spelled so many places ahead, no figure, and its count of tokens."""
        place = Cursor(self.cursor.tokens, self.cursor.index + ahead)
        for phrase, count in spans(place, MOST_WORDS):
            if phrase == LATIN_B:
                return AttendanceCode.ABSENT_SICK, count
            if phrase in SPELLINGS:
                return SPELLINGS[phrase], count
        return None

    def is_code(self, ahead: int = 0) -> bool:
        """Whether a mark, «ещё», «+5» or a spelled code stands so many places ahead."""
        token = self.cursor.peek(ahead)
        if token is None:
            return False
        follower = self.cursor.peek(ahead + 1)
        return (
            token.is_number
            or (token.is_word and token.key in _MORE)
            or (token.is_sign("+") and follower is not None and follower.is_number)
            or self.code_at(ahead) is not None
            or self.is_each(ahead)
            or self.correction_at(ahead) is not None
        )

    def is_each(self, ahead: int = 0) -> bool:
        """Whether «по 5» stands there: the mark is for each of those named."""
        figure = self.cursor.peek(ahead + 1)
        is_figure = figure is not None and figure.is_number
        return is_figure and self.cursor.at_word(_EACH, ahead)

    def correction_at(self, ahead: int = 0) -> Correction | None:
        """What «3→4» or «было 3, стало 4» there says, or None."""
        return correction_at(Cursor(self.cursor.tokens, self.cursor.index + ahead))

    def is_name(self, ahead: int = 0) -> bool:
        """Whether a word that is no code, or a number of the class list, stands there."""
        token = self.cursor.peek(ahead)
        if token is None:
            return False
        is_free = token.is_word and token.key not in NO_NAMES
        return token.is_sign("№#") or (is_free and not self.is_code(ahead))

    def is_named_mark(self) -> bool:
        """Whether names follow with a figure: in «у Беловой 5» the «у» is no letter."""
        cursor, ahead = self.cursor, 0
        while (token := cursor.peek(ahead)) is not None and (token.is_word or token.is_letter):
            ahead += 1
        return token is not None and token.is_number and self.is_end(ahead + 1)

    def is_before_name(self, ahead: int = 0) -> bool:
        """Whether the letter there stands, with or without its full stop, before a name."""
        after = ahead + (2 if self.has_stop(ahead) else 1)
        return self.is_name(after) and self.kind_at(after) is None

    def has_stop(self, ahead: int = 0) -> bool:
        """Whether a full stop is glued to the word there."""
        stop = self.cursor.peek(ahead + 1)
        return stop is not None and stop.is_sign(".") and stop.is_glued

    def kind_at(self, ahead: int = 0) -> tuple[tuple[str, ...], int] | None:
        """The kinds of work named so many places ahead, or None."""
        return self.kinds.find(Cursor(self.cursor.tokens, self.cursor.index + ahead))
