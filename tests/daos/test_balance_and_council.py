"""The pages of docs/daos/ on what many DAOs want: a treasury that is kept in balance, and a council that is elected."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from eth_utils.address import to_checksum_address

from bot.domain.treasury.drift import Band, BandKind
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.discord import Message
from sandbox.safe_app import add_delegate
from sandbox.stage import Stage
from tests.daos.conftest import DaoServer, entered, periods, written
from tests.docs.pages import named, read, rows, table
from tests.main_job.job import TOKEN, assert_says, record_of, verified
from tests.main_job.test_changed_server import below_the_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNI, SAFE = "0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984", "0x52908400098527886E0F7030069857D2E4169EE7"
LEAVING = "0x8617E340B3D01FA5F11F306F4090FD50E238070D"
BALANCED, COUNCIL = "balanced-treasury", "elected-council"
ROLE, IDS = "1234567890123456789", ("1234", "5678", "9012")
DOLLAR = 10**8
"""Of a feed."""
PAGE = read(f"docs/daos/{BALANCED}.md")
TO_DO = table(PAGE, "asset")
_OPTION = re.compile(r"(\w+):(.+?)(?= \w+:|$)")


def spaced(text: str) -> str:
    """With plain spaces where numbers have none that break a line."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def moved_in(server: DaoServer, page: str, votes: dict[str, int]) -> LocalSafe:
    """The page's set-up, with a token of which members hold so many whole ones, and a Safe that nobody else has."""
    stage, chain = server.stage, server.stage.chain
    token = await chain.deploy("VotesToken", "Votes", "VTS")
    safe = await deploy_safe(chain, owners=stage.owners, threshold=2, salt=len(stage.voters) + 1)
    await add_delegate(stage.service, safe, stage.owners[0], stage.proposer)
    await server.members(*votes)
    wallets = [server[name].wallet.address for name in votes]
    amounts = [amount * TOKEN for amount in votes.values()]
    await token.send("airdrop", wallets, amounts, True, sender=chain.deployer)
    await stage.finalize()
    server.stage = replace(stage, safe=safe)
    given = entered(page)
    assert given["safe"] == SAFE
    rules = {"quorum": given["quorum"], "threshold": given["threshold"]}
    answer = await server.move_in(page, {UNI: token}, safe=safe.address, **rules)
    assert_says(answer, safe.address)
    return safe


# -- a treasury kept in balance -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asset:
    """One of the four, on the local chain."""

    token: Contract
    feed: Contract
    decimals: int
    dollars: int


class Balanced:
    """The treasury of the page."""

    def __init__(self, server: DaoServer, safe: LocalSafe) -> None:
        self.server, self.safe = server, safe
        self.assets: dict[str, Asset] = {}
        self.desk = server.stage.chain.account("market maker")

    async def typed(self, line: str, **changes: str) -> str:
        """A moderator types a line of the page, with other values of some options; returns the answer."""
        options = dict(_OPTION.findall(line))
        command = line.removeprefix("/").partition(f" {next(iter(options))}:")[0]
        return await self.server.ask(self.server.stage.moderator, command, **options | changes)

    async def built(self) -> None:
        """The four assets as the page's table has them, each with a feed; and the market maker, who sells two of them
        to nobody yet."""
        chain = self.server.stage.chain
        for head, (price, held, *_) in TO_DO.items():
            name, decimals = head.strip("`"), {"`WBTC`": 8, "`USDC`": 6}.get(head, 18)
            dollars, whole = (int(cell.strip("$").replace(",", "")) for cell in (price, held))
            token = await chain.deploy("PlainToken", name, name, decimals)
            feed = await chain.deploy("PriceFeed", f"{name} / USD", 8, dollars * DOLLAR)
            asset = self.assets[name] = Asset(token, feed, decimals, dollars)
            await token.send("mint", self.safe.address, whole * 10**decimals, sender=chain.deployer)
            await token.send("mint", self.desk.address, 10**6 * 10**asset.decimals, sender=chain.deployer)
        await chain.fund(self.desk, TOKEN)
        await self.server.stage.finalize()

    async def named(self) -> None:
        """What the page has moderators type for them."""
        for line in written(BALANCED, "watch").splitlines():
            asset = self.assets[dict(_OPTION.findall(line))["name"]]
            answer = await self.typed(line, address=asset.token.address, feed=asset.feed.address)
            assert_says(answer, f"calls itself `{await asset.token.call('symbol')} / USD`")
        accounts = {name: asset.token.address for name, asset in self.assets.items()}
        accounts |= {"treasury": self.safe.address, "desk": self.desk.address}
        for line in written(BALANCED, "book").splitlines():
            await self.typed(line, address=accounts.pop(dict(_OPTION.findall(line))["name"]))
        assert not accounts

    async def later(self) -> None:
        """What has happened is final, and a treasury that was read is read again: it stands for half a minute."""
        await self.server.stage.finalize()
        await self.server.bot.passes(seconds=31)

    async def priced(self, **dollars: int) -> None:
        """Every feed tells its price anew, these another one."""
        for name, asset in self.assets.items():
            answer = dollars.get(name, asset.dollars) * DOLLAR
            await asset.feed.send("update", answer, sender=self.server.stage.chain.deployer)
        await self.later()

    async def shown(self) -> Message:
        return await self.server.asked(self.server["holder"].person, "treasury show")

    async def drafting(self, shown: Message) -> Message:
        """What a member gets who presses the button beneath it."""
        return await (await self.server["holder"].person.click(shown, label="Draft a rebalancing")).settled()

    async def told(self, *words: str) -> None:
        """The announcements say that it is to be rebalanced, and this."""
        await self.server.announced(
            lambda m: all(word in spaced(m.text) for word in ("The treasury is to be rebalanced", *words))
        )

    async def held(self, account: str) -> dict[str, int]:
        return {name: await asset.token.call("balanceOf", account) for name, asset in self.assets.items()}


async def test_a_treasury_that_drifted_is_brought_back_by_a_vote_and_looked_at_by_the_calendar(
    server: DaoServer,
) -> None:
    safe = await moved_in(server, BALANCED, {"holder": 50_000, "other holder": 20_000})
    assert_says(await server.upload(BALANCED), safe.address)
    treasury = Balanced(server, safe)
    await treasury.built()
    await treasury.named()
    relative, absolute = written(BALANCED, "target").splitlines()
    await treasury.typed(relative)
    await treasury.told("more than 20 % of its target off", "19.0 %", "32.0 %", "48.0 %", "1.0 %")
    await treasury.typed(absolute)
    await treasury.told("more than 5 % of everything off its target", "every 90 days")
    standing = await treasury.shown()
    for lie in ("0", "less than 0", "2 hours"):
        await lies(treasury, lie)
        shown = await treasury.shown()
        assert_says(shown.text, "Nobody can say how it stands to its target shares", lie)
        assert not [button for button in shown.buttons if button.label == "Draft a rebalancing"]
        assert_says(
            (await treasury.drafting(standing)).text, "nothing to sell or to buy now, as far as it can"
        )
    await treasury.priced()

    preview = await drafted(treasury)
    assert_says(preview.text, "would fail")
    for name in ("WETH", "DAI"):
        asset = treasury.assets[name]
        await asset.token.send("approve", safe.address, bought(name, asset), sender=treasury.desk)
    await treasury.later()
    preview = await drafted(treasury)
    assert "would fail" not in preview.text
    number = await server.submits("holder", preview)
    times = periods(BALANCED)
    await server.elapses(times.discussion)
    await server.card(number, "Open for voting")
    await server.click("holder", number, "For")
    await server.click("other holder", number, "Against")
    await server.elapses(times.voting)
    result = record_of(await server.result(number))["result"]
    assert result["scores"] == [str(50_000 * TOKEN), str(20_000 * TOKEN), "0"]
    await server.elapses(times.timelock)
    await server.in_thread(number, "safeTxHash")
    await server.execute(server.transactions()[0])
    await server.notified(number, "The Safe executed")
    before = {"WETH": 100, "WBTC": 4, "USDC": 480_000, "DAI": 10_000}
    assert await treasury.held(safe.address) == {
        name: before[name] * 10**asset.decimals + bought(name, asset)
        for name, asset in treasury.assets.items()
    }

    # Since nobody renewed them, no price is believed by now.
    assert_says((await treasury.shown()).text, "Nobody can say how it stands to its target shares")
    await treasury.priced()
    shown = spaced((await treasury.shown()).text)
    assert_says(shown, "$999 999.99", *(f"{name}: 25.000 %, and is to be 25 %" for name in treasury.assets))
    assert "Out of balance" not in shown
    await server.elapses(timedelta(days=90))
    await treasury.priced(WETH=2_090)
    await server.bot.passes(hours=6)
    await treasury.told("**Target shares**", "WETH: 26.8 %")


async def lies(treasury: Balanced, how: str) -> None:
    """The feed of DAI tells a price of 0, of less, or one of two hours ago."""
    chain = treasury.server.stage.chain
    now = (await chain.block("latest")).timestamp
    answer, at = {"0": (0, now), "less than 0": (-1, now), "2 hours": (DOLLAR, now - 2 * 3_600)}[how]
    await treasury.assets["DAI"].feed.send("setRound", 99, answer, at, at, 99, sender=chain.deployer)
    await treasury.later()


async def drafted(treasury: Balanced) -> Message:
    """The preview of the rebalancing, with the page's amounts and values in its text, and the page's actions."""
    member = treasury.server["holder"].person
    picker = await treasury.drafting(await treasury.shown())
    form = (await member.select(picker, values="main")).modal
    assert form is not None
    text = spaced(str(form.field("Text").value))
    for head, (*_, share, to_do, worth) in TO_DO.items():
        name, (way, amount) = head.strip("`"), to_do.split()
        sold, _, buys = text.partition("To buy:")
        line = "- {} {}, worth {}".format(amount.replace(",", " "), name, worth.replace(",", " "))
        assert_says(buys if way == "buy" else sold, line)
        assert_says(text, f"- {name}: {share.replace(' %', '.0 %')} now, 25 % then")
    actions = {"Actions, one per line (optional)": written(BALANCED, "actions")}
    return await (await form.submit(actions)).settled(timeout=30)


def bought(name: str, asset: Asset) -> int:
    """By the page's table, in base units; less than 0 where it is sold."""
    way, amount = TO_DO[f"`{name}`"][3].split()
    units = Fraction(amount.replace(",", "")) * 10**asset.decimals
    assert units.denominator == 1
    return int(units) if way == "buy" else -int(units)


async def test_the_bands_of_the_page_are_those_of_both_kinds() -> None:
    bands = (Band(BandKind.ABSOLUTE, Fraction(1, 20)), Band(BandKind.RELATIVE, Fraction(1, 5)))
    for target, told in table(PAGE, "target").items():
        around = [band.around(Fraction(int(target.split()[0]), 100)) for band in bands]
        assert told == [f"{100 * least} % to {100 * most} %" for least, most in around]


# -- an elected council -------------------------------------------------------------------------------------------


async def test_an_elected_council_gets_its_role_and_its_seats_by_one_proposal(
    server: DaoServer, tmp_path: Path
) -> None:
    ballots = {
        named(head)[0]: int(tokens.replace(",", ""))
        for head, tokens in rows(read(f"docs/daos/{COUNCIL}.md"), "ballot").items()
    }
    votes = {ballot.split()[0].lower(): tokens for ballot, tokens in ballots.items()}
    await moved_in(server, COUNCIL, votes)
    stage = server.stage
    iris, jonas, kim = (server[name].person for name in ("iris", "jonas", "kim"))
    first, second, leaving = (owner.address for owner in stage.owners)
    council = below_the_bot(stage, "Council")
    shown = await server.upload(COUNCIL, {ROLE: str(council.id)})
    assert_says(shown, "2 of the candidates", "owners of the Safe")

    candidates = written(
        COUNCIL, "candidates", dict(zip(IDS, map(str, (iris.id, jonas.id, kim.id)), strict=True))
    )
    actions = written(COUNCIL, "actions", {LEAVING: leaving})
    number = await server.submitted("iris", "The council of 2026", actions, candidates=candidates)
    times = periods(COUNCIL)
    await server.elapses(times.discussion)
    card = await server.card(number, "Open for voting")
    assert_says(card.text, "signs for the Safe", "2 of these members are elected", council.mention)
    for name, ballot in zip(votes, ballots, strict=True):
        await server.command(name, number, ballot)
    await server.elapses(times.voting)
    result = await server.result(number)
    assert_says(result.text, f"1. Jonas: <@{jonas.id}>\n2. Kim: <@{kim.id}>")
    wallets = [winner["wallet"] for winner in record_of(result)["elected"]["winners"]]
    assert wallets == [server[name].wallet.address for name in ("jonas", "kim")]
    lines = await verified(result, tmp_path, stage.chain.url)
    assert any("Elected to 2 seats" in line for line in lines), lines
    assert await owners(stage) == ({first, second, leaving}, 2)
    assert council not in jonas.roles

    await server.elapses(times.timelock)
    await server.in_thread(number, "safeTxHash")
    await server.until(lambda: council in jonas.roles and council in kim.roles)
    assert council not in iris.roles
    await server.execute(server.transactions()[0])
    await server.notified(number, "The Safe executed the proposal")
    seated = {first, second, *wallets}
    assert await owners(stage) == (seated, 3)

    await server.elapses(timedelta(days=181))
    await server.until(lambda: council not in jonas.roles and council not in kim.roles)
    assert await owners(stage) == (seated, 3)


async def owners(stage: Stage) -> tuple[set[str], int]:
    """Of the Safe on its chain, and how many of them must sign."""
    contract = stage.safe.contract
    found = {to_checksum_address(owner) for owner in await contract.call("getOwners")}
    return found, int(await contract.call("getThreshold"))
