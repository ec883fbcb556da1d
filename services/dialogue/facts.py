"""What a dialogue is kept under and what is kept."""

from dataclasses import dataclass, field
from typing import Any

__all__ = ["DialogueKey", "DialogueState"]


@dataclass(frozen=True, slots=True)
class DialogueKey:
    """One account in one chat with one of our bots."""

    bot_id: int
    chat_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class DialogueState:
    """The step, empty for none, and what has been said on the way: JSON values only."""

    step: str = ""
    data: dict[str, Any] = field(default_factory=dict)
