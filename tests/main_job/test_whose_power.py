"""Whose power counts, and from which wallets and contracts."""

from __future__ import annotations

import pytest
from eth_abi.abi import encode
from eth_account.messages import encode_defunct
from eth_utils.crypto import keccak

from sandbox.chain import Account
from sandbox.chain.safe import deploy_safe
from sandbox.stage import Voter, sign, sign_in_text
from tests.main_job.job import TOKEN, Job, assert_says

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _link(job: Job, name: str, wallet: Account) -> None:
    """Link one more wallet to a member, without making it the one that `job[name]` names."""
    await job.stage.link(Voter(job[name].person, wallet))


async def _unlink(job: Job, name: str, wallet: Account) -> None:
    person = job[name].person
    asked = await person.slash(job.stage.announcements, "wallet unlink", wallet=wallet.address)
    done = await person.click(await asked.settled(), label="Unlink it")
    assert "is unlinked" in (await done.settled()).text


async def test_a_members_wallets_count_together_and_once(dao: Job) -> None:
    await dao.join({"two": 7_000})
    second = dao.stage.chain.account("another wallet of two")
    await dao.stage.token.send(
        "airdrop", [second.address], [5_000 * TOKEN], True, sender=dao.stage.chain.deployer
    )
    await dao.stage.finalize()
    await _link(dao, "two", second)
    number = await dao.opened("two", "Both pockets")
    assert "12\u202f000 FOLK" in await dao.click("two", number, "For")
    why = await dao.ask(dao["two"].person, "vote why", proposal=str(number))
    assert_says(why, second.address, dao["two"].wallet.address, "7\u202f000 FOLK", "5\u202f000 FOLK")
    await dao.command("two", number, "Against")
    record = await dao.closed(number)
    assert record["result"]["scores"] == ["0", str(12_000 * TOKEN), "0"]
    assert record["result"]["voters"] == 1


async def test_a_wallet_counts_for_the_member_who_voted_with_it_first(dao: Job) -> None:
    await dao.join({"first": 9_000, "second": 0, "third": 2_000})
    shared = dao["first"].wallet
    number = await dao.opened("first", "Mine")
    await dao.click("first", number, "For")
    await _unlink(dao, "first", shared)
    await _unlink(dao, "second", dao["second"].wallet)
    await _link(dao, "second", shared)
    refused = await dao.ask(dao["second"].person, "vote cast", proposal=str(number), choice="Against")
    assert_says(refused, "already count for another member", shared.address)

    await _unlink(dao, "second", shared)
    await _link(dao, "third", shared)
    assert "2\u202f000 FOLK" in await dao.click("third", number, "Against")
    record = await dao.closed(number)
    assert record["result"]["scores"] == [str(9_000 * TOKEN), str(2_000 * TOKEN), "0"]


async def test_a_signature_by_another_wallet_links_nothing(dao: Job) -> None:
    thief = dao.stage.guild.create_member("thief")
    rich = dao.stage.chain.account("a rich stranger")
    asked = await thief.slash(dao.stage.announcements, "wallet link", address=rich.address)
    message = await asked.settled()
    form = await thief.click(message, label="I have signed it")
    assert form.modal is not None
    done = await form.modal.submit({"Signature": sign(dao["ada"].wallet, sign_in_text(message.text))})
    assert "This is not a signature by" in (await done.settled()).text
    assert "no linked wallet" in await dao.ask(thief, "wallet list")


async def test_a_members_own_safe_signs_as_a_wallet_and_votes(dao: Job) -> None:
    chain, token = dao.stage.chain, dao.stage.token
    keys = tuple(chain.account(f"key {number} of sam") for number in (1, 2))
    safe = await deploy_safe(chain, owners=keys, threshold=2, salt=7)
    await chain.fund(keys[0], TOKEN)
    await token.send("airdrop", [safe.address], [6_000 * TOKEN], False, sender=chain.deployer)
    delegate = token.data("delegate", safe.address)
    digest = await safe.transaction_hash(token.address, data=delegate)
    signatures = [safe.sign(key, digest) for key in keys]
    await safe.execute(token.address, data=delegate, signatures=signatures, sender=keys[0])
    await dao.stage.finalize()

    sam = dao.stage.guild.create_member("sam")
    asked = await sam.slash(dao.stage.announcements, "wallet link", address=safe.address)
    message = await asked.settled()
    text = encode_defunct(text=sign_in_text(message.text))
    hashed = keccak(b"\x19" + text.version + text.header + text.body)
    handler = chain.contract("CompatibilityFallbackHandler", safe.fallback_handler)
    # Safe 1.4.1: what the owners sign is the EIP-712 hash of the message, not the message.
    of_safe = bytes(await handler.call("getMessageHashForSafe", safe.address, encode(["bytes32"], [hashed])))
    by_owners = sorted((safe.sign(key, of_safe) for key in keys), key=lambda each: int(each.owner, 16))

    form = await sam.click(message, label="I have signed it")
    assert form.modal is not None
    half = await form.modal.submit({"Signature": "0x" + by_owners[0].data.hex()})
    assert "⚠️" in (await half.settled()).text
    form = await sam.click(message, label="I have signed it")
    assert form.modal is not None
    done = await form.modal.submit({"Signature": "0x" + b"".join(each.data for each in by_owners).hex()})
    assert_says((await done.settled()).text, safe.address, "is linked")

    number = await dao.opened("ada", "Two keys, one vote")
    await sam.click(await dao.card(number), label="For")
    await dao.card(number, "6\u202f000 FOLK")
    assert (await dao.closed(number))["result"]["scores"][0] == str(6_000 * TOKEN)


async def test_power_is_what_was_delegated_at_the_snapshot_whatever_moves_later(dao: Job) -> None:
    chain, token = dao.stage.chain, dao.stage.token
    await dao.join({"rich": 8_000, "proxy": 1_000, "poor": 500})
    rich, proxy, poor = (dao[name].wallet for name in ("rich", "proxy", "poor"))
    await chain.fund(rich, TOKEN)
    await token.send("delegate", proxy.address, sender=rich)
    await dao.stage.finalize()
    number = await dao.opened("ada", "By proxy")
    await token.send("transfer", poor.address, 8_000 * TOKEN, sender=rich)
    await dao.stage.finalize()

    assert "It weighs nothing" in await dao.click("rich", number, "Against")
    assert "9\u202f000 FOLK" in await dao.click("proxy", number, "For")
    assert "Power: **500 FOLK**" in await dao.command("poor", number, "Abstain")
    record = await dao.closed(number)
    assert record["result"]["scores"] == [str(9_000 * TOKEN), "0", str(500 * TOKEN)]


async def test_a_proposer_below_the_threshold_is_told_what_is_missing_and_keeps_the_draft(dao: Job) -> None:
    stage = dao.stage
    await dao.set_up(threshold="1500")
    await dao.join({"newcomer": 600})
    person = dao["newcomer"].person
    preview = await stage.draft(person, "Let me in", "Please.")
    refused = await person.click(preview, label="Submit")
    assert_says((await refused.followup()).text, "900 FOLK are missing", "Your draft is kept")
    await stage.token.send(
        "airdrop", [dao["newcomer"].wallet.address], [900 * TOKEN], True, sender=stage.chain.deployer
    )
    await stage.finalize()
    assert "is in discussion" in await stage.submit(person, preview)
    await dao.set_up()


async def test_a_reaction_of_somebody_without_a_wallet_counts_nothing_and_is_answered_in_private(
    dao: Job,
) -> None:
    tourist = dao.stage.guild.create_member("tourist")
    number = await dao.opened("ada", "Locals only")
    await tourist.react(await dao.card(number), "👍")
    await dao.until(lambda: bool(tourist.inbox(dao.stage.app)))
    (told,) = tourist.inbox(dao.stage.app)
    assert "Link a wallet to vote" in told.text
    assert (await dao.closed(number))["ballots"] == []


async def test_new_rules_do_not_touch_a_vote_that_is_open(dao: Job) -> None:
    """Near the end of this module: it changes the track's rules for a while."""
    number = await dao.opened("ada", "Under the old rules")
    await dao.set_up(quorum="90%", sources=f"erc20 {dao.stage.token.address}", voting_period="9d")
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    record = await dao.closed(number)
    assert record["frozen"]["policy"]["rules"]["quorum"]["value"] == "1/25"
    assert record["frozen"]["policy"]["power"]["sources"][0]["kind"] == "erc20_votes"
    assert record["result"]["outcome"]["passed"] is True
    await dao.set_up()


async def test_power_comes_from_tokens_from_nfts_and_from_their_weighted_sum(dao: Job) -> None:
    """Last in this module: it changes the track's rules."""
    stage, chain = dao.stage, dao.stage.chain
    gold = await chain.deploy("PlainToken", "Gold", "GOLD", 6)
    badge = await chain.deploy("BadgeNFT", "Badge", "BDG")
    await dao.join({"noa": 0, "oz": 0})
    noa, oz = dao["noa"].wallet.address, dao["oz"].wallet.address
    await gold.send("airdrop", [noa, oz], [300 * 10**6, 50 * 10**6], sender=chain.deployer)
    await badge.send("airdrop", [oz, oz, noa], [1, 2, 3], sender=chain.deployer)
    await stage.finalize()

    expected = {
        f"erc20 {gold.address}": (300 * 10**6, 50 * 10**6),
        f"erc721 {badge.address}": (1, 2),
        f"erc20 {gold.address} + erc721 {badge.address} x 100": (400 * 10**6, 250 * 10**6),
    }
    for sources, (of_noa, of_oz) in expected.items():
        await dao.set_up(sources=sources, threshold="1")
        number = await dao.opened("noa", "By weight")
        await dao.click("noa", number, "For")
        await dao.react("oz", number, "👎")
        await dao.card(number, "2 voted")
        record = await dao.closed(number)
        assert record["result"]["scores"] == [str(of_noa), str(of_oz), "0"], sources
