"""Bot API methods about how the bot gets its updates."""

from typing import Any

from yarl import URL

from bot.sandbox.errors import bad_request, conflict
from bot.sandbox.methods.call import ApiCall, Handler
from bot.sandbox.updates import Webhook

__all__ = ["HANDLERS"]

# Telegram wants HTTPS on four ports; a local Bot API server does not, and the sandbox is local.
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def _get_updates(call: ApiCall) -> object:
    return await call.telegram.updates.fetch(
        offset=call.params.get("offset", 0),
        limit=call.params.get("limit", 100),
        timeout_seconds=call.params.get("timeout", 0),
        allowed=call.params.get("allowed_updates"),
    )


async def _set_webhook(call: ApiCall) -> object:
    updates = call.telegram.updates
    address = call.params.get("url", "")
    if not address:
        return await _delete_webhook(call)
    url = URL(address)
    if url.scheme not in {"http", "https"} or not url.host:
        raise bad_request("bad webhook: invalid URL")
    if url.host not in _LOOPBACK:
        raise bad_request("bad webhook: the sandbox pushes to this machine only")
    updates.interrupt(conflict("terminated by setWebhook request"))
    updates.allow(call.params.get("allowed_updates"))
    if call.params.get("drop_pending_updates"):
        updates.clear()
    updates.last_error = None
    updates.webhook = Webhook(
        url=address,
        secret_token=call.params.get("secret_token"),
        max_connections=call.params.get("max_connections", 40),
    )
    call.telegram.webhook_changed()
    return True


async def _delete_webhook(call: ApiCall) -> object:
    updates = call.telegram.updates
    updates.webhook = None
    if call.params.get("drop_pending_updates"):
        updates.clear()
    call.telegram.webhook_changed()
    return True


async def _get_webhook_info(call: ApiCall) -> object:
    updates = call.telegram.updates
    info: dict[str, Any] = {
        "url": updates.webhook.url if updates.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.waiting()),
    }
    if updates.webhook is not None:
        info["max_connections"] = updates.webhook.max_connections
    if updates.allowed_kinds is not None:
        info["allowed_updates"] = updates.allowed_kinds
    if updates.last_error is not None:
        moment, words = updates.last_error
        info["last_error_date"] = int(moment.timestamp())
        info["last_error_message"] = words
    return info


HANDLERS: dict[str, Handler] = {
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _get_webhook_info,
}
