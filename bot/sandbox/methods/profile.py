"""Bot API methods about the bot itself: who it is, its command menus, its texts."""

from bot.sandbox.message_json import account_json
from bot.sandbox.methods.call import ApiCall, Handler
from bot.sandbox.profile import Command

__all__ = ["HANDLERS"]


async def _get_me(call: ApiCall) -> object:
    return {
        **account_json(call.telegram.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def _set_my_commands(call: ApiCall) -> object:
    commands = [
        Command(entry["command"], entry["description"]) for entry in call.params["commands"]
    ]
    _replace_commands(call, commands)
    return True


async def _delete_my_commands(call: ApiCall) -> object:
    _replace_commands(call, [])
    return True


def _replace_commands(call: ApiCall, commands: list[Command]) -> None:
    call.telegram.profile.set_commands(
        call.params.get("scope"), call.params.get("language_code"), commands
    )
    call.telegram.announce_commands()


async def _get_my_commands(call: ApiCall) -> object:
    commands = call.telegram.profile.commands(
        call.params.get("scope"), call.params.get("language_code")
    )
    return [{"command": command.name, "description": command.description} for command in commands]


async def _set_chat_menu_button(call: ApiCall) -> object:
    button = call.params.get("menu_button") or {"type": "default"}
    call.telegram.profile.menu_buttons[call.params.get("chat_id")] = button
    return True


async def _get_chat_menu_button(call: ApiCall) -> object:
    buttons = call.telegram.profile.menu_buttons
    return buttons.get(call.params.get("chat_id")) or buttons.get(None) or {"type": "commands"}


def _setter(field: str) -> Handler:
    async def set_text(call: ApiCall) -> object:
        key = (field, call.params.get("language_code") or "")
        call.telegram.profile.texts[key] = call.params.get(field, "")
        return True

    return set_text


def _getter(field: str) -> Handler:
    async def get_text(call: ApiCall) -> object:
        texts = call.telegram.profile.texts
        language = call.params.get("language_code") or ""
        return {field: texts.get((field, language)) or texts.get((field, ""), "")}

    return get_text


HANDLERS: dict[str, Handler] = {
    "getMe": _get_me,
    "setMyCommands": _set_my_commands,
    "deleteMyCommands": _delete_my_commands,
    "getMyCommands": _get_my_commands,
    "setChatMenuButton": _set_chat_menu_button,
    "getChatMenuButton": _get_chat_menu_button,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
