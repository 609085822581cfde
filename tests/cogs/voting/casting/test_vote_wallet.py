"""/vote wallet: one of a member's wallets says something else than the others."""

from tests.cogs.voting.discord_harness import DiscordHarness
from tests.cogs.voting.mechanisms import vote_by


async def company(dao: DiscordHarness) -> None:
    """Ada has 70 in her own wallet and 40 in that of a company; the vote is open."""
    proposal = await dao.submitted({"ada": 70})
    harness = dao.harness
    await harness.link("ada", "ada/company", guild=dao.guild_id)
    harness.hold("ada/company", 40)
    harness.chain.advance(harness.chain.finality + 1)
    await harness.open(proposal)
    await dao.deliver()


async def test_a_wallet_says_something_apart_and_goes_with_the_others_again(dao: DiscordHarness) -> None:
    await company(dao)
    wallet = dao.harness.wallet("ada/company")
    refused = await dao["ada"].slash(
        dao.announcements, "vote wallet", proposal="1", wallet=wallet, choice="Against"
    )
    assert "You have not voted on proposal #1 yet" in (await refused.settled()).text
    await dao.vote("ada", "For")
    reply = await dao["ada"].slash(
        dao.announcements, "vote wallet", proposal="1", wallet=wallet, choice="Against"
    )
    assert reply.ephemeral
    said = (await reply.settled()).text
    assert "**For**, as before" in said
    assert f"`{wallet[:6]}" in said
    assert "apart: **Against**, 40 VOTE" in said
    assert "all else: **For**, 70 VOTE" in said
    mine = (await (await dao["ada"].slash(dao.announcements, "vote mine")).settled()).text
    assert "apart: **Against**, 40 VOTE" in mine
    again = await dao["ada"].slash(dao.announcements, "vote wallet", proposal="1", wallet=wallet)
    assert "says what your other wallets say again" in (await again.settled()).text


async def test_wallets_and_choices_are_suggested(dao: DiscordHarness) -> None:
    await company(dao)
    ada = dao["ada"]
    for option in ("choice", "others"):
        offered = await ada.autocomplete(
            dao.announcements, "vote wallet", focused=option, value="ag", proposal="1"
        )
        assert [choice["name"] for choice in offered] == ["Against"]
    wallets = await ada.autocomplete(dao.announcements, "vote wallet", focused="wallet", proposal="1")
    assert dao.harness.wallet("ada/company") in [choice["value"] for choice in wallets]


async def test_a_vote_by_heads_says_why_all_wallets_say_the_same(dao: DiscordHarness) -> None:
    await vote_by(dao, "headcount", {"ada": 70}, ("For", "Against", "Abstain"))
    wallet = dao.harness.wallet("ada")
    refused = await dao["ada"].slash(
        dao.announcements, "vote wallet", proposal="1", wallet=wallet, choice="Against"
    )
    assert "it counts voters, and you are one" in (await refused.settled()).text
