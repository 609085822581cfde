"""The page of those who vote for others in a space."""

from pathlib import Path

from bot.domain.spaces.space import PagesFor
from tests.databases import Databases
from tests.harness import convened
from tests.services.delegation.delegating import opened
from tests.web.reading.reading_room import reading_room


async def test_who_looks_for_a_delegate_reads_what_they_stand_for_and_did(
    databases: Databases, tmp_path: Path
) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        proposal = await opened(harness, {"ada": 10, "ben": 5, "cleo": 1}, {"ben": "ada", "cleo": "dan"})
        await harness.vote("ada", "For", reason="Clean water comes first.")
        await harness.close(proposal)
        await harness.proceed()
        await harness.services.delegating.describe(
            harness.actor("ada"), "I read <b>all</b> of it.", "parks", "I sell pumps."
        )
        async with reading_room(harness) as room:
            page = await room.get("/spaces/1/delegates")
            assert 'href="/spaces/1/delegates"' in (await room.get("/spaces/1")).text
            await room.show_pages_to(PagesFor.NOBODY)
            assert (await room.get("/spaces/1/delegates")).status == 404
        assert page.status == 200
        ada, dan = (str(harness.member(name)) for name in ("ada", "dan"))
        assert page.words.index(ada) < page.words.index(dan)
        of_ada, of_dan = page.words[page.words.index(ada) : page.words.index(dan)], page.words.split(dan)[-1]
        for words in (
            "I read <b>all</b> of it.",
            "Delegate to them : 1 member",
            "voted with 15 VOTE on #1",
            "Gave a reason : 1 of 1 time",
            "Topics : parks",
            "Conflicts of interest : I sell pumps.",
        ):
            assert words in of_ada
        assert "did not vote on #1" in of_dan
        assert "Delegate in Discord" in page.words
        assert "<b>all" not in page.text
