"""A message about the timetable, line by line: «24.11 7Б 3 Биология Смирнова 214».

Pure. What a line does not repeat (day, classes) it takes from the line above it.
"""

from collections.abc import Iterator

from services.bulk_entry.model import Span
from services.bulk_entry.tokens import Cursor, Token, TokenKind, tokenise
from services.bulk_entry.wordlist import EntryVocabulary
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.change_entry.line_reader import LineReader
from services.change_entry.model import ChangeVocabulary, ParsedChange
from services.change_entry.scope_reader import Scope, read_scope
from services.change_entry.sense import change_of, is_heading

__all__ = ["parse_changes"]


def parse_changes(text: str, *, vocabulary: ChangeVocabulary) -> tuple[ParsedChange, ...]:
    """Read every line of a message.

    Raises:
        ChangeNotTaken: with the first word that stands against it; nothing of the rest is taken.
    """
    words = EntryVocabulary(
        today=vocabulary.today,
        classes=vocabulary.classes,
        subjects=vocabulary.subjects,
        kinds=(),
        staff=tuple(one.family_name for one in vocabulary.staff),
    )
    changes: list[ParsedChange] = []
    inherited = Scope()
    heading: Span | None = None
    for tokens in _lines(tokenise(text)):
        cursor = Cursor(tokens)
        scope = read_scope(cursor, words, vocabulary.grades, inherited)
        reader = LineReader(text, cursor, words, vocabulary, scope)
        reader.read()
        inherited = scope
        if is_heading(reader):
            heading = Span(tokens[0].start, tokens[-1].end)
        else:
            changes.append(change_of(reader))
    if not changes:
        kind = ChangeFaultKind.NOTHING_TO_CHANGE if heading else ChangeFaultKind.EMPTY
        raise ChangeNotTaken(kind, span=heading or Span())
    return tuple(changes)


def _lines(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    line: list[Token] = []
    for token in tokens:
        if token.kind is TokenKind.NEWLINE or token.is_sign(";"):
            if line:
                yield tuple(line)
            line = []
        else:
            line.append(token)
    if line:
        yield tuple(line)
