"""Showing an answer: what goes where, what is repeated, what is dropped."""

from dataclasses import replace

import pytest

from bot.telegram.callback_answers import CallbackAnswers
from bot.telegram.shows import ShowPlace, Shows, place_of
from handlers.show import Delete, Edit, Say, Show, Toast
from services.outbox.ports import (
    Accepted,
    Ambiguous,
    Blocked,
    OurFault,
    RateLimited,
    Retry,
    SendOutcome,
    TooLate,
)
from services.outgoing import Attachment, OutgoingMessage, RemoveReplyKeyboard
from tests.integration.receiving.world import FakeChannel, FakePace, message, press

SCREEN = OutgoingMessage("screen")
LONG = OutgoingMessage("one\n\ntwo")
PICTURE = OutgoingMessage("chart", attachment=Attachment("chart.png", b"png", is_picture=True))
PRESSED = ShowPlace(chat_id=7, message_id=40, query_id="q1", is_editable=True)
WRITTEN = ShowPlace(chat_id=7, message_id=51)
OLD = ShowPlace(chat_id=7, message_id=40, query_id="q1", is_editable=False)


class Showing:
    """Shows with a channel, a pace and waits that are lists."""

    def __init__(self) -> None:
        self.channel, self.pace = FakeChannel(), FakePace()
        self.waits: list[float] = []
        self.answers = CallbackAnswers(self.channel.answer, monotonic=lambda: 0.0)
        self.shows = Shows(self.channel, self.pace, self.answers, pause=self._pause)

    async def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.mark.parametrize(
    ("place", "shows", "expected"),
    [
        (WRITTEN, [Say(SCREEN)], [("say", "screen")]),
        (WRITTEN, [Edit(SCREEN)], [("say", "screen")]),
        (WRITTEN, [Say(LONG)], [("say", "one"), ("say", "two")]),
        (PRESSED, [Edit(LONG)], [("answer q1", ""), ("say", "one"), ("say", "two")]),
        (WRITTEN, [Delete(), Say(SCREEN)], [("delete 51", ""), ("say", "screen")]),
        (WRITTEN, [Toast("saved")], [("say", "saved")]),
        (WRITTEN, [Toast()], []),
        (WRITTEN, [Toast("saved"), Say(SCREEN)], [("say", "screen")]),
        (PRESSED, [Edit(SCREEN)], [("answer q1", ""), ("edit 40", "screen")]),
        (PRESSED, [Toast("saved"), Edit(SCREEN)], [("answer q1", "saved"), ("edit 40", "screen")]),
        (PRESSED, [Toast("stop", is_alert=True)], [("alert q1", "stop")]),
        (PRESSED, [Say(SCREEN), Say(SCREEN)], [("answer q1", ""), *[("say", "screen")] * 2]),
        (PRESSED, [Edit(PICTURE)], [("answer q1", ""), ("say", "chart")]),
        (
            PRESSED,
            [Edit(OutgoingMessage("done", keyboard=RemoveReplyKeyboard()))],
            [("answer q1", ""), ("say", "done")],
        ),
        (PRESSED, [Delete()], [("answer q1", ""), ("delete 40", "")]),
        (PRESSED, [], [("answer q1", "")]),
        (OLD, [Edit(SCREEN)], [("answer q1", ""), ("say", "screen")]),
    ],
)
async def test_every_show_finds_its_way(place: ShowPlace, shows: list[Show], expected):
    """New, edited, answered or deleted; what cannot be edited comes as a new message."""
    showing = Showing()
    await showing.shows.show(place, shows)

    assert expected == [(what, text) for what, _chat, text in showing.channel.shown]


@pytest.mark.parametrize(
    ("outcomes", "shown", "waits"),
    [
        ([Accepted(1)], 1, []),
        ([RateLimited(3.0), Accepted(1)], 2, [3.0]),
        ([RateLimited(61.0)], 1, []),
        ([RateLimited(30.0), RateLimited(30.0), RateLimited(30.0)], 3, [30.0, 30.0]),
        ([Retry("502"), Retry("502"), Accepted(1)], 3, [0.5, 2.0]),
        ([Retry("502"), Retry("502"), Retry("502")], 3, [0.5, 2.0]),
        ([Ambiguous(), Accepted(1)], 2, [0.5]),
        ([Ambiguous(), Ambiguous()], 2, [0.5]),
        ([Blocked()], 1, []),
    ],
)
async def test_repeated_while_it_makes_sense(outcomes: list[SendOutcome], shown, waits):
    """Limits are waited for, faults tried three times, a lost answer once more; that is all."""
    showing = Showing()
    showing.channel.outcomes = outcomes
    await showing.shows.show(WRITTEN, [Say(SCREEN)])

    assert (shown, waits) == (len(showing.channel.shown), showing.waits)


@pytest.mark.parametrize(
    ("second", "first_outcome", "edits"),
    [
        ({}, Accepted(None), 1),
        ({"edit_date": 1_800_000_002}, Accepted(None), 2),  # gone and come back meanwhile
        ({"text": "another"}, Accepted(None), 2),
        ({"message_id": 41}, Accepted(None), 2),
        ({}, Blocked(), 2),
    ],
)
async def test_a_second_press_under_the_same_sight_edits_nothing(second, first_outcome, edits):
    """Both presses are answered; Telegram is not asked to put there what stands there."""
    showing = Showing()
    showing.channel.outcomes = [first_outcome, Accepted(None)]
    seen = {"message_id": 40, "date": 1_800_000_000, "text": "before", "chat": {"id": 7}}
    for query_id, changes in (("q1", {}), ("q2", second)):
        place = place_of({"callback_query": {"id": query_id, "message": seen | changes}})
        await showing.shows.show(place, [Edit(SCREEN)])

    shown = [what.split()[0] for what, _chat, _text in showing.channel.shown]
    assert (shown.count("answer"), shown.count("edit")) == (2, edits)


async def test_a_second_press_with_another_answer_is_shown():
    """What has changed between two presses must be seen."""
    showing = Showing()
    place = replace(PRESSED, sight="as before")
    for screen in (SCREEN, OutgoingMessage("4 minutes left"), SCREEN):
        await showing.shows.show(place, [Edit(screen)])

    edits = [text for what, _chat, text in showing.channel.shown if what == "edit 40"]
    assert edits == ["screen", "4 minutes left", "screen"]


async def test_a_refused_message_comes_plain():
    """A fault of ours in the markup must not leave the person without the words."""
    showing = Showing()
    showing.channel.outcomes = [OurFault("can't parse entities"), Accepted(1)]
    await showing.shows.show(WRITTEN, [Say(SCREEN)])

    assert showing.channel.shown == [("say", 7, "screen"), ("plain", 7, "screen")]


async def test_a_refused_table_comes_as_the_list_it_stands_for():
    """A server that knows no tables still shows the page with its buttons."""
    showing = Showing()
    showing.channel.outcomes = [OurFault("bad_request"), Accepted(1)]
    await showing.shows.show(WRITTEN, [Say(OutgoingMessage("list", rich="<table></table>"))])

    assert showing.channel.shown == [("say", 7, "list"), ("say", 7, "list")]


@pytest.mark.parametrize("outcome", [TooLate(), OurFault("message can't be edited")])
async def test_a_screen_that_is_gone_comes_anew(outcome: SendOutcome):
    """A deleted message cannot be edited: the screen comes as a new one."""
    showing = Showing()
    showing.channel.outcomes = [outcome, Accepted(2)]
    await showing.shows.show(PRESSED, [Edit(SCREEN)])

    assert showing.channel.shown[1:] == [("edit 40", 7, "screen"), ("say", 7, "screen")]


async def test_a_late_alert_comes_as_a_message():
    """After the empty answer at 0.7 s an alert can only be written; a mere toast is dropped."""
    showing = Showing()
    await showing.answers.answer("q1")
    await showing.shows.show(PRESSED, [Toast("warning", is_alert=True), Edit(SCREEN)])
    await showing.shows.show(PRESSED, [Toast("saved"), Edit(SCREEN)])

    assert [what for what, _, _ in showing.channel.shown] == [
        "answer q1",
        "say",
        "edit 40",
        "edit 40",
    ]


async def test_without_a_slot_nothing_is_shown():
    """At the end of the process the pace gives no leave, and nothing is sent past it."""
    showing = Showing()
    showing.pace.has_slots = False
    await showing.shows.show(WRITTEN, [Say(SCREEN)])

    assert showing.channel.shown == []


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        (message(1), ShowPlace(7, 51)),
        (press(1), ShowPlace(7, 40, "q1", is_editable=True)),
        (
            {"update_id": 1, "callback_query": {"id": "q", "from": {"id": 7}}},
            ShowPlace(7, None, "q"),
        ),
        (
            {
                "update_id": 1,
                "callback_query": {
                    "id": "q",
                    "from": {"id": 7},
                    "message": {"message_id": 40, "date": 0, "chat": {"id": 7}},
                },
            },
            ShowPlace(7, 40, "q"),
        ),
        (
            {
                "update_id": 1,
                "callback_query": {
                    "id": "q",
                    "from": {"id": 7},
                    "message": {"message_id": 40, "date": 9, "chat": {"id": 7}, "caption": "c"},
                },
            },
            ShowPlace(7, 40, "q"),
        ),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 7}}}, ShowPlace(7)),
    ],
)
def test_the_place_of_an_answer(payload, place):
    """Under the press, if Telegram still knows the message and it is a text; else in the chat."""
    found = place_of(payload)

    assert (place, place.is_editable) == (replace(found, sight=""), bool(found.sight))
