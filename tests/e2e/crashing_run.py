"""``peremena run`` that kills itself with SIGKILL at a chosen commit, once a test has armed it.

The number of the commit and the side of it stand in a file; so one started process can be told
where to die at any time. Statements other than the chosen commit run as in production.
"""

import os
import signal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from services.database.scope import SchoolSession

__all__ = ["ORDER_FILE", "order"]

ORDER_FILE = "crash-order"


def order(folder: Path, *, commit: int, is_before: bool) -> None:
    """Tell the process of *folder* to die before or after its *commit*-th commit from now."""
    temporary = folder / f"{ORDER_FILE}.new"
    temporary.write_text(f"{commit} {'before' if is_before else 'after'}", encoding="ascii")
    temporary.rename(folder / ORDER_FILE)


class _Trigger:
    """Counts commits from the moment the order is there."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / ORDER_FILE
        self._seen = 0

    def before_commit(self, _connection: Any) -> None:
        if self._file.exists():
            self._seen += 1
            self._die_if("before")

    def after_commit(self, _session: Any) -> None:
        if self._file.exists():
            self._die_if("after")

    def _die_if(self, side: str) -> None:
        # "At least": on PostgreSQL another connection's commit may begin before this one's end.
        number, wanted = self._file.read_text(encoding="ascii").split()
        if self._seen >= int(number) and side == wanted:
            self._file.unlink()
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    trigger = _Trigger(Path(os.environ["DATA_DIR"]))
    event.listen(Engine, "commit", trigger.before_commit)
    event.listen(SchoolSession, "after_commit", trigger.after_commit)
    from tests.e2e.clocked_run import main

    raise SystemExit(main())
