"""Members vote on chain, from wallets of their own, on what the server mirrors: what is prepared, and for whom not."""

from typing import Any

import pytest

from bot.domain.actions.actions import Action
from bot.domain.errors import (
    MirroredUnknown,
    RequestMalformed,
    WalletCannotVote,
    WalletUnknown,
    WrongContract,
    WrongSignature,
)
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.executors.governor import StageName
from bot.domain.ids import ChannelId, GuildId, MirroredId
from bot.domain.metagovernance.casting import Side
from bot.services.mirrors.chain_voting import LONGEST_REASON
from bot.wording.language import language
from bot.wording.mirrors.cards import mirrored_texts
from bot.wording.pages.signing.chain_ballot import chain_ballot_page
from bot.wording.pages.signing.chain_vote import chain_vote_page
from tests.fakes.foreign_votes import FakeForeignVote
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness

CHANNEL = ChannelId(77)
SAY = language()
UNKNOWN_CALL = "0x70b0f660" + "00" * 31 + "01"
ON_ITSELF = "it changes how this contract decides"


async def polls(
    harness: ServiceHarness,
    guild: GuildId = GUILD,
    preset: str = "token",
    *,
    on_itself: bool = False,
    **more: object,
) -> tuple[FakeForeignVote, MirroredId]:
    """A server that mirrors a Governor with one proposal under way, which calls the Governor itself or not; ada has
    linked a wallet."""
    await harness.set_up(guild=guild, preset=preset)
    framework = harness.mirrored.add()
    await harness.services.mirroring.add(
        harness.moderator(guild=guild), "governor", framework.rules.address, CHANNEL
    )
    address = framework.rules.address
    actions = (Action(framework.chain.id, address, 0, UNKNOWN_CALL),) if on_itself else ()
    framework.propose(actions=actions, **more)
    await harness.sweep.run()
    await harness.link("ada", guild=guild)
    vote = FakeForeignVote(None)
    harness.foreign_votes.votes[framework.rules.address, "1"] = vote
    ((_, proposal),) = await harness.services.voting_on_chain.open(guild)
    assert (proposal.key, proposal.title) == ("1", "A bridge")
    return vote, proposal.id


async def test_a_member_sees_what_each_of_their_wallets_has_to_say(harness: ServiceHarness) -> None:
    vote, mirrored = await polls(harness)
    found = await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    assert found.card.proposal.title == "A bridge"
    assert [(each.address, each.why_not) for each in found.wallets] == [(harness.wallet("ada"), None)]
    vote.voted = True
    found = await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    assert [each.why_not for each in found.wallets] == [NotCast.VOTED]


async def test_who_has_no_wallet_sees_how_the_vote_stands(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness)
    found = await harness.services.voting_on_chain.vote(harness.actor("ben"), mirrored)
    assert (found.wallets, found.vote.stage.name) == ((), "active")


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on_itself": True}, ON_ITSELF),
        ({"confirmed": False}, "Not confirmed"),
        ({"left_out": 2}, "2 more calls are not shown here"),
    ],
)
async def test_whoever_votes_is_told_the_dangers_that_the_card_names_in_its_words(
    harness: ServiceHarness, changed: dict[str, Any], said: str
) -> None:
    _, mirrored = await polls(harness, **changed)
    voting, ada = harness.services.voting_on_chain, harness.actor("ada")
    found = await voting.vote(ada, mirrored)
    on_card = mirrored_texts(found.card, SAY).dangers.splitlines()
    assert said in on_card[0]
    assert list(chain_vote_page(found, SAY).warnings) == on_card
    ballot = await voting.ballot(ada, mirrored, harness.wallet("ada"), Side.FOR, "")
    assert list(chain_ballot_page(ballot, SAY).warnings) == on_card


async def test_whoever_votes_sees_what_the_calls_would_change_made_by_the_account_that_makes_them(
    harness: ServiceHarness,
) -> None:
    _, mirrored = await polls(harness, on_itself=True)
    found = await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    page = chain_vote_page(found, SAY)
    assert page.changes_heading == "What it would do now"
    assert "tried out at block" in page.changes[0]
    made_by, _ = harness.simulator.asked[-1]
    assert made_by == found.card.mirror.rules.holder


async def test_that_it_would_fail_is_said_before_anything_else_but_what_is_dangerous(
    harness: ServiceHarness,
) -> None:
    _, mirrored = await polls(harness, on_itself=True)
    harness.simulator.failing = {1: "too late"}
    found = await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    warnings = chain_vote_page(found, SAY).warnings
    assert ON_ITSELF in warnings[0]
    assert "It would fail" in warnings[-1]


@pytest.mark.attack("floods")
async def test_what_was_just_tried_out_is_not_tried_out_for_each_who_looks(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness, on_itself=True)
    for _ in range(3):
        await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    assert len(harness.simulator.asked) == 1


@pytest.mark.parametrize("stage", ["executed", "canceled", "defeated", "expired"])
async def test_what_is_over_is_not_tried_out(harness: ServiceHarness, stage: StageName) -> None:
    vote, mirrored = await polls(harness, on_itself=True)
    vote.name = stage
    found = await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    assert found.simulation is None
    assert chain_vote_page(found, SAY).changes == ()


@pytest.mark.attack("actions")
async def test_nothing_is_said_to_change_by_some_of_the_calls_where_others_are_not_kept(
    harness: ServiceHarness,
) -> None:
    _, mirrored = await polls(harness, on_itself=True, left_out=1)
    found = await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    assert "is not known" in chain_vote_page(found, SAY).changes[0]
    assert harness.simulator.asked == []


@pytest.mark.parametrize(("preset", "tracks"), [("metagovernance", ("main",)), ("token", ())])
async def test_who_decides_here_is_told_how_to(
    harness: ServiceHarness, preset: str, tracks: tuple[str, ...]
) -> None:
    _, mirrored = await polls(harness, preset=preset)
    found = await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    assert found.decided_on == tracks
    assert found.line == f"cast {found.card.mirror.address} 1"
    assert ("Decide here" in chain_vote_page(found, SAY).here_heading) == bool(tracks)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("stage", "voted", "votes", "why"),
    [
        ("pending", False, None, NotCast.NOT_BEGUN),
        ("active", True, 5, NotCast.VOTED),
        ("active", False, 0, NotCast.NO_VOTES),
        ("canceled", False, 5, NotCast.OVER),
        ("defeated", False, 5, NotCast.OVER),
        ("succeeded", False, 5, NotCast.OVER),
        ("queued", False, 5, NotCast.OVER),
        ("expired", False, 5, NotCast.OVER),
        ("executed", False, 5, NotCast.OVER),
    ],
)
async def test_nothing_is_prepared_for_a_wallet_that_can_not_vote(
    harness: ServiceHarness, stage: StageName, voted: bool, votes: int | None, why: NotCast
) -> None:
    vote, mirrored = await polls(harness)
    vote.name, vote.voted, vote.votes = stage, voted, votes
    with pytest.raises(WalletCannotVote) as refused:
        await harness.services.voting_on_chain.ballot(
            harness.actor("ada"), mirrored, harness.wallet("ada"), Side.FOR, ""
        )
    assert refused.value.why is why


@pytest.mark.attack("actions")
async def test_a_proposal_that_the_governor_does_not_know_takes_no_votes(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness)
    harness.foreign_votes.votes.clear()
    with pytest.raises(WalletCannotVote) as refused:
        await harness.services.voting_on_chain.ballot(
            harness.actor("ada"), mirrored, harness.wallet("ada"), Side.FOR, ""
        )
    assert refused.value.why is NotCast.UNKNOWN


@pytest.mark.attack("linking")
async def test_a_wallet_of_somebody_else_is_refused(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness)
    await harness.link("ben")
    for typed in (harness.wallet("ben"), harness.wallet("nobody"), "", "0x"):
        with pytest.raises(WalletUnknown):
            await harness.services.voting_on_chain.ballot(harness.actor("ada"), mirrored, typed, Side.FOR, "")


@pytest.mark.attack("text")
async def test_a_reason_has_an_end(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness)
    voting, ada = harness.services.voting_on_chain, harness.actor("ada")
    wallet = harness.wallet("ada")
    ballot = await voting.ballot(ada, mirrored, wallet, Side.FOR, "x" * LONGEST_REASON)
    assert len(ballot.reason) == LONGEST_REASON
    with pytest.raises(RequestMalformed):
        await voting.ballot(ada, mirrored, wallet, Side.FOR, "x" * (LONGEST_REASON + 1))


@pytest.mark.attack("visibility")
async def test_what_another_server_mirrors_is_unknown_here(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness, OTHER_GUILD)
    await harness.set_up()
    await harness.link("ada")
    assert await harness.services.voting_on_chain.open(GUILD) == []
    with pytest.raises(MirroredUnknown):
        await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    with pytest.raises(MirroredUnknown):
        await harness.services.voting_on_chain.ballot(
            harness.actor("ada"), mirrored, harness.wallet("ada"), Side.FOR, ""
        )


async def test_what_is_mirrored_no_more_is_unknown(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness)
    (state,) = await harness.services.mirroring.of(GUILD)
    await harness.services.mirroring.remove(harness.moderator(), state.mirror.address)
    with pytest.raises(MirroredUnknown):
        await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)


@pytest.mark.attack("rpc")
async def test_a_governor_that_can_not_be_read_any_more_prepares_nothing(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness)
    harness.foreign_votes.broken = True
    with pytest.raises(WrongContract):
        await harness.services.voting_on_chain.vote(harness.actor("ada"), mirrored)
    with pytest.raises(WrongContract):
        await harness.services.voting_on_chain.ballot(
            harness.actor("ada"), mirrored, harness.wallet("ada"), Side.FOR, ""
        )


async def test_a_signed_vote_becomes_a_transaction_for_anybody(harness: ServiceHarness) -> None:
    _, mirrored = await polls(harness)
    voting, wallet = harness.services.voting_on_chain, harness.wallet("ada")
    ballot, ready = await voting.relayed(
        harness.actor("ada"), mirrored, wallet.lower(), Side.AGAINST, "", wallet
    )
    assert (ballot.wallet.address, ready.to) == (wallet, ballot.card.mirror.address)
    with pytest.raises(WrongSignature):
        await voting.relayed(harness.actor("ada"), mirrored, wallet, Side.AGAINST, "", harness.wallet("ben"))
