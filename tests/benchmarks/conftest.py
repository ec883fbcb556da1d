"""Databases at scale for the benchmarks: filled when first asked for, on disk, gone at the end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.database_setup import upgrade
from tests.benchmarks.scale import Scale
from tests.benchmarks.scale_rows import fill
from tests.databases import PostgresTemplates, SqliteTemplates, start_postgres

__all__: list[str] = []


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    """Give the kind of database."""
    return str(request.param)


@pytest.fixture(scope="session")
def scaled() -> Iterator[Callable[[str, Scale], str]]:
    """Give the address of a database of a kind and a scale; ten million marks take 3 to 6 GB.

    They lie where temporary files lie (TMPDIR): in memory there may be no room for them.
    """
    made: dict[tuple[str, Scale], str] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="sc")))
        makers: dict[str, SqliteTemplates | PostgresTemplates] = {}

        def maker(kind: str) -> SqliteTemplates | PostgresTemplates:
            if kind == "sqlite":
                return SqliteTemplates(folder, upgrade)
            return PostgresTemplates(stack.enter_context(start_postgres(folder / "p")), upgrade)

        def url(kind: str, scale: Scale) -> str:
            if (kind, scale) not in made:
                if kind not in makers:
                    makers[kind] = maker(kind)
                made[kind, scale] = str(makers[kind].fresh())
                seconds = fill(made[kind, scale], scale)
                print(f"\n{kind}: {scale.people} people filled in within {seconds:.0f} s")
            return made[kind, scale]

        yield url
