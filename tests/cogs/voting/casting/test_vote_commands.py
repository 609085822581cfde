"""/vote, and the menu of a card."""

from datetime import timedelta

from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import VOTING


async def test_vote_cast_stores_the_same_ballot_with_its_reason(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    reply = await dao["ada"].slash(
        dao.announcements, "vote cast", proposal=str(proposal), choice="against", reason="Too deep."
    )
    assert reply.ephemeral
    assert "**Against**" in reply.text
    assert "**70 VOTE**" in reply.text
    await dao.deliver()
    assert dao.said(dao.thread, "> Too deep.")
    assert await dao.stored(proposal) == {"ada": 2}


async def test_a_choice_may_be_given_by_its_number(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    reply = await dao["ada"].slash(dao.announcements, "vote cast", proposal=f"#{proposal}", choice="3")
    assert "**Abstain**" in reply.text


async def test_an_unknown_choice_is_refused_with_the_choices_there_are(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    reply = await dao["ada"].slash(dao.announcements, "vote cast", proposal=str(proposal), choice="Maybe")
    assert "Maybe" in reply.text
    assert "For, Against or Abstain" in reply.text
    assert await dao.stored(proposal) == {}


async def test_an_unknown_proposal_is_refused(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    for number in ("999", "all of them", "9" * 30):
        reply = await dao["ada"].slash(dao.announcements, "vote cast", proposal=number, choice="For")
        assert "There is no proposal" in reply.text


async def test_a_proposal_of_another_server_cannot_be_voted_on(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    elsewhere = dao.discord.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    elsewhere.invite(dao.app)
    stranger = elsewhere.create_member("eve")
    for command, options in (
        ("vote cast", {"choice": "For"}),
        ("vote why", {}),
        ("vote mine", {}),
    ):
        reply = await stranger.slash(hall, command, proposal=str(proposal), **options)
        assert "There is no proposal" in (await reply.settled()).text, command
    assert await dao.stored(proposal) == {}


async def test_open_proposals_and_their_choices_are_suggested(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70}, title="A new well")
    ada = dao["ada"]
    offered = await ada.autocomplete(dao.announcements, "vote cast", focused="proposal", value="well")
    assert [choice["value"] for choice in offered] == [str(proposal)]
    offered = await ada.autocomplete(
        dao.announcements, "vote cast", focused="choice", value="a", proposal=str(proposal)
    )
    assert [choice["name"] for choice in offered] == ["Against", "Abstain"]
    offered = await ada.autocomplete(
        dao.announcements, "vote cast", focused="choice", value="", proposal="7777"
    )
    assert offered == []


async def test_a_vote_that_is_over_is_no_longer_suggested(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    dao.harness.clock.advance(VOTING)
    offered = await dao["ada"].autocomplete(dao.announcements, "vote cast", focused="proposal")
    assert offered == []


async def test_vote_mine_lists_all_open_votes_with_choice_and_power(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70}, title="A new well")
    await dao.vote("ada", "Against")
    second = await dao.harness.submitted("ada", guild=dao.guild_id, title="A new bridge")
    await dao.harness.open(second)
    message = await (await dao["ada"].slash(dao.announcements, "vote mine")).settled()
    bridge, well = message.text.split("`#1`")
    assert "You voted **Against**" in well
    assert "70 VOTE" in well
    assert "You have not voted." in bridge
    assert bridge.startswith("`#2` A new bridge: **open for voting**, ends <t:")


async def test_vote_mine_without_an_open_vote_says_so(dao: DiscordHarness) -> None:
    await dao.submitted({"ada": 70})
    message = await (await dao["ada"].slash(dao.announcements, "vote mine")).settled()
    assert "No vote is open now" in message.text


async def test_vote_why_names_what_could_not_be_read_and_never_calls_it_nothing(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao.harness.link("ada", "ada/2", guild=dao.guild_id)
    dao.harness.chain.unreadable.add(dao.harness.wallet("ada/2"))
    message = await (await dao["ada"].slash(dao.announcements, "vote why", proposal=str(proposal))).settled()
    assert "not determined yet" in message.text
    assert "Known so far: 70 VOTE" in message.text
    assert f"`{dao.harness.wallet('ada/2')}`: could not be read" in message.text


async def test_vote_why_before_the_opening_says_when_it_opens(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70})
    message = await (await dao["ada"].slash(dao.announcements, "vote why", proposal=str(proposal))).settled()
    assert "It opens <t:" in message.text


async def test_a_card_can_be_voted_on_from_its_menu(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    reply = await dao["ada"].context_menu(dao.card, "Vote on this")
    assert reply.ephemeral
    assert reply.message is not None
    receipt = await dao["ada"].click(reply.message, "Against")
    assert "**Against**" in receipt.text
    assert await dao.stored(proposal) == {"ada": 2}


async def test_another_message_is_no_card(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    chatter = await dao["ben"].say(dao.announcements, "Vote for me!")
    reply = await dao["ada"].context_menu(chatter, "Vote on this")
    assert "not the card of a proposal" in reply.text


async def test_the_menu_of_a_closed_card_says_that_the_vote_is_over(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.harness.clock.advance(VOTING + timedelta(seconds=3))
    await dao.harness.services.closing.close(proposal)
    reply = await dao["ada"].context_menu(dao.card, "Vote on this")
    assert "vote is over" in reply.text
