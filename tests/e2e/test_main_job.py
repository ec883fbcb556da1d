"""The main job on the real process: lists in, a family verified, a line in their chat."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.world import school_world

pytestmark = pytest.mark.e2e


async def test_a_teachers_line_reaches_the_right_parents_and_nobody_else(
    plain_database_url: str, tmp_path: Path
) -> None:
    """Marks and an absence of one line come to each child's own parents, child first."""
    async with school_world(plain_database_url, tmp_path) as world:
        await world.bot.start()
        async with asyncio.TaskGroup() as group:
            coming = group.create_task(world.link_staff("T004"))
            joining = {
                person: group.create_task(world.link_guardian(person))
                for person in ("P0027", "P0029", "P0031", "P0033")
            }
        teacher = coming.result()
        families = {person: task.result() for person, task in joining.items()}
        since = {person: user.mark() for person, user in families.items()}
        await world.save_line(teacher, "7А алгебра: Орлова 5, Лебедев 4, Никитин Кирилл н")

        orlova = await families["P0027"].wait_for(
            "Алгебра", since=since["P0027"], timeout=PATIENCE_SECONDS
        )
        lebedev = await families["P0029"].wait_for(
            "Алгебра", since=since["P0029"], timeout=PATIENCE_SECONDS
        )
        nikitin = await families["P0031"].wait_for(
            "уроке", since=since["P0031"], timeout=PATIENCE_SECONDS
        )
        world.clock.advance(timedelta(minutes=5))
        status = await world.bot.stop()

        assert orlova.text.startswith("Варвара О. · 7А")
        assert "5" in orlova.text
        assert orlova.silent
        assert lebedev.text.startswith("Илья Л. · 7А")
        assert "4" in lebedev.text
        assert nikitin.text.startswith("Кирилл Н. · 7А")
        assert "5-м уроке" in nikitin.text
        assert not nikitin.silent
        assert [] == [m for m in families["P0033"].messages if m.changed > since["P0033"]]
        assert status == 0
