"""A student's mark inside a topic or homework: «тема Степень, Белова 5» records no mark."""

from collections.abc import Sequence

from services.bulk_entry.codes import MARK_MAX, MARK_MIN
from services.bulk_entry.model import Command, Entry, NamePart, NameRef
from services.bulk_entry.names import MatchKind, RosterName, match
from services.bulk_entry.tokens import Cursor, tokenise

__all__ = ["swallowed_mark"]

_CERTAIN = frozenset({MatchKind.EXACT, MatchKind.SEVERAL})
_TEXT_ONLY = frozenset({Command.TOPIC, Command.HOMEWORK})  # nothing else is expected there
_SEPARATORS = ",;.!"


def swallowed_mark(entry: Entry, roster: Sequence[RosterName]) -> str:
    """The words of a text that read as a student of this class and a mark; empty for none."""
    if entry.command in _TEXT_ONLY:
        return ""
    texts = [entry.topic or "", *(one.whole_text or one.text for one in entry.homework)]
    return next(filter(None, (_found_in(text, roster) for text in texts)), "")


def _found_in(text: str, roster: Sequence[RosterName]) -> str:
    cursor = Cursor(tokenise(text))
    for name, figure in zip(cursor.tokens, cursor.tokens[1:], strict=False):
        cursor.index += 1
        is_mark = figure.is_number and MARK_MIN <= figure.value <= MARK_MAX
        if not is_mark or not name.is_word or not _is_student(name.key, roster):
            continue
        after = cursor.peek(1)
        is_last = after is None or cursor.at_newline(1) or cursor.at_sign(_SEPARATORS, 1)
        if is_last or (after is not None and after.is_word and _is_student(after.key, roster)):
            return text[name.start : figure.end]
    return ""


def _is_student(word: str, roster: Sequence[RosterName]) -> bool:
    found = match([NameRef((NamePart(word),))], roster)[0].people
    return len(found) == 1 and found[0].kind in _CERTAIN
