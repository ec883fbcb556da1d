"""Where an update came from: a plain value every handler may ask for by the name ``where``."""

from dataclasses import dataclass

__all__ = ["Where"]


@dataclass(frozen=True, slots=True)
class Where:
    """The chat and the account an update came from, before anybody has proved anything.

    ``bot_id`` is ours (the row of the table ``bot``), not Telegram's; ``language_code`` is what
    the person's app is set to, as Telegram says it.
    """

    bot_id: int
    chat_id: int
    telegram_user_id: int
    language_code: str
    is_private: bool
    update_id: int
