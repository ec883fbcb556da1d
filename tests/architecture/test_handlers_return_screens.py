"""Handlers return what is to be shown; nothing below ``handlers/`` calls Telegram."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import modules, place, tree

# Methods through which aiogram's objects reach Telegram.
CALLS = {
    "answer", "answer_document", "answer_photo", "answer_rich", "copy_to", "delete",
    "delete_reply_markup", "edit_caption", "edit_media", "edit_reply_markup", "edit_text",
    "forward", "react", "reply", "reply_document", "reply_photo", "send_copy",
}  # fmt: skip
FORBIDDEN_MODULES = ("aiogram.client", "aiogram.methods", "aiogram.webhook", "bot")


def telegram_calls(module: Path) -> list[str]:
    """Return the places of *module* that reach Telegram or import what does."""
    found = []
    for node in ast.walk(tree(module)):
        match node:
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in CALLS:
                found.append(f"{place(module, node)} calls .{attr}()")
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="bot") | ast.Attribute(attr="bot"))
            ):
                found.append(f"{place(module, node)} calls a method of the bot")
            case ast.ImportFrom(module=str(name), names=names):
                imported = {f"{name}.{alias.name}" for alias in names}
                if name.startswith(FORBIDDEN_MODULES) or "aiogram.Bot" in imported:
                    found.append(f"{place(module, node)} imports from {name}")
            case ast.Import(names=names):
                found.extend(
                    f"{place(module, node)} imports {alias.name}"
                    for alias in names
                    if alias.name.startswith(FORBIDDEN_MODULES)
                )
    return found


def test_no_handler_calls_telegram():
    """A screen is a value: it can be shown after the commit, and again, or not at all."""
    found = [call for module in modules("handlers") for call in telegram_calls(module)]

    assert [] == found


@pytest.mark.parametrize(
    "line",
    [
        "await message.answer('x')",
        "await event.message.edit_text('x')",
        "await bot.send_message(1, 'x')",
        "await message.bot.send_message(1, 'x')",
        "from aiogram import Bot",
        "from aiogram.methods import SendMessage",
        "import aiogram.client.session",
    ],
)
def test_every_way_to_telegram_is_noticed(tmp_path, line):
    """The check itself sees each way a handler could reach Telegram."""
    module = tmp_path / "handler.py"
    module.write_text(f"async def handle(message, event, bot):\n    {line}\n", encoding="utf-8")

    assert len(telegram_calls(module)) == 1
