"""The page of a proposal tells its summary and the digest of its discussion, and nothing of it becomes a tag."""

from pathlib import Path

import pytest

from bot.domain.assistance.arguments import Stance
from tests.assistance.orders import SENTENCES
from tests.databases import Databases
from tests.harness import convened
from tests.web.reading.reading_room import reading_room


@pytest.mark.attack("web")
async def test_the_page_tells_summary_and_digest(databases: Databases, tmp_path: Path) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await harness.set_up()
        await harness.powers({"ada": 10})
        services, ada = harness.services, harness.actor("ada")
        draft = await services.proposing.draft(ada, "Audit", "\n\n".join(SENTENCES), "")
        await services.proposing.submit(ada, draft.proposal.id)
        async with reading_room(harness) as room:
            page = await room.get(f"/proposals/{draft.proposal.id}")
            assert "In short" in page.words
            assert "Sentences of the author's, chosen by a machine." in page.words
            assert "The digest" not in page.words, "nobody has put anything there"
            ben = harness.actor("ben")
            text = "<script>alert(1)</script> \ue000Too dear.\ue00e"
            await services.arguing.argue(ben, draft.proposal.id, Stance.AGAINST, text)
            page = await room.get(f"/proposals/{draft.proposal.id}")
        assert "The digest of its discussion" in page.words
        assert "<script>alert" not in page.text
        assert "<strong>Too dear" not in page.text
        assert (
            page.text.index('id="deeds"') < page.text.index('id="summary"') < page.text.index('id="digest"')
        )
