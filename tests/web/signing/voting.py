"""Votes that take signed ballots, and members who sign theirs on the page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sandbox.chain import Account
from sandbox.discord import Message, Person
from tests.main_job.job import Job, proposal_of
from tests.web.signing.signing import document_of, signed
from tests.web.site import Answer, Browser, Site

__all__ = ["SignedVote", "trusting"]


@asynccontextmanager
async def trusting(site: Site, level: str) -> AsyncIterator[None]:
    """The track has this trust level for the block, and afterwards that of before."""

    async def change(trust: str) -> None:
        reply = await site.stage.moderator.slash(site.stage.log, "gov track edit", track="main", trust=trust)
        assert "main" in (await reply.settled()).text

    await change(level)
    try:
        yield
    finally:
        await change("discord")


@dataclass
class SignedVote:
    """A vote under way whose ballots are signed."""

    site: Site
    job: Job
    number: int
    card: Message
    author: str

    @classmethod
    async def of(cls, site: Site, title: str = "Plant the bank", actions: str = "") -> SignedVote:
        """The author holds 60,000 with a linked wallet. The track is as it was when this is over."""
        job = Job(site.stage, site.bot)
        author = f"planter{len(site.stage.voters)}"
        await job.join({author: 60_000})
        async with trusting(site, "signed"):
            number = await job.opened(author, title, actions)
        return cls(site, job, number, await job.card(number), author)

    @property
    def path(self) -> str:
        return f"/vote/{proposal_of(self.card)}"

    @property
    def person(self) -> Person:
        return self.site.stage.voters[self.author].person

    @property
    def wallet(self) -> Account:
        return self.site.stage.voters[self.author].wallet

    async def link_for(self, person: Person) -> str:
        """What the card's button gives a member."""
        answer = await (await person.click(self.card, label="Sign your vote")).settled()
        (button,) = answer.buttons
        assert button.url is not None
        return button.url

    async def opened_by(self, browser: Browser, person: Person) -> Answer:
        """From the card's button to the page, as a member goes."""
        # So that one may ask the chain again as often as before.
        self.site.later(timedelta(seconds=25))
        back = await browser.log_in(await self.link_for(person), person)
        assert (back.status, back.headers["Location"]) == (303, self.path), back.words
        return await browser.get(self.path)

    async def filled_in(self, browser: Browser, page: Answer, **ballot: Any) -> Answer:
        """The page that shows what to sign for this ballot, or the refusal."""
        form = {
            "form_token": page.fields["form_token"],
            "wallet": self.wallet.address,
            **{name.replace("_", "-"): str(value) for name, value in ballot.items()},
        }
        return await browser.post(f"{self.path}/ballot", form)

    async def hand_in(self, browser: Browser, shown: Answer, signature: str, **other: str) -> Answer:
        """Hand in as the page's form does; the page that follows, or the refusal."""
        form: Mapping[str, str] = {**shown.fields, "signature": signature, **other}
        done = await browser.post(self.path, form)
        return await browser.get(done.headers["Location"]) if done.status == 303 else done

    async def cast(self, browser: Browser, page: Answer, **ballot: Any) -> Answer:
        """Fill in, sign and hand in."""
        shown = await self.filled_in(browser, page, **ballot)
        assert shown.status == 200, shown.words
        return await self.hand_in(browser, shown, signed(self.wallet, document_of(shown)))
