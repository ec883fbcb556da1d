"""Entries written back as lines: the program's own canon, read again with the same meaning."""

import pytest

from services.bulk_entry.grammar import parse
from services.bulk_entry.render import render_line
from tests.unit.bulk_entry.describe import VOCABULARY
from tests.unit.bulk_entry.test_codes_and_names import PHRASINGS
from tests.unit.bulk_entry.test_commands import COMMANDS
from tests.unit.bulk_entry.test_headings import HEADINGS
from tests.unit.bulk_entry.test_lists import LISTS
from tests.unit.bulk_entry.test_several_lessons import MESSAGES
from tests.unit.bulk_entry.test_texts import TEXTS

WRITTEN = (
    (
        "7б алгебра вчера 3 урок кр: кузнецова м 5\\4, сидоров O10, петров еще 5",
        (
            "7Б Алгебра 23.11.2026 3 урок контрольная работа:\n"
            "кузнецова М.: 5/4\nсидоров: о 10 мин\nпетров: ещё 5"
        ),
    ),
    (
        "5 иванов петров; все н кроме Сидорова; тема Степень; дз § 5 к чт",
        "все н кроме Сидорова\n5: иванов петров\nтема: Степень\nдз: к чт § 5",
    ),
    ("7а за проект Иванов зач", "7А за проект:\nИванов: зач"),
    ("/absent 7Б 3 Иванов", "/absent 7Б 3 урок:\nн: Иванов"),
    ("/hw 7Б Алгебра нет", "/hw 7Б Алгебра: нет"),
    ("/final 7Б Алгебра II четверть: №3 на", "/final 7Б Алгебра 2 четверть:\n№3: н/а"),
)


@pytest.mark.parametrize(("line", "written"), WRITTEN)
def test_entry_is_written_in_canon(line, written):
    """Subjects, kinds and letters in full, names as they were typed."""
    entry = parse(line, vocabulary=VOCABULARY).entries[0]

    assert written == render_line(entry, vocabulary=VOCABULARY)


EVERYTHING = (*HEADINGS, *PHRASINGS, *LISTS, *TEXTS, *COMMANDS, *MESSAGES)


@pytest.mark.parametrize("line", [line for line, meaning in EVERYTHING if meaning != "undo"])
def test_every_phrasing_is_written_back(line):
    """Whatever spelling a line had, written back it is an equal entry and asks nothing."""
    entries = parse(line, vocabulary=VOCABULARY).entries
    again = [
        parse(render_line(entry, vocabulary=VOCABULARY), vocabulary=VOCABULARY)
        for entry in entries
    ]

    assert [((entry,), ()) for entry in entries] == [
        (parsed.entries, parsed.questions) for parsed in again
    ]
