"""What may be told to a guardian without consent: of the own account, and of no child."""

from dataclasses import replace

import pytest

from services.access.audience import DeliveryPermission
from services.access.consent_rules import DeliveryVerdict
from services.outbox.gate import OWN_ACCOUNT_FACTS, may_speak_of
from services.vocabulary import ContentMode, FactKind

CHILDS = DeliveryPermission(
    verdict=DeliveryVerdict.ALLOWED,
    account_id=1,
    chat_id=1,
    bot_id=1,
    language="ru",
    content_mode=ContentMode.FULL,
    is_reachable=True,
)
OWN = replace(CHILDS, is_of_own_account=True)


@pytest.mark.parametrize("fact", list(FactKind))
def test_by_the_own_account_only_answers_to_oneself_are_told(fact):
    """Every other kind of fact speaks of a child, or may one day: it does not pass."""
    answers = {"link_request", "contact_request", "correction_request"}

    assert (fact.value in answers) is may_speak_of(OWN, fact)
    assert may_speak_of(CHILDS, fact)


def test_the_list_names_what_it_means():
    """A new kind of fact is not among them by itself."""
    assert {"link_request", "contact_request", "correction_request"} == set(OWN_ACCOUNT_FACTS)
