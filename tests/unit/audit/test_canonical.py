"""The same facts are the same bytes, wherever they come from."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.canonical import canonical_bytes, digest_of, json_safe
from services.vocabulary import Role

MOMENT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        ("ё", "ё"),
        (0.5, "0.5"),
        (Role.TEACHER, "teacher"),
        (MOMENT, "2026-11-24T04:00:00.000000+00:00"),
        (
            MOMENT.astimezone(timezone(timedelta(hours=5))),
            "2026-11-24T04:00:00.000000+00:00",
        ),
        (date(2026, 9, 1), "2026-09-01"),
        (time(8, 30), "08:30:00"),
        (b"\x00\xff", "00ff"),
        ({2: (Role.TEACHER, None)}, {"2": ["teacher", None]}),
    ],
)
def test_values_have_one_plain_form(value, expected):
    """Every type of the tables has one form, whatever zone or container it came in."""
    assert expected == json_safe(value)


def test_a_type_without_a_form_is_refused():
    """A new kind of value must be thought about before it is chained."""
    with pytest.raises(TypeError):
        json_safe(Fraction(1, 2))


def test_order_does_not_matter_and_content_does():
    """Keys in any order give the same bytes; another value gives others."""
    assert canonical_bytes({"a": 1, "б": None}) == canonical_bytes({"б": None, "a": 1})
    assert canonical_bytes({"a": 1}) != canonical_bytes({"a": "1"})


@given(st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text())))
def test_a_digest_needs_its_salt(payload):
    """The same payload under another salt has another digest."""
    assert digest_of(bytes(16), payload) != digest_of(bytes(15) + b"1", payload)
