"""What people type: lines, codes, phones, dates of papers. It is read, or refused by name."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.broadcasts.rules import parse_text
from services.bulk_entry.faults import LineFault
from services.bulk_entry.grammar import parse, reads_as_line
from services.bulk_entry.model import Parsed, Question
from services.change_entry.faults import ChangeNotTaken
from services.change_entry.grammar import parse_changes
from services.errors import DiaryError
from services.homeroom.reason_line import read_reason_line
from services.joining.codes import CODE_LENGTH, looks_like_code, normalise_code
from services.joining.typed_access import read_application, read_suspension
from services.keys import Keys
from services.regulation.profile import InvalidSetting, SettingKey, check_setting
from services.roster.phones import normalise_phone
from tests.unit.bulk_entry.describe import VOCABULARY as JOURNAL
from tests.unit.bulk_entry.test_round_trip import PIECES
from tests.unit.change_entry.test_grammar import VOCABULARY as CHANGES

TODAY = date(2026, 11, 24)
KEYS = Keys("k" * 40)
CHANGE_WORDS = (
    "24.11", "24.11.2026", "31.02", "завтра", "вт", "на 24 ноября", "7Б", "7б", "1-4", "5А, 7А",
    "3", "3-4", "1-8", "урок", "3-й урок", "биология", "физика", "вместо физики", "Смирнова",
    "О. В.", "Ольга Викторовна", "Орлов", "каб. 214", "214", "отмена", "нет", "перенос на 2",
    "перенос", "на чт", "актированный день", "карантин", "дистант", "сокращённые",
    "по расписанию пн", "(болезнь)", ",", ";", ":", "-", "—", "\n", "с 24.11 по 28.11",
    "объединить", "99999999999999999999", "0",
)  # fmt: skip
REASON_WORDS = (
    "Сидоров", "Петров", "Кузнецова М.", "№ 5", "16.11", "16.11-20.11", "с 16.11 по 20.11",
    "31.02", "16-20.11", "вчера", "сегодня", "б", "у", "болел", "справка", "заявление", ",",
    ";", "и", "\n", "16.11.2026 - 20.12.2027", "99.99", "0.0", "-",
)  # fmt: skip
PAPER_WORDS = (
    "№ 12", "12/1", "от 01.09.2026", "01.09.26", "2026-09-01", "31.02.2026", "с 01.12.2026",
    "по 31.05.2027", "до 31.05", "решение суда", "no. 7", "of 1.9.2026", "0.0.0", "9999-99-99",
    ",",
)  # fmt: skip


def typed(words: tuple[str, ...], *, most: int = 14) -> st.SearchStrategy[str]:
    """Return texts: any at all, or the words of the matter in any order and spacing."""
    joined = st.lists(
        st.tuples(st.sampled_from(words), st.sampled_from((" ", " ", "", "\n"))), max_size=most
    ).map(lambda pairs: "".join(word + joint for word, joint in pairs))
    noisy = st.tuples(joined, st.text(max_size=12), joined).map("".join)
    return st.one_of(joined, noisy, st.text(max_size=300))


@given(text=typed(PIECES))
def test_journal_line(text):
    """It is a line or a fault; a fault and a question point into the text."""
    reads_as_line(text, vocabulary=JOURNAL)
    places: Sequence[LineFault | Question]
    try:
        outcome = parse(text, vocabulary=JOURNAL)
    except LineFault as fault:
        places = (fault,)
    else:
        assert isinstance(outcome, Parsed)
        places = outcome.questions
    assert all(0 <= one.start <= one.end <= len(text) for one in places)


@given(text=typed(CHANGE_WORDS))
def test_change_of_the_timetable(text):
    """It is changes of days and lessons that exist, or one word stands against it."""
    start = end = 0
    try:
        changes = parse_changes(text, vocabulary=CHANGES)
    except ChangeNotTaken as fault:
        start, end = fault.start, fault.end
    else:
        assert changes
        assert all(number < 100 for change in changes for number in change.numbers)
    assert 0 <= start <= end <= len(text)


@given(text=typed(REASON_WORDS))
def test_reason_of_absences(text):
    """It is names with days in their order, or refused."""
    try:
        line = read_reason_line(text, today=TODAY)
    except DiaryError:
        return
    assert line.names
    assert line.starts_on is None or line.ends_on is None or line.starts_on <= line.ends_on


@given(text=typed(PAPER_WORDS))
def test_papers_of_access(text):
    """It is a number with a date, or days in their order, or refused."""
    try:
        application = read_application(text, today=TODAY)
    except DiaryError:
        pass
    else:
        assert 0 < len(application.number) <= 20
    try:
        suspension = read_suspension(text, today=TODAY)
    except DiaryError:
        return
    assert suspension.ends_on is None or suspension.starts_on <= suspension.ends_on


@given(text=typed(("ответы:", "answers:", "да", "нет", ",", "\n", "x" * 40, "😀" * 2000)))
def test_announcement(text):
    """It is a text with answers that fit, or refused."""
    try:
        body, answers = parse_text(text)
    except DiaryError:
        return
    assert 0 < len(body.encode("utf-16-le", "surrogatepass")) // 2 <= 4096
    assert len(answers) == len(set(answers)) <= 6


@given(text=typed(("ACEF", "-", " ", "АСЕН", "3457", "9", "—", "\u00a0", "ı", "ß", "İ")))
def test_deep_link(text):
    """A code has one form however it is typed, and that form can be hashed."""
    code = normalise_code(text)

    assert code == normalise_code(code)
    assert not looks_like_code(text) or (len(code) == CODE_LENGTH and code.isascii())
    assert len(KEYS.code_hash(code.encode("utf-8", "replace").decode())) == 64


@given(text=typed(("+7", "8", "(999)", "000", "-", "87", "28", "٣", "00", "\u202f")))
def test_phone(text):
    """It is a plus and at most 15 ASCII digits, always the same, or no phone."""
    phone = normalise_phone(text)

    assert phone is None or (phone == normalise_phone(phone) and phone[1:].isascii())
    assert phone is None or 8 <= len(phone[1:]) <= 15


SETTING_WORDS = (
    "21:00-07:00", "пт 18:00", "2026/2027", "2.5", "2,6", "Europe/Moscow", "../../etc/passwd",
    "да", "нет", "5", "-1", "1e9", "99999999999999999999", "full", "signal", "01.09.2026",
    "1/0", "nan", "٣", "", "/etc/localtime", "\x00",
)  # fmt: skip


@given(key=st.sampled_from(SettingKey), value=typed(SETTING_WORDS, most=3))
def test_setting_of_the_school(key, value):
    """It means something, or is refused with its key."""
    named = key
    try:
        check_setting(key, value)
    except InvalidSetting as refused:
        named = refused.facts["key"]
    assert key == named
