"""Who votes and has no wallet is offered to link one, where they are; the same in a direct message."""

import pytest

from sandbox.discord import CannotDo, Message
from tests.cogs.voting.casting.test_vote_by_reaction import seeded, told
from tests.cogs.voting.discord_harness import DiscordHarness

LABEL = "Link a wallet"


async def linked(dao: DiscordHarness, name: str, offer: Message) -> str:
    """Links the member's wallet with the button of this message; the last answer."""
    wallet = dao.harness.wallet(name)
    form = (await dao[name].click(offer, LABEL)).modal
    assert form is not None
    to_sign = await (await form.submit({"The account": wallet})).settled()
    text = to_sign.text.split("```")[1].removeprefix("\n").removesuffix("\n")
    signature = (await dao[name].click(to_sign, "I have signed it")).modal
    assert signature is not None
    done = await signature.submit({"Signature": dao.harness.chain.sign(wallet, text)})
    return (await done.settled()).text


async def test_a_newcomer_who_presses_a_vote_button_links_a_wallet_there_and_votes(
    dao: DiscordHarness,
) -> None:
    dao.harness.hold("dan", 5)
    proposal = await dao.opened({"ada": 70})
    refused = await dao.vote("dan", "For")
    assert "Link a wallet to vote" in refused.text
    assert "is linked" in await linked(dao, "dan", refused)
    assert "Your vote on proposal 1" in (await dao.vote("dan", "For")).text
    assert await dao.stored(proposal) == {"dan": 1}


async def test_a_direct_message_names_server_and_proposal_and_links_a_wallet(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70}, title="A new well")
    await dao["dan"].react(await seeded(dao), "👍")
    message = await told(dao, "dan", "Link a wallet to vote")
    assert "The Well DAO" in message.text
    assert "A new well" in message.text
    assert f"https://discord.com/channels/{dao.guild.id}/{dao.card.channel.id}/{dao.card.id}" in message.text
    assert "is linked" in await linked(dao, "dan", message)
    actor = dao.harness.actor("dan", guild=dao.guild_id)
    assert [w.address for w in await dao.harness.services.wallets.of(actor)] == [dao.harness.wallet("dan")]


async def test_who_asks_why_without_a_wallet_is_offered_one(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    answer = await (await dao["dan"].click(dao.card, "My power")).settled()
    assert answer.button(LABEL)


async def test_whoever_has_a_wallet_is_offered_none(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    with pytest.raises(CannotDo):
        (await dao.vote("ada", "For")).button(LABEL)


async def test_an_account_that_was_mistyped_can_be_corrected(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    form = (await dao["dan"].click(await dao.vote("dan", "For"), LABEL)).modal
    assert form is not None
    refused = await (await form.submit({"The account": "0x12"})).settled()
    again = (await dao["dan"].click(refused, "Correct it")).modal
    assert again is not None
    assert again.field("The account").value == "0x12"


@pytest.mark.attack("linking")
async def test_who_has_left_the_server_links_nothing_by_an_old_direct_message(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    await dao["dan"].react(await seeded(dao), "👍")
    message = await told(dao, "dan", "Link a wallet to vote")
    form = (await dao["dan"].click(message, LABEL)).modal
    assert form is not None
    dao.guild.remove(dao["dan"])
    answer = await (await form.submit({"The account": dao.harness.wallet("dan")})).settled()
    assert "```" not in answer.text
    async with dao.harness.services.uow.reading() as repositories:
        assert await repositories.wallets.open_requests(dao.guild_id, dao.member("dan")) == 0
