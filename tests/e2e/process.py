"""The real process under test: started, watched, stopped or killed; its clock is the test's."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.patience import PATIENCE_SECONDS

__all__ = ["BotProcess", "Surroundings", "command"]

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything a process finds outside itself."""

    database_url: str
    data_dir: Path
    telegram_url: str
    token: str
    clock_file: Path
    extra: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """Return the process's environment; nothing of the test's own settings leaks in."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(_ROOT),
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.data_dir),
            "TELEGRAM_API_URL": self.telegram_url,
            "BOT_TOKEN": self.token,
            "SECRET_KEY": "a key of the tests, longer than thirty-two characters",
            "LISTEN_PORT": "0",
            "LOG_FORMAT": "json",
            "TEST_CLOCK": str(self.clock_file),
            **self.extra,
        }


class BotProcess:
    """``peremena run`` with a shared clock, as its own process."""

    def __init__(
        self, surroundings: Surroundings, *, module: str = "tests.e2e.clocked_run"
    ) -> None:
        """Prepare; *module* is the entry that composes the process."""
        self._surroundings = surroundings
        self._module = module
        self._process: asyncio.subprocess.Process | None = None
        self.log_file = surroundings.data_dir / "process.log"

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._running.pid

    async def start(self) -> None:
        """Start the process; whoever needs it up waits for its effect at the sandbox."""
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self._module,
                cwd=self._surroundings.data_dir,
                env=self._surroundings.environment(),
                stdout=log,
                stderr=log,
            )

    async def stop(self) -> int:
        """Ask the process to stop, and return its exit status."""
        self._running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._running.wait()

    async def kill(self) -> None:
        """End the process as a power cut would."""
        if self._running.returncode is None:
            self._running.kill()
        await self._running.wait()

    async def end(self) -> None:
        """Leave nothing running, whatever the test did."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def wait(self) -> int:
        """Wait until the process ends by itself, and return its exit status."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._running.wait()

    def log(self) -> str:
        """Return what the process has written so far."""
        return self.log_file.read_text(encoding="utf-8") if self.log_file.exists() else ""

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            message = "the process has not been started"
            raise RuntimeError(message)
        return self._process


async def command(surroundings: Surroundings, *arguments: str) -> tuple[int, str, str]:
    """Run one ``peremena`` command to its end; return status, stdout and stderr."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=surroundings.data_dir,
        env=surroundings.environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    stdout, stderr = await process.communicate()
    return process.returncode or 0, stdout.decode(), stderr.decode()
