"""What each answer of Telegram becomes, through a real aiogram bot."""

import socket

import pytest

from bot.telegram.client import make_bot
from bot.telegram.sender import TelegramSender
from services.outbox.ports import (
    Accepted,
    Ambiguous,
    Blocked,
    ChatNotFound,
    Deactivated,
    Moved,
    OurFault,
    RateLimited,
    Retry,
    TokenRefused,
    TooLate,
)
from services.outgoing import OutgoingMessage
from tests.unit.telegram.conftest import TOKEN, Answer, refused

pytestmark = pytest.mark.asyncio(loop_scope="package")

HELLO = OutgoingMessage("привет")
PAGE = b"<html><body>502 Bad Gateway</body></html>"
CYRILLIC_PAGE = "<html>Ошибка шлюза</html>".encode("windows-1251")
OUTCOME_LENGTH = 20  # of the column that keeps it


def html_page(status: int, body: bytes = PAGE) -> Answer:
    """Return a page of some proxy."""
    return Answer(body, status=status, content_type="text/html")


ROWS = [
    (refused(403, "Forbidden: bot was blocked by the user"), Blocked()),
    (refused(403, "Forbidden: user is deactivated"), Deactivated()),
    (refused(403, "Forbidden: bot was kicked from the group chat"), ChatNotFound()),
    (refused(403, "Forbidden: bot was kicked from the supergroup chat"), ChatNotFound()),
    (refused(403, "Forbidden: bot is not a member of the channel chat"), ChatNotFound()),
    (refused(403, "Forbidden: the group chat was deleted"), ChatNotFound()),
    (refused(403, "Forbidden: bot can't initiate conversation with a user"), ChatNotFound()),
    (refused(403, "Forbidden: something new"), Blocked()),
    (refused(400, "Bad Request: chat not found"), ChatNotFound()),
    (refused(400, "Bad Request: private chat not found"), ChatNotFound()),
    (refused(400, "Bad Request: PEER_ID_INVALID"), ChatNotFound()),
    (
        refused(400, "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=-1005),
        Moved(-1005),
    ),
    (
        refused(400, "Bad Request: message is not modified: specified new message content and"
                " reply markup are exactly the same"),
        Accepted(None),
    ),
    (refused(400, "Bad Request: can't parse entities: Unsupported start tag"), OurFault("markup")),
    (refused(400, "Bad Request: message is too long"), OurFault("too_long")),
    (refused(400, "Bad Request: message caption is too long"), OurFault("too_long")),
    (refused(400, "Bad Request: BUTTON_DATA_INVALID"), OurFault("button_data")),
    (refused(400, "Bad Request: reply markup is too long"), OurFault("too_many_buttons")),
    (refused(400, "Bad Request: ENTITIES_TOO_LONG"), OurFault("too_many_entities")),
    (refused(400, "Bad Request: message text is empty"), OurFault("empty")),
    (refused(400, "Bad Request: something new"), OurFault("bad_request")),
    (
        refused(400, "Bad Request: query is too old and response timeout expired or query ID is"
                " invalid"),
        TooLate(),
    ),
    (refused(400, "Bad Request: message to edit not found"), TooLate()),
    (refused(400, "Bad Request: message can't be edited"), TooLate()),
    (refused(400, "Bad Request: message to delete not found"), TooLate()),
    (refused(400, "Bad Request: message can't be deleted for everyone"), TooLate()),
    (refused(401, "Unauthorized"), TokenRefused()),
    (refused(404, "Not Found"), TokenRefused()),
    (refused(409, "Conflict: terminated by other getUpdates request"), Retry("conflict")),
    (refused(413, "Request Entity Too Large"), OurFault("too_large")),
    (refused(429, "Too Many Requests: retry after 17", retry_after=17), RateLimited(17)),
    (refused(429, "Too Many Requests: retry after 17"), RateLimited(17)),
    (refused(429, "Too Many Requests"), RateLimited(5)),
    (refused(418, "I'm a teapot"), OurFault("unexpected")),
    (refused(500, "Internal Server Error"), Retry("server_error")),
    (refused(502, "Bad Gateway"), Retry("server_error")),
    (refused(500, "Internal Server Error: restart"), Retry("server_error")),
    (html_page(502), Retry("proxy_page")),
    (html_page(504), Retry("proxy_page")),
    (html_page(413), Retry("proxy_page")),
    (html_page(200), Retry("proxy_page")),
    (html_page(502, CYRILLIC_PAGE), Retry("proxy_page")),
    (Answer(b"", status=502, content_type="text/html"), Retry("proxy_page")),
    (Answer({"ok": False, "error_code": "?"}, status=500), Retry("proxy_page")),
    (Answer({"ok": True, "result": {"message_id": 31, "date": "soon"}}), Accepted(31)),
    (Answer({"ok": True, "result": "a message, believe me"}), Accepted(None)),
    (Answer(breaks=True), Ambiguous()),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "outcome"), ROWS, ids=str)
async def test_every_answer_of_telegram_has_one_outcome(bot_api, answer, outcome):
    """Blocked is not busy, busy is not broken, and what was delivered is not sent again."""
    bot_api.answers = [answer]

    assert outcome == await TelegramSender(bot_api.bot).send(chat_id=7, message=HELLO)
    assert 1 == len(bot_api.calls)


async def test_success_names_the_message(bot_api):
    """The id is what a correction replies to."""
    assert Accepted(1) == await TelegramSender(bot_api.bot).send(chat_id=7, message=HELLO)


async def test_a_server_that_cannot_be_reached_was_told_nothing():
    """A connection refused carried no message: it may be tried as often as it takes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    bot = make_bot(TOKEN, api_url=f"http://127.0.0.1:{port}")
    outcome = await TelegramSender(bot).send(chat_id=7, message=HELLO)
    await bot.session.close()

    assert Retry("no_connection") == outcome


@pytest.mark.parametrize(("answer", "outcome"), ROWS, ids=str)
async def test_every_outcome_can_be_stored(answer, outcome):
    """The reason of a fault fits into its column."""
    del answer

    assert len(getattr(outcome, "reason", "")) <= OUTCOME_LENGTH


async def test_a_lost_answer_is_ambiguous(bot_api):
    """No answer in time: perhaps delivered."""
    patience, bot_api.bot.session.timeout = bot_api.bot.session.timeout, 0.05
    bot_api.answers = [Answer(hangs=True)]
    outcome = await TelegramSender(bot_api.bot).send(chat_id=7, message=HELLO)
    bot_api.bot.session.timeout = patience

    assert Ambiguous() == outcome
