"""``peremena demo`` as a process of its own, on a free port."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

__all__ = ["demo"]

_ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 240  # the first time the school lives through its autumn


@asynccontextmanager
async def demo(*more: str) -> AsyncIterator[str]:
    """Run the demo, with *more* of its arguments, and give its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--port",
        "0",
        *more,
        cwd=_ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if process.stdout is None:
            message = "the demo has no output"
            raise RuntimeError(message)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        if found is None:
            message = f"the demo says {line!r}"
            raise AssertionError(message)
        yield found.group()
    finally:
        process.terminate()
        await process.wait()
