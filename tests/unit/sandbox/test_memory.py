"""A sandbox that goes on where another one stopped."""

from pathlib import Path

from bot.sandbox import posting
from bot.sandbox.chats import Telegram
from bot.sandbox.formatted import format_typed
from bot.sandbox.memory import recall, remember
from bot.sandbox.profile import Command
from tests.fakes import FakeClock


async def test_a_sandbox_goes_on_where_another_one_stopped(tmp_path: Path, clock: FakeClock):
    """People, chats, files and menus are as they were; ids go on, and nobody's hand is lost."""
    before = Telegram(clock)
    olga = before.add_user(first_name="Ольга", phone="+79160000001")
    await olga.send("/start")
    file = before.files.add_document("слип.pdf", b"%PDF")
    posting.post_from_bot(
        before,
        before.chats[olga.user_id],
        body=format_typed("Здравствуйте"),
        document=file,
    )
    before.profile.set_commands(None, None, [Command("menu", "Меню")])
    remember(before, tmp_path / "chats")

    after = Telegram(clock)
    recall(after, tmp_path / "chats")
    again = after.find_user("+7 916 000-00-01")

    assert again is not None
    assert ["/start", "Здравствуйте"] == [one.text for one in again.messages]
    kept = after.files.find(file.file_id)
    assert kept is not None
    assert b"%PDF" == kept.content
    assert ["menu"] == [one.name for one in again.commands]
    own = await again.edit(again.messages[0], "/menu")
    assert own.edited
    assert before.updates.next_id < after.updates.next_id
    assert {own.message_id} < {one.message_id for one in again.messages}
