"""The way to the page on which members take what passed to a DAO on chain."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.discord import Message
from tests.web.signing.signing import data_of
from tests.web.site import Answer, Browser, Site


@dataclass
class DaoWalk:
    """What passed and is to be submitted, as ada reads it: in the thread and on the page."""

    site: Site
    number: int
    message: Message
    browser: Browser
    path: str

    @classmethod
    async def of(cls, site: Site, number: int) -> DaoWalk:
        message = await site.job.in_thread(number, "In the DAO: proposal")
        (button,) = message.buttons
        assert button.custom_id is not None
        _, proposal, request = button.custom_id.split(":")
        browser, path = Browser(site), f"/sign/{proposal}/{request}"
        ada = site.job["ada"].person
        answer = await (await ada.click(message, label="Open in the browser")).settled()
        (link,) = answer.buttons
        assert link.url is not None
        back = await browser.log_in(link.url, ada)
        assert (back.status, back.headers["Location"]) == (303, path), back.words
        return cls(site, number, message, browser, path)

    async def page(self) -> Answer:
        return await self.browser.get(self.path)

    async def send(self, who: str = "ada") -> None:
        """Somebody sends what the page offers, from their wallet."""
        call = data_of(await self.page(), "executing")
        data = bytes.fromhex(call["data"][2:])
        stage = self.site.stage
        await stage.chain.send(self.site.job[who].wallet, call["to"], int(call["value"], 16), data)
        await stage.finalize()

    async def says(self, words: str) -> None:
        """The message in the thread comes to say this."""
        await self.site.job.until(lambda: words in self.message.text)
