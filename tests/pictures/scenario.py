"""A server that passes through everything that the bot says, so that pictures of it can be looked at.

The real bot says it, on the real parts of the sandbox; nothing here is made by hand but what people write.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox.discord import Message, Person, Reply
from sandbox.stage import Stage, sign, sign_in_text
from tests.main_job.job import PERIODS, TOKEN, Job
from tests.main_job.living import LivingBot, MovableClock
from tests.pictures.album import Album

WELL = (
    "The old well runs dry each August. Two bids came in; the lower one has a warranty of ten years.\n\n"
    "## Why now\nThe driller is in the valley until the end of the month."
)


@asynccontextmanager
async def playing(database: Path) -> AsyncIterator[Scenario]:
    """The server, with the bot and an album in which nothing is yet."""
    clock = MovableClock()
    async with Stage.open(clock=clock, strict_limits=False, name="The Well DAO") as stage:
        await stage.chain.fund(stage.safe.address, 100 * TOKEN)
        holders = [stage.safe.address], [1_000_000 * TOKEN]
        await stage.token.send("airdrop", *holders, False, sender=stage.chain.deployer)
        bot = LivingBot(stage, clock, database)
        await bot.start()
        try:
            yield Scenario(Job(stage, bot), Album(stage.discord))
        finally:
            await bot.stop()


@dataclass
class Scenario:
    job: Job
    album: Album

    async def play(self) -> None:
        """All of it, in the order of a server's life."""
        await self.set_up()
        await self.wallets()
        await self.propose()
        await self.vote()
        await self.execute()
        await self.dangerous()
        await self.refusals()
        await self.moderate()
        await self.other_votes()

    # -- people --------------------------------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        return self.job[name].person

    async def use(self, name: str, who: Person, command: str, /, **options: Any) -> Message:
        """Use a command, and take a picture of the answer."""
        answer = await self.job.asked(who, command, **options)
        self.album.take(name, answer)
        return answer

    async def click(self, name: str, who: Person, message: Message, label: str) -> Reply:
        """Press a button, and take a picture of the answer, whatever it is."""
        reply = await who.click(message, label)
        if reply.modal is not None:
            self.album.form(name, reply.modal)
            return reply
        self.album.take(name, await self.job.weighed(reply))
        return reply

    async def passes(self, **time: float) -> None:
        """Let so much time pass, for the bot and on the chain."""
        self.job.stage.chain.advance(int(timedelta(**time).total_seconds()))
        await self.job.stage.finalize()
        self.job.bot.passes(**time)

    # -- its life --------------------------------------------------------------------------------------------------

    async def set_up(self) -> None:
        stage, mona = self.job.stage, self.job.stage.moderator
        reply = await mona.slash(
            stage.log,
            "gov setup",
            announcements=stage.announcements,
            discussion=stage.discussion,
            log=stage.log,
            moderators=stage.moderators,
            guardians=stage.guardians,
            chain="local",
            sources=f"erc20_votes {stage.token.address}",
            safe=stage.safe.address,
            **PERIODS,
            quorum="4%",
            threshold="100",
        )
        self.album.take("set-up", await reply.settled(timeout=30))
        asked = await (
            await mona.slash(stage.log, "gov safe prove", signer=stage.owners[0].address)
        ).settled()
        self.album.take("proof-of-the-safe", asked)
        form = await self.click("proof-form", mona, asked, "I have signed it")
        assert form.modal is not None
        done = await form.modal.submit({"Signature": sign(stage.owners[0], sign_in_text(asked.text))})
        self.album.take("safe-proved", await done.settled(timeout=30))
        await self.use("doctor", mona, "gov doctor")
        await self.use("space", mona, "gov space")
        await self.use("policy", mona, "gov policy show")
        await self.use("help-of-a-moderator", mona, "help")
        self.album.take("log", *stage.log.messages)

    async def wallets(self) -> None:
        job, album = self.job, self.album
        await job.stage.add_voters(
            {"ada": 60_000 * TOKEN, "ben": 30_500 * TOKEN, "cleo": 7_250 * TOKEN, "dan": 0}
        )
        ada = job["ada"]
        await self.use("help", ada.person, "help")
        asked = await self.use("link", ada.person, "wallet link", address=ada.wallet.address)
        form = await self.click("link-form", ada.person, asked, "I have signed it")
        assert form.modal is not None
        done = await form.modal.submit({"Signature": sign(ada.wallet, sign_in_text(asked.text))})
        album.take("linked", await done.settled())
        await self.use("wallets", ada.person, "wallet list")
        for name in ("ben", "cleo"):
            await job.stage.link(job[name])

    async def propose(self) -> None:
        job, album, ada = self.job, self.album, self.person("ada")
        form = await ada.slash(job.stage.announcements, "propose")
        album.form("propose-form", form.modal)
        well = job.stage.chain.account("driller").address
        lines = f"transfer 12.5 ETH to {well}\ntransfer 25000 {job.stage.token.address} to {well}"
        preview = await job.stage.draft(ada, "Dig a second well", WELL, lines)
        album.take("preview", preview)
        submitted = await ada.click(preview, label="Submit")
        album.take("submitted", await submitted.settled(timeout=30))
        thread = await job.thread(1)
        album.take("discussion", *thread.messages)
        await self.use("proposals", self.person("ben"), "proposal list")

    async def vote(self) -> None:
        job, album = self.job, self.album
        ada, ben = self.person("ada"), self.person("ben")
        await self.passes(minutes=61)
        card = await job.card(1, "Open for voting")
        album.take("card-open", card)
        await self.click("newcomer", self.person("dan"), card, "For")
        await self.click("receipt", ada, card, "For")
        await job.command("cleo", 1, "Against", reason="The lower bid leaves out the pump.")
        await self.use("why", ben, "vote why", proposal="1")
        await self.use("mine", ada, "vote mine")
        await self.click("details", ben, card, "Details")
        await job.until(lambda: "2 voted" in card.text)
        album.take("card-voted", card)
        await job.in_thread(1, "leaves out the pump")
        await self.passes(minutes=61)
        album.take("result", await job.result(1))
        await job.card(1, "guardians may veto")
        album.take("card-timelock", card)
        await self.use("view", ben, "proposal view", proposal="1")

    async def execute(self) -> None:
        job, album = self.job, self.album
        await self.passes(minutes=61)
        await job.in_thread(1, "safeTxHash")
        (transaction,) = job.transactions()
        card = await job.card(1, "owners sign")
        album.take("card-to-sign", card)
        thread = await job.thread(1)
        album.take("thread-to-sign", *thread.messages)
        await job.confirm(job.stage.owners[0], transaction)
        await job.in_thread(1, "confirmed the Safe transaction: 1 of 2")
        to_sign = await job.in_thread(1, "**1 of 2 confirmed**")
        album.take("to-sign", to_sign)
        album.take("thread-confirmed", *thread.messages[-3:])
        await job.execute(transaction)
        album.take("executed", await job.notified(1, "The Safe executed"))
        await job.card(1, "**Executed**")
        album.take("card-executed", card)
        await job.until(lambda: any("✅ **Executed**" in message.text for message in thread.messages))
        album.take("thread-executed", *thread.messages[-5:])

    async def dangerous(self) -> None:
        """Five actions, two of them dangerous, and a veto."""
        job, album = self.job, self.album
        token, payee = job.stage.token.address, job.stage.chain.account("mason").address
        lines = [
            f"call {token} approve(address,uint256) {payee} {2**256 - 1}",
            f"transfer 5000 {token} to {payee}",
            f"transfer 1.25 ETH to {payee}",
            f"call {token} delegate(address delegatee) {payee}",
            f"transfer 750 {token} to {job['ben'].wallet.address}",
        ]
        number = await job.submitted(
            "ada", "Rebuild the wall, and let the masons draw", "\n".join(lines), WELL
        )
        album.take("discussion-of-five", *(await job.thread(number)).messages)
        await self.passes(minutes=61)
        card = await job.card(number, "Open for voting")
        album.take("card-of-five", card)
        await self.use("actions", self.person("ben"), "proposal actions", proposal=str(number))
        await job.click("ada", number, "For")
        await self.passes(minutes=61)
        album.take("result-of-five", await job.result(number))
        await job.card(number, "guardians may veto")
        asked = await self.use(
            "veto-asked",
            job.stage.guardian,
            "veto",
            proposal=str(number),
            reason="Nobody may draw without a limit from the treasury.",
        )
        done = await job.stage.guardian.click(asked, label=asked.buttons[0].label)
        album.take("veto-done", await done.settled())
        album.take("vetoed", await job.notified(number, "vetoed"))
        await job.card(number, "**Vetoed**")
        album.take("card-vetoed", card)

    async def other_votes(self) -> None:
        """Ballots of other shapes, votes that are hidden, and power that is delegated."""
        job, album, mona = self.job, self.album, self.job.stage.moderator
        for name in ("council-election", "quadratic", "conviction", "delegated"):
            # Where money moves by heads, the preset asks how many.
            asked = {"quorum": "3 voters"} if name == "quadratic" else {}
            await self.use(f"track-{name}", mona, "gov track add", name=name, preset=name, **asked)
        await self.use("tracks", mona, "gov track list")
        await self.use(
            "delegate", self.person("ben"), "delegate to", member=self.person("ada"), notify_me=True
        )
        await self.use("delegations", self.person("ben"), "delegate list")
        await self.use("profile", self.person("ada"), "delegate profile")
        await self.use("board", self.person("cleo"), "delegate board")
        await self.click_form("propose-on-a-track", self.person("ada"), "council-election")
        for name, days in {"conviction": 1, "quadratic": 2, "council-election": 7, "delegated": 2}.items():
            number = await self.proposed_on(name)
            await self.passes(days=days, minutes=1)
            album.take(f"card-{name}", await job.card(number, "**Open for"))
        await job.click("ada", number, "For")
        await job.until(lambda: bool(self.person("ben").inbox(job.stage.app)))
        album.take("delegate-voted", *self.person("ben").inbox(job.stage.app))

    async def click_form(self, name: str, who: Person, track: str) -> None:
        """The form of a track."""
        form = await who.slash(self.job.stage.announcements, "propose", track=track)
        self.album.form(name, form.modal)

    async def proposed_on(self, track: str) -> int:
        """A proposal of Ada's on a track; returns its number."""
        form = await self.person("ada").slash(self.job.stage.announcements, "propose", track=track)
        assert form.modal is not None, form.text
        names = [field.label or "" for field in form.modal.fields]
        filled = {"Title": f"On {track}", "Text": WELL}
        if choices := [name for name in names if name.startswith("Choices")]:
            filled[choices[0]] = "Ada\nBen\nCleo"
        if asked := [name for name in names if "ETH" in name]:
            filled[asked[0]] = "3"
        preview = await (await form.modal.submit(filled)).settled(timeout=30)
        self.album.take(f"preview-{track}", preview)
        answer = await self.job.stage.submit(self.person("ada"), preview)
        assert "is in discussion" in answer, answer
        found = re.search(r"Proposal (\d+)", answer)
        assert found, answer
        number = int(found[1])
        await self.job.thread(number)
        await self.job.in_discussion(number)
        return number

    async def refusals(self) -> None:
        """What is answered to what can't be done."""
        job, dan = self.job, self.person("dan")
        await job.stage.link(job["dan"])
        preview = await job.stage.draft(self.person("dan"), "Everything to me", "Please.")
        self.album.take("preview-without-power", preview)
        refused = await dan.click(preview, label="Submit")
        self.album.take("refused-threshold", await refused.settled())
        asked = await job.stage.draft(self.person("ada"), "Pay", "Pay.", "transfer 1,000 ETH to vitalik.eth")
        self.album.take("refused-action", asked)

    async def opened(self, title: str) -> int:
        """A proposal of Ben's on which nobody has voted."""
        number = await self.job.submitted("ben", title)
        await self.passes(minutes=61)
        await self.job.card(number, "Open for voting")
        return number

    async def moderate(self) -> None:
        """Paused, resumed, cancelled, withdrawn; and a vote that nobody took part in."""
        job, album, mona = self.job, self.album, self.job.stage.moderator
        number = await self.opened("Paint the gate")
        await self.use(
            "pause", mona, "gov pause", proposal=str(number), reason="The text names the wrong gate."
        )
        card = await job.card(number, "**Paused**")
        album.take("card-paused", card)
        await job.ask(mona, "gov resume", proposal=str(number), reason="It is the right one.")
        await job.card(number, "Open for voting")
        await self.passes(minutes=62)
        album.take("result-defeated", await job.result(number))
        await job.card(number, "**Defeated**")
        album.take("card-defeated", card)
        number = await self.opened("Paint the gate green")
        asked = await self.use(
            "cancel-asked", mona, "gov cancel", proposal=str(number), reason="Proposed twice."
        )
        done = await mona.click(asked, label=asked.buttons[0].label)
        album.take("cancel-done", await done.settled())
        card = await job.card(number, "**Cancelled**")
        album.take("card-cancelled", card)
        await self.use("acts", mona, "gov log")
        album.take("log-at-the-end", *job.stage.log.messages[-8:])
