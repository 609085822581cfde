"""Before a vote ends, the announcement channel hears once that too few have come."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import ProposalId
from bot.domain.policy.model import DelegationRule
from bot.domain.spaces.space import PagesFor
from sandbox.discord.world.messages import Message
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.services.delegation.delegating import rule

ENDS = "The vote ends"


async def opened(dao: DiscordHarness, **changes: Any) -> ProposalId:
    """A vote that needs a power of 50, by a policy with these changes."""
    await dao.set_up(quorum="50 votes")
    if changes:
        await rule(dao.harness, guild=dao.guild_id, **changes)
    proposal = await dao.submitted_there({"ada": 20, "ben": 40}, title="A new well")
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal


async def near_its_end(dao: DiscordHarness, proposal: ProposalId) -> None:
    ends_at = (await dao.harness.get(proposal)).ends_at(dao.harness.clock.now())
    assert ends_at is not None
    await dao.harness.pass_time(ends_at - timedelta(hours=23) - dao.harness.clock.now())
    await dao.harness.sweep.run()
    await dao.deliver()


def told(dao: DiscordHarness) -> list[Message]:
    return dao.said(dao.announcements, ENDS)


async def test_a_vote_without_its_quorum_is_posted_again_a_day_before_its_end(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    await dao.vote("ada", "For")
    assert told(dao) == []
    await near_its_end(dao, proposal)
    (message,) = told(dao)
    for part in ("A new well", "More votes are needed", "Quorum not reached yet", "20", "50", "1 voted"):
        assert part in message.text
    assert f"https://discord.com/channels/{dao.guild.id}/{dao.card.channel.id}/{dao.card.id}" in message.text
    assert not message.mentions
    assert not message.mention_roles
    await dao.restart()
    await dao.harness.sweep.run()
    await dao.deliver_again()
    assert len(told(dao)) == 1


async def test_a_vote_to_which_enough_have_come_is_not_posted_again(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    await dao.vote("ada", "For")
    await dao.vote("ben", "Abstain")
    await near_its_end(dao, proposal)
    assert told(dao) == []


@pytest.mark.attack("privacy")
@pytest.mark.parametrize("enough", [True, False])
async def test_of_a_hidden_count_it_is_said_that_the_vote_ends_whatever_the_count(
    dao: DiscordHarness, enough: bool
) -> None:
    proposal = await opened(dao, privacy="after_close", reactions=False)
    await dao.vote("ada", "For")
    if enough:
        await dao.vote("ben", "For")
    await near_its_end(dao, proposal)
    (message,) = told(dao)
    assert "A new well" in message.text
    for leak in ("More votes", "Quorum", "voted", "20 ", "60", "█", "░"):
        assert leak not in message.text


async def test_a_vote_that_ended_before_it_could_be_said_is_not_posted_again(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    await dao.harness.end(proposal)
    await dao.harness.sweep.run()
    await dao.deliver()
    assert told(dao) == []
    assert dao.said(dao.announcements, "Defeated")


@pytest.mark.attack("text")
async def test_a_title_that_a_filter_refuses_keeps_it_back_from_nobody(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    dao.guild.filters.words = {"well"}
    await near_its_end(dao, proposal)
    (message,) = told(dao)
    assert "well" not in message.text
    assert "More votes are needed" in message.text


REST = "the rest."


async def rest(dao: DiscordHarness, proposal: ProposalId) -> list[str]:
    """What the post says of those who hold what is missing."""
    await near_its_end(dao, proposal)
    (message,) = told(dao)
    return [line for line in message.text.splitlines() if REST in line]


async def quorate(
    dao: DiscordHarness, powers: dict[str, int], delegations: dict[str, str], **changes: Any
) -> ProposalId:
    """A vote that needs a power of 50, of members who hold so much and have delegated so."""
    await dao.set_up(quorum="50 votes")
    await rule(dao.harness, guild=dao.guild_id, delegation=DelegationRule(depth="transitive"), **changes)
    await dao.harness.powers(powers, guild=dao.guild_id)
    delegating = dao.harness.services.delegating
    for delegator, delegate in delegations.items():
        actor = dao.harness.actor(delegator, guild=dao.guild_id)
        await delegating.delegate(actor, dao.harness.member(delegate))
    proposal = await dao.submitted_there(powers, title="A new well")
    await dao.harness.open(proposal)
    await dao.deliver()
    await dao.harness.sweep.run()
    return proposal


async def test_delegates_who_hold_what_is_missing_are_named_and_not_pinged(dao: DiscordHarness) -> None:
    powers = {"ada": 20, "ben": 9, "cleo": 12, "dan": 5, "eve": 15, "fay": 3}
    proposal = await quorate(dao, powers, {"cleo": "ben", "eve": "dan"})
    await dao.vote("ada", "For")
    (line,) = await rest(dao, proposal)
    ben, dan = (dao.harness.member(name) for name in ("ben", "dan"))
    assert line == f"<@{ben}> and <@{dan}>, who vote for others and haven't voted, hold the rest."
    assert not told(dao)[0].mentions


async def test_where_pages_show_no_voters_delegates_are_only_counted(dao: DiscordHarness) -> None:
    proposal = await quorate(dao, {"ada": 20, "ben": 9, "cleo": 41}, {"cleo": "ben"})
    async with dao.harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(dao.guild_id)
        await repositories.spaces.show_pages_to(space.id, PagesFor.NOBODY)
    await dao.vote("ada", "For")
    assert await rest(dao, proposal) == ["One delegate who hasn't voted holds the rest."]


async def test_members_who_vote_for_nobody_else_are_never_named(dao: DiscordHarness) -> None:
    proposal = await quorate(dao, {"ada": 20, "ben": 15, "cleo": 14, "dan": 16, "eve": 13}, {})
    await dao.vote("ada", "For")
    assert await rest(dao, proposal) == ["2 members who haven't voted hold the rest."]


async def test_power_that_is_passed_on_is_counted_once(dao: DiscordHarness) -> None:
    """Ben's goes on to Cleo, and hers to Dan: together they bring what Dan brings alone."""
    powers = {"ada": 9, "ben": 30, "cleo": 5, "dan": 5, "eve": 1}
    proposal = await quorate(dao, powers, {"ben": "cleo", "cleo": "dan"})
    await dao.vote("ada", "For")
    assert await rest(dao, proposal) == ["2 members who haven't voted hold the rest."]


async def test_what_counts_already_with_a_delegate_is_no_part_of_the_rest(dao: DiscordHarness) -> None:
    proposal = await quorate(dao, {"ada": 10, "ben": 35, "cleo": 5}, {"ben": "ada"})
    await dao.vote("ada", "For")
    assert await rest(dao, proposal) == ["One member who hasn't voted holds the rest."]


@pytest.mark.parametrize(
    ("powers", "changes"),
    [
        pytest.param({"ada": 20, "ben": 10}, {}, id="all don't hold it"),
        pytest.param({"ada": 20} | {f"member {n}": 5 for n in range(8)}, {}, id="it takes many"),
        pytest.param(
            {"ada": 20, "ben": 40},
            {"rules": {"quorum": {"kind": "headcount", "value": 9}}},
            id="voters are missing",
        ),
        pytest.param(
            {"ada": 20, "ben": 40}, {"privacy": "after_close", "reactions": False}, id="the count is hidden"
        ),
    ],
)
async def test_nothing_is_said_of_the_rest(
    dao: DiscordHarness, powers: dict[str, int], changes: dict[str, Any]
) -> None:
    proposal = await quorate(dao, powers, {}, **changes)
    await dao.vote("ada", "For")
    assert await rest(dao, proposal) == []
