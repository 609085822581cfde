"""The pages of a server that another operator's Folkmoot runs: each says who does, and shows nothing else."""

import re
from contextlib import AsyncExitStack
from pathlib import Path

from bot.domain.ids import MemberId, address
from bot.web.pages.registry import PAGES
from tests.databases import Databases
from tests.harness import convened
from tests.web.reading.reading_room import reading_room

OTHER = address("0x" + "5a" * 20)


async def test_every_page_of_a_server_that_is_handed_over_says_who_runs_it(
    databases: Databases, tmp_path: Path
) -> None:
    async with AsyncExitStack() as parts:
        harness = await parts.enter_async_context(convened(databases, tmp_path / "folkmoot.db"))
        proposal = await harness.opened({"ada": 60, "ben": 40})
        room = await parts.enter_async_context(reading_room(harness))
        space = (await harness.get(proposal)).space
        paths = {
            route.path.replace("{proposal}", str(proposal)).replace("{space}", str(space))
            for page in PAGES
            for route in page.routes
            if route.method == "GET"
            and not route.for_members
            and re.search(r"{(proposal|space)}", route.path)
        }
        paths = {path for path in paths if "{" not in path and not path.endswith("/events")}
        before = {path: (await room.get(path)).status for path in paths}
        shown = {path for path, status in before.items() if status == 200}
        assert len(shown) > 5
        await harness.services.handing_over.begin(harness.moderator(), OTHER, MemberId(77), "They move on.")
        # The stream of what changes has no end; it doesn't begin any more.
        for path in shown | {f"/proposals/{proposal}/events"}:
            answer = await room.get(path)
            assert answer.status == 410, path
            assert "is being handed over to" in answer.text, path
        await harness.services.handing_over.take_back(harness.moderator(), "They don't.")
        assert {(await room.get(path)).status for path in shown} == {200}
