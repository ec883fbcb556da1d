"""What the sandbox's bot can do: one function for each Bot API method it knows."""

from bot.sandbox.methods import editing, looking, profile, receiving, sending
from bot.sandbox.methods.call import ApiCall, Handler

__all__ = ["HANDLERS", "ApiCall", "Handler"]

HANDLERS: dict[str, Handler] = {
    **receiving.HANDLERS,
    **sending.HANDLERS,
    **editing.HANDLERS,
    **looking.HANDLERS,
    **profile.HANDLERS,
}
