"""Filters choose a route by what an update looks like; who may do it is decided in services."""

from aiogram import F

__all__ = ["IN_GROUP", "IN_GROUP_PRESS", "PRIVATE"]

PRIVATE = F.chat.type == "private"
IN_GROUP = F.chat.type != "private"
# A press under a message too old for Telegram to tell about still names its chat.
IN_GROUP_PRESS = F.message.chat.type != "private"
