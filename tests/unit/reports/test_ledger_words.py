"""Every kind of message has a name in the ledger, and in what a person reads of the own."""

import pytest

from services.i18n import use_locale
from services.reports.ledger.words import kind_text
from services.vocabulary import NoticeKind


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_is_named(kind):
    """A proof that says only «message» proves little: a new kind brings its name along."""
    with use_locale("en"):
        assert "message" != kind_text(kind)
