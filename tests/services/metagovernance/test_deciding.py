"""Members decide here how the votes of their Safe are cast in somebody else's Governor."""

import pytest

from bot.domain.ids import ChannelId
from bot.domain.metagovernance.casting import FRACTIONAL, Cast, Side
from bot.domain.proposals.state import State
from tests.fakes import GOVERNOR
from tests.fakes.foreign_votes import GOVERNOR_NAME
from tests.harness import SAFE, ServiceHarness
from tests.services.metagovernance.casts import expected
from tests.services.metagovernance.metagovernance import (
    LINE,
    call,
    convene,
    decided,
    opened,
    shown,
)


@pytest.mark.parametrize(
    ("ben", "side"), [("For", Side.FOR), ("Against", Side.AGAINST), ("Abstain", Side.ABSTAIN)]
)
async def test_the_side_that_wins_is_cast_with_all_votes(
    harness: ServiceHarness, ben: str, side: Side
) -> None:
    await convene(harness, {"ada": 10, "ben": 30})
    proposal = await decided(harness, {"ada": "For", "ben": ben})
    (request,) = await harness.services.preparing.prepare(proposal)
    assert request.payload.to == GOVERNOR
    assert request.payload.data == await expected(harness, proposal, Cast(int(side)))


async def test_a_split_casts_all_votes_in_parts_as_members_split(harness: ServiceHarness) -> None:
    """1,000 votes by 10, 20 and 30: 166⅔, 333⅓ and 500, of which the one that is left goes to the larger remainder."""
    await convene(harness, {"ada": 10, "ben": 20, "cleo": 30}, casts="split")
    proposal = await decided(harness, {"ada": "Against", "ben": "For", "cleo": "Abstain"})
    (request,) = await harness.services.preparing.prepare(proposal)
    assert request.payload.data == await expected(harness, proposal, Cast(FRACTIONAL, (167, 333, 500)))


async def test_a_tie_casts_nothing_where_all_goes_to_one_side(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10, "ben": 10})
    proposal = await decided(harness, {"ada": "For", "ben": "Against"})
    assert await harness.state(proposal) is State.DEFEATED
    assert await call(harness, proposal) is None
    assert "**Nothing is cast**" in await shown(harness, proposal)


async def test_a_tie_is_cast_in_halves_where_votes_are_split(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10, "ben": 10}, casts="split")
    proposal = await decided(harness, {"ada": "For", "ben": "Against"})
    assert await harness.state(proposal) is State.EXECUTION
    assert (await harness.get(proposal)).cast == Cast(FRACTIONAL, (500, 500, 0))


@pytest.mark.parametrize("casts", ["whole", "split"])
async def test_where_nobody_votes_nothing_is_cast(harness: ServiceHarness, casts: str) -> None:
    await convene(harness, {"ada": 10}, casts=casts)
    proposal = await decided(harness, {})
    assert await harness.state(proposal) is State.DEFEATED
    assert await call(harness, proposal) is None


async def test_below_the_quorum_nothing_is_cast(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 1, "ben": 99})
    proposal = await decided(harness, {"ada": "For"})
    assert await harness.state(proposal) is State.DEFEATED


async def test_every_call_that_a_vote_may_come_to_is_shown_before_it(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    said = await shown(harness, proposal)
    for number in range(3):
        assert f"`castVoteWithReason(id, {number}, reason)`" in said
    assert "nothing where the first are level" in said
    assert GOVERNOR in said


async def mirrored(harness: ServiceHarness, words: str) -> None:
    """The server follows the Governor, where somebody has proposed in these words what the votes are about."""
    framework = harness.mirrored.add(GOVERNOR_NAME)
    assert framework.rules.address == GOVERNOR
    await harness.services.mirroring.add(harness.moderator(), "governor", GOVERNOR, ChannelId(77))
    framework.propose("7", words)
    await harness.sweep.run()


async def test_what_the_server_follows_is_shown_by_its_proposers_words(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 5})
    await mirrored(harness, "# A bridge\n\nOver the river.")
    proposal = await harness.drafted("ada", actions=LINE)
    assert "(in its proposer's words: “A bridge”)" in await shown(harness, proposal)


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "title",
    [
        "**Cast** by @everyone",
        "[Vote here](https://evil.example)",
        "a`b” of the Governor 0x00",
        "\u202ethgir ot tfel",
        "x" * 5_000,
    ],
)
async def test_a_proposers_words_are_words_and_nothing_else(harness: ServiceHarness, title: str) -> None:
    await convene(harness, {"ada": 5})
    await mirrored(harness, title)
    text = await shown(harness, await harness.drafted("ada", actions=LINE))
    assert "in its proposer's words" in text
    assert title not in text
    assert "cast" in text
    assert len(text) < 2_000


async def test_a_proposers_words_are_no_part_of_what_is_decided(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 5})
    await mirrored(harness, "# A bridge")
    proposal = await opened(harness)
    async with harness.services.uow.reading() as repositories:
        frozen = await repositories.proposals.frozen(proposal)
    assert b"A bridge" not in frozen


async def test_a_split_shows_that_it_is_cast_in_parts(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10}, casts="split")
    said = await shown(harness, await harness.submitted(actions=LINE))
    assert f"`castVoteWithReasonAndParams(id, {FRACTIONAL}, reason, parts)`" in said


async def test_the_votes_and_their_owner_are_frozen_with_the_vote(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await opened(harness)
    terms = (await harness.get(proposal)).opening.cast_terms
    assert (terms.voter, terms.votes, terms.symbol) == (SAFE, 1_000, "OTHER")
    assert terms.link.startswith("https://discord.com/channels/1000/")
    assert f"the 1\u202f000 OTHER of `{SAFE}`" in await shown(harness, proposal)


async def test_a_result_says_what_is_cast(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10, "ben": 30})
    proposal = await decided(harness, {"ada": "For", "ben": "Against"})
    assert "**Against** with 1\u202f000 OTHER" in await shown(harness, proposal)
