"""Which of a chat's due notices leave as the next message."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.outbox.keys import held_key
from services.outbox.planning import plan
from services.outbox.ports import ToldBefore
from services.outbox.work import DueNotice
from services.vocabulary import FactKind, FactRef, NoticeKind

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
MORNING = held_key(NOW)


def notice(number: int, **facts: Any) -> DueNotice:
    """Return a due notice; its number is also its fact, unless said otherwise."""
    fact_id = facts.pop("fact_id", number)
    told_in = facts.pop("told_in", None)
    late = facts.pop("late", 0)
    values: dict[str, Any] = {
        "id": number,
        "school_id": 1,
        "person_id": 100,
        "student_id": 300,
        "account_id": 1,
        "kind": NoticeKind.MARK,
        "fact": FactRef(FactKind.MARK, fact_id),
        "revision": 1,
        "merge_key": f"key {number}",
        "priority": 5,
        "due_at": NOW - timedelta(seconds=late),
        "expires_at": NOW + timedelta(hours=1),
        "attempts": 0,
        "was_answer_lost": False,
        "told": None if told_in is None else ToldBefore(1, {}, told_in, 7, 8),
    } | facts
    return DueNotice(**values)


def chosen(*notices: DueNotice, held_priority: int | None = None) -> list[int]:
    """Return the numbers of the notices that leave together."""
    due = plan(notices, now=NOW, held_priority=held_priority)
    return [one.id for one in due.message]


def test_the_urgent_goes_first_then_the_longest_due():
    """Priority, then due time, then the order of writing."""
    assert [3] == chosen(notice(1, late=9), notice(2), notice(3, priority=1))
    assert [1] == chosen(notice(2), notice(1, late=9))
    assert [1] == chosen(notice(2), notice(1))


def test_one_key_leaves_together_another_does_not():
    """The marks of one sitting for one child."""
    assert [1, 3] == chosen(
        notice(1, merge_key="a"), notice(2, merge_key="b"), notice(3, merge_key="a")
    )


def test_a_key_never_joins_two_people_or_two_schools():
    """One chat may belong to several people; each is told for themselves."""
    assert [1] == chosen(
        notice(1, merge_key=MORNING),
        notice(2, merge_key=MORNING, person_id=101),
        notice(3, merge_key=MORNING, school_id=2),
    )


def test_a_correction_is_a_message_of_its_own():
    """It answers the message it corrects; several corrections of one message answer together."""
    notices = [
        notice(1, merge_key="a", told_in=9),
        notice(2, merge_key="a"),
        notice(3, merge_key="a", told_in=9),
        notice(4, merge_key="a", told_in=8),
    ]

    assert [1, 3] == chosen(*notices)
    assert [2] == chosen(*notices[1:2])


def test_what_waited_leaves_together_whatever_its_key():
    """After quiet hours or an outage; what has just become due is not swept along."""
    assert [2, 1] == chosen(notice(1, merge_key=MORNING), notice(2, late=61), notice(3))
    assert [1] == chosen(notice(1, late=59), notice(2, late=59))


def test_of_several_revisions_only_the_newest_speaks():
    """The others end, since the newest says it all."""
    due = plan(
        [
            notice(1, merge_key="a", fact_id=7),
            notice(2, merge_key="a", fact_id=7, revision=3),
            notice(3, merge_key="a", fact_id=7, revision=2),
        ],
        now=NOW,
    )

    assert ([2], [1, 3]) == ([one.id for one in due.message], [one.id for one in due.outdone])


def test_what_is_no_longer_news_ends():
    """Expired to the second, also while its chat waits for a retry."""
    due = plan([notice(1, expires_at=NOW), notice(2)], now=NOW, held_priority=5)

    assert ([1], [], True) == ([one.id for one in due.expired], list(due.message), due.is_blocked)


def test_a_retry_lets_only_the_more_urgent_pass():
    """Its own priority and lower ones wait."""
    assert [2] == chosen(notice(1), notice(2, priority=1), held_priority=5)
    assert [] == chosen(notice(1), notice(2, priority=1), held_priority=1)
    assert not plan([], now=NOW, held_priority=1).is_blocked


@given(
    st.lists(
        st.builds(
            notice,
            st.integers(1, 10_000),
            merge_key=st.sampled_from(["a", "b", MORNING]),
            priority=st.sampled_from([1, 5]),
            late=st.integers(0, 120),
            told_in=st.sampled_from([None, 8, 9]),
            fact_id=st.integers(1, 5),
            revision=st.integers(1, 4),
            person_id=st.sampled_from([100, 101]),
        ),
        max_size=12,
        unique_by=lambda one: one.id,
    )
)
def test_message_after_message_everything_leaves_exactly_once(notices):
    """Nothing is lost and nothing is said twice; each fact stands once in a message."""
    waiting = list(notices)
    left: list[int] = []
    while waiting:
        due = plan(waiting, now=NOW)
        facts = [one.fact for one in due.message]
        assert due.message
        assert len(facts) == len(set(facts))
        gone = {one.id for one in (*due.message, *due.outdone)}
        left.extend(gone)
        waiting = [one for one in waiting if one.id not in gone]

    assert sorted(left) == sorted(one.id for one in notices)
