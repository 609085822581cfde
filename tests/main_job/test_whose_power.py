"""Whose power counts, from which wallets and contracts, and in which server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.chain import Account
from sandbox.discord import Permission
from sandbox.stage import BOT_PERMISSIONS, Stage, Voter, sign, sign_in_text
from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, Job, assert_says, is_card

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _link(job: Job, name: str, wallet: Account) -> None:
    """Link one more wallet to a member, without making it the one that `job[name]` names."""
    await job.stage.link(Voter(job[name].person, wallet))


async def _unlink(job: Job, name: str, wallet: Account) -> None:
    person = job[name].person
    asked = await person.slash(job.stage.announcements, "wallet unlink", wallet=wallet.address)
    done = await person.click(await asked.settled(), label="Unlink it")
    assert "is unlinked" in (await done.settled()).text


async def test_a_members_wallets_count_together_and_once(moot: Job) -> None:
    await moot.join({"two": 7_000})
    second = moot.stage.chain.account("another wallet of two")
    await moot.stage.token.send(
        "airdrop", [second.address], [5_000 * TOKEN], True, sender=moot.stage.chain.deployer
    )
    await moot.stage.finalize()
    await _link(moot, "two", second)
    number = await moot.opened("two", "Both pockets")
    assert "12\u2009000 FOLK" in await moot.click("two", number, "For")
    why = await moot.ask(moot["two"].person, "vote why", proposal=str(number))
    assert_says(why, second.address, moot["two"].wallet.address, "7\u2009000 FOLK", "5\u2009000 FOLK")
    await moot.command("two", number, "Against")
    record = await moot.closed(number)
    assert record["result"]["scores"] == ["0", str(12_000 * TOKEN), "0"]
    assert record["result"]["voters"] == 1


async def test_a_wallet_counts_for_the_member_who_voted_with_it_first(moot: Job) -> None:
    await moot.join({"first": 9_000, "second": 0, "third": 2_000})
    shared = moot["first"].wallet
    number = await moot.opened("first", "Mine")
    await moot.click("first", number, "For")
    await _unlink(moot, "first", shared)
    await _unlink(moot, "second", moot["second"].wallet)
    await _link(moot, "second", shared)
    refused = await moot.ask(moot["second"].person, "vote cast", proposal=str(number), choice="Against")
    assert_says(refused, "already count for another member", shared.address)

    await _unlink(moot, "second", shared)
    await _link(moot, "third", shared)
    assert "2\u2009000 FOLK" in await moot.click("third", number, "Against")
    record = await moot.closed(number)
    assert record["result"]["scores"] == [str(9_000 * TOKEN), str(2_000 * TOKEN), "0"]


async def test_nobody_links_a_wallet_that_another_member_has_linked(moot: Job) -> None:
    answer = await moot.ask(moot["ben"].person, "wallet link", address=moot["ada"].wallet.address)
    assert "Another member of this server has linked" in answer


async def test_a_signature_by_another_wallet_links_nothing(moot: Job) -> None:
    thief = moot.stage.guild.create_member("thief")
    rich = moot.stage.chain.account("a rich stranger")
    asked = await thief.slash(moot.stage.announcements, "wallet link", address=rich.address)
    message = await asked.settled()
    form = await thief.click(message, label="I have signed it")
    assert form.modal is not None
    done = await form.modal.submit({"Signature": sign(moot["ada"].wallet, sign_in_text(message.text))})
    assert "This is not a signature by" in (await done.settled()).text
    assert "no linked wallet" in await moot.ask(thief, "wallet list")


async def test_power_comes_from_tokens_from_nfts_and_from_their_weighted_sum(moot: Job) -> None:
    """Last in this module: it changes the track's rules."""
    stage, chain = moot.stage, moot.stage.chain
    gold = await chain.deploy("PlainToken", "Gold", "GOLD", 6)
    badge = await chain.deploy("BadgeNFT", "Badge", "BDG")
    await moot.join({"noa": 0, "oz": 0})
    noa, oz = moot["noa"].wallet.address, moot["oz"].wallet.address
    await gold.send("airdrop", [noa, oz], [300 * 10**6, 50 * 10**6], sender=chain.deployer)
    await badge.send("airdrop", [oz, oz, noa], [1, 2, 3], sender=chain.deployer)
    await stage.finalize()

    expected = {
        f"erc20 {gold.address}": (300 * 10**6, 50 * 10**6),
        f"erc721 {badge.address}": (1, 2),
        f"erc20 {gold.address} + erc721 {badge.address} x 100": (400 * 10**6, 250 * 10**6),
    }
    for sources, (of_noa, of_oz) in expected.items():
        await moot.set_up(sources=sources, threshold="1")
        number = await moot.opened("noa", "By weight")
        await moot.click("noa", number, "For")
        await moot.react("oz", number, "👎")
        await moot.card(number, "2 voted")
        record = await moot.closed(number)
        assert record["result"]["scores"] == [str(of_noa), str(of_oz), "0"], sources


async def test_nothing_of_one_server_can_be_seen_or_touched_from_another(staged: Staging) -> None:
    async with staged() as here:
        await here.set_up()
        await here.join({"ada": 40_000})
        there = Job(_second_server(here.stage), here.bot)
        await there.set_up()
        await there.join({"zoe": 50_000})
        foreign = await here.opened("ada", "Secret of the first server")
        await here.click("ada", foreign, "For")
        own = await there.submitted("zoe", "Matter of the second server")

        zoe, stage = there["zoe"].person, there.stage
        voter = str(foreign)
        tried = {
            "proposal view": (zoe, {}),
            "proposal edit": (zoe, {}),
            "proposal withdraw": (zoe, {}),
            "proposal diff": (zoe, {}),
            "proposal actions": (zoe, {}),
            "vote cast": (zoe, {"choice": "For"}),
            "vote mine": (zoe, {}),
            "vote why": (zoe, {}),
            "gov pause": (stage.moderator, {"reason": "Ha."}),
            "gov resume": (stage.moderator, {"reason": "Ha."}),
            "gov cancel": (stage.moderator, {"reason": "Ha."}),
            "veto": (stage.guardian, {"reason": "Ha."}),
        }
        for command, (person, options) in tried.items():
            answer = await there.ask(person, command, proposal=voter, **options)
            assert f"There is no proposal `{foreign}` in this server" in answer, command
            offered = await person.autocomplete(stage.announcements, command, focused="proposal", value="")
            assert voter not in {choice["value"] for choice in offered}, command

        listed = await there.ask(zoe, "proposal list")
        assert_says(listed, "Matter of the second server")
        assert "Secret" not in listed
        for command in ("gov log", "gov space"):
            shown = await there.ask(stage.moderator, command)
            assert str(here.stage.moderator.id) not in shown, command
            assert str(here.stage.announcements.id) not in shown, command
        assert here["ada"].wallet.address not in await there.ask(zoe, "wallet list")

        # Each server goes its own way, and its words stay in its own channels.
        here.bot.passes(minutes=61)
        assert (await here.closed(foreign))["result"]["scores"][0] == str(40_000 * TOKEN)
        await there.card(own, "Open for voting")
        assert not [m for m in there.stage.announcements.messages if "Secret" in m.text]
        assert not [m for m in here.stage.announcements.messages if is_card(m, own)]
        assert not [m for m in stage.log.messages if str(here.stage.moderator.id) in m.text]


def _second_server(stage: Stage) -> Stage:
    """Another server with the same bot, chain and token, and people of its own."""
    guild = stage.discord.create_guild("The Other DAO")
    guild.invite(stage.app, permissions=BOT_PERMISSIONS)
    moderators, guardians = guild.create_role("Moderator"), guild.create_role("Guardian")
    return replace(
        stage,
        guild=guild,
        announcements=guild.create_text_channel("announcements"),
        discussion=guild.create_forum_channel("proposals"),
        log=guild.create_text_channel("governance-log"),
        moderators=moderators,
        guardians=guardians,
        moderator=guild.create_member("olga", roles=[moderators], permissions=Permission.MANAGE_GUILD),
        guardian=guild.create_member("gil", roles=[guardians]),
        voters={},
    )
