"""Every kind of message to families has a name in the ledger."""

import pytest

from services.i18n import use_locale
from services.outbox.kinds import KIND_RULES
from services.reports.ledger.words import kind_text
from services.vocabulary import NoticeKind

# To guardians alone; every other kind that students do not get is told to staff.
TO_GUARDIANS = {NoticeKind.ABSENCE, NoticeKind.PRESENCE, NoticeKind.ALARM, NoticeKind.SUMMARY}


@pytest.mark.parametrize(
    "kind",
    [kind for kind, rule in KIND_RULES.items() if rule.reaches_students or kind in TO_GUARDIANS],
)
def test_a_kind_told_to_families_is_named(kind):
    """A proof that says only «message» proves little: a new kind brings its name along."""
    with use_locale("en"):
        assert "message" != kind_text(kind)
