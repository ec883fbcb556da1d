"""The table of invitations opens in a spreadsheet as it is, and runs nothing there."""

from datetime import UTC, date, datetime

import pytest

from services.exchange.invite_file import invites_csv
from services.exchange.safe_cells import csv_bytes
from services.joining.facts import InvitedChild, PersonFacts
from services.joining.invitations import IssuedInvite
from services.vocabulary import PersonKind, Role


def _invite(**values):
    return IssuedInvite(
        **{
            "person_id": "P0004",
            "kind": PersonKind.GUARDIAN,
            "roles": (Role.GUARDIAN,),
            "person": PersonFacts("Кузнецова", "Галина", "Денисовна"),
            "class_names": ("1А",),
            "students": (
                InvitedChild(4, "Кузнецов", "Александр", "Игоревич"),
                InvitedChild(5, "Кузнецова", "Алиса"),
            ),
            "code": "KA7MMTKK7THM",
            "link": "https://t.me/school_bot?start=KA7MMTKK7THM",
            "expires_at": datetime(2026, 12, 24, 4, tzinfo=UTC),
            "expires_on": date(2026, 12, 24),
            **values,
        }
    )


def test_the_table_has_its_columns_mark_and_line_ends():
    """UTF-8 with mark, semicolons, CRLF, the columns of the contract."""
    assert (
        "\ufeffperson_id;role;full_name;class;students;code;link;expires_at\r\n"
        "P0004;guardian;Кузнецова Галина Денисовна;1А;Кузнецов Александр, Кузнецова Алиса;"
        "KA7MMTKK7THM;https://t.me/school_bot?start=KA7MMTKK7THM;2026-12-24T04:00:00+00:00\r\n"
    ).encode() == invites_csv([_invite()])


def test_staff_have_several_roles_or_none():
    """Roles stand together; who has none is simply staff."""
    rows = invites_csv(
        [
            _invite(
                kind=PersonKind.STAFF,
                roles=(Role.TEACHER, Role.HOMEROOM_TEACHER),
                class_names=(),
                students=(),
            ),
            _invite(kind=PersonKind.STAFF, roles=(), class_names=(), students=()),
        ]
    ).decode("utf-8-sig")

    assert ["role", "teacher, homeroom_teacher", "staff"] == [
        line.split(";")[1] for line in rows.splitlines()
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(sign):
    """A cell that a spreadsheet would calculate begins with an apostrophe instead."""
    table = csv_bytes(("name",), [(f"{sign}HYPERLINK(1)",)]).decode("utf-8-sig")

    assert table.removeprefix("name\r\n").lstrip('"').startswith(f"'{sign}")
