"""The scenario: a real DAO's vote, from the proposal to the executed transaction, with the bot killed in between."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.domain.quantities import percent, tokens
from sandbox import safe_app
from sandbox.browser.wallet import PagesWithWallet
from sandbox.demo.bot_process import BotProcess
from sandbox.demo.election import RealElection
from sandbox.demo.narration import Bar, DemoFailed, Narration
from sandbox.discord import Channel, Message, NoAnswer
from sandbox.stage import Stage, Voter

TOKEN = 10**18
SUPPLY = 1_000_000_000 * TOKEN
"""UNI's supply, so that one per cent of it is the quorum that Uniswap asks for."""
AT_ONCE = 12
"""So many members act at the same moment."""
GIVEN_NAMES = (
    *("ada", "ben", "cleo", "dan", "eva", "finn", "gina", "hugo", "ines", "jan"),
    *("kira", "leo", "mara", "nico", "oda", "paul", "rosa", "sam", "tina", "uwe"),
    *("vera", "will", "xenia", "yann", "zoe", "aron", "bella", "carl", "dina", "emil"),
)
FAMILY_NAMES = (
    *("ash", "beck", "cole", "dunn", "ebner", "frost", "gray", "hill", "ivers", "jung"),
    *("kern", "lund", "moss", "north", "olsen", "pike", "quist", "reed", "stone", "thorn"),
)
EMOJI = {1: "👍", 2: "👎", 3: "🤷"}
_PAGE = re.compile(r"http://127\.0\.0\.1:[0-9]+/proposals/[0-9]+")
_NUMBER = re.compile(r"Proposal ([0-9]+) ·")
_HASH = re.compile(r"0x[0-9a-f]{64}")


class Scenario:
    def __init__(
        self,
        stage: Stage,
        election: RealElection,
        narration: Narration,
        folder: Path,
        pages: PagesWithWallet,
    ) -> None:
        self.stage = stage
        self.election = election
        self.tell = narration
        self.folder = folder
        self.page = ""
        """The address at which the proposal is read in a browser, once there is one."""
        environment = stage.environment(folder / "folkmoot.db", **pages.settings(stage.app))
        self.bot = BotProcess(stage.discord, stage.app, environment, folder)
        self.grantee = stage.chain.account("grantee")
        self._voting_began = 0.0

    async def play(self) -> None:
        """All of it. Raises DemoFailed as soon as something doesn't hold."""
        await self.distribute_tokens()
        to_start = await self.start_bot()
        to_link = await self.link_wallets()
        await self.set_up(voting_seconds=_enough_to_vote(to_start, to_link))
        await self.propose()
        card = await self.open_vote()
        await self.vote(card)
        record = await self.close()
        self.recount(record)
        await self.execute()

    # -- before the vote ------------------------------------------------------------------------------------

    async def distribute_tokens(self) -> None:
        self.tell.step("Members, wallets and a treasury on a local chain")
        ballots = self.election.ballots
        powers = {name_of_voter(number): power for number, (_, power, _) in enumerate(ballots)}
        await self.stage.add_voters(powers)
        rest = SUPPLY - sum(powers.values())
        safe = self.stage.safe.address
        await self.stage.token.send("airdrop", [safe], [rest], False, sender=self.stage.chain.deployer)
        await self.stage.chain.fund(safe, 100 * TOKEN)
        await self.stage.finalize()
        self.tell.seen(
            f"{len(powers)} members hold exactly the voting power of the {len(ballots)} people who voted "
            f"in {self.election.space}"
        )
        self.tell.seen(f"Safe {safe}: 100 ETH and the rest of the supply; two of three owners must sign")

    async def start_bot(self) -> float:
        """Returns how many seconds that took."""
        self.tell.step("The bot connects (the real discord.py, over real sockets)")
        began = time.monotonic()
        await self.bot.start()
        seconds = time.monotonic() - began
        self.tell.seen(f"process {self.bot.pid}, connected after {seconds:.1f} s")
        return seconds

    async def link_wallets(self) -> float:
        """Every voter links a wallet. Returns how many seconds that took."""
        # Linking needs a space, so that the rules are set up once before the periods are known.
        await self.stage.set_up(prove=False)
        self.tell.step("An owner proves that the Safe is this server's: /gov safe prove")
        self.tell.quote(await self.stage.prove(), "to the moderator alone")
        self.tell.step("Every member links a wallet: /wallet link, sign the text, hand the signature back")
        began = time.monotonic()
        with self.tell.bar("linked", len(self.stage.voters)) as bar:
            await _each(list(self.stage.voters.values()), self._link_with(bar))
        seconds = time.monotonic() - began
        self.tell.seen(f"{len(self.stage.voters)} signatures checked in {seconds:.1f} s")
        return seconds

    def _link_with(self, bar: Bar) -> Callable[[Voter], Awaitable[None]]:
        async def link(voter: Voter) -> None:
            await _patiently(lambda: self.stage.link(voter))
            bar.step()

        return link

    async def set_up(self, voting_seconds: int) -> None:
        self.tell.step("A moderator sets the rules: /gov setup")
        answer = await self.stage.set_up(
            discussion_period="2s", voting_period=f"{voting_seconds}s", timelock="4s", quorum="1%"
        )
        self.tell.quote(answer, "to the moderator alone")
        await self.stage.log.wait_for(lambda message: "set up" in message.text.lower(), timeout=30)
        self.tell.check("the act stands in the public log", True)
        await self.stage.moderator.slash(self.stage.announcements, "gov pages", visible="public")

    async def propose(self) -> None:
        self.tell.step("A member proposes: /propose")
        author = self.stage.voters[name_of_voter(0)]
        actions = "\n".join(
            [
                f"transfer 12.5 ETH to {self.grantee.address}",
                f"transfer 25000 {self.stage.token.address} to {self.grantee.address}",
            ]
        )
        text = "Renew the deployments for a year, and pay the team that looks after them."
        preview = await self.stage.draft(author.person, self.election.title, text, actions)
        self.tell.quote(preview.text, "preview, to the author alone")
        answer = await self.stage.submit(author.person, preview)
        self.tell.quote(answer, "to the author alone")

    # -- the vote -------------------------------------------------------------------------------------------

    async def open_vote(self) -> Message:
        self.tell.step("The vote opens: snapshot, frozen rules, the card")
        card = await self._wait(self.stage.announcements, lambda message: "Open for voting" in message.text)
        self._voting_began = time.monotonic()
        (post,) = self.stage.discussion.posts
        self.tell.seen(f"it was discussed in the forum post “{post.name}”")
        self.tell.quote(card.text, "in #announcements")
        self.page = _page_of(card)
        self.tell.seen(f"in a browser, kept up to date: {self.page}")
        return card

    async def vote(self, card: Message) -> None:
        voters = list(zip(self.stage.voters.values(), self.election.ballots, strict=True))
        kill_at = len(voters) // 2
        self.tell.step(f"{len(voters)} members vote: by button, by /vote cast, by reaction")
        back = asyncio.Event()
        back.set()
        with self.tell.bar("voted", len(voters)) as bar:
            done = 0

            async def cast(entry: tuple[int, tuple[Voter, tuple[str, int, int]]]) -> None:
                nonlocal done
                number, (voter, (_, _, choice)) = entry
                await self._cast(card, voter, choice, number, back)
                bar.step()
                done += 1
                if done == kill_at:
                    await self._crash(bar, back)

            await _each(list(enumerate(voters)), cast)
        self.tell.seen(f"all have voted after {time.monotonic() - self._voting_began:.1f} s")

    async def _cast(self, card: Message, voter: Voter, choice: int, number: int, back: asyncio.Event) -> None:
        """One member votes, and tries again, as a person does, when the bot was away."""
        name = self.election.choices[choice - 1]
        if number % 3 == 2:
            await voter.person.react(card, EMOJI[choice])
            return
        while True:
            await back.wait()
            try:
                if number % 3 == 0:
                    reply = await voter.person.click(card, label=name)
                else:
                    reply = await voter.person.slash(
                        self.stage.announcements, "vote cast", proposal=self._number(card), choice=name
                    )
                await reply.settled(timeout=10)
            except (NoAnswer, TimeoutError):
                continue
            return

    def _number(self, card: Message) -> str:
        """By which people know the proposal of a card."""
        named = _NUMBER.search(card.text)
        assert named is not None
        return named[1]

    async def _crash(self, bar: Bar, back: asyncio.Event) -> None:
        back.clear()
        await self.bot.kill()
        bar.say("[bold red]SIGKILL[/]: the bot is gone, in the middle of the vote")
        began = time.monotonic()
        await self.bot.start()
        bar.say(f"[bold green]started again[/], connected after {time.monotonic() - began:.1f} s")
        back.set()

    # -- after the vote -------------------------------------------------------------------------------------

    async def close(self) -> dict[str, Any]:
        self.tell.step("The vote closes on time; the result is posted with its record")
        result = await self._wait(
            self.stage.announcements,
            lambda message: any("record" in file.filename for file in message.attachments),
            timeout=120,
        )
        self.tell.quote(result.text, "in #announcements")
        for file in result.attachments:
            (self.folder / file.filename).write_bytes(file.content)
        file = next(file for file in result.attachments if "record" in file.filename)
        record: dict[str, Any] = json.loads(file.content)
        counted = [int(score) for score in record["result"]["scores"]]
        real = self.election.scores
        self.tell.table(
            ["choice", "counted here", "voted on Snapshot", "share"],
            [
                [name, tokens(mine, 18), tokens(theirs, 18), percent(mine, sum(counted))]
                for name, mine, theirs in zip(self.election.choices, counted, real, strict=True)
            ],
        )
        self.tell.check(
            "every ballot counted once: the totals are the sums of the real ballots, to 10⁻¹⁸",
            counted == real,
        )
        total = f"{sum(counted) / TOKEN:.3f}"
        self.tell.check(
            f"as published, to three decimals: {total} in total; {self.election.top_choice_percent} % for the first",
            total == f"{self.election.scores_total:.3f}"
            and f"{100 * max(counted) / sum(counted):.1f}" == str(self.election.top_choice_percent),
        )
        self.tell.check(
            f"{len(self.election.ballots)} voters, each with a receipt in the record",
            len({ballot["receipt"] for ballot in record["ballots"]}) == len(self.election.ballots),
        )
        return record

    def recount(self, record: dict[str, Any]) -> None:
        self.tell.step("Anybody counts again: folkmoot tally")
        election = next(self.folder.glob("*-election.json"))
        command = [sys.executable, "-m", "bot", "tally", str(election)]
        root = Path(__file__).resolve().parents[2]
        answer = subprocess.run(command, cwd=root, capture_output=True, check=True)
        recounted = json.loads(answer.stdout)
        self.tell.seen(f"folkmoot tally {election.name}")
        self.tell.seen(f"scores {', '.join(recounted['scores'])}; passed: {recounted['outcome']['passed']}")
        self.tell.check("the recount says what the bot said", recounted == record["result"])

    async def execute(self) -> None:
        self.tell.step("After the timelock the frozen actions go to the Safe, exactly as they were voted on")
        stage = self.stage
        (post,) = stage.discussion.posts
        message = await self._wait(post, lambda m: "safeTxHash" in m.text)
        self.tell.quote(message.text, f"in the forum post “{post.name}”")
        (proposed,) = stage.service.transactions(stage.safe.address)
        safe_tx_hash = proposed["safeTxHash"]
        self.tell.check(
            "the posted hash is the one in the transaction service",
            safe_tx_hash in _HASH.findall(message.text),
        )
        before = await stage.chain.balance(self.grantee.address)
        for owner in stage.owners[:2]:
            await safe_app.confirm(stage.service, stage.safe, owner, safe_tx_hash)
            self.tell.seen(f"owner {owner.address} confirms")
        receipt = await safe_app.execute(
            stage.service, stage.safe, safe_tx_hash, stage.owners[:2], stage.owners[0]
        )
        await stage.finalize()
        self.tell.seen(f"executed in block {int(receipt['blockNumber'], 16)}")
        said = await self._wait(stage.announcements, lambda m: "executed the proposal" in m.text)
        moved = await stage.chain.balance(self.grantee.address) - before
        got = await stage.token.call("balanceOf", self.grantee.address)
        self.tell.check(
            "the grantee has 12.5 ETH and 25 000 tokens", (moved, got) == (12_500 * 10**15, 25_000 * TOKEN)
        )
        self.tell.quote(said.text, "in #announcements")

    async def _wait(
        self, channel: Channel, wanted: Callable[[Message], bool], timeout: float = 60
    ) -> Message:
        """A message in the channel or one of its threads. Raises RuntimeError with the bot's last words."""
        try:
            return await channel.wait_for(wanted, timeout=timeout)
        except TimeoutError:
            raise RuntimeError(
                f"nothing came in #{channel.name}; the bot says:\n{self.bot.last_words()}"
            ) from None


def _page_of(card: Message) -> str:
    """Where the card leads to in the browser. Raises DemoFailed where it leads nowhere."""
    for button in card.buttons:
        if button.url and _PAGE.fullmatch(button.url):
            return button.url
    raise DemoFailed("the card leads to no page")


def _enough_to_vote(to_start: float, to_link: float) -> int:
    """Seconds in which everyone votes on this machine, however slow or busy it is: three times what it takes, so that
    nobody waits long for the close. The bot starts once more meanwhile, and to vote takes a tenth of linking."""
    return int(6 + 2 * to_start + to_link / 3)


def name_of_voter(number: int) -> str:
    """One of 600 names, each once."""
    family, given = divmod(number, len(GIVEN_NAMES))
    return f"{GIVEN_NAMES[given]}_{FAMILY_NAMES[family]}"


async def _patiently(act: Callable[[], Awaitable[None]]) -> None:
    """Try again, as a person does, when the bot didn't answer in time. Raises NoAnswer after the third time."""
    for _ in range(2):
        try:
            return await act()
        except (NoAnswer, TimeoutError):
            continue
    return await act()


async def _each(items: list[Any], act: Callable[[Any], Awaitable[None]]) -> None:
    """Everyone acts, some of them at the same moment."""
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(item: Any) -> None:
        async with limit:
            await act(item)

    async with asyncio.TaskGroup() as group:
        for item in items:
            group.create_task(one(item))
