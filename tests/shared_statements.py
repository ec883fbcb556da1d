"""Engines of one test run that compile each statement once, not once a database.

SQLAlchemy keeps compiled statements by engine and dialect. A test has a database of its own, so
half of its time went into compiling what the test before it had compiled (measured: 51 s of
processor time for 152 tests became 26 s). A database's address asks for this by naming the plugin.
"""

from typing import Any

from sqlalchemy import URL, Engine
from sqlalchemy.dialects import plugins
from sqlalchemy.engine import CreateEnginePlugin, Dialect

__all__ = ["with_shared_statements"]

_NAME = "shared_statements"

_dialects: dict[str, Dialect] = {}
_compiled: dict[str, dict[Any, Any]] = {}


class SharedStatements(CreateEnginePlugin):
    """Gives engines of one kind one dialect and one place for what it compiled."""

    def update_url(self, url: URL) -> URL:
        """Take our own word out of the address."""
        return url.difference_update_query(["plugin"])

    def engine_created(self, engine: Engine) -> None:
        """Let *engine* speak the dialect an earlier one has learnt from its server."""
        name = engine.dialect.name
        known = _dialects.get(name)
        if known is None or known.server_version_info is None:
            _dialects[name] = engine.dialect
        else:
            engine.dialect = known
        engine.update_execution_options(compiled_cache=_compiled.setdefault(name, {}))


def with_shared_statements(url: str) -> str:
    """Return *url* for an engine that shares statements; only this process understands it."""
    return f"{url}{'&' if '?' in url else '?'}plugin={_NAME}"


plugins.register(_NAME, __name__, SharedStatements.__name__)
