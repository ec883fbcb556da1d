"""Topic and homework: words kept as typed, with the due day and the addressee taken out."""

import re

from services.bulk_entry.context import Context
from services.bulk_entry.dates import DueRead, read_due
from services.bulk_entry.faults import FaultKind, QuestionKind
from services.bulk_entry.model import Due, Homework, NamePart, NameRef, Span
from services.bulk_entry.phrases import spans
from services.bulk_entry.tokens import Cursor, Token, fold

__all__ = ["homework_keyword", "read_homework", "read_topic", "topic_keyword"]

_TOPIC = frozenset({"тема"})
_LESSON = frozenset({"урока"})
_HOMEWORK = frozenset(
    {
        *("дз", "д/з", "домашка", "домзадание", "задано", "домашнее", "домашнее задание"),
        *("дом задание", "на дом", "задали", "задаю"),
    }
)
_DENIED = frozenset(
    {
        *("без дз", "без д/з", "без домашнего", "без домашнего задания", "не задано"),
        *("дз не задано", "ничего не задано", "не задали", "ничего не задали", "не задаю"),
    }
)
_NONE = frozenset(
    {
        *("нет", "не задано", "не задаю", "не задавать", "ничего", "без задания", "нету"),
        *("сегодня нет", "не задали"),
    }
)
# Only these end a topic without a separator; the longer ones are ordinary words of topics.
_SHORT_KEYWORDS = frozenset({"дз", "д/з"})
# A line that begins like a task goes on with the homework: «дз § 18; упр. 143».
_TASK_WORDS = frozenset(
    {
        *("упр", "упражнение", "упражнения", "стр", "страница", "с", "п", "пп", "пункт", "рт"),
        *("зад", "задача", "задачи", "задание", "задания", "вопр", "вопрос", "вопросы"),
        *("глава", "гл", "параграф", "пар", "номер", "номера", "пересказ"),
        *("читать", "прочитать", "учить", "выучить", "повторить", "повт", "решить", "знать"),
        *("подготовить", "подготовиться", "написать", "дописать", "сделать", "доделать"),
        *("составить", "нарисовать", "пересказать", "принести", "придумать"),
    }
)
_ONLY_FOR = frozenset({"инд", "индивидуально", "индивидуальное", "индив", "лично"})
_FOR = frozenset({"для"})
_MOST_WORDS = 3
_EDGES = " \t\n:;,-–—"
_LAST_STOP = re.compile(r"(?:(?<=\w{4})|(?<=\d))\.$")  # «стр.» and «т. д.» keep theirs


def topic_keyword(context: Context) -> int:
    """How many tokens say «тема» or «тема урока»; 0 for none."""
    if not context.cursor.at_word(_TOPIC):
        return 0
    return 2 if context.cursor.at_word(_LESSON, 1) else 1


def homework_keyword(context: Context) -> int:
    """How many tokens say «дз», «д/з», «домашнее задание», «на дом», «без дз»; 0 for none."""
    cursor = context.cursor
    keys = [token.key for ahead in range(3) if (token := cursor.peek(ahead)) is not None]
    if keys == ["д", ".", "з"]:
        return 4 if cursor.at_sign(".", 3) else 3
    return _phrase(context, _HOMEWORK | _DENIED)


def read_topic(context: Context, *, is_whole: bool = False) -> str:
    """Take the topic; *is_whole*: everything to the end of the block belongs to it.

    Raises:
        LineFault: there is none.
    """
    keyword = context.cursor.peek()
    context.cursor.skip(topic_keyword(context))
    text = _text(context, (_take_tokens(context, is_whole=is_whole, is_topic=True),))
    if not text:
        context.fault(FaultKind.TOPIC_EMPTY, keyword)
    return text


def read_homework(context: Context, *, is_whole: bool = False, due: Due | None = None) -> Homework:
    """Take homework; *due* was said before its keyword («7б алгебра к чт дз № 5»).

    Raises:
        LineFault: no text, or two due days.
    """
    cursor = context.cursor
    first = cursor.index
    keyword = cursor.peek()
    denied = _phrase(context, _DENIED)
    cursor.skip(denied or homework_keyword(context))
    if denied:
        return Homework(is_none=True, span=context.span_from(first))
    leading = _take_leading(context)
    before = cursor.index
    addressees, is_certain = _take_addressees(context)
    named = tuple(cursor.tokens[before : cursor.index])
    tokens = _take_tokens(context, is_whole=is_whole, is_topic=False)
    found, runs = _cut_due(context, leading + tokens)
    text = _text(context, runs)
    span = context.span_from(first)
    if fold(text).rstrip(".!") in _NONE or (
        tokens and all(token.is_sign("-") for token in tokens)
    ):
        return Homework(is_none=True, addressees=addressees, span=span)
    if not text:
        context.fault(FaultKind.HOMEWORK_EMPTY, keyword)
    if found is not None and due is not None:
        context.fault(FaultKind.TWO_DUE_DATES, keyword)
    due = found or due or Due()
    if not addressees or is_certain:
        return Homework(text, due, addressees=addressees, span=span)
    # Only to show it as typed: what may have been asked about the due day is asked already.
    asked = len(context.questions)
    _, whole = _cut_due(context, named + tokens)
    del context.questions[asked:]
    return Homework(
        text,
        due,
        addressees=addressees,
        is_tentative=True,
        whole_text=_text(context, whole),
        span=span,
    )


def _phrase(context: Context, phrases: frozenset[str]) -> int:
    found = spans(context.cursor, _MOST_WORDS)
    return next((count for phrase, count in found if phrase in phrases), 0)


def _take_leading(context: Context) -> tuple[Token, ...]:
    """A due day right behind the keyword, before an addressee: «дз к чт для Петрова: § 5»."""
    cursor = context.cursor
    while cursor.at_newline() or cursor.at_sign(":"):
        cursor.skip(1)
    first = cursor.index
    read = read_due(cursor, context.words.today)
    cursor.skip(read.count if read is not None else 0)
    return tuple(cursor.tokens[first : cursor.index])


def _take_addressees(context: Context) -> tuple[tuple[NameRef, ...], bool]:
    """«для Петрова: …», «инд. Петрову: …», and «Петрову: …», which may be text as well."""
    cursor = context.cursor
    place = cursor.index
    is_certain = False
    for words in (_ONLY_FOR, _FOR):
        if cursor.at_word(words):
            is_certain = True
            cursor.skip(2 if context.has_stop() else 1)
    names: list[NameRef] = []
    parts: list[NamePart] = []
    while (token := cursor.peek()) is not None and (token.is_word or token.is_sign(".,")):
        if token.is_sign(",") or (token.text == "и" and not context.has_stop()):
            names.append(NameRef(tuple(parts), span=_span(parts)))
            parts = []
        elif token.is_word:
            span = Span(token.start, token.end)
            parts.append(NamePart(token.key, token.is_letter, token.text, span))
        cursor.skip(1)
    names.append(NameRef(tuple(parts), span=_span(parts)))
    if not cursor.at_sign(":") or not all(name.parts for name in names):
        cursor.index = place
        return (), False
    cursor.skip(1)
    return tuple(names), is_certain


def _span(parts: list[NamePart]) -> Span:
    return Span(parts[0].span.start, parts[-1].span.end) if parts else Span()


def _take_tokens(context: Context, *, is_whole: bool, is_topic: bool) -> tuple[Token, ...]:
    """The tokens of the free text, up to where something else begins."""
    cursor = context.cursor
    while cursor.at_newline() or cursor.at_sign(":"):
        cursor.skip(1)
    first = cursor.index
    while cursor.peek() is not None:
        if not is_whole and cursor.index > first and _other_part(context, is_topic=is_topic):
            break
        is_break = not is_whole and (cursor.at_newline() or cursor.at_sign(";"))
        if is_break and (is_topic or not _goes_on(context)):
            break
        cursor.skip(1)
    return tuple(cursor.tokens[first : cursor.index])


def _other_part(context: Context, *, is_topic: bool) -> bool:
    """The keyword of the other part: «тема Степень, дз № 5», «дз № 5. Тема: Степень»."""
    if is_topic and _phrase(context, _SHORT_KEYWORDS):
        return True
    is_behind_sign = context.cursor.at_sign(",.;", -1)
    return is_behind_sign and (homework_keyword(context) > 0 or topic_keyword(context) > 0)


def _goes_on(context: Context) -> bool:
    """Whether what follows «;» or a line's end reads as one more task."""
    cursor = context.cursor
    ahead = 2 if cursor.at_sign("-*•", 1) else 1
    return cursor.at_sign("№#§", ahead) or cursor.at_word(_TASK_WORDS, ahead)


def _cut_due(
    context: Context, tokens: tuple[Token, ...]
) -> tuple[Due | None, tuple[tuple[Token, ...], ...]]:
    """The due day anywhere in the text, and the runs of text around it.

    Raises:
        LineFault: two due days.
    """
    cursor = Cursor(tokens)
    found: DueRead | None = None
    runs: list[tuple[Token, ...]] = []
    begun = 0
    while cursor.peek() is not None:
        read = read_due(cursor, context.words.today)
        if read is None:
            cursor.skip(1)
            continue
        place = Span(tokens[cursor.index].start, tokens[cursor.index + read.count - 1].end)
        if found is not None:
            context.fault_at(FaultKind.TWO_DUE_DATES, place)
        if read.days:
            options = (f"к {day:%d.%m.%Y}" for day in read.days)
            context.ask(QuestionKind.DUE_WEEK, place, *options)
        found = read
        runs.append(tokens[begun : cursor.index])
        cursor.skip(read.count)
        begun = cursor.index
    runs.append(tokens[begun:])
    return (found.due if found is not None else None), tuple(runs)


def _text(context: Context, runs: tuple[tuple[Token, ...], ...]) -> str:
    """The runs as they were typed, with one space where something was cut out."""
    text = ""
    for run in runs:
        first, last = 0, len(run)
        while first < last and not text and _is_edge(run[first]):
            first += 1
        if first == last:
            continue
        piece = context.text[run[first].start : run[-1].end]
        joint = "" if not text or piece.startswith((",", ";", ".")) else " "
        text = f"{text.rstrip()}{joint}{piece}"
    return _LAST_STOP.sub("", text.strip(_EDGES))


def _is_edge(token: Token) -> bool:
    return token.key in _EDGES
