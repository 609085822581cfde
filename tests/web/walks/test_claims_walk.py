"""From a vote to the rewards in its voters' wallets, through Discord, the Safe, the page and a real chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.requests.limits import WebLimits
from sandbox.chain.errors import RpcError
from tests.databases import Databases, database_of
from tests.main_job.job import TOKEN
from tests.web.reading.rewarded import rewarded
from tests.web.signing.signing import data_of
from tests.web.site import Browser, Site


@pytest.mark.attack("actions")
async def test_voters_claim_what_a_vote_pays_them_once(databases: Databases, tmp_path: Path) -> None:
    limits = WebLimits(made_again_seconds=0)
    async with (
        database_of(databases, tmp_path / "folkmoot.db") as url,
        Site.open(url, limits) as site,
    ):
        await site.show_pages_to("public")
        await site.job.join({"ada": 60_000, "ben": 20_000})
        found = await rewarded(site, "ada", "Plant the bank", {"ada": "For", "ben": "Against"})
        browser, ada, ben = Browser(site), site.job["ada"], site.job["ben"]
        waiting = await browser.get(found.path)
        assert "500 RIVER for 2 wallets." in waiting.words
        assert "Nothing can be claimed yet" in waiting.words
        await found.executed()
        page = await browser.read(found.path, ben.person)
        assert "125 RIVER" in page.words, page.words
        call = data_of(page, "executing")
        await site.stage.chain.fund(ada.wallet.address, TOKEN)
        # Somebody else sends it: it goes to ben all the same.
        await site.stage.chain.send(ada.wallet, call["to"], 0, bytes.fromhex(call["data"][2:]))
        assert await found.river.call("balanceOf", ben.wallet.address) == 125
        with pytest.raises(RpcError):
            await site.stage.chain.send(ada.wallet, call["to"], 0, bytes.fromhex(call["data"][2:]))
        # There would be enough for him once more: what ada has not claimed yet.
        again = await browser.get(found.path)
        assert "125 RIVER, ✅ claimed" in again.words
        assert 'id="executing"' not in again.text
        await browser.close()
