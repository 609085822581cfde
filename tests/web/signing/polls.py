"""A Governor that a server mirrors, with a vote under way, and members who vote there on the page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from sandbox.chain import Account
from sandbox.chain.governor import LocalGovernor, deploy_governor
from sandbox.discord import Message, Person
from tests.main_job.job import TOKEN
from tests.web.signing.signing import data_of
from tests.web.site import Answer, Browser, Site

TITLE = "Pay the ferryman"


@dataclass
class Polls:
    """A Governor that the server mirrors, with a vote on 5 ETH for somebody under way."""

    site: Site
    governor: LocalGovernor
    id: int
    number: str
    """By which the command names it, as it is suggested."""

    @property
    def path(self) -> str:
        return f"/chain-vote/{self.number}"

    def person(self, name: str) -> Person:
        return self.site.stage.voters[name].person

    def wallet(self, name: str) -> Account:
        return self.site.stage.voters[name].wallet

    async def link_for(self, person: Person) -> str:
        asked = await person.slash(self.site.stage.log, "vote chain", proposal=self.number)
        (button,) = (await asked.settled()).buttons
        assert button.url is not None
        return button.url

    @property
    def card(self) -> Message:
        """That of the proposal, in the channel that was named."""
        return next(
            message
            for thread in self.site.stage.discussion.threads
            for message in thread.messages
            if any(button.label == "Vote on chain" for button in message.buttons)
        )

    async def opened_by(self, browser: Browser, name: str) -> Answer:
        """From the command to the page, as a member goes."""
        self.site.later(timedelta(seconds=25))
        person = self.person(name)
        back = await browser.log_in(await self.link_for(person), person)
        assert (back.status, back.headers["Location"]) == (303, self.path), back.words
        return await browser.get(self.path)

    async def filled_in(self, browser: Browser, page: Answer, name: str, side: int, **more: str) -> Answer:
        """The page with what is to be sent or signed, or the refusal."""
        form = {
            "form_token": page.fields["form_token"],
            "wallet": self.wallet(name).address,
            "side": str(side),
            **more,
        }
        return await browser.post(f"{self.path}/ballot", form)

    async def send(self, page: Answer, form: str, sender: Account) -> None:
        call = data_of(page, form)
        data = bytes.fromhex(call["data"][2:])
        assert call["to"] == self.governor.address
        await self.site.stage.chain.send(sender, call["to"], int(call["value"], 16), data)
        await self.site.stage.finalize()

    async def counted(self) -> list[int]:
        """Against, for and abstaining, in whole tokens."""
        counted = await self.governor.contract.call("proposalVotes", self.id)
        return [votes // TOKEN for votes in counted]


async def polls_on(site: Site, asker: Person, title: str = TITLE) -> Polls:
    """The server follows the Governor from now on; the asker sees the vote among what is suggested."""
    stage, job = site.stage, site.job
    governor = await deploy_governor(stage.chain, stage.token, voting_period=500)
    payment = (stage.account("ferryman").address, 5 * TOKEN, b"")
    asked = f"# {title}\n\nHe <b>rows</b> well."
    id_ = await governor.propose([payment], asked, sender=stage.chain.deployer)
    await governor.skip_to_vote(id_)
    await stage.finalize()
    added = await job.ask(
        stage.moderator,
        "gov mirror add",
        kind="governor",
        address=governor.address,
        channel=stage.discussion.id,
    )
    assert "Governor" in added, added
    async with asyncio.timeout(20):
        while not (
            found := await asker.autocomplete(stage.log, "vote chain", focused="proposal", value=title)
        ):
            pass
    assert title in found[0]["name"]
    return Polls(site, governor, id_, found[0]["value"])
