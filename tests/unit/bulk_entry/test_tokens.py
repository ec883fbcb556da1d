"""Text is cut into words, numbers and signs that know their place in the text as sent."""

import unicodedata

import pytest

from services.bulk_entry.grammar import parse
from services.bulk_entry.tokens import fold, tokenise
from tests.unit.bulk_entry.describe import VOCABULARY, reading

CUTS = (
    ("Иванов 5/4", ["иванов", "5", "/", "4"]),
    ("о10", ["о", "10"]),
    ("7б", ["7", "б"]),
    ("Тер-Саркисянц-5", ["тер-саркисянц", "-", "5"]),
    ("Сидоров-н", ["сидоров", "-", "н"]),
    ("Петров-нет", ["петров", "нет"]),
    ("физ-ра", ["физ-ра"]),
    ("3-й", ["3", "-", "й"]),
    ("О’Нил", ["о'нил"]),
    ("Ёлкин", ["елкин"]),
    ("И\u0332ванов 5", ["иванов", "5"]),
    ("5️⃣", ["5"]),
    ("a\u00adб\ufeff", ["аб"]),
    ("👍🏽 5 ✅", ["5"]),
    ("Иванов\r\nПетров", ["иванов", "\n", "петров"]),
    ("№ 5 § 6", ["№", "5", "§", "6"]),
    ("а\u00a0б\u2009в", ["а", "б", "в"]),
    ("a—б –в", ["а", "-", "б", "-", "в"]),
    ("7\\8⁄9", ["7", "/", "8", "/", "9"]),
    ("İstanbul ½ ²", ["stanbul", "½", "²"]),
)


@pytest.mark.parametrize(("text", "keys"), CUTS)
def test_text_is_cut(text, keys):
    """Look-alikes, dashes, quotes, invisible characters and emoji are made one."""
    assert keys == [token.key for token in tokenise(text)]


LOOK_ALIKE = (
    ("HET", "нет"),
    ("Kузнецoвa", "кузнецова"),
    ("Bоронова", "воронова"),
    ("OCB", "осв"),
    ("Smith", "smith"),
    ("B", "b"),
    ("b", "b"),
)


@pytest.mark.parametrize(("word", "key"), LOOK_ALIKE)
def test_latin_look_alikes_become_cyrillic(word, key):
    """A word that can be Cyrillic is; «B» alone stays, because it may be «В» or «Б»."""
    assert [key] == [token.key for token in tokenise(word)]


@pytest.mark.parametrize("text", ["Ковалёв й 5", "👍 Иванов\u200b 5, Ёж", "7б алгебра: Ким 5"])
def test_decomposed_letters_keep_their_places(text):
    """The same words are found, and each place shows them in the text as it was sent."""
    decomposed = unicodedata.normalize("NFD", text)

    assert [fold(token.text) for token in tokenise(text)] == [
        fold(decomposed[token.start : token.end]) for token in tokenise(decomposed)
    ]


def test_decomposed_line_means_the_same():
    """A phone that sends letters in pieces makes no difference."""
    text = "7б алгебра: Ковалёв 5, Чайкин н"

    assert reading(text) == reading(unicodedata.normalize("NFD", text))


def test_name_keeps_its_place():
    """A screen can point at the word in the message."""
    text = "🎉 7б алгебра: Иванов 5, Тер–Саркисянц н"
    second = parse(text, vocabulary=VOCABULARY).entries[0].lines[1].names.parts[0]

    assert ("Тер–Саркисянц", "Тер–Саркисянц") == (
        text[second.span.start : second.span.end],
        second.text,
    )


def test_fold_is_the_form_of_comparing():
    """Case, «ё», spaces and dashes do not tell words apart."""
    assert fold("Тёр – Саркисянц\u00a0") == fold("тер - саркисянц")
