"""Voting by reaction: what is added, taken back, and found after a gap."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import MessageId
from bot.services.notices import PostCard, TellMember
from tests.assembly import GUILD, VOTING, Assembly, no_roles

FOR, AGAINST, ABSTAIN = "👍", "👎", "🤷"


async def with_card(assembly: Assembly, **powers: int) -> int:
    proposal = await assembly.opened(powers=powers)
    await assembly.post_card(proposal)
    return proposal


async def told(assembly: Assembly, name: str) -> list[str]:
    """The refusals that were told to a member."""
    return [
        notice.error for notice in await assembly.told(TellMember) if notice.member == assembly.member(name)
    ]


@pytest.mark.parametrize(("emoji", "choice"), [(FOR, 1), (AGAINST, 2), (ABSTAIN, 3), ("👍🏿", 1)])
async def test_a_reaction_is_a_ballot_for_its_choice(assembly: Assembly, emoji: str, choice: int) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", emoji)
    assert await assembly.stored(proposal) == {"ada": choice}


async def test_another_emoji_is_no_vote(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", "🎉")
    assert await assembly.stored(proposal) == {}
    assert await told(assembly, "ada") == []


async def test_a_reaction_on_another_message_is_no_vote(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", FOR, message=7_001)
    assert await assembly.stored(proposal) == {}


async def test_the_same_reaction_event_twice_is_one_ballot(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", FOR)
    await asyncio.gather(assembly.react("ada", FOR), assembly.react("ada", FOR))
    async with assembly.folkmoot.uow.reading() as facts:
        assert len(await facts.ballots.of_member(proposal, assembly.member("ada"))) == 1
    assert await told(assembly, "ada") == []


async def test_a_reaction_taken_back_withdraws_its_ballot(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10, ben=5)
    await assembly.react("ada", FOR)
    await assembly.react("ada", FOR, added=False)
    await assembly.react("ben", AGAINST)
    assert await assembly.stored(proposal) == {"ada": None, "ben": 2}
    assert await told(assembly, "ada") == []
    assert (await assembly.close(proposal)).scores == {"Against": 5}


async def test_a_removed_reaction_withdraws_only_a_reaction_ballot(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", FOR)
    await assembly.pass_time(timedelta(seconds=1))
    await assembly.vote("ada", "For")
    await assembly.react("ada", FOR, added=False)
    assert await assembly.stored(proposal) == {"ada": 1}


async def test_a_removed_reaction_withdraws_only_the_ballot_for_its_own_choice(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", FOR)
    await assembly.react("ada", AGAINST)
    await assembly.react("ada", FOR, added=False)
    assert await assembly.stored(proposal) == {"ada": 2}


async def test_reactions_of_one_moment_are_all_kept_in_their_order(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    for _ in range(3):
        await assembly.react("ada", FOR)
        await assembly.react("ada", FOR, added=False)
    await assembly.react("ada", AGAINST)
    assert (await assembly.standing(proposal)).scores == (0, 10, 0)
    async with assembly.folkmoot.uow.reading() as facts:
        kept = await facts.ballots.of_member(proposal, assembly.member("ada"))
    assert [ballot.choice for ballot in kept] == [1, None, 1, None, 1, None, 2]
    assert len({ballot.receipt for ballot in kept}) == len(kept)
    assert (await assembly.close(proposal)).scores == {"Against": 10}


async def test_a_reaction_comes_after_the_ballots_that_we_have_whatever_the_clocks_say(
    assembly: Assembly,
) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.vote("ada", "For", at=assembly.clock.now() + timedelta(seconds=2))
    await assembly.react("ada", AGAINST)
    assert await assembly.stored(proposal) == {"ada": 2}


async def test_a_reaction_after_the_end_is_refused_and_told_once(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.pass_time(VOTING)
    await assembly.react("ada", FOR)
    await assembly.react("ada", FOR)
    assert await assembly.stored(proposal) == {}
    assert await told(assembly, "ada") == ["VotingOver"]


async def test_a_refused_reaction_is_not_told_again_after_a_gap(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ben", FOR)
    await assembly.folkmoot.voting.reconcile(
        GUILD, proposal, MessageId(7_000), {(assembly.member("ben"), FOR)}, no_roles
    )
    assert await told(assembly, "ben") == ["NoWallet"]


async def test_taking_back_a_refused_reaction_says_nothing_more(assembly: Assembly) -> None:
    await with_card(assembly, ada=10)
    await assembly.react("ben", FOR)
    await assembly.react("ben", FOR, added=False)
    assert await told(assembly, "ben") == ["NoWallet"]


async def test_a_member_may_react_again_once_they_have_a_wallet(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ben", FOR)
    await assembly.react("ben", FOR, added=False)
    await assembly.link("ben")
    await assembly.react("ben", FOR)
    assert await assembly.stored(proposal) == {"ben": 1}


async def test_taking_a_reaction_back_claims_no_wallet(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ben", FOR)
    await assembly.link("ben", "shared")
    await assembly.react("ben", FOR, added=False)
    await assembly.unlink("ben", "shared")
    await assembly.link("cleo", "shared")
    await assembly.vote("cleo", "For")
    assert await assembly.stored(proposal) == {"cleo": 1}


async def test_reactions_missed_in_a_gap_are_taken_up(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10, ben=5, cleo=3, dan=1)
    await assembly.react("ada", FOR)
    await assembly.react("ben", FOR)
    await assembly.react("dan", FOR)
    await assembly.restart()
    # Meanwhile ada took hers back, ben changed his mind, cleo came, and dan did nothing.
    present = {
        (assembly.member("ben"), AGAINST),
        (assembly.member("cleo"), ABSTAIN),
        (assembly.member("dan"), FOR),
    }
    await assembly.folkmoot.voting.reconcile(GUILD, proposal, MessageId(7_000), present, no_roles)
    assert await assembly.stored(proposal) == {"ada": None, "ben": 2, "cleo": 3, "dan": 1}
    await assembly.folkmoot.voting.reconcile(GUILD, proposal, MessageId(7_000), present, no_roles)
    async with assembly.folkmoot.uow.reading() as facts:
        assert len(await facts.ballots.of_member(proposal, assembly.member("dan"))) == 1
        assert len(await facts.ballots.of_member(proposal, assembly.member("ben"))) == 3
    assert (await assembly.close(proposal)).scores == {"Against": 5, "Abstain": 3, "For": 1}


async def test_a_button_ballot_outlives_a_reaction_that_vanished_in_a_gap(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", FOR)
    await assembly.pass_time(timedelta(seconds=1))
    await assembly.vote("ada", "Against")
    await assembly.folkmoot.voting.reconcile(GUILD, proposal, MessageId(7_000), set(), no_roles)
    assert await assembly.stored(proposal) == {"ada": 2}


async def test_deleting_the_card_withdraws_nobodys_vote(assembly: Assembly) -> None:
    proposal = await with_card(assembly, ada=10)
    await assembly.react("ada", FOR)
    await assembly.folkmoot.showing.card_deleted(MessageId(7_000))
    assert len(await assembly.told(PostCard)) == 2
    new = await assembly.post_card(proposal, 7_500)
    await assembly.folkmoot.voting.reconcile(GUILD, proposal, new, set(), no_roles)
    assert await assembly.stored(proposal) == {"ada": 1}
    await assembly.react("ada", AGAINST, message=7_500)
    assert await assembly.stored(proposal) == {"ada": 2}


async def test_a_card_posted_a_moment_ago_is_known_as_soon_as_it_is_stored(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    message = assembly.interaction()
    await assembly.react("ada", FOR, message=message)
    await assembly.post_card(proposal, message)
    await assembly.react("ada", FOR, message=message)
    assert await assembly.stored(proposal) == {"ada": 1}
