"""What members decide on Discord goes through a Governor: proposed, voted on, queued and executed from wallets of their
own, each step prepared on the page and told in the thread."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from eth_abi import decode

from sandbox.chain.governor import LocalGovernor, deploy_governor
from sandbox.discord import Message
from tests.assurance import ASSURANCE
from tests.main_job.job import TOKEN, Job
from tests.web.signing.signing import data_of
from tests.web.site import Answer, Browser, Site


@dataclass
class Walk:
    """One passed payment of 5 ETH to ada, and the way to the page on which it is taken on."""

    site: Site
    job: Job
    governor: LocalGovernor
    number: int
    message: Message
    browser: Browser
    path: str

    async def page(self) -> Answer:
        return await self.browser.get(self.path)

    async def send(self, who: str = "ada") -> None:
        """Somebody sends what the page offers, from their wallet."""
        call = data_of(await self.page(), "executing")
        data = bytes.fromhex(call["data"][2:])
        await self.site.stage.chain.send(self.job[who].wallet, call["to"], int(call["value"], 16), data)
        await self.site.stage.finalize()

    @property
    def id(self) -> int:
        found = re.search(r"Id on the Governor\*?\*?: `(\d+)`", self.message.text)
        assert found, self.message.text
        return int(found[1])


async def walk(site: Site, governor: LocalGovernor) -> Walk:
    stage, job = site.stage, site.job
    await stage.chain.fund(governor.timelock.address, 100 * TOKEN)
    await stage.finalize()
    named = f"governor {governor.address}"
    bound = await job.ask(stage.moderator, "gov track edit", track="main", safe=named)
    assert "Governor" in bound, bound
    await job.join({"ada": 60_000})
    await stage.chain.fund(job["ada"].wallet, TOKEN)
    number = await job.opened("ada", "Pay the rent", f"transfer 5 ETH to {job['ada'].wallet.address}")
    await job.click("ada", number, "For")
    await job.closed(number)
    await site.bot.passes(minutes=61)
    message = await job.in_thread(number, "On the Governor: proposal")
    (button,) = message.buttons
    assert button.custom_id is not None
    _, proposal, request = button.custom_id.split(":")
    browser, path = Browser(site), f"/sign/{proposal}/{request}"
    answer = await (await job["ada"].person.click(message, label="Open in the browser")).settled()
    (link,) = answer.buttons
    assert link.url is not None
    back = await browser.log_in(link.url, job["ada"].person)
    assert (back.status, back.headers["Location"]) == (303, path), back.words
    return Walk(site, job, governor, number, message, browser, path)


# The others carry out what the pages in docs/daos say (tests/daos/test_decided_and_executed.py).
@pytest.mark.parametrize(
    "code", ["FractionalGovernor", *(["TimelockedGovernor", "GovernorV4"] if ASSURANCE else [])]
)
async def test_what_passed_on_discord_is_carried_out_by_a_governor(site: Site, code: str) -> None:
    stage = site.stage
    token = stage.token
    governor = await deploy_governor(
        stage.chain, token, code=code, voting_period=15, threshold=1_000 * TOKEN, timelock_delay=600
    )
    here = await walk(site, governor)
    try:
        await job_is_done(here)
    finally:
        await here.browser.close()


async def job_is_done(here: Walk) -> None:
    job, ada, governor = here.job, here.job["ada"].wallet, here.governor
    page = await here.page()
    assert f"On the Governor, for #{here.number}: Pay the rent" in page.words
    assert "it waits to be proposed to the Governor" in page.words
    assert "5 ETH" in page.words
    assert 'id="signing"' not in page.text
    await job.card(here.number, "it waits to be proposed to the Governor")

    await here.send()
    await job.in_thread(here.number, "It was proposed to the Governor, as")
    assert 'id="executing"' not in (await here.page()).text
    where = f"](https://votes.folkmoot.example/{governor.address}/proposal/{here.id})"
    await job.until(lambda: where in here.message.text)
    await governor.skip_to_vote(here.id)
    await governor.vote(here.id, 1, sender=ada)
    await here.site.stage.finalize()
    await job.in_thread(here.number, "The Governor's vote is open")
    await job.until(lambda: "60\u202f000 FOLK for, 0 FOLK against" in here.message.text)

    await governor.skip_vote(here.id)
    await here.site.stage.finalize()
    await job.in_thread(here.number, "It passed on the Governor too")
    await here.send()
    await job.in_thread(here.number, "It is queued in the timelock")
    await job.card(here.number, "queued in the timelock; it can be executed from <t:")
    assert 'id="executing"' not in (await here.page()).text

    await governor.skip_timelock()
    await here.site.stage.finalize()
    await job.in_thread(here.number, "Its time in the timelock is over. Anybody can execute it now")
    await job.card(here.number, "its time in the timelock is over; it waits to be executed")
    before = await here.site.stage.chain.balance(ada.address)
    await here.send()
    told = await job.notified(here.number, "The Governor executed the proposal")
    assert "](https://explorer.folkmoot.example/tx/0x" in told.text
    # 5 ETH came, and some of the fee of the transaction went.
    assert await here.site.stage.chain.balance(ada.address) > before + 4 * TOKEN
    await job.card(here.number, "Executed")
    await job.until(lambda: "✅ **Executed**" in here.message.text)
    assert here.message.buttons == []
    assert "Executed. Nothing is left to be signed" in (await here.page()).words


async def test_a_governors_voters_can_turn_down_what_passed_on_discord(site: Site) -> None:
    governor = await deploy_governor(site.stage.chain, site.stage.token, voting_period=15)
    here = await walk(site, governor)
    try:
        await here.send()
        await here.job.in_thread(here.number, "It was proposed to the Governor, as")
        await governor.skip_to_vote(here.id)
        await governor.vote(here.id, 0, sender=here.job["ada"].wallet)
        await governor.skip_vote(here.id)
        await site.stage.finalize()
        await here.job.notified(here.number, "It was voted down on the Governor")
        assert 'id="executing"' not in (await here.page()).text
        await here.job.card(here.number, "voted down on the Governor: it can't be executed")
    finally:
        await here.browser.close()


async def test_what_is_canceled_on_the_governor_is_prepared_again_and_said_once(site: Site) -> None:
    governor = await deploy_governor(site.stage.chain, site.stage.token, voting_delay=30)
    here = await walk(site, governor)
    try:
        call = data_of(await here.page(), "executing")
        await here.send()
        await here.job.in_thread(here.number, "It was proposed to the Governor, as")
        asked = decode(["address[]", "uint256[]", "bytes[]", "string"], bytes.fromhex(call["data"][10:]))
        calls = list(zip(*asked[:3], strict=True))
        await governor.cancel(here.id, calls, asked[3], sender=here.job["ada"].wallet)
        await site.stage.finalize()
        said = await here.job.in_thread(here.number, "canceled on the Governor in block")
        assert "prepared again" in said.text
        thread = await here.job.thread(here.number)
        await here.job.until(
            lambda: len([m for m in thread.messages if "On the Governor: proposal" in m.text]) == 2
        )
        again = [m for m in thread.messages if "On the Governor: proposal" in m.text][-1]
        assert str(here.id) not in again.text
        assert not [m for m in thread.messages if "can't be executed" in m.text]
    finally:
        await here.browser.close()


@pytest.mark.attack("web")
async def test_nobody_hands_in_a_signature_for_a_governor(site: Site) -> None:
    governor = await deploy_governor(site.stage.chain, site.stage.token)
    here = await walk(site, governor)
    try:
        stolen = await here.browser.get("/wallet")
        form = {"form_token": stolen.fields["form_token"], "signature": "0x" + "ab" * 65}
        answer = await here.browser.post(here.path, form)
        assert answer.status == 400
        assert "no signature that the Governor" in answer.words
    finally:
        await here.browser.close()
