"""Codes as they are drawn, printed, typed and read back."""

from random import Random

import pytest

from services.joining.codes import (
    ALPHABET,
    CODE_LENGTH,
    deep_link,
    grouped,
    looks_like_code,
    new_code,
    normalise_code,
)

CODE = "ACEFGHJKMNPR"


def test_a_code_has_twelve_characters_without_look_alikes():
    """What is printed can be read by anybody: no O and 0, no I and 1, no S and 5 together."""
    code = new_code(Random(1))  # noqa: S311  # a test's dice

    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set("0O1ILQD2ZSB8V6") & set(ALPHABET)


def test_codes_come_from_the_randomness_they_are_given():
    """The same dice give the same codes, others others."""
    assert new_code(Random(1)) == new_code(Random(1))  # noqa: S311
    assert new_code(Random(1)) != new_code(Random(2))  # noqa: S311


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "ACEF-GHJK-MNPR",
        " acef ghjk\u00a0mnpr ",
        "ACEF–GHJK—MNPR",
        "АСЕF GНJК МNРR",  # Cyrillic А, С, Е, Н, К, М, Р
        "асеf gнjк мnрr",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    """Spaces, dashes, case and Russian letters that look the same do not matter."""
    assert normalise_code(typed) == CODE
    assert looks_like_code(typed)


@pytest.mark.parametrize(
    "text", ["", "hello", "ACEF-GHJK", "ACEFGHJKMNPRA", "7б алгебра: 5", "0OOO-1111-SSSS"]
)
def test_other_text_is_not_taken_for_a_code(text):
    """A message of a stranger is not tried as a code unless it looks like one."""
    assert not looks_like_code(text)


def test_paper_and_link():
    """Paper shows groups of four; the link needs the bot's name."""
    assert grouped(CODE) == "ACEF-GHJK-MNPR"
    assert deep_link("school_bot", CODE) == f"https://t.me/school_bot?start={CODE}"
    assert deep_link("", CODE) == ""
