"""Phone numbers of lists and of chat contacts meet in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.roster.phones import normalise_phone


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("+79990008728", "+79990008728"),
        ("79990008728", "+79990008728"),
        ("89990008728", "+79990008728"),
        ("9990008728", "+79990008728"),
        ("8 (999) 000-87-28", "+79990008728"),
        ("+7 999 000 87 28", "+79990008728"),
        ("8–999–000–87–28", "+79990008728"),
        ("(343) 222-33-44", "+73432223344"),
        ("8.999.000.87.28", "+79990008728"),
        ("+380 50 123 45 67", "+380501234567"),
        ("380501234567", "+380501234567"),
        ("0049 30 12345678", "+493012345678"),
        ("+84901234567", "+84901234567"),
    ],
)
def test_a_number_has_one_normal_form(written, expected):
    """However a number is written, the same number gives the same text."""
    assert expected == normalise_phone(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "нет",
        "222-33-44",
        "0000000000",
        "+7999000872",
        "+799900087281",
        "+0123456789",
        "89990008728, 89990008729",
        "89990008728 мама",
        "+7+9990008728",
        "1234567890123456",
        "٩٩٩٠٠٠٨٧٢٨",
    ],
)
def test_what_is_not_one_number_is_refused(written):
    """Nothing is guessed from half a number, two numbers or words."""
    normal = normalise_phone(written)

    assert normal is None


@given(st.text(max_size=40))
def test_the_normal_form_is_stable(text):
    """Whatever stands in the cell, the result is nothing, or a form that stays itself."""
    normal = normalise_phone(text)

    assert normal is None or normalise_phone(normal) == normal
