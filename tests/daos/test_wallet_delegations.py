"""DAOs that delegate in a registry on chain, as on Snapshot: SafeDAO, and Decentraland on two chains."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from sandbox import safe_app
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.safe_app import add_delegate
from sandbox.safe_service import SafeService
from sandbox.stage import BLOCK_SECONDS, Stage
from tests.daos.conftest import DaoServer, entered, periods, written
from tests.databases import Databases, database_of
from tests.main_job.job import PERIODS, TOKEN, assert_says, record_of
from tests.main_job.living import LivingBot, MovableClock

pytestmark = pytest.mark.asyncio(loop_scope="module")

REGISTRY = "0x469788fE6E9E9681C6ebF3bF78e7Fd26Fc015446"
SAFE_TOKEN = "0x5aFE3855358E112B5647B952709E6165e1c1eEEe"
LOCK = "0x0a7CB434f96f65972D46A5c1A64a9654dC9959b2"
MANA = "0x0F5D2fB29fb7d3CFeE444a200298f468908cC942"
WRAPPED = "0xFd09Cf7cFffa9932e33668311C4777Cb9db3c9Be"
ON_POLYGON = "0xA1c57f48F0Deb89f569dFbE6E2B7f46D33606fD4"
LAND = "0xF87E31492Faf9A91B02Ee0dEAAd50d51d56D5d4d"
ESTATES = "0x959e104E1a4dB6317fA58F8295F586e1A978c297"
NAMES = "0x2A187453064356c898cAe034EAed119E1663ACb8"
SAFE_SPACE, LAND_SPACE, ANY = b"safe.eth".ljust(32, b"\0"), b"snapshot.dcl.eth".ljust(32, b"\0"), bytes(32)
ON_ETHEREUM = "0x89214c8Ca9A49E60a3bfa8e00544F384C93719b1"
OF_POLYGON = "0xB08E3e7cc815213304d884C88cA476ebC50EaAB2"
PAYEE = "0x52908400098527886E0F7030069857D2E4169EE7"
NOBODY = "0x" + "0" * 40


class Delegating(DaoServer):
    """A server with a registry of delegates, and a second chain in the place of Polygon, with a Safe there."""

    registry: Contract

    @property
    def polygon(self) -> LocalChain:
        assert self.stage.second
        return self.stage.second.chain

    async def over_registry(self, page: str) -> None:
        """The policy of the page, with the registry here."""
        changes = {
            REGISTRY: self.registry.address,
            "chain = 1,": f"chain = {self.stage.chain.chain_id},",
            "since = 11225329": "since = 1",
        }
        assert_says(await self.upload(page, changes), "Delegation on chain", self.registry.address)

    async def registered(self, page: str) -> None:
        """The policy of the page, with the registry here, short periods and small numbers."""
        await self.over_registry(page)
        shorter = {**PERIODS, "threshold": "1", "quorum": "1 votes"}
        edited = await self.stage.moderator.slash(self.stage.log, "gov track edit", track="main", **shorter)
        assert_says((await edited.settled(timeout=30)).text, "main")

    async def delegate(self, name: str, to: str, space: bytes) -> None:
        """A member, or a stranger, names a member's wallet in the registry."""
        await self.registry.send("setDelegate", space, self[to].wallet.address, sender=self.wallet(name))

    def wallet(self, name: str) -> Account:
        return self[name].wallet if name in self.stage.voters else self.stage.chain.account(name)

    async def strangers(self, *names: str) -> None:
        """Accounts of which nobody in the server knows."""
        for name in names:
            await self.stage.chain.fund(self.stage.chain.account(name), TOKEN)

    async def final(self) -> None:
        """The same on both chains, in blocks of the same times."""
        chains = (self.stage.chain, self.polygon)
        newest = max([(await chain.block("latest")).timestamp for chain in chains])
        # By how much the chain was advanced shows in its next block.
        await self.stage.chain.mine(1)
        later = max(newest, (await self.stage.chain.block("latest")).timestamp) + BLOCK_SECONDS
        for chain in chains:
            await chain.mine(4, later)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Delegating]:
    clock = MovableClock()
    folder = tmp_path_factory.mktemp("registry")
    async with (
        database_of(databases, folder / "folkmoot.db") as url,
        Stage.open(clock=clock, strict_limits=False, second_safe=True) as stage,
    ):
        bot = LivingBot(stage, clock, url)
        await bot.start()
        try:
            found = Delegating(stage, bot)
            found.registry = await stage.chain.deploy("DelegateRegistry")
            await found.final()
            await found.set_up()
            yield found
        finally:
            await bot.stop()
        assert stage.discord.violations == []


async def test_safedao_counts_what_is_held_and_locked_and_what_strangers_delegated(
    server: Delegating,
) -> None:
    chain = server.stage.chain
    safe = await chain.deploy("PlainToken", "Safe Token", "SAFE", 18)
    lock = await chain.deploy("TokenLock", safe.address)
    await server.members("delegate", "holder", "locker")
    await server.strangers("an old user", "an investor", "a defector")
    for name, held in (("delegate", 1), ("holder", 20), ("locker", 300)):
        await safe.send("mint", server[name].wallet.address, held * TOKEN, sender=chain.deployer)
    for name, held in (("an old user", 4_000), ("an investor", 50_000), ("a defector", 7)):
        await safe.send("mint", chain.account(name).address, held * TOKEN, sender=chain.deployer)
    await server.send("locker", safe, "approve", lock.address, 200 * TOKEN)
    await server.send("locker", lock, "lock", 200 * TOKEN)
    await server.delegate("an old user", "delegate", SAFE_SPACE)
    await server.delegate("an investor", "delegate", ANY)
    await server.delegate("holder", "delegate", SAFE_SPACE)
    await server.delegate("a defector", "delegate", ANY)
    await server.delegate("a defector", "holder", SAFE_SPACE)
    await server.final()

    refused = await server.stage.set_up(sources=f"call {lock.address} vestings($)[5] decimals 18")
    assert_says(refused, "does not answer as call does")
    await server.move_in("safedao", {SAFE_TOKEN: safe, LOCK: lock})
    await server.registered("safedao")
    number = await server.opened("delegate", "By the registry")
    assert_says(await server.click("delegate", number, "For"), "3 wallets on chain", "together")
    assert_says(await server.click("locker", number, "Against"), "300 SAFE")
    await server.click("holder", number, "Abstain")
    record = await server.closed(number)
    assert record["result"]["scores"] == [
        str((1 + 4_000 + 50_000) * TOKEN),
        str(300 * TOKEN),
        str((20 + 7) * TOKEN),
    ]
    assert {each["from"] for each in record["wallet_delegations"]} == {
        server.wallet(name).address for name in ("an old user", "an investor", "a defector", "holder")
    }


async def test_decentraland_decides_by_power_on_two_chains_and_pays_on_both(server: Delegating) -> None:
    stage, chain, polygon = server.stage, server.stage.chain, server.polygon
    assert stage.second
    there, service = stage.second.safe, stage.second.service
    assert there
    assert service
    mana = await chain.deploy("PlainToken", "Decentraland MANA", "MANA", 18)
    wrapped = await chain.deploy("PlainToken", "Wrapped MANA", "WMANA", 18)
    matic = await polygon.deploy("PlainToken", "Decentraland MANA", "MANA", 18)
    land = await chain.deploy("BadgeNFT", "LAND", "LAND")
    names = await chain.deploy("BadgeNFT", "Names", "DCLENS")
    estates = await chain.deploy("Estates")
    safe = await deploy_safe(chain, owners=stage.owners, threshold=2, salt=2)
    await add_delegate(stage.service, safe, stage.owners[0], stage.proposer)
    server.stage = stage = replace(stage, safe=safe)
    await server.members("citizen", "landlord")
    await server.strangers("a far citizen")
    citizen, landlord = (server[name].wallet.address for name in ("citizen", "landlord"))
    far = chain.account("a far citizen").address
    for token, account, amount in (
        (mana, citizen, 10),
        (wrapped, citizen, 5),
        (matic, citizen, 300),
        (matic, far, 2_900_000),
        (mana, far, 3_200_000),
        (mana, safe.address, 1_500),
        (matic, there.address, 2_500),
    ):
        await token.send("mint", account, amount * TOKEN, sender=token.chain.deployer)
    for number in (1, 2):
        await land.send("mint", landlord, number, sender=chain.deployer)
        await estates.send("found", landlord, number, 3 * number, sender=chain.deployer)
    await names.send("mint", citizen, 1, sender=chain.deployer)
    await server.delegate("a far citizen", "citizen", LAND_SPACE)
    await server.final()

    given, where = entered("decentraland"), f"{safe.address}, polygon:{there.address}"
    assert given["safe"] == f"{ON_ETHEREUM}, polygon:{OF_POLYGON}"
    local = {MANA: mana, WRAPPED: wrapped, ON_POLYGON: matic, LAND: land, ESTATES: estates, NAMES: names}
    rules = {"quorum": given["quorum"], "threshold": given["threshold"]}
    assert_says(await server.move_in("decentraland", local, safe=where, **rules), safe.address, there.address)
    await server.over_registry("decentraland")
    await server.final()

    payee = chain.account("a builder of scenes").address
    changes = {MANA: mana.address, ON_POLYGON: matic.address, PAYEE: payee}
    number = await server.submitted("citizen", "A plaza", written("decentraland", "actions", changes))
    times = periods("decentraland")
    await server.elapses(times.discussion)
    card = await server.card(number, "Open for voting")
    assert_says(card.text, "**On local**", "**On polygon**")
    assert_says(await server.click("citizen", number, "For"), "by 1 wallet on chain", "together")
    await server.click("landlord", number, "Against")
    await server.elapses(times.voting)
    # For it is more than the quorum only with what lies on both chains.
    result = await server.result(number)
    here, elsewhere = record_of(result)["frozen"]["snapshot"]
    assert (here["chain"], elsewhere["chain"]) == (chain.chain_id, polygon.chain_id)
    assert here["timestamp"] == elsewhere["timestamp"]
    scores = [str((10 + 5 + 300 + 100 + 6_100_000) * TOKEN), str((2 * 2_000 + 9 * 2_000) * TOKEN), "0"]
    assert record_of(result)["result"]["scores"] == scores
    assert_says(result.text, "Passed")

    await server.elapses(times.timelock)
    thread = await server.thread(number)
    for amount in ("1. send 1\u202f000 MANA", "1. send 2\u202f500 MANA"):
        await thread.wait_for(lambda m, amount=amount: "**What was voted on**" in m.text and amount in m.text)
    await executes(server, stage.service, safe)
    assert_says((await server.notified(number, "local: ")).text, "The Safe executed")
    card = await server.card(number, "local: **Executed**")
    assert_says(card.text, "polygon: **Passed** · the Safe's owners sign")
    assert (await mana.call("balanceOf", payee), await matic.call("balanceOf", payee)) == (1_000 * TOKEN, 0)
    await executes(server, service, there)
    assert_says((await server.notified(number, "polygon: ")).text, "The Safe executed")
    await server.card(number, "polygon: **Executed**")
    assert await matic.call("balanceOf", payee) == 2_500 * TOKEN


async def executes(server: Delegating, service: SafeService, safe: LocalSafe) -> None:
    """Two owners sign the Safe's newest transaction, the first of them executes; then it is final."""
    (newest, *_) = sorted(service.transactions(safe.address), key=lambda each: -int(each["nonce"]))
    owners = server.stage.owners[:2]
    await safe_app.execute(service, safe, newest["safeTxHash"], owners, owners[0])
    await server.final()


async def test_what_safedaos_page_says_ends_in_a_payment_by_a_guarded_safe_1_3_0(server: Delegating) -> None:
    stage, chain = server.stage, server.stage.chain
    token = await chain.deploy("PlainToken", "Safe Token", "SAFE", 18)
    lock = await chain.deploy("TokenLock", token.address)
    safe = await deploy_safe(chain, owners=stage.owners, threshold=2, salt=1, code="SafeV130")
    guard = await chain.deploy("TransactionGuard", 0, NOBODY)
    data = safe.contract.data("setGuard", guard.address)
    digest = await safe.transaction_hash(safe.address, data=data)
    signatures = [safe.sign(owner, digest) for owner in stage.owners[:2]]
    await safe.execute(safe.address, data=data, signatures=signatures, sender=chain.deployer)
    await add_delegate(stage.service, safe, stage.owners[0], stage.proposer)
    stage.safe = safe
    await server.members("guardian of SAFE")
    await token.send("mint", server["guardian of SAFE"].wallet.address, 20_000 * TOKEN, sender=chain.deployer)
    await server.strangers("a believer")
    await token.send("mint", chain.account("a believer").address, 10**7 * TOKEN, sender=chain.deployer)
    await server.delegate("a believer", "guardian of SAFE", SAFE_SPACE)
    await token.send("mint", safe.address, 5_000 * TOKEN, sender=chain.deployer)
    await server.final()

    given = entered("safedao")
    rules = {"quorum": given["quorum"], "threshold": given["threshold"]}
    await server.move_in("safedao", {SAFE_TOKEN: token, LOCK: lock}, **rules)
    assert_says(await server.ask(stage.moderator, "gov safe show"), safe.address, guard.address)
    await server.over_registry("safedao")
    times = periods("safedao")
    grantee = chain.account("a SAFE grantee").address
    action = f"transfer 5000 {token.address} to {grantee}"
    number = await server.submitted("guardian of SAFE", "A grant", action)
    await server.elapses(times.discussion)
    await server.card(number, "Open for voting")
    await server.click("guardian of SAFE", number, "For")
    await server.elapses(times.voting)
    assert record_of(await server.result(number))["result"]["scores"] == [str(10_020_000 * TOKEN), "0", "0"]
    await server.elapses(times.timelock)
    await server.in_thread(number, "safeTxHash")
    await server.execute(server.transactions()[0])
    await server.notified(number, "The Safe executed")
    assert await token.call("balanceOf", grantee) == 5_000 * TOKEN
