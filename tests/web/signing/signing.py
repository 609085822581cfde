"""Proposals that passed, and owners who sign them on the page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from eth_account.messages import encode_typed_data

from sandbox.chain import Account
from sandbox.discord import Message, Person
from tests.main_job.job import TOKEN, Job
from tests.web.site import Answer, Browser, Site

_DATA = re.compile(r'data-(\w+)="([^"]*)"')


@dataclass
class Passed:
    """A proposal of which the Safe's owners are asked, and the way to the page on which they sign."""

    site: Site
    job: Job
    number: int
    message: Message
    """What owners read in the thread."""
    path: str
    """Of the page on which they sign."""

    @classmethod
    async def of(cls, site: Site, actions: str = "", title: str = "Pay the rent") -> Passed:
        """One that was voted on and whose timelock is over: of a payment, unless told otherwise."""
        job = Job(site.stage, site.bot)
        author = f"author{len(site.stage.voters)}"
        await site.stage.chain.fund(site.stage.safe.address, 100 * TOKEN)
        await job.join({author: 60_000})
        number = await job.opened(author, title, actions or f"transfer 5 ETH to {job[author].wallet.address}")
        await job.click(author, number, "For")
        await job.closed(number)
        await site.bot.passes(minutes=61)
        message = await job.in_thread(number, "safeTxHash")
        (button,) = message.buttons
        assert button.custom_id is not None
        kind, proposal, request = button.custom_id.split(":")
        assert kind == "sign_request"
        return cls(site, job, number, message, f"/sign/{proposal}/{request}")

    async def reject_those_before(self) -> None:
        """Reject what stands before it, as owners do: a Safe takes its transactions in the order of their nonces, and
        other tests leave some that nobody signed."""
        stage, safe = self.site.stage, self.site.stage.safe
        there = self.job.transactions()
        (mine,) = [int(each["nonce"]) for each in there if each["safeTxHash"] in self.message.text]
        while await safe.nonce() < mine:
            nothing = await safe.transaction_hash(safe.address)
            signatures = [safe.sign(owner, nothing) for owner in self.owners[: safe.threshold]]
            await safe.execute(safe.address, signatures=signatures, sender=stage.chain.deployer)
        await stage.finalize()

    @property
    def owners(self) -> tuple[Account, ...]:
        return self.site.stage.owners

    async def link_for(self, person: Person) -> str:
        """What the button in the thread gives a member."""
        answer = await (await person.click(self.message, label="Sign in the browser")).settled()
        (button,) = answer.buttons
        assert button.url is not None
        return button.url

    async def opened_by(self, browser: Browser, person: Person) -> Answer:
        """From the button in the thread to the page, as a member goes."""
        back = await browser.log_in(await self.link_for(person), person)
        assert (back.status, back.headers["Location"]) == (303, self.path), back.words
        return await browser.get(self.path)


def data_of(page: Answer, form: str) -> dict[str, str]:
    """What the page gives to its script in the form of that name."""
    text = page.text.split(f'<form id="{form}"', 1)[1].split(">", 1)[0]
    return {name: unescape(value) for name, value in _DATA.findall(text)}


def document_of(page: Answer) -> dict[str, Any]:
    """What a wallet is asked to sign."""
    found: dict[str, Any] = json.loads(data_of(page, "signing")["document"])
    return found


def signed(owner: Account, document: dict[str, Any]) -> str:
    """What a wallet gives for typed data (`eth_signTypedData_v4`)."""
    return "0x" + bytes(owner.key.sign_message(encode_typed_data(full_message=document)).signature).hex()


async def hand_in(browser: Browser, page: Answer, path: str, signature: str) -> Answer:
    """Send the form of the page; the page that follows, or the refusal."""
    done = await browser.post(path, {"form_token": page.fields["form_token"], "signature": signature})
    return await browser.get(done.headers["Location"]) if done.status == 303 else done
